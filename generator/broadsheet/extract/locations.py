"""Locations: the places below the country that a story is set in, each with its kind and its country.

One that is named in the lead or more than once is found where the text is surely of its country's affairs; of a country with
others beside it, only one whose name no other place has. Left out: seats of governments that stand for these, peoples and
adjectives (`unplaced` in namesakes.tsv), and what is part of a body's name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from string import capwords

from broadsheet.catalog.terms import name_key
from broadsheet.extract.countries.countries import ELSEWHERE, FoundCountry
from broadsheet.extract.countries.passing import lead_end
from broadsheet.extract.countries.places import load_gazetteer
from broadsheet.extract.countries.senses import METONYM
from broadsheet.extract.document.document import Document
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.organisations.organisations import OrganisationMention
from broadsheet.extract.standing import CountryStanding

_KINDS = {"city": "city", "capital": "city", "region": "region", "constituent": "region"}
_PART = re.compile(r".* (?:County|Township|Parish|Borough)|County .*")
_SURE, _SHARED = 0.9, 0.8
_MOST = 6
_SHORTEST_IN_CAPITALS = 4


def find_locations(
    document: Document, standings: Sequence[CountryStanding], organisations: Sequence[OrganisationMention]
) -> Iterator[Finding]:
    """Yield the places that a document is set in, the most mentioned first, then by first mention."""
    lead, within = lead_end(document), [(body.start, body.end) for body in organisations]
    by_name: defaultdict[tuple[str, str], list[FoundCountry]] = defaultdict(list)
    sure = {standing.code for standing in standings if standing.confidence >= _SHARED}
    for mention in (mention for standing in standings if standing.code in sure for mention in standing.mentions):
        if _is_place(mention) and not any(start <= mention.start and mention.end <= end for start, end in within):
            by_name[mention.code, name_key(mention.text)].append(mention)
    found = [those for those in by_name.values() if len(those) > 1 or those[0].start < lead]
    if len(sure) > 1:
        found = [those for those in found if not _is_shared(those)]
    for those in sorted(found, key=lambda those: (-len(those), those[0].start))[:_MOST]:
        code, how = those[0].code, those[0].how
        name = next((mention.text for mention in those if not mention.text.isupper()), _shown(those[0]))
        kind = "county" if _PART.fullmatch(name) else _KINDS[how]
        evidence = tuple(Evidence(mention.start, mention.end, mention.text) for mention in those)
        value = {"name": " ".join(name.split()), "kind": kind, "country": code}
        yield Finding("places", value, evidence, how, _SHARED if _is_shared(those) else _SURE, f"{code} {name_key(name)}")


def _is_shared(mentions: Sequence[FoundCountry]) -> bool:
    return all(mention.note == ELSEWHERE for mention in mentions)


def _is_place(mention: FoundCountry) -> bool:
    unplaced = load_gazetteer().words["unplaced"]
    return mention.how in _KINDS and mention.note != METONYM and unplaced.isdisjoint((mention.text, _shown(mention)))


def _shown(mention: FoundCountry) -> str:
    """Return a name as text has it that is not in capitals."""
    return capwords(mention.text) if mention.text.isupper() and len(mention.text) >= _SHORTEST_IN_CAPITALS else mention.text
