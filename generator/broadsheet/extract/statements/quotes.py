"""Quotes: the quotations of an article that are somebody's words, each with the span of whoever said them.

A statement that holds a quotation gives it its source. One that no statement holds is of whoever spoke before in the paragraph,
of the lead-in that ends with a colon, of the quotation that it goes on with, or of the speaker of the paragraph before.

Left out: whom the source's words name (`speakers.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.extract.document.document import Document
from broadsheet.extract.statements.quotations import FEWEST_WORDS, Quotation
from broadsheet.extract.statements.statements import Statement, TextSpan

_BESIDE = frozenset(("trailing", "inverted", "label", "block"))
_WHOLE_FACTOR, _PART_FACTOR = 1.0, 0.95
_SAME_PARAGRAPH, _AHEAD, _PARAGRAPH_BEFORE, _SENTENCE_BEFORE = 0.8, 0.65, 0.55, 0.5
_SENTENCE_BETWEEN = 0.6
_UNKNOWN, _UNKNOWN_PART = 0.4, 0.3
_FEWEST_CARRIED = 6  # words of a quotation that may be of the speaker before
_USABLE, _GOOD, _HEARD = 0.5, 0.6, 0.4


class FoundQuote(NamedTuple):
    """Somebody's words: `words` without marks, `source` and `cue` where they are known, by which rule, and how sure that is."""

    words: TextSpan
    source: TextSpan | None
    cue: TextSpan | None
    form: str
    rule: str
    confidence: float


def find_quotes(document: Document, quotations: Sequence[Quotation], statements: Sequence[Statement]) -> tuple[FoundQuote, ...]:
    """Return the quotes among the outermost `quotations`, in order, with their sources from `statements`. Linear."""
    held = _held(statements, len(quotations))
    told = [_told(quotation, held[number]) for number, quotation in enumerate(quotations)]
    _chain(quotations, told)
    turns = _Turns(document, quotations, statements, told)
    found = []
    for number, quotation in enumerate(quotations):
        quote = told[number]
        if quote is None:
            quote = turns.carried(number)
            told[number] = quote
        if any(statement.shape == "turn" for statement in held[number]):
            continue  # its words are told without the label
        if quotation.form == "title" and (quote is None or quote.rule not in _BESIDE):
            continue
        found.append(quote or _unknown(quotation))
    return tuple(sorted([*found, *_unmarked(document, statements)], key=lambda quote: quote.words))


def _unmarked(document: Document, statements: Sequence[Statement]) -> list[FoundQuote]:
    """Return the quotes without marks: turns of a transcript, and paragraphs that a colon leads in."""
    found = []
    for statement in statements:
        if statement.shape == "turn" or (statement.shape == "block" and not statement.quotations):
            led = [span for span in statement.content if "\n" in document.text[statement.cue.end : span.start]]
            for span in led or statement.content[-1:]:
                found.append(FoundQuote(span, statement.source, statement.cue, "block", statement.shape, statement.confidence))
    return found


def _held(statements: Sequence[Statement], count: int) -> list[list[Statement]]:
    """Return for each quotation the statements that hold it."""
    held: list[list[Statement]] = [[] for _ in range(count)]
    for statement in statements:
        for number in statement.quotations:
            held[number].append(statement)
    return held


def _told(quotation: Quotation, held: Sequence[Statement]) -> FoundQuote | None:
    """Return a quotation with the source of the statement that governs it: the nearest cue that is a good one."""
    if not held:
        return None
    best = max(held, key=lambda statement: _fitness(quotation, statement))
    beside = best.shape in _BESIDE or any(span.start == quotation.start for span in best.content)
    factor = _WHOLE_FACTOR if quotation.form == "whole" and beside else _PART_FACTOR
    confidence = best.confidence * factor if quotation.closed or quotation.words > FEWEST_WORDS else best.confidence * 0.9
    rule = best.shape if beside else "inside"
    return _quote(quotation, best.source, best.cue, rule, confidence)


def _fitness(quotation: Quotation, statement: Statement) -> tuple[bool, bool, bool, int]:
    ends = statement.shape != "according" and any(span.end == quotation.end for span in statement.content)
    beside = ends or any(span.start == quotation.start for span in statement.content)
    good = statement.confidence >= _GOOD and statement.kind == "speech" and statement.shape != "implied"
    distance = min(abs(statement.cue.start - quotation.end), abs(quotation.start - statement.cue.end))
    return good, beside and statement.confidence >= _USABLE, statement.shape != "according", -distance


