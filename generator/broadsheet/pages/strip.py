"""A strip: stories and events along an axis of time, as a drawing. Every place is worked out here; a template only draws.

What cannot be told apart stands one above the other, in lanes; what finds no lane is counted. Flags say what some marks are, as
far as there is room: no two of them meet, and none is crossed by the pole of another. Lengths are units of the drawing.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from unicodedata import east_asian_width

from broadsheet.language.direction import direction
from broadsheet.language.words import Words
from broadsheet.pages.edition import Edition
from broadsheet.pages.views.strip import StripFlag, StripMark, StripView

WIDTH = 680
APART = 24  # between marks: as wide as a finger
LANES = 9
ROWS = 3  # of flags
_EDGE = 12
_ROW = 16
_FLAGS = 10
_CROWDS = 3  # numbers of marks that were not drawn, with which there still is room for flags
_FLAG_LENGTH = 38  # characters
_LETTER = 6.0  # width of most letters of a flag
_SHORTEST = 10  # span
_FEWEST = 3  # marks that are worth a drawing
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_YEAR = 365.2425  # days


class Happening(NamedTuple):
    """A story or an event: its date (`1978`, `1978-09` or `1978-09-17`), what it is called, and where it leads."""

    iso: str
    text: str
    permalink: str
    is_story: bool


class _Placed(NamedTuple):
    happening: Happening
    start: float
    end: float
    lane: int  # -1: it found none


def strip_of(edition: Edition, positions: Sequence[int]) -> StripView | None:
    """Return the strip of some stories and of the events that they tell; None where there is too little to be drawn."""
    catalog = edition.catalog
    happenings = []
    for position in positions:
        card = edition.card(position)
        if card.date.iso:
            happenings.append(Happening(card.date.iso, card.headline, card.permalink, is_story=True))
        told = catalog.stories[position].events
        happenings += [Happening(event[0][0], event[1], card.permalink, is_story=False) for event in told]
    return strip(edition.words, happenings, mirrored=direction(edition.config.language) == "rtl")


def strip(words: Words, happenings: Iterable[Happening], *, mirrored: bool = False) -> StripView | None:
    """Return what happened as a strip, or None where there is too little; `mirrored`: time goes from right to left."""
    chosen = _without_outliers(sorted(happenings, key=lambda each: (*days_of(each.iso), each.text, each.permalink)))
    if len(chosen) < _FEWEST or days_of(chosen[0].iso)[0] == days_of(chosen[-1].iso)[0]:
        return None
    first = days_of(chosen[0].iso)[0]
    last = max(days_of(each.iso)[1] for each in chosen)
    scale = (WIDTH - 2 * _EDGE) / (last - first)
    placed = list(_in_lanes((each, *_across(each.iso, first, scale)) for each in chosen))
    lanes = max(each.lane for each in placed) + 1
    drawn = [each for each in placed if each.lane >= 0]
    more = _uncounted(words, placed)
    flags = _Flags([_Flag(x, 0, 0, x - APART / 2, x + APART / 2, "", ends=False) for x, _ in more])
    if len(more) <= _CROWDS:
        for each in sorted(drawn, key=lambda each: not each.happening.is_story):
            if len(flags.found) < _FLAGS + len(more):
                flags.raise_over(each)
    rows = 1 + max((flag.row for flag in flags.found), default=-1)
    ground = rows * _ROW + lanes * APART

    def turn(x: float) -> int:
        return round(WIDTH - x) if mirrored else round(x)

    def height(lane: int) -> int:
        return ground - lane * APART - APART // 2

    return StripView(
        width=WIDTH,
        height=ground + 24,
        ground=ground,
        ticks=tuple((turn(x), text) for x, text in _ticks(words, first, last, scale)),
        marks=tuple(_mark(words, each, height(each.lane), turn) for each in drawn),
        flags=tuple(
            StripFlag(turn(flag.x), (rows - flag.row) * _ROW - 4, height(flag.lane) - 7, flag.text, flag.ends)
            for flag in flags.found
            if flag.text
        ),
        more=tuple((turn(x), rows * _ROW - 4, text) for x, text in more),
    )


def days_of(iso: str) -> tuple[int, int]:
    """Return the first day of a date and the one after its last, counted from the first day of the year 1."""
    year, month, day = (int(part) for part in (*iso[:10].split("-"), "0", "0")[:3])
    if day:
        start = date(year, month, day).toordinal()
        return start, start + 1
    if month:
        return date(year, month, 1).toordinal(), _first_of_month(year, month + 1)
    return date(year, 1, 1).toordinal(), _first_of_month(year + 1, 1)


def _first_of_month(year: int, month: int) -> int:
    """Return the first day of a month, of which there may be more than twelve; at the end of the calendar the day after it."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1).toordinal() if year <= date.max.year else date.max.toordinal() + 1


def _without_outliers(happenings: Sequence[Happening]) -> Sequence[Happening]:
    """Return what happened without single events so long before or after all else that they would take half of the strip."""
    found = list(happenings)
    while len(found) > _FEWEST:
        starts = [days_of(each.iso)[0] for each in found]
        half = (starts[-1] - starts[0]) / 2
        if not found[0].is_story and starts[1] - starts[0] > half:
            del found[0]
        elif not found[-1].is_story and starts[-1] - starts[-2] > half:
            del found[-1]
        else:
            break
    return found


