"""Standing: which countries a document is about, by all their mentions.

A capital, a city or a region counts as evidence of a country that is named otherwise. By itself a city never puts a country
above what is published without a look, a capital only where it stands for the government. Nor does a country that stands only in
the name of a firm, a paper, a university, a war or a currency: "Scientific American", "the Iraq War", "U.S. dollars".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from broadsheet.extract.countries.countries import CountryMention
from broadsheet.extract.countries.places import NAMING
from broadsheet.extract.countries.senses import METONYM
from broadsheet.extract.document.document import Document
from broadsheet.extract.organisations.organisations import OrganisationMention

_USABLE = 0.5
_ALONE = 0.75  # below the threshold at which findings are published
_FORMER = "x-"
_CALLED_AFTER = frozenset(("company", "media", "agency", "university", "exchange"))
_OF_A_STATE = "national body"  # its rule
_THINGS = frozenset(("War", "dollar", "dollars"))


@dataclass(frozen=True, slots=True)
class CountryStanding:
    """A country of a document (or a former state) with its mentions in order, and how sure it is that the text names it."""

    code: str
    mentions: tuple[CountryMention, ...]
    confidence: float


def primary_countries(mentions: Iterable[CountryMention], aside: Iterable[CountryMention] = ()) -> tuple[CountryStanding, ...]:
    """Return the countries of a document, the most mentioned first, then by first mention. Former states are left out.

    Mentions that are `aside` do not name a country by themselves.
    """
    return _standings((m for m in mentions if not m.code.startswith(_FORMER)), frozenset(aside))


def mentions_in_names(
    document: Document, mentions: Iterable[CountryMention], organisations: Iterable[OrganisationMention]
) -> Iterator[CountryMention]:
    """Yield the mentions of countries that are part of the name of something else that need not be of that country."""
    spans = sorted((o.start, o.end) for o in organisations if o.kind in _CALLED_AFTER and o.rule != _OF_A_STATE)
    number = 0
    for mention in mentions:
        while number < len(spans) and spans[number][1] <= mention.start:
            number += 1
        tokens, after = document.tokens, document.token_at(mention.end)
        thing = after < len(tokens) and tokens[after].text in _THINGS and tokens[after].start - mention.end <= 1
        if thing or (number < len(spans) and spans[number][0] <= mention.start and mention.end <= spans[number][1]):
            yield mention


def _standings(mentions: Iterable[CountryMention], aside: frozenset[CountryMention]) -> tuple[CountryStanding, ...]:
    by_code: defaultdict[str, list[CountryMention]] = defaultdict(list)
    for mention in mentions:
        if mention.confidence >= _USABLE:
            by_code[mention.code].append(mention)
    found = [CountryStanding(code, tuple(those), _confidence(those, aside)) for code, those in by_code.items()]
    return tuple(sorted(found, key=lambda standing: (-len(standing.mentions), standing.mentions[0].start)))


def _confidence(mentions: list[CountryMention], aside: frozenset[CountryMention]) -> float:
    naming = (m for m in mentions if m.how in NAMING or m.how == "historical" or m.note == METONYM)
    named = [m.confidence for m in naming if m not in aside]
    return max(named, default=min(_ALONE, max(m.confidence for m in mentions)))
