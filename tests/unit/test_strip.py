"""The strip: marks stand where their dates are, keep their distance, and flags do not meet."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest

from broadsheet.language.languages import ENGLISH
from broadsheet.pages.strip import APART, LANES, WIDTH, Happening, days_of, strip
from broadsheet.pages.views.strip import StripView


def _event(iso: str, text: str = "Something happens") -> Happening:
    return Happening(iso, text, "/stories/a/", is_story=False)


def _story(iso: str, text: str = "A story is told") -> Happening:
    return Happening(iso, text, "/stories/a/", is_story=True)


def _drawn(happenings: list[Happening], *, mirrored: bool = False) -> StripView:
    found = strip(ENGLISH, happenings, mirrored=mirrored)
    assert found is not None
    return found


def test_dates_become_days_however_exact_they_are() -> None:
    assert days_of("0001-01-01") == (1, 2)
    assert days_of("2024-02") == (days_of("2024-02-01")[0], days_of("2024-03-01")[0])
    assert days_of("2023") == (days_of("2023-01-01")[0], days_of("2024-01-01")[0])
    assert days_of("9999-12") == (days_of("9999-12-01")[0], days_of("9999-12-31")[1])
    assert days_of("9999")[1] == days_of("9999-12-31")[1]


@pytest.mark.parametrize(
    "happenings", [[], [_event("2020-01-01")], [_event("2020-01-01"), _story("2021-01-01")], [_event("2020-01-01")] * 9]
)
def test_what_is_too_little_is_not_drawn(happenings: list[Happening]) -> None:
    assert strip(ENGLISH, happenings) is None


def test_time_goes_along_the_strip_and_a_mark_says_what_it_is() -> None:
    drawn = _drawn([_event("2000-01-01"), _story("2010-01-01", "Talks begin"), _event("2020-01-01")])
    assert sorted((mark.x, mark.title) for mark in drawn.marks) == [
        (12, "1 January 2000: Something happens"),
        (340, "1 January 2010: Talks begin"),
        (668, "1 January 2020: Something happens"),
    ]
    assert [mark.is_story for mark in drawn.marks] == [True, False, False]
    assert [(text, x) for x, text in drawn.ticks if text in ("2002", "2010")] == [("2002", 78), ("2010", 340)]


def test_what_is_not_exact_is_a_span() -> None:
    drawn = _drawn([_story("2000-01-01"), _event("2010"), _event("2015-06"), _event("2020-01-01")])
    lengths = {mark.title[:9]: mark.length for mark in drawn.marks}
    assert lengths["2010: Som"] == 33, "a twentieth of the axis"
    assert lengths["June 2015"] == 10, "never shorter than can be seen"
    assert lengths["1 January"] == 0


def test_from_right_to_left_everything_is_mirrored() -> None:
    happenings = [_event("2000-01-01"), _event("2010"), _story("2020-01-01")]
    one, other = _drawn(happenings), _drawn(happenings, mirrored=True)
    assert [(WIDTH - mark.x - mark.length, mark.y) for mark in other.marks] == [(mark.x, mark.y) for mark in one.marks]
    assert [(WIDTH - x, text) for x, text in other.ticks] == list(one.ticks)


def test_a_single_event_of_another_age_does_not_squeeze_all_others() -> None:
    near = [_event(f"2020-0{month}-01") for month in range(1, 8)]
    assert _drawn([_event("1815-06-09"), *near, _event("2400")]) == _drawn(near)
    with_story = _drawn([_story("1815-06-09"), *near])
    assert with_story.marks[0].x == 12, "a story is never left out"


@pytest.mark.parametrize("seed", range(6))
def test_marks_keep_their_distance_and_flags_do_not_meet(seed: int) -> None:
    chance = random.Random(seed)
    number = (4, 12, 30, 80, 200, 500)[seed]
    happenings = []
    for _ in range(number):
        iso = f"{chance.randint(1990, 2020)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        happening = (_story, _event)[chance.randint(0, 1)](iso[: chance.choice((4, 7, 10, 10))], "word " * chance.randint(1, 12))
        happenings.append(happening)
    drawn = _drawn(happenings)
    assert drawn == _drawn(happenings[::-1]), "the order in which they come does not matter"
    assert len({mark.y for mark in drawn.marks}) <= LANES
    for one, other in combinations(drawn.marks, 2):
        if one.y == other.y:
            left, right = sorted((one, other), key=lambda mark: mark.x)
            assert right.x - left.x >= max(0, left.length - 10) + APART - 1
    counted = sum(int(text.removeprefix("+")) for *_, text in drawn.more)
    assert len(drawn.marks) + counted >= number - 2, "all but outliers are drawn or counted"
    assert all(0 <= mark.x <= WIDTH for mark in drawn.marks)
    boxes = [
        (flag, flag.x - 6 * len(flag.text) if flag.ends else flag.x, flag.x if flag.ends else flag.x + 6 * len(flag.text))
        for flag in drawn.flags
    ]
    for (one, start, end), (other, from_, to) in combinations(boxes, 2):
        if one.y == other.y:
            assert end <= from_ or to <= start
        else:
            low, high = ((start, end), other) if one.y > other.y else ((from_, to), one)
            assert not low[0] < high.x < low[1], "no pole goes through a flag"
    assert all(start >= 0 and end <= WIDTH for _, start, end in boxes)
    named = sorted((x - 3 * len(text), x + 3 * len(text)) for x, text in drawn.ticks)
    assert all(one[1] < other[0] for one, other in pairwise(named)), "names of the axis do not meet"


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [
        ("2024-05-01", "2024-05-09", {"3 May 2024", "5 May 2024"}),
        ("2024-01-05", "2024-12-20", {"March 2024", "May 2024", "July 2024"}),
        ("0001-01-01", "9999-12-31", {"2000", "4000"}),
    ],
)
def test_the_axis_is_named_by_what_the_time_takes(first: str, last: str, named: set[str]) -> None:
    drawn = _drawn([_story(first), _story(first), _story(last)])
    assert named <= {text for _, text in drawn.ticks}, drawn.ticks
