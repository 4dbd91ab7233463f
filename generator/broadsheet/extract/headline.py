"""Headline: which line above the body is the title, and which the standfirst.

Left out: what is above them (labels, bylines, dates: they have modules of their own).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.extract.body import PROSE, SENTENCE, SHORT, Row

_REACH = 14  # how many rows above the body are looked at
_FEWEST, _MOST = 3, 30
_GOOD = range(5, 20)
_SENTENCE_END = re.compile(r"[.!?]['\"”’]?\s+['\"“‘]?[A-ZÀ-Þ]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
_LONGEST_STANDFIRST = 40
_SHARED = 0.15


class Heading(NamedTuple):
    """The rows of headline and standfirst, where there are such, and where the body's first row is then."""

    headline: int | None
    standfirst: int | None
    first: int


def find_heading(rows: Sequence[Row], stretch: tuple[int, int]) -> Heading:
    """Return the headline and the standfirst of the body between two rows."""
    first, last = stretch
    headline = _above(rows, first)
    if headline is None and _is_title(rows, first, last):
        headline, first = first, first + 1
    if headline is not None and _is_standfirst(rows, headline, first, last):
        return Heading(headline, first, first + 1)
    return Heading(headline, None, first)


def _above(rows: Sequence[Row], first: int) -> int | None:
    """Return the row above the body that reads most like a title."""
    found = [n for n in range(max(0, first - _REACH), first) if rows[n].kind in (SHORT, SENTENCE, PROSE)]
    found = [n for n in found if _FEWEST <= rows[n].line.words <= _MOST]
    if len(found) <= 2:
        return found[0] if found else None
    return max(found, key=lambda n: (rows[n].line.words in _GOOD, -abs(rows[n].line.words - 10), n))


def _is_title(rows: Sequence[Row], first: int, last: int) -> bool:
    """Say whether the first paragraph is a title long enough, or closed enough, to look like one."""
    if last - first < 2:
        return False
    line = rows[first].line
    following = max(rows[n].line.words for n in range(first + 1, min(last, first + 4)))
    if line.closed and line.text.endswith(".") and not _FEWEST <= 2 * line.words <= following:
        return False
    return _FEWEST <= line.words <= 24 and not _SENTENCE_END.search(line.text) and line.words <= 1.1 * following


def _is_standfirst(rows: Sequence[Row], headline: int, first: int, last: int) -> bool:
    """Say whether the body's first row is one sentence that says in short what the headline says."""
    if last - first < 3 or first <= headline:
        return False
    line, after = rows[first].line, rows[first + 1].line
    if line.words > _LONGEST_STANDFIRST or len(_SENTENCE_END.findall(line.text)) > 1 or after.words < 1.2 * line.words:
        return False
    one, other = _stems(line.text), _stems(rows[headline].line.text)
    return len(one & other) >= _SHARED * max(1, min(len(one), len(other)))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM].casefold() for word in _WORD.findall(text))
