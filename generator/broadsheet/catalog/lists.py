"""Lists: which stories stand under each term, in each year and month, and for each pair of countries, voice and nation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from zlib import adler32, crc32

from broadsheet.catalog.catalog import ALL, ListKey
from broadsheet.catalog.filed import FiledStory, TermKey
from broadsheet.catalog.related import COMMON, KIND_WEIGHT
from broadsheet.catalog.terms import Term

PAIR_THRESHOLD = 3  # stories that two countries share before they have a page
MOST_COUNTRIES = 40  # a story that lists more names no pairs: it is a roll call, and its pairs would number in the thousands
_MASK = (1 << 61) - 1
_STEP = 1_000_003


def pair_key(one: str, other: str) -> ListKey:
    """Return the key of the list of stories that two countries share."""
    return ("pair", f"{min(one, other)}+{max(one, other)}")


def state_of(ids: Iterable[str]) -> int:
    """Return the number that sums up the stories of a list, by their ids in order."""
    state = 0
    for story_id in ids:
        state = (state * _STEP + _number(story_id)) & _MASK
    return state


def sum_states(states: Iterable[int]) -> int:
    """Return the number that sums up the states of several lists."""
    total = 0
    for state in states:
        total = (total * _STEP + state + 1) & _MASK
    return total


def _number(story_id: str) -> int:
    name = story_id.encode()
    return crc32(name) << 32 | adler32(name)


def lists_of(
    filed: Sequence[FiledStory], terms: Mapping[TermKey, Term], originals: Mapping[int, int]
) -> dict[ListKey, tuple[int, ...]]:
    """Return the positions of the stories in every list that has any. Translations stand in none: their originals do.

    On the way each story gets its `earlier`: the digest of the lists of its terms as far as it finds them filled.
    """
    lists: dict[ListKey, list[int]] = defaultdict(list)
    states: dict[TermKey, int] = defaultdict(int)  # of each list, a number that sums up its members in order
    countries = {term.slug: term.country for key, term in terms.items() if key[0] == "actor"}
    for story in filed:
        keys = story.terms
        number = _number(story.id)
        position = story.position
        translation = position in originals
        found = []  # the states of its lists as the story finds them
        for key in keys:
            positions = lists[key]
            state = states[key]
            if len(positions) <= COMMON and KIND_WEIGHT[key[0]]:
                found.append(state)
            if not translation:
                positions.append(position)
                states[key] = (state * _STEP + number) & _MASK
        story.earlier = sum_states(found)
        if translation:
            continue
        _add(story, lists, countries)
    few: list[ListKey] = [
        key for key, positions in lists.items() if not positions or (key[0] == "pair" and len(positions) < PAIR_THRESHOLD)
    ]
    for sparse in few:
        del lists[sparse]
    return {key: tuple(positions) for key, positions in lists.items()}


def _add(story: FiledStory, lists: dict[ListKey, list[int]], countries: Mapping[str, str]) -> None:
    """Add a story to the lists that are no terms'."""
    position = story.position
    lists[ALL].append(position)
    day = story.day
    lists[("period", day[:4])].append(position)
    lists[("period", day[:7])].append(position)
    if len(story.countries) > 1 and len(story.countries) <= MOST_COUNTRIES:
        for one, other in combinations(sorted([country.slug for country in story.countries]), 2):
            lists[("pair", f"{one}+{other}")].append(position)
    for slug in dict.fromkeys((*story.speakers, *story.claimants)):
        if slug:
            lists[("voice", slug)].append(position)
    for code in dict.fromkeys([actor.country or countries[actor.slug] for actor in story.actors]):
        if code:
            lists[("nation", code)].append(position)
