"""Dates by the calendar: what the patterns of days, months, years, seasons, quarters and ranges read.

A reader returns None where the words mean something else: 2,000 is no year, "May 5 percent" no day.

Left out: what is said from the day of speaking (`relative_dates.py`).
"""

from __future__ import annotations

from broadsheet.extract.dates.timewords import unit_of, words_of
from broadsheet.extract.dates.timex import Timex, TimexMatch, shift_of

_SHORT_MONTH = 4
_LONGEST_SHORT_RANGE = 40  # years; 1914-90 is no range of years
_LONGEST_RANGE = 500
_PIVOT = 70  # two figures below it are years from 2000 on
_LAST_DAY, _LAST_MONTH = 31, 12
_ALSO_BEFORE_NAMES = frozenset(("and", "or", "to", "for", "by", "of", "from", "after", "before", "around", "about"))
_FIRST_BARE_YEAR = 1900  # a smaller number that nothing leads may count anything
_FIRST_DECADE_OF_A_CENTURY = 2000  # the 1800s are a century, the 2000s ten years
_GIVEN_NAMES = frozenset(("April", "June", "May", "August"))


def read_iso(span: TimexMatch) -> Timex | None:
    """Read 2026-02-03."""
    month, day = span.values("D")
    return span.timex("date", year=span.value("Y"), month=month, day=day) if span.tight and month <= _LAST_MONTH else None


def read_numeric(span: TimexMatch) -> Timex | None:
    """Read 13/02/2026 as far as it says which is the day; where it does not, the text's habit has to."""
    words = span.texts("DnY") if len(span.tokens) > 1 else span.tokens[0].text.split(".")
    one, other, year = (int(word) for word in words)
    if not span.tight or span.joined_before or (span.joined_after and span.after() in ("/", "-")) or len(words[2]) == 3:
        return None
    year += 0 if len(words[2]) == 4 else 2000 if year < _PIVOT else 1900
    if one > _LAST_MONTH or len(span.tokens) == 1:
        return span.timex("date", year=year, month=other, day=one, which="day first") if other <= _LAST_MONTH else None
    if other > _LAST_MONTH:
        return span.timex("date", year=year, month=one, day=other, which="month first")
    return span.timex("numeric", year=year, month=one, day=other)


def read_attack(span: TimexMatch) -> Timex | None:
    """Read 9/11, the one date that English calls by its figures."""
    if span.texts("D") == ["9", "11"] and span.tight and not span.joined_before and span.before() != "Fahrenheit":
        return span.timex("date", year=2001, month=9, day=11)
    return None


def read_date(span: TimexMatch) -> Timex | None:
    """Read 3 February 2026; Tuesday, Feb. 3, 2026."""
    return span.timex("date", year=span.value("Y"), month=span.value("MA"), day=span.value("DO"), part="")


def read_month_day(span: TimexMatch) -> Timex | None:
    """Read 3 February, Feb. 3, Sept. 11 last year."""
    if _is_counting(span):
        return None
    if span.has("U") and unit_of(span.text("U")) != "year":
        return read_month_day(_without_year(span))  # "October 14, the same day"
    which = str(shift_of(span.text("LXHZJG"))) if span.has("U") else ""
    which = "same" if span.has("Z") else which
    return span.timex("month-day", month=span.value("MA"), day=span.value("DO") or span.value("R"), which=which)


def _without_year(span: TimexMatch) -> TimexMatch:
    """Return the part of a span up to its last day or month."""
    last = max(at for at in range(span.first, span.last) if span.letters[at] in "DOMAR") + 1
    return TimexMatch(span.document, span.letters, span.sentence, span.first, last)


def _is_counting(span: TimexMatch) -> bool:
    """Say whether the number belongs to what follows: "May 5 percent", "In March 12 people died"."""
    if span.ends_with != "D":
        return False
    if span.after().lower() in words_of("counted") or span.after() == "%" or span.letter_after in ("V", "U", "K"):
        return True
    return span.after() in (".", ":", ",") and span.joined_after and span.after(1)[:1].isdigit()


