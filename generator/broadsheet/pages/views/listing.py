"""Runs of cards, with their place in the pagination, and the older pages of a list."""

from typing import NamedTuple

from broadsheet.pages.views.card import Card
from broadsheet.pages.views.coverage import Coverage, When
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Link


class Pagination(NamedTuple):
    """Where a listing page stands: its neighbours' addresses (empty at the ends) and its `label` ("Page 3", "Newest stories")."""

    label: str
    newer: str = ""
    older: str = ""
    newest: str = ""
    oldest: str = ""


class Listing(NamedTuple):
    """A run of cards, newest first, with its place in the pagination (None when everything fits on one page)."""

    cards: tuple[Card, ...]
    total: int
    pagination: Pagination | None = None


class DayGroup(NamedTuple):
    """The stories of one day on a page of a month, newest first; `anchor` is the id of their place."""

    anchor: str
    date: When
    day: str  # of the month, in digits
    rest: str  # the month and the year, in words
    cards: tuple[Card, ...]


class ListingView(NamedTuple):
    """An older page of any list (template `listing.html`): `of` leads back to the list's own address.

    `days`: the same cards under their days, on the pages of a month. `section`: the address of the section whose list it is,
    empty for other lists.
    """

    meta: Meta
    of: Link
    coverage: Coverage  # of the stories on this page
    listing: Listing
    days: tuple[DayGroup, ...] = ()
    section: str = ""


class RedirectView(NamedTuple):
    """The stub at an old address (template `redirect.html`)."""

    meta: Meta
    target: Link
