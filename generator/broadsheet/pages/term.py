"""The pages of terms and of pairs of countries planned, and the view of a tag's or section's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from broadsheet.catalog.catalog import ListKey
from broadsheet.catalog.terms import Term
from broadsheet.model import TermKind
from broadsheet.pages.actor import ActorView
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.booklet import booklet_pages, has_booklet
from broadsheet.pages.country import CountryView, PairView, pair_permalink
from broadsheet.pages.dossier import DossierView
from broadsheet.pages.edition import Edition
from broadsheet.pages.epub import epub_page
from broadsheet.pages.listing import older_pages
from broadsheet.pages.listview import TermListView, more, most, written
from broadsheet.pages.page import WITHHELD, Page
from broadsheet.pages.views.link import TermLink
from broadsheet.pages.views.on_demand import on_demand
from broadsheet.pages.wording import KIND_TEXT
from broadsheet.problems import Span


class TermView(TermListView):
    """The page of a tag, a section or a term of another taxonomy (template `term.html`)."""

    actors, more_actors = most("actor"), more("actor")
    countries, more_countries = most("country"), more("country")
    related, more_related = most("tag"), more("tag")  # used with it
    scope_note = written()

    def __init__(self, edition: Edition, bodies: Bodies, term: Term) -> None:
        super().__init__(edition, bodies, term)
        self.kind = term.kind  # "tag", "section" or the name of a taxonomy
        self.section = term.permalink if term.kind == "section" else ""  # its address if it is a section
        own = {taxonomy.name: taxonomy.singular for taxonomy in edition.config.taxonomies}
        self.kind_text = edition.words.gettext(own.get(term.kind) or KIND_TEXT[term.kind])
        self.parent = edition.link((term.kind, term.parent)) if term.parent else None

    @on_demand
    def children(self) -> tuple[TermLink, ...]:
        """Those that it is the parent of."""
        edition, term = self._edition, self._term
        found = edition.once(_children, term.kind).get(term.slug, ())
        return tuple([edition.term_link(child.key, len(edition.catalog.positions(child.key))) for child in found])


def _children(edition: Edition, kind: TermKind) -> Mapping[str, Sequence[Term]]:
    """Return the terms of a kind that have a parent, by that."""
    found: dict[str, list[Term]] = {}
    for term in edition.catalog.of_kind(kind):
        if term.parent:
            found.setdefault(term.parent, []).append(term)
    return found


_VIEWS: Mapping[TermKind, tuple[str, Callable[[Edition, Bodies, Term], TermListView]]] = {
    "actor": ("actor.html", ActorView),
    "country": ("country.html", CountryView),
    "dossier": ("dossier.html", DossierView),
}


def term_pages(edition: Edition, bodies: Bodies, term: Term) -> Iterator[Page]:
    """Plan the page of a term, and the older pages of its stories. Its view is made once, for the page and for its twin."""
    template, view = _VIEWS.get(term.kind, ("term.html", TermView))
    span, positions = edition.span(term), edition.catalog.positions(term.key)
    make: Callable[[], Any] = cache(partial(view, edition, bodies, term))
    withheld = edition.is_withheld(term)
    yield Page(term.permalink, span, template, make, WITHHELD * withheld + term.kind)
    if term.kind == "dossier" and has_booklet(edition, term):
        yield from booklet_pages(edition, bodies, term, make)
        yield epub_page(edition, bodies, term)
    trail, section = (edition.index_link(term.kind),), term.permalink if term.kind == "section" else ""
    yield from older_pages(edition, positions, term.permalink, term.name, trail, span, section=section, withheld=withheld)


def pair_pages(edition: Edition, key: ListKey) -> Iterator[Page]:
    """Plan the page of a pair of countries, and the older pages of its stories."""
    positions = edition.catalog.positions(key)
    countries = [edition.link(("country", slug)) for slug in key[1].split("+")]
    heading = edition.words.and_list([country.text for country in countries])
    permalink, span = pair_permalink(edition, key), Span(edition.catalog.stories[positions[0]].path)
    yield Page(permalink, span, "pair.html", partial(PairView, edition, key), "pair")
    trail = (edition.index_link("country"), countries[0])
    yield from older_pages(edition, positions, permalink, heading, trail, span)
