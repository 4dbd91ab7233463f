"""Dates as metadata writes them: a date, a date-time, or a partial date. Dates in words are shown elsewhere."""

from __future__ import annotations

import calendar
import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.expressions import expression
from broadsheet.model import Moment

if TYPE_CHECKING:
    from datetime import tzinfo

MOMENT_FORMS = "write `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`"
PARTIAL_FORMS = "write `YYYY`, `YYYY-MM` or `YYYY-MM-DD`"
_FIRST_INSTANT = "0001-01-01T00:00:00Z"
_LAST_INSTANT = "9999-12-31T23:59:59Z"
_MOMENT = expression(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:(?:[Tt]| +)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)? *(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?)?",
    re.ASCII | re.IGNORECASE,
)
_EXACT = expression(r"\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)
_PARTIAL = expression(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_LOOSE = expression(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)


class NotADate(NamedTuple):
    """Why a text is no date (empty when it has no such form), and what to write."""

    why: str
    hint: str


@lru_cache(maxsize=16_384)
def parse_moment(text: str, zone: tzinfo) -> Moment | NotADate:
    """Parse a date or date-time; one without offset is in `zone`.

    The `iso` of the result is RFC 3339: seconds, no fraction, an offset in whole minutes (local mean times of old zones have
    seconds, which are rounded), `Z` for UTC. An instant before year 1 or after 9999 in UTC is the nearest one inside.
    """
    if _EXACT.fullmatch(text) and not _calendar_fault(int(text[:4]), int(text[5:7]), int(text[8:10])):
        return Moment(text, text)  # as programs write it
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return NotADate("", _loose_hint(text) or MOMENT_FORMS)
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    why = _calendar_fault(year, month, day) or _clock_fault(match)
    if why:
        return NotADate(why, MOMENT_FORMS)
    timed = match[4] is not None
    local = datetime(year, month, day, int(match[4] or 0), int(match[5] or 0), int(match[6] or 0))  # noqa: DTZ001 (local by design)
    offset = _written_offset(match[7]) if match[7] else _zone_offset(local, zone)
    instant = _instant(local, offset)
    return Moment(f"{local.isoformat()}{_offset_text(offset)}" if timed else text.strip(), instant)


@lru_cache(maxsize=16_384)
def parse_partial(text: str) -> str | NotADate:
    """Parse `1919`, `1919-06` or `1919-06-28` and return it, checked against the calendar."""
    stripped = text.strip()
    match = _PARTIAL.fullmatch(stripped)
    if match is None:
        return NotADate("", _loose_hint(text) or PARTIAL_FORMS)
    why = _calendar_fault(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    return NotADate(why, PARTIAL_FORMS) if why else stripped


def _calendar_fault(year: int, month: int, day: int) -> str:
    if year < 1:
        return "there is no year 0000"
    if not 1 <= month <= 12:
        return f"there is no month {month:02}"
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        return f"{calendar.month_name[month]} {year:04} has {days} days"
    return ""


def _clock_fault(match: re.Match[str]) -> str:
    for name, digits, top in (("hour", match[4], 23), ("minute", match[5], 59), ("second", match[6], 59)):
        if digits and int(digits) > top:
            return f"there is no {name} {digits}"
    hours, minutes = _offset_parts(match[7] or "")
    return f"there is no offset {match[7]}" if hours > 23 or minutes > 59 else ""


def _offset_parts(text: str) -> tuple[int, int]:
    """Return the hours and minutes of an offset: `-4`, `+0330`, `-400`, `+03:30`; none for `Z`, `UTC` and `GMT`."""
    digits = text[1:].replace(":", "") if text[:1] in ("+", "-") else ""
    hours, minutes = (digits, "") if len(digits) < 3 else (digits[:-2], digits[-2:])
    return int(hours or 0), int(minutes or 0)


def _written_offset(text: str) -> timedelta:
    hours, minutes = _offset_parts(text)
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if text[0] == "-" else offset


def _zone_offset(local: datetime, zone: tzinfo) -> timedelta:
    offset = local.replace(tzinfo=zone).utcoffset() or timedelta()
    return timedelta(minutes=round(offset.total_seconds() / 60))


def _offset_text(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    if not minutes:
        return "Z"
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _instant(local: datetime, offset: timedelta) -> str:
    try:
        return (local - offset).isoformat() + "Z"
    except OverflowError:
        return _FIRST_INSTANT if offset > timedelta() else _LAST_INSTANT


def _loose_hint(text: str) -> str:
    match = _LOOSE.match(text.strip())
    if match is None:
        return ""
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    return "" if _calendar_fault(year, month, day) else f"write `{year:04}-{month:02}-{day:02}`"
