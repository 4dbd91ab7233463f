"""How well countries are found: sets of countries per document, and single mentions, against annotated text.

Only what names a country counts (a name, an alias, an abbreviation, its people, a part of it), from a confidence of 0.5 on;
capitals, cities and regions do not, since the sets annotate those as places of their own.

    PYTHONPATH=generator:tests python -m evaluation.countries FORMAT FOLDER [--errors N] [--without-demonyms]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.extract.countries.countries import CountryMention, find_countries
from broadsheet.extract.countries.places import NAMING, load_gazetteer
from broadsheet.extract.document.document import Document, read_document
from evaluation.score import USABLE, Score, examples, in_its_place, options
from evaluation.toponyms import FORMS, GoldDocument, read_documents

PeopleFinder = Callable[[Document], Sequence[tuple[int, int]]]


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
            errors.append(f"wrong   {code} {first.how:12} {document.id}: {in_its_place(document.text, first.start, first.end)}")
        for code in sorted(document.codes - codes):
            gold = [m for m in document.mentions if m.code == code]
            where = in_its_place(document.text, gold[0].start, gold[0].end) if gold else ""
            errors.append(f"missed  {code} {'':12} {document.id}: {where}")
    return CountryScore(sets, mentions, tuple(errors))


def counted(gold: GoldDocument, people: PeopleFinder | None = None) -> list[CountryMention]:
    """Return the mentions of a document that name a country with enough confidence."""
    document = read_document(gold.text)
    found = find_countries(document, load_gazetteer(), people(document) if people else gold.people)
    return [m for m in found if m.confidence >= USABLE and m.how in NAMING]


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of a folder."""
    parser = options("the countries", FORMS)
    parser.add_argument("--without-demonyms", action="store_true", help="for sets that annotate names only")
    given = parser.parse_args(arguments)
    result = score(given.folder, given.format, not given.without_demonyms)
    sys.stdout.write(f"documents  {result.documents}\nmentions   {result.mentions}\n")
    sys.stdout.writelines(examples(result.errors, given.errors))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
