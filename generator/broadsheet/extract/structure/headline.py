"""Headline: which line above the body is the title, and which the standfirst.

A title is short, is no sentence with its point, stands near the body, and has words that come again in it. Left out: what is
above it (labels, bylines, dates: they have modules of their own).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from broadsheet.extract.document.lexicon import GIVEN, load_lexicon
from broadsheet.extract.organisations.known_organisations import load_organisations
from broadsheet.extract.structure.boilerplate import LISTED
from broadsheet.extract.structure.bylines import is_job, is_name, read_signed
from broadsheet.extract.structure.datelines import read_dateline
from broadsheet.extract.structure.lines import Line, joined
from broadsheet.extract.structure.rows import BYLINE, JUNK, PROSE, SENTENCE, SHORT, TEXT, TIMESTAMP, TITLE, Row, has_low_letters
from broadsheet.extract.structure.source import is_masthead
from broadsheet.extract.structure.timestamps import is_timestamp, load_months, read_timestamps
from broadsheet.extract.structure.wrapping import ends_small

_REACH = 40  # how many rows above the body are looked at
_OPENING = 12  # how many rows of the body have to do with the title
_GOOD = range(4, 20)
_SHARE, _LENGTH, _POINT, _DISTANCE, _SIGNED, _TOP, _ITEM = 2.0, 0.8, 0.5, 0.02, 0.5, 0.4, 1.5
_FROM, _MASTHEAD = 1.3, 2.0  # says where the article is from
_NAMED = 3.0  # a header says so
_LOW = 2.0  # begins as no title does
_NEAR = 4
_WRAPPED = 24  # so long is the first line of a headline of several at least
_LEAST, _LEAST_ALONE = 0.7, 0.3  # alone above the text
_OVER_STANDFIRST, _NEARLY = 3, 0.8  # a standfirst may have more words of the body than the title above it
_SENTENCE_END = re.compile(r"[.!?]['\"”’]?\s+['\"“‘]?[A-ZÀ-Þ]")
_BRACKETS = re.compile(r"\s*[(\[].*$")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_WORD = re.compile(r"[^\W\d_]{4,}")
_BULLET = re.compile(r"(?:[-*+#o]|\d{1,2}[.)])\s+|[^\w\s\"“‘'«¿¡(\[#@$€£„*+-]")
_STEM, _ENOUGH_STEMS = 5, 4
_LONGEST_TITLE = 24
_SHORT = 7
_UNLIKE, _PER_LIKENESS, _SUREST, _FIRST_PARAGRAPH, _FIRST_LINE = 0.5, 0.2, 0.95, 0.8, 0.8
_AROUND, _SUREST_OF_PAGE = 12, 0.88  # in whole pages (more lines than that around the body) 88 of 100 of the surest are right
_BELOW, _BELOW_OPEN, _TOLD = 0.9, 0.75, 0.85
_SHORTEST_STANDFIRST, _LONGEST_STANDFIRST = 7, 40
_SHARED = 0.15
_LONGER, _TOLD_AGAIN = 1.3, 0.3
_DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:yesterday|today)\b", re.IGNORECASE)


class Heading(NamedTuple):
    """The rows of headline and standfirst, where there are such, where the body's first row is then, and how sure both are."""

    headline: int | None
    standfirst: int | None
    first: int
    sure: float = 0.0
    standfirst_sure: float = 0.0


def find_heading(rows: Sequence[Row], stretch: tuple[int, int]) -> Heading:
    """Return the headline and the standfirst of the body between two rows."""
    first, last = stretch
    headline, likeness = _above(rows, first, last)
    page = first + len(rows) - last > _AROUND
    sure = round(min(_SUREST_OF_PAGE if page else _SUREST, _UNLIKE + _PER_LIKENESS * likeness), 2)
    if headline is None and _is_title(rows, first, last):
        headline, first, sure = first, first + 1, _FIRST_PARAGRAPH
    if headline is None:
        return Heading(None, None, first)
    for number in range(headline + 1, min(first, headline + 1 + _NEAR)):
        if _is_standfirst(rows, headline, number):
            return Heading(headline, number, first, sure, min(sure, _BELOW if rows[number].line.closed else _BELOW_OPEN))
    if first + 1 < last and rows[first + 1].kind in (BYLINE, TIMESTAMP) and _is_standfirst(rows, headline, first):
        return Heading(headline, first, first + 1, sure, min(sure, _BELOW))
    if last - first >= 3 and _is_standfirst(rows, headline, first) and _is_told_again(rows, headline, first):
        return Heading(headline, first, first + 1, sure, min(sure, _TOLD))
    return Heading(headline, None, first, sure)


def joined_headlines(rows: Sequence[Row]) -> Sequence[Row]:
    """Return rows in which a block of two or three short lines above the first paragraph is one, if it reads as a headline."""
    end = next((number for number, row in enumerate(rows) if row.kind in TEXT), 0)
    starts = [number for number in range(min(end, _REACH)) if number == 0 or rows[number].line.gap]
    for start, after in zip(starts, [*starts[1:], end], strict=False):
        block = rows[start:after]
        if 2 <= len(block) <= 3 and block[0].kind == SHORT and all(_goes_on(one.line, other) for one, other in pairwise(block)):
            line = reduce(joined, (row.line for row in block))
            if line.words <= _LONGEST_TITLE:
                return [*rows[:start], block[0]._replace(line=line), *rows[after:]]
    return rows


