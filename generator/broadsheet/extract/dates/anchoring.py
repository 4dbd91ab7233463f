"""Anchoring: what an expression of time means, seen from the day of publication or from the date that the text named last.

A pure function of the expression, the two anchors and the tense.

Left out: finding expressions (`date_grammar.py`), the choice of the anchors (`dates.py`), and the year of what is named without
one (`year_anchoring.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from broadsheet.extract.dates import edtf, year_anchoring
from broadsheet.extract.dates.anchored import (
    NONE,
    PUBLISHED,
    TEXT,
    Anchored,
    Anchors,
    Point,
    of_day,
    of_month,
    of_year,
    unanchored,
)
from broadsheet.extract.dates.tense import FUTURE, PAST
from broadsheet.extract.dates.timex import FROM_TEXT, Timex

_HARDLY = {"nowadays": 0.4, "lasting": 0.7}  # the island is today a national park; it grew over the last year
_COUNTED_FROM_TEXT = FROM_TEXT | {"next", "later", "earlier", "before", "after", "year-earlier"}
_YEAR_BEFORE = ("later", "year-earlier", "ago")
_SATURDAY = 5


def anchor(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return what an expression means; None where the calendar has no such date."""
    try:
        start = _anchored(timex, anchors)
        if start is None or timex.until is None:
            return start
        end = _anchored(timex.until, anchors)
    except (OverflowError, ValueError):
        return None
    if end is None:
        return None
    value = edtf.between(start.value, end.value) if start.value and end.value else ""
    return end._replace(value=value, confidence=min(start.confidence, end.confidence))


def _anchored(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return what one end of an expression means; one of a year that is counted is of that year: June last year."""
    if not timex.of_year:
        return _KINDS[timex.kind](timex, anchors)
    needs = TEXT if timex.which in FROM_TEXT else PUBLISHED
    if needs == TEXT and anchors.text is None:
        return unanchored("year", TEXT)
    from_year = anchors.text.year if needs == TEXT and anchors.text is not None else anchors.published.year
    found = _KINDS[timex.kind](replace(timex, year=from_year + timex.shift, of_year=False), anchors)
    return found._replace(anchor=needs, confidence=0.75 if needs == TEXT else 0.88) if found is not None else None


def _weekday(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the last such weekday, the day of publication included, unless what is dated is to come."""
    published = anchors.published
    if timex.which in FROM_TEXT and anchors.text is not None and (day := anchors.text.as_day):
        ahead = (timex.day - day.weekday()) % 7
        return of_day(edtf.days_from(day, ahead - 7 if timex.shift < 0 else ahead), TEXT, 0.7)
    back, ahead = (published.weekday() - timex.day) % 7, (timex.day - published.weekday()) % 7
    if timex.shift < 0:
        return of_day(edtf.days_from(published, -(back or 7)), PUBLISHED, 0.85)
    if timex.shift > 0:
        return of_day(edtf.days_from(published, ahead or 7), PUBLISHED, 0.82)
    if anchors.tense == FUTURE or (timex.which == "this" and anchors.tense != PAST):
        return of_day(edtf.days_from(published, ahead), PUBLISHED, 0.65 if ahead else 0.8)
    return of_day(edtf.days_from(published, -back), PUBLISHED, 0.9)


def _weekend(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the weekend that is, or was last, unless what is dated is to come."""
    weeks = 0 if anchors.published.weekday() >= _SATURDAY or anchors.tense == FUTURE else -1
    return Anchored(edtf.of_weekend(anchors.published + timedelta(days=7 * weeks)), "weekend", PUBLISHED, 0.85)


def _unit(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a unit counted from an anchor: last week, two years ago, the following day."""
    if anchors.compares and timex.unit == "year" and timex.shift == -1 and timex.rule in _YEAR_BEFORE:
        return year_anchoring.quarter(timex, anchors)
    if timex.which in _COUNTED_FROM_TEXT or (anchors.narrative and (timex.rule == "unit" or timex.which == "this")):
        return _from_text(timex, anchors)
    sure = _HARDLY.get(timex.which, 0.9 if timex.unit == "day" else 0.85)
    return _shifted(timex, Point(*anchors.published.timetuple()[:3]), PUBLISHED, sure)


def _from_text(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a unit counted from the date named last; where none is exact enough, from the publication."""
    text = anchors.text
    if text is not None and timex.which != "year-earlier":
        exact = text.day or timex.unit in ("year", "decade") or (text.month and timex.unit == "month")
        if exact:
            return _shifted(timex, text, TEXT, 0.75)
    if anchors.narrative or timex.shift > 0:
        return unanchored(timex.unit, TEXT)
    return _shifted(timex, Point(*anchors.published.timetuple()[:3]), PUBLISHED, 0.6)


def _clock(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the day that a time of day belongs to: that of the date named last, or else of the publication."""
    day = anchors.text.as_day if anchors.text is not None else None
    return of_day(day, TEXT, 0.6) if day is not None else of_day(anchors.published, PUBLISHED, 0.55)


def _shifted(timex: Timex, point: Point, anchor_: str, confidence: float) -> Anchored | None:
    """Return the unit that lies so many units after a date, which is known as exactly as the unit needs."""
    shift = timex.shift
    if timex.unit == "year":
        return of_year(point.year + shift, anchor_, confidence)
    if timex.unit in ("decade", "century"):
        year = point.year + shift * (10 if timex.unit == "decade" else 100)
        value = edtf.of_decade(year) if timex.unit == "decade" else edtf.of_century(year)
        return Anchored(value, timex.unit, anchor_, confidence - 0.2) if 0 <= year <= edtf.LAST_YEAR else None
    if timex.unit == "month":
        return of_month(*edtf.months_from(point.year, point.month, shift), anchor_, confidence)
    if timex.unit == "quarter":
        return Anchored(edtf.of_quarter(point.year, (point.month - 1) // 3 + 1 + shift), "quarter", anchor_, confidence)
    day = date(*point)
    if timex.unit == "day":
        return of_day(edtf.days_from(day, shift), anchor_, confidence)
    if timex.unit == "week":
        moved = day + timedelta(days=7 * shift)
        return Anchored(edtf.of_week(moved), "week", anchor_, confidence, Point(moved.year, moved.month, moved.day))
    weeks = shift if shift >= 0 or day.weekday() < _SATURDAY else -1
    return Anchored(edtf.of_weekend(day + timedelta(days=7 * weeks)), "weekend", anchor_, confidence, point)


def _year(timex: Timex, anchors: Anchors) -> Anchored | None:
    assert timex.year is not None
    return of_year(timex.year, NONE, 0.7 if timex.which == "bare" else 0.92)


def _decade(timex: Timex, anchors: Anchors) -> Anchored | None:
    assert timex.year is not None
    return Anchored(edtf.of_decade(timex.year), "decade", NONE, 0.93, Point(timex.year))


def _century(timex: Timex, anchors: Anchors) -> Anchored | None:
    assert timex.year is not None
    return Anchored(edtf.of_century(timex.year), "century", NONE, 0.9, Point(timex.year))


_KINDS: Mapping[str, Callable[[Timex, Anchors], Anchored | None]] = {
    "date": year_anchoring.day,
    "month": year_anchoring.month,
    "weekday": _weekday,
    "weekend": _weekend,
    "unit": _unit,
    "clock": _clock,
    "season": year_anchoring.season,
    "quarter": year_anchoring.quarter,
    "part of year": year_anchoring.part_of_year,
    "year": _year,
    "decade": _decade,
    "century": _century,
}
