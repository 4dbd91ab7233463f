"""Lists: which stories stand under each term, in each year and month, and for each pair of countries, voice and nation."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from zlib import adler32, crc32

from broadsheet.catalog.catalog import ALL, ListKey
from broadsheet.catalog.facts import Facts
from broadsheet.catalog.filed import TermKey
from broadsheet.catalog.related import COMMON, KIND_WEIGHT
from broadsheet.catalog.terms import Term

PAIR_THRESHOLD = 3  # stories that two countries share before they have a page
MOST_COUNTRIES = 40  # a story that lists more names no pairs: it is a roll call, and its pairs would number in the thousands
_MASK = (1 << 61) - 1
_STEP = 1_000_003


def pair_key(one: str, other: str) -> ListKey:
    """Return the key of the list of stories that two countries share."""
    return ("pair", f"{min(one, other)}+{max(one, other)}")


def number_of(story_id: str, instant: str) -> int:
    """Return the number that stands for a story in its place: of stories in several lists only that tells which is newer."""
    name = f"{instant}{story_id}".encode()
    return crc32(name) << 32 | adler32(name)


def state_of(numbers: Iterable[int]) -> int:
    """Return the number that sums up the stories of a list, by their numbers in order."""
    state = 0
    for number in numbers:
        state = (state * _STEP + number) & _MASK
    return state


def sum_states(states: Iterable[int]) -> int:
    """Return the number that sums up the states of several lists."""
    total = 0
    for state in states:
        total = (total * _STEP + state + 1) & _MASK
    return total


def lists_of(
    facts: Facts,
    numbers: Sequence[int],
    terms: Mapping[TermKey, Term],
    originals: Mapping[int, int],
) -> tuple[dict[ListKey, tuple[int, ...]], array[int]]:
    """Return the positions of the stories in every list that has any. Translations stand in none: their originals do.

    `numbers` are those of the stories, from `number_of`.
    With them comes for each story its `earlier`: the digest of the lists of its terms as far as it finds them filled.
    """
    lists: dict[ListKey, list[int]] = defaultdict(list)
    states: dict[TermKey, int] = defaultdict(int)  # of each list, a number that sums up its members in order
    countries = {term.slug: term.country for key, term in terms.items() if key[0] == "actor"}
    earlier = array("Q")
    for position, number in enumerate(numbers):
        keys = facts.keys(position)
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
        earlier.append(sum_states(found))
        if not translation:
            for other in _other_lists(facts, position, countries):
                lists[other].append(position)
    few: list[ListKey] = [
        key for key, positions in lists.items() if not positions or (key[0] == "pair" and len(positions) < PAIR_THRESHOLD)
    ]
    for sparse in few:
        del lists[sparse]
    return {key: tuple(positions) for key, positions in lists.items()}, earlier


def _other_lists(facts: Facts, position: int, countries: Mapping[str, str]) -> Iterator[ListKey]:
    """Yield the lists that hold a story and are no terms'."""
    yield ALL
    day = facts.day(position)
    yield ("period", day[:4])
    yield ("period", day[:7])
    places = facts.slugs(position, "country")
    speakers, claimants = facts.voices(position)
    if len(places) > 1 and len(places) <= MOST_COUNTRIES:
        yield from (("pair", f"{one}+{other}") for one, other in combinations(sorted(places), 2))
    yield from (("voice", slug) for slug in dict.fromkeys((*speakers, *claimants)) if slug)
    codes = dict.fromkeys([country or countries[slug] for slug, _, country in facts.mentions(position, "actor")])
    yield from (("nation", code) for code in codes if code)
