"""Build `broadsheet/pages/worldmap.tsv`: the shapes of the countries, from Natural Earth through the npm package world-atlas.

Equal Earth projection (Šavrič, Patterson and Jenny, 2018) about 11° east, so that the sheet's edge runs through the Bering
Strait; each coast and border is simplified once (Visvalingam), whichever countries share it, and rounded to integers of three
grids: the world page is drawn from the finest, parts of the world from what suits their width. Shapes are those of Natural Earth,
which show who administers a place; those that have no code of ISO 3166-1 (or XK) are drawn with the country whose code stands for
them. Antarctica lies below the sheet. Countries without a shape of this scale have a place only.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python generator/tables/worldmap.py package/countries-50m.json generator/broadsheet/pages/worldmap.tsv
"""

from __future__ import annotations

import heapq
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Place = tuple[float, float]  # longitude and latitude in degrees, or x and y on the finest grid
Vertex = tuple[float, float, float]  # longitude, latitude, and the area of the finest grid that is lost without it
Ring = list[Vertex]
Cell = tuple[int, int]

COUNTRIES = Path(__file__).parents[1] / "broadsheet" / "catalog" / "countries.tsv"
MIDDLE = 11.0  # the meridian in the middle of the sheet
WIDTH = 2000  # of the finest grid
NORTH, SOUTH = 84.2, -57.5  # what the sheet shows
# Of each grid: how many of the finest grid's units one of its units is, which vertices stay by the area that they are worth (in
# its own units), and which islands.
GRIDS = ((1, 1.6, 3.0), (2, 1.6, 3.0), (4, 2.0, 5.0))
HEADER = """\
# The shapes of the countries, from Natural Earth 4.1 (naturalearthdata.com), public domain, by generator/tables/worldmap.py.
# Columns: code (none: land of no code)  x  y (of the middle of its main part, on the fine grid)  fine  middle  coarse: rings (;),
# each its box (left top right bottom) and its path. The fine grid is {width} by {height} units; one of the others is {middle} and
# {coarse} of it.
"""
# What Natural Earth draws as one with another country: (code there, code here, west, south, east, north).
APART = (
    ("FR", "GF", -55, 2, -51, 6),
    ("FR", "GP", -62, 15.7, -61, 16.6),
    ("FR", "MQ", -61.5, 14.3, -60.7, 15),
    ("FR", "RE", 55, -21.5, 56, -20.7),
    ("FR", "YT", 44.9, -13.1, 45.4, -12.5),
    ("NO", "SJ", -10, 70.5, 34, 81),
    ("NL", "BQ", -69, 12, -68, 12.5),
    ("NZ", "TK", -173, -10, -171, -8),
    ("IO", "CX", 105, -11, 106, -10),
    ("IO", "CC", 96, -13, 97.5, -11.5),
)
UNCODED = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY", "Siachen Glacier": "", "Indian Ocean Ter.": "IO"}
PLACES = {
    "AQ": (20.0, -56.6),  # below the sheet: at its foot
    "BV": (3.41, -54.42),
    "CC": (96.83, -12.17),
    "CX": (105.63, -10.49),
    "BQ": (-68.26, 12.18),
    "GI": (-5.35, 36.14),
    "GP": (-61.55, 16.25),
    "MQ": (-61.02, 14.65),
    "RE": (55.54, -21.11),
    "TK": (-171.85, -9.2),
    "TV": (179.2, -8.52),
    "UM": (-177.37, 28.21),  # Midway, the largest of islands that lie far apart
    "YT": (45.15, -12.83),
}


def main(source: str, target: str) -> None:
    """Write the table to a file."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    shapes = rings_by_code(topology)
    codes = [row["code"] for row in rows_of_countries()]
    width, height = WIDTH, round(position(MIDDLE, SOUTH)[1])
    scales = {"width": width, "height": height, "middle": GRIDS[1][0], "coarse": GRIDS[2][0]}
    lines = [line(code, shapes.get(code, [])) for code in ("", *codes)]
    Path(target).write_text(HEADER.format(**scales) + "".join(lines), encoding="utf-8")


def rows_of_countries() -> list[dict[str, str]]:
    """Return the rows of the table of countries."""
    header, *lines = COUNTRIES.read_text(encoding="utf-8").splitlines()
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def rings_by_code(topology: dict[str, Any]) -> dict[str, list[Ring]]:
    """Return the rings of each country, whole across the edge of Natural Earth's sheet."""
    arcs = [weighted(arc) for arc in decoded(topology)]
    numbers = {row["numeric"]: row["code"] for row in rows_of_countries()}
    found: defaultdict[str, list[list[int]]] = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = UNCODED[name] if name in UNCODED else numbers[geometry["id"]]
        for polygon in [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]:
            found[code] += polygon
    shapes: defaultdict[str, list[Ring]] = defaultdict(list)
    for code, rings in found.items():
        whole = dissolved(rings, arcs) if code in UNCODED.values() else rings
        placed = [turned([vertex for arc in ring for vertex in directed(arc, arcs)[:-1]]) for ring in whole]
        for ring in stitched(placed):
            shapes[owner(code, ring)].append(ring)
    return {code: rings for code, rings in shapes.items() if code != "AQ"}


