"""Mentions of offices: where a text speaks of the holder of an office that the registers know, without the name.

"Iran's president", "the Iranian president", "the president of Iran", "Iran's former president". Looked for beside countries only,
and only where the registers have offices. Left out: who held the office (`identity.py`), and titles that a name follows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
    if not offices:
        return ()
    starts = frozenset(start for start, _ in people)
    found = []
    for mention in countries:
        if mention.how in _NAMING and mention.confidence >= _USABLE:
            found += [each for each in (_after(document, mention, offices, starts), _before(document, mention, offices)) if each]
    return tuple(found)


def _after(document: Document, country: FoundCountry, offices: Collection[str], names: Collection[int]) -> OfficeMention | None:
    """Return the office behind a country: Iran's president, the Iranian president."""
    tokens = document.tokens
    first = document.token_at(country.end)
    if first < len(tokens) and tokens[first].text in _POSSESSIVES:
        first += 1
    sentence = document.sentence_at(country.start)
    limit = min(sentence.last if sentence else len(tokens), first + _LONGEST)
    for last in range(limit, first, -1):
        if last < len(tokens) and tokens[last].start in names:
            continue
        title = document.text[tokens[first].start : tokens[last - 1].end]
        if read_office(title).name in offices:
            end = tokens[last - 1].end
            return OfficeMention(country.start, end, document.text[country.start : end], title, country.code)
    return None


def _before(document: Document, country: FoundCountry, offices: Collection[str]) -> OfficeMention | None:
    """Return the office before a country: the president of Iran."""
    tokens = document.tokens
    at = document.token_at(country.start)
    while at and tokens[at - 1].text.lower() in ("the", "of"):
        at -= 1
        if tokens[at].text.lower() == "of":
            break
    else:
        return None
    sentence = document.sentence_at(country.start)
    begin = max(sentence.first if sentence else 0, at - _LONGEST)
    for first in range(begin, at):
        title = document.text[tokens[first].start : tokens[at - 1].end]
        if tokens[first].text.lower() != "the" and read_office(title).name in offices:
            start = tokens[first].start
            return OfficeMention(start, country.end, document.text[start : country.end], title, country.code)
    return None
