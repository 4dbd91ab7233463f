"""Lists: which stories stand under each term, in each year and month, and for each pair of countries, voice and nation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from zlib import adler32, crc32

from broadsheet.catalog.catalog import ALL, ListKey
from broadsheet.catalog.related import COMMON
from broadsheet.catalog.story import CatalogStory, TermKey
from broadsheet.catalog.terms import Term

PAIR_THRESHOLD = 3  # stories that two countries share before they have a page
MOST_COUNTRIES = 40  # a story that lists more names no pairs: it is a roll call, and its pairs would number in the thousands
_MASK = (1 << 61) - 1
_STEP = 1_000_003


def pair_key(one: str, other: str) -> ListKey:
    """Return the key of the list of stories that two countries share."""
    return ("pair", f"{min(one, other)}+{max(one, other)}")


def lists_of(
    stories: Sequence[CatalogStory], terms: Mapping[TermKey, Term], originals: Mapping[int, int]
) -> dict[ListKey, tuple[int, ...]]:
    """Return the positions of the stories in every list that has any. Translations stand in none: their originals do.

    Each story is given its `earlier`: the digest of the lists of its terms as far as it finds them filled.
    """
    lists: dict[ListKey, list[int]] = defaultdict(list)
    states: dict[TermKey, int] = defaultdict(int)  # of each list, a number that sums up its members in order
    for story in stories:
        position = story.position
        number, total = _number_of(story), 0
        translation = position in originals
        for key in story.terms:
            if key[0] != "section" and len(lists[key]) <= COMMON:  # others relate nothing
                state = states[key]
                total = (total * _STEP + state + 1) & _MASK
                if not translation:
                    states[key] = (state * _STEP + number) & _MASK
        story.earlier = total
        if not translation:
            for each in keys_of(story, terms):
                lists[each].append(position)
    few = [key for key, positions in lists.items() if not positions or (key[0] == "pair" and len(positions) < PAIR_THRESHOLD)]
    for sparse in few:
        del lists[sparse]
    return {key: tuple(positions) for key, positions in lists.items()}


def _number_of(story: CatalogStory) -> int:
    """Return the number that stands for a story in its place: of stories in several lists only that tells which is newer."""
    name = f"{story.instant}{story.id}".encode()
    return crc32(name) << 32 | adler32(name)


def keys_of(story: CatalogStory, terms: Mapping[TermKey, Term]) -> list[ListKey]:
    """Return the keys of all lists that hold a story which is no translation."""
    keys: list[ListKey] = [*story.terms, ALL, *story.periods]
    countries = story.countries
    if 1 < len(countries) <= MOST_COUNTRIES:
        keys += [("pair", f"{one}+{other}") for one, other in combinations(sorted([each[0] for each in countries]), 2)]
    if story.speakers or story.claimants:
        keys += [("voice", slug) for slug in dict.fromkeys((*story.speakers, *story.claimants)) if slug]
    codes = {country or terms["actor", slug].country: None for slug, _, country in story.actors}
    return keys + [("nation", code) for code in codes if code]
