"""The network: companions in rows, arcs in proportion, and names that fit."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from broadsheet.pages.network import COMPANIONS_MAX
from newsroom import Newsroom, article

Make = Callable[..., Newsroom]
LONG = "International Atomic Energy Agency of the World"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Return an archive in which Ann meets Bob and Cy together, Dee alone, and once each of many others."""
    made = Newsroom(tmp_path_factory.mktemp("network"))
    for day in range(1, 29):
        actors = ["Ann Lee", *(["Bob Roe", "Cy Poe"] if day % 4 == 0 else [LONG] if day % 4 == 1 else [f"Other {day}"])]
        made.write(f"content/stories/a{day}.md", article("T", f"2020-02-{day:02}", actors=actors))
        made.write(f"content/stories/b{day}.md", article("T", f"2020-01-{day:02}", actors=["Eve Noe"]))
    made.publish()
    return made


def test_the_drawing_shows_who_the_table_does(room: Newsroom) -> None:
    page = room.page("/actors/ann-lee/")
    drawn, _, table = page.partition('id="page-network"')[2].partition("<details>")
    names = ["bob-roe", "cy-poe", "international-atomic-energy-agency-of-the-world"]
    assert re.findall(r'<a href="/actors/([^/]*)/">', drawn) == names
    assert re.findall(r'<a href="/actors/([^/]*)/">', table.partition("</details>")[0]) == names
    assert len(re.findall(r"<path", drawn)) == 3 + 1, "one to each of the three, and one between the two who meet"
    assert ">International Atomic Ener…<" in drawn
    assert f">{LONG}<" in table
    assert "<td>7</td><td>3.5</td><td>×1.8</td>" in table, "28 stories, 7 of Bob's, 56 in all"


def test_of_fewer_than_three_there_is_no_drawing(room: Newsroom) -> None:
    assert 'id="page-network"' not in room.page("/actors/eve-noe/")
    assert 'id="page-network"' not in room.page("/actors/bob-roe/")


def test_no_more_are_drawn_than_can_be_told_apart(newsroom: Make) -> None:
    made = newsroom()
    for day in range(1, 4):
        made.write(f"content/stories/a{day}.md", article("T", f"2020-01-{day:02}", actors=[f"P{n:02}" for n in range(30)]))
    made.stories(20)
    made.write("content/stories/last.md", article("T", "2026-02-01", actors=["P00"]))
    made.publish()
    drawn = made.page("/actors/p00/").partition('id="page-network"')[2].partition("<details>")[0]
    assert re.findall(r'<a href="/actors/(p\d\d)/">', drawn) == [f"p{n:02}" for n in range(1, COMPANIONS_MAX + 1)]
