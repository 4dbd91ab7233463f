"""Dates of history as metadata writes them: EDTF (ISO 8601-2), level 1, but for years of more than four digits.

A year, a season (`1978-21` is spring, `1978-24` winter), a month or a day; `?`, `~` or `%` behind it where it is uncertain, about
then, or both; `X` for digits that nobody knows; two of them with `/` between, either of which may be open (`..`); years before
Christ (`-0043` is 44 BC).
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.dates import NotADate, parse_moment
from broadsheet.expressions import expression
from broadsheet.model import Moment, known_of

if TYPE_CHECKING:
    from datetime import tzinfo

EDTF_FORMS = (
    "write `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM`, or what is known of it: `1978`, `1978-09`, `1978-09~`, `1978-21` (spring), "
    "`1978/1979`, `-0043`"
)
_POINT = expression(r"(-?\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?[?~%]?", re.ASCII)
_OPEN = ("", "..")
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # by which month they sort: spring, summer, autumn, winter


class _Beginning(NamedTuple):
    """The first day that a point in time may be, and how it sorts."""

    year: int
    month: int
    day: int


@lru_cache(maxsize=4_096)
def parse_edtf(text: str, zone: tzinfo) -> Moment | NotADate:
    """Parse a date in EDTF: a moment whose `iso` is its first day, and whose `instant` sorts it by that."""
    parts = text.split("/")
    if len(parts) > 2 or all(part in _OPEN for part in parts):
        return NotADate("", EDTF_FORMS)
    points: list[_Beginning] = []
    for part in parts:
        if part in _OPEN:
            continue
        point = _point(part)
        if isinstance(point, NotADate):
            return point
        points.append(point)
    if len(points) == 2 and points[1] < points[0] and not known_of(parts[0]).startswith(known_of(parts[1])):
        return NotADate("it ends before it begins", EDTF_FORMS)
    year, month, day = points[0]
    if year < 1:  # such years sort as text below all others, and the older before the newer
        return Moment("0001-01-01", f"-{9999 + year:04d}-{month:02d}-{day:02d}T00:00:00Z", text)
    begins = parse_moment(f"{year:04d}-{month:02d}-{day:02d}", zone)
    return begins if isinstance(begins, NotADate) else begins._replace(edtf=text)


def _point(text: str) -> _Beginning | NotADate:
    found = _POINT.fullmatch(text)
    if not found or ("X" in found[1] and found[2]) or (found[2] == "XX" and found[3] not in (None, "XX")):
        return NotADate("", EDTF_FORMS)
    year = int(found[1].replace("X", "0"))
    month, day = (int(part) if part and part != "XX" else 1 for part in (found[2], found[3]))
    if month in _SEASONS and not found[3]:
        return _Beginning(year, _SEASONS[month], 1)
    if not 1 <= month <= 12:
        return NotADate(f"there is no month {month:02}", EDTF_FORMS)
    days = calendar.monthrange(2000 + year % 400, month)[1]
    if not 1 <= day <= days:
        return NotADate(f"{calendar.month_name[month]} of that year has {days} days", EDTF_FORMS)
    return _Beginning(year, month, day)
