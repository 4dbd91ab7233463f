"""The atlas: where each country lies and what its shape is, and the part of the world that shows some of them.

The table `worldmap.tsv` (built by `generator/tables/worldmap.py`) has the shapes in the Equal Earth projection on three grids:
the whole world is drawn from the finest, a part of it from the one that suits its width. Positions are in units of the fine grid,
from its left and its top.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

Box = tuple[int, int, int, int]  # left, top, right, bottom

SHEET: Box = (0, 0, 2000, 872)
GRIDS = (1, 2, 4)  # how many units of the fine grid a unit of each grid is
DEGREES = 5
_ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_SMALL = 30  # square units: a shape whose main part fits into so many is shown by a dot, too
_WIDEST = (400, 700)  # of a part that is drawn from the fine and from the middle grid
_NARROWEST, _LOWEST = 320, 200
_REACH = 60  # how much of a country around its middle a part must show, to each side
_AROUND = 60  # how much of the world around a country its own part must show
_MARGIN = 12
_SHORT = 120  # characters of a path that is not worth cutting
_DOT = 7  # the radius of a dot on the whole sheet
_DOTS = 80  # how many such radiuses a part is wide


class Outline(NamedTuple):
    """A closed line on one of the grids: its box and its path, both in units of that grid."""

    box: Box
    path: str


class Territory(NamedTuple):
    """Where a country lies: the middle of its main part, and its outlines on each grid, the largest first."""

    code: str
    x: int
    y: int
    grids: tuple[tuple[Outline, ...], ...]


class MapPart(NamedTuple):
    """A part of the world on one grid: its box in units of that grid, and what of each country falls into it, as path data."""

    grid: int
    box: Box
    dot: int  # the radius of a dot, in units of the grid
    paths: Mapping[str, str]

    def shows(self, code: str) -> bool:
        """Say whether some of a country falls into the part, or the dot that it is."""
        x, y = place(code, self.grid)
        within = self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]
        return within or (code in self.paths and not is_small(code, self.grid))

    def within(self, x: int, y: int) -> tuple[int, int]:
        """Return the place of a dot, moved so far that the edge of the sheet does not cut it."""
        left, top, right, bottom = self.box
        room = self.dot + 1
        return min(max(x, left + room), right - room), min(max(y, top + room), bottom - room)


@lru_cache(maxsize=1)
def load_atlas() -> Mapping[str, Territory]:
    """Return the territories by their codes; that of the empty code is land of no country. Reads the table once, in some 2 ms."""
    lines = Path(__file__).with_name("worldmap.tsv").read_text(encoding="utf-8").splitlines()
    return {found.code: found for found in map(_territory, lines) if found}


def _territory(line: str) -> Territory | None:
    if line.startswith("#"):
        return None
    code, x, y, *grids = line.split("\t")
    return Territory(code, int(x), int(y), tuple(tuple(map(_outline, grid.split(";"))) if grid else () for grid in grids))


def _outline(text: str) -> Outline:
    left, top, right, bottom, path = text.split(" ", 4)
    return Outline((int(left), int(top), int(right), int(bottom)), path)


def whole() -> MapPart:
    """Return the whole sheet, from the fine grid."""
    return MapPart(0, SHEET, _DOT, {code: "".join(o.path for o in land.grids[0]) for code, land in load_atlas().items()})


def part_around(home: str, others: Iterable[str]) -> MapPart:
    """Return the part of the world that shows a country whole and the middle of some others.

    It is at least so wide that one sees where on Earth it lies.
    """
    atlas = load_atlas()
    left, top, right, bottom = _reach(atlas[home], SHEET[2])
    boxes = [
        (left - _AROUND, top - _AROUND, right + _AROUND, bottom + _AROUND),
        *(_reach(atlas[code], _REACH) for code in others),
    ]
    window = _window(_hull(boxes))
    width = window[2] - window[0]
    grid = next((at for at, widest in enumerate(_WIDEST) if width <= widest), len(GRIDS) - 1)
    left, top, right, bottom = (value // GRIDS[grid] for value in window)
    box = (left, top, right, bottom)
    found: dict[str, list[str]] = {}
    for code, x, y, to_x, to_y, path in _outlines(grid):
        if x < right and to_x > left and y < bottom and to_y > top:
            kept = len(path) < _SHORT or (left <= x and top <= y and to_x <= right and to_y <= bottom)
            found.setdefault(code, []).append(path if kept else _cut(path, box))
    paths = {code: "".join(pieces) for code, pieces in found.items() if any(pieces)}
    return MapPart(grid, box, max(2, round((right - left) / _DOTS)), paths)


@lru_cache(maxsize=len(GRIDS))
def _outlines(grid: int) -> list[tuple[str, int, int, int, int, str]]:
    """Return every outline of a grid with the code of its country and its box."""
    return [(land.code, *outline.box, outline.path) for land in load_atlas().values() for outline in land.grids[grid]]


def _reach(land: Territory, most: int) -> Box:
    """Return the box around the main part of a country, as far as `most` units from its middle."""
    left, top, right, bottom = land.grids[0][0].box if land.grids[0] else (land.x, land.y, land.x, land.y)
    return max(left, land.x - most), max(top, land.y - most), min(right, land.x + most), min(bottom, land.y + most)


def _hull(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _window(box: Box) -> Box:
    """Return the window that shows a box: with a margin, not too narrow, at most twice as wide as high, within the sheet."""
    width = max(box[2] - box[0] + 2 * _MARGIN, _NARROWEST)
    height = max(box[3] - box[1] + 2 * _MARGIN, _LOWEST, width // 2)
    width = max(width, 4 * height // 3)
    ends = []
    for axis, size in ((0, width), (1, height)):
        size = min(size, SHEET[axis + 2])
        start = min(max(0, (box[axis] + box[axis + 2] - size) // 2), SHEET[axis + 2] - size)
        ends.append((start // 4 * 4, (start + size) // 4 * 4))
    return ends[0][0], ends[1][0], ends[0][1], ends[1][1]


def _cut(path: str, box: Box) -> str:
    """Return a path that looks the same inside a box: less the corners that lie beyond one side of it with those around them."""
    corners = _corners(path)
    left, top, right, bottom = box
    sides = [(x < left) | (x > right) << 1 | (y < top) << 2 | (y > bottom) << 3 for x, y in corners]
    kept, last = [corners[0]], sides[0]
    for corner, side, after in zip(corners[1:], sides[1:], (*sides[2:], sides[0]), strict=True):
        if not side & last & after:
            kept.append(corner)
            last = side
    if len(kept) < 3:
        return ""
    (x, y), *rest = kept
    steps = [f"M{x} {y}l"]
    for to_x, to_y in rest:
        steps.append(f"{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    return " ".join(steps).replace("l ", "l").replace(" -", "-") + "z"


@lru_cache(maxsize=1000)
def _corners(path: str) -> tuple[tuple[int, int], ...]:
    """Return the corners of a path of the table."""
    start, _, steps = path[1:-1].partition("l")
    x, y = map(int, start.split())
    corners = [(x, y)]
    numbers = map(int, steps.replace("-", " -").split())
    for step_x, step_y in zip(numbers, numbers, strict=True):
        x, y = x + step_x, y + step_y
        corners.append((x, y))
    return tuple(corners)


def place(code: str, grid: int) -> tuple[int, int]:
    """Return the middle of a country on a grid."""
    land = load_atlas()[code]
    return round(land.x / GRIDS[grid]), round(land.y / GRIDS[grid])


def is_small(code: str, grid: int) -> bool:
    """Say whether a country is too small for its shape to be seen on a grid, or has none there."""
    outlines = load_atlas()[code].grids[grid]
    if not outlines:
        return True
    left, top, right, bottom = outlines[0].box
    return (right - left) * (bottom - top) < _SMALL


def thresholds(most: int) -> tuple[int, ...]:
    """Return the numbers from which the degrees 1 to 5 begin, where `most` is the largest number there is.

    They are round, each about as many times the one before, and the same for all largest numbers between two of 5, 10, 20, 50, …:
    another story hardly ever moves them.
    """
    top = 5
    while top < most:
        top = top * 5 // 2 if str(top)[0] == "2" else top * 2
    found = [1]
    for step in range(1, DEGREES):
        found.append(max(found[-1] + 1, _rounded(top ** (step / DEGREES))))
    return tuple(found)


def _rounded(number: float) -> int:
    unit = int(10 ** (len(str(int(number))) - 1))
    nearest = min(_ROUND, key=lambda r: abs(r - number / unit))
    return round(nearest * unit)


def degree(number: int, starts: tuple[int, ...]) -> int:
    """Return the degree of a number: how many of the thresholds it reaches."""
    return sum(number >= start for start in starts)


def ranges(starts: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Return the first and the last number of each degree; the last of the highest is 0."""
    return (*((one, other - 1) for one, other in pairwise(starts)), (starts[-1], 0))
