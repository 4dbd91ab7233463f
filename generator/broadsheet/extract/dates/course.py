"""The course of a text: which dates share a year that is said once, and which of them move the tale that a text tells.

"In April and June 1955" names one year for both. In a tale a month without a year belongs where the tale is, and not to what is
named aside: what had been before, what was planned, until when something lasted, what stands in brackets.

Left out: what a date means where the tale is (`year_anchoring.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from broadsheet.extract.dates.anchored import Point
from broadsheet.extract.dates.tense import FUTURE, tense_at
from broadsheet.extract.dates.timewords import words_of
from broadsheet.extract.dates.timex import Timex
from broadsheet.extract.document.document import Document, Sentence

_LENT = {"month": ("month", "date"), "date": ("date",), "season": ("season",)}
_MOST_BETWEEN = 3  # tokens: ", and in"
_JOINING = frozenset(("and", "or", "to", "through", "until", "till", "-", "–", "/", ",", "&"))
_LEADING = frozenset(("in", "on", "from", "by", "the"))
_BACK = 8  # tokens before a date that say how it is meant
_ASIDE = frozenset(("until", "till", "since", "("))
_BACKWARDS = frozenset(("previous", "preceding", "prior", "earlier", "before", "year-earlier"))
_NEW_CLAUSE = frozenset((",", ";", ".", ")", "and", "but"))


def lend_years(document: Document, found: Sequence[tuple[Sentence, Timex]]) -> list[tuple[Sentence, Timex]]:
    """Return expressions of which those without a year have that of the next, where both are named in one breath."""
    lent = list(found)
    for at in range(len(lent) - 2, -1, -1):
        (sentence, timex), (other, following) = lent[at], lent[at + 1]
        if timex.year is not None or timex.which or timex.until is not None or following.year is None or sentence is not other:
            continue
        if following.kind in _LENT.get(timex.kind, ()) and _in_one_breath(document, timex.last, following.first):
            year = following.year - (timex.month > following.month > 0)  # December to February 1956
            lent[at] = sentence, replace(timex, year=year)
    return lent


def _in_one_breath(document: Document, start: int, end: int) -> bool:
    between = [token.text.lower() for token in document.tokens[start:end]] if 0 < end - start <= _MOST_BETWEEN else []
    joining = [word for word in between if word not in _LEADING]
    return bool(joining) and between[0] in _JOINING and all(word in _JOINING for word in joining)


def moves(document: Document, sentence: Sentence, timex: Timex, point: Point, told: Point | None) -> bool:
    """Say whether a date moves a tale that was at another one: not what is said aside of another year."""
    if told is None or point.year == told.year:
        return True
    if timex.which in _BACKWARDS:
        return False
    before = [token.text.lower() for token in document.tokens[max(sentence.first, timex.first - _BACK) : timex.first]]
    if len(before) < 3:
        return True
    for at in range(len(before) - 1, -1, -1):
        if before[at] in _ASIDE:
            return False
        if before[at] in _NEW_CLAUSE:
            break
        if before[at] == "had" and at + 1 < len(before) and _is_participle(before[at + 1]):
            return point.year > told.year
    return not (point.year > told.year and tense_at(document, sentence, timex.first, timex.last) == FUTURE)


def is_quoted(document: Document, at: int) -> bool:
    """Say whether a place stands in a quotation that its paragraph opened: a mark opens one after a space, not after a word."""
    text, start = document.text, document.text.rfind("\n", 0, at) + 1
    mark = max(text.rfind(sign, start, at) for sign in '"“”')
    return mark >= 0 and text[mark] != "”" and (text[mark] == "“" or mark == start or text[mark - 1] in " ([—-")


def _is_participle(word: str) -> bool:
    """Say whether a word after "had" leads to a participle: "had never come", not "had the right" or "had to"."""
    return word.isalpha() and word != "to" and word not in words_of("no verb")
