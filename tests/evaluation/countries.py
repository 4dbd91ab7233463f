"""How well countries are found: sets of countries per document, and single mentions, against annotated text.

Only what names a country counts (a name, an alias, an abbreviation, its people, a part of it), from a confidence of 0.5 on;
capitals, cities and regions do not, since the sets annotate those as places of their own.

    PYTHONPATH=generator:tests python -m evaluation.countries FORMAT FOLDER [--errors N] [--without-demonyms]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.extract.countries import CountryMention, find_countries
from broadsheet.extract.document import Document, read_document
from broadsheet.extract.places import NAMING, load_gazetteer
from evaluation.toponyms import FORMS, GoldDocument, read_documents

PeopleFinder = Callable[[Document], Sequence[tuple[int, int]]]
_USABLE = 0.5
_WINDOW = 60


@dataclass(slots=True)
class Score:
    """Counts of what was found and right, found and wrong, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Return the share of what there is that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, found: frozenset[object], gold: frozenset[object]) -> None:
        """Count one document's sets."""
        self.right += len(found & gold)
        self.wrong += len(found - gold)
        self.missed += len(gold - found)

    def __str__(self) -> str:
        shares = f"P {self.precision:.1%}  R {self.recall:.1%}  F1 {self.f1:.1%}"
        return f"{shares}  ({self.right} right, {self.wrong} wrong, {self.missed} missed)"


@dataclass(frozen=True, slots=True)
class CountryScore:
    """Scores of a folder, with examples of what was wrong or missed, as lines of text."""

    documents: Score
    mentions: Score
    errors: tuple[str, ...]


def score(folder: Path, form: str, demonyms: bool = True, people: PeopleFinder | None = None) -> CountryScore:
    """Return how well countries are found in the annotated documents of a folder.

    `people` finds the spans of persons' names in a document; without it, those that the set annotates are taken.
    """
    return score_documents(read_documents(folder, form), demonyms, people)


def score_documents(documents: Iterable[GoldDocument], demonyms: bool = True, people: PeopleFinder | None = None) -> CountryScore:
    """Return how well countries are found in documents: per document, and by mention (same code, spans that overlap)."""
    sets, mentions, errors = Score(), Score(), []
    for document in documents:
        found = [m for m in counted(document, people) if demonyms or m.how not in ("demonym", "people")]
        codes = frozenset(mention.code for mention in found)
        sets.add(codes, document.codes)
        _match(mentions, found, document)
        for code in sorted(codes - document.codes):
            first = next(m for m in found if m.code == code)
            errors.append(f"wrong   {code} {first.how:12} {document.id}: {_shown(document.text, first.start, first.end)}")
        for code in sorted(document.codes - codes):
            gold = [m for m in document.mentions if m.code == code]
            where = _shown(document.text, gold[0].start, gold[0].end) if gold else ""
            errors.append(f"missed  {code} {'':12} {document.id}: {where}")
    return CountryScore(sets, mentions, tuple(errors))


def counted(gold: GoldDocument, people: PeopleFinder | None = None) -> list[CountryMention]:
    """Return the mentions of a document that name a country with enough confidence."""
    document = read_document(gold.text)
    found = find_countries(document, load_gazetteer(), people(document) if people else gold.people)
    return [m for m in found if m.confidence >= _USABLE and m.how in NAMING]


def _match(total: Score, found: Sequence[CountryMention], document: GoldDocument) -> None:
    left = list(document.mentions)
    for mention in found:
        hit = next((g for g in left if g.code == mention.code and g.start < mention.end and mention.start < g.end), None)
        if hit is None:
            total.wrong += 1
        else:
            total.right += 1
            left.remove(hit)
    total.missed += len(left)


def _shown(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[max(0, start - _WINDOW) : start]}[{text[start:end]}]{text[end : end + _WINDOW]}".split())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of a folder."""
    parser = argparse.ArgumentParser(description="Score the countries found in annotated text.")
    parser.add_argument("format", choices=sorted(FORMS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show so many errors of each kind")
    parser.add_argument("--without-demonyms", action="store_true", help="for sets that annotate names only")
    given = parser.parse_args(arguments)
    result = score(given.folder, given.format, not given.without_demonyms)
    sys.stdout.write(f"documents  {result.documents}\nmentions   {result.mentions}\n")
    shown: Counter[str] = Counter()
    for line in result.errors:
        shown[line[:6]] += 1
        if shown[line[:6]] <= given.errors:
            sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
