"""Holidays: days of the year that English calls by a name, and the date on which each falls in a year.

Only those that mean the same day to every reader: Christmas, Easter, the American Thanksgiving. Left out: Independence Day and
its like, which are another day in every country, and feasts that move through the year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

_THURSDAY, _SUNDAY = 3, 6


def holiday_of(name: str, year: int) -> date | None:
    """Return the day of a holiday, by its name in small letters, in a year; None where it is not known."""
    found = _DAYS.get(name)
    return found(year) if found is not None and 1 <= year <= 9998 else None


def is_holiday(name: str) -> bool:
    """Say whether a name, in small letters, is that of a holiday."""
    return name in _DAYS


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, number: int) -> Callable[[int], date]:
    """Return what finds the n-th weekday of a month."""

    def find(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))

    return find


def _easter(shift: int) -> Callable[[int], date]:
    """Return what finds a day counted from Easter Sunday (Western; Gregorian computus)."""

    def find(year: int) -> date:
        century, golden = year // 100, year % 19
        correction = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
        moon = correction - (correction // 28) * (1 - (29 // (correction + 1)) * ((21 - golden) // 11))
        weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
        days = moon - weekday
        month = 3 + (days + 40) // 44
        return date(year, month, days + 28 - 31 * (month // 4)) + timedelta(days=shift)

    return find


_DAYS: Mapping[str, Callable[[int], date]] = {
    "christmas": _fixed(12, 25),
    "christmas day": _fixed(12, 25),
    "christmas eve": _fixed(12, 24),
    "boxing day": _fixed(12, 26),
    "new year's day": _fixed(1, 1),
    "new year's eve": _fixed(12, 31),
    "valentine's day": _fixed(2, 14),
    "halloween": _fixed(10, 31),
    "thanksgiving": _nth(11, _THURSDAY, 4),
    "thanksgiving day": _nth(11, _THURSDAY, 4),
    "easter": _easter(0),
    "easter sunday": _easter(0),
    "easter monday": _easter(1),
    "good friday": _easter(-2),
}
