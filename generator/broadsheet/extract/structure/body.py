"""Body: which lines of a page are the article's paragraphs.

Every row has a weight by what it is and what stands beside it. Long runs of rows that are no text part blocks; the first block
that weighs enough is the article, and others belong to it that go on with its words. Comments and rights notices bar the way:
what comes after them may be longer than the article.

Left out: headline and standfirst (`headline.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Sequence
from itertools import groupby
from math import sqrt
from typing import NamedTuple

from broadsheet.extract.structure.boilerplate import ASIDE, END
from broadsheet.extract.structure.bylines import is_job
from broadsheet.extract.structure.rows import (
    BYLINE,
    ITEM,
    JUNK,
    LABEL,
    PROSE,
    SHORT,
    TEXT,
    TIMESTAMP,
    TITLE,
    Row,
    has_low_letters,
    is_alone,
)

_NOTES = frozenset((LABEL, JUNK, TIMESTAMP, BYLINE, TITLE))
_WEIGHTS = {SHORT: -7.0, ITEM: -3.0, LABEL: -5.0, JUNK: -5.0, TIMESTAMP: -5.0, BYLINE: -5.0, TITLE: -5.0}
_END_WEIGHT = -25.0
_TEASER = 20.0  # so many words a text in a list of links may have; prose between short lines weighs only what it has more
_SHARE_OF_BEST = 0.5
_LONGEST_GAP = 5  # rows that are no text inside one block
_NEIGHBOURS, _FAR = 8, 90
_STEM, _FEW_STEMS = 7, 10
_SHARED = 0.15
_CUT_OFF, _CUT_OFF_SHARE = 8, 0.3
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_LONGEST_SUBHEADING = 12
_LEAST_KEPT = 0.6  # of the words of a text
_STRAY, _STRAY_SHARE, _SHORT_ONES, _MOSTLY, _HEAD = 2, 30, 16, 0.6, 6
_IN_ARTICLES = frozenset(("credit", "header", "markup", "repeated line", "signs only", "slug"))


class _RowBlock(NamedTuple):
    """A stretch of rows, and what it weighs."""

    weight: float
    first: int
    last: int


def find_body(rows: Sequence[Row]) -> tuple[int, int]:
    """Return the stretch of rows from the first paragraph to the last (not included); an empty one if there is none."""
    if is_clean(rows):
        return _whole(rows)
    weights = [_weight(rows, number) for number in range(len(rows))]
    blocks = [block for start, end in _blocks(rows) if (block := _heaviest(weights, start, end)).weight > 0]
    if not blocks:
        return 0, 0
    enough = max(_SHARE_OF_BEST * max(block.weight for block in blocks), 1.0)
    main = next(number for number, block in enumerate(blocks) if block.weight >= enough)
    first, last = blocks[main].first, blocks[main].last
    stems = _stems(rows, first, last)
    for block in reversed(blocks[max(0, main - _NEIGHBOURS) : main]):
        if first - block.last <= _FAR and _goes_on(rows, block, stems) and not any(map(_is_bar, rows[block.last : first])):
            first = block.first
    for block in blocks[main + 1 : main + 1 + _NEIGHBOURS]:
        if block.first - last <= _FAR and _goes_on(rows, block, stems) and not any(map(_is_bar, rows[last : block.first])):
            last = block.last
            stems |= _stems(rows, block.first, last)
    return _lead(rows, first, stems), last


def is_lost(rows: Sequence[Row], kept: Collection[int]) -> bool:
    """Say whether too many words of a text, which is no page of a site, are not among the rows that are kept."""
    words = sum(row.line.words for row in rows)
    return not _is_page(rows) and sum(rows[number].line.words for number in kept) < _LEAST_KEPT * words


def _is_page(rows: Sequence[Row]) -> bool:
    """Say whether too many lines of a text say that they belong to a page of a site."""
    return len(_foreign(rows)) > _STRAY + len(rows) // _STRAY_SHARE


def is_clean(rows: Sequence[Row]) -> bool:
    """Say whether a text is nothing but an article: hardly a line that belongs to a page, and mostly text."""
    foreign = _foreign(rows)
    if _is_page(rows) or any(row.verdict.effect == END for row in foreign if row.verdict):
        return False
    text = [row for row in rows if row.kind in (ITEM, *TEXT)]
    if 2 * sum(row.kind == SHORT for row in rows) > len(text) + _SHORT_ONES and (foreign or not _begins(rows)):
        return False
    told = sum(row.line.words for row in text) >= _MOSTLY * sum(row.line.words for row in rows)
    return told or (not foreign and _begins(rows))


def _begins(rows: Sequence[Row]) -> bool:
    """Say whether no menu stands above the first paragraph of a text: short lines below are a list in it then."""
    return any(row.kind in TEXT for row in rows[:_HEAD])


def _foreign(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that belong to a page and not to an article, by what they say."""
    return [row for row in rows if row.verdict is not None and row.verdict.rule not in _IN_ARTICLES]


