"""The front page."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.pages.views.card import Card
from broadsheet.pages.views.coverage import Coverage
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Link, TermLink
from broadsheet.pages.views.listing import Listing


@dataclass(frozen=True, slots=True)
class SectionFront:
    """A section on the front page: its newest stories."""

    section: Link
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class DossierFront:
    """A running dossier on the front page."""

    dossier: Link
    total: int
    latest: Card


@dataclass(frozen=True, slots=True)
class FrontView:
    """The front page (template `front.html`). `listing` is everything newest that is not placed above."""

    meta: Meta
    lead: Card | None
    secondary: tuple[Card, ...]
    sections: tuple[SectionFront, ...]
    dossiers: tuple[DossierFront, ...]
    people: tuple[TermLink, ...]
    countries: tuple[TermLink, ...]
    listing: Listing
    coverage: Coverage
    total_actors: int
    total_countries: int
