"""How well persons' names are found: exact spans, and sets of names per document. Which are of one person: `aliases.py`.

Mentions count from a confidence of 0.5 on, and a span is right only if both ends are. In columns (`conll`) the documents that a
wire's headline calls sport are scored apart, since their tables are a language of their own.

    PYTHONPATH=generator:tests python -m evaluation.people FORMAT FOLDER [--errors N] [--least CONFIDENCE]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.extract.document.document import Document, read_document
from broadsheet.extract.document.lexicon import load_lexicon
from broadsheet.extract.people.people import find_people
from evaluation.persons import FORMS, GoldPeople, read_people
from evaluation.score import USABLE, Score, examples, in_its_place, options, part_of

PeopleFinder = Callable[[Document], Sequence[tuple[int, int]]]


@dataclass(slots=True)
class PeopleScore:
    """Scores of a folder: spans of all documents, of sport, of the others; sets of names; with examples of errors as lines."""

    spans: Score = field(default_factory=Score)
    sport: Score = field(default_factory=Score)
    other: Score = field(default_factory=Score)
    names: Score = field(default_factory=Score)
    errors: list[str] = field(default_factory=list)


def score(folder: Path, form: str, least: float = USABLE) -> PeopleScore:
    """Return how well persons are found in the annotated documents of a folder."""
    return score_documents(read_people(folder, form), least)


def score_documents(documents: Iterable[GoldPeople], least: float = USABLE) -> PeopleScore:
    """Return how well persons are found in documents."""
    total = PeopleScore()
    for gold in documents:
        found = find_people(read_document(gold.text), load_lexicon())
        rules = {(mention.start, mention.end): mention.rule for mention in found if mention.confidence >= least}
        spans = frozenset(span for span in rules if not any(a < span[1] and span[0] < b for a, b in gold.ignored))
        wanted = frozenset(gold.people)
        total.spans.add(spans, wanted)
        (total.sport if gold.sport else total.other).add(spans, wanted)
        total.names.add(frozenset(gold.text[a:b] for a, b in spans), frozenset(gold.text[a:b] for a, b in wanted))
        total.errors += [
            f"wrong  {gold.id}  {in_its_place(gold.text, *span)}  ({rules[span]})" for span in sorted(spans - wanted)
        ]
        total.errors += [f"missed {gold.id}  {in_its_place(gold.text, *span)}" for span in sorted(wanted - spans)]
    return total


def people_finder() -> PeopleFinder:
    """Return the finder of persons' names that extraction has."""
    lexicon = load_lexicon()
    return lambda document: [(mention.start, mention.end) for mention in find_people(document, lexicon)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of a folder."""
    parser = options("the persons", FORMS, least=USABLE)
    given = parser.parse_args(arguments)
    result = score_documents(part_of(read_people(given.folder, given.format), given.part), given.least)
    for label, value in (("spans", result.spans), ("sport", result.sport), ("other", result.other), ("names", result.names)):
        if value.right + value.wrong + value.missed:
            sys.stdout.write(f"{label}  {value}\n")
    sys.stdout.writelines(examples(result.errors, given.errors))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
