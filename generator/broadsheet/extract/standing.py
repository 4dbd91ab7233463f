"""Standing: which countries a document is about, by all their mentions, and which it only names.

A capital, a city or a region counts as evidence of a country that is named otherwise. By itself one never puts a country above
what is published without a look, a capital only where it stands for the government. Several of one country do, from the lead on,
where no country is named more often; one name again and again does not, for it may be another town's. Any of a country at home
does, and so do its counties and townships. Nor does a country that stands only in the name of a firm, a paper, a university, a
war or a currency ("Scientific American", "the Iraq War", "U.S. dollars"), or that is named only in passing, after the lead, and
in the names of bodies. One that is named once or twice is less sure than one of the lead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.extract.countries.countries import ELSEWHERE, FoundCountry
from broadsheet.extract.countries.passing import lead_end, passing
from broadsheet.extract.countries.places import FORMER, NAMING
from broadsheet.extract.countries.senses import METONYM
from broadsheet.extract.document.document import Document
from broadsheet.extract.organisations.organisations import OrganisationMention

_USABLE = 0.5
_ALONE = 0.75  # below the threshold at which findings are published
_PLACED, _SEVERAL = 0.8, 2  # of so many places, all in one country, where none is a state or county that no other is called like
_AT_HOME = 0.85
_IN_PASSING = 0.7
_ONCE, _TWICE = 0.84, 0.9  # after the lead
_OFTEN = 3
_CALLED_AFTER = frozenset(("company", "media", "agency", "university", "exchange"))
_OF_A_STATE = "national body"  # its rule
_THINGS = frozenset(("War", "dollar", "dollars"))


@dataclass(frozen=True, slots=True)
class CountryStanding:
    """A country of a document with its mentions in order, and how sure it is that the text is of its affairs."""

    code: str
    mentions: tuple[FoundCountry, ...]
    confidence: float


class _Weak(NamedTuple):
    """Mentions that do not name a country by themselves, mentions in passing, where the lead ends, and the countries at home."""

    aside: frozenset[FoundCountry]
    passing: frozenset[FoundCountry]
    lead: int
    home: Sequence[str]


def primary_countries(
    document: Document,
    mentions: Sequence[FoundCountry],
    organisations: Sequence[OrganisationMention] = (),
    published: str = "",
    home: Sequence[str] = (),
) -> tuple[CountryStanding, ...]:
    """Return the countries of a document, the most mentioned first, then by first mention. Former states are left out.

    `published` is the day of publication, YYYY-MM-DD, or nothing; `home` are the codes of the countries whose news is told.
    Linear in the mentions.
    """
    of_today = [m for m in mentions if not m.code.startswith(FORMER)]
    aside = frozenset(mentions_in_names(document, mentions, organisations))
    light = {of_today[number] for number in passing(document, of_today, published)}
    light |= set(_within(of_today, sorted((o.start, o.end) for o in organisations if o.rule != _OF_A_STATE)))
    return _standings(of_today, _Weak(aside, frozenset(light), lead_end(document), home))


def mentions_in_names(
    document: Document, mentions: Iterable[FoundCountry], organisations: Iterable[OrganisationMention]
) -> Iterator[FoundCountry]:
    """Yield the mentions of countries that are part of the name of something else that need not be of that country."""
    spans = sorted((o.start, o.end) for o in organisations if o.kind in _CALLED_AFTER and o.rule != _OF_A_STATE)
    mentions = tuple(mentions)
    within = set(_within(mentions, spans))
    for mention in mentions:
        tokens, after = document.tokens, document.token_at(mention.end)
        thing = after < len(tokens) and tokens[after].text in _THINGS and tokens[after].start - mention.end <= 1
        if thing or mention in within:
            yield mention


def _within(mentions: Iterable[FoundCountry], spans: Sequence[tuple[int, int]]) -> Iterator[FoundCountry]:
    """Yield the mentions inside spans; both are in order."""
    number = 0
    for mention in mentions:
        while number < len(spans) and spans[number][1] <= mention.start:
            number += 1
        if number < len(spans) and spans[number][0] <= mention.start and mention.end <= spans[number][1]:
            yield mention


def _standings(mentions: Iterable[FoundCountry], weak: _Weak) -> tuple[CountryStanding, ...]:
    by_code: defaultdict[str, list[FoundCountry]] = defaultdict(list)
    for mention in mentions:
        if mention.confidence >= _USABLE:
            by_code[mention.code].append(mention)
    most = max((sum(_names(mention) for mention in those) for those in by_code.values()), default=0)
    found = [CountryStanding(code, tuple(those), _confidence(those, weak, most)) for code, those in by_code.items()]
    return tuple(sorted(found, key=lambda standing: (-len(standing.mentions), standing.mentions[0].start)))


def _names(mention: FoundCountry) -> bool:
    """Say whether a mention names its country, or stands for its government."""
    return mention.how in NAMING or mention.how == "historical" or mention.note == METONYM


def _is_region(place: FoundCountry) -> bool:
    return place.how == "region" and place.note != ELSEWHERE


def _are_sure(places: Sequence[FoundCountry]) -> bool:
    """Say whether places are of one country: not one name again and again that a town elsewhere may have."""
    alone = any(m.how in ("city", "region") and m.note != ELSEWHERE for m in places)
    return alone or len({m.text.casefold() for m in places}) > 1


def _confidence(mentions: list[FoundCountry], weak: _Weak, most: int) -> float:
    """Return how sure a country is; `most` is how often the country is named that is named most."""
    named = [m for m in mentions if _names(m) and m not in weak.aside]
    if not named:
        places = [m for m in mentions if not _names(m) and m not in weak.passing]
        if places and mentions[0].code in weak.home:
            return _AT_HOME
        several = 1 if any(map(_is_region, places)) else _SEVERAL
        if _are_sure(places) and len(places) >= max(several, most) and places[0].start < weak.lead:
            return _PLACED
        return min(_ALONE, max(m.confidence for m in mentions))
    if all(m.note == METONYM for m in named) and len(mentions) > 2 * len(named) and not _are_sure(mentions):
        return _AT_HOME if mentions[0].code in weak.home else _ALONE  # "Paris is glad", in a town of that name
    sure = max(m.confidence for m in named)
    if named[0].start < weak.lead or len(named) > _OFTEN:
        return sure
    if all(m in weak.passing for m in named):
        return min(sure, _IN_PASSING)
    if len(named) == _OFTEN:
        return sure
    return min(sure, _ONCE if len(named) == 1 else _TWICE)
