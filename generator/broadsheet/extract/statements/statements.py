"""Statements: what an article says that somebody states, thinks or has found, with its source, cue and content as spans.

Left out: whom a source names (`speakers.py`), and what the statement is worth (`status.py`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from broadsheet.extract.document.document import Document
from broadsheet.extract.statements.clauses import FOLDED, Clause, read_clauses
from broadsheet.extract.statements.cues import load_cues
from broadsheet.extract.statements.dialogue import blocks_after, find_signatures, find_signed, find_turns
from broadsheet.extract.statements.draft import CLAUSE, QUOTATION, Draft
from broadsheet.extract.statements.implied import read_implied
from broadsheet.extract.statements.nominals import read_nominals
from broadsheet.extract.statements.phrases import FINITE
from broadsheet.extract.statements.quotations import Quotation, outermost
from broadsheet.extract.statements.verbs import read_drafts

_FINAL = frozenset((".", "?", "!", ",", ";", ":", "—", "–", "-"))
_JOINING = frozenset(("and", "but", "or"))  # to what somebody else says
_MOST = 5_000  # in a document: a text with more is no article, and what follows is left out
_LONGEST = 300_000  # code points: what follows is left out, in a text that is no article
_SIGNED = 0.9  # how sure a name below a quotation is
_LEAST_SURE = 0.3  # below it, more is wrong than right
_LEAST_CUTTING = 0.55
_LEAST_LEADING = 0.4


class TextSpan(NamedTuple):
    """Offsets of a stretch of text, in code points."""

    start: int
    end: int


class Statement(NamedTuple):
    """An attributed statement: the spans of its content (more than one where its source interrupts it), cue and source.

    `kind` is speech, thought or finding; `word` is the cue's dictionary form and `traits` what the table says of it; `shape` is
    how its parts stand to each other; `negation` is the word that denies the cue (has not said); `quotations` are the numbers
    of the outermost quotations that the content holds; `takes` is clause where the content can stand by itself, quotation where
    it is nothing else, or else phrase or infinitive.
    """

    content: tuple[TextSpan, ...]
    cue: TextSpan
    source: TextSpan
    kind: str
    word: str
    shape: str
    confidence: float
    traits: frozenset[str] = frozenset()
    negation: TextSpan | None = None
    quotations: tuple[int, ...] = ()
    takes: str = CLAUSE

    def text(self, document: Document) -> str:
        """Return the words of the content, joined."""
        return " ".join(" ".join(document.text[span.start : span.end].split()) for span in self.content)


def find_statements(document: Document, quotations: Sequence[Quotation]) -> tuple[Statement, ...]:
    """Return a document's statements in order of their cues. Linear in the document."""
    outer = outermost(tuple(quotations))
    starts = [quotation.start for quotation in outer]
    cues, found = load_cues(), list[Statement]()
    for clause in read_clauses(document, outer, cues):
        if len(found) >= _MOST or clause.sentence.start > _LONGEST:
            break
        drafts = read_drafts(clause)
        drafts += read_nominals(clause, drafts)
        drafts += read_implied(clause, drafts)
        drafts.sort(key=lambda draft: draft.cue)
        block = _led_in(document, clause, drafts, starts)
        found += [s for draft in drafts if (s := _statement(clause, draft, drafts, block, outer)) is not None]
    found += _turns(document, outer)
    return tuple(sorted(found, key=lambda statement: (statement.cue, statement.source)))


class _LedInBlock(NamedTuple):
    """The paragraphs that a colon leads in, the draft that they belong to, and the number of the quotation, or -1."""

    draft: Draft
    spans: tuple[TextSpan, ...]
    quotation: int


def _led_in(document: Document, clause: Clause, drafts: Sequence[Draft], starts: Sequence[int]) -> _LedInBlock | None:
    """Return what the colon at a paragraph's end leads in."""
    if not clause.words or clause.words[-1].text != ":":
        return None
    speaking = [draft for draft in drafts if draft.source is not None and draft.kind == "speech" and draft.sure >= _LEAST_LEADING]
    spans = tuple(TextSpan(*block) for block in blocks_after(document, clause.sentence.end)) if speaking else ()
    if not spans:
        return None
    at = bisect_left(starts, spans[0].start)
    return _LedInBlock(speaking[-1], spans, at if at < len(starts) and starts[at] == spans[0].start else -1)


def _turns(document: Document, outer: Sequence[Quotation]) -> Iterator[Statement]:
    """Yield the turns of a transcript and signed posts, of which one may stand in quotation marks, and signed quotations."""
    for turn in (*find_turns(document), *find_signed(document)):
        start, end = turn.words
        at = bisect_right(outer, turn.label[0], key=lambda quotation: quotation.start) - 1
        quoted = at >= 0 and outer[at].first == turn.label[0]
        words = TextSpan(start, min(end, outer[at].last) if quoted else end)
        yield _spoken(words, turn.label, turn.colon, "turn", turn.confidence, (at,) if quoted else ())
    for number, name, dash in find_signatures(document, outer):
        words = TextSpan(outer[number].start, outer[number].end)
        yield _spoken(words, name, dash, "label", _SIGNED, (number,))._replace(takes=QUOTATION)