def _whole(rows: Sequence[Row]) -> tuple[int, int]:
    """Return the stretch of a clean text: all that follows the lines above its first paragraph."""
    start = next((number for number, row in enumerate(rows) if row.kind not in _NOTES), 0)
    first = next((number for number, row in enumerate(rows) if row.kind in (ITEM, *TEXT)), len(rows))
    return (first if first - start <= _HEAD else start + 1), len(rows)


def _lead(rows: Sequence[Row], first: int, stems: frozenset[str]) -> int:
    """Return where the body begins if paragraphs above it, cut off by pictures or adverts, are part of it."""
    for number in range(first - 1, max(-1, first - 1 - _CUT_OFF), -1):
        verdict, own = rows[number].verdict, _stems(rows, number, number + 1)
        if verdict is not None and verdict.effect in (ASIDE, END):
            break
        if rows[number].kind == PROSE and len(own) >= _FEW_STEMS and len(own & stems) >= _CUT_OFF_SHARE * len(own):
            first = number
    return first


def kept_rows(rows: Sequence[Row], stretch: tuple[int, int]) -> list[int]:
    """Return the rows inside the body that are article: paragraphs, lists in them, and subheadings between them."""
    first, last = stretch
    if is_clean(rows):
        return [n for n in range(first, last) if rows[n].verdict is None and rows[n].kind not in (TIMESTAMP, BYLINE)]
    inside = [number for number in range(first, last) if rows[number].verdict is None and rows[number].kind not in _NOTES]
    found: list[int] = []
    for at, number in enumerate(inside):
        kind = rows[number].kind
        before = rows[inside[at - 1]].kind if at else ""
        after = rows[inside[at + 1]].kind if at + 1 < len(inside) else ""
        in_list = kind == ITEM or (kind == SHORT and rows[number].line.words <= _LONGEST_SUBHEADING and after in (ITEM, *TEXT))
        if kind in TEXT or (in_list and before in (ITEM, *TEXT)):
            found.append(number)
    return found


def told_above(rows: Sequence[Row], first: int, told: Container[int]) -> list[int]:
    """Return the rows above the first paragraph that are article, too, where nothing else in the text belongs to a page.

    `told` are the rows that have a part of their own. Of others a run stays, and a line with words in small letters: facts of a
    match, not the name of a site.
    """
    if not is_clean(rows) or any(row.kind == LABEL for row in rows[:first]):
        return []
    above = [n for n in range(first) if n not in told and rows[n].verdict is None and rows[n].kind != BYLINE]
    kept = [n for n in above if not is_job(rows[n].line.text)]
    found = []
    for _, group in groupby(enumerate(kept), lambda pair: pair[1] - pair[0]):
        run = [n for _, n in group]
        facts = [n for n in run if rows[n].kind != TIMESTAMP]
        found += run if len(facts) > 1 else [n for n in facts if has_low_letters(rows[n].line.text)]
    return found


def _weight(rows: Sequence[Row], number: int) -> float:
    row = rows[number]
    if row.kind not in TEXT:
        return _END_WEIGHT if _is_bar(row) else _WEIGHTS[row.kind]
    return max(1.0, row.line.words - _TEASER) if is_alone(rows, number) else float(row.line.words)


def _blocks(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Return the spans of rows between bars and between long runs of lines that are no text."""
    found, start, gap = [], 0, 0
    for number, row in enumerate(rows):
        if _is_bar(row) or gap >= _LONGEST_GAP:
            found.append((start, number))
            start, gap = number, 0
        gap = 0 if row.kind in (ITEM, *TEXT) else gap + 1
    return [*found, (start, len(rows))]


def _is_bar(row: Row) -> bool:
    """Say whether a row begins what no body goes into."""
    return row.verdict is not None and row.verdict.effect == END


def _stems(rows: Sequence[Row], start: int, end: int) -> frozenset[str]:
    """Return the long words in the sentences of some rows, without their endings."""
    texts = (row.line.text for row in rows[start:end] if row.kind in TEXT)
    return frozenset(word[:_STEM].casefold() for text in texts for word in _LONG_WORD.findall(text))


def _goes_on(rows: Sequence[Row], block: _RowBlock, stems: frozenset[str]) -> bool:
    """Say whether a block goes on with what the article is about, by the words that it shares."""
    own = _stems(rows, block.first, block.last)
    return len(own & stems) >= _SHARED * sqrt(len(own) * len(stems))  # long texts share words by chance


def _heaviest(weights: Sequence[float], start: int, end: int) -> _RowBlock:
    """Return the stretch between two rows that weighs most. Linear."""
    best, first, last = 0.0, start, start
    total, since = 0.0, start
    for number in range(start, end):
        if total <= 0.0:
            total, since = 0.0, number
        total += weights[number]
        if total > best:
            best, first, last = total, since, number + 1
    return _RowBlock(best, first, last)
