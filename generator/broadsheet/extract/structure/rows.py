"""Rows: what every line of a raw text is by itself and by its neighbours: prose, a sentence, a short line, or no article.

Left out: which of them are the article's body (`body.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.extract.structure.boilerplate import ASIDE, DROP, LISTED, Phrases, Verdict, judge
from broadsheet.extract.structure.bylines import read_byline
from broadsheet.extract.structure.heads import fields, is_caption, is_legend, is_slug, without_credit
from broadsheet.extract.structure.labels import split_labels
from broadsheet.extract.structure.lines import Line, part_of
from broadsheet.extract.structure.timestamps import is_timestamp

PROSE, SENTENCE, ITEM, SHORT = "prose", "sentence", "item", "short"
LABEL, JUNK, TIMESTAMP, BYLINE, TITLE = "label", "junk", "timestamp", "byline", "title"
TEXT = frozenset((PROSE, SENTENCE))
_PROSE_WORDS, _OPEN_WORDS, _SENTENCE_WORDS, _ITEM_WORDS = 12, 17, 4, 5
_LOWER_SHARE = 0.4
_LONGEST_NOTE = 25
_LONGEST_ASIDE = 15
_BETWEEN = 3
_MOST_LINES = 20_000
_CAPTION, _MARKUP = Verdict("credit", DROP, True), Verdict("markup", DROP, True)
LEGEND = Verdict("legend", DROP, True)
_SIGNS = Verdict("signs only", DROP, True)
SLUG, _FIELD = Verdict("slug", DROP, True), Verdict("header", DROP, True)
_REPEATED = Verdict("repeated line", DROP, True)
_OFTEN = 3  # a short line comes again: a credit, a button
_NUMBERED = re.compile(r"[:\d]")
_LONG_RULE = 10  # signs, of which one may be a letter
_CODE = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp)$|(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?$|</?[a-z]+[^<>]*>|[{}]|\.[a-z-]+\s?\{"
    r"|(?:function\b|var |window\.|document\.).*[=({;]"
)
_BULLET = re.compile(r"(?:[-–—*•·▪●○‣+]|\d{1,2}[.)])\s+")


class Row(NamedTuple):
    """A line, what kind it is, and the verdict on it if it is boilerplate."""

    line: Line
    kind: str
    verdict: Verdict | None = None


def read_rows(lines: Sequence[Line], phrases: Phrases) -> tuple[Row, ...]:
    """Return what every line is: by itself, in a header, and whether it stands under the heading of a list of links."""
    lines = tuple(without_credit(lines))
    quick = len(lines) > _MOST_LINES  # nobody's page: the shortest lines are not looked up
    rows = [Row(line, SHORT) if quick and line.words < _SENTENCE_WORDS else _row(line, phrases) for line in lines]
    for number, at in fields(lines).items():
        row = rows[number]
        if at:
            rows[number] = Row(part_of(row.line, at, len(row.line.text)), TITLE)
        elif row.kind not in (BYLINE, TIMESTAMP):
            rows[number] = Row(row.line, JUNK, _FIELD)
    often = Counter(row.line.text for row in rows if row.kind == SHORT and not _NUMBERED.search(row.line.text))
    rows = [
        row._replace(kind=JUNK, verdict=_REPEATED) if row.kind == SHORT and often[row.line.text] >= _OFTEN else row
        for row in rows
    ]
    heading, left = None, 0
    for number, row in enumerate(rows):
        if row.verdict is not None and row.verdict.effect == ASIDE:
            heading, left = row.verdict, _LONGEST_ASIDE
        elif row.kind == PROSE and not is_alone(rows, number):
            heading = None
        elif heading is not None and left and row.kind in (SENTENCE, ITEM, SHORT):
            rows[number] = row._replace(kind=JUNK, verdict=Verdict(heading.rule, LISTED, False))
            left -= 1
    return tuple(rows)


def _row(line: Line, phrases: Phrases) -> Row:
    verdict = _by_form(line)
    if verdict is not None:
        return Row(line, JUNK, verdict)
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
    if is_caption(line.text):
        return Row(line, JUNK, _CAPTION)
    if _CODE.match(line.text):
        return Row(line, JUNK, _MARKUP)
    return Row(line, _kind(line))


def _by_form(line: Line) -> Verdict | None:
    """Return what a line is that no word has to be known of."""
    if not line.words or (len(line.text) > _LONG_RULE and sum(map(str.isalnum, line.text)) * _LONG_RULE < len(line.text)):
        return _SIGNS
    return LEGEND if is_legend(line.text) else SLUG if is_slug(line.text) else None


def _kind(line: Line) -> str:
    if line.closed and line.words >= _PROSE_WORDS:
        return PROSE
    low = has_low_letters(line.text)
    if line.words >= _OPEN_WORDS and low:
        return PROSE
    if line.words >= _SENTENCE_WORDS and (line.closed or (line.text.endswith(":") and low)):
        return SENTENCE
    return ITEM if line.words >= _ITEM_WORDS and low and _BULLET.match(line.text) else SHORT


def has_low_letters(text: str) -> bool:
    """Say whether enough words begin with no capital, as in prose and not in a run of headlines or names."""
    words = [word for word in text[:600].split() if word[0].isalpha()]
    return sum(not word[0].isupper() for word in words) >= _LOWER_SHARE * len(words)


def is_alone(rows: Sequence[Row], number: int) -> bool:
    """Say whether no text stands beside a row; adverts and buttons between do not count."""
    for near in (rows[max(0, number - _BETWEEN) : number][::-1], rows[number + 1 : number + 1 + _BETWEEN]):
        beside = next((row for row in near if row.verdict is None or row.verdict.effect != DROP), None)
        if beside is not None and beside.kind in (ITEM, *TEXT):
            return False
    return True
