"""Anchoring: what an expression of time means, seen from the day of publication or from the date that the text named last.

A pure function of the expression, the two anchors and the tense: without a day of publication, what depends on it has no value,
and gets one as soon as the day is known.

Left out: finding expressions (`timex.py`), and the choice of the anchors (`dates.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from broadsheet.extract import edtf
from broadsheet.extract.holidays import holiday_of
from broadsheet.extract.tense import FUTURE, PAST
from broadsheet.extract.timex import Timex

PUBLISHED, TEXT, NONE = "published", "text", ""
_SOON = 45  # days in which a date without a year is taken as one to come
_LONG_AGO = 120
_NOWADAYS = 0.4  # "the island is today a national park"
_WITHIN_REACH = 240  # days after which a date would rather be given its year
_LATE_WINTER = 4  # the month to which "this winter" is the one that began last year
_LATE, _EARLY = 11, 3  # months at the end of a year, and at the beginning of the next


class Point(NamedTuple):
    """A date as exact as it is known: a month or day of 0 is not known."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def as_day(self) -> date | None:
        """Return the day, where it is known."""
        return edtf.day_or_none(*self) if self.month and self.day else None


class Anchored(NamedTuple):
    """A value (EDTF; empty where the anchor is missing), its precision, the anchor, and how sure this reading is."""

    value: str
    precision: str
    anchor: str
    confidence: float
    point: Point | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Anchors:
    """From where an expression is seen: the day of publication, the date named last, and the tense of what is dated.

    `narrative`: the text tells of a time long before its publication, so that a date without a year is of the year named last.
    """

    published: date | None
    text: Point | None
    tense: str
    narrative: bool = False
    day_first: bool | None = None


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


def _unanchored(precision: str, confidence: float, needs: str = PUBLISHED) -> Anchored:
    return Anchored("", precision, needs, confidence)


def _of_day(day: date | None, anchor_: str, confidence: float, note: str = "") -> Anchored | None:
    if day is None:
        return None
    return Anchored(edtf.of_day(day), "day", anchor_, confidence, Point(day.year, day.month, day.day), note)


def _of_month(year: int, month: int, anchor_: str, confidence: float, note: str = "") -> Anchored:
    return Anchored(edtf.of_month(year, month), "month", anchor_, confidence, Point(year, month), note)


def _of_year(year: int, anchor_: str, confidence: float, note: str = "") -> Anchored:
    return Anchored(edtf.of_year(year), "year", anchor_, confidence, Point(year), note)


def _date(timex: Timex, anchors: Anchors) -> Anchored | None:
    assert timex.year is not None
    sure = {"iso": 0.99, "numeric": 0.9, "figures": 0.6}.get(timex.rule, 0.98)
    return _of_day(edtf.day_or_none(timex.year, timex.month, timex.day), NONE, sure)


