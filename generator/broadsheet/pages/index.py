"""The A–Z index of each kind of term."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import partial

from broadsheet.catalog.addresses import index_permalink
from broadsheet.catalog.terms import Term, name_key
from broadsheet.content.slugs import slug_of
from broadsheet.model import TermKind
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.page import Page
from broadsheet.pages.views import IndexGroup, IndexView
from broadsheet.pages.wording import KIND_HEADINGS, counted
from broadsheet.problems import Span

_MOST_NAMED = 12
_NOUNS: dict[TermKind, tuple[str, str]] = {
    "actor": ("person or organisation", "people and organisations"),
    "country": ("country", "countries"),
    "tag": ("tag", "tags"),
    "section": ("section", "sections"),
    "dossier": ("dossier", "dossiers"),
}


def index_page(edition: Edition, kind: TermKind) -> Page:
    """Plan the index of a kind of term."""
    permalink = index_permalink(edition.config.permalinks, kind)
    return Page(permalink, Span("broadsheet.yaml"), "index.html", partial(index_view, edition, kind, permalink), "index")


def index_view(edition: Edition, kind: TermKind, permalink: str) -> IndexView:
    """Return the index of one kind: its terms under their initials, and those most often named."""
    terms = edition.catalog.of_kind(kind)
    groups: dict[str, list[Term]] = defaultdict(list)
    for term in sorted(terms, key=_sort_key):
        groups[initial(term)].append(term)
    introduction = f"{counted(len(terms), *_NOUNS[kind])} in {edition.config.title}, by name."
    counts = {t.slug: len(edition.catalog.positions(t.key)) for t in terms if edition.catalog.positions(t.key)}
    return IndexView(
        meta=head(edition, title=KIND_HEADINGS[kind], permalink=permalink, description=introduction),
        kind=kind,
        heading=KIND_HEADINGS[kind],
        introduction=introduction,
        total=len(terms),
        groups=tuple(_group(edition, letter, groups[letter]) for letter in sorted(groups, key=lambda c: (c == "#", c))),
        most_named=edition.most_common(counts, kind, _MOST_NAMED) if len(terms) > _MOST_NAMED else (),
    )


def initial(term: Term) -> str:
    """Return the letter that a term stands under: of a person the family name's, as far as the last word is one."""
    letter = unicodedata.normalize("NFKD", _sort_key(term)[0])[:1].upper()
    return letter if letter.isalpha() else "#"


def _sort_key(term: Term) -> tuple[str, str]:
    return name_key(term.name), term.slug


def _group(edition: Edition, letter: str, terms: list[Term]) -> IndexGroup:
    links = tuple(edition.term_link(t.key, len(edition.catalog.positions(t.key)), _note(edition, t)) for t in terms)
    anchor = "other" if letter == "#" else letter.lower() if letter.isascii() else slug_of(letter)
    return IndexGroup(letter, f"letter-{anchor}", links)


def _note(edition: Edition, term: Term) -> str:
    if term.kind == "actor":
        country = edition.country_link(term.country)
        return country.text if country else ""
    if term.kind == "dossier":
        return "closed" if term.entry and term.entry.status == "closed" else "running"
    return ""