def decoded(topology: dict[str, Any]) -> Iterator[list[Place]]:
    """Yield the arcs of a topology: its numbers are differences on a grid of their own."""
    (scale_x, scale_y), (left, bottom) = (topology["transform"][key] for key in ("scale", "translate"))
    for arc in topology["arcs"]:
        x = y = 0
        places = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            places.append((round(x * scale_x + left, 4), round(y * scale_y + bottom, 4)))
        yield places


def weighted(arc: list[Place]) -> Ring:
    """Return the vertices of an arc with what each is worth, by Visvalingam and Whyatt (1993); its ends are worth everything."""
    flat = [position(*place) for place in arc]
    count = len(arc)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    worth = [math.inf] * count
    queue = [(area((flat[at - 1], flat[at], flat[at + 1])), at) for at in range(1, count - 1)]
    heapq.heapify(queue)
    current = dict((at, size) for size, at in queue)
    least = 0.0
    while queue:
        size, at = heapq.heappop(queue)
        if current.get(at) != size:
            continue
        del current[at]
        worth[at] = least = max(least, size)
        left, right = before[at], after[at]
        after[left], before[right] = right, left
        for other in (left, right):
            if 0 < other < count - 1:
                current[other] = area((flat[before[other]], flat[other], flat[after[other]]))
                heapq.heappush(queue, (current[other], other))
    return [(*place, value) for place, value in zip(arc, worth, strict=True)]


def position(longitude: float, latitude: float) -> Place:
    """Return where a place stands on the finest grid, from the left and from the top, in the Equal Earth projection."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    root = math.sqrt(3) / 2

    def flat(east: float, north: float) -> Place:
        t = math.asin(root * math.sin(math.radians(north)))
        x = math.radians(east) * math.cos(t) / (root * (a1 + 3 * a2 * t**2 + t**6 * (7 * a3 + 9 * a4 * t**2)))
        return x, t * (a1 + a2 * t**2 + t**6 * (a3 + a4 * t**2))

    unit = WIDTH / (2 * flat(180, 0)[0])
    x, y = flat(longitude - MIDDLE, latitude)
    return WIDTH / 2 + unit * x, unit * (flat(0, NORTH)[1] - y)


def area(places: Iterable[Place]) -> float:
    """Return the area of a ring."""
    return abs(signed_area(list(places)))


def signed_area(ring: list[Place]) -> float:
    """Return the area of a ring, negative where it runs the other way round."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def directed(arc: int, arcs: list[Ring]) -> Ring:
    """Return an arc by its number, from its end to its start where the number is a complement."""
    return arcs[arc] if arc >= 0 else arcs[~arc][::-1]


def dissolved(rings: list[list[int]], arcs: list[Ring]) -> list[list[int]]:
    """Return the rings without the borders that two of them share."""
    every = {arc for ring in rings for arc in ring}
    left = [arc for ring in rings for arc in ring if ~arc not in every]
    starts: defaultdict[Vertex, list[int]] = defaultdict(list)
    for arc in left:
        starts[directed(arc, arcs)[0]].append(arc)
    whole = []
    while left:
        ring = [left[0]]
        while True:
            left.remove(ring[-1])
            starts[directed(ring[-1], arcs)[0]].remove(ring[-1])
            end = directed(ring[-1], arcs)[-1]
            if end == directed(ring[0], arcs)[0]:
                break
            ring.append(starts[end][0])
        whole.append(ring)
    return whole


def turned(ring: Ring) -> Ring:
    """Return a ring on the side of the sheet where most of it lies: what is west of its edge stands at its eastern end."""
    east, west = (choose(vertex[0] for vertex in ring) for choose in (max, min))
    if east - west > 180:
        return [(x % 360, y, worth) for x, y, worth in ring]
    return [(x + 360, y, worth) for x, y, worth in ring] if (east + west) / 2 < MIDDLE - 180 else ring


