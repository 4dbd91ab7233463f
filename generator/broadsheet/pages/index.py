"""The A–Z index of each kind of term."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

from broadsheet.catalog.addresses import index_permalink
from broadsheet.catalog.terms import Term
from broadsheet.language.words import messages
from broadsheet.model import TermKind
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.page import Page
from broadsheet.pages.views import IndexGroup, IndexView
from broadsheet.pages.wording import KIND_HEADINGS
from broadsheet.problems import Span

_MOST_NAMED = 12
_IN_ALL: dict[TermKind, tuple[str, str]] = {
    "actor": messages(
        "%(num)s person or organisation in %(title)s, by name.", "%(num)s people and organisations in %(title)s, by name."
    ),
    "country": messages("%(num)s country in %(title)s, by name.", "%(num)s countries in %(title)s, by name."),
    "tag": messages("%(num)s tag in %(title)s, by name.", "%(num)s tags in %(title)s, by name."),
    "section": messages("%(num)s section in %(title)s, by name.", "%(num)s sections in %(title)s, by name."),
    "dossier": messages("%(num)s dossier in %(title)s, by name.", "%(num)s dossiers in %(title)s, by name."),
}


def index_page(edition: Edition, kind: TermKind) -> Page:
    """Plan the index of a kind of term."""
    permalink = index_permalink(edition.config.permalinks, kind)
    return Page(permalink, Span("broadsheet.yaml"), "index.html", partial(index_view, edition, kind, permalink), "index")


def index_view(edition: Edition, kind: TermKind, permalink: str) -> IndexView:
    """Return the index of one kind: its terms under their initials, and those most often named."""
    terms = edition.catalog.of_kind(kind)
    groups: dict[str, list[Term]] = defaultdict(list)
    alphabet = edition.alphabet
    for term in sorted(terms, key=lambda term: (alphabet.key(term.name), term.slug)):
        groups[alphabet.initial(term.name)].append(term)
    words = edition.words
    heading = words.gettext(KIND_HEADINGS[kind])
    introduction = words.ngettext(*_IN_ALL[kind], len(terms), title=edition.config.title)
    counts = {t.slug: len(edition.catalog.positions(t.key)) for t in terms if edition.catalog.positions(t.key)}
    return IndexView(
        meta=head(edition, title=heading, permalink=permalink, description=introduction),
        kind=kind,
        heading=heading,
        introduction=introduction,
        total=len(terms),
        groups=tuple(_group(edition, letter, groups[letter]) for letter in sorted(groups, key="#".__eq__)),
        most_named=edition.most_common(counts, kind, _MOST_NAMED) if len(terms) > _MOST_NAMED else (),
    )


def _group(edition: Edition, letter: str, terms: list[Term]) -> IndexGroup:
    links = tuple(edition.term_link(t.key, len(edition.catalog.positions(t.key)), _note(edition, t)) for t in terms)
    return IndexGroup(letter, f"letter-{'other' if letter == '#' else letter.lower()}", links)


def _note(edition: Edition, term: Term) -> str:
    if term.kind == "actor":
        country = edition.country_link(term.country)
        return country.text if country else ""
    if term.kind == "dossier":
        closed = term.entry is not None and term.entry.status == "closed"
        return edition.words.pgettext("dossier", "closed") if closed else edition.words.pgettext("dossier", "running")
    return ""
