"""Mentions of offices: where a text speaks of the holder of an office that the registers know, without the name.

"Iran's president", "the Iranian president", "the president of Iran", "Iran's former president". Looked for beside countries only,
and only where the registers have offices. Left out: who held the office (`identity.py`), and titles that a name follows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from broadsheet.extract.countries.countries import FoundCountry
from broadsheet.extract.document.document import Document
from broadsheet.extract.identity.offices import read_office

_LONGEST = 5  # words of a title
_POSSESSIVES = frozenset(("'s", "’s"))
_NAMING = frozenset(("name", "alias", "abbreviation", "demonym"))
_USABLE = 0.5


class OfficeMention(NamedTuple):
    """A mention: its span (code points) and text, the title without the country, the country's code."""

    start: int
    end: int
    text: str
    title: str
    country: str


def find_offices(
    document: Document,
    countries: Sequence[FoundCountry],
    offices: Collection[str],
    people: Sequence[tuple[int, int]] = (),
) -> tuple[OfficeMention, ...]:
    """Return the mentions of `offices` (by their one name), in order. `people` are spans of names. Linear in the countries."""
    starts = frozenset(start for start, _ in people)
    found: list[OfficeMention] = []
    for country in countries if offices else ():
        if country.how in _NAMING and country.confidence >= _USABLE:
            for spans in (_behind(document, country, starts), _before(document, country)):
                mentions = (_mention(document, country, *span) for span in spans)
                found += islice((each for each in mentions if read_office(each.title).name in offices), 1)
    return tuple(found)


def _behind(document: Document, country: FoundCountry, names: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield where a title may stand behind a country, in tokens, the longest first: Iran's president, the Iranian president."""
    tokens, first = document.tokens, document.token_at(country.end)
    first += first < len(tokens) and tokens[first].text in _POSSESSIVES
    sentence = document.sentence_at(country.start)
    limit = min(sentence.last if sentence else len(tokens), first + _LONGEST)
    for last in range(limit, first, -1):
        if last == len(tokens) or tokens[last].start not in names:
            yield first, last


def _before(document: Document, country: FoundCountry) -> Iterator[tuple[int, int]]:
    """Yield where a title may stand before a country, in tokens, the longest first: the president of Iran."""
    texts, at = document.texts, document.token_at(country.start)
    while at and texts[at - 1].lower() == "the":
        at -= 1
    sentence = document.sentence_at(country.start)
    begin = max(sentence.first if sentence else 0, at - 1 - _LONGEST)
    for first in range(begin, at - 1) if at and texts[at - 1].lower() == "of" else ():
        if texts[first].lower() != "the":
            yield first, at - 1


def _mention(document: Document, country: FoundCountry, first: int, last: int) -> OfficeMention:
    """Return a country and a title beside it as a mention of an office."""
    opening, closing = document.tokens[first].start, document.tokens[last - 1].end
    start, end = min(country.start, opening), max(country.end, closing)
    return OfficeMention(start, end, document.text[start:end], document.text[opening:closing], country.code)
