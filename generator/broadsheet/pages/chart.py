"""The chart: how many stories of a list there are in each month, year or decade, as columns and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from broadsheet.language.words import Words, message
from broadsheet.pages.edition import Edition
from broadsheet.pages.listing import full_pages, page_permalink
from broadsheet.pages.views.chart import ChartView, Column
from broadsheet.pages.views.link import TermLink

_LEAST = 3  # stories
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
    days = [edition.catalog.stories[position].day for position in positions]
    first, last = min(days), max(days)
    years = {day[:4] for day in days}
    if _month(last) - _month(first) < _MONTHS_MAX:
        number, text, unit = _month, _month_text, message("Stories by month")
    elif len(years) <= _YEARS_MAX:
        number, text, unit = _year, _year_text, message("Stories by year")
    else:
        number, text, unit = _decade, _decade_text, message("Stories by decade")
    counts = Counter(map(number, days))
    if len(counts) < 2:
        return None
    newest = {number(day): index for index, day in enumerate(days)}
    size = edition.config.page_size
    pages = full_pages(len(positions), size)

    def leads(bin_number: int) -> str:
        page = newest[bin_number] // size + 1
        return page_permalink(permalink, page) if page <= pages else "#page-stories"

    rows = tuple(TermLink(text(words, each), leads(each), counts[each]) for each in sorted(counts))
    most = max(counts.values())
    peak = min(each for each in counts if counts[each] == most)
    start, end = min(counts), max(counts)
    width = max(_FEWEST, end - start + 1) * _PITCH
    pitch = _PITCH if end - start + 1 >= _FEWEST else (width - _BREADTH) / (end - start)
    return ChartView(
        heading=words.gettext(unit),
        summary=words.gettext(
            "From %(first)s to %(last)s, most in %(most)s: %(stories)s.",
            first=text(words, start),
            last=text(words, end),
            most=text(words, peak),
            stories=words.ngettext("%(num)s story", "%(num)s stories", most),
        ),
        width=width,
        height=_HEIGHT,
        columns=tuple(_column(round((each - start) * pitch), counts[each], most) for each in sorted(counts)),
        first=text(words, start),
        last=text(words, end),
        rows=rows,
    )


def _column(x: int, count: int, most: int) -> Column:
    height = max(2, round(count * _HEIGHT / most))
    return Column(x, _HEIGHT - height, height)


def _month(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _year(day: str) -> int:
    return int(day[:4])


def _decade(day: str) -> int:
    return int(day[:3])


def _month_text(words: Words, number: int) -> str:
    return words.date(f"{number // 12:04}-{number % 12 + 1:02}")


def _year_text(words: Words, number: int) -> str:
    return words.date(f"{number:04}")


def _decade_text(words: Words, number: int) -> str:
    return words.pgettext("a decade", "%(year)ss", year=words.date(f"{number * 10:04}"))
