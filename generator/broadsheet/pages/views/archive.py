"""The archive by date."""

from typing import NamedTuple

from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.heatmap import HeatMap, HeatStep
from broadsheet.pages.views.link import Link, TermLink
from broadsheet.pages.views.listing import DayGroup, Listing


class MonthCount(NamedTuple):
    """Stories in one month: worded ("March 1957", and `name` "March") and linked to the month's archive."""

    text: str
    name: str
    permalink: str
    count: int  # type: ignore[assignment]


class YearCount(NamedTuple):
    """Stories in one year, with its months that have any, oldest first."""

    text: str
    permalink: str
    count: int  # type: ignore[assignment]
    months: tuple[MonthCount, ...] = ()


class MonthMap(NamedTuple):
    """A month of a heat map, and the same in words: its days with stories."""

    month: MonthCount
    map: HeatMap
    days: tuple[TermLink, ...]


class ArchiveView(NamedTuple):
    """The archive by date (template `archive.html`): all years, one year by months, or one month's stories.

    `years` holds every year on `/archive/`, newest first, drawn as `overview`; `months` those with stories on a year's page, and
    the one on a month's page; `days` a month's stories; `older` and `newer` are the neighbouring years or months.
    """

    meta: Meta
    heading: str
    years: tuple[YearCount, ...]
    overview: HeatMap | None
    months: tuple[MonthMap, ...]
    steps: tuple[HeatStep, ...]
    listing: Listing | None
    days: tuple[DayGroup, ...]
    older: Link | None
    newer: Link | None
    total: int
