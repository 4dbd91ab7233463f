"""Tallies: under which terms the stories of a list stand, and how many under each.

Terms of a kind are numbered in the order of their names. A count and a term's number together are one whole number, a *rank*:
ranks in their order are the terms with most stories first, then by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from broadsheet.catalog.catalog import Catalog
from broadsheet.catalog.terms import name_key
from broadsheet.model import TermKind

_BITS = 32  # of a term's number
Rank = int


class Tallies(dict[int, tuple[int, ...]]):
    """Makes the tallies of one kind of term. By their positions, the numbers of the terms that stories stand under."""

    def __init__(self, catalog: Catalog, kind: TermKind) -> None:
        super().__init__()
        self._stories = catalog.stories
        self._kind: TermKind = kind
        self._slugs = [slug for _, slug in sorted((name_key(term.name), term.slug) for term in catalog.of_kind(kind))]
        self._numbers = {slug: number for number, slug in enumerate(self._slugs)}

    def __missing__(self, position: int) -> tuple[int, ...]:
        found = self[position] = tuple([self._numbers[slug] for slug in self._stories[position].slugs(self._kind)])
        return found

    def of(self, positions: Iterable[int], but: str = "") -> list[Rank]:
        """Return the ranks of the terms that some stories stand under, but for one."""
        if not self._slugs:
            return []
        counts = Counter(chain.from_iterable(map(self.__getitem__, positions)))
        if but:
            counts.pop(self._numbers[but], None)
        return sorted([(-count << _BITS) + number for number, count in counts.items()])

    def ranks(self, counts: Mapping[str, int]) -> list[Rank]:
        """Return the ranks of terms of which it is known otherwise how many stories there are."""
        return sorted([(-count << _BITS) + self._numbers[slug] for slug, count in counts.items()])

    def slug(self, rank: Rank) -> str:
        """Return whose rank it is."""
        return self._slugs[rank & ((1 << _BITS) - 1)]


def count_of(rank: Rank) -> int:
    """Return the number of stories in a rank."""
    return -(rank >> _BITS)
