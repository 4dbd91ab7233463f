"""Company: the actors, or countries, that are named together with one more often than chance would have it.

Who is named most often with somebody are those who are named most often with everybody. What tells is lift: how many stories two
share, over how many they would share if the stories of each fell evenly into the archive.

    expected(a, b) = n(a) * n(b) / N
    lift(a, b) = (together(a, b) + 1) / (expected(a, b) + 1)

The one on both sides keeps the lift of few stories near to 1, so that a pair that met twice does not outdo one that met often.
Who shares fewer than `least_together` stories with `a` is left out.

All numbers are those of the day of the newest story of `a`: N is how many stories the archive had then, n(b) how many of these
name `b`. A newer story that does not name `a` therefore changes nothing here. N and n(b) are rounded down to four binary digits
(`coarse`, at most an eighth too low), so that an older story that is added later changes hardly anybody's company either.
"""

from __future__ import annotations

from bisect import bisect_right
from math import isqrt
from typing import NamedTuple

from broadsheet.catalog.catalog import Catalog
from broadsheet.catalog.filed import TermKey

_DIGITS = 4  # binary digits of a coarse number that count


class Companion(NamedTuple):
    """A term that shares stories with another: how many, how many chance would give, and the lift that follows."""

    slug: str
    together: int
    expected: float
    lift: float


def company_of(catalog: Catalog, key: TermKey) -> tuple[Companion, ...]:
    """Return who is named with an actor or country more often than chance, by lift, then stories together, then slug.

    Costs what the term's stories and those who are named in them cost, whatever else is in the archive.
    """
    kind, slug = key
    positions = catalog.positions(key)
    if len(positions) < 2:
        return ()
    counts = catalog.facts.counts(positions, kind)
    counts.pop(slug, None)
    least = least_together(len(positions))
    newest = positions[-1]
    archive = coarse(bisect_right(catalog.listed, newest))
    found = []
    for other, together in counts.items():
        if together >= least:
            theirs = coarse(bisect_right(catalog.positions((kind, other)), newest))
            expected = len(positions) * theirs / archive
            lift = (together + 1) / (expected + 1)
            if lift > 1:
                found.append(Companion(other, together, expected, lift))
    return tuple(sorted(found, key=lambda each: (-each.lift, -each.together, each.slug)))


def least_together(stories: int) -> int:
    """Return how many stories another must share with a term that has some number of them: a third of its root, at least two."""
    return max(2, isqrt(stories) // 3)


def coarse(number: int) -> int:
    """Return a number rounded down to four binary digits: 15 for 15, 16 for 17, 960 for 1000."""
    shift = max(0, number.bit_length() - _DIGITS)
    return number >> shift << shift
