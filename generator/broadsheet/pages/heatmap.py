"""Heat maps: how much was published when, as cells of a drawing. Every cell's place is worked out here; a template only draws.

A month is drawn as a calendar, weeks below each other; a few years as years by months; many as decades by years, those without a
story left out. Lengths are units of the drawing; a cell of a month is as wide as a finger on the narrowest telephone.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping

from broadsheet.language.words import Words
from broadsheet.pages.views.heatmap import HeatCell, HeatMap, HeatStep

STEPS = 5
_FEW_YEARS = 16  # as many are drawn by months
_SIDE = 28  # of a day
_HEAD = 18  # height of the line of weekdays, months or last digits above the cells
_LABEL = 40  # width of the years or decades before the cells
_MONTH = 24
_YEAR = 28
_GAP = 2
Counted = tuple[int, str]  # a number of stories, and the address of their place


def step_of(count: int, most: int) -> int:
    """Return the step, from 1 to STEPS, of a number of stories where `most` is the highest."""
    return -(-STEPS * count // most)


def steps_up_to(most: int) -> tuple[HeatStep, ...]:
    """Return which numbers each step stands for; nothing where there is only one number."""
    found = []
    for step in range(1, STEPS + 1):
        low, high = (step - 1) * most // STEPS + 1, step * most // STEPS
        if low <= high:
            found.append(HeatStep(step, str(low) if low == high else f"{low}–{high}"))
    return tuple(found) if most > 1 else ()


def month_map(words: Words, month: str, days: Mapping[int, Counted], most: int, *, mirrored: bool) -> HeatMap:
    """Return the calendar of a month (`1978-09`) with its days; `most`: the highest number on a day of what is drawn together.

    `mirrored`: from right to left.
    """
    customs = words.customs
    first = customs.first_weekday
    year, number = int(month[:4]), int(month[5:])
    width = 7 * _SIDE
    offset = (calendar.weekday(year, number, 1) - first) % 7
    last = calendar.monthrange(year, number)[1]
    texts, cells = [], []
    for column in range(7):
        x = _across(column, _SIDE, width, mirrored=mirrored)
        texts.append((x + _SIDE // 2, _HEAD - 6, customs.weekdays[(first + column) % 7]))
    for day in range(1, last + 1):
        row, column = divmod(offset + day - 1, 7)
        x, y = _across(column, _SIDE, width, mirrored=mirrored), _HEAD + row * _SIDE
        if day in days:
            count, permalink = days[day]
            date = words.date(f"{month}-{day:02}")
            title = words.ngettext("%(num)s story on %(date)s", "%(num)s stories on %(date)s", count, date=date)
            cells.append(HeatCell(x, y, customs.in_digits(str(day)), step_of(count, most), permalink, title))
        else:
            texts.append((x + _SIDE // 2, y + _SIDE // 2 + 4, customs.in_digits(str(day))))
    height = _HEAD + ((offset + last - 1) // 7 + 1) * _SIDE
    return HeatMap(words.date(month), width, height, _SIDE - _GAP, _SIDE - _GAP, tuple(texts), tuple(cells))


def years_map(words: Words, months: Mapping[str, Counted], years: Mapping[str, Counted], *, mirrored: bool) -> HeatMap:
    """Return all years, newest first, by months, or by decades where there are many."""
    if len(years) <= _FEW_YEARS:
        return _by_months(words, months, years, mirrored=mirrored)
    return _by_decades(words, years, mirrored=mirrored)


def _by_months(words: Words, months: Mapping[str, Counted], years: Mapping[str, Counted], *, mirrored: bool) -> HeatMap:
    width = _LABEL + 12 * _MONTH
    most = max((count for count, _ in months.values()), default=1)
    rows = sorted(years, reverse=True)
    texts = [
        (_across(column, _MONTH, width, _LABEL, mirrored=mirrored) + _MONTH // 2 - 1, _HEAD - 6, name)
        for column, name in enumerate(words.customs.initials)
    ]
    cells, blanks = [], []
    for row, year in enumerate(rows):
        y = _HEAD + row * _MONTH
        texts.append((width - 18 if mirrored else 18, y + _MONTH // 2 + 3, words.date(year)))
        for column in range(12):
            x, month = _across(column, _MONTH, width, _LABEL, mirrored=mirrored), f"{year}-{column + 1:02}"
            if month in months:
                count, permalink = months[month]
                text = words.number(count) if count < 1000 else ""
                cells.append(HeatCell(x, y, text, step_of(count, most), permalink, _in(words, count, month)))
            else:
                blanks.append((x, y))
    return _grid(words.gettext("Stories by year and month"), width, _HEAD + len(rows) * _MONTH, _MONTH, texts, cells, blanks)


def _by_decades(words: Words, years: Mapping[str, Counted], *, mirrored: bool) -> HeatMap:
    width = _LABEL + 10 * _YEAR
    most = max(count for count, _ in years.values())
    decades = sorted({year[:3] for year in years}, reverse=True)
    texts, cells, blanks = [], [], []
    for row, decade in enumerate(decades):
        y = row * _YEAR
        texts.append(
            (width - 18 if mirrored else 18, y + _YEAR // 2 + 3, words.gettext("%(year)ss", year=words.date(f"{decade}0")))
        )
        for column in range(10):
            x, year = _across(column, _YEAR, width, _LABEL, mirrored=mirrored), f"{decade}{column}"
            if year in years:
                count, permalink = years[year]
                text = words.customs.in_digits(year[-2:])
                cells.append(HeatCell(x, y, text, step_of(count, most), permalink, _in(words, count, year)))
            else:
                blanks.append((x, y))
    return _grid(words.gettext("Stories by decade and year"), width, len(decades) * _YEAR, _YEAR, texts, cells, blanks)


def _in(words: Words, count: int, period: str) -> str:
    date = words.date(period)
    return words.ngettext("%(num)s story in %(date)s", "%(num)s stories in %(date)s", count, date=date)


def _grid(
    title: str,
    width: int,
    height: int,
    side: int,
    texts: Iterable[tuple[int, int, str]],
    cells: Iterable[HeatCell],
    blanks: Iterable[tuple[int, int]],
) -> HeatMap:
    """Return a map of cells of which the empty ones are drawn, too, as one path."""
    side -= _GAP
    path = "".join(f"M{x} {y}h{side}v{side}h-{side}z" for x, y in blanks)
    return HeatMap(title, width, height, side, side, tuple(texts), tuple(cells), path)


def _across(column: int, side: int, width: int, label: int = 0, *, mirrored: bool) -> int:
    """Return where the cells of a column begin."""
    return width - label - (column + 1) * side + _GAP if mirrored else label + column * side
