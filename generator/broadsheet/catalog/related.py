"""Related stories: earlier stories that share terms, with the reason why.

Only earlier stories are related to a story, and a term weighs what it weighed when the story came out, whatever else is in the
archive: a story added later, or one that shares no term, changes the page of no older one. Terms that everybody shares say little
and are left out.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from broadsheet.catalog.story import CatalogStory, TermKey
from broadsheet.model import TermKind

if TYPE_CHECKING:
    from broadsheet.catalog.catalog import Catalog

COMMON = 200  # a term with more earlier stories than this is too common to relate by, and too dear to walk
_EQUAL = 1e-8  # weights that differ by less are equal
_SCALE = 1_000  # stories in the archive for which the weights are those of the usual inverse document frequency
KIND_WEIGHT: Mapping[TermKind, float] = {"dossier": 1.6, "actor": 1.3, "country": 0.8, "tag": 1.0, "section": 0.0}


# The stories of a term: what it weighs, its key, their positions, and how many of these are earlier than the story in hand.
_List = tuple[float, TermKey, Sequence[int], int]


def related_stories(catalog: Catalog, story: CatalogStory, limit: int = 4) -> list[tuple[int, list[TermKey]]]:
    """Return the positions of up to `limit` earlier stories that share the rarest terms with this one, each with those terms.

    Order: weight, then the newer one; the weightiest term first. Other editions of the same story are left out.
    """
    lists: list[_List] = []
    here = story.position
    for key in story.terms:
        kind_weight = KIND_WEIGHT[key[0]]
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
