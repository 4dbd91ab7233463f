"""Dates as other programs write them, to ours. A date that may mean two days is none."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from broadsheet.content.dates import NotADate, parse_moment
from broadsheet.content.edtf import parse_edtf
from broadsheet.extract.structure.timestamps import is_timestamp, read_timestamps
from broadsheet.model import Moment, known_of

_FORMS = (
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y%m%dT%H%M%SZ", "%d %B %Y", "%d %b %Y",
    "%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S",
    "%B %d, %Y",
    "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%A, %B %d, %Y", "%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p", "%B %d, %Y %H:%M",
    "%B %d, %Y at %I:%M %p", "%b %d, %Y, %I:%M %p",
)  # fmt: skip
_ZONE = re.compile(r"\s+[A-Z][A-Za-z]+/[A-Za-z_/]+$")  # the name of a zone, as Nikola may write it
_OFFSET = re.compile(r"(?<=\d) ?UTC(?=[+-]\d)")
_AT_OFFSET = re.compile(r":\d\d(?:\.\d+)? ?(?:Z|UTC|[+-]\d\d:?\d\d)$")
_MIDNIGHT = re.compile(r"\d{4}-\d\d-\d\d[T ]00:00(?::00)?(?: ?(?:Z|[+-]\d\d:?\d\d))?")
_SINGLE = re.compile(r"(?<!\d)(\d)(?!\d)")
_SURE = 0.9
_FRACTION = re.compile(r"(T\d{2}:\d{2}:\d{2})\.\d+")


@lru_cache(maxsize=4_096)
def date_of(text: str) -> str:
    """Return a date or date-time as ours are written; empty where the text is none. What has no zone stays without one."""
    text = _OFFSET.sub("", _ZONE.sub("", text.strip()))
    if not text or text.startswith("0000"):
        return ""
    if isinstance(parse_moment(text, UTC), Moment):
        return _FRACTION.sub(r"\1", text)
    padded = _SINGLE.sub(r"0\1", text) if text[:4].isdecimal() else text
    if not isinstance(parse_moment(padded, UTC), NotADate):
        return padded
    return _by_form(text) or _by_form(padded) or _by_library(text) or _by_words(text)


def day_at_midnight(text: str) -> str:
    """Return a date-time that is midnight as the day that it is: who writes so knows no time. Any other stays."""
    return text[:10] if _MIDNIGHT.fullmatch(text) else text


def story_date_of(text: str) -> str:
    """Return the date of a story, which may be less than a day: a year, a month, or about then, in EDTF."""
    text = text.strip()
    return date_of(text) or (text if text and isinstance(parse_edtf(text, UTC), Moment) else "")


def day_of(text: str) -> str:
    """Return what is known of the day of a date: `1978-09-17`, `1978-09` or `1978`."""
    return text[:10] if isinstance(parse_moment(text, UTC), Moment) else known_of(text)


def day_in(text: str, zone: str) -> str:
    """Return the day of a date where its site is, in UTC if `zone` is none; a date that names no offset is there already."""
    if not _AT_OFFSET.search(text):
        return text[:10]
    try:
        return datetime.fromisoformat(instant_of(text)).astimezone(ZoneInfo(zone or "UTC")).date().isoformat()
    except (ValueError, OverflowError, ZoneInfoNotFoundError, OSError):
        return text[:10]


def _by_form(text: str) -> str:
    for form in _FORMS:
        if form == "%Y%m%d" and len(text) != len("20240310"):  # 197811 is no day
            continue
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007  without a zone it is in the publication's
        except ValueError:
            continue
        zone = "Z" if form.endswith("Z") else ""
        return found.isoformat() + zone if "%H" in form or "%I" in form else found.date().isoformat()
    return ""


def _by_library(text: str) -> str:
    """Return a date as mail and feeds write it, or as ISO allows to write it otherwise."""
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = parse(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return found.isoformat(timespec="seconds") if 1 <= found.year <= 9999 else ""
    return ""


def _by_words(text: str) -> str:
    """Return a date as people write it in their language, where it says nothing else and means one day for sure."""
    found = read_timestamps(text)
    return found[0].value if len(found) == 1 and found[0].confidence >= _SURE and is_timestamp(text) else ""


def instant_of(text: str) -> str:
    """Return when something is, in UTC, so that it can be compared with the clock; empty for no date."""
    found = parse_moment(text, UTC) if text else None
    return found.instant if isinstance(found, Moment) else ""


def date_with_offset(local: str, gmt: str) -> str:
    """Return a date-time with the offset that lies between the local time and that of Greenwich."""
    here, there = _time(local), _time(gmt)
    if here is None:
        return f"{there.isoformat()}Z" if there else ""
    if there is None:
        return here.isoformat()
    minutes = round((here - there).total_seconds() / 60)
    if abs(minutes) > 14 * 60:
        return here.isoformat()
    sign = "-" if minutes < 0 else "+"
    return f"{here.isoformat()}{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip().replace("T", " "), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007  the two are compared
    except ValueError:
        return None