def _quote(quotation: Quotation, source: TextSpan | None, cue: TextSpan | None, rule: str, confidence: float) -> FoundQuote:
    words = TextSpan(quotation.first, quotation.last)
    return FoundQuote(words, source, cue, quotation.form, rule, max(0.05, round(confidence, 2)))


def _unknown(quotation: Quotation) -> FoundQuote:
    confidence = _UNKNOWN if quotation.form == "whole" else _UNKNOWN_PART
    return FoundQuote(TextSpan(quotation.first, quotation.last), None, None, quotation.form, "no source", confidence)


def _chain(quotations: Sequence[Quotation], told: list[FoundQuote | None]) -> None:
    """Give the parts of a quotation over several paragraphs the source of a later part."""
    for number in range(len(quotations) - 2, -1, -1):
        after = told[number + 1]
        if quotations[number + 1].goes_on and told[number] is None and after is not None and after.source is not None:
            told[number] = _quote(quotations[number], after.source, after.cue, "goes on", after.confidence - 0.05)


class _Turns:
    """Who speaks where no cue says so."""

    def __init__(
        self,
        document: Document,
        quotations: Sequence[Quotation],
        statements: Sequence[Statement],
        told: list[FoundQuote | None],
    ) -> None:
        self._document, self._quotations, self._told = document, quotations, told
        self._before = _statements_before(document, quotations, statements)
        self._paragraphs = [document.paragraph_at(quotation.start) for quotation in quotations]

    def carried(self, number: int) -> FoundQuote | None:
        """Return the quotation with the source that it takes over, if it can take over one."""
        quotation, paragraph = self._quotations[number], self._paragraphs[number]
        earlier = self._told[number - 1] if number else None
        if quotation.goes_on and earlier is not None and earlier.source is not None:
            return _quote(quotation, earlier.source, earlier.cue, "goes on", earlier.confidence)
        last = self._last_quote(number)
        before = self._told[last] if last is not None else None
        if last is not None and before is not None and self._paragraphs[last] == paragraph:
            most = _SENTENCE_BETWEEN if self._is_apart(quotation, before) else _SAME_PARAGRAPH
            return self._taken(number, before, "same paragraph", most)
        if quotation.form != "whole":
            return None
        after = self._told[number + 1] if paragraph in self._paragraphs[number + 1 : number + 2] else None
        if after is not None and after.rule in ("trailing", "inverted"):
            return self._taken(number, after, "quote after", _AHEAD)
        statement = self._before[number]
        if statement is not None and paragraph[0] <= statement.cue.start:
            return _quote(quotation, statement.source, statement.cue, "sentence before", _SENTENCE_BEFORE)
        if last is None or before is None or quotation.words < _FEWEST_CARRIED:
            return None
        text, end = self._document.text, self._paragraphs[last][1]
        alone = not text[end : paragraph[0]].strip() and not text[paragraph[0] : quotation.start].strip()
        return self._taken(number, before, "paragraph before", _PARAGRAPH_BEFORE) if alone else None

    def _taken(self, number: int, other: FoundQuote, rule: str, most: float) -> FoundQuote:
        factor = 1.0 if self._quotations[number].form == "whole" else 0.75
        return _quote(self._quotations[number], other.source, other.cue, rule, min(most, other.confidence) * factor)

    def _is_apart(self, quotation: Quotation, before: FoundQuote) -> bool:
        """Say whether a sentence stands between a quotation and the one before it with its source."""
        sentences = self._document.sentences
        at = bisect_right(sentences, quotation.start, key=lambda sentence: sentence.start) - 1
        said = max(before.words.end, before.cue.end if before.cue is not None else 0)
        return at >= 1 and sentences[at - 1].start > said

    def _last_quote(self, number: int) -> int | None:
        """Return the number of the last quotation before that has a source."""
        for at in range(number - 1, max(-1, number - 4), -1):
            quote = self._told[at]
            if quote is not None and quote.source is not None:
                return at
        return None


def _statements_before(
    document: Document, quotations: Sequence[Quotation], statements: Sequence[Statement]
) -> list[Statement | None]:
    """Return for each quotation the first usable statement of the last sentence before it that has one."""
    found: list[Statement | None] = []
    last, at, sentence_end = None, 0, -1
    for quotation in quotations:
        while at < len(statements) and statements[at].cue.start < quotation.start:
            statement = statements[at]
            at += 1
            if statement.confidence < _HEARD or statement.kind != "speech" or statement.cue.start < sentence_end:
                continue
            sentence = document.sentence_at(statement.cue.start)
            last, sentence_end = statement, sentence.end if sentence is not None else -1
        found.append(last)
    return found
