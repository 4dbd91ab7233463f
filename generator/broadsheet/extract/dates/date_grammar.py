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
_YEAR = "(?:Y(?!d)|[YDn]d)"
_YEAR_COUNTED = "(?:o|i|,)?(?:[LXHZ]|h[JGHZ])v"
_QUARTERS_YEAR = "(?:[oi,]?(?:h?fv?Y|Y|[LXH]v|hJ?v))?"

_RULES: tuple[tuple[str, str, Callable[[TimexMatch], Timex | None]], ...] = (
    ("numeric", "Y-D-D|D/D/[YDn]|D-D-Y|z", calendar.read_numeric),
    ("days", rf"{_WEEKDAY}{_MONTH}{_DAY}[-r&]h?{_DAY}(?:,?Y|{_YEAR_COUNTED})?", calendar.read_range_of_days),
    ("days", rf"{_DAY}[-r&]h?{_DAY}o?{_MONTH}(?:,?Y|{_YEAR_COUNTED})?", calendar.read_range_of_days),
    ("date", rf"{_WEEKDAY}(?:{_MONTH}{_DAY}|(?:{_DAY}o?|Ro){_MONTH})(?:,?,?Y|{_YEAR_COUNTED}|P)?", calendar.read_day),
    ("month", rf"{_PART}{_MONTH}(?:[o,]?{_YEAR}|{_YEAR_COUNTED})", calendar.read_month),
    ("month", rf"{_PART}(?:H[LC]|[LXHZ]){_MONTH}(?![.]?{_DAY})", calendar.read_month),
    ("years", "Y[-/](?:Y|D|n)(?!d)", calendar.read_range_of_years),
    ("part of a year", rf"h?f?[RO]-?fU{_QUARTERS_YEAR}|h?f?[RO]-?U{_QUARTERS_YEAR}|[LXH]vpf?[RO]-?U", calendar.read_part_of_year),
    ("part of a year", "Yp?f?[RO]-?U|qD[o,]?f?Y?|Y-?qD", calendar.read_part_of_year),
    ("season", rf"{_PART}h?[SF]o?(?:{_YEAR}|{_WHICH}v)|{_PART}(?:H[LC]|ZZ|h?[LXHCGJZ]|h)[SF]", calendar.read_season),
    ("season", r"h?(?:s[-i]?|co|[sj]jo)h?[SF]|(?<=hS&)[SF]", calendar.read_season),
    ("decade", rf"{_PART}h?[EeQ]d", calendar.read_decade_before_christ),
    ("decade", rf"{_PART}h?(?:E|'?e)", calendar.read_decade),
    ("century", rf"{_PART}h?[OR]-?Ud?", calendar.read_century),
    ("holiday", "(?:yvp|yp?)[xUW](?:,?Y)?|y(?:,?Y)?", calendar.read_holiday),
    ("weekday", r"(?:[sIlP]|h?co|h?Po)?(?:H[LC]|h?[LXGCJZ]|H)?(?:W|w\.?)P?", relative.read_weekday),
    ("day", "hUbT|(?:s|[Il])?TP?|t", relative.read_named_day),
    ("part of the day", "(?:s|[Il])?(?:H|L|h?[ZXG])P", relative.read_part_of_day),
    ("ago", rf"{_COUNT}[UVv](?:B|mu)", relative.read_ago),
    ("later", rf"{_COUNT}[UVv][Il]|(?:a|h)[Uv]b", relative.read_later),
    ("year-earlier", "v-[IB](?:[RO]-?U)?", relative.read_year_earlier),
    ("quarter", "h?ZU(?:o?[LH]v)?|h?[YL]U|hU", relative.read_quarter),
    ("relative unit", rf"{_PART}{_WHICH}f?[Uv]", relative.read_relative_unit),
    ("unit", r"(?:h?[cs]o|h?[sj]jo|[Il]i|si)h[Uv]|v-?c|h?[Uv]pc", relative.read_unit),
    ("weekend", "hU", relative.read_weekend),
    ("bare month", rf"{_PART}{_MONTH}", calendar.read_bare_month),
    ("era", rf"[YDn](?:[-r][YDn])?d|{_PART}[YDn](?=&[YDn]d)", calendar.read_before_christ),
    ("clock", r"[DK](?:[ka]\.x\.?|k)|xk|K", relative.read_clock),
    ("year", rf"{_PART}Y|h?fv?Y", calendar.read_year),
    ("spoken year", "NN(?:-N)?", calendar.read_spoken_year),
)
_COMPILED = tuple((name, re.compile(pattern), reader) for name, pattern, reader in _RULES)
# Most tokens begin nothing, and an article something only before a word of time: that is seen before the patterns are tried.
_BEGINS = "(?=[^xhaoi&rbmup.,/()-]|[ha][^x])"
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