def _goes_on(line: Line, row: Row) -> bool:
    """Say whether a row goes on with the headline in the line above it."""
    text = row.line.text
    if row.kind != SHORT or line.closed or line.text.endswith(":"):
        return False
    if len(line.text) < _WRAPPED and not ends_small(line.text.lower()):
        return False
    text = _BRACKETS.sub("", text)
    named = is_name(text) and load_lexicon().kind(text.split()[0]) & GIVEN
    dated = read_timestamps(text) or is_timestamp(f"{text} 2000")  # a day without its year
    told = named or is_job(text) or read_signed(text) or dated
    return line.text.isupper() == text.isupper() and not told


def first_heading(rows: Sequence[Row]) -> Heading:
    """Return the first line of a text that is taken as it stands, below its imprint, if it may be the headline."""
    number = next(
        (n for n, row in enumerate(rows) if row.kind not in (BYLINE, JUNK, TIMESTAMP) and _LETTERS.search(row.line.text)),
        len(rows),
    )
    if number + 1 >= len(rows):
        return Heading(None, None, 0)
    line = rows[number].line
    may_be = line.words <= (_SHORT if line.closed else _LONGEST_TITLE)
    return Heading(number, None, number + 1, _FIRST_LINE) if may_be else Heading(None, None, number)


def _above(rows: Sequence[Row], first: int, last: int) -> tuple[int | None, float]:
    """Return the row above the body that reads most like its title, and how much it does."""
    named = next((number for number in range(max(0, first - _REACH), first) if rows[number].kind == TITLE), None)
    if named is not None:
        return named, _NAMED
    opening = [row.line.text for row in rows[first : min(last, first + _OPENING)] if row.kind in TEXT]
    body = frozenset(stem for text in opening for stem in _stems(text))
    found = {
        number: _likeness(rows, number, first, body)
        for number in range(max(0, first - _REACH), first)
        if _may_be_title(rows[number], number)
    }
    best = max(found, key=lambda number: (found[number], -number), default=None)
    if best is None or found[best] < (_LEAST if len(found) > 1 else _LEAST_ALONE):
        return None, 0.0
    over = (n for n in range(best - _OVER_STANDFIRST, best) if found.get(n, 0.0) >= _NEARLY * found[best])
    return next(over, best), found[best]


def _may_be_title(row: Row, number: int) -> bool:
    """Say whether a row may be a title: short or text, in a list of links, or above all others though it begins as links do."""
    if not _LETTERS.search(row.line.text) or ("@" in row.line.text and " " not in row.line.text):
        return False  # a number of the archive's, or where to write to the author
    if row.verdict is None:
        return row.kind in (SHORT, SENTENCE, PROSE)
    return row.verdict.effect == LISTED or (number == 0 and not row.verdict.whole and row.line.words > _NEAR)


def _likeness(rows: Sequence[Row], number: int, first: int, body: frozenset[str]) -> float:
    """Return how much a row above the body is like its title."""
    line = rows[number].line
    own = _stems(line.text)
    share = len(own & body) / max(len(own), _ENOUGH_STEMS)
    signed = any(row.kind in (BYLINE, TIMESTAMP) for row in rows[number + 1 : number + 3])
    return (
        _SHARE * share
        + _LENGTH * (line.words in _GOOD)
        + _SIGNED * signed
        + _TOP * (number in (0, first - 1))
        - _POINT * (line.text.endswith((".", ":")))
        - _POINT * (bool(read_timestamps(line.text)) + 2 * (line.text.split()[0].casefold() in load_months()))
        - _FROM * (line.text.startswith(("From ", "[")) and (line.text.endswith((":", "]")) or any(map(str.isdigit, line.text))))
        - _MASTHEAD * is_masthead(line.text, load_organisations())
        - _LOW * line.text[:2].islower()
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
    return 3 <= line.words <= _LONGEST_TITLE and line.words <= 1.1 * following


def _is_standfirst(rows: Sequence[Row], headline: int, number: int) -> bool:
    """Say whether a row is one sentence or two that say in short what the headline says."""
    line = rows[number].line
    if rows[number].kind not in (SENTENCE, PROSE, SHORT) or not _SHORTEST_STANDFIRST <= line.words <= _LONGEST_STANDFIRST:
        return False
    if len(_SENTENCE_END.findall(line.text)) > 1:
        return False
    one, other = _stems(line.text), _stems(rows[headline].line.text)
    return len(one & other) >= _SHARED * max(1, min(len(one), len(other)))


def _is_told_again(rows: Sequence[Row], headline: int, first: int) -> bool:
    """Say whether a longer paragraph after the first tells the headline's news again, as after a standfirst, not a lead."""
    line, after = rows[first].line, rows[first + 1].line
    if after.words < _LONGER * line.words or _DAY.search(line.text) or read_dateline(line.text) is not None:
        return False
    title = _stems(rows[headline].line.text)
    return len(title & _stems(after.text)) >= _TOLD_AGAIN * max(1, len(title))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM].casefold() for word in _WORD.findall(text))
