"""The archive by date: all years, each year as a calendar of its days, each month's stories by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from broadsheet.catalog.catalog import is_month, is_year, year_order
from broadsheet.language.direction import direction
from broadsheet.language.words import Words
from broadsheet.model import UNDATED
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.heatmap import month_map, steps_up_to, years_map
from broadsheet.pages.listing import head_listing, older_pages, page_with
from broadsheet.pages.page import Page
from broadsheet.pages.views.archive import ArchiveView, MonthCount, MonthMap, YearCount
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.heatmap import HeatMap
from broadsheet.pages.views.link import Link, TermLink
from broadsheet.pages.views.listing import DayGroup
from broadsheet.problems import Span

ARCHIVE = "/archive/"
_DAY = len("1978-09-17")


def archive_link(edition: Edition) -> Link:
    """Return the link to the archive's front."""
    return Link(edition.words.gettext("Archive"), ARCHIVE)


def period_permalink(period: str) -> str:
    """Return the address of a year (`1978`, `-0043`), a month (`1978-09`), or the stories without a date."""
    if period == UNDATED:
        return f"{ARCHIVE}undated/"
    return f"{ARCHIVE}{period[0]}{period[1:].replace('-', '/')}/"


def _years(words: Words, counts: Mapping[str, int]) -> tuple[YearCount, ...]:
    """Return the years with their months, the oldest first; there may be more stories in a year than in its months."""
    months: dict[str, list[MonthCount]] = defaultdict(list)
    for month in sorted(filter(is_month, counts)):
        months[month[:4]].append(_month(words, month, counts[month]))
    years = sorted((period for period in counts if not is_month(period)), key=year_order)
    return tuple(YearCount(words.date(year), period_permalink(year), counts[year], tuple(months[year])) for year in years)


def _month(words: Words, month: str, count: int) -> MonthCount:
    return MonthCount(words.date(month), words.month_name(int(month[5:])), period_permalink(month), count)


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
    grouped = partial(_days, edition) if is_month(period) else None
    yield from older_pages(edition, positions, permalink, edition.words.date(period), _trail(edition, period), span, grouped)


def _trail(edition: Edition, period: str) -> tuple[Link, ...]:
    top = edition.once(archive_link)
    year = period[:4]
    return (top, Link(edition.words.date(year), period_permalink(year))) if is_month(period) else (top,)


def _archive_view(edition: Edition) -> ArchiveView:
    positions, words = edition.catalog.listed, edition.words
    heading = words.gettext("Archive by date")
    description = words.gettext("All stories of %(title)s by year and month.", title=edition.config.title)
    meta = head(edition, title=heading, permalink=ARCHIVE, description=description)
    lists = edition.catalog.lists
    counts = {key[1]: len(lists[key]) for key in lists if key[0] == "period"}
    years = tuple(reversed(_years(words, counts)))
    overview = _overview(edition, counts) if sum(map(is_year, counts)) > 1 else None
    return ArchiveView(meta, heading, years, overview, (), (), None, (), None, None, len(positions))


def _overview(edition: Edition, counts: Mapping[str, int]) -> HeatMap:
    linked = {period: (number, period_permalink(period)) for period, number in counts.items()}
    months = {period: values for period, values in linked.items() if is_month(period)}
    years = {period: values for period, values in linked.items() if is_year(period)}
    return years_map(edition.words, months, years, mirrored=_is_mirrored(edition))


def _is_mirrored(edition: Edition) -> bool:
    return direction(edition.config.language) == "rtl"


def _period_view(edition: Edition, period: str, positions: tuple[int, ...], older: str, newer: str) -> ArchiveView:
    permalink = period_permalink(period)
    words = edition.words
    heading = words.date(period)
    listing = head_listing(edition, positions, permalink)
    meta = head(
        edition,
        title=heading,
        permalink=permalink,
        description=words.ngettext(
            "%(title)s, %(date)s: %(num)s story.",
            "%(title)s, %(date)s: %(num)s stories.",
            len(positions),
            title=edition.config.title,
            date=heading,
        ),
        trail=_trail(edition, period),
        following=listing.pagination.older if listing.pagination else "",
    )
    by_day = _by_day(edition, positions)
    most = max((len(found) for days in by_day.values() for found in days.values()), default=0)
    months = tuple(_month_map(edition, month, by_day[month], most) for month in sorted(by_day))
    neighbours = [Link(words.date(p), period_permalink(p)) if p else None for p in (older, newer)]
    return ArchiveView(
        meta=meta,
        heading=heading,
        years=(),
        overview=None,
        months=months,
        steps=steps_up_to(most) if most else (),
        listing=listing,
        days=_days(edition, positions[-len(listing.cards) :]) if is_month(period) else (),
        older=neighbours[0],
        newer=neighbours[1],
        total=len(positions),
    )


def _by_day(edition: Edition, positions: Sequence[int]) -> dict[str, dict[str, list[int]]]:
    """Return, month by month and day by day, where the stories stand in their month's list, oldest first."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    numbers: Counter[str] = Counter()
    for position in positions:
        day = edition.catalog.stories[position].date.known
        if len(day) == _DAY:
            found[day[:7]][day[8:]].append(numbers[day[:7]])
        if is_month(day):
            numbers[day[:7]] += 1
    return found


def _month_map(edition: Edition, month: str, days: Mapping[str, list[int]], most: int) -> MonthMap:
    total = len(edition.catalog.positions(("period", month)))
    permalink = period_permalink(month)
    linked = {}
    for day in sorted(days):
        page = page_with(days[day][-1], total, edition.config.page_size, permalink)
        linked[int(day)] = (len(days[day]), f"{page}#{_anchor(day)}")
    words = edition.words
    drawn = month_map(words, month, linked, most, mirrored=_is_mirrored(edition))
    listed = tuple(TermLink(words.customs.in_digits(str(day)), address, count) for day, (count, address) in linked.items())
    return MonthMap(_month(words, month, total), drawn, listed)


def _days(edition: Edition, positions: Sequence[int]) -> tuple[DayGroup, ...]:
    """Return the stories at some positions of one month under their days, newest first."""
    groups: dict[str, list[int]] = {}
    for position in reversed(positions):
        groups.setdefault(edition.catalog.stories[position].date.known, []).append(position)
    words = edition.words
    return tuple(
        DayGroup(
            anchor=_anchor(day[8:]) if len(day) == _DAY else "month",
            date=When(day, words.date(day)),
            day=words.customs.in_digits(str(int(day[8:]))) if len(day) == _DAY else "",
            rest=words.date(day[:7]),
            cards=edition.cards(found),
        )
        for day, found in groups.items()
    )


def _anchor(day: str) -> str:
    return f"day-{int(day)}"
