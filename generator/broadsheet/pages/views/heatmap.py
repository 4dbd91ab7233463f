"""Days, months and years, coloured by how many stories they have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A day, month or year with stories, in a heat map: its place, its text, its step from 1 to 5, and what it is called."""

    x: int
    y: int
    text: str
    step: int
    permalink: str
    title: str  # "3 stories on 12 May 2024"


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A drawing of cells of one size (`across` by `down`). `texts` are (x, y, text), each centred; `blanks` is a path."""

    title: str
    width: int
    height: int
    across: int
    down: int
    texts: tuple[tuple[int, int, str], ...]
    cells: tuple[HeatCell, ...]
    blanks: str = ""


@dataclass(frozen=True, slots=True)
class HeatStep:
    """Which numbers of stories a step of a heat map stands for."""

    step: int
    text: str
