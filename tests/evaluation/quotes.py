"""How well quotes and attributed statements are found, with whose they are, against annotated attributions.

What is found is right if a gold attribution has a content that overlaps its content and a source that overlaps its source; a gold
attribution is found if something is right by it. Precision counts what is found, recall what is annotated. Attributions without a
source in the text cannot be right or wrong: they are left out, and so is what overlaps only their content.

Direct quotes: found are quotes of at least four words and shorter ones with a cue of their own (“No,” she said), annotated are
contents that begin with a quotation mark. All attributions: found are statements and quotes (a quote that a statement of the
same source holds is one with it) from a confidence of 0.3 on.

    PYTHONPATH=generator:tests python -m evaluation.quotes FORMAT FOLDER [--errors N] [--least CONFIDENCE]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from broadsheet.extract.document.document import Document, read_document
from broadsheet.extract.statements.quotations import FEWEST_WORDS, find_quotations, outermost
from broadsheet.extract.statements.quotes import find_quotes
from broadsheet.extract.statements.statements import find_statements
from evaluation.attributed import FORMS, AttributedDocument, Attribution, Spans, read_documents
from evaluation.score import examples, options, part_of

_MARKS = "“”\"«»„`‘'"
_SURE = 0.8
_LEAST = 0.3
_SHOWN = 110


class Found(NamedTuple):
    """What extraction attributes: the content, its source, how sure it is, and whether it is a direct quote."""

    content: Spans
    source: tuple[int, int]
    confidence: float
    direct: bool


@dataclass(slots=True)
class Score:
    """Counts: of what was found, how much is right; of what is annotated, how much was found."""

    right: int = 0
    found: int = 0
    hit: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return the share of what is annotated that was found."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        shares = f"P {self.precision:.1%}  R {self.recall:.1%}  F1 {self.f1:.1%}"
        return f"{shares}  ({self.right} of {self.found} right, {self.hit} of {self.gold} found)"


@dataclass(slots=True)
class QuoteScore:
    """Scores of a folder, with examples of what was wrong or missed, as lines of text."""

    direct: Score = field(default_factory=Score)
    direct_sure: Score = field(default_factory=Score)
    all: Score = field(default_factory=Score)
    all_sure: Score = field(default_factory=Score)
    errors: list[str] = field(default_factory=list)


def score(folder: Path, form: str, least: float = _LEAST) -> QuoteScore:
    """Return how well quotes and statements are found in the annotated documents of a folder."""
    return score_documents(read_documents(folder, form), least)


def score_documents(documents: Iterable[AttributedDocument], least: float = _LEAST) -> QuoteScore:
    """Return how well quotes and statements are found in documents."""
    result = QuoteScore()
    for gold in documents:
        found = attributed(read_document(gold.text), least)
        sourced = [attribution for attribution in gold.attributions if attribution.source and attribution.content]
        direct = [attribution for attribution in sourced if _is_direct(gold.text, attribution)]
        loose = [attribution for attribution in gold.attributions if not attribution.source]
        quotes = [each for each in found if each.direct]
        count(result.direct, quotes, direct, sourced, loose)
        count(result.direct_sure, [each for each in quotes if each.confidence >= _SURE], direct, sourced, loose)
        count(result.all, found, sourced, sourced, loose)
        count(result.all_sure, [each for each in found if each.confidence >= _SURE], sourced, sourced, loose)
        result.errors += _errors(gold, found, sourced, direct)
    return result


def attributed(document: Document, least: float) -> list[Found]:
    """Return what extraction attributes in a document."""
    quotations = outermost(find_quotations(document))
    statements = [s for s in find_statements(document, quotations) if s.confidence >= least]
    found = [Found(tuple((a, b) for a, b in s.content), (s.source.start, s.source.end), s.confidence, False) for s in statements]
    for quote in find_quotes(document, quotations, statements):
        if quote.source is None or quote.confidence < least:
            continue
        first, last = document.token_at(quote.words.start), document.token_at(quote.words.end)
        words = sum(token.text[0].isalnum() for token in document.tokens[first:last])
        span, source = (quote.words.start, quote.words.end), (quote.source.start, quote.source.end)
        held = [
            n for n, each in enumerate(found) if not each.direct and each.source == source and _overlap(each.content, (span,))
        ]
        if words >= FEWEST_WORDS or quote.rule != "inside":
            found.append(Found((span,), source, quote.confidence, True))
        elif not held:
            found.append(Found((span,), source, quote.confidence, False))
    return found


def count(
    total: Score,
    found: Sequence[Found],
    gold: Sequence[Attribution],
    all_gold: Sequence[Attribution],
    loose: Sequence[Attribution],
) -> None:
    """Add to a score what was found and what is annotated: `gold` is to be found, `all_gold` is right where it was found."""
    for each in found:
        if any(_matches(each, attribution) for attribution in all_gold):
            total.right += 1
        elif any(_overlap(each.content, other.content) for other in loose) and not any(
            _overlap(each.content, other.content) for other in all_gold
        ):
            continue
        total.found += 1
    total.gold += len(gold)
    total.hit += sum(any(_matches(each, attribution) for each in found) for attribution in gold)


def _matches(found: Found, gold: Attribution) -> bool:
    return _overlap(found.content, gold.content) and _overlap((found.source,), gold.source)


def _overlap(one: Spans, other: Spans) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _is_direct(text: str, attribution: Attribution) -> bool:
    start = attribution.content[0][0]
    head = text[max(0, start - 1) : start + 1]
    return any(sign in _MARKS[:-2] for sign in head) or (text[start : start + 1] in _MARKS and text[start : start + 1] != "")


def _errors(
    gold: AttributedDocument, found: Sequence[Found], sourced: Sequence[Attribution], direct: Sequence[Attribution]
) -> list[str]:
    lines = []
    for each in found:
        if not any(_matches(each, attribution) for attribution in sourced):
            near = next((a for a in sourced if _overlap(each.content, a.content)), None)
            kind = "direct" if each.direct else "other"
            said = f" [gold: {_shown(gold.text, near.source)}]" if near else ""
            parts = f"{_shown(gold.text, (each.source,))} | {_shown(gold.text, each.content)}{said}"
            lines.append(f"wrong  {kind} {each.confidence:.2f} {parts}")
    for attribution in sourced:
        if not any(_matches(each, attribution) for each in found):
            kind = "direct" if attribution in direct else "other"
            parts = (attribution.source, attribution.cue, attribution.content)
            lines.append(f"missed {kind} " + " | ".join(_shown(gold.text, spans) for spans in parts))
    return lines


def _shown(text: str, spans: Spans) -> str:
    return " … ".join(" ".join(text[start:end].split())[:_SHOWN] for start, end in spans)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of a folder."""
    parser = options("the quotes and statements", FORMS, least=_LEAST)
    given = parser.parse_args(arguments)
    result = score_documents(part_of(read_documents(given.folder, given.format), given.part), given.least)
    for name, each in (
        ("direct quotes", result.direct),
        (f"direct quotes from {_SURE} on", result.direct_sure),
        ("all attributions", result.all),
        (f"all attributions from {_SURE} on", result.all_sure),
    ):
        sys.stdout.write(f"{name:28} {each}\n")
    sys.stdout.writelines(examples(result.errors, given.errors, 2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
