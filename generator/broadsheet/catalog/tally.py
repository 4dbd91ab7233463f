"""Tallies: under which terms the stories of a list stand, and how many under each.

Terms of a kind are numbered in the order of their names. A count and a term's number together are one whole number: in the order
of these numbers stand the terms with most stories first, then by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from broadsheet.catalog.catalog import Catalog
from broadsheet.catalog.terms import name_key
from broadsheet.model import TermKind

_BITS = 32  # of a term's number
Counted = int  # a term with how many stories stand under it


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

    def of(self, positions: Iterable[int], but: str = "") -> list[Counted]:
        """Return the terms that some stories stand under, counted, but for one."""
        if not self._slugs:
            return []
        counts = Counter(chain.from_iterable(map(self.__getitem__, positions)))
        if but:
            counts.pop(self._numbers[but], None)
        return sorted([(-count << _BITS) + number for number, count in counts.items()])

    def counted(self, counts: Mapping[str, int]) -> list[Counted]:
        """Return terms of which it is known otherwise how many stories there are."""
        return sorted([(-count << _BITS) + self._numbers[slug] for slug, count in counts.items()])

    def slug(self, term: Counted) -> str:
        """Return the slug of a term that was counted."""
        return self._slugs[term & ((1 << _BITS) - 1)]


def count_of(term: Counted) -> int:
    """Return how many stories stand under a term that was counted."""
    return -(term >> _BITS)
