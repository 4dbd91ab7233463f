"""Related stories: earlier stories that share terms, with the reason why.

Only earlier stories are related to a story, and a term weighs what it weighed when the story came out: a story added later
changes the page of no older one. Terms that everybody shares say little and are left out.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict

from broadsheet.catalog.catalog import Catalog, FiledStory, TermKey

_COMMON = 400  # a term with more earlier stories than this is too common to relate by, and too dear to walk
_KIND_WEIGHT = {"dossier": 1.6, "actor": 1.3, "country": 0.8, "tag": 1.0, "section": 0.0}


def related_stories(catalog: Catalog, filed: FiledStory, limit: int = 4) -> tuple[tuple[FiledStory, tuple[TermKey, ...]], ...]:
    """Return up to `limit` earlier stories that share the rarest terms with this one, each with what they share.

    Order: weight, then the newer one. Other editions of the same story are left out.
    """
    weights: dict[int, float] = defaultdict(float)
    shared: dict[int, list[tuple[float, TermKey]]] = defaultdict(list)
    for key in filed.terms:
        positions = catalog.positions(key)
        earlier = bisect_left(positions, filed.position)
        kind_weight = _KIND_WEIGHT[key[0]]
        if not kind_weight or earlier > _COMMON:
            continue
        weight = kind_weight * math.log1p((filed.position + 1) / (earlier + 1))
        for position in positions[:earlier]:
            weights[position] += weight
            shared[position].append((weight, key))
    same = set(catalog.editions.get(filed.story.id, ()))
    best = sorted((p for p in weights if p not in same), key=lambda p: (-round(weights[p], 9), -p))[:limit]
    return tuple((catalog.stories[p], tuple(key for _, key in sorted(shared[p], key=lambda s: (-s[0], s[1])))) for p in best)
