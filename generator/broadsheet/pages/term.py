"""Tag and section pages, and what the pages of all terms have in common: their head."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from broadsheet.catalog.terms import Term
from broadsheet.language.words import Words
from broadsheet.model import TermKind
from broadsheet.pages import jsonld
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.listing import head_listing, older_pages
from broadsheet.pages.page import Page
from broadsheet.pages.views.coverage import Coverage
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.term import TermView
from broadsheet.pages.wording import KIND_TEXT, alias_of

_SHOWN = 24
_COUNTED: tuple[TermKind, ...] = ("tag", "actor", "country")


def term_head(edition: Edition, term: Term, parent: Link) -> Meta:
    """Return the head of a term's page: described by its text, or by how much is written about it."""
    positions = edition.catalog.positions(term.key)
    coverage = edition.coverage(positions)
    described = _described(edition.words, term.name, edition.config.title, coverage)
    shown = head_listing(edition, positions, term.permalink)
    entry = term.entry
    picture = edition.picture(entry.image, entry.path) if entry and entry.image else None
    return head(
        edition,
        title=term.name,
        permalink=term.permalink,
        description=described,
        trail=(parent,),
        feed_title=f"{term.name} · {edition.config.title}" if edition.has(f"{term.kind}-feeds") else "",
        twin=edition.has("twins"),
        picture=picture.src if picture else "",
        picture_alt=picture.alt if picture else "",
        picture_size=(picture.width, picture.height) if picture else (0, 0),
        og_type="profile" if term.actor_kind == "person" else "website",
        graph=jsonld.term(edition, term, description=described, items=[card.permalink for card in shown.cards])
        if edition.has("structured-data")
        else (),
        following=shown.pagination.older if shown.pagination else "",
    )


def _described(words: Words, name: str, title: str, coverage: Coverage) -> str:
    """Return how much is written about a term, in a sentence."""
    stories = words.ngettext("%(num)s story", "%(num)s stories", coverage.total)
    values = {"name": name, "title": title, "stories": stories}
    if coverage.first is None or coverage.latest is None:
        return words.gettext("%(name)s in %(title)s: %(stories)s", **values)
    if coverage.total == 1:
        return words.gettext("%(name)s in %(title)s: %(stories)s, %(date)s.", **values, date=coverage.first.text)
    span = {"first": coverage.first.text, "latest": coverage.latest.text}
    return words.gettext("%(name)s in %(title)s: %(stories)s, %(first)s to %(latest)s.", **values, **span)


def term_pages(edition: Edition, bodies: Bodies, term: Term) -> Iterator[Page]:
    """Plan the page of a tag or section, and the older pages of its stories."""
    parent = edition.index_link(term.kind)
    span = edition.span(term)
    yield Page(term.permalink, span, "term.html", partial(term_view, edition, bodies, term), term.kind)
    positions, section = edition.catalog.positions(term.key), term.permalink if term.kind == "section" else ""
    yield from older_pages(edition, positions, term.permalink, term.name, (parent,), span, section=section)


def term_view(edition: Edition, bodies: Bodies, term: Term) -> TermView:
    """Return all that a tag's or section's page shows."""
    positions = edition.catalog.positions(term.key)
    tags, actors, countries = (edition.counts(positions, kind) for kind in _COUNTED)
    tags.pop(term.slug if term.kind == "tag" else "", None)
    children = [t for t in edition.catalog.of_kind(term.kind) if t.parent == term.slug]
    return TermView(
        meta=term_head(edition, term, edition.index_link(term.kind)),
        kind=term.kind,
        section=term.permalink if term.kind == "section" else "",
        kind_text=edition.words.gettext(KIND_TEXT[term.kind]),
        name=term.name,
        scope_note=bodies.of_term(term),
        parent=edition.link((term.kind, term.parent)) if term.parent else None,
        children=tuple(edition.term_link(t.key, len(edition.catalog.positions(t.key))) for t in children),
        aliases=tuple(map(alias_of, term.aliases)),
        coverage=edition.coverage(positions),
        actors=edition.most_common(actors, "actor", _SHOWN),
        more_actors=max(0, len(actors) - _SHOWN),
        countries=edition.most_common(countries, "country", _SHOWN),
        more_countries=max(0, len(countries) - _SHOWN),
        related=edition.most_common(tags, "tag", _SHOWN),
        more_related=max(0, len(tags) - _SHOWN),
        listing=head_listing(edition, positions, term.permalink),
    )
