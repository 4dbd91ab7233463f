"""Runs of cards, with their place in the pagination, and the older pages of a list."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.pages.views.card import Card
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Link


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where a listing page stands: its neighbours' addresses (empty at the ends) and its `label` ("Page 3", "Newest stories")."""

    label: str
    newer: str = ""
    older: str = ""
    newest: str = ""
    oldest: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A run of cards, newest first, with its place in the pagination (None when everything fits on one page)."""

    cards: tuple[Card, ...]
    total: int
    pagination: Pagination | None = None


@dataclass(frozen=True, slots=True)
class DayGroup:
    """The stories of one day on a page of a month, newest first; `anchor` is the id of their place."""

    anchor: str
    date: When
    day: str  # of the month, in digits
    rest: str  # the month and the year, in words
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ListingView:
    """An older page of any list (template `listing.html`): `of` leads back to the list's own address.

    `days`: the same cards under their days, on the pages of a month.
    """

    meta: Meta
    heading: str
    of: Link
    listing: Listing
    days: tuple[DayGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class RedirectView:
    """The stub at an old address (template `redirect.html`)."""

    meta: Meta
    target: Link
