"""Offices: the wordings of one office are one, whatever they say of its country."""

from __future__ import annotations

import pytest

from broadsheet.pages.offices import fuller_offices, office_key, parts_of, without_country

NAMES = ("United States", "American", "U.S.", "US")
ISLANDS = ("Hong Kong", "Puerto Rico", "Wales", "Welsh")


@pytest.mark.parametrize(
    "wording",
    [
        "president",
        "President",
        "U.S. President",
        "US president",
        "American president",
        "United States President",
        "President of the United States",
        "the president of the US",
    ],
)
def test_wordings_of_one_office_are_one(wording: str) -> None:
    assert office_key(wording, NAMES) == "president"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Chief Executive of Hong Kong", "Hong Kong chief executive", True),
        ("Puerto Rico's governor", "Governor", True),
        ("Wales’ First Minister", "Welsh first minister", True),
        ("vice-president", "Vice President", True),
        ("former president", "president", False),
        ("secretary of state", "secretary of justice", False),
    ],
)
def test_two_wordings_are_of_one_office_or_of_two(one: str, other: str, same: bool) -> None:
    assert (office_key(one, (*NAMES, *ISLANDS)) == office_key(other, (*NAMES, *ISLANDS))) is same


def test_a_country_is_left_out_only_where_it_stands_by_itself() -> None:
    assert without_country("USA Today editor", NAMES) == "USA Today editor"
    assert without_country("ambassador to the United States", NAMES) == "ambassador to the United States"
    assert without_country("king", NAMES) == "king"
    for dash in "-\u2010\u2011\u2013":
        assert (
            without_country(f"foreign minister of Austria{dash}Hungary", ["Austria"])
            == f"foreign minister of Austria{dash}Hungary"
        )


@pytest.mark.parametrize(
    ("told", "over", "parts"),
    [
        ([3, 1, 9, 8], [], [(1, 3, 8, 9)]),
        ([1, 3, 8, 9], [5, 6], [(1, 3), (8, 9)]),
        ([1, 3, 8], [0, 3, 9], [(1, 3, 8)]),
        ([1, 3, 8], [2, 7], [(1,), (3,), (8,)]),
        ([], [4], []),
    ],
)
def test_an_office_is_told_in_parts_where_a_story_in_between_says_that_it_is_over(
    told: list[int], over: list[int], parts: list[tuple[int, ...]]
) -> None:
    assert parts_of(told, over) == parts


@pytest.mark.parametrize(
    ("told", "short"),
    [
        ({"speaker": 1, "speaker of the house": 2}, {"speaker": "speaker of the house"}),
        ({"house speaker": 5, "speaker of the house": 1}, {"house speaker": "speaker of the house"}),
        ({"foreign minister": 5, "minister of foreign affairs": 1}, {"foreign minister": "minister of foreign affairs"}),
        (
            {"speaker": 1, "speaker of the house": 2, "speaker of the house of representatives": 1},
            dict.fromkeys(("speaker", "speaker of the house"), "speaker of the house of representatives"),
        ),
        (
            {"house speaker": 1, "speaker of the house": 2, "speaker of the house of representatives": 1},
            dict.fromkeys(("house speaker", "speaker of the house"), "speaker of the house of representatives"),
        ),
        ({"democratic senator": 1, "senator": 1, "republican leader": 1}, {"democratic senator": "senator"}),
        (
            {"democratic speaker": 1, "speaker": 1, "speaker of the house": 1},
            dict.fromkeys(("democratic speaker", "speaker"), "speaker of the house"),
        ),
        ({"minister": 1, "minister of defence": 1, "minister of justice": 1}, {}),
        ({"president": 9, "president of the club": 1}, {}),
        ({"president": 2, "vice president": 2, "secretary of state": 1}, {}),
    ],
)
def test_a_short_office_is_the_one_that_it_is_short_for(told: dict[str, int], short: dict[str, str]) -> None:
    assert fuller_offices(told) == short
