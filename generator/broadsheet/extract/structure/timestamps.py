"""Timestamps: when an article says it was published or updated, as it stands on a page: "Published: 3 February 2026 14:05 GMT".

A value is a date, with the time of day and the offset where they are stated. A day that could be two (03/02/2026) is a value of
low confidence; a date without a year is none. Left out: dates in sentences, and dates that are relative ("two hours ago").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from broadsheet.extract.structure.vocabulary import any_of, load_vocabulary, read_table

PUBLISHED, UPDATED = "published", "updated"
_LONGEST = 240
_SURE, _AMBIGUOUS = 0.95, 0.4
_YEARS = range(1900, 2100)
_CENTURY = 50  # of two digits, from which on they are of the last century
_PERSIAN_YEARS = range(1370, 1450)
_PERSIAN_ANCHOR = (1400, date(2021, 3, 21))
_PERSIAN_LEAPS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))  # of 33 years

_NAME = r"([^\W\d_]{2,}(?: [^\W\d_]{4,})?)"
_FORMS = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        ("ymd", r"(?<![\d/.-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d/-])"),
        ("ymd", r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]"),
        (
            "dny",
            r"(?<![\d:.])(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[\s-]+"
            rf"(?:of |de |d['’])?{_NAME}\.?,?[\s-]+(?:de |of )?(\d{{4}})(?!\d)",
        ),
        ("ndy", rf"{_NAME}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s+(\d{{4}})(?!\d)"),
        ("code", r"^[A-Z]{2,4}-[A-Z]{2}-(\d\d)-(\d\d)-(\d\d)(?=\s|$)"),  # AP-NR-02-12-88 0413EST
        ("dmy", r"(?<![\d/.-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?![\d/-])"),
    )
)
_DIGITED = re.compile(r"\d")
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:\s?[:.hч]\s?(\d{2})(?::\d{2})?)?\s?([apAP]\.?[mM]\b\.?|[صم](?!\w))?(?:\s?\(?\s?(?:local time\s)?"
    r"((?:GMT|UTC)\s?[+-]\s?\d{1,2}(?::?\d{2})?|[A-ZА-Я]{1,5}İ?\b|Uhr|Z\b)\)?)?"
)
_OFFSET = re.compile(r"(?:GMT|UTC)\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?")
_SAYS_PUBLISHED = re.compile(rf"\b{any_of('says published')}\b", re.IGNORECASE)
_SAYS_UPDATED = re.compile(rf"\b{any_of('says updated')}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_RELATIVE = re.compile(
    rf"(?:\b{any_of('before a time')} )?\b(?:\d{{1,2}}|{any_of('one')})\s?{any_of('unit of time')}\b"
    rf"(?: {any_of('after a time')})?",
    re.IGNORECASE,
)
_AGO = re.compile(r"\bago\b|^vor |^il y a|^hace |^há |atrás|назад|önce|^منذ|پیش|^\d{1,2}\s?[mhdw]$", re.IGNORECASE)


class Timestamp(NamedTuple):
    """A stated date: offsets in the line, its value in ISO form, what the line says it is (or nothing), how sure the value is."""

    start: int
    end: int
    value: str
    kind: str
    confidence: float


@lru_cache(maxsize=1)
def load_months() -> Mapping[str, tuple[int, str]]:
    """Return the number and the calendar of every month's name."""
    return MappingProxyType({name: (int(number), calendar) for name, number, calendar in read_table("month_names.tsv")})


@lru_cache(maxsize=1)
def load_zones() -> Mapping[str, str]:
    """Return how many minutes every zone is ahead of UTC, or a place in it, by its abbreviation."""
    return MappingProxyType({name: value for name, value in read_table("zones.tsv")})


def read_timestamps(line: str) -> tuple[Timestamp, ...]:
    """Return the dates that a short line states, in order."""
    if len(line) > _LONGEST or not _DIGITED.search(line):
        return ()
    plain = _plain(line)
    dates = _dates(plain)
    found, at = [], 0
    for number, (start, end, day, sure) in enumerate(dates):
        until = dates[number + 1][0] if number + 1 < len(dates) else len(plain)
        before = plain[at:start]
        kind, clock = _kind(before), _clock(plain, end, until, day) or _clock(plain, at, start, day)
        value = day.isoformat() + (clock[2] if clock else "")
        stop = max(end, clock[1]) if clock else end
        found.append(Timestamp(min(start, clock[0]) if clock else start, stop, value, kind, sure))
        at = stop
    return tuple(found)


def is_timestamp(line: str) -> bool:
    """Say whether a line states dates or times of publication and nothing else."""
    plain = _plain(line[: _LONGEST + 1])
    bare = plain.strip(" .")
    if _RELATIVE.fullmatch(bare) and _AGO.search(bare):
        return True
    if len(line) > _LONGEST or not _DIGITED.search(plain):
        return False
    months = load_months()
    rest = _SAYS_UPDATED.sub(" ", _SAYS_PUBLISHED.sub(" ", _RELATIVE.sub(" ", plain)))
    words = [word.casefold() for word in _WORD.findall(rest)]
    strange = [word for word in words if word not in load_vocabulary()["beside a date"] and word not in months]
    digits = sum(map(str.isdigit, plain))
    return not strange and digits >= 3 and bool(words or ":" in plain or len(_dates(plain)) > 0)


