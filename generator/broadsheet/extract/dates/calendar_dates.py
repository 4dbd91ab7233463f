"""Dates by the calendar: what the patterns of days, months, years, seasons, quarters and ranges read.

A reader returns None where the words mean something else: 2,000 is no year, "May 5 percent" no day.

Left out: what is said from the day of speaking (`relative_dates.py`).
"""

from __future__ import annotations

from dataclasses import replace

from broadsheet.extract.dates.timewords import unit_of, value_of, words_of
from broadsheet.extract.dates.timex import Timex, TimexMatch

_LONGEST_SHORT_RANGE = 40  # years; 1914-90 is no range of years
_LONGEST_RANGE = 500
_PIVOT = 70  # two figures below it are years from 2000 on
_LAST_DAY, _LAST_MONTH = 31, 12
_ALSO_BEFORE_NAMES = frozenset(("and", "or", "to", "for", "by", "of", "from", "after", "before", "around", "about"))
_LISTING = frozenset(("and", "or", "to", "for", "-", "–"))
_FIRST_BARE_YEAR = 1900  # a smaller number that nothing leads may count anything
_SPOKEN_HUNDREDS = range(17, 21)
_FIRST_DECADE_OF_A_CENTURY = 2000  # the 1800s are a century, the 2000s ten years
_GIVEN_NAMES = frozenset(("April", "June", "May", "August"))
_NO_YEAR_AFTER, _NO_YEAR_BEFORE = "-/.:’'_$£€#+", "/$%°_"  # signs that touch a number


def read_numeric(span: TimexMatch) -> Timex | None:
    """Read 2026-02-03, and 13/02/2026 or 02/13/2026, of which one figure can only be the day; either may be in 03/02/2026."""
    words = span.texts("DnY") if len(span.tokens) > 1 else span.tokens[0].text.split(".")
    one, other, year = (value_of(word) for word in words)
    if not span.tight or span.joined_before or (span.joined_after and span.after() in ("/", "-")) or len(words[2]) == 3:
        return None
    if len(words[0]) == 4:
        return span.timex("date", year=one, month=other, day=year)
    year += 0 if len(words[2]) == 4 else 2000 if year < _PIVOT else 1900
    month, day = (one, other) if other > _LAST_MONTH else (other, one)
    sure = day > _LAST_MONTH or day == month or len(span.tokens) == 1
    return span.timex("date", year=year, month=month, day=day) if sure else None


def read_day(span: TimexMatch) -> Timex | None:
    """Read 3 February 2026; Tuesday, Feb. 3; Sept. 11 last year."""
    return span.in_year("date", month=span.value("MA"), day=span.value("DOR"))


def read_range_of_days(span: TimexMatch) -> Timex | None:
    """Read Feb. 3-5, 2026 and 3 to 5 February."""
    start, end = span.values("DO")[:2]
    if not 1 <= start < end <= _LAST_DAY:
        return None
    last = span.in_year("date", month=span.value("MA"), day=end)
    return span.in_year("date", month=last.month, day=start, until=last)


def read_range_of_years(span: TimexMatch) -> Timex | None:
    """Read 1939-1945, 1939-45 and 2024/25."""
    start, text = span.value("Y"), span.tokens[-1].text
    end = int(text) if len(text) == 4 else start // 100 * 100 + int(text)
    if not span.tight or span.joined_before or len(text) not in (2, 4) or (span.joined_after and span.after() in ("-", "/")):
        return None
    longest = _LONGEST_RANGE if len(text) == 4 else _LONGEST_SHORT_RANGE
    if not start < end <= start + longest or span.before() in words_of("money"):
        return None
    return span.timex("year", year=start, until=span.timex("year", year=end))


def read_month(span: TimexMatch) -> Timex | None:
    """Read February 2026, August 480 BC, June last year, last May, that March."""
    said = span.in_year("month", month=span.value("MA"))
    return replace(said, of_year=True) if said.which in ("this", "current", "that", "same") else said


def read_bare_month(span: TimexMatch) -> Timex | None:
    """Read a month that stands alone; May, March and the like only where something shows that they are months."""
    word, before = span.text("MA"), span.before().lower()
    led = span.in_part or before in words_of("leads month")
    if span.has("A") and not (_is_listed(span, word, before) if before in _LISTING else led):
        return None
    if word in _GIVEN_NAMES and (not led or before in _ALSO_BEFORE_NAMES) and _name_follows(span):
        return None
    return span.timex("month", month=value_of(word))


