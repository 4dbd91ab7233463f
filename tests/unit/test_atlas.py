"""The atlas: every country has its place on the sheet, shapes are where and as large as they should be."""

from __future__ import annotations

import gzip
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.catalog.gazetteer import load_countries
from broadsheet.pages.atlas import (
    DEGREES,
    GRIDS,
    SHEET,
    MapPart,
    degree,
    is_small,
    load_atlas,
    part_around,
    place,
    ranges,
    thresholds,
    whole,
)  # fmt: skip

CODES = [record.code for record in load_countries()]
KILOMETRES = 297  # square kilometres in a square unit of the fine grid: the surface of the Earth over that of the projection
# Square kilometres of land and inland waters, as the shapes have them.
AREAS = {"AU": 7_690_000, "BR": 8_510_000, "IN": 3_160_000, "ZA": 1_220_000, "CN": 9_390_000, "FR": 549_000, "EG": 1_000_000}
TOWNS = {  # longitude and latitude of what lies in which country
    "Cairo": (31.24, 30.04, "EG"),
    "Tehran": (51.39, 35.69, "IR"),
    "Washington": (-77.04, 38.9, "US"),
    "Anchorage": (-149.3, 61.4, "US"),
    "Brasília": (-47.88, -15.79, "BR"),
    "Moscow": (37.62, 55.76, "RU"),
    "Kaliningrad": (21.3, 54.75, "RU"),
    "Anadyr": (177.0, 64.9, "RU"),
    "east of 180°": (-175.0, 66.8, "RU"),
    "Canberra": (149.13, -35.28, "AU"),
    "Paris": (2.35, 48.86, "FR"),
    "Saint-Élie": (-53.3, 4.8, "GF"),
    "Longyearbyen": (17.5, 78.2, "SJ"),
    "Hargeisa": (44.06, 9.56, "SO"),
    "Kythrea": (33.45, 35.2, "CY"),
    "Pristina": (21.0, 42.6, "XK"),
    "Tifariti": (-10.6, 26.1, "EH"),
    "Taichung": (121.0, 24.0, "TW"),
    "Maseru": (28.3, -29.5, "LS"),
    "Doha": (51.25, 25.2, "QA"),
    "Beirut": (35.85, 33.9, "LB"),
}

