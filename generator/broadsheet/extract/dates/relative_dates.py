"""Relative dates: what the patterns read that are said from the day of speaking, or from the date that the text named last.

A reader returns None where the words say how long or how often, and name no point of the calendar.

Left out: the day that they mean (`anchoring.py`).
"""

from __future__ import annotations

from broadsheet.extract.dates.timewords import unit_of, words_of
from broadsheet.extract.dates.timex import FROM_TEXT, Timex, TimexMatch, shift_of

_UNITS = frozenset(("day", "week", "weekend", "month", "year", "quarter", "decade"))
_COUNTED_UNITS = frozenset(("day", "week", "fortnight", "month", "year", "decade", "century"))
_ENDS_CLAUSE = frozenset((".", ",", ";", ")", "", "?", "and", "but", "when"))


def read_weekday(span: TimexMatch) -> Timex | None:
    """Read Tuesday, last Friday, Tuesday night; an abbreviation only with its point; not every Tuesday, nor Easter Sunday."""
    if span.has("w") and "." not in span.letters[span.first : span.last]:
        return None
    if span.before().lower() in words_of("every") or span.before() in words_of("names a day"):
        return None
    return span.in_year("weekday", day=span.value("Ww"))


def read_named_day(span: TimexMatch) -> Timex | None:
    """Read today, yesterday morning, tonight, the day before yesterday."""
    word = span.text("T").lower()
    shift = {"yesterday": -1, "tomorrow": 1}.get(word, 0) * (2 if span.has("b") else 1)
    return span.timex("unit", unit="day", shift=shift, which="nowadays" if word == "today" and _is_nowadays(span) else "")


def _is_nowadays(span: TimexMatch) -> bool:
    """Say whether today is no day: "is today a park", "today's youth", "of today"."""
    if span.after() in ("'s", "’s"):
        return span.after(1).lower() in words_of("nowadays")
    if span.before().lower() in ("is", "are", "of", "even", "live", "remains"):
        return True
    return not span.before() and span.after().lower() in ("is", "are", "has", "have", "there")


def read_part_of_day(span: TimexMatch) -> Timex | None:
    """Read this morning, last night, that evening; not This Morning, a programme."""
    word, part = span.text("LHZXG").lower(), span.text("P")
    if part.istitle() or (word == "last" and part != "night") or word in ("past", "latest", "current", "ensuing"):
        return None
    return span.timex("unit", unit="day", shift=shift_of(word), which="" if word in ("last", "this") else word)


def read_relative_unit(span: TimexMatch) -> Timex | None:
    """Read last week, the following day, earlier this year, the coming weekend."""
    words = [text.lower() for text in span.texts("LXHZCGJ")]
    unit, which, article = unit_of(span.text("Uv")), words[-1], span.has("h") or span.before().lower() == "the"
    shift = shift_of(which)
    if unit not in _UNITS or (which in ("current", "last", "past") and unit == "day"):
        return None
    if which == "that" and _introduces_clause(span):
        return None
    if which == "past" or (which == "last" and article and not span.in_part):
        which = "lasting"  # and may mean as long as it was
    elif which not in FROM_TEXT | {"this"} and not (which == "next" and (unit == "day" or article)):
        which = ""
    return span.timex("unit", unit=unit, shift=shift, which=which)


def _introduces_clause(span: TimexMatch) -> bool:
    """Say whether "that" begins a clause: he said that week the …"""
    return not span.in_part and span.before().lower() not in words_of("leads year") and span.letter_after in ("h", "a")


def read_quarter(span: TimexMatch) -> Timex | None:
    """Read the quarter, the same quarter last year, the 2025 quarter, the latest period: one that the text named before."""
    latest = span.has("L") and not span.has("v")
    units = ("period",) if latest else ("quarter", "period") if span.has("v") else ("quarter",)
    if unit_of(span.text("U")) not in units or span.letter_after in ("-", "o"):
        return None
    return span.timex("quarter", year=span.value("Y") or None, shift=0 if latest else shift_of(span.text("LH")))


def read_unit(span: TimexMatch) -> Timex | None:
    """Read the end of the year, later in the day: units that are those of the day of speaking."""
    unit = unit_of(span.text("Uv"))
    return span.timex("unit", unit=unit) if unit in _UNITS and (unit != "day" or span.has("Il")) else None


def read_weekend(span: TimexMatch) -> Timex | None:
    """Read the weekend; of "the weekend of 12 March" the date is enough."""
    return span.timex("weekend") if unit_of(span.text("U")) == "weekend" and span.letter_after != "o" else None


def read_ago(span: TimexMatch) -> Timex | None:
    """Read three days ago, a year ago, two weeks from now."""
    return _counted(span, "", span.has("B"))


def read_later(span: TimexMatch) -> Timex | None:
    """Read two weeks later, a year earlier, the day before: counted from the date that the text named last."""
    word = span.text("Ilb").lower()
    if span.after() == "than" or (span.has("b") and span.after() not in _ENDS_CLAUSE):
        return None  # "the day before the vote" is another day
    return _counted(span, word, word in ("earlier", "before"))


def _counted(span: TimexMatch, which: str, back: bool) -> Timex | None:
    """Return so many units, forward or back; a fortnight is two weeks."""
    unit, count = unit_of(span.text("UVv")), sum(span.values("NDn")) or 1
    if unit not in _COUNTED_UNITS:
        return None
    unit, count = ("week", 2 * count) if unit == "fortnight" else (unit, count)
    return span.timex("unit", unit=unit, shift=-count if back else count, which=which)


def read_year_earlier(span: TimexMatch) -> Timex | None:
    """Read the year-earlier period, the year-ago third quarter."""
    if unit_of(span.text("U")) == "quarter":
        return span.timex("part of year", unit="quarter", day=span.value("RO"), shift=-1, of_year=True)
    return span.timex("unit", unit="year", shift=-1, which="year-earlier") if span.tight else None


def read_clock(span: TimexMatch) -> Timex | None:
    """Read 8 p.m., 17:34 GMT: a time of the day that the text speaks of."""
    said = span.document.text[span.tokens[0].start : span.tokens[-1].end].lower()
    led = span.before().lower() in words_of("leads clock") or span.after().lower() in words_of("zone")
    if not said[0].isdigit() or not (led or said.rstrip(".").endswith("m")):
        return None
    return None if span.joined_before or span.before() in ("$", "£", "€", "-", "–", ":") else span.timex("clock")
