"""Dates: every expression in a document that names a point of the calendar, with its value.

Values are EDTF: `2026-02-03`, `2025-06`, `2025-22` (a summer), `2026-01-31/2026-02-01` (a weekend). What depends on the day of
publication has an empty value until that day is known; `find_dates` then gives it, from the same text.

Left out: durations, repetitions, "now" and "recently"; and which dates are those of events (`events.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from broadsheet.extract.dates.anchored import NONE, PUBLISHED, TEXT, Anchors, Point, unanchored
from broadsheet.extract.dates.anchoring import anchor
from broadsheet.extract.dates.course import is_quoted, lend_years, moves
from broadsheet.extract.dates.date_grammar import find_timexes
from broadsheet.extract.dates.edtf import within_calendar
from broadsheet.extract.dates.tense import FUTURE, is_surely_to_come, tense_at
from broadsheet.extract.dates.timewords import words_of
from broadsheet.extract.dates.timex import Timex
from broadsheet.extract.document.document import Document, Sentence

_TENSED = frozenset(("date", "weekday", "month", "weekend", "part of year", "unit", "season"))
_NARRATIVE_YEARS = 4  # so many years said, and most of them long before the publication, make a tale of another time
_MANY_YEARS = 10
_CHRONICLE_YEARS = 15  # so many make one of a time not so long ago
_LONG_BEFORE = 2
_RARELY = 5  # years for each day of the week, yesterday or last month
_OF_TALES = frozenset(("same", "that", "later", "earlier", "following", "next", "previous", "before", "after"))
_CLOCK = "clock"
_FIGURES = frozenset(
    ("$", "£", "€", "%", "revenue", "sales", "profit", "loss", "income", "earnings", "earned", "share", "results")
)
_COMPARED = 12  # tokens
_LONGEST_GAP = 7  # tokens: to 8 p.m.
_BESIDE = re.compile(r"[ ,(]*(?:[A-Z]{2,4}\b|[A-Za-z]+ time\b)?[ ,]*(?:(?:on|at|of)\b(?: the\b)?)?[ ,]*")  # a time and its day
_SOME_DAY = date(2000, 1, 1)  # stands for a day of publication that is not known: what is counted from it gets no value


class DateMention(NamedTuple):
    """A mention: its span (code points) and text, the EDTF value, how precise it is, the rule, and how sure that is.

    `precision` is day, week, weekend, month, quarter, half, season, year, decade or century. `anchor` says what the value depends
    on: nothing, `published` (the day of publication) or `text` (the date named before); where that is missing the value is empty.
    """

    start: int
    end: int
    text: str
    value: str
    precision: str
    rule: str
    confidence: float
    anchor: str = NONE


def find_dates(document: Document, published: date | None = None) -> tuple[DateMention, ...]:
    """Return the dates that a document names, in order, without overlaps, seen from the day of its publication. Linear."""
    found = lend_years(document, list(find_timexes(document)))
    narrative = _is_narrative(found, published)
    mentions: list[DateMention] = []
    told: Point | None = None
    quarter = ""
    last = -1
    for sentence, timex in found:
        if timex.kind == "weekday" and not timex.which and _ends_range(document, last, timex.first):
            timex = replace(timex, which="following", shift=1)
        last = {"weekday": timex.last, _CLOCK: last}.get(timex.kind, -1)
        tense = tense_at(document, sentence, timex.first, timex.last) if timex.year is None and timex.kind in _TENSED else ""
        if timex.kind == "weekday" and tense == FUTURE and _has_been(document, timex.last):
            tense = ""
        surely = tense == FUTURE and is_surely_to_come(document, sentence, timex.first, timex.last)
        compares = bool(quarter) and _compares(document, sentence, timex)
        anchored = anchor(timex, Anchors(published or _SOME_DAY, told, tense, narrative, quarter, compares, surely))
        if anchored is None:
            continue
        start, end = document.tokens[timex.first].start, document.tokens[timex.last - 1].end
        if anchored.anchor == PUBLISHED and published is None:
            anchored = unanchored(anchored.precision, PUBLISHED)
        if anchored.anchor == PUBLISHED and narrative and is_quoted(document, start):
            anchored = unanchored(anchored.precision, TEXT)  # it was said in another time
        value, sure = within_calendar(anchored.value), round(anchored.confidence, 2)
        text = document.text[start:end]
        _add(mentions, DateMention(start, end, text, value, anchored.precision, timex.rule, sure, anchored.anchor), document.text)
        quarter = anchored.value if anchored.precision == "quarter" and anchored.anchor != TEXT else quarter
        if anchored.point is not None and not (narrative and anchored.anchor == PUBLISHED):
            told = _told(document, sentence, timex, anchored.point, told) if narrative else anchored.point
    return tuple(mentions)


def _has_been(document: Document, after: int) -> bool:
    """Say whether what is of a day of the week has most likely been: Friday's ruling; but not Friday's vote."""
    owner, owned, *_ = *(token.text for token in document.tokens[after : after + 2]), "", ""
    return owner in ("'s", "’s") and owned not in words_of("scheduled")


def _compares(document: Document, sentence: Sentence, timex: Timex) -> bool:
    """Say whether a year before is that of a quarter's figures: from $3.8 million a year earlier."""
    around = document.tokens[max(sentence.first, timex.first - _COMPARED) : min(sentence.last, timex.last + _COMPARED)]
    return any(token.text.lower() in _FIGURES for token in around)


def _told(document: Document, sentence: Sentence, timex: Timex, point: Point, told: Point | None) -> Point | None:
    """Return where a tale is after a date; a year alone does not take it back from a month of that year."""
    if not moves(document, sentence, timex, point, told):
        return told
    return told if told is not None and told.year == point.year and not point.month else point


def _ends_range(document: Document, last: int, first: int) -> bool:
    """Say whether a day of the week ends a range that the one before it begins: Friday to Monday."""
    joining = document.texts[last] if 0 <= last < first <= last + _LONGEST_GAP else ""
    return joining in ("to", "through", "until", "till", "-", "–")


def _add(mentions: list[DateMention], mention: DateMention, text: str) -> None:
    """Add a mention; a time of day and the day beside it, in either order, are one: 8 p.m. local time on Sunday."""
    before = mentions[-1] if mentions else mention
    day, clock = (before, mention) if mention.rule == _CLOCK else (mention, before)
    beside = clock.rule == _CLOCK != day.rule and day.precision == "day" and _BESIDE.fullmatch(text, before.end, mention.start)
    if beside:
        mentions[-1] = day._replace(start=before.start, end=mention.end, text=text[before.start : mention.end])
    else:
        mentions.append(mention)


def _is_narrative(found: Sequence[tuple[Sentence, Timex]], published: date | None) -> bool:
    """Say whether a text tells of a time long before its publication: many years of long ago, hardly a day of the week."""
    years = [timex.year for _, timex in found if timex.year is not None and timex.kind in ("date", "month", "year")]
    near = sum(1 for _, timex in found if timex.kind in ("weekday", "unit") and timex.which not in _OF_TALES)
    before = [year for year in years if published is None or year < published.year - _LONG_BEFORE]
    if near and len(years) < _MANY_YEARS:
        return False  # a life is told, from the day of its end
    if len(years) >= _NARRATIVE_YEARS and 2 * len(before) > len(years) and len(before) > _RARELY * near:
        return True
    earlier = [year for year in years if published is not None and year < published.year]
    return len(years) >= _CHRONICLE_YEARS and 2 * len(earlier) > len(years) and len(earlier) > 2 * _RARELY * near
