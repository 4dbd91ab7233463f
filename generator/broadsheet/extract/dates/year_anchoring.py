"""Anchoring in the year: which one a month, a day, a holiday, a season or a quarter belongs to where none is said.

What is past is the last one, unless the tense says that it is to come or the next one is near. In a tale of another time it
belongs to the year that the text named last.

Left out: what is counted from a day (`anchoring.py`).
"""

from __future__ import annotations

from datetime import timedelta

from broadsheet.extract.dates import edtf
from broadsheet.extract.dates.anchored import NONE, PUBLISHED, TEXT, Anchored, Anchors, Point, of_day, of_month, unanchored
from broadsheet.extract.dates.holidays import holiday_of
from broadsheet.extract.dates.tense import FUTURE, PAST
from broadsheet.extract.dates.timex import Timex

_SOON = 45  # days in which a date without a year is taken as one to come
_LONG_AGO = 120
_JUST_PAST = 60  # days in which a date without a year is hardly one of the next year
_SOONER = 3  # months: what is to come is rather that than what has been, unless it is so much farther away
_WITHIN_REACH = 240  # days after which a date would rather be given its year
_LATE_WINTER = 4  # the month to which "this winter" is the one that began last year
_QUARTER_ALONE, _HALF_ALONE = 0.6, 0.45  # matches have quarters and halves, too
_BACKWARDS = 1.3  # a tale goes forward: a month before counts so many times