def _is_listed(span: TimexMatch, word: str, before: str) -> bool:
    """Say whether the word is one of a list with another month."""
    listed = span.letters[max(span.sentence.first, span.first - 4) : span.first]
    return "M" in listed or "A" in listed or (before == "for" and word != "May")


def _name_follows(span: TimexMatch) -> bool:
    """Say whether the month is a person's given name: April Jones."""
    return span.letter_after in ("x", "w") and span.after().istitle()


def read_decade(span: TimexMatch) -> Timex | None:
    """Read the 1990s, the '90s, the nineties; a bare 90s needs its article or apostrophe."""
    if span.has("E"):
        year = span.value("E")
        return span.timex("century" if year % 100 == 0 and year < _FIRST_DECADE_OF_A_CENTURY else "decade", year=year)
    return span.timex("decade", year=1900 + span.value("e")) if span.has("h'") else None


def read_decade_before_christ(span: TimexMatch) -> Timex | None:
    """Read the 470s BC: ten years that are counted backwards."""
    first = span.value("EeQ")
    return span.timex("year", year=-first - 8, until=span.timex("year", year=1 - first))


def read_century(span: TimexMatch) -> Timex | None:
    """Read the 19th century; as EDTF has it, of the years 1800 to 1899. The 4th century BC is of those from -399 to -300."""
    if unit_of(span.text("U")) != "century" or span.after() == "Fox":
        return None
    years = (span.value("OR") - 1) * 100
    return span.timex("century", year=-years if span.has("d") else years)


def read_season(span: TimexMatch) -> Timex | None:
    """Read the summer of 2024, last summer, the spring of this year, the autumn of 481 BC; not the fall of a city."""
    said = span.in_year("season", month=span.value("SF"))
    led = span.in_part or span.letter_after == "&" or span.before().lower() in words_of("leads season")
    return said if said.year is not None or said.which or said.of_year or (led and span.letter_after != "o") else None


def read_part_of_year(span: TimexMatch) -> Timex | None:
    """Read the third quarter of 2025, last year's first half, Q3."""
    part = "quarter" if span.has("q") else unit_of(span.text("U"))
    number = span.value("ROD")
    if number > {"quarter": 4, "half": 2}.get(part, 0):
        return None
    return span.in_year("part of year", unit=part, day=number)


def read_holiday(span: TimexMatch) -> Timex | None:
    """Read Christmas Day, Christmas 1914, New Year's Eve: days that mean the same to every reader, and do not move."""
    name = "-".join(span.texts("yvpxUW")).lower().replace("’", "'")
    month, day = divmod(value_of(name), 100)
    named = span.letter_after == "x" and span.after()[:1].isupper() and not span.has("Y")  # Christmas Island
    if not month or named or span.before() == "Father":
        return None
    unit = "Thursday" if name.startswith("thanksgiving") else ""
    return span.timex("date", year=span.value("Y") or None, month=month, day=day, unit=unit)


def read_before_christ(span: TimexMatch) -> Timex | None:
    """Read 490 BC, 499-493 BC; the year before year 1 is 0."""
    years = span.values("YDn")
    if not all(0 < year < 10_000 for year in years):
        return None
    until = span.timex("year", year=1 - years[-1]) if len(years) > 1 else None
    return span.timex("year", year=1 - years[0], until=until)


def read_year(span: TimexMatch) -> Timex | None:
    """Read a number of four figures as a year, unless it counts something, or is part of another one."""
    text, start, end = span.document.text, span.tokens[-1].start, span.tokens[-1].end
    left, right, before = text[max(0, start - 1) : start], text[end : end + 1], span.before()
    if before in words_of("money") or span.after().lower() in words_of("counted"):
        return None
    if (left and left in _NO_YEAR_AFTER and not span.in_part) or (right and right in _NO_YEAR_BEFORE):
        return None
    if span.after(1).lower() in words_of("street") and span.after()[:1].isupper():
        return None
    led = (span.in_part or before.lower() in words_of("leads year") or before == "(") and not span.has("f")
    if not led and (span.value("Y") < _FIRST_BARE_YEAR or right == "-"):
        return None
    return span.timex("year", year=span.value("Y"), which="" if led else "bare")


def read_spoken_year(span: TimexMatch) -> Timex | None:
    """Read nineteen ninety-six, as a transcript writes what was said."""
    hundreds, *rest = span.values("N")
    spoken = hundreds in _SPOKEN_HUNDREDS and 10 <= rest[0] < 100 and span.letter_after not in ("-", "V")
    return span.timex("year", year=100 * hundreds + sum(rest)) if spoken else None
