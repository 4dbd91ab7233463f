"""Structure: a raw article, copied or scraped, as its parts, and what was left out of it and why.

Offsets count the code points of the source with `\\n` as line ends. Left out: what the words of the article mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.extract.body import JUNK, LABEL, Row, find_body, is_kept, read_rows
from broadsheet.extract.boilerplate import load_phrases
from broadsheet.extract.document import Document, read_document
from broadsheet.extract.headline import Heading, find_heading
from broadsheet.extract.labels import split_labels
from broadsheet.extract.lines import Line, plain_source, read_lines, shown, smooth

_LABELS_ABOVE = 14


class Part(NamedTuple):
    """A part of a raw article: its offsets, its value as it would be published, the rule that found it, and how sure that is."""

    start: int
    end: int
    value: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Structure:
    """A raw article's parts. `source` is what the offsets count; in `document` all but the article is blank.

    `dropped` are the lines that are no part of the article, each with the rule that says so.
    """

    source: str
    document: Document
    headline: Part | None = None
    standfirst: Part | None = None
    labels: tuple[Part, ...] = ()
    paragraphs: tuple[Part, ...] = ()
    dropped: tuple[Part, ...] = ()


def read_structure(text: str) -> Structure:
    """Return the parts of a raw article. Linear in the length of the text; raises nothing whatever the text is."""
    source = plain_source(text)
    smoothed = smooth(source)
    rows = read_rows(read_lines(smoothed), load_phrases())
    stretch = find_body(rows)
    heading = find_heading(rows, stretch)
    body = [n for n in range(heading.first, stretch[1]) if is_kept(rows, n, (heading.first, stretch[1]))]
    labels = _labels(rows, heading, source)
    kept = {*body, heading.headline, heading.standfirst, *(number for number, _ in labels)}
    parts = [rows[n].line for n in (heading.headline, heading.standfirst, *body) if n is not None]
    title, standfirst = (_of(source, rows, n) for n in (heading.headline, heading.standfirst))
    return Structure(
        source=source,
        document=read_document(
            smoothed,
            [(line.start, line.end) for line in parts],
            headline=title and title[:2],
            standfirst=standfirst and standfirst[:2],
        ),
        headline=title,
        standfirst=standfirst,
        labels=tuple(label for _, label in labels),
        paragraphs=tuple(_part(source, rows[n].line, rows[n].kind, 0.9) for n in body),
        dropped=tuple(_dropped(source, row) for number, row in enumerate(rows) if number not in kept),
    )


def _part(source: str, line: Line, rule: str, confidence: float) -> Part:
    return Part(line.start, line.end, shown(source, line.start, line.end), rule, confidence)


def _of(source: str, rows: tuple[Row, ...], number: int | None) -> Part | None:
    return None if number is None else _part(source, rows[number].line, "above the body", 0.9)


def _labels(rows: tuple[Row, ...], heading: Heading, source: str) -> list[tuple[int, Part]]:
    """Return the labels in the lines above the headline, each with its row."""
    end = heading.first if heading.headline is None else heading.headline
    found = []
    for number in range(max(0, end - _LABELS_ABOVE), end):
        if rows[number].kind == LABEL:
            line = rows[number].line
            for label in split_labels(line.text):
                start = line.start + label.start
                found.append((number, Part(start, start + len(label.text), label.text, label.kind, 0.9)))
    return found


def _dropped(source: str, row: Row) -> Part:
    rule = row.verdict.rule if row.verdict is not None else row.kind
    return _part(source, row.line, rule if row.kind == JUNK else f"{rule} line outside the article", 0.9)
