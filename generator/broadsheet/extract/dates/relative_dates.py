"""Relative dates: what the patterns read that are said from the day of speaking, or from the date that the text named last.

A reader returns None where the words say how long or how often, and name no point of the calendar.

Left out: the day that they mean (`anchoring.py`).
"""

from __future__ import annotations

import re

from broadsheet.extract.dates.holidays import is_holiday
from broadsheet.extract.dates.timewords import unit_of, words_of
from broadsheet.extract.dates.timex import Timex, TimexMatch, shift_of

_COUNTED_UNITS = frozenset(("day", "week", "fortnight", "month", "year", "decade", "century", "hour", "minute"))
_UNITS = frozenset(("day", "week", "weekend", "month", "year", "quarter", "decade"))
_FROM_TEXT = frozenset(("same", "that", "following", "ensuing", "previous", "preceding", "prior"))
_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d)(?::[0-5]\d)?)?(?:\s?([apAP])\.?\s?[mM]\.?)?")
_ENDS_CLAUSE = frozenset((".", ",", ";", ")", "", "?", "and", "but", "when"))


def read_month_of_year(span: TimexMatch) -> Timex | None:
    """Read June last year, March of this year."""
    if unit_of(span.texts("U")[-1]) != "year":
        return None
    word = span.text("LXHZJG").lower()
    which = word if word in _FROM_TEXT else ""
    return span.timex("month of year", month=span.value("MA"), shift=shift_of(word), which=which)


def read_relative_month(span: TimexMatch) -> Timex | None:
    """Read last May, next March."""
    return span.timex("month", month=span.value("MA"), which=span.texts("LXHZCJ")[-1].lower())


def read_weekday(span: TimexMatch) -> Timex | None:
    """Read Tuesday, last Friday, Tuesday night; an abbreviation only with its point; not every Tuesday."""
    if span.has("w") and "." not in span.letters[span.first : span.last]:
        return None
    if span.before().lower() in words_of("every") or span.before() == "Good":
        return None
    words = span.texts("LXHZCGJ")
    return span.timex("weekday", day=span.value("Ww"), which=words[-1].lower() if words else "")


def read_weekday_of_week(span: TimexMatch) -> Timex | None:
    """Read Tuesday of next week, Monday last week."""
    if unit_of(span.text("U")) != "week":
        return None
    return span.timex("weekday of week", day=span.value("W"), shift=shift_of(span.text("LXHZ")))


def read_named_day(span: TimexMatch) -> Timex | None:
    """Read today, yesterday morning, tonight, the day before yesterday."""
    shift = {"yesterday": -1, "tomorrow": 1}.get(span.text("T").lower(), 0)
    if span.has("b"):
        if unit_of(span.text("U")) != "day" or not shift:
            return None
        shift *= 2
    which = "nowadays" if span.text("T").lower() == "today" and _is_nowadays(span) else ""
    return span.timex("unit", unit="day", shift=shift, which=which, part="night" if span.has("t") else span.part)


def _is_nowadays(span: TimexMatch) -> bool:
    """Say whether today is no day: "is today a park", "today's youth", "of today"."""
    if span.after() in ("'s", "’s"):
        return span.after(1).lower() in words_of("nowadays")
    if span.before().lower() in ("is", "are", "of", "even", "live", "remains"):
        return True
    return not span.before() and span.after().lower() in ("is", "are", "has", "have", "there")


def read_part_of_day(span: TimexMatch) -> Timex | None:
    """Read this morning, last night, that evening."""
    word, part = span.text("LHZXG").lower(), span.text("P").lower()
    if span.text("P").istitle():
        return None  # This Morning is a programme
    if word == "last":
        return span.timex("unit", unit="day", shift=-1, part="night") if part == "night" else None
    if word == "this":
        return span.timex("unit", unit="day", part=part)
    if word in ("that", "same"):
        return span.timex("unit", unit="day", which="same", part=part)
    return span.timex("unit", unit="day", shift=1, which="next", part=part) if word in ("next", "following") else None


def read_relative_unit(span: TimexMatch) -> Timex | None:
    """Read last week, the following day, earlier this year, the coming weekend."""
    words = [text.lower() for text in span.texts("LXHZCGJ")]
    unit, which, article = unit_of(span.text("U")), words[-1], span.has("h") or span.before().lower() == "the"
    if unit not in _UNITS or (which in ("current", "last", "past") and unit == "day"):
        return None
    if len(words) == 1 and unit not in ("weekend", "quarter") and _says_how_long(span, which, article):
        return None
    if which == "that" and _introduces_clause(span):
        return None
    from_text = which in _FROM_TEXT or (which == "next" and (unit == "day" or article))
    return span.timex("unit", unit=unit, shift=shift_of(which), which=which if from_text or which == "this" else "")


