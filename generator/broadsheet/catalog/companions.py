"""Companions: the actors, or countries, that are named together with one more often than chance would have it.

Who is named most often with somebody are those who are named most often with everybody. What tells is lift: how many stories two
share, over how many they would share if the stories of each fell evenly into the archive.

    expected(a, b) = n(a) * n(b) / N
    lift(a, b) = (together(a, b) + 1) / (expected(a, b) + 1)

The one on both sides keeps the lift of few stories near to 1, so that a pair that met twice does not outdo one that met often.
Who shares fewer than `least_together` stories with `a` is left out.

All numbers are those of the day of the newest story of `a`: N is how many stories the archive had then, n(b) how many of these
name `b`. A newer story that does not name `a` therefore changes nothing here. N and n(b) are rounded down to four binary digits
(`coarse`, at most an eighth too low), so that an older story that is added later changes hardly anybody's companions either.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import takewhile
from math import isqrt
from typing import NamedTuple

from broadsheet.catalog.catalog import Catalog
from broadsheet.catalog.story import TermKey

_DIGITS = 4  # binary digits of a coarse number that count


class Companion(NamedTuple):
    """A term that shares stories with another: how many, how many chance would give, and the lift that follows."""

    slug: str
    together: int
    expected: float
    lift: float


def met_with(catalog: Catalog, key: TermKey, shared: Iterable[tuple[str, int]]) -> tuple[Companion, ...]:
    """Return who shares enough stories with an actor or country to count, by lift, then stories together, then slug.

    `shared`: who stands in its stories, and in how many, most first. Those with a lift above one are named with it more often
    than chance would have it.
    """
    total = len(catalog.positions(key))
    if total < 2:
        return ()
    least = least_together(total)
    met = dict(takewhile(lambda each: each[1] >= least, shared))
    archive, numbers = numbers_then(catalog, key, met)
    found = []
    for (other, together), theirs in zip(met.items(), numbers, strict=True):
        expected = total * theirs / archive
        found.append(Companion(other, together, expected, (together + 1) / (expected + 1)))
    return tuple(sorted(found, key=lambda each: (-each.lift, -each.together, each.slug)))


def numbers_then(catalog: Catalog, key: TermKey, others: Iterable[str]) -> tuple[int, list[int]]:
    """Return how many stories the archive had, and how many of these named each of some others, on the day of the newest story
    of a term: coarse numbers, which with its own stories are all that its companions depend on.
    """
    newest = catalog.positions(key)[-1]
    lists = (catalog.positions((key[0], other)) for other in others)
    return coarse(bisect_right(catalog.listed, newest)), [coarse(bisect_right(positions, newest)) for positions in lists]


def least_together(stories: int) -> int:
    """Return how many stories another must share with a term that has some number of them: a third of its root, at least two."""
    return max(2, isqrt(stories) // 3)


def coarse(number: int) -> int:
    """Return a number rounded down to four binary digits: 15 for 15, 16 for 17, 960 for 1000."""
    shift = max(0, number.bit_length() - _DIGITS)
    return number >> shift << shift