def month(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a month: with its year; of last, next, this; or alone, when it is the last one unless something is to come."""
    if timex.year is not None:
        return of_month(timex.year, timex.month, NONE, 0.97)
    if anchors.narrative and anchors.text is not None and not timex.which:
        return of_month(_year_near(anchors.text, timex.month), timex.month, TEXT, 0.65)
    if anchors.published is None:
        return unanchored("month", 0.85 if timex.which else 0.8)
    year, month = anchors.published.year, anchors.published.month
    if timex.which in ("last", "past"):
        # In March, "last February" is of the year before: the other one is last month.
        return of_month(year - (timex.month >= month - 1), timex.month, PUBLISHED, 0.85)
    if timex.which in ("next", "coming", "upcoming"):
        return of_month(year + (timex.month <= month), timex.month, PUBLISHED, 0.85)
    if timex.which in ("this", "current"):
        return of_month(year, timex.month, PUBLISHED, 0.85)
    if timex.which in ("that", "same") and anchors.text is not None:
        return of_month(anchors.text.year, timex.month, TEXT, 0.7)
    ago = (month - timex.month) % 12
    if anchors.tense == FUTURE and (not ago or 12 - ago <= ago + _SOONER or (anchors.surely and ago > 1)):
        return of_month(year + (timex.month < month), timex.month, PUBLISHED, 0.7, "future")
    return of_month(year - (timex.month > month), timex.month, PUBLISHED, 0.8)


def _year_near(text: Point, month: int) -> int:
    """Return the year of a month in a tale: that which brings it nearest to where the tale is, rather after it than before."""
    if not text.month:
        return text.year
    return min(
        (text.year, text.year + 1, text.year - 1), key=lambda year: _distance(12 * (year - text.year) + month - text.month)
    )


def _distance(months: int) -> float:
    return months if months >= 0 else -months * _BACKWARDS


def month_of_year(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the month of a year that is counted from this one."""
    if timex.which and anchors.text is not None:
        return of_month(anchors.text.year + timex.shift, timex.month, TEXT, 0.75)
    if timex.which:
        return unanchored("month", 0.6, TEXT)
    if anchors.published is None:
        return unanchored("month", 0.9)
    return of_month(anchors.published.year + timex.shift, timex.month, PUBLISHED, 0.92)


def month_day(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a day without a year: the last one, unless something is to come or the next one is near."""
    if edtf.day_or_none(2000, timex.month, timex.day) is None:
        return None
    if anchors.narrative and anchors.text is not None and not timex.which:
        return of_day(edtf.day_or_none(_year_near(anchors.text, timex.month), timex.month, timex.day), TEXT, 0.7)
    if timex.which == "same":
        if anchors.text is None:
            return unanchored("day", 0.6, TEXT)
        return of_day(edtf.day_or_none(anchors.text.year, timex.month, timex.day), TEXT, 0.8)
    published = anchors.published
    if published is None:
        return unanchored("day", 0.85)
    if timex.which:
        return of_day(edtf.day_or_none(published.year + int(timex.which), timex.month, timex.day), PUBLISHED, 0.92)
    years = range(max(1, published.year - 4), published.year + 5)
    days = [day for day in (edtf.day_or_none(year, timex.month, timex.day) for year in years) if day is not None]
    past = [day for day in days if day <= published + timedelta(days=1)]
    coming = [day for day in days if day > published]
    if not past or not coming:
        return None
    soon, ago = (coming[0] - published).days, (published - past[-1]).days
    near = soon <= _SOON and ago > _LONG_AGO
    if near or (anchors.tense == FUTURE and (soon <= ago + 30 * _SOONER or (anchors.surely and ago > _JUST_PAST))):
        return of_day(coming[0], PUBLISHED, 0.85, "future")
    return of_day(past[-1], PUBLISHED, 0.88 if ago < _WITHIN_REACH else 0.75)


def holiday(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a holiday as a day of the year said; or the last one, unless what is dated is to come or it is near."""
    if timex.year is not None:
        return of_day(holiday_of(timex.which, timex.year), NONE, 0.9)
    published = anchors.published
    if anchors.narrative and anchors.text is not None:
        return of_day(holiday_of(timex.which, anchors.text.year), TEXT, 0.6)
    if published is None:
        return unanchored("day", 0.7)
    days = [holiday_of(timex.which, published.year + shift) for shift in (-1, 0, 1)]
    past = [day for day in days if day is not None and day <= published]
    coming = [day for day in days if day is not None and day > published]
    if coming and (anchors.tense == FUTURE or ((coming[0] - published).days <= _SOON and anchors.tense != PAST) or not past):
        return of_day(coming[0], PUBLISHED, 0.7, "future")
    return of_day(past[-1], PUBLISHED, 0.75) if past else None


def season(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a season; last summer is the last that is over or was before this one."""
    if timex.year is not None:
        return Anchored(edtf.of_season(timex.year, timex.month), "season", NONE, 0.95, Point(timex.year))
    if anchors.narrative and anchors.text is not None:
        year = anchors.text.year + {"last": -1, "next": 1, "following": 1, "previous": -1}.get(timex.which, 0)
        return Anchored(edtf.of_season(year, timex.month), "season", TEXT, 0.6, Point(year))
    if anchors.published is None:
        return unanchored("season", 0.8 if timex.which else 0.6)
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


def season_of_year(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the season of a year that is counted from this one."""
    if anchors.published is None:
        return unanchored("season", 0.85)
    year = anchors.published.year + timex.shift
    return Anchored(edtf.of_season(year, timex.month), "season", PUBLISHED, 0.85, Point(year))


def part_of_year(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a quarter or half: of the year said, or the last one, unless what is dated is to come."""
    make = edtf.of_quarter if timex.unit == "quarter" else edtf.of_half
    if timex.year is not None:
        return Anchored(make(timex.year, timex.day), timex.unit, NONE, 0.93, Point(timex.year))
    if anchors.published is None:
        return unanchored(timex.unit, 0.7)
    year, months = anchors.published.year, 3 if timex.unit == "quarter" else 6
    if timex.which:
        return Anchored(make(year + int(timex.which), timex.day), timex.unit, PUBLISHED, 0.88, Point(year + int(timex.which)))
    current = (anchors.published.month - 1) // months + 1
    if anchors.tense == FUTURE:
        year += timex.day < current - 1  # of the one that is just over results are to come
    else:
        year -= timex.day > current
    sure = _QUARTER_ALONE if timex.unit == "quarter" else _HALF_ALONE
    return Anchored(make(year, timex.day), timex.unit, PUBLISHED, sure, Point(year))


def quarter(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the quarter that the text named last, or the same one of another year; nothing where it named none."""
    year, _, number = anchors.quarter.rpartition("-")
    if not number.isdigit() or not year.isdigit():
        return None
    return Anchored(
        edtf.of_quarter(int(year) + timex.shift, int(number) - 32), "quarter", TEXT, 0.6, Point(int(year) + timex.shift)
    )
