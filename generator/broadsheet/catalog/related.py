"""Related stories: earlier stories that share terms, with the reason why.

Only earlier stories are related to a story, and a term weighs what it weighed when the story came out, whatever else is in the
archive: a story added later, or one that shares no term, changes the page of no older one. Terms that everybody shares say little
and are left out.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from broadsheet.catalog.catalog import Catalog
from broadsheet.catalog.filed import FiledStory, TermKey
from broadsheet.model import TermKind

COMMON = 200  # a term with more earlier stories than this is too common to relate by, and too dear to walk
_EQUAL = 1e-8  # weights that differ by less are equal
_SCALE = 1_000  # stories in the archive for which the weights are those of the usual inverse document frequency
KIND_WEIGHT: Mapping[TermKind, float] = {"dossier": 1.6, "actor": 1.3, "country": 0.8, "tag": 1.0, "section": 0.0}


def related_stories(catalog: Catalog, filed: FiledStory, limit: int = 4) -> tuple[tuple[FiledStory, tuple[TermKey, ...]], ...]:
    """Return up to `limit` earlier stories that share the rarest terms with this one, each with what they share.

    Order: weight, then the newer one. Other editions of the same story are left out.
    """
    weights: dict[TermKey, float] = {}
    lists: list[tuple[float, Sequence[int], int]] = []  # weight, positions, how many of these are earlier
    for key in filed.terms:
        kind_weight = KIND_WEIGHT[key[0]]
        if not kind_weight:
            continue
        positions = catalog.positions(key)
        earlier = bisect_left(positions, filed.position)
        if earlier <= COMMON:
            weight = weights[key] = kind_weight * math.log1p(_SCALE / (earlier + 1))
            if earlier:
                lists.append((weight, positions, earlier))
    sums = _candidates(lists, limit, catalog.editions.get(filed.id, ()))
    if len(sums) > limit:
        least = sorted(sums.values())[-limit] - _EQUAL
        sums = {position: weight for position, weight in sums.items() if weight >= least}
    best = sorted(sums, key=lambda position: (-round(sums[position], 9), -position))[:limit]
    return tuple((catalog.stories[position], _shared(catalog.stories[position], weights)) for position in best)


def _candidates(lists: list[tuple[float, Sequence[int], int]], limit: int, left_out: Sequence[int]) -> dict[int, float]:
    """Return, with their weights, the stories of which the `limit` weightiest ones are some.

    These are the stories that stand in several lists, and the newest of each list: the others weigh no more than those.
    """
    weighed: dict[int, float] = {}
    chosen: list[int] = []
    for weight, positions, earlier in lists:
        for position in positions[:earlier]:
            if position in weighed:
                weighed[position] += weight
                chosen.append(position)
            else:
                weighed[position] = weight
    newest = limit + len(left_out)
    for _, positions, earlier in lists:
        chosen += positions[max(0, earlier - newest) : earlier]
    sums = {position: weighed[position] for position in chosen}
    for position in left_out:
        sums.pop(position, None)
    return sums


def _shared(other: FiledStory, weights: Mapping[TermKey, float]) -> tuple[TermKey, ...]:
    """Return the terms that count of another story, weightiest first."""
    return tuple(sorted((key for key in other.terms if key in weights), key=lambda key: (-weights[key], key)))
