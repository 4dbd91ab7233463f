"""Imprint: who wrote an article, when it was published and updated, and where it was filed from, as the lines around it say.

Nothing is invented: a date that no line states is none, and one far above the headline, which may be that of the day on which
the page was read, is little believed. Left out: the forms of such lines (`bylines.py`, `timestamps.py`, `datelines.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from broadsheet.extract.structure.bylines import Byline, is_job, is_name, read_byline, read_credited, read_note, read_signed
from broadsheet.extract.structure.datelines import read_dateline
from broadsheet.extract.structure.headline import Heading
from broadsheet.extract.structure.rows import BYLINE, LEGEND, SHORT, SLUG, TIMESTAMP, Row
from broadsheet.extract.structure.timestamps import PUBLISHED, UPDATED, Timestamp, read_timestamps

_ABOVE, _BELOW = 8, 4
_BESIDE = 2
_SAID, _UNDER_TITLE, _OVER_TITLE, _FAR_ABOVE = 0.95, 0.9, 0.85, 0.5
_UNDER_NAME = 0.6
_FILED_ON = 0.85
_LONGEST_LINE = 12
_Reader = Callable[[str], tuple[Byline, ...]]
_FILED = 3  # paragraphs in which a dateline may stand


class Mark(NamedTuple):
    """What was found in a row: offsets in the source, the value as it would be published, the rule, how sure it is."""

    row: int
    start: int
    end: int
    value: str
    rule: str
    confidence: float


class Imprint(NamedTuple):
    """The authors, the stated dates and the dateline of an article."""

    authors: tuple[Mark, ...]
    published: Mark | None
    updated: Mark | None
    dateline: Mark | None


def find_imprint(rows: Sequence[Row], heading: Heading, body: Sequence[int]) -> Imprint:
    """Return the imprint of an article; `body` are the rows of its paragraphs."""
    title = heading.headline if heading.headline is not None else heading.first
    over = [number for number in range(title) if rows[number].verdict is not LEGEND][-_ABOVE:]
    above = [*over, *range(title, body[0] if body else heading.first)]
    end = body[-1] + 1 if body else heading.first
    below = range(end, min(len(rows), end + _BELOW))
    dateline = _dateline(rows, body)
    dates = [*_dates(rows, above, title), *_dates(rows, below, None), *(_filed(rows, dateline) if dateline else ())]
    return Imprint(
        authors=_authors(rows, above, title, below, body),
        published=max((mark for kind, mark in dates if kind != UPDATED), key=_believed, default=None),
        updated=max((mark for kind, mark in dates if kind == UPDATED), key=_believed, default=None),
        dateline=dateline,
    )


def _believed(mark: Mark) -> tuple[float, int]:
    return mark.confidence, -mark.row


def _dates(rows: Sequence[Row], numbers: Iterable[int], title: int | None) -> Iterator[tuple[str, Mark]]:
    """Yield the dates that lines state, with what each says it is. Below the article only those that say so."""
    for number in numbers:
        row = rows[number]
        if row.kind not in (TIMESTAMP, BYLINE, SHORT) and row.verdict is not SLUG:
            continue
        for stamp in read_timestamps(row.line.text):
            if row.kind == SHORT and not stamp.kind and not _is_edge(row, stamp, number, title):
                continue
            sure = _OVER_TITLE if row.verdict is SLUG else _stated(stamp, number, title, rows)
            if sure:
                rule = f"stated: {stamp.kind}" if stamp.kind else "date beside the headline"
                yield stamp.kind, _mark(row, number, stamp, stamp.value, rule, min(sure, stamp.confidence))


def _is_edge(row: Row, stamp: Timestamp, number: int, title: int | None) -> bool:
    """Say whether a date begins or ends a short line under the headline, as in "3 May 2026 | 5 min read | Ann Lee"."""
    edge = stamp.start == 0 or stamp.end == len(row.line.text)
    return edge and title is not None and number > title and row.line.words <= _LONGEST_LINE


def _stated(stamp: Timestamp, number: int, title: int | None, rows: Sequence[Row]) -> float:
    if stamp.kind in (PUBLISHED, UPDATED):
        return _SAID
    if title is None:
        return 0.0
    if number >= title:
        return _UNDER_TITLE
    between = sum(row.kind not in (TIMESTAMP, BYLINE) and row.verdict is not LEGEND for row in rows[number + 1 : title])
    return _OVER_TITLE if between <= _BESIDE else _FAR_ABOVE


def _authors(rows: Sequence[Row], above: Sequence[int], title: int, below: range, body: Sequence[int]) -> tuple[Mark, ...]:
    """Return the authors named by a byline, by a signature under the headline, or by the last line of an agency's text."""
    found = _named(rows, [n for n in (*above, *below) if rows[n].kind == BYLINE], read_byline, "byline")
    found = found or _named(rows, [n for n in above if n > title and rows[n].kind == SHORT], read_signed, "signature")
    found = found or _named(rows, [*body[-1:], *below], read_credited, "reporting by")
    found = found or _named(rows, noted(rows, body), read_note, "note on the author")
    if found:
        return found
    names = [n for n in above if n > title and rows[n].kind == SHORT and is_name(rows[n].line.text) and _is_signed(rows, n)]
    return tuple(Mark(n, rows[n].line.start, rows[n].line.end, rows[n].line.text, "name", _UNDER_NAME) for n in names[:1])


def noted(rows: Sequence[Row], body: Sequence[int]) -> Sequence[int]:
    """Return the number of the last paragraph if it is a note on an author of whom the article says nothing."""
    found = read_note(rows[body[-1]].line.text) if len(body) > _FILED else ()
    surname = found[0].name.split()[-1] if found else ""
    return body[-1:] if found and not any(surname in rows[number].line.text for number in body[:-1]) else ()


def _is_signed(rows: Sequence[Row], number: int) -> bool:
    """Say whether a date or a job stands beside a name."""
    beside = [rows[n] for n in (number - 1, number + 1) if 0 <= n < len(rows)]
    return any(row.kind == TIMESTAMP or is_job(row.line.text) for row in beside)


def _named(rows: Sequence[Row], numbers: Iterable[int], read: _Reader, rule: str) -> tuple[Mark, ...]:
    found: dict[str, Mark] = {}
    for number in numbers:
        for byline in read(rows[number].line.text):
            mark = _mark(rows[number], number, byline, byline.name, rule, byline.confidence)
            found.setdefault(byline.name.casefold(), mark)
    return tuple(found.values())


def _dateline(rows: Sequence[Row], body: Sequence[int]) -> Mark | None:
    above = [number - 1 for number in body[:1] if number > 0 and rows[number - 1].kind == SHORT]
    for number in (*body[:_FILED], *above):
        line = rows[number].line
        found = read_dateline(line.text)
        if found is not None:
            return Mark(number, line.start, line.start + found.end, found.place, found.rule, found.confidence)
    return None


def _filed(rows: Sequence[Row], dateline: Mark) -> Iterator[tuple[str, Mark]]:
    """Yield the date in a dateline, where it has a year."""
    row = rows[dateline.row]
    for stamp in read_timestamps(row.line.text[: dateline.end - row.line.start]):
        sure = min(_FILED_ON, stamp.confidence)
        yield PUBLISHED, _mark(row, dateline.row, stamp, stamp.value[:10], "date in the dateline", sure)


def _mark(row: Row, number: int, span: Timestamp | Byline, value: str, rule: str, confidence: float) -> Mark:
    return Mark(number, row.line.start + span.start, row.line.start + span.end, value, rule, confidence)
