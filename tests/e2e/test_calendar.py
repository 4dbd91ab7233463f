"""The archive by date: a year is a calendar whose days lead to their stories, a month has its stories by day."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from newsroom import Newsroom, article

_CELL = re.compile(r'<a class="s(\d)" href="([^"]*)"><title>([^<]*)</title>')


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path, "-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/\npage_size: 3\n")
    for number in range(11):  # three on the 1st, three on the 2nd, …: two a day in the end
        made.write(f"content/stories/m{number:02}.md", article(f"May {number}", f"2024-05-{number // 3 + 1:02}"))
    made.write("content/stories/alone.md", article("Alone", "1978-09-17"))
    made.publish()
    return made


def _cells(page: str) -> dict[str, tuple[int, str]]:
    return {unescape(title): (int(step), href) for step, href, title in _CELL.findall(page)}


def test_every_day_leads_to_the_place_that_shows_its_newest_story(room: Newsroom) -> None:
    cells = _cells(room.page("/archive/2024/"))
    assert cells == {
        "3 stories on 1 May 2024": (5, "/archive/2024/05/page/1/#day-1"),
        "3 stories on 2 May 2024": (5, "/archive/2024/05/page/2/#day-2"),
        "3 stories on 3 May 2024": (5, "/archive/2024/05/#day-3"),
        "2 stories on 4 May 2024": (4, "/archive/2024/05/#day-4"),
    }
    for title, (_, href) in cells.items():
        address, _, anchor = href.partition("#")
        day = room.page(address).partition(f'id="{anchor}"')[2].partition("</section>")[0]
        number = int(title.split()[0])
        first = 3 * (int(anchor.removeprefix("day-")) - 1)
        assert re.findall(r">(May \d+)</a>", day) == [f"May {at}" for at in reversed(range(first, first + number))]


def test_the_calendar_has_a_twin_in_words(room: Newsroom) -> None:
    table = room.page("/archive/2024/").partition("<tbody>")[2].partition("</tbody>")[0]
    assert " ".join(re.sub("<[^>]*>", " ", table).split()) == "May 2024 11 1 (3) 2 (3) 3 (3) 4 (2)"
    assert set(re.findall('href="([^"]*#[^"]*)"', table)) == {href for _, href in _cells(room.page("/archive/2024/")).values()}


def test_a_year_with_one_story_shows_the_one_month_it_has(room: Newsroom) -> None:
    page = room.page("/archive/1978/")
    assert _cells(page) == {"1 story on 17 September 1978": (5, "/archive/1978/09/#day-17")}
    assert re.findall(r"<h3><a[^>]*>(\w+)</a>", page) == ["September"]
    assert "Stories on a day" not in page, "one number needs no legend"


def test_the_archive_as_a_whole_is_drawn(room: Newsroom) -> None:
    assert _cells(room.page("/archive/")) == {
        "11 stories in May 2024": (5, "/archive/2024/05/"),
        "1 story in September 1978": (1, "/archive/1978/09/"),
    }


def test_a_day_has_one_place_even_where_its_stories_crossed_midnight_elsewhere(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    for name, moment in (("a", "2024-05-02T00:30:00+14:00"), ("b", "2024-05-01T12:00:00Z"), ("c", "2024-05-02T11:00:00Z")):
        room.write(f"content/stories/{name}.md", article(name, moment))
    room.publish()
    page = room.page("/archive/2024/05/")
    assert re.findall('id="(day-[^"]*)"', page) == ["day-2", "day-1"]


def test_a_new_story_renders_its_year_and_its_month_and_no_other(room: Newsroom) -> None:
    room.write("content/stories/new.md", article("New", "2024-05-09"))
    room.publish()
    assert sorted(page for page in room.rendered if page.startswith("/archive/")) == [
        "/archive/",
        "/archive/2024/",
        "/archive/2024/05/",
        "/archive/2024/05/page/3/",
        "/archive/2024/05/page/4/",
        "/archive/2024/page/3/",
        "/archive/2024/page/4/",
    ]
