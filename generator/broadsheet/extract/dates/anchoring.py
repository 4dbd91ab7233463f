"""Anchoring: what an expression of time means, seen from the day of publication or from the date that the text named last.

A pure function of the expression, the two anchors and the tense: without a day of publication, what depends on it has no value,
and gets one as soon as the day is known.

Left out: finding expressions (`date_grammar.py`), the choice of the anchors (`dates.py`), and the year of what is named without
one (`year_anchoring.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from broadsheet.extract.dates.timex import Timex

_EARLY = 3  # months of a year in which its end is not over
_NOWADAYS = 0.4  # "the island is today a national park"
_FROM_TEXT = frozenset(("same", "that", "following", "ensuing", "next", "previous", "preceding", "prior")) | {
    *("later", "earlier", "before", "after", "year-earlier"),
}
_YEAR_BEFORE = ("later", "year-earlier", "ago")


def anchor(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return what an expression means; None where the calendar has no such date."""
    try:
        start = _KINDS[timex.kind](timex, anchors)
        if start is None or timex.until is None:
            return start
        end = _KINDS[timex.until.kind](timex.until, anchors)
    except (OverflowError, ValueError):
        return None
    if end is None:
        return None
    value = edtf.between(start.value, end.value) if start.value and end.value else ""
    return end._replace(value=value, confidence=min(start.confidence, end.confidence))


def _date(timex: Timex, anchors: Anchors) -> Anchored | None:
    assert timex.year is not None
    sure = {"iso": 0.99, "numeric": 0.9, "figures": 0.6}.get(timex.rule, 0.98)
    return of_day(edtf.day_or_none(timex.year, timex.month, timex.day), NONE, sure)


