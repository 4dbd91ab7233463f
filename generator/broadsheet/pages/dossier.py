"""Dossier pages: a running story with its cast, its countries and its timeline."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from broadsheet.catalog.terms import Term
from broadsheet.language.words import message
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.booklet import booklet_pages, booklet_permalink, has_booklet
from broadsheet.pages.edition import Edition
from broadsheet.pages.epub import epub_page
from broadsheet.pages.listing import head_listing, older_pages
from broadsheet.pages.page import Page
from broadsheet.pages.story import latest_events
from broadsheet.pages.strip import strip_of
from broadsheet.pages.term import term_head
from broadsheet.pages.views.dossier import DossierView
from broadsheet.pages.views.story import ActorInStory

_STATUS_TEXT = {"open": message("Running"), "closed": message("Closed")}


def dossier_pages(edition: Edition, bodies: Bodies, term: Term) -> Iterator[Page]:
    """Plan the page of a dossier, and the older pages of its stories."""
    parent = edition.index_link("dossier")
    span = edition.span(term)
    yield Page(term.permalink, span, "dossier.html", partial(dossier_view, edition, bodies, term), "dossier")
    if has_booklet(edition, term):
        yield from booklet_pages(edition, bodies, term, partial(_cast, edition, edition.catalog.positions(term.key)))
        yield epub_page(edition, bodies, term)
    yield from older_pages(edition, edition.catalog.positions(term.key), term.permalink, term.name, (parent,), span)


def dossier_view(edition: Edition, bodies: Bodies, term: Term) -> DossierView:
    """Return all that a dossier's page shows."""
    positions = edition.catalog.positions(term.key)
    timeline, more_events = latest_events(edition, positions)
    status = term.entry.status if term.entry else "open"
    return DossierView(
        meta=term_head(edition, term, edition.index_link("dossier")),
        name=term.name,
        status=status,
        status_text=edition.words.gettext(_STATUS_TEXT[status]),
        scope_note=bodies.of_term(term),
        coverage=edition.coverage(positions),
        cast=_cast(edition, positions),
        countries=edition.most_common(edition.counts(positions, "country"), "country"),
        timeline=timeline,
        more_events=more_events,
        strip=strip_of(edition, positions),
        booklet=booklet_permalink(edition, term),
        listing=head_listing(edition, positions, term.permalink),
    )


def _cast(edition: Edition, positions: tuple[int, ...]) -> tuple[ActorInStory, ...]:
    """Return the actors, most often named first, each in the newest role that a story states."""
    newest: dict[str, tuple[str, str]] = {}
    for position in positions:
        for slug, stated, stated_in in edition.catalog.mentions(position, "actor"):
            role, country = newest.get(slug, ("", ""))
            newest[slug] = (stated or role, stated_in or country)
    cast = []
    for slug in edition.ranked(edition.counts(positions, "actor"), "actor"):
        term = edition.term(("actor", slug))
        role, country = newest[slug]
        cast.append(ActorInStory(term.name, term.permalink, term.actor_kind or "", role, edition.country_link(country)))
    return tuple(cast)