def _plain(line: str) -> str:
    """Return a line with the digits of all scripts as ASCII ones, equally long."""
    return "".join(str(int(sign)) if sign.isdecimal() else " " if sign.isspace() else sign for sign in line)


def _dates(plain: str) -> list[tuple[int, int, date, float]]:
    """Return the dates of a line in order, without overlaps, each with how sure it is."""
    found: list[tuple[int, int, date, float]] = []
    for form, pattern in _FORMS:
        for match in pattern.finditer(plain):
            if any(match.start() < end and start < match.end() for start, end, _, _ in found):
                continue
            day = _day(form, match, plain)
            if day is not None:
                two = form == "ndy" and match[1].casefold() not in load_months()  # of two words only the second is a month
                start = match.start() + (match[1].rfind(" ") + 1 if two else 0)
                found.append((start, match.end(), *day))
    return sorted(found)


def _day(form: str, match: re.Match[str], plain: str) -> tuple[date, float] | None:
    if form == "ymd":
        return _checked(int(match[1]), int(match[2]), int(match[3]))
    if form == "code":  # of an American agency
        return _checked(1900 + int(match[3]) + 100 * (int(match[3]) < _CENTURY), int(match[1]), int(match[2]))
    if form == "dmy":
        return _numeric(int(match[1]), int(match[3]), int(match[4]), match[2], plain)
    name, day = (match[2], match[1]) if form == "dny" else (match[1], match[2])
    month = load_months().get(name.casefold()) or load_months().get(name.casefold().rpartition(" ")[2])
    if month is None:
        return None
    if month[1] == "persian":
        return _from_persian(int(match[3]), month[0], int(day))
    return _checked(int(match[3]), month[0], int(day))


def _checked(year: int, month: int, day: int, sure: float = _SURE) -> tuple[date, float] | None:
    if year in _PERSIAN_YEARS:
        return _from_persian(year, month, day)
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day), sure
    except ValueError:
        return None


def _numeric(one: int, other: int, year: int, sign: str, plain: str) -> tuple[date, float] | None:
    """Return the day of "03.02.2026" (day first, as everywhere that writes points) or of "03/02/2026", which may be two."""
    if sign == "." or one > 12 or one == other:
        return _checked(year, other, one)
    if other > 12:
        return _checked(year, one, other)
    american = re.search(r"\b(?:[ap]\.?m|E[SD]?T|P[SD]?T|C[SD]?T)\b", plain, re.IGNORECASE)
    return _checked(year, *((one, other) if american else (other, one)), sure=_AMBIGUOUS)


def _from_persian(year: int, month: int, day: int) -> tuple[date, float] | None:
    if year not in _PERSIAN_YEARS or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    since, start = _PERSIAN_ANCHOR
    years: Sequence[int] = range(since, year) if year >= since else range(year, since)
    days = sum(366 if each % 33 in _PERSIAN_LEAPS else 365 for each in years)
    months = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return start + timedelta(days=(days if year >= since else -days) + months + day - 1), _SURE


def _kind(before: str) -> str:
    """Return what the words before a date say it is."""
    published, updated = (
        max((match.start() for match in pattern.finditer(before)), default=-1) for pattern in (_SAYS_PUBLISHED, _SAYS_UPDATED)
    )
    if published < 0 and updated < 0:
        return ""
    return UPDATED if updated > published or (updated >= 0 and "date" in before.casefold()) else PUBLISHED


def _clock(plain: str, start: int, end: int, day: date) -> tuple[int, int, str] | None:
    """Return the time of day between two offsets, as what follows the date in ISO form."""
    for match in _CLOCK.finditer(plain, start, end):
        if not (match[2] or match[3]):
            continue
        hour, minute, half, zone = int(match[1]), int(match[2] or 0), (match[3] or "").casefold(), match[4] or ""
        if half.startswith("p") or half == "م":
            hour = hour % 12 + 12
        elif half.startswith("a") or half == "ص":
            hour %= 12
        if hour > 23 or minute > 59:
            continue
        offset = _offset(zone, day, hour, minute)
        if offset is None:
            return None
        return (
            match.start(),
            match.end() if zone else match.end(3) if match[3] else match.end(2),
            f"T{hour:02}:{minute:02}{offset}",
        )
    return None


def _offset(zone: str, day: date, hour: int, minute: int) -> str | None:
    """Return the offset of a zone's abbreviation; nothing where none is stated; None where several zones are called so."""
    relative = _OFFSET.match(zone)
    if relative:
        minutes = int(relative[1] + "1") * (int(relative[2]) * 60 + int(relative[3] or 0))
    elif zone not in load_zones():
        return None if zone.isupper() and len(zone) > 2 else ""
    elif "/" in load_zones()[zone]:
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(load_zones()[zone]))
        minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    else:
        minutes = int(load_zones()[zone])
    return "Z" if not minutes else f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