def _across(iso: str, first: int, scale: float) -> tuple[float, float]:
    """Return where a date begins and ends on the axis; a day is a point."""
    start, end = days_of(iso)
    x = _EDGE + (start - first) * scale
    return (x, x) if len(iso) > 7 else (x, max(x + _SHORTEST, _EDGE + (end - first) * scale))


def _in_lanes(items: Iterable[tuple[Happening, float, float]]) -> Iterator[_Placed]:
    """Put each mark into the lowest lane in which it keeps its distance, stories first."""
    lanes: list[list[tuple[float, float]]] = [[] for _ in range(LANES)]
    for happening, start, end in sorted(items, key=lambda item: not item[0].is_story):
        place = (start, max(start, end - _SHORTEST) + APART)
        lane = next((number for number in range(LANES) if _has_room(lanes[number], place)), -1)
        if lane >= 0:
            insort(lanes[lane], place)
        yield _Placed(happening, start, end, lane)


def _has_room(lane: Sequence[tuple[float, float]], place: tuple[float, float]) -> bool:
    at = bisect_left(lane, place)
    return (not at or lane[at - 1][1] <= place[0]) and (at == len(lane) or place[1] <= lane[at][0])


def _uncounted(words: Words, placed: Iterable[_Placed]) -> list[tuple[float, str]]:
    """Return where marks found no lane, and how many."""
    groups: list[tuple[float, int]] = []
    for each in sorted(placed, key=lambda each: each.start):
        if each.lane >= 0:
            continue
        if groups and each.start < groups[-1][0] + 2 * APART:
            groups[-1] = (groups[-1][0], groups[-1][1] + 1)
        else:
            groups.append((each.start, 1))
    return [(x, f"+{words.number(count)}") for x, count in groups]


class _Flag(NamedTuple):
    x: float
    lane: int
    row: int
    start: float
    end: float
    text: str
    ends: bool  # at its pole, instead of beginning there


@dataclass(slots=True)
class _Flags:
    """The flags that stand, none in the way of another."""

    found: list[_Flag] = field(default_factory=list)

    def raise_over(self, mark: _Placed) -> None:
        """Raise a flag over a mark, in the lowest row that has room, if one has."""
        text = _shortened(mark.happening.text)
        length = _LETTER * sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text) + 4
        x = mark.start
        for row in range(ROWS):
            for start, ends in ((x, False), (x - length, True)):
                flag = _Flag(x, mark.lane, row, start, start + length, text, ends)
                if start >= 0 and flag.end <= WIDTH and all(_agree(flag, other) for other in self.found):
                    self.found.append(flag)
                    return


def _agree(one: _Flag, other: _Flag) -> bool:
    """Say whether neither flag lies on the other, and no pole crosses or touches a flag below."""
    if one.row == other.row:
        return one.end + 8 < other.start or other.end + 8 < one.start
    low, high = (one, other) if one.row < other.row else (other, one)
    return not low.start - 4 < high.x < low.end + 4


def _shortened(text: str) -> str:
    return text if len(text) <= _FLAG_LENGTH else text[: _FLAG_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—") + "…"


def _mark(words: Words, placed: _Placed, y: int, turn: Callable[[float], int]) -> StripMark:
    happening = placed.happening
    start, end = turn(placed.start), turn(placed.end)
    title = f"{words.date(happening.iso)}: {happening.text}"
    return StripMark(min(start, end), y, abs(end - start), happening.is_story, happening.permalink, title)


def _ticks(words: Words, first: int, last: int, scale: float) -> Iterator[tuple[float, str]]:
    """Yield the places of an axis that are named, and their names: years, or months, or days where the time is short."""
    days = last - first
    year, month = (date.fromordinal(first).year, date.fromordinal(first).month)
    named: Iterator[tuple[int, str]]
    if days > 2.5 * _YEAR:
        step = next(step for step in _YEARS if step * _YEAR * scale >= 2 * APART)
        years = range(-(-year // step) * step, date.fromordinal(min(last, date.max.toordinal())).year + 1, step)
        named = ((date(max(1, each), 1, 1).toordinal(), f"{each:04}") for each in years if each)
    elif days > 60:
        step = next(step for step in (1, 2, 3, 6, 12) if step * 30 * scale >= 4 * APART)
        months = range(year * 12 + month - 1, year * 12 + month + days // 28 + 1)
        named = (
            (_first_of_month(each // 12, each % 12 + 1), f"{each // 12:04}-{each % 12 + 1:02}")
            for each in months
            if each % step == 0
        )
    else:
        step = next(step for step in (1, 2, 4, 7, 14, 28) if step * scale >= 4 * APART)
        named = ((day, date.fromordinal(day).isoformat()) for day in range(first, min(last, date.max.toordinal()), step))
    for day, iso in named:
        x, text = _EDGE + (day - first) * scale, words.date(iso)
        half = len(text) * _LETTER / 2
        if half <= x <= WIDTH - half and first <= day < last:
            yield x, text
