"""Related stories: earlier stories that share terms, with the reason why.

Only earlier stories are related to a story, and a term weighs what it weighed when the story came out, whatever else is in the
archive: a story added later, or one that shares no term, changes the page of no older one. Terms that everybody shares say little
and are left out.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING
from zlib import adler32, crc32

from broadsheet.catalog.story import CatalogStory, TermKey
from broadsheet.model import AUTHORS, TermKind

if TYPE_CHECKING:
    from broadsheet.catalog.catalog import Catalog

COMMON = 200  # a term with more earlier stories than this is too common to relate by, and too dear to walk
_EQUAL = 1e-8  # weights that differ by less are equal
_STEP, _MASK = 1_000_003, (1 << 61) - 1  # of sums that tell in which order they were made
_SCALE = 1_000  # stories in the archive for which the weights are those of the usual inverse document frequency
_WEIGHTS: Mapping[TermKind, float] = {"dossier": 1.6, "actor": 1.3, "country": 0.8, "section": 0.0, AUTHORS: 0.0}
_WEIGHT = 1.0  # of tags, and of terms of other taxonomies


# The stories of a term: what it weighs, its key, their positions, and how many of these are earlier than the story in hand.
_List = tuple[float, TermKey, Sequence[int], int]


def related_stories(catalog: Catalog, story: CatalogStory, limit: int = 4) -> list[tuple[int, list[TermKey]]]:
    """Return the positions of up to `limit` earlier stories that share the rarest terms with this one, each with those terms.

    Order: weight, then the newer one; the weightiest term first. Other editions of the same story are left out.
    """
    lists: list[_List] = []
    here = story.position
    for key in story.terms:
        kind_weight = _WEIGHTS.get(key[0], _WEIGHT)
        if kind_weight:
            positions = catalog.positions(key)
            earlier = bisect_left(positions, here)
            if 0 < earlier <= COMMON:
                lists.append((kind_weight * math.log1p(_SCALE / (earlier + 1)), key, positions, earlier))
    sums = _candidates(lists, limit, catalog.editions.get(story.id, ()))
    if len(sums) > limit:
        least = sorted(sums.values())[-limit] - _EQUAL
        sums = {position: weight for position, weight in sums.items() if weight >= least}
    best = sorted(sums, key=lambda position: (-round(sums[position], 9), -position))[:limit]
    lists.sort(key=lambda each: (-each[0], each[1]))
    return [(position, _shared(position, lists)) for position in best]


def _candidates(lists: list[_List], limit: int, left_out: Sequence[int]) -> dict[int, float]:
    """Return, with their weights, the stories of which the `limit` weightiest ones are some.

    These are the stories that stand in several lists, and the newest of each list: the others weigh no more than those.
    """
    weighed: dict[int, float] = {}
    chosen: list[int] = []
    for weight, _, positions, earlier in lists:
        for position in positions[:earlier]:
            if position in weighed:
                weighed[position] += weight
                chosen.append(position)
            else:
                weighed[position] = weight
    newest = limit + len(left_out)
    for _, _, positions, earlier in lists:
        chosen += positions[max(0, earlier - newest) : earlier]
    return {position: weighed[position] for position in {*chosen}.difference(left_out)}


def _shared(position: int, lists: Sequence[_List]) -> list[TermKey]:
    """Return the terms of those lists that hold a story."""
    return [
        key for _, key, positions, earlier in lists if positions[bisect_left(positions, position, 0, earlier - 1)] == position
    ]


class Relatable:
    """The stories that may be related to each story, summed up in numbers: others for other stories."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lists: dict[TermKey, tuple[Sequence[int], list[int]]] = {}  # of a term, with the sums of its first stories

    def to(self, story: CatalogStory) -> tuple[int, ...]:
        """Return a number for each term of a story, which sums up its earlier stories; -1 where these relate nothing.

        They are not summed up once more: of a story that has one term less and another more, the two changes would cancel out.
        """
        here, known = story.position, self._lists
        lists = [known.get(key) or self._list_of(key) for key in story.terms]
        return tuple([sums[bisect_left(positions, here)] for positions, sums in lists])

    def _list_of(self, key: TermKey) -> tuple[Sequence[int], list[int]]:
        """Return the positions of a term's first stories, and what these sum up to, by how many they are."""
        weighs = bool(_WEIGHTS.get(key[0], _WEIGHT))
        positions = self._catalog.positions(key)[: COMMON + 1] if weighs else ()
        sums = list(accumulate(map(self._numbers.__getitem__, positions[:COMMON]), _added, initial=weighs - 1))
        sums += [-1] * (len(positions) > COMMON)
        self._lists[key] = positions, sums
        return positions, sums

    @cached_property
    def _numbers(self) -> Sequence[int]:
        """Return what stands for each story in its place: of stories in several lists only that tells which is newer."""
        names = [f"{story.instant}{story.id}".encode() for story in self._catalog.stories]
        return [crc32(name) << 32 | adler32(name) for name in names]


def _added(total: int, number: int) -> int:
    return (total * _STEP + number) & _MASK
