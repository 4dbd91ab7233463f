"""Headline: which line above the body is the title, and which the standfirst.

A title is short, is no sentence with its point, stands near the body, and has words that come again in it. Left out: what is
above it (labels, bylines, dates: they have modules of their own).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.extract.boilerplate import LISTED
from broadsheet.extract.rows import BYLINE, PROSE, SENTENCE, SHORT, TEXT, TIMESTAMP, Row, has_low_letters
from broadsheet.extract.timestamps import read_timestamps

_REACH = 40  # how many rows above the body are looked at
_OPENING = 12  # how many rows of the body have to do with the title
_FEWEST, _MOST = 2, 32
_GOOD = range(4, 20)
_SHARE, _LENGTH, _POINT, _DISTANCE, _SIGNED, _TOP, _ITEM = 2.0, 0.6, 0.5, 0.02, 0.3, 0.4, 1.5
_NEAR = 4
_LEAST = 0.7
_OVER_STANDFIRST, _NEARLY = 3, 0.8  # a standfirst may have more words of the body than the title above it
_SENTENCE_END = re.compile(r"[.!?]['\"”’]?\s+['\"“‘]?[A-ZÀ-Þ]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_BULLET = re.compile(r"(?:[-*+#o]|\d{1,2}[.)])\s+|[^\w\s\"“‘'«¿¡(\[#@$€£„*+-]")
_STEM = 5
_LONGEST_TITLE = 24
_SHORT = 7
_SHORTEST_STANDFIRST, _LONGEST_STANDFIRST = 7, 40
_SHARED = 0.15


class Heading(NamedTuple):
    """The rows of headline and standfirst, where there are such, and where the body's first row is then."""

    headline: int | None
    standfirst: int | None
    first: int


def find_heading(rows: Sequence[Row], stretch: tuple[int, int]) -> Heading:
    """Return the headline and the standfirst of the body between two rows."""
    first, last = stretch
    headline = _above(rows, first, last)
    if headline is None and _is_title(rows, first, last):
        headline, first = first, first + 1
    if headline is None:
        return Heading(None, None, first)
    for number in range(headline + 1, min(first, headline + 1 + _NEAR)):
        if _is_standfirst(rows, headline, number):
            return Heading(headline, number, first)
    if last - first >= 3 and _is_standfirst(rows, headline, first) and _is_shorter(rows, first):
        return Heading(headline, first, first + 1)
    return Heading(headline, None, first)


def _above(rows: Sequence[Row], first: int, last: int) -> int | None:
    """Return the row above the body that reads most like its title."""
    opening = [row.line.text for row in rows[first : min(last, first + _OPENING)] if row.kind in TEXT]
    body = frozenset(stem for text in opening for stem in _stems(text))
    found = {
        number: _likeness(rows, number, first, body)
        for number in range(max(0, first - _REACH), first)
        if _may_be_title(rows[number]) and _FEWEST <= rows[number].line.words <= _MOST
    }
    best = max(found, key=lambda number: (found[number], -number), default=None)
    if best is None or found[best] < _LEAST:
        return None
    return next((n for n in range(best - _OVER_STANDFIRST, best) if found.get(n, 0.0) >= _NEARLY * found[best]), best)


def _may_be_title(row: Row) -> bool:
    return row.kind in (SHORT, SENTENCE, PROSE) or (row.verdict is not None and row.verdict.effect == LISTED)


def _likeness(rows: Sequence[Row], number: int, first: int, body: frozenset[str]) -> float:
    """Return how much a row above the body is like its title."""
    line = rows[number].line
    own = _stems(line.text)
    share = len(own & body) / len(own) if own else 0.0
    signed = any(row.kind in (BYLINE, TIMESTAMP) for row in rows[number + 1 : number + 1 + _NEAR])
    return (
        _SHARE * share
        + _LENGTH * (line.words in _GOOD)
        + _SIGNED * signed
        + _TOP * (number == 0 or first - number <= 2)
        - _POINT * line.text.endswith((".", "—", "-", ":"))
        - _POINT * bool(read_timestamps(line.text))
        - _ITEM * (_BULLET.match(line.text) is not None)
        - _DISTANCE * (first - number)
    )


def _is_title(rows: Sequence[Row], first: int, last: int) -> bool:
    """Say whether the first paragraph is a title long enough, or closed enough, to look like one."""
    if last - first < 2:
        return False
    line = rows[first].line
    following = max((row.line.words for row in rows[first + 1 : min(last, first + 6)] if row.kind in TEXT), default=0)
    if line.text.endswith(".") and line.words > _SHORT and has_low_letters(line.text):
        return False  # a sentence, not a title that ends with a point
    return 3 <= line.words <= _LONGEST_TITLE and not _SENTENCE_END.search(line.text) and line.words <= 1.1 * following


def _is_standfirst(rows: Sequence[Row], headline: int, number: int) -> bool:
    """Say whether a row is one sentence or two that say in short what the headline says."""
    line = rows[number].line
    if rows[number].kind not in (SENTENCE, PROSE, SHORT) or not _SHORTEST_STANDFIRST <= line.words <= _LONGEST_STANDFIRST:
        return False
    if len(_SENTENCE_END.findall(line.text)) > 1 or (rows[number].kind == SHORT and _BULLET.match(line.text)):
        return False
    one, other = _stems(line.text), _stems(rows[headline].line.text)
    return len(one & other) >= _SHARED * max(1, min(len(one), len(other)))


def _is_shorter(rows: Sequence[Row], first: int) -> bool:
    """Say whether the body's first paragraph is shorter than the second, as a standfirst is."""
    return rows[first + 1].line.words >= 1.2 * rows[first].line.words


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM].casefold() for word in _WORD.findall(text))