def read_quarter(span: TimexMatch) -> Timex | None:
    """Read the quarter, the same quarter last year: that of a quarter which the text named before."""
    units = [unit_of(text) for text in span.texts("U")]
    if units[0] != "quarter" or units[1:] not in ([], ["year"]) or span.letter_after in ("-", "o"):
        return None
    return span.timex("quarter", unit="quarter", shift=shift_of(span.text("LH")))


def _says_how_long(span: TimexMatch, which: str, article: bool) -> bool:
    """Say whether it is the past week, or the last week, as long as it was; not "the summer of the last year"."""
    led = span.before(1 if span.has("h") else 2).lower()
    return which == "past" or (which == "last" and article and not span.part and led != "of")


def _introduces_clause(span: TimexMatch) -> bool:
    """Say whether "that" begins a clause: he said that week the …"""
    return not span.part and span.before().lower() not in words_of("leads year") and span.letter_after in ("h", "a")


def read_unit(span: TimexMatch) -> Timex | None:
    """Read the end of the year, later in the day: units that are those of the day of speaking."""
    unit = unit_of(span.text("U"))
    if unit not in _UNITS or (unit == "day" and not span.has("Il")):
        return None
    if not span.has("h") and not span.has("p") and unit != "year":
        return None  # a weekend start, a month end
    return span.timex("unit", unit=unit)


def read_weekend(span: TimexMatch) -> Timex | None:
    """Read the weekend; of "the weekend of 12 March" the date is enough."""
    return span.timex("weekend") if unit_of(span.text("U")) == "weekend" and span.letter_after != "o" else None


def read_ago(span: TimexMatch) -> Timex | None:
    """Read three days ago, a year ago, two weeks from now."""
    unit, count = unit_of(span.text("UV")), _count_of(span)
    if unit not in _COUNTED_UNITS:
        return None
    if unit == "fortnight":
        unit, count = "week", 2 * count
    which = "hours" if unit in ("hour", "minute") else ""
    return span.timex("unit", unit=unit, shift=-count if span.has("B") else count, part="", which=which)


def _count_of(span: TimexMatch) -> int:
    numbers = span.values("NDn")
    return sum(numbers) if numbers else 1


def read_clock(span: TimexMatch) -> Timex | None:
    """Read 8 p.m., 17:34 GMT: a time of the day that the text speaks of."""
    start, end = span.tokens[0].start, span.tokens[-1].end
    match = _CLOCK.fullmatch(span.document.text, start, end)
    if match is None or span.before() in ("$", "£", "€", "-", "–", ":") or span.joined_before:
        return None
    hour, minute, half = int(match[1]), match[2] or "00", (match[3] or "").lower()
    if half:
        hour = hour % 12 + 12 * (half == "p")
    elif not (span.before().lower() in words_of("leads clock") or span.after().lower() in words_of("zone")):
        return None
    if not match[2] and not half:
        return None
    return span.timex("clock", part=f"{hour:02d}:{minute}") if hour < 24 else None


def read_holiday(span: TimexMatch) -> Timex | None:
    """Read Christmas Day, Easter 2025, New Year's Eve."""
    words = [token.text for token in span.tokens if token.text != ","]
    year = int(words.pop()) if span.ends_with == "Y" else None
    name = " ".join(words).replace(" ’s", "'s").replace(" 's", "'s").lower()
    named = span.letter_after == "x" and span.after()[:1].isupper()  # Good Friday Agreement
    if not is_holiday(name) or (named and not year) or span.before() == "Father":
        return None
    return span.timex("holiday", year=year, which=name, part="")


def read_later(span: TimexMatch) -> Timex | None:
    """Read two weeks later, a year earlier, the day before: counted from the date that the text named last."""
    unit, word = unit_of(span.text("UV")), span.text("Ilb").lower()
    if unit not in _COUNTED_UNITS - {"hour", "minute"}:
        return None
    if span.has("b") and span.after() not in _ENDS_CLAUSE:
        return None  # "the day before the vote" is another day
    if span.after() == "than":
        return None
    shift = _count_of(span) * (-1 if word in ("earlier", "before") else 1)
    unit, shift = ("week", 2 * shift) if unit == "fortnight" else (unit, shift)
    return span.timex("unit", unit=unit, shift=shift, which=word, part="")


def read_year_earlier(span: TimexMatch) -> Timex | None:
    """Read the year-earlier quarter."""
    unit = unit_of(span.text("U"))
    return span.timex("unit", unit=unit, shift=-1, which="year-earlier", part="") if unit == "year" and span.tight else None