def _numeric(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the date of 03/02/2026, if the text's other dates, or its day of publication, show the order."""
    assert timex.year is not None
    month_first = edtf.day_or_none(timex.year, timex.month, timex.day)
    day_first = edtf.day_or_none(timex.year, timex.day, timex.month)
    if timex.month == timex.day:
        return of_day(day_first, NONE, 0.9)
    if anchors.day_first is not None:
        return of_day(day_first if anchors.day_first else month_first, NONE, 0.8)
    for found in (day_first, month_first):
        if found is not None and found == anchors.published:
            return of_day(found, PUBLISHED, 0.7)
    return Anchored("", "day", NONE, 0.3, None, "day and month may be either")


def _weekday(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the last such weekday, the day of publication included, unless what is dated is to come."""
    published = anchors.published
    if timex.which in ("same", "that", "following", "previous", "preceding") and anchors.text and (day := anchors.text.as_day):
        shift = (timex.day - day.weekday()) % 7
        if timex.which in ("previous", "preceding"):
            shift = shift - 7 if shift else -7
        elif timex.which == "following":
            shift = shift or 7
        return of_day(edtf.days_from(day, shift), TEXT, 0.7)
    if published is None:
        return unanchored("day", 0.9)
    back, ahead = (published.weekday() - timex.day) % 7, (timex.day - published.weekday()) % 7
    if timex.which in ("last", "past", "previous"):
        return of_day(edtf.days_from(published, -(back or 7)), PUBLISHED, 0.85)
    if timex.which in ("next", "coming", "upcoming", "following"):
        return of_day(edtf.days_from(published, ahead or 7), PUBLISHED, 0.82)
    if timex.which == "this" and anchors.tense != PAST:
        return of_day(edtf.days_from(published, ahead), PUBLISHED, 0.82)
    if anchors.tense == FUTURE:
        return of_day(edtf.days_from(published, ahead), PUBLISHED, 0.65 if ahead else 0.8, "future")
    return of_day(edtf.days_from(published, -back), PUBLISHED, 0.9)


def _weekday_of_week(timex: Timex, anchors: Anchors) -> Anchored | None:
    if anchors.published is None:
        return unanchored("day", 0.9)
    monday = anchors.published - timedelta(days=anchors.published.weekday())
    return of_day(edtf.days_from(monday, 7 * timex.shift + timex.day), PUBLISHED, 0.88)


def _weekend(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the weekend that is, or was last, unless what is dated is to come."""
    if anchors.published is None:
        return unanchored("weekend", 0.85)
    weekday = anchors.published.weekday()
    weeks = 0 if weekday >= 5 or anchors.tense == FUTURE else -1
    return Anchored(edtf.of_weekend(anchors.published + timedelta(days=7 * weeks)), "weekend", PUBLISHED, 0.85)


def _unit(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a unit counted from an anchor: last week, two years ago, the following day."""
    if timex.which == "hours":
        return _hours(timex, anchors)
    if anchors.compares and timex.unit == "year" and timex.shift == -1 and timex.rule in _YEAR_BEFORE:
        return year_anchoring.quarter(timex, anchors)
    if timex.which in _FROM_TEXT or (anchors.narrative and (timex.rule == "unit" or timex.which == "this")):
        return _from_text(timex, anchors)
    if anchors.published is None:
        return unanchored(timex.unit, 0.85)
    sure = _NOWADAYS if timex.which == "nowadays" else 0.9 if timex.unit == "day" else 0.85
    return _shifted(timex, anchors.published, PUBLISHED, sure, anchors.tense)


def _from_text(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a unit counted from the date named last; where none is exact enough, from the publication."""
    text = anchors.text
    day = text.as_day if text is not None else None
    if day is not None and timex.which != "year-earlier":
        return _shifted(timex, day, TEXT, 0.75, "")
    if text is not None and timex.unit in ("year", "decade") and timex.which != "year-earlier":
        if 1 <= text.year <= 9999:
            return _shifted(timex, date(text.year, 1, 1), TEXT, 0.7, "")
        return of_year(text.year + timex.shift, TEXT, 0.6) if timex.unit == "year" else unanchored(timex.unit, 0.6, TEXT)
    if text is not None and timex.unit == "month" and text.month:
        return _shifted(timex, date(text.year, text.month, 1), TEXT, 0.7, "")
    if anchors.published is None or anchors.narrative or timex.shift > 0:
        return unanchored(timex.unit, 0.6, TEXT)
    return _shifted(timex, anchors.published, PUBLISHED, 0.6, anchors.tense)


def _clock(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the day that a time of day belongs to: that of the date named last, or else of the publication."""
    text = anchors.text
    if text is not None and text.as_day is not None:
        return of_day(text.as_day, TEXT, 0.6)
    return of_day(anchors.published, PUBLISHED, 0.55) if anchors.published else unanchored("day", 0.55)


def _hours(timex: Timex, anchors: Anchors) -> Anchored | None:
    if anchors.published is None:
        return unanchored("day", 0.6)
    hours = timex.shift if timex.unit == "hour" else 0
    if abs(hours) > 24:
        return of_day(edtf.days_from(anchors.published, round(hours / 24)), PUBLISHED, 0.6)
    return of_day(anchors.published, PUBLISHED, 0.6)


def _shifted(timex: Timex, day: date, anchor_: str, confidence: float, tense: str) -> Anchored | None:
    shift, point = timex.shift, Point(day.year, day.month, day.day)
    if timex.unit == "day":
        return of_day(edtf.days_from(day, shift), anchor_, confidence)
    if timex.unit == "week":
        moved = day + timedelta(days=7 * shift)
        return Anchored(edtf.of_week(moved), "week", anchor_, confidence, Point(moved.year, moved.month, moved.day))
    if timex.unit == "weekend":
        weeks = shift if shift >= 0 or day.weekday() < 5 else -1
        return Anchored(edtf.of_weekend(day + timedelta(days=7 * weeks)), "weekend", anchor_, confidence, point)
    if timex.unit == "month":
        return of_month(*edtf.months_from(day.year, day.month, shift), anchor_, confidence)
    if timex.unit == "quarter":
        quarter = (day.month - 1) // 3 + 1 + shift
        return Anchored(edtf.of_quarter(day.year, quarter), "quarter", anchor_, confidence)
    year = day.year + shift * {"year": 1, "decade": 10}.get(timex.unit, 100)
    if timex.unit == "year":
        if timex.rule == "unit" and timex.part == "end" and tense == PAST and day.month <= _EARLY:
            year -= 1  # in January, "by year-end it had failed" is of the year before
        return of_year(year, anchor_, confidence)
    if not 0 <= year <= 9999:
        return None
    if timex.unit == "decade":
        return Anchored(edtf.of_decade(year), "decade", anchor_, confidence - 0.2, Point(year) if anchor_ == PUBLISHED else None)
    return Anchored(edtf.of_century(year), "century", anchor_, confidence - 0.2)


def _year(timex: Timex, anchors: Anchors) -> Anchored | None:
    assert timex.year is not None
    found = of_year(timex.year, NONE, 0.7 if timex.which == "bare" else 0.92)
    return found._replace(precision="fiscal year") if timex.unit == "fiscal" else found


def _decade(timex: Timex, anchors: Anchors) -> Anchored | None:
    assert timex.year is not None
    return Anchored(edtf.of_decade(timex.year), "decade", NONE, 0.93, Point(timex.year))


def _century(timex: Timex, anchors: Anchors) -> Anchored | None:
    assert timex.year is not None
    return Anchored(edtf.of_century(timex.year), "century", NONE, 0.9, Point(timex.year))


_KINDS: Mapping[str, Callable[[Timex, Anchors], Anchored | None]] = {
    "date": _date,
    "numeric": _numeric,
    "month": year_anchoring.month,
    "month of year": year_anchoring.month_of_year,
    "month-day": year_anchoring.month_day,
    "weekday": _weekday,
    "holiday": year_anchoring.holiday,
    "weekday of week": _weekday_of_week,
    "weekend": _weekend,
    "unit": _unit,
    "clock": _clock,
    "season": year_anchoring.season,
    "season of year": year_anchoring.season_of_year,
    "quarter": year_anchoring.quarter,
    "part of year": year_anchoring.part_of_year,
    "year": _year,
    "decade": _decade,
    "century": _century,
}
