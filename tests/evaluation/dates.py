"""How well dates are found and valued: by expression, against annotated text.

An expression is right if its span overlaps the annotated one and its value is equal. Only dates and times that name a point of
the calendar count, times by their day. What overlaps a duration or a repetition is left out, what names no point ("now") is not.

    PYTHONPATH=generator:tests python -m evaluation.dates FORMAT FOLDER [--errors N] [--least CONFIDENCE]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.extract.dates.dates import DateMention, find_dates
from broadsheet.extract.document.document import read_document
from evaluation.score import USABLE, examples, in_its_place, options, part_of
from evaluation.timexes import DATED, FORMS, UNASKED, DatedDocument, GoldTimex, read_documents

_RANGES = frozenset(("days", "dates", "months", "years", "era"))


@dataclass(slots=True)
class DateScore:
    """Counts of expressions: annotated, found by their span, right in value, and proposed in all; examples as lines of text."""

    gold: int = 0
    found: int = 0
    right: int = 0
    proposed: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Return the share of what was proposed that is right."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Return the share of what was annotated that was found with its value."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        spans = self.found / self.gold if self.gold else 0.0
        values = self.right / self.found if self.found else 0.0
        return (
            f"found {self.found}/{self.gold} {spans:.1%}  value right if found {values:.1%}  "
            f"P {self.precision:.1%}  R {self.recall:.1%}  F1 {self.f1:.1%}"
        )


def score(folder: Path, form: str, least: float = USABLE) -> DateScore:
    """Return how well the dates of a folder's annotated documents are found."""
    return score_documents(read_documents(folder, form), least)


def score_documents(documents: Iterable[DatedDocument], least: float = USABLE) -> DateScore:
    """Return how well the dates of documents are found, from a confidence on."""
    total = DateScore()
    for document in documents:
        mentions = find_dates(read_document(document.text), document.published)
        judged = len(document.text) if document.judged is None else document.judged
        _compare(total, document, [m for m in mentions if m.confidence >= least and m.value and m.start < judged])
    return total


def _compare(total: DateScore, document: DatedDocument, mentions: Sequence[DateMention]) -> None:
    proposed = [(mention, value) for mention in mentions for value in _values(mention)]
    unasked = [gold for gold in document.timexes if gold.kind == UNASKED]
    dated = [gold for gold in document.timexes if gold.kind == DATED]
    left = list(proposed)
    for gold in dated:
        near = [one for one in left if _overlap(one[0], gold)]
        hit = next((one for one in near if one[1] == gold.value), near[0] if near else None)
        total.gold += 1
        if hit is None:
            total.errors.append(f"missed  {gold.value:12} {document.id}: {in_its_place(document.text, gold.start, gold.end)}")
            continue
        left.remove(hit)
        total.found += 1
        total.right += hit[1] == gold.value
        if hit[1] != gold.value:
            shown = in_its_place(document.text, gold.start, gold.end)
            total.errors.append(f"value   {hit[1]} for {gold.value} ({hit[0].rule}, {document.published}) {document.id}: {shown}")
    spurious = [one for one in left if not any(_overlap(one[0], gold) for gold in unasked)]
    total.proposed += len(proposed) - len(left) + len(spurious)
    for mention, value in spurious:
        total.errors.append(
            f"extra   {value} ({mention.rule}) {document.id}: {in_its_place(document.text, mention.start, mention.end)}"
        )


def _values(mention: DateMention) -> list[str]:
    """Return the values of a mention: a range is annotated as its two ends."""
    return mention.value.split("/") if mention.rule in _RANGES else [mention.value]


def _overlap(mention: DateMention, gold: GoldTimex) -> bool:
    return mention.start < gold.end and gold.start < mention.end


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of a folder."""
    parser = options("the dates", FORMS, least=USABLE)
    given = parser.parse_args(arguments)
    result = score_documents(part_of(read_documents(given.folder, given.format), given.part), given.least)
    sys.stdout.write(f"{result}\n")
    sys.stdout.writelines(examples(result.errors, given.errors))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
