"""The network: who is named with an actor more often than chance would have it, drawn as arcs, and as a table.

The actor and its companions stand one below the other, the most telling first. An arc at the side joins the actor with each of
them, as broad as they share stories; further arcs join companions who meet in the same of these stories.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import combinations
from math import sqrt

from broadsheet.catalog.companions import Companion, least_together
from broadsheet.catalog.terms import Term
from broadsheet.pages.edition import Edition
from broadsheet.pages.views.network import CompanionView, NetworkView

COMPANIONS_MAX = 12
_FEWEST = 3  # companions; of fewer there is nothing to draw
_ARCS_MAX = 16
_WIDTH, _ROW, _MARKS = 360, 28, 104  # units
_BULGE = (10, 96)  # of the smallest and the largest arc
_LETTERS = 26  # of a name that is drawn


def network_of(edition: Edition, term: Term, positions: Sequence[int]) -> NetworkView | None:
    """Return the network of an actor whose stories stand at `positions`; None where there are too few companions."""
    companions = edition.companions(term.key)[:COMPANIONS_MAX]
    if len(companions) < _FEWEST:
        return None
    height = (len(companions) + 1) * _ROW
    most = max(each.together for each in companions)
    return NetworkView(
        width=_WIDTH,
        height=height,
        x=_MARKS,
        y=_row(0),
        short=_shortened(term.name),
        companions=tuple([_companion(edition, each, _row(number), most) for number, each in enumerate(companions, 1)]),
        spokes=tuple(
            [
                (_arc(_row(0), _row(number), height), f"{_share(each.together, most, 1, 5)}")
                for number, each in enumerate(companions, 1)
            ]
        ),
        arcs=_arcs(edition, companions, positions, height),
    )


def _row(number: int) -> int:
    return number * _ROW + _ROW // 2


def _companion(edition: Edition, each: Companion, y: int, most: int) -> CompanionView:
    name, permalink = edition.link(("actor", each.slug))
    return CompanionView(
        name=name,
        short=_shortened(name),
        permalink=permalink,
        together=each.together,
        expected=edition.words.decimal(each.expected),
        lift=edition.words.decimal(each.lift),
        y=y,
        radius=_share(each.together, most, 3, 8),
    )


def _arcs(
    edition: Edition, companions: Sequence[Companion], positions: Sequence[int], height: int
) -> tuple[tuple[str, str], ...]:
    """Return the arcs between companions who meet in the actor's stories, the strongest ones, from the top."""
    own = frozenset(positions)
    here = [
        (_row(number), own.intersection(edition.catalog.positions(("actor", each.slug))))
        for number, each in enumerate(companions, 1)
    ]
    meetings = {(top, bottom): len(one & other) for (top, one), (bottom, other) in combinations(here, 2)}
    least = least_together(len(positions))
    met = sorted((pair for pair, number in meetings.items() if number >= least), key=lambda pair: (-meetings[pair], pair))
    most = max(meetings.values())
    return tuple([(_arc(*pair, height), f"{_share(meetings[pair], most, 1, 3)}") for pair in sorted(met[:_ARCS_MAX])])


def _arc(top: int, bottom: int, height: int) -> str:
    """Return the path of half an ellipse from one row down to another, that bulges away from the names."""
    least, largest = _BULGE
    bulge = least + round((largest - least) * (bottom - top) / height)
    return f"M{_MARKS} {top}a{bulge} {(bottom - top) // 2} 0 0 0 0 {bottom - top}"


def _share(number: int, most: int, least: int, largest: int) -> int:
    """Return a size between two for a number of stories; areas and widths are seen in proportion to its root."""
    return least + round((largest - least) * sqrt(number / most))


def _shortened(name: str) -> str:
    """Return a name that fits beside the marks; letters of East Asian scripts are twice as wide."""
    if name.isascii() and len(name) <= _LETTERS:
        return name
    width = 0
    for at, letter in enumerate(name):
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > _LETTERS:
            return name[: at - 1].rstrip() + "…"
    return name
