"""How well organisations are found: exact spans against annotated text, all of it and without sport.

Sets differ in what they call an organisation's name. Here the country before a body is no part of it where it is an adjective or
has a possessive ("[Foreign Ministry]" of "Qatar's Foreign Ministry"), nor is "the"; words without a capital name nothing. Sets of
longer spans (MEANTIME, re3d) are read with the same conventions, and only for names.

    PYTHONPATH=generator:tests python -m evaluation.organisations FORMAT FOLDER [--errors N] [--gold-people]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from broadsheet.extract.countries.countries import find_countries
from broadsheet.extract.countries.places import load_gazetteer
from broadsheet.extract.document.document import Document, read_document
from broadsheet.extract.organisations.organisations import OrganisationMention, find_organisations
from broadsheet.extract.organisations.scene import POSSESSIVES
from evaluation.names import FORMS, GoldNames, read_names
from evaluation.people import PeopleFinder, people_finder
from evaluation.score import USABLE, Score, examples, in_its_place, options, part_of

_WINDOW = 50


@dataclass(frozen=True, slots=True)
class OrganisationScore:
    """Scores of a folder: all documents, those of sport, the others; with what was wrong or missed, as lines of text."""

    every: Score
    sport: Score
    other: Score
    errors: tuple[str, ...]


def score(documents: Iterable[GoldNames], people: PeopleFinder | None = None, least: float = USABLE) -> OrganisationScore:
    """Return how well organisations are found. `people` finds persons' names; without it the annotated ones are taken."""
    every, sport, other, errors = Score(), Score(), Score(), []
    for gold in documents:
        document = read_document(gold.text)
        spans = people(document) if people else gold.spans("PER")
        mentions = {named_span(document, m): m for m in mentions_of(document, spans) if m.confidence >= least}
        found = frozenset(span for span in mentions if _is_name(gold.text[slice(*span)]))
        until = gold.until or len(gold.text)
        wanted, optional = (frozenset(span for span in gold.spans(kind) if span[1] <= until) for kind in ("ORG", "ORG?"))
        found = frozenset(span for span in found if span[1] <= until and (span in wanted or span not in optional))
        for total in (every, sport if gold.sport else other):
            total.add(found, wanted)
        for span in sorted(found - wanted):
            errors.append(f"wrong   {mentions[span].rule:24} {gold.id}: {in_its_place(gold.text, *span)}")
        errors += [f"missed  {'':24} {gold.id}: {in_its_place(gold.text, *span)}" for span in sorted(wanted - found)]
    return OrganisationScore(every, sport, other, tuple(errors))


def mentions_of(document: Document, people: Sequence[tuple[int, int]]) -> tuple[OrganisationMention, ...]:
    """Return the organisations of a document with the countries that extraction finds in it."""
    return find_organisations(document, people, find_countries(document, load_gazetteer(), people))


def named_span(document: Document, mention: OrganisationMention) -> tuple[int, int]:
    """Return the span that a set would annotate: without the possessive or adjective of a country, and without "The"."""
    start, text = mention.start, document.text
    if mention.own > mention.start:
        before = document.tokens[document.token_at(mention.own) - 1]
        owner = text[mention.start : mention.own].strip()
        if before.text in POSSESSIVES or _is_adjective(owner) or not owner[:1].isupper():
            start = mention.own
    for article in ("The ", "the "):
        start += len(article) if text.startswith(article, start) and start + len(article) < mention.end else 0
    return start, mention.end


def _is_adjective(owner: str) -> bool:
    found = [readings for _, _, readings in load_gazetteer().scan(read_document(owner).tokens) if readings]
    return bool(found) and found[0][0].how in ("demonym", "people")


def _is_name(text: str) -> bool:
    return any(c.isupper() for c in text.split()[-1]) or text[:1].isupper()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of a folder."""
    parser = options("the organisations", FORMS, least=USABLE)
    parser.add_argument("--gold-people", action="store_true", help="take the annotated persons, not those that are found")
    given = parser.parse_args(arguments)
    documents = part_of(read_names(given.folder, given.format), given.part)
    result = score(documents, None if given.gold_people else people_finder(), given.least)
    sys.stdout.write(f"all    {result.every}\nsport  {result.sport}\nother  {result.other}\n")
    sys.stdout.writelines(examples(result.errors, given.errors))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
