"""How well countries are found: sets of countries per document, and single mentions, against annotated text.

Only what names a country counts (a name, an alias, an abbreviation, its people, a part of it), from a confidence of 0.5 on;
capitals, cities and regions do not, since the sets annotate those as places of their own.

    PYTHONPATH=generator:tests python -m evaluation.countries FORMAT FOLDER [--errors N] [--without-demonyms] [--gold-people]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from broadsheet.extract.countries.countries import FoundCountry, find_countries
from broadsheet.extract.countries.places import NAMING, load_gazetteer
from broadsheet.extract.document.document import read_document
from evaluation.people import PeopleFinder, people_finder
from evaluation.score import USABLE, Score, examples, in_its_place, options, part_of
from evaluation.toponyms import FORMS, GoldDocument, read_documents

_DEMONYMS = ("demonym", "people")


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
    """Return how well countries are found in documents: per document, and by mention (same code, spans that overlap).

    Without `demonyms`, peoples and adjectives count neither where they are found nor where they are annotated.
    """
    sets, mentions, errors = Score(), Score(), []
    for gold in documents:
        found, document = counted(gold, people), gold
        if not demonyms:
            peoples = [m for m in found if m.how in _DEMONYMS]
            found = [m for m in found if m.how not in _DEMONYMS]
            document = _without(gold, peoples)
        found = [m for m in found if _asked(m, document)]
        codes = frozenset(mention.code for mention in found)
        sets.add(codes, document.codes)
        _match(mentions, found, document)
        for code in sorted(codes - document.codes):
            first = next(m for m in found if m.code == code)
            errors.append(f"wrong   {code} {first.how:12} {document.id}: {in_its_place(document.text, first.start, first.end)}")
        for code in sorted(document.codes - codes):
            missed = [m for m in document.mentions if m.code == code]
            where = in_its_place(document.text, missed[0].start, missed[0].end) if missed else ""
            errors.append(f"missed  {code} {'':12} {document.id}: {where}")
    return CountryScore(sets, mentions, tuple(errors))


def counted(gold: GoldDocument, people: PeopleFinder | None = None) -> list[FoundCountry]:
    """Return the mentions of a document that name a country with enough confidence."""
    document = read_document(gold.text)
    found = find_countries(document, load_gazetteer(), people(document) if people else gold.people)
    return [m for m in found if m.confidence >= USABLE and m.how in NAMING]


def _without(gold: GoldDocument, peoples: Sequence[FoundCountry]) -> GoldDocument:
    kept = tuple(m for m in gold.mentions if not any(p.start < m.end and m.start < p.end for p in peoples))
    return replace(gold, mentions=kept, codes=frozenset(m.code for m in kept))


def _asked(mention: FoundCountry, gold: GoldDocument) -> bool:
    within = any(start <= mention.start and mention.end <= end for start, end in gold.unasked)
    return not within or any(m.start < mention.end and mention.start < m.end for m in gold.mentions)


def _match(total: Score, found: Sequence[FoundCountry], document: GoldDocument) -> None:
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
    parser.add_argument("--gold-people", action="store_true", help="take the annotated persons, not those that are found")
    given = parser.parse_args(arguments)
    documents = part_of(read_documents(given.folder, given.format), given.part)
    result = score_documents(documents, not given.without_demonyms, None if given.gold_people else people_finder())
    sys.stdout.write(f"documents  {result.documents}\nmentions   {result.mentions}\n")
    sys.stdout.writelines(examples(result.errors, given.errors))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
