"""The archive by date: all years, each year by months, each month's stories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.listing import head_listing, older_pages
from broadsheet.pages.page import Page
from broadsheet.pages.views import ArchiveView, Link, MonthCount, YearCount
from broadsheet.pages.wording import MONTHS, counted, partial_date
from broadsheet.problems import Span

ARCHIVE = "/archive/"
_TRAIL = Link("Archive", ARCHIVE)


def period_permalink(period: str) -> str:
    """Return the address of a year (`1978`) or a month (`1978-09`)."""
    return f"{ARCHIVE}{period.replace('-', '/')}/"


def years_of(edition: Edition, positions: Iterable[int]) -> tuple[YearCount, ...]:
    """Count stories by year and month, oldest first."""
    return _years(Counter(edition.catalog.stories[p].day[:7] for p in positions))


def _years(months: Mapping[str, int]) -> tuple[YearCount, ...]:
    years: dict[str, list[MonthCount]] = defaultdict(list)
    for month in sorted(months):
        years[month[:4]].append(
            MonthCount(partial_date(month), MONTHS[int(month[5:]) - 1], period_permalink(month), months[month])
        )
    return tuple(
        YearCount(partial_date(year), period_permalink(year), sum(m.count for m in counts), tuple(counts))
        for year, counts in years.items()
    )


def archive_page(edition: Edition) -> Page:
    """Plan the archive's front."""
    return Page(ARCHIVE, Span("broadsheet.yaml"), "archive.html", partial(_archive_view, edition), "archive")


def period_pages(edition: Edition, period: str, older: str, newer: str) -> Iterator[Page]:
    """Plan the page of a year or month that has stories, and its older pages; `older` and `newer` are its neighbours or empty."""
    positions = edition.catalog.positions(("period", period))
    permalink = period_permalink(period)
    span = Span(edition.catalog.stories[positions[0]].path)
    make = partial(_period_view, edition, period, positions, older, newer)
    yield Page(permalink, span, "archive.html", make, "archive")
    yield from older_pages(edition, positions, permalink, _heading(period), _trail(period), span)


def _heading(period: str) -> str:
    return partial_date(period)


def _trail(period: str) -> tuple[Link, ...]:
    year = period[:4]
    return (_TRAIL,) if period == year else (_TRAIL, Link(partial_date(year), period_permalink(year)))


def _archive_view(edition: Edition) -> ArchiveView:
    positions = edition.catalog.listed
    meta = head(
        edition,
        title="Archive by date",
        permalink=ARCHIVE,
        description=f"All stories of {edition.config.title} by year and month.",
    )
    lists = edition.catalog.lists
    months = {key[1]: len(lists[key]) for key in lists if key[0] == "period" and len(key[1]) == 7}
    years = tuple(reversed(_years(months)))
    return ArchiveView(meta, "Archive by date", years, None, None, None, len(positions))


def _period_view(edition: Edition, period: str, positions: tuple[int, ...], older: str, newer: str) -> ArchiveView:
    permalink = period_permalink(period)
    heading = _heading(period)
    listing = head_listing(edition, positions, permalink)
    meta = head(
        edition,
        title=heading,
        permalink=permalink,
        description=f"{edition.config.title}, {heading}: {counted(len(positions), 'story', 'stories')}.",
        trail=_trail(period),
        following=listing.pagination.older if listing.pagination else "",
    )
    years = years_of(edition, positions) if len(period) == 4 else ()
    neighbours = [Link(_heading(p), period_permalink(p)) if p else None for p in (older, newer)]
    return ArchiveView(meta, heading, years, listing, neighbours[0], neighbours[1], len(positions))
