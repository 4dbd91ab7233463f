"""Standing: which countries a document is about, by all their mentions.

A capital, a city or a region counts as evidence of a country that is named otherwise. By itself a city never puts a country
above what is published without a look, a capital only where it stands for the government.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from broadsheet.extract.countries import CountryMention
from broadsheet.extract.places import NAMING
from broadsheet.extract.senses import METONYM

_USABLE = 0.5
_ALONE = 0.75  # below the threshold at which findings are published
_FORMER = "x-"


@dataclass(frozen=True, slots=True)
class CountryStanding:
    """A country of a document (or a former state) with its mentions in order, and how sure it is that the text names it."""

    code: str
    mentions: tuple[CountryMention, ...]
    confidence: float


def primary_countries(mentions: Iterable[CountryMention]) -> tuple[CountryStanding, ...]:
    """Return the countries of a document, the most mentioned first, then by first mention. Former states are left out."""
    return _standings(m for m in mentions if not m.code.startswith(_FORMER))


def former_states(mentions: Iterable[CountryMention]) -> tuple[CountryStanding, ...]:
    """Return the former states that a document mentions, in the same order."""
    return _standings(m for m in mentions if m.code.startswith(_FORMER))


def _standings(mentions: Iterable[CountryMention]) -> tuple[CountryStanding, ...]:
    by_code: defaultdict[str, list[CountryMention]] = defaultdict(list)
    for mention in mentions:
        if mention.confidence >= _USABLE:
            by_code[mention.code].append(mention)
    found = [CountryStanding(code, tuple(those), _confidence(those)) for code, those in by_code.items()]
    return tuple(sorted(found, key=lambda standing: (-len(standing.mentions), standing.mentions[0].start)))


def _confidence(mentions: list[CountryMention]) -> float:
    named = [m.confidence for m in mentions if m.how in NAMING or m.how == "historical" or m.note == METONYM]
    return max(named, default=min(_ALONE, max(m.confidence for m in mentions)))