def read_range_of_days(span: TimexMatch) -> Timex | None:
    """Read Feb. 3-5, 2026 and 3 to 5 February."""
    start, end = span.values("DO")[:2]
    if not 1 <= start < end <= _LAST_DAY or _is_counting(span):
        return None
    if span.has("r&") and not span.has("Y") and span.ends_with in "DO" and _goes_on(span):
        return None
    year = span.value("Y") if span.has("Y") else None
    if span.has("U") and unit_of(span.text("U")) != "year":
        return read_range_of_days(_without_year(span))
    which = str(shift_of(span.text("LXHZJG"))) if span.has("U") else ""
    kind, month = "date" if year else "month-day", span.value("MA")
    until = span.timex(kind, year=year, month=month, day=end, which=which)
    return span.timex(kind, year=year, month=month, day=start, which=which, until=until)


def _goes_on(span: TimexMatch) -> bool:
    """Say whether a noun follows that the last number may count: "May 5 to 10 villages"."""
    return span.after()[:1].isalpha() and span.letter_after in "xUVN" and span.after().lower() not in words_of("leads year")


def read_range_of_dates(span: TimexMatch) -> Timex | None:
    """Read 3 February - 5 March 2026: the year said at the end is that of both."""
    days, months, year = span.values("DO"), span.values("MA"), span.value("Y")
    last = span.timex("date", year=year, month=months[1], day=days[1])
    return span.timex("date", year=year - (months[0] > months[1]), month=months[0], day=days[0], until=last)


def read_range_of_months(span: TimexMatch) -> Timex | None:
    """Read January to March 2025."""
    one, other = span.values("MA")[:2]
    year = span.value("Y")
    last = span.timex("month", year=year, month=other)
    return span.timex("month", year=year - (one > other), month=one, until=last)


def read_range_of_years(span: TimexMatch) -> Timex | None:
    """Read 1939-1945, 1939-45 and 2024/25."""
    start, text = span.value("Y"), span.tokens[-1].text
    end = int(text) if len(text) == 4 else start // 100 * 100 + int(text)
    if not span.tight or span.joined_before or len(text) not in (2, 4) or (span.joined_after and span.after() in ("-", "/")):
        return None
    if (
        not start < end <= start + _LONGEST_RANGE
        or span.before() in words_of("money")
        or (len(text) == 2 and end - start > _LONGEST_SHORT_RANGE)
    ):
        return None
    return span.timex("year", year=start, part="", until=span.timex("year", year=end, part=""))


def read_month_of(span: TimexMatch) -> Timex | None:
    """Read February 2026, late February of 2026."""
    return span.timex("month", year=span.value("Y"), month=span.value("MA"))


def read_month_before_christ(span: TimexMatch) -> Timex | None:
    """Read August 480 BC."""
    return span.timex("month", year=1 - span.value("YDn"), month=span.value("MA"))


def read_month(span: TimexMatch) -> Timex | None:
    """Read a month that stands alone; May, March and the like only where something shows that they are months."""
    at = next(n for n in range(span.first, span.last) if span.letters[n] in "MA")
    word = span.document.tokens[at].text
    before = span.document.tokens[at - 1].text.lower() if at > span.sentence.first else ""
    led = before in words_of("leads month")
    if len(word) <= _SHORT_MONTH and word not in ("June", "July", "May"):
        if not (led or span.ends_with == "."):
            return None
    elif word.isupper() and len(word) <= _SHORT_MONTH:
        return None
    if span.letters[at] == "A" and not span.part and not _is_plainly_month(span, word, before, led):
        return None
    if word in _GIVEN_NAMES and (not led or before in _ALSO_BEFORE_NAMES) and _name_follows(span):
        return None
    return span.timex("month", month=span.value("MA"))


def _is_plainly_month(span: TimexMatch, word: str, before: str, led: bool) -> bool:
    """Say whether a preposition leads the word, or it is one of a list with another month."""
    if before in ("and", "or", "to", "for", "-", "–"):
        listed = span.letters[max(span.sentence.first, span.first - 4) : span.first]
        return "M" in listed or "A" in listed or (before == "for" and word != "May")
    return led


def _name_follows(span: TimexMatch) -> bool:
    """Say whether the month is a person's given name: April Jones."""
    return (
        span.letter_after in ("x", "w") and span.after()[:1].isupper() and span.after().isalpha() and not span.after().isupper()
    )


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
    if unit_of(span.text("U")) != "century" or (span.text("U").istitle() and span.after() == "Fox"):
        return None
    years = ((span.value("O") or span.value("R")) - 1) * 100
    return span.timex("century", year=-years if span.has("d") else years)


