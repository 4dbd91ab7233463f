"""Structure: a raw article, copied or scraped, as its parts, and what was left out of it and why.

Offsets count the code points of the source with `\\n` as line ends. Left out: what the words of the article mean.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from broadsheet.extract.document.document import Document, read_document
from broadsheet.extract.structure.body import find_body, is_lost, kept_rows, told_above
from broadsheet.extract.structure.boilerplate import load_phrases
from broadsheet.extract.structure.headline import Heading, find_heading, first_heading, joined_headlines
from broadsheet.extract.structure.imprint import Mark, find_imprint, noted
from broadsheet.extract.structure.labels import ROOT, split_labels
from broadsheet.extract.structure.lines import plain_source, read_lines, shown, smooth
from broadsheet.extract.structure.rows import LABEL, PROSE, SENTENCE, SHORT, Row, read_rows
from broadsheet.extract.structure.wrapping import unwrap

_LABELS_ABOVE = 8
_MENU = 4
_LABEL_SURE = 0.9
_RULES = {PROSE: "text outside the article", SENTENCE: "text outside the article", SHORT: "short line", LABEL: "navigation"}


class Part(NamedTuple):
    """A part of a raw article: its offsets, its value as it would be published, the rule that found it, and how sure that is."""

    start: int
    end: int
    value: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Structure:
    """A raw article's parts. `source` is what the offsets count, a line a paragraph; in `document` all but the article is blank.

    `labels` have the rule section or label. `published` and `updated` are dates as a line states them, in ISO form: a day, or a
    minute, with its offset where the line names a zone. `dateline` is the place, its offsets those of all before the first
    sentence. `dropped` are all other lines, each with what it is. `whole`: too much would have
    been dropped, and nothing is.
    """

    source: str
    document: Document
    headline: Part | None = None
    standfirst: Part | None = None
    labels: tuple[Part, ...] = ()
    authors: tuple[Part, ...] = ()
    published: Part | None = None
    updated: Part | None = None
    dateline: Part | None = None
    paragraphs: tuple[Part, ...] = ()
    dropped: tuple[Part, ...] = ()
    whole: bool = False


def read_structure(text: str) -> Structure:
    """Return the parts of a raw article. Linear in the length of the text; raises nothing whatever the text is."""
    plain = plain_source(text)
    source, between_pages = unwrap(plain)
    smoothed = smooth(source)
    rows = joined_headlines(read_rows(read_lines(smoothed), load_phrases()))
    stretch = find_body(rows)
    heading = find_heading(rows, stretch)
    body = kept_rows(rows, (heading.first, stretch[1]))
    whole = not body or is_lost(rows, {*body, *(n for n in heading[:2] if n is not None)})
    if whole:
        heading = first_heading(rows)
        body = list(range(heading.first, len(rows)))
    imprint = find_imprint(rows, heading, body)
    notes = () if whole else noted(rows, body)
    body = body[: len(body) - len(notes)]
    labels = _labels(rows, heading)
    title = _whole(source, rows, heading.headline, heading.sure)
    standfirst = _whole(source, rows, heading.standfirst, heading.standfirst_sure)
    heads = {n for n in (heading.headline, heading.standfirst) if n is not None}
    told = {*heads, *(mark.row for mark in (*labels, *imprint.authors, imprint.published, imprint.updated) if mark is not None)}
    body = [*([] if whole else told_above(rows, heading.first, told)), *body]
    shown_rows = [*sorted(heads), *body]
    return Structure(
        source=source,
        document=read_document(
            smoothed,
            [(rows[n].line.start, rows[n].line.end) for n in shown_rows],
            headline=title and title[:2],
            standfirst=standfirst and standfirst[:2],
        ),
        headline=title,
        standfirst=standfirst,
        labels=tuple(_part(mark) for mark in labels),
        authors=tuple(_part(mark) for mark in imprint.authors),
        published=imprint.published and _part(imprint.published),
        updated=imprint.updated and _part(imprint.updated),
        dateline=imprint.dateline and _part(imprint.dateline),
        paragraphs=tuple(_line(source, rows[n], rows[n].kind) for n in body),
        dropped=(
            *_dropped(source, rows, {*shown_rows, *(mark.row for mark in labels)}, {*notes, *(m.row for m in imprint.authors)}),
            *(Part(start, end, shown(plain, start, end), "between pages", 0.9) for start, end in between_pages),
        ),
        whole=whole,
    )


def _part(mark: Mark) -> Part:
    return Part(mark.start, mark.end, mark.value, mark.rule, mark.confidence)


def _line(source: str, row: Row, rule: str, confidence: float = 0.9) -> Part:
    return Part(row.line.start, row.line.end, shown(source, row.line.start, row.line.end), rule, confidence)


def _whole(source: str, rows: Sequence[Row], number: int | None, confidence: float) -> Part | None:
    return None if number is None else _line(source, rows[number], "above the body", confidence)


def _labels(rows: Sequence[Row], heading: Heading) -> list[Mark]:
    """Return the labels in the lines next above the headline; a long run of them is a menu."""
    end = heading.first if heading.headline is None else heading.headline
    near = [n for n in range(max(0, end - _LABELS_ABOVE), end) if rows[n].kind == LABEL]
    run = list(takewhile(lambda n: rows[n].kind == LABEL, range(near[-1], -1, -1)))[::-1] if near else []
    if len(run) > _MENU:
        return []
    found = []
    for number in run:
        line = rows[number].line
        for label in split_labels(line.text):
            start = line.start + label.start
            if label.kind != ROOT:
                found.append(Mark(number, start, start + len(label.text), label.text, label.kind, _LABEL_SURE))
    return found


def _dropped(source: str, rows: Sequence[Row], kept: Set[int], signed: Set[int]) -> tuple[Part, ...]:
    """Return the lines that are no part of the article's text, each with what it is; `signed` are those that name its authors."""
    found = []
    for number, row in enumerate(rows):
        if number not in kept:
            rule = row.verdict.rule if row.verdict is not None else _RULES.get(row.kind, row.kind)
            found.append(_line(source, row, "byline" if number in signed and row.verdict is None else rule))
    return tuple(found)
