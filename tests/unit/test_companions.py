"""Companions: who is named together more often than chance would have it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from broadsheet.catalog.catalog import Catalog
from broadsheet.catalog.companions import Companion, coarse, least_together, met_with
from broadsheet.catalog.story import TermKey
from broadsheet.catalog.tally import Tallies, count_of
from newsroom import Newsroom, article

Make = Callable[..., Newsroom]


def write(room: Newsroom, first: int, last: int, *actors: str, month: int = 1) -> None:
    """Write a story a day, each with the same actors."""
    for day in range(first, last + 1):
        room.write(
            f"content/stories/m{month}d{day}-{len(actors)}.md", article("T", f"2020-{month:02}-{day:02}", actors=list(actors))
        )


def companions_in(catalog: Catalog, key: TermKey) -> tuple[Companion, ...]:
    tallies = Tallies(catalog, key[0])
    ranks = tallies.of(catalog.positions(key), but=key[1])
    met = met_with(catalog, key, [(tallies.slug(rank), count_of(rank)) for rank in ranks])
    return tuple(each for each in met if each.lift > 1)


def companions(room: Newsroom, slug: str) -> list[tuple[str, int, float, float]]:
    found = companions_in(room.catalog(), ("actor", slug))
    return [(each.slug, each.together, round(each.expected, 3), round(each.lift, 3)) for each in found]


def test_lift_is_what_is_shared_over_what_chance_would_give(newsroom: Make) -> None:
    room = newsroom()
    write(room, 1, 4, "Ann", "Bob")
    write(room, 5, 8, "Bob")
    write(room, 9, 16)
    assert companions(room, "ann") == [], "when the newest of her stories came out, Bob was in every story"
    write(room, 17, 17, "Ann")
    assert companions(room, "ann") == [("bob", 4, 2.5, 1.429)], "5 of Ann's, 8 of Bob's, 16 in round numbers: (4+1)/(2.5+1)"


def test_those_who_meet_everybody_come_after_those_who_meet_one(newsroom: Make) -> None:
    room = newsroom()
    write(room, 1, 3, "Ann", "Everybody", "Friend")
    write(room, 4, 20, "Everybody")
    write(room, 21, 21, "Ann")
    assert [slug for slug, *_ in companions(room, "ann")] == ["friend"], "Everybody is where chance puts everybody"


def test_who_met_once_is_nobodys_companions(newsroom: Make) -> None:
    room = newsroom()
    write(room, 1, 1, "Ann", "Rare")
    write(room, 2, 9)
    write(room, 10, 10, "Ann")
    assert companions(room, "ann") == []


def test_ties_are_broken_by_slug(newsroom: Make) -> None:
    room = newsroom()
    write(room, 1, 2, "Zoe", "Cy", "Ann", "Bob")
    write(room, 3, 20)
    write(room, 21, 22, "Zoe")
    assert [slug for slug, *_ in companions(room, "zoe")] == ["ann", "bob", "cy"]


def test_a_newer_story_of_somebody_else_changes_nothing(newsroom: Make) -> None:
    room = newsroom()
    write(room, 1, 4, "Ann", "Bob", "Cy")
    write(room, 5, 20)
    write(room, 21, 21, "Ann")
    before = companions(room, "ann")
    assert before
    write(room, 1, 28, "Bob", month=2)
    assert companions(room, "ann") == before


def test_countries_have_companions_too(newsroom: Make) -> None:
    room = newsroom()
    for day in range(1, 21):
        room.write(f"content/stories/d{day}.md", article("T", f"2020-01-{day:02}", countries=["NO", "TR"] if day < 6 else ["CN"]))
    room.write("content/stories/d21.md", article("T", "2020-01-21", countries=["NO"]))
    (found,) = companions_in(room.catalog(), ("country", "norway"))
    assert (found.slug, found.together, found.expected, found.lift) == ("turkiye", 5, 1.5, 2.4)


@pytest.mark.parametrize(
    ("number", "rounded"), [(0, 0), (1, 1), (15, 15), (16, 16), (17, 16), (31, 30), (1000, 960), (1024, 1024), (1151, 1024)]
)
def test_coarse_numbers_keep_four_binary_digits(number: int, rounded: int) -> None:
    assert coarse(number) == rounded
    assert number - rounded <= number / 8


def test_the_more_stories_the_more_must_be_shared() -> None:
    assert [least_together(number) for number in (2, 35, 100, 900, 3000)] == [2, 2, 3, 10, 18]