def read_season_before_christ(span: TimexMatch) -> Timex | None:
    """Read the autumn of 481 BC."""
    return span.timex("season", year=1 - span.value("YDn"), month=span.value("SF"))


def read_season(span: TimexMatch) -> Timex | None:
    """Read the summer of 2024, last summer, the spring of this year."""
    season = span.value("SF")
    if span.has("Y"):
        return span.timex("season", year=span.value("Y"), month=season)
    which = (span.texts("LXHZCGJ") or [""])[-1].lower()
    if not span.has("U"):
        return span.timex("season", month=season, which=which) if which or _is_season(span) else None
    return span.timex("season of year", month=season, shift=shift_of(which)) if unit_of(span.text("U")) == "year" else None


def _is_season(span: TimexMatch) -> bool:
    """Say whether "the summer" is a time: not the fall of a city, nor the spring that water comes from."""
    before = span.before().lower()
    if span.letter_after == "o":
        return False
    if span.part or before in words_of("leads season"):
        return True
    if span.has("F") or (span.letter_after == "x" and span.after().isalpha()):
        return False  # the winter storm
    return before in words_of("leads a season") or before == "and" or span.letter_after == "&"


def read_part_of_year(span: TimexMatch) -> Timex | None:
    """Read the third quarter of 2025, last year's first half, Q3."""
    units = [unit_of(text) for text in span.texts("U")]
    part = next((unit for unit in units if unit in ("quarter", "half")), "")
    number = span.value("R") or span.value("O") or span.value("D")
    if span.has("qg"):
        part = "quarter" if span.has("q") else "half"
        if not _touches(span, "qg"):
            return None
    if not part or not 1 <= number <= (4 if part == "quarter" else 2):
        return None
    if span.has("Y"):
        return span.timex("part of year", year=span.value("Y"), unit=part, day=number, part="")
    if "year" in units and not span.has("f"):
        return span.timex("part of year", unit=part, day=number, which=str(shift_of(span.text("LXHZJG"))), part="")
    return span.timex("part of year", unit=part, day=number, part="")


def _touches(span: TimexMatch, letters: str) -> bool:
    """Say whether the word of some letters touches the one after it: Q3, not H 1."""
    at = next(n for n in range(span.first, span.last) if span.letters[n] in letters)
    tokens = span.document.tokens
    return at + 1 < span.last and tokens[at].end == tokens[at + 1].start


def read_fiscal_year(span: TimexMatch) -> Timex | None:
    """Read fiscal 2025, the 2025 financial year."""
    return span.timex("year", year=span.value("Y"), unit="fiscal")


def read_before_christ(span: TimexMatch) -> Timex | None:
    """Read 490 BC, 499-493 BC; the year before year 1 is 0."""
    years = span.values("YDn")
    if not all(0 < year < 10_000 for year in years):
        return None
    until = span.timex("year", year=1 - years[-1]) if len(years) > 1 else None
    return span.timex("year", year=1 - years[0], until=until)


def read_year(span: TimexMatch) -> Timex | None:
    """Read a number of four figures as a year, unless it counts something or is part of another number."""
    at, text = span.last - 1, span.document.text
    token = span.document.tokens[at]
    before = span.document.tokens[at - 1].text if at > span.sentence.first else ""
    left, right = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    if before in words_of("money") or span.after().lower() in words_of("counted") or (right and right in "/$%°_"):
        return None
    if right == ":" and text[token.end + 1 : token.end + 2].isdigit():
        return None
    if right in ("'", "’") and span.letter_after != "p":
        return None
    if (left == "-" and not span.part) or (left and left in "/.:’'_$£€#+") or (right == "-" and not span.after(1)[:1].isalpha()):
        return None
    if span.after(1).lower() in words_of("street") and span.after()[:1].isupper():
        return None
    led = bool(span.part) or before.lower() in words_of("leads year") or before == "("
    if not led and (span.value("Y") < _FIRST_BARE_YEAR or right == "-"):
        return None
    return span.timex("year", year=span.value("Y"), which="" if led else "bare")
