"""Related stories: earlier stories that share terms, with the reason why.

Only earlier stories are related to a story, and a term weighs what it weighed when the story came out: a story added later
changes the page of no older one. Terms that everybody shares say little and are left out.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from broadsheet.catalog.catalog import Catalog, FiledStory, TermKey

_COMMON = 400  # a term with more earlier stories than this is too common to relate by, and too dear to walk
_KIND_WEIGHT = {"dossier": 1.6, "actor": 1.3, "country": 0.8, "tag": 1.0, "section": 0.0}


def related_stories(catalog: Catalog, filed: FiledStory, limit: int = 4) -> tuple[tuple[FiledStory, tuple[TermKey, ...]], ...]:
    """Return up to `limit` earlier stories that share the rarest terms with this one, each with what they share.

    Order: weight, then the newer one. Other editions of the same story are left out.
    """
    weights: dict[TermKey, float] = {}
    sums: dict[int, float] = defaultdict(float)
    for key in filed.terms:
        positions = catalog.positions(key)
        earlier = bisect_left(positions, filed.position)
        kind_weight = _KIND_WEIGHT[key[0]]
        if not kind_weight or earlier > _COMMON:
            continue
        weight = weights[key] = kind_weight * math.log1p((filed.position + 1) / (earlier + 1))
        for position in positions[:earlier]:
            sums[position] += weight
    for position in catalog.editions.get(filed.story.id, ()):
        sums.pop(position, None)
    best = heapq.nsmallest(limit, sums, key=lambda position: (-round(sums[position], 9), -position))
    return tuple((catalog.stories[position], _shared(catalog.stories[position], weights)) for position in best)


def _shared(other: FiledStory, weights: Mapping[TermKey, float]) -> tuple[TermKey, ...]:
    """Return the terms that count of another story, weightiest first."""
    return tuple(sorted((key for key in other.terms if key in weights), key=lambda key: (-weights[key], key)))
