"""The grammar of dates: a table of patterns over the letters of words of time, and who reads what each finds.

Patterns are bounded, so that the search is linear in the tokens of a sentence. Where several fit, the first in the table whose
reader accepts the words wins.

Left out: what is no point of the calendar: durations ("for three days"), repetitions ("every Tuesday"), "now", "recently".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from broadsheet.extract.dates import calendar_dates as calendar
from broadsheet.extract.dates import relative_dates as relative
from broadsheet.extract.dates.timewords import letters_of
from broadsheet.extract.dates.timex import Timex, TimexMatch
from broadsheet.extract.document.document import Document, Sentence

_MOST = 5000
_MONTH = r"[MA]\.?"
_DAY = "[DO]"
_WEEKDAY = r"(?:(?:h?Po?)?[Ww]\.?,?h?|h?Po)?"  # the night of Tuesday, the
_PART = "(?:h?[sc](?:-|o|i)?h?|h?[sj]joh?|[Il]i?)?"  # early, mid-, the end of, the latter part of, earlier in
_WHICH = "(?:H[LC]|h?[LXHCGJ]|h?Z)"
_COUNT = "(?:N-N|a?No?|[NDn]|a)"
_BEFORE_CHRIST = "[o,]?[YDn]d"
_YEAR_SAID = "(?:o|i|,)?(?:[LXHZ]|h[JGHZ])U"
_YEAR = f"(?:,?Y|{_YEAR_SAID})?"
_QUARTERS_YEAR = "(?:[oi,]?(?:h?fU?Y|Y|[LXH]U|hJ?U))?"

_RULES: tuple[tuple[str, str, Callable[[TimexMatch], Timex | None]], ...] = (
    ("iso", "Y-D-D", calendar.read_iso),
    ("numeric", "D/D/[YDn]|D-D-Y|z", calendar.read_numeric),
    ("figures", "D/D", calendar.read_attack),
    ("dates", rf"{_DAY}{_MONTH}[-r]{_DAY}{_MONTH},?Y|{_MONTH}{_DAY}[-r]{_MONTH}{_DAY},?Y", calendar.read_range_of_dates),
    ("days", rf"{_WEEKDAY}{_MONTH}{_DAY}[-r&]h?{_DAY}{_YEAR}", calendar.read_range_of_days),
    ("days", rf"{_DAY}[-r&]h?{_DAY}o?{_MONTH}{_YEAR}", calendar.read_range_of_days),
    ("date", rf"{_WEEKDAY}{_MONTH}{_DAY},?,?Y|{_WEEKDAY}{_DAY}o?{_MONTH},?Y", calendar.read_date),
    ("months", rf"{_MONTH}[-r]{_MONTH},?o?Y", calendar.read_range_of_months),
    ("month", rf"{_PART}{_MONTH}[o,]?Y", calendar.read_month_of),
    ("month", rf"{_PART}{_MONTH}{_BEFORE_CHRIST}", calendar.read_month_before_christ),
    ("month-day", rf"{_WEEKDAY}(?:{_MONTH}{_DAY}|(?:{_DAY}o?|Ro){_MONTH})(?:{_YEAR_SAID}|P)?", calendar.read_month_day),
    ("month of a year", rf"{_PART}{_MONTH}{_YEAR_SAID}", relative.read_month_of_year),
    ("relative month", rf"{_PART}(?:H[LC]|[LXHZ]){_MONTH}(?![.]?{_DAY})", relative.read_relative_month),
    ("years", "Y[-/](?:Y|D|n)(?!d)", calendar.read_range_of_years),
    ("part of a year", rf"h?f?[RO]-?fU{_QUARTERS_YEAR}|h?f?[RO]-?U{_QUARTERS_YEAR}|[LXH]Upf?[RO]-?U", calendar.read_part_of_year),
    ("part of a year", "Yp?f?[RO]-?U|[qg]D[o,]?f?Y?|Y-?[qg]D", calendar.read_part_of_year),
    ("fiscal year", "h?fU?Y|YfU", calendar.read_fiscal_year),
    ("season", rf"{_PART}h?[SF]{_BEFORE_CHRIST}", calendar.read_season_before_christ),
    ("season", rf"{_PART}h?[SF]o?(?:Y|{_WHICH}U)|{_PART}(?:H[LC]|ZZ|h?[LXHCGJZ]|h)[SF]", calendar.read_season),
    ("season", r"h?(?:s[-i]?|co|[sj]jo)h?[SF]|(?<=hS&)[SF]", calendar.read_season),
    ("decade", rf"{_PART}h?[EeQ]d", calendar.read_decade_before_christ),
    ("decade", rf"{_PART}h?(?:E|'?e)", calendar.read_decade),
    ("century", rf"{_PART}h?[OR]-?Ud?", calendar.read_century),
    ("holiday", "(?:yUp|yp?)[xUW](?:,?Y)?|y(?:,?Y)?", relative.read_holiday),
    ("weekday of a week", "W,?o?[LXHZ]U", relative.read_weekday_of_week),
    ("weekday", r"(?:[sIlP]|h?co|h?Po)?(?:H[LC]|h?[LXGCJZ]|H)?(?:W|w\.?)P?", relative.read_weekday),
    ("day", "hUbT|(?:s|[Il])?TP?|t", relative.read_named_day),
    ("part of the day", "(?:s|[Il])?(?:H|L|h?[ZXG])P", relative.read_part_of_day),
    ("ago", rf"{_COUNT}[UV](?:B|mu)", relative.read_ago),
    ("later", rf"{_COUNT}[UV][Il]|(?:a|h)Ub", relative.read_later),
    ("year-earlier", "U-[IB]", relative.read_year_earlier),
    ("quarter", "h?ZU(?:o?[LH]U)?|hU", relative.read_quarter),
    ("relative unit", rf"{_PART}{_WHICH}f?U", relative.read_relative_unit),
    ("unit", r"(?:h?[cs]o|h?[sj]jo|[Il]i|si)hU|U-?c|h?Upc", relative.read_unit),
    ("weekend", "hU", relative.read_weekend),
    ("bare month", rf"{_PART}{_MONTH}", calendar.read_month),
    ("era", rf"[YDn](?:[-r][YDn])?d|{_PART}[YDn](?=&[YDn]d)", calendar.read_before_christ),
    ("clock", r"[DK](?:[ka]\.x\.?|k)|xk|K", relative.read_clock),
    ("year", rf"{_PART}Y", calendar.read_year),
)
_COMPILED = tuple((name, re.compile(pattern), reader) for name, pattern, reader in _RULES)
# Most tokens begin nothing, and an article something only before a word of time: that is seen before the patterns are tried.
_BEGINS = "(?=[^xhaoi&rbmupv.,/()-]|[ha][^x])"
_ANY = re.compile(_BEGINS + "(?:" + "|".join(f"(?:{pattern})" for _, pattern, _ in _RULES) + ")")


def find_timexes(document: Document) -> Iterator[tuple[Sentence, Timex]]:
    """Yield the expressions of time of a document from left to right, each with its sentence; none overlaps another.

    A text of more than some thousand is no article: the rest of it is not looked at.
    """
    letters = letters_of(document.texts)
    tries = 0
    for sentence in document.sentences:
        at = sentence.first
        while tries < _MOST and (match := _ANY.search(letters, at, sentence.last)):
            tries += 1
            found = _read(document, letters, sentence, match.start())
            at = match.start() + 1
            if found is not None:
                yield sentence, found
                at = found.last


def _read(document: Document, letters: str, sentence: Sentence, start: int) -> Timex | None:
    """Return what stands at a token where something was found, by the first rule that accepts it."""
    for name, pattern, reader in _COMPILED:
        match = pattern.match(letters, start, sentence.last)
        if match is None:
            continue
        found = reader(TimexMatch(document, letters, sentence, start, match.end()))
        if found is not None:
            return replace(found, rule=name)
    return None
