"""The front page."""

from typing import NamedTuple

from broadsheet.pages.views.card import Card
from broadsheet.pages.views.coverage import Coverage
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Link, TermLink
from broadsheet.pages.views.listing import Listing


class SectionFront(NamedTuple):
    """A section on the front page: its newest stories."""

    section: Link
    cards: tuple[Card, ...]


class DossierFront(NamedTuple):
    """A running dossier on the front page."""

    dossier: Link
    total: int
    latest: Card


class FrontView(NamedTuple):
    """The front page (template `front.html`). `listing` is everything newest that is not placed above."""

    meta: Meta
    lead: Card | None
    secondary: tuple[Card, ...]
    sections: tuple[SectionFront, ...]
    dossiers: tuple[DossierFront, ...]
    people: tuple[TermLink, ...]
    countries: tuple[TermLink, ...]
    listing: Listing
    more: Listing  # of these, what stands in no section's front
    coverage: Coverage
    total_actors: int
    total_countries: int
    queries: str = ""  # the script that leads on from old addresses with a query
