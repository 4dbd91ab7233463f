"""Lists: which stories stand under each term, in each year and month, and for each pair of countries, voice and nation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from broadsheet.catalog.catalog import ALL, ListKey
from broadsheet.catalog.story import CatalogStory, TermKey
from broadsheet.catalog.terms import Term

PAIR_THRESHOLD = 3  # stories that two countries share before they have a page
MOST_COUNTRIES = 40  # a story that lists more names no pairs: it is a roll call, and its pairs would number in the thousands


def pair_key(one: str, other: str) -> ListKey:
    """Return the key of the list of stories that two countries share."""
    return ("pair", f"{min(one, other)}+{max(one, other)}")


def lists_of(
    stories: Sequence[CatalogStory], terms: Mapping[TermKey, Term], originals: Mapping[int, int]
) -> dict[ListKey, tuple[int, ...]]:
    """Return the positions of the stories in every list that has any. Translations stand in none: their originals do."""
    lists: dict[ListKey, list[int]] = defaultdict(list)
    for position, story in enumerate(stories):
        if position not in originals:
            for each in keys_of(story, terms):
                lists[each].append(position)
    return {key: tuple(each) for key, each in lists.items() if key[0] != "pair" or len(each) >= PAIR_THRESHOLD}


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
