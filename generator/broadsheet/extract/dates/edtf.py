"""Dates in the Extended Date/Time Format (EDTF, ISO 8601-2), and the steps of the calendar that lead from one to another.

Left out: reading EDTF, and any language's words for dates.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_SATURDAY = 5
_LONG_YEAR = re.compile("[0-9]{5}")
_YEAR, LAST_YEAR = re.compile("-?[0-9]{4}"), 9999
_QUARTERS, _HALVES = 32, 39  # EDTF's codes: 33 to 36 are quarters, 40 and 41 halves
SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24


def within_calendar(value: str) -> str:
    """Return a value whose years have four digits, and nothing for any other."""
    return "" if _LONG_YEAR.search(value) else value


def of_day(day: date) -> str:
    """Return a day."""
    return day.isoformat()


def of_week(day: date) -> str:
    """Return the week that holds a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return f"{monday}/{monday + timedelta(days=6)}"


def of_weekend(day: date) -> str:
    """Return the weekend of the week that holds a day, Saturday to Sunday."""
    saturday = day + timedelta(days=_SATURDAY - day.weekday())
    return f"{saturday}/{saturday + timedelta(days=1)}"


def of_month(year: int, month: int) -> str:
    """Return a month."""
    return f"{of_year(year)}-{month:02d}"


def of_quarter(year: int, quarter: int) -> str:
    """Return a quarter, counted from 1; one that is out of range is carried into other years."""
    more, number = divmod(quarter - 1, 4)
    return f"{of_year(year + more)}-{_QUARTERS + number + 1}"


def of_half(year: int, half: int) -> str:
    """Return a half of a year, counted from 1."""
    more, number = divmod(half - 1, 2)
    return f"{of_year(year + more)}-{_HALVES + number + 1}"


def of_season(year: int, season: int) -> str:
    """Return a season of a year; a winter is of the year in which it begins."""
    return f"{of_year(year)}-{season}"


def of_year(year: int) -> str:
    """Return a year; the one before year 1 is 0, as in ISO 8601."""
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def of_decade(year: int) -> str:
    """Return the decade that holds a year."""
    return f"{year // 10:03d}X"


def of_century(year: int) -> str:
    """Return the hundred years that share a year's first two digits."""
    return f"{year // 100:02d}XX" if year >= 0 else f"-{-year // 100:02d}XX"


def between(start: str, end: str) -> str:
    """Return the interval from one value to another; the ends of intervals are taken."""
    return f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"


def last_year(value: str) -> int:
    """Return the last year that a value holds, or the last there is where it holds none."""
    match = _YEAR.match(value.rpartition("/")[2].replace("X", "9"))
    return int(match.group()) if match else LAST_YEAR


def months_from(year: int, month: int, shift: int) -> tuple[int, int]:
    """Return the year and month that lie a number of months after a month."""
    months = year * 12 + month - 1 + shift
    return months // 12, months % 12 + 1


def day_or_none(year: int, month: int, day: int) -> date | None:
    """Return a day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def days_from(day: date, shift: int) -> date | None:
    """Return the day so many days after a day, or None beyond the calendar's ends."""
    try:
        return day + timedelta(days=shift)
    except OverflowError:
        return None