def _numeric(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the date of 03/02/2026, if the text's other dates, or its day of publication, show the order."""
    assert timex.year is not None
    month_first = edtf.day_or_none(timex.year, timex.month, timex.day)
    day_first = edtf.day_or_none(timex.year, timex.day, timex.month)
    if timex.month == timex.day:
        return _of_day(day_first, NONE, 0.9)
    if anchors.day_first is not None:
        return _of_day(day_first if anchors.day_first else month_first, NONE, 0.8)
    for found in (day_first, month_first):
        if found is not None and found == anchors.published:
            return _of_day(found, PUBLISHED, 0.7)
    return Anchored("", "day", NONE, 0.3, None, "day and month may be either")


def _month(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a month: with its year; of last, next, this; or alone, when it is the last one unless something is to come."""
    if timex.year is not None:
        return _of_month(timex.year, timex.month, NONE, 0.97)
    if anchors.narrative and anchors.text is not None and not timex.which:
        return _of_month(_year_after(anchors.text, timex.month), timex.month, TEXT, 0.65)
    if anchors.published is None:
        return _unanchored("month", 0.85 if timex.which else 0.8)
    year, month = anchors.published.year, anchors.published.month
    if timex.which in ("last", "past"):
        return _of_month(year - (timex.month >= month), timex.month, PUBLISHED, 0.85)
    if timex.which in ("next", "coming", "upcoming"):
        return _of_month(year + (timex.month <= month), timex.month, PUBLISHED, 0.85)
    if timex.which in ("this", "current"):
        return _of_month(year, timex.month, PUBLISHED, 0.85)
    if timex.which in ("that", "same") and anchors.text is not None:
        return _of_month(anchors.text.year, timex.month, TEXT, 0.7)
    if anchors.tense == FUTURE:
        return _of_month(year + (timex.month < month), timex.month, PUBLISHED, 0.7, "future")
    return _of_month(year - (timex.month > month), timex.month, PUBLISHED, 0.8)


def _year_after(text: Point, month: int) -> int:
    """Return the year of a month told after a date: the same, or the next if the tale was at the end of the year before."""
    return text.year + (text.month >= _LATE and month <= _EARLY)


def _month_of_year(timex: Timex, anchors: Anchors) -> Anchored | None:
    if timex.which and anchors.text is not None:
        return _of_month(anchors.text.year + timex.shift, timex.month, TEXT, 0.75)
    if timex.which:
        return _unanchored("month", 0.6, TEXT)
    if anchors.published is None:
        return _unanchored("month", 0.9)
    return _of_month(anchors.published.year + timex.shift, timex.month, PUBLISHED, 0.92)


def _month_day(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a day without a year: the last one, unless something is to come or the next one is near."""
    if edtf.day_or_none(2000, timex.month, timex.day) is None:
        return None
    if anchors.narrative and anchors.text is not None and not timex.which:
        return _of_day(edtf.day_or_none(_year_after(anchors.text, timex.month), timex.month, timex.day), TEXT, 0.7)
    published = anchors.published
    if published is None:
        return _unanchored("day", 0.85)
    if timex.which:
        return _of_day(edtf.day_or_none(published.year + int(timex.which), timex.month, timex.day), PUBLISHED, 0.92)
    years = range(max(1, published.year - 4), published.year + 5)
    days = [day for day in (edtf.day_or_none(year, timex.month, timex.day) for year in years) if day is not None]
    past = [day for day in days if day <= published + timedelta(days=1)]
    coming = [day for day in days if day > published]
    if not past or not coming:
        return None
    soon = (coming[0] - published).days
    if anchors.tense == FUTURE or (soon <= _SOON and (published - past[-1]).days > _LONG_AGO):
        return _of_day(coming[0], PUBLISHED, 0.85, "future")
    return _of_day(past[-1], PUBLISHED, 0.88 if (published - past[-1]).days < _WITHIN_REACH else 0.75)


def _weekday(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the last such weekday, the day of publication included, unless what is dated is to come."""
    published = anchors.published
    if timex.which in ("same", "that", "following", "previous", "preceding") and anchors.text and (day := anchors.text.as_day):
        shift = (timex.day - day.weekday()) % 7
        if timex.which in ("previous", "preceding"):
            shift = shift - 7 if shift else -7
        elif timex.which == "following":
            shift = shift or 7
        return _of_day(edtf.days_from(day, shift), TEXT, 0.7)
    if published is None:
        return _unanchored("day", 0.9)
    back, ahead = (published.weekday() - timex.day) % 7, (timex.day - published.weekday()) % 7
    if timex.which in ("last", "past", "previous"):
        return _of_day(edtf.days_from(published, -(back or 7)), PUBLISHED, 0.85)
    if timex.which in ("next", "coming", "upcoming", "following"):
        return _of_day(edtf.days_from(published, ahead or 7), PUBLISHED, 0.82)
    if timex.which == "this" and anchors.tense != "past":
        return _of_day(edtf.days_from(published, ahead), PUBLISHED, 0.82)
    if anchors.tense == FUTURE:
        return _of_day(edtf.days_from(published, ahead), PUBLISHED, 0.65 if ahead else 0.8, "future")
    return _of_day(edtf.days_from(published, -back), PUBLISHED, 0.9)


def _holiday(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a holiday as a day of the year said; or the last one, unless what is dated is to come or it is near."""
    if timex.year is not None:
        return _of_day(holiday_of(timex.which, timex.year), NONE, 0.9)
    published = anchors.published
    if anchors.narrative and anchors.text is not None:
        return _of_day(holiday_of(timex.which, anchors.text.year), TEXT, 0.6)
    if published is None:
        return _unanchored("day", 0.7)
    days = [holiday_of(timex.which, published.year + shift) for shift in (-1, 0, 1)]
    past = [day for day in days if day is not None and day <= published]
    coming = [day for day in days if day is not None and day > published]
    if coming and (anchors.tense == FUTURE or ((coming[0] - published).days <= _SOON and anchors.tense != PAST) or not past):
        return _of_day(coming[0], PUBLISHED, 0.7, "future")
    return _of_day(past[-1], PUBLISHED, 0.75) if past else None


def _weekday_of_week(timex: Timex, anchors: Anchors) -> Anchored | None:
    if anchors.published is None:
        return _unanchored("day", 0.9)
    monday = anchors.published - timedelta(days=anchors.published.weekday())
    return _of_day(edtf.days_from(monday, 7 * timex.shift + timex.day), PUBLISHED, 0.88)


def _weekend(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the weekend that is, or was last, unless what is dated is to come."""
    if anchors.published is None:
        return _unanchored("weekend", 0.85)
    weekday = anchors.published.weekday()
    weeks = 0 if weekday >= 5 or anchors.tense == FUTURE else -1
    return Anchored(edtf.of_weekend(anchors.published + timedelta(days=7 * weeks)), "weekend", PUBLISHED, 0.85)


def _unit(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a unit counted from an anchor: last week, two years ago, the following day."""
    if timex.which == "hours":
        return _hours(timex, anchors)
    if timex.which in _FROM_TEXT or (anchors.narrative and timex.rule == "unit"):
        return _from_text(timex, anchors)
    if anchors.published is None:
        return _unanchored(timex.unit, 0.85)
    sure = _NOWADAYS if timex.which == "nowadays" else 0.9 if timex.unit == "day" else 0.85
    return _shifted(timex, anchors.published, PUBLISHED, sure, anchors.tense)


_FROM_TEXT = frozenset(("same", "that", "following", "ensuing", "next", "previous", "preceding", "prior")) | {
    *("later", "earlier", "before", "after", "year-earlier"),
}


def _from_text(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a unit counted from the date named last; where none is exact enough, from the publication."""
    text = anchors.text
    day = text.as_day if text is not None else None
    if day is not None and timex.which != "year-earlier":
        return _shifted(timex, day, TEXT, 0.75, "")
    if text is not None and timex.unit in ("year", "decade") and timex.which != "year-earlier":
        return _shifted(timex, date(text.year, 1, 1), TEXT, 0.7, "") if 1 <= text.year <= 9999 else None
    if text is not None and timex.unit == "month" and text.month:
        return _shifted(timex, date(text.year, text.month, 1), TEXT, 0.7, "")
    if anchors.published is None or anchors.narrative:
        return _unanchored(timex.unit, 0.6, TEXT)
    return _shifted(timex, anchors.published, PUBLISHED, 0.6, anchors.tense)


def _clock(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the day that a time of day belongs to: that of the date named last, or else of the publication."""
    text = anchors.text
    if text is not None and text.as_day is not None:
        return _of_day(text.as_day, TEXT, 0.6)
    return _of_day(anchors.published, PUBLISHED, 0.55) if anchors.published else _unanchored("day", 0.55)


def _hours(timex: Timex, anchors: Anchors) -> Anchored | None:
    if anchors.published is None:
        return _unanchored("day", 0.6)
    hours = timex.shift if timex.unit == "hour" else 0
    if abs(hours) > 24:
        return _of_day(edtf.days_from(anchors.published, round(hours / 24)), PUBLISHED, 0.6)
    return _of_day(anchors.published, PUBLISHED, 0.6)


def _shifted(timex: Timex, day: date, anchor_: str, confidence: float, tense: str) -> Anchored | None:
    shift, point = timex.shift, Point(day.year, day.month, day.day)
    if timex.unit == "day":
        return _of_day(edtf.days_from(day, shift), anchor_, confidence)
    if timex.unit == "week":
        moved = day + timedelta(days=7 * shift)
        return Anchored(edtf.of_week(moved), "week", anchor_, confidence, Point(moved.year, moved.month, moved.day))
    if timex.unit == "weekend":
        weeks = shift if shift >= 0 or day.weekday() < 5 else -1
        return Anchored(edtf.of_weekend(day + timedelta(days=7 * weeks)), "weekend", anchor_, confidence, point)
    if timex.unit == "month":
        return _of_month(*edtf.months_from(day.year, day.month, shift), anchor_, confidence)
    if timex.unit == "quarter":
        quarter = (day.month - 1) // 3 + 1 + shift
        return Anchored(edtf.of_quarter(day.year, quarter), "quarter", anchor_, confidence)
    year = day.year + shift * {"year": 1, "decade": 10}.get(timex.unit, 100)
    if timex.unit == "year":
        return _of_year(year, anchor_, confidence)
    if not 0 <= year <= 9999:
        return None
    if timex.unit == "decade":
        return Anchored(edtf.of_decade(year), "decade", anchor_, confidence - 0.2)
    return Anchored(edtf.of_century(year), "century", anchor_, confidence - 0.2)


def _season(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a season; last summer is the last that is over or was before this one."""
    if timex.year is not None:
        return Anchored(edtf.of_season(timex.year, timex.month), "season", NONE, 0.95, Point(timex.year))
    if anchors.narrative and anchors.text is not None:
        year = anchors.text.year + {"last": -1, "next": 1, "following": 1, "previous": -1}.get(timex.which, 0)
        return Anchored(edtf.of_season(year, timex.month), "season", TEXT, 0.6, Point(year))
    if anchors.published is None:
        return _unanchored("season", 0.8 if timex.which else 0.6)
    year = anchors.published.year + _years_to_season(timex, anchors.published.month, anchors.tense)
    return Anchored(edtf.of_season(year, timex.month), "season", PUBLISHED, 0.8 if timex.which else 0.6, Point(year))


def _years_to_season(timex: Timex, month: int, tense: str) -> int:
    """Return how many years a season lies from the year of publication; a winter is of the year in which it begins."""
    first = {edtf.SPRING: 3, edtf.SUMMER: 6, edtf.AUTUMN: 9, edtf.WINTER: 12}[timex.month]
    winter = timex.month == edtf.WINTER
    if timex.which in ("last", "past", "previous", "preceding"):
        return -2 if winter and month < 3 else 0 if not winter and month >= first + 3 else -1
    if timex.which in ("next", "coming", "upcoming", "following"):
        return int(month >= first)
    if winter and month <= _LATE_WINTER and tense != FUTURE:
        return -1
    if timex.which:
        return 0
    return int(not winter and month >= first + 3) if tense == FUTURE else -int(month < first)


def _season_of_year(timex: Timex, anchors: Anchors) -> Anchored | None:
    if anchors.published is None:
        return _unanchored("season", 0.85)
    year = anchors.published.year + timex.shift
    return Anchored(edtf.of_season(year, timex.month), "season", PUBLISHED, 0.85, Point(year))


def _part_of_year(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a quarter or half: of the year said, or the last one, unless what is dated is to come."""
    make = edtf.of_quarter if timex.unit == "quarter" else edtf.of_half
    if timex.year is not None:
        return Anchored(make(timex.year, timex.day), timex.unit, NONE, 0.93, Point(timex.year))
    if anchors.published is None:
        return _unanchored(timex.unit, 0.7)
    year, months = anchors.published.year, 3 if timex.unit == "quarter" else 6
    if timex.which:
        return Anchored(make(year + int(timex.which), timex.day), timex.unit, PUBLISHED, 0.88, Point(year + int(timex.which)))
    current = (anchors.published.month - 1) // months + 1
    if anchors.tense == FUTURE:
        year += timex.day < current
    else:
        year -= timex.day > current
    return Anchored(make(year, timex.day), timex.unit, PUBLISHED, 0.6, Point(year))


def _year(timex: Timex, anchors: Anchors) -> Anchored | None:
    assert timex.year is not None
    found = _of_year(timex.year, NONE, 0.7 if timex.which == "bare" else 0.92)
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
    "month": _month,
    "month of year": _month_of_year,
    "month-day": _month_day,
    "weekday": _weekday,
    "holiday": _holiday,
    "weekday of week": _weekday_of_week,
    "weekend": _weekend,
    "unit": _unit,
    "clock": _clock,
    "season": _season,
    "season of year": _season_of_year,
    "part of year": _part_of_year,
    "year": _year,
    "decade": _decade,
    "century": _century,
}
