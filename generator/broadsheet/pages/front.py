"""The front page: the newest stories laid out as an editor would, the sections, what runs, who and where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from broadsheet.pages import jsonld
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.listing import full_pages, head_listing, older_pages
from broadsheet.pages.page import Page
from broadsheet.pages.queries import queries_script
from broadsheet.pages.views.front import DossierFront, FrontView, SectionFront
from broadsheet.pages.views.listing import Listing
from broadsheet.problems import Span

_SECONDARY = 4
_SECTION_CARDS = 3
_SECTIONS = 8
_DOSSIERS = 6
_NAMES = 16
_SPAN = Span("broadsheet.yaml")


def front_pages(edition: Edition) -> Iterator[Page]:
    """Plan the front page and the older pages of all stories."""
    yield Page("/", _SPAN, "front.html", partial(front_view, edition), "front")
    yield from older_pages(edition, edition.catalog.listed, "/", edition.config.title, (), _SPAN)


def front_view(edition: Edition) -> FrontView:
    """Return all that the front page shows."""
    config, catalog = edition.config, edition.catalog
    positions = catalog.listed
    newest = head_listing(edition, positions, "/")
    lead, secondary, rest = newest.cards[:1], newest.cards[1 : 1 + _SECONDARY], newest.cards[1 + _SECONDARY :]
    sections = _sections(edition, set(positions[-1 - _SECONDARY :]))
    taken = {card.permalink for section in sections for card in section.cards}
    meta = head(
        edition,
        title=config.title,
        permalink="/",
        description=config.description,
        graph=[edition.once(jsonld.website), edition.once(jsonld.publisher)] if edition.has("structured-data") else (),
        following=newest.pagination.older if full_pages(len(positions), config.page_size) and newest.pagination else "",
    )
    return FrontView(
        meta=meta,
        lead=lead[0] if lead else None,
        secondary=secondary,
        sections=sections,
        dossiers=_dossiers(edition),
        people=edition.links("actor", edition.named("actor")[:_NAMES]),
        countries=edition.links("country", edition.named("country")[:_NAMES]),
        listing=Listing(rest, newest.total, newest.pagination),
        more=Listing(tuple(card for card in rest if card.permalink not in taken), newest.total, newest.pagination),
        coverage=edition.coverage(positions),
        total_actors=len(catalog.of_kind("actor")),
        total_countries=len(catalog.of_kind("country")),
        queries=edition.once(queries_script)[0],
    )


def _sections(edition: Edition, placed: set[int]) -> tuple[SectionFront, ...]:
    """Return the sections with the most stories, each with its newest ones that are not `placed` above already."""
    shown = []
    for slug in map(edition.tallies("section").slug, edition.named("section")[:_SECTIONS]):
        positions = edition.catalog.positions(("section", slug))
        newest = [position for position in reversed(positions[-_SECTION_CARDS - len(placed) :]) if position not in placed]
        if newest:
            shown.append(SectionFront(edition.link(("section", slug)), edition.cards(newest[:_SECTION_CARDS])))
    return tuple(shown)


def _dossiers(edition: Edition) -> tuple[DossierFront, ...]:
    """Return the running dossiers, the one with the newest story first."""
    running = []
    for term in edition.catalog.of_kind("dossier"):
        positions = edition.catalog.positions(term.key)
        if positions and not (term.entry and term.entry.status == "closed"):
            running.append((positions[-1], term.key, len(positions)))
    running.sort(key=lambda item: (-item[0], item[1]))
    return tuple(DossierFront(edition.link(key), total, edition.card(newest)) for newest, key, total in running[:_DOSSIERS])
