"""Days, months and years, coloured by how many stories they have."""

from typing import NamedTuple


class HeatCell(NamedTuple):
    """A day, month or year with stories, in a heat map: its place, its text, its step from 1 to 5, and what it is called."""

    x: int
    y: int
    text: str
    step: int
    permalink: str
    title: str  # "3 stories on 12 May 2024"


class HeatMap(NamedTuple):
    """A drawing of cells of one size (`across` by `down`). `texts` are (x, y, text), each centred; `blanks` is a path."""

    title: str
    width: int
    height: int
    across: int
    down: int
    texts: tuple[tuple[int, int, str], ...]
    cells: tuple[HeatCell, ...]
    blanks: str = ""


class HeatStep(NamedTuple):
    """Which numbers of stories a step of a heat map stands for."""

    step: int
    text: str