def _spoken(
    words: TextSpan, label: tuple[int, int], mark: tuple[int, int], shape: str, sure: float, quoted: tuple[int, ...]
) -> Statement:
    """Return the statement of a name that stands before or after what its bearer says."""
    traits = frozenset(("speech",))
    return Statement((words,), TextSpan(*mark), TextSpan(*label), "speech", ":", shape, sure, traits, None, quoted)


def _statement(
    clause: Clause, draft: Draft, drafts: Sequence[Draft], block: _LedInBlock | None, outer: Sequence[Quotation]
) -> Statement | None:
    source = draft.source
    if source is None or draft.sure < _LEAST_SURE:
        return None
    pieces = []
    if draft.left is not None:
        pieces.append(draft.left)
    if draft.right is not None:
        pieces.append((draft.right, draft.right_end if draft.right_end is not None else _end_of(clause, draft, drafts)))
    ranges = [trimmed for piece in pieces if (trimmed := _trimmed(clause, *piece)) is not None]
    led = block if block is not None and block.draft is draft else None
    if not ranges and led is None:
        return None
    words = clause.words
    first = draft.cue_first if draft.cue_first >= 0 else draft.cue
    last = draft.cue_last if draft.cue_last >= 0 else draft.cue
    quoted = dict.fromkeys(word.quoted for start, end in ranges for word in words[start:end] if word.quoted >= 0)
    content = [_with_marks(clause, start, end, outer) for start, end in ranges]
    if led is not None:
        content += led.spans
        quoted |= dict.fromkeys([led.quotation] if led.quotation >= 0 else [])
    negation = words[draft.negation] if draft.negation is not None else None
    return Statement(
        tuple(content),
        TextSpan(words[first].start, words[last].end),
        TextSpan(words[source.first].start, words[source.last - 1].end),
        draft.kind,
        draft.word,
        "block" if led is not None else draft.shape,
        round(draft.sure, 2),
        draft.traits,
        TextSpan(negation.start, negation.end) if negation is not None else None,
        tuple(quoted),
        QUOTATION if all(end == start + 1 and words[start].folded for start, end in ranges) else draft.takes,
    )


def _with_marks(clause: Clause, start: int, end: int, outer: Sequence[Quotation]) -> TextSpan:
    """Return the span of words, with the quotation marks around those at its ends, and the stop inside a mark."""
    words = clause.words
    first, last = words[start].start, words[end - 1].end
    opening, closing = words[start].quoted, words[end - 1].quoted
    if opening >= 0 and (start == 0 or words[start - 1].quoted != opening):
        first = min(first, outer[opening].start)
    rest = [word for word in words[end:] if word.quoted == closing] if closing >= 0 else []
    if closing >= 0 and all(word.text in _FINAL for word in rest):
        last = max(last, outer[closing].end)
    return TextSpan(first, last)


def _end_of(clause: Clause, draft: Draft, drafts: Sequence[Draft]) -> int:
    """Return the end of the content that begins after a cue: the sentence's, or where another statement begins beside it."""
    assert draft.right is not None
    end = len(clause.words)
    if draft.right >= end:
        return end
    if clause.words[draft.right].folded and draft.right + 1 < end and clause.lower(draft.right + 1) not in ("and", ","):
        return draft.right + 1
    aside = _aside_end(clause, draft) or _main_verb(clause, draft)
    if aside is not None:
        return aside
    for other in drafts:
        if other.cut is not None and other.cut > draft.right + 1 and other.cue > draft.cue and other.sure >= _LEAST_CUTTING:
            end = min(end, other.cut)
    for at in range(draft.right + 2, end - 2):
        if clause.lower(at) == "," and clause.lower(at + 1) in ("a", "an") and at + 2 in clause.nouns:
            return at  # ", a claim later echoed by"
    return end


def _aside_end(clause: Clause, draft: Draft) -> int | None:
    """Return where the content ends in a relative clause between commas: words, which he calls a slip, were cut."""
    source = draft.source
    if source is None or draft.right is None or draft.sure >= _LEAST_CUTTING + 0.3:
        return None
    before = clause.lower(source.first - 1)
    if before not in ("which", "whom", "who") or clause.lower(source.first - 2) not in (",", "in", "of", "on", "to"):
        return None
    return next((at for at in range(draft.right + 1, len(clause.words)) if clause.lower(at) == ","), None)


def _main_verb(clause: Clause, draft: Draft) -> int | None:
    """Return the comma before the verb that a relative clause parts from its subject: the bank, which said …, is late."""
    source, right = draft.source, draft.right
    if source is None or right is None or source.how != "antecedent" or clause.lower(source.last) != ",":
        return None
    comma = next((at for at in range(right + 1, len(clause.words)) if clause.lower(at) == ","), None)
    return comma if comma is not None and clause.lower(comma + 1) in FINITE else None


def _trimmed(clause: Clause, first: int, last: int) -> tuple[int, int] | None:
    """Return a range without the stops at its ends."""
    words = clause.words
    while first < last and words[first].lower in _FINAL and words[first].text != FOLDED:
        first += 1
    while first < last and words[last - 1].lower in _FINAL | _JOINING and words[last - 1].text != FOLDED:
        last -= 1
    return (first, last) if first < last else None
