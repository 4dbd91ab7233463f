"""Anchoring in the year: which one a day, a month, a season or a quarter belongs to where none is said.

What is past is the last one, unless the tense says that it is to come or the next one is near. In a tale of another time it
belongs to the year that the text named last.

Left out: what is counted from a day (`anchoring.py`).
"""

from __future__ import annotations

from datetime import date, timedelta

from broadsheet.extract.dates import edtf
from broadsheet.extract.dates.anchored import NONE, PUBLISHED, TEXT, Anchored, Anchors, Point, of_day, of_month, of_year
from broadsheet.extract.dates.tense import FUTURE
from broadsheet.extract.dates.timex import Timex

_SOON = 45  # days in which a date without a year is taken as one to come
_LONG_AGO = 120
_JUST_PAST = 60  # days in which a date without a year is hardly one of the next year
_SOONER = 3  # months: what is to come is rather that than what has been, unless it is so much farther away
_WITHIN_REACH = 240  # days after which a date would rather be given its year
_THURSDAY = 3
_LATE_WINTER = 4  # the month to which "this winter" is the one that began last year
_QUARTER_ALONE, _HALF_ALONE = 0.6, 0.45  # matches have quarters and halves, too
_BACKWARDS = 1.3  # a tale goes forward: a month before counts so many times


def day(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a day: with its year; or the last one, unless something is to come or the next one is near."""
    if timex.year is not None:
        return of_day(_day_in(timex.year, timex), NONE, 0.98)
    published = anchors.published
    if anchors.narrative and anchors.text is not None:
        return of_day(_day_in(_year_near(anchors.text, timex.month), timex), TEXT, 0.7)
    days = [day for year in range(published.year - 4, published.year + 5) if (day := _day_in(year, timex)) is not None]
    past = [day for day in days if day <= published + timedelta(days=1)]
    coming = [day for day in days if day > published]
    if not past or not coming:
        return None
    soon, ago = (coming[0] - published).days, (published - past[-1]).days
    near = soon <= _SOON and ago > _LONG_AGO
    if near or (anchors.tense == FUTURE and (soon <= ago + 30 * _SOONER or (anchors.surely and ago > _JUST_PAST))):
        return of_day(coming[0], PUBLISHED, 0.75 if timex.rule == "holiday" else 0.85)
    return of_day(past[-1], PUBLISHED, 0.75 if timex.rule == "holiday" or ago >= _WITHIN_REACH else 0.88)


def _day_in(year: int, timex: Timex) -> date | None:
    """Return a day in a year, if it has it; Thanksgiving is the first Thursday from a day on."""
    found = edtf.day_or_none(year, timex.month, timex.day)
    return edtf.days_from(found, (_THURSDAY - found.weekday()) % 7) if found and timex.unit == "Thursday" else found


def month(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a month: with its year; of last or next; or alone, when it is the last one unless something is to come."""
    if timex.year is not None:
        return of_month(timex.year, timex.month, NONE, 0.97)
    if anchors.narrative and anchors.text is not None and not timex.which:
        return of_month(_year_near(anchors.text, timex.month), timex.month, TEXT, 0.65)
    year, month = anchors.published.year, anchors.published.month
    if timex.shift < 0:
        # In March, "last February" is of the year before: the other one is last month.
        return of_month(year - (timex.month >= month - 1), timex.month, PUBLISHED, 0.85)
    if timex.shift > 0:
        return of_month(year + (timex.month <= month), timex.month, PUBLISHED, 0.85)
    ago = (month - timex.month) % 12
    if anchors.tense == FUTURE and (not ago or 12 - ago <= ago + _SOONER or (anchors.surely and ago > 1)):
        return of_month(year + (timex.month < month), timex.month, PUBLISHED, 0.7)
    return of_month(year - (timex.month > month), timex.month, PUBLISHED, 0.8)


def _year_near(text: Point, month: int) -> int:
    """Return the year of a month in a tale: that which brings it nearest to where the tale is, rather after it than before."""
    if not text.month:
        return text.year

    def distance(year: int) -> float:
        months = 12 * (year - text.year) + month - text.month
        return months if months >= 0 else -months * _BACKWARDS

    return min((text.year, text.year + 1, text.year - 1), key=distance)


def season(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a season; last summer is the last that is over or was before this one."""
    year, needs, sure = timex.year, NONE, 0.95
    if year is None and anchors.narrative and anchors.text is not None:
        year, needs, sure = anchors.text.year + timex.shift, TEXT, 0.6
    if year is None:
        year = anchors.published.year + _years_to_season(timex, anchors.published.month, anchors.tense)
        needs, sure = PUBLISHED, 0.8 if timex.which else 0.6
    return Anchored(edtf.of_season(year, timex.month), "season", needs, sure, Point(year))


def _years_to_season(timex: Timex, month: int, tense: str) -> int:
    """Return how many years a season lies from the year of publication; a winter is of the year in which it begins."""
    first = {edtf.SPRING: 3, edtf.SUMMER: 6, edtf.AUTUMN: 9, edtf.WINTER: 12}[timex.month]
    winter = timex.month == edtf.WINTER
    if timex.shift < 0:
        return -2 if winter and month < 3 else 0 if not winter and month >= first + 3 else -1
    if timex.shift > 0:
        return int(month >= first)
    if winter and month <= _LATE_WINTER and tense != FUTURE:
        return -1
    if timex.which:
        return 0
    return int(not winter and month >= first + 3) if tense == FUTURE else -int(month < first)


def part_of_year(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return a quarter or half: of the year said, or the last one, unless what is dated is to come."""
    make, months, sure = (edtf.of_quarter, 3, _QUARTER_ALONE) if timex.unit == "quarter" else (edtf.of_half, 6, _HALF_ALONE)
    if timex.year is not None:
        return Anchored(make(timex.year, timex.day), timex.unit, NONE, 0.93, Point(timex.year))
    year, current = anchors.published.year, (anchors.published.month - 1) // months + 1
    # Of a quarter that is just over results are to come.
    year += timex.day < current - 1 if anchors.tense == FUTURE else -(timex.day > current)
    return Anchored(make(year, timex.day), timex.unit, PUBLISHED, sure, Point(year))


def quarter(timex: Timex, anchors: Anchors) -> Anchored | None:
    """Return the quarter that the text named last, or the same one of another year; where it named none, at most that year."""
    year, _, number = anchors.quarter.rpartition("-")
    if not number.isdigit() or not year.isdigit():
        return of_year(anchors.published.year + timex.shift, PUBLISHED, 0.85) if timex.shift else None
    named = timex.year or int(year) + timex.shift
    return Anchored(edtf.of_quarter(named, int(number) - 32), "quarter", TEXT, 0.6, Point(named))