Corners = list[tuple[int, int]]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = Path(__file__).parents[2] / "generator" / "tables" / "worldmap.py"
    spec = importlib.util.spec_from_file_location("worldmap_script", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rings(path: str) -> list[Corners]:
    found = []
    for x, y, steps in re.findall(r"M(\d+) (\d+)l([^z]+)z", path):
        corners = [(int(x), int(y))]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for at in range(0, len(numbers), 2):
            corners.append((corners[-1][0] + numbers[at], corners[-1][1] + numbers[at + 1]))
        found.append(corners)
    return found


def area(path: str) -> float:
    """Return the area of a path; holes run the other way round and are taken off."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for ring in rings(path) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2)


def holds(path: str, x: float, y: float) -> bool:
    """Say whether a point lies in a shape: a line from it crosses the shape's edges an odd number of times."""
    crossed = 0
    for ring in rings(path):
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
            crossed += (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
    return crossed % 2 == 1


def test_every_country_has_a_place_on_the_sheet_and_no_other_code_is_there() -> None:
    atlas = load_atlas()
    assert sorted(atlas) == sorted(["", *CODES])
    assert all(0 < atlas[code].x < SHEET[2] and 0 < atlas[code].y < SHEET[3] for code in CODES)


def test_every_country_has_a_shape_that_can_be_seen_or_is_a_dot() -> None:
    for code in CODES:
        for grid, _ in enumerate(GRIDS):
            assert load_atlas()[code].grids[grid] or is_small(code, grid), (code, grid)
    small = {code for code in CODES if is_small(code, 0)}
    assert {"SG", "MT", "VA", "PS", "LU", "TV", "AQ", "MV", "BH"} <= small
    assert small.isdisjoint({"QA", "LB", "IL", "XK", "GM", "SI", "KW", "JM", "CY", "EH", "TW", "GF"})
    assert 70 < len(small) < 85


def test_every_outline_stays_within_its_box_and_its_box_within_the_sheet() -> None:
    for land in load_atlas().values():
        for unit, outlines in zip(GRIDS, land.grids, strict=True):
            for outline in outlines:
                (corners,) = rings(outline.path)
                xs, ys = zip(*corners, strict=True)
                assert outline.box == (min(xs), min(ys), max(xs), max(ys)), land.code
                assert outline.box[0] >= 0
                assert outline.box[1] >= 0
                assert outline.box[2] <= SHEET[2] // unit
                assert outline.box[3] <= SHEET[3] // unit


def test_areas_are_true() -> None:
    found = {code: area(whole().paths[code]) * KILOMETRES for code in AREAS}
    assert found == {code: pytest.approx(wanted, rel=0.02) for code, wanted in AREAS.items()}


@pytest.mark.parametrize("town", TOWNS)
def test_a_town_lies_in_its_country_alone(script: ModuleType, town: str) -> None:
    longitude, latitude, code = TOWNS[town]
    (east, north, _), *_ = script.turned([(longitude, latitude, 0.0)])
    x, y = script.position(east, north)
    assert [found for found, path in whole().paths.items() if holds(path, x, y)] == [code]


def test_the_sheet_of_the_script_is_that_of_the_atlas(script: ModuleType) -> None:
    assert (script.WIDTH, round(script.position(script.MIDDLE, script.SOUTH)[1])) == SHEET[2:]
    assert tuple(unit for unit, _, _ in script.GRIDS) == GRIDS


def test_neighbours_leave_no_gap_between_them() -> None:
    """A point of the middle of Europe or Africa always lies in exactly one country, whatever was simplified."""
    europe = whole().paths
    for x in range(1000, 1060, 9):
        for y in range(400, 470, 9):
            assert sum(holds(path, x + 0.37, y + 0.41) for path in europe.values()) == 1, (x, y)


def test_the_whole_world_is_small_enough_for_a_page() -> None:
    data = "".join(whole().paths.values()).encode()
    assert len(data) < 47_000
    assert len(gzip.compress(data, 6, mtime=0)) < 18_000


@pytest.mark.parametrize("code", CODES)
def test_a_part_shows_its_country_and_its_partners_and_stays_small(code: str) -> None:
    around = sorted(CODES, key=lambda c: (place(c, 0)[0] - place(code, 0)[0]) ** 2 + (place(c, 0)[1] - place(code, 0)[1]) ** 2)
    for partners in ((), around[1:6], around[1:30], ("US", "RU", "CN"), ("FR",), ("AU", "BR")):
        part = part_around(code, partners)
        left, top, right, bottom = part.box
        assert 0 <= left < right <= SHEET[2] // GRIDS[part.grid]
        assert 0 <= top < bottom <= SHEET[3] // GRIDS[part.grid]
        for shown in (code, *partners):
            x, y = place(shown, part.grid)
            assert left <= x <= right
            assert top <= y <= bottom
        assert len(gzip.compress("".join(part.paths.values()).encode(), 6, mtime=0)) < 4_300


@settings(max_examples=60)
@given(st.sampled_from(CODES), st.lists(st.sampled_from(CODES), max_size=3), st.data())
def test_what_is_cut_off_a_part_lies_outside_of_it(code: str, partners: list[str], data: st.DataObject) -> None:
    part = part_around(code, partners)
    left, top, right, bottom = part.box
    x = data.draw(st.integers(left, right - 1)) + 0.37
    y = data.draw(st.integers(top, bottom - 1)) + 0.41
    uncut = {c: "".join(outline.path for outline in land.grids[part.grid]) for c, land in load_atlas().items()}
    assert {c for c, path in part.paths.items() if holds(path, x, y)} == {c for c, path in uncut.items() if holds(path, x, y)}


def test_a_part_of_the_world_is_drawn_from_the_grid_that_suits_its_width() -> None:
    found = [part_around("LB", others) for others in ((), ("IN", "GB"), ("US", "AU"))]
    assert [part.grid for part in found] == [0, 1, 2]
    assert all(isinstance(part, MapPart) and 160 <= part.box[2] - part.box[0] <= 500 for part in found)


@pytest.mark.parametrize(
    ("most", "wanted"),
    [
        (0, (1, 2, 3, 4, 5)),
        (5, (1, 2, 3, 4, 5)),
        (20, (1, 2, 3, 6, 10)),
        (46, (1, 2, 5, 10, 25)),
        (1000, (1, 4, 15, 60, 250)),
        (4_000, (1, 5, 30, 150, 1000)),
        (100_000, (1, 10, 100, 1000, 10_000)),
    ],
)
def test_degrees_begin_at_round_numbers(most: int, wanted: tuple[int, ...]) -> None:
    assert thresholds(most) == wanted


@given(st.integers(0, 10**9))
def test_degrees_rise_and_each_number_has_one(most: int) -> None:
    starts = thresholds(most)
    assert len(starts) == DEGREES
    assert sorted(set(starts)) == list(starts)
    assert all(degree(start, starts) == at for at, start in enumerate(starts, 1))
    assert [first for first, _ in ranges(starts)] == list(starts)
    assert all(degree(last, starts) == at for at, (_, last) in enumerate(ranges(starts)[:-1], 1))
    assert starts[-1] <= max(most, 5)


def test_one_story_more_hardly_ever_moves_a_degree() -> None:
    moves = [most for most in range(1, 25_000) if thresholds(most) != thresholds(most - 1)]
    assert moves == [6, 11, 21, 51, 101, 201, 501, 1001, 2001, 5001, 10_001, 20_001]
