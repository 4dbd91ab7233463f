"""The chart: how many stories of a list there are in each month, year or decade, as columns and as a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from broadsheet.language.words import message
from broadsheet.pages.edition import Edition
from broadsheet.pages.listing import full_pages, page_permalink
from broadsheet.pages.views.chart import ChartView, Column
from broadsheet.pages.views.link import TermLink

_LEAST = 3  # stories
_HERE = "#page-stories"  # where the page itself has its stories
_HEIGHT = 48
_PITCH = 4  # units from one column to the next, of which one is left free
_BREADTH = 3  # units
_FEWEST = 12  # columns there is room for; fewer stand farther apart, the last one still above its name
_MONTHS_MAX = 72  # for longer there are years
_YEARS_MAX = 48  # years with stories; for more there are decades


def chart_of(edition: Edition, positions: Sequence[int], permalink: str) -> ChartView | None:
    """Return the chart of the list at `permalink`, whose stories stand at `positions`; None where there is little to compare."""
    if len(positions) < _LEAST:
        return None
    words = edition.words
    months = edition.catalog.months(positions)
    if not months:  # all are from before the year 1
        return None
    unit, heading = _unit(months)
    counts: dict[str, int] = {}
    for month, number in months.items():
        counts[month[:unit]] = counts.get(month[:unit], 0) + number
    if len(counts) < 2:
        return None
    order = sorted(counts)
    leads = _leads(edition, positions, permalink, unit)
    rows = tuple(
        [
            _row(edition, each, counts[each], leads[each]) if each in leads else edition.once(_row, each, counts[each], _HERE)
            for each in order
        ]
    )
    most = max(counts.values())
    first, last, peak = rows[0], rows[-1], next(row for row in rows if row.count == most)
    start, end = _number(order[0]), _number(order[-1])
    width = max(_FEWEST, end - start + 1) * _PITCH
    pitch = _PITCH if end - start + 1 >= _FEWEST else (width - _BREADTH) / (end - start)
    return ChartView(
        heading=words.gettext(heading),
        summary=words.gettext(
            "From %(first)s to %(last)s, most in %(most)s: %(stories)s.",
            first=first.text,
            last=last.text,
            most=peak.text,
            stories=words.ngettext("%(num)s story", "%(num)s stories", most),
        ),
        width=width,
        height=_HEIGHT,
        columns=tuple([_column(round((_number(each) - start) * pitch), counts[each], most) for each in order]),
        first=first.text,
        last=last.text,
        rows=rows,
    )


def _unit(months: Collection[str]) -> tuple[int, str]:
    """Return how much of a date says in which column of a chart a story is, and what the chart is called."""
    if _number(max(months)) - _number(min(months)) < _MONTHS_MAX:
        return 7, message("Stories by month")
    if len({month[:4] for month in months}) <= _YEARS_MAX:
        return 4, message("Stories by year")
    return 3, message("Stories by decade")


def _leads(edition: Edition, positions: Sequence[int], permalink: str, unit: int) -> dict[str, str]:
    """Return the addresses of the older pages that show the newest stories of columns."""
    size, month_of = edition.config.page_size, edition.catalog.month_of
    pages = full_pages(len(positions), size)
    if not pages:
        return {}
    newest = {month_of[position][:unit]: index for index, position in enumerate(positions)}
    found = {each: index // size + 1 for each, index in newest.items()}
    return {each: page_permalink(permalink, page) for each, page in found.items() if page <= pages}


def _number(date: str) -> int:
    """Return the number of a month, year or decade among all."""
    return int(date) if len(date) < 7 else int(date[:4]) * 12 + int(date[5:]) - 1


def _row(edition: Edition, date: str, count: int, leads: str) -> TermLink:
    words = edition.words
    if len(date) > 3:
        return TermLink(words.date(date), leads, count)
    return TermLink(words.pgettext("a decade", "%(year)ss", year=words.date(f"{date}0")), leads, count)


def _column(x: int, count: int, most: int) -> Column:
    height = max(2, round(count * _HEIGHT / most))
    return Column(x, _HEIGHT - height, height)
