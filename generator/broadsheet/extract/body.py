"""Body: which lines of a page are the article's paragraphs.

Every line is prose, a sentence, a short line or boilerplate, and has a weight by that; the body is the stretch of lines that
weighs most. Comments and rights notices bar its way: what comes after them may be longer than the article.

Left out: headline and standfirst (`headline.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.extract.boilerplate import ASIDE, END, Phrases, Verdict, judge
from broadsheet.extract.bylines import read_byline
from broadsheet.extract.labels import split_labels
from broadsheet.extract.lines import Line
from broadsheet.extract.timestamps import is_timestamp

PROSE, SENTENCE, SHORT, LABEL, JUNK, TIMESTAMP, BYLINE = "prose", "sentence", "short", "label", "junk", "timestamp", "byline"
_PROSE_WORDS, _LONG_WORDS, _SENTENCE_WORDS = 12, 28, 4
_WEIGHTS = {SHORT: -7.0, LABEL: -5.0, JUNK: -5.0, TIMESTAMP: -5.0, BYLINE: -5.0}
_LONGEST_NOTE = 25
_ASIDE_WEIGHT, _END_WEIGHT = -16.0, -25.0
_HEAVIEST = 70.0
_ALONE = 0.5  # how much prose counts between lines that are none: the texts of a list of links are such
_BODY_ENOUGH = 80.0
_SHARE_OF_BEST = 0.25
_LOWER_SHARE = 0.4


class Row(NamedTuple):
    """A line, what kind it is, and the verdict on it if it is boilerplate."""

    line: Line
    kind: str
    verdict: Verdict | None = None


def read_rows(lines: Sequence[Line], phrases: Phrases) -> tuple[Row, ...]:
    """Return what every line is by itself."""
    return tuple(_row(line, phrases) for line in lines)


def find_body(rows: Sequence[Row]) -> tuple[int, int]:
    """Return the stretch of rows from the first paragraph to the last (not included); an empty one if there is none."""
    weights = _weights(rows)
    stretches = []
    start = 0
    for number in (*_bars(rows), len(rows)):
        if number > start:
            stretches.append(_heaviest(weights, start, number))
        start = number
    best = max((weight for weight, _, _ in stretches), default=0.0)
    enough = max(_SHARE_OF_BEST * best, min(best, _BODY_ENOUGH))
    for weight, first, last in stretches:
        if weight and weight >= enough:
            return first, last
    return 0, 0


def is_kept(rows: Sequence[Row], number: int, stretch: tuple[int, int]) -> bool:
    """Say whether a row inside the body is part of the article: a paragraph, or a short line between paragraphs."""
    kind = rows[number].kind
    if kind in (PROSE, SENTENCE):
        return True
    if kind != SHORT:
        return False
    before = number > stretch[0] and rows[number - 1].kind in (PROSE, SENTENCE)
    after = number + 1 < stretch[1] and rows[number + 1].kind in (PROSE, SENTENCE)
    return before and after


def _row(line: Line, phrases: Phrases) -> Row:
    if split_labels(line.text):
        return Row(line, LABEL)
    if line.words <= _LONGEST_NOTE and not (line.closed and line.words > _PROSE_WORDS):
        if is_timestamp(line.text):
            return Row(line, TIMESTAMP)
        if read_byline(line.text):
            return Row(line, BYLINE)
    verdict = judge(line.text, line.closed, phrases)
    if verdict is not None:
        return Row(line, JUNK, verdict)
    if (line.closed and line.words >= _PROSE_WORDS) or (line.words >= _LONG_WORDS and _has_low_letters(line.text)):
        return Row(line, PROSE)
    if line.closed and line.words >= _SENTENCE_WORDS and _begins(line.text):
        return Row(line, SENTENCE)
    return Row(line, SHORT)


def _has_low_letters(text: str) -> bool:
    """Say whether enough words begin with no capital, as in prose and not in a run of headlines or names."""
    words = [word for word in text[:600].split() if word[0].isalpha()]
    return sum(not word[0].isupper() for word in words) >= _LOWER_SHARE * len(words)


def _begins(text: str) -> bool:
    first = text.lstrip("\"“‘'«([—–- ")[:1]
    return not first.islower()


def _weights(rows: Sequence[Row]) -> list[float]:
    return [_weight(rows, number) for number in range(len(rows))]


def _weight(rows: Sequence[Row], number: int) -> float:
    row = rows[number]
    if row.verdict is not None:
        return {ASIDE: _ASIDE_WEIGHT, END: _END_WEIGHT}.get(row.verdict.effect, _WEIGHTS[JUNK])
    if row.kind not in (PROSE, SENTENCE):
        return _WEIGHTS[row.kind]
    weight = min(float(row.line.words), _HEAVIEST) * (1.0 if row.kind == PROSE else 0.6)
    beside = (rows[other].kind for other in (number - 1, number + 1) if 0 <= other < len(rows))
    return weight if any(kind in (PROSE, SENTENCE) for kind in beside) else weight * _ALONE


def _bars(rows: Sequence[Row]) -> list[int]:
    """Return the rows that no body goes across."""
    return [number for number, row in enumerate(rows) if row.verdict is not None and row.verdict.effect == END]


def _heaviest(weights: Sequence[float], start: int, end: int) -> tuple[float, int, int]:
    """Return the stretch between two rows that weighs most, with its weight. Linear."""
    best, first, last = 0.0, start, start
    total, since = 0.0, start
    for number in range(start, end):
        if total <= 0.0:
            total, since = 0.0, number
        total += weights[number]
        if total > best:
            best, first, last = total, since, number + 1
    return best, first, last