def stitched(rings: list[Ring]) -> list[Ring]:
    """Return the rings of a country; those that Natural Earth cuts at 180°, and whose cuts agree, are one again."""
    sides = {at: edges_of(ring) for at, ring in enumerate(rings) if sum(vertex[0] == 180 for vertex in ring) > 1}
    seams = {edge for edges in sides.values() for edge in edges if edge[0][0] == edge[1][0] == 180}
    shared = {(a, b) for a, b in seams if (b, a) in seams}
    cut = [at for at, edges in sides.items() if shared.intersection(edges)]
    after = {a: b for at in cut for a, b in sides[at] if (a, b) not in shared}
    worth = {vertex[:2]: vertex[2] if vertex[0] != 180 else 0.0 for at in cut for vertex in rings[at]}
    whole = [ring for at, ring in enumerate(rings) if at not in cut]
    while after:
        ring = [next(iter(after))]
        while ring[-1] in after:
            ring.append(after.pop(ring[-1]))
        whole.append([(*place, worth[place]) for place in ring[1:]])
    return whole


def edges_of(ring: Ring) -> list[tuple[Place, Place]]:
    """Return the edges of a ring, a cut along 180° as one edge."""
    size = len(ring)
    kept = [v[:2] for at, v in enumerate(ring) if not v[0] == ring[at - 1][0] == ring[(at + 1) % size][0] == 180]
    return list(zip(kept, kept[1:] + kept[:1], strict=True))


def owner(code: str, ring: Ring) -> str:
    """Return the code of a ring that Natural Earth draws with the country `code`."""
    x, y = (sum(vertex[axis] for vertex in ring) / len(ring) for axis in (0, 1))
    for there, here, west, south, east, north in APART:
        if code == there and west <= x <= east and south <= y <= north:
            return here
    return code


def line(code: str, rings: list[Ring]) -> str:
    """Return the row of a country."""
    flat = [[position(x, y) for x, y, _ in ring] for ring in rings]
    x, y = centroid(max(flat, key=area)) if flat else position(*turned([(*PLACES[code], 0.0)])[0][:2])
    grids = [";".join(drawn(ring, *grid) for ring in sized(rings, flat, grid)) for grid in GRIDS]
    return "\t".join((code, str(round(x)), str(round(y)), *grids)) + "\n"


def sized(rings: list[Ring], flat: list[list[Place]], grid: tuple[int, float, float]) -> list[Ring]:
    """Return the rings of a country that are large enough for a grid and keep three corners there, largest first."""
    unit, _, least = grid
    order = sorted(range(len(rings)), key=lambda at: (-area(flat[at]), rings[at]))
    largest = order[:1]
    return [rings[at] for at in order if (area(flat[at]) >= least * unit**2 or at in largest) and cells(rings[at], *grid)]


def cells(ring: Ring, unit: int, worth: float, _: float) -> list[Cell]:
    """Return the corners of a ring on a grid; none where it has no area there."""
    kept = [position(x, y) for x, y, value in ring if value >= worth * unit**2]
    corners: list[Cell] = []
    for x, y in kept:
        cell = (round(x / unit), round(y / unit))
        if not corners or corners[-1] != cell:
            corners.append(cell)
    corners = straightened(corners[:-1] if corners[:1] == corners[-1:] else corners)
    return corners if len(corners) > 2 and signed_area([*corners]) else []


def straightened(corners: list[Cell]) -> list[Cell]:
    """Return a ring without spikes and without corners on a line between their neighbours."""
    at = 0
    while at < len(corners) > 2:
        (ax, ay), (bx, by), (cx, cy) = corners[at - 1], corners[at], corners[(at + 1) % len(corners)]
        if (bx - ax) * (cy - by) == (by - ay) * (cx - bx):
            del corners[at]
            at = max(0, at - 2)
        else:
            at += 1
    return corners


def drawn(ring: Ring, *grid: float) -> str:
    """Return the box and the path of a ring."""
    corners = cells(ring, int(grid[0]), grid[1], grid[2])
    box = [choose(corner[axis] for corner in corners) for choose in (min, max) for axis in (0, 1)]
    (x, y), *rest = corners
    steps = []
    for to_x, to_y in rest:
        steps += [to_x - x, to_y - y]
        x, y = to_x, to_y
    text = ""
    for step in steps:
        text += f" {step}" if text and step >= 0 else str(step)
    return f"{' '.join(map(str, box))} M{corners[0][0]} {corners[0][1]}l{text}z"


def centroid(ring: list[Place]) -> Place:
    """Return the centre of the area of a ring."""
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    crosses = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    x, y = (sum((a[axis] + b[axis]) * cross for (a, b), cross in zip(pairs, crosses, strict=True)) for axis in (0, 1))
    return x / (3 * sum(crosses)), y / (3 * sum(crosses))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
