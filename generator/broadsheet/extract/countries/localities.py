"""Localities: places that no table has, by the words of their names: "Paris, Texas", "Fern County", "Salem Township".

A town before a state's name is in that state's country. A county that the table of counties has is in the United States; any
other part is in the one country at home, else in the one that all towns and regions of the text are in, else it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from broadsheet.extract.countries.countries import ELSEWHERE, FoundCountry
from broadsheet.extract.countries.places import load_gazetteer, rows_of
from broadsheet.extract.document.document import Document
from broadsheet.extract.document.grammar import word_set

_PART = re.compile(r"\b(?:[A-Z][a-z.]+ )?([A-Z][a-z]+ (?:County|Township|Parish|Borough|Province))\b|\bCounty [A-Z][a-z]+")
_ISLES = frozenset(("IE", "GB"))  # where counties are called "County Cork"
_TWO_WORDS = r"(?:New (?:York|Jersey|Hampshire|Mexico)|(?:North|South) (?:Carolina|Dakota)|West Virginia|Rhode Island)"
_CANADIAN = ("Ontario", "Ont.")
_TOWN, _COUNTY, _PARTLY = 0.75, 0.8, 0.5


def find_localities(
    document: Document, mentions: Sequence[FoundCountry], people: Iterable[tuple[int, int]] = (), home: Sequence[str] = ()
) -> tuple[FoundCountry, ...]:
    """Return the towns and parts that the mentions of countries do not have yet, in order. Linear in the document."""
    taken = {mention.start for mention in mentions} | {start for start, _ in people}
    found = [*_towns(document), *_parts(document, mentions, home)]
    return tuple(sorted(locality for locality in found if locality.start not in taken))


def _towns(document: Document) -> Iterator[FoundCountry]:
    for found in _town().finditer(document.text):
        first, _, rest = found[1].partition(" ")
        leads = first.lower() in word_set("preposition")  # "In Ashby, Ohio"
        start = found.start() + (len(first) + 1) * leads
        if rest or not leads:
            code = "CA" if found[2] in _CANADIAN else "US"
            yield FoundCountry(start, found.end(), document.text[start : found.end()], code, "city", _TOWN)


@lru_cache(maxsize=1)
def _town() -> re.Pattern[str]:
    words = load_gazetteer().words
    states = "|".join(re.escape(state) for state in sorted(words["state"], reverse=True))
    short = "|".join(sorted(words["state-short"], reverse=True))
    name = r"((?:(?:[A-Z][a-z’']+|St\.|Mt\.|Ft\.) ){0,2}[A-Z][a-z’'-]+)"
    return re.compile(rf"\b{name}, ({_TWO_WORDS}|(?:{states})(?![\w.])|(?:{short})\.)(?!['’\w]| State\b)")


def _parts(document: Document, mentions: Sequence[FoundCountry], home: Sequence[str]) -> Iterator[FoundCountry]:
    clear = (m for m in mentions if m.how == "region" or (m.how == "city" and m.note != ELSEWHERE))
    codes = sorted(set(home) or {m.code for m in clear})
    only = codes[0] if len(codes) == 1 else ""
    for found in _PART.finditer(document.text):
        number = 1 if found[0] not in _counties() and found[1] in _counties() else 0  # "Three Fern County schools"
        if found[number] in _counties():
            yield FoundCountry(*found.span(number), found[number], "US", "region", _COUNTY)
        elif only and (found[1] or only in _ISLES):
            yield FoundCountry(*found.span(), found[0], only, "region", _PARTLY)


@lru_cache(maxsize=1)
def _counties() -> frozenset[str]:
    return frozenset(name for _, names in rows_of("counties.tsv") for name in names.split(";"))
