"""Stories whose date is not a day: shown as it is known, in the order of their beginnings, in the archive under their year."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from newsroom import Newsroom, article, differing

DATES = {
    "caesar": "-0043-03",
    "older": "-0099",
    "cronon": "1605",
    "about": "1978-09~",
    "year": "1978",
    "span": "1978/1979",
    "decade": "197X",
    "day": "1978-09-17",
}


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path)
    for name, date in DATES.items():
        made.write(
            f"content/stories/{name}.md", article(f"Story {name}", date, tags=["Old"], actors=["Ann Lee"], labels=["breaking"])
        )
    made.publish()
    return made


def headlines(page: str) -> list[str]:
    return re.findall(r">Story (\w+)</a>", page)


def test_lists_are_in_the_order_of_beginnings(room: Newsroom) -> None:
    catalog = room.catalog()
    assert [story.id for story in catalog.stories] == ["older", "caesar", "cronon", "decade", "span", "year", "about", "day"]
    assert [story.permalink for story in catalog.stories] == [
        "/stories/-0099/older/",
        "/stories/-0043/03/caesar/",
        "/stories/1605/cronon/",
        "/stories/1970/decade/",
        "/stories/1978/span/",
        "/stories/1978/year/",
        "/stories/1978/09/about/",
        "/stories/1978/09/day/",
    ]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/stories/-0043/03/caesar/", "March 44 BC"),
        ("/stories/-0099/older/", "100 BC"),
        ("/stories/1605/cronon/", "1605"),
        ("/stories/1978/09/about/", "about September 1978"),
        ("/stories/1978/span/", "1978–1979"),
        ("/stories/1970/decade/", "1970s"),
    ],
)
def test_a_story_and_its_cards_show_what_is_known(room: Newsroom, address: str, shown: str) -> None:
    closed = "" if shown.endswith("BC") else "</time>"  # HTML has no form for years before the year 1
    assert f">{shown}{closed}" in room.page(address)
    assert f">{shown}{closed}" in room.page("/tags/old/")
    assert 'datetime="-' not in room.page(address) + room.page("/tags/old/")
    assert "is not known" not in room.page(address)


def test_the_archive_has_them_under_their_year_and_month(room: Newsroom) -> None:
    assert re.findall(r'class="year"><a href="([^"]*)">([^<]*)</a> <span class="count">(\d+)', room.page("/archive/")) == [
        ("/archive/1978/", "1978", "4"),
        ("/archive/1970/", "1970", "1"),
        ("/archive/1605/", "1605", "1"),
        ("/archive/-0043/", "44 BC", "1"),
        ("/archive/-0099/", "100 BC", "1"),
    ]
    assert headlines(room.page("/archive/1978/")) == ["day", "about", "year", "span"]
    month = room.page("/archive/1978/09/")
    assert headlines(month) == ["day", "about"]
    assert re.findall(r'<h2 id="([^"]*)"><time datetime="([^"]*)">(.*?)</time>', month) == [
        ("day-17", "1978-09-17", "<b>17</b> September 1978"),
        ("month", "1978-09", "September 1978"),
    ]
    assert "1 story on 17 September 1978" in room.page("/archive/1978/")
    assert "on 1 January 1978" not in room.page("/archive/1978/")
    assert not room.has("/archive/1978/01/")
    assert headlines(room.page("/archive/-0043/")) == ["caesar"]
    assert 'href="/archive/-0099/"' in room.page("/archive/-0043/")


def test_machines_are_told_what_is_known(room: Newsroom) -> None:
    assert json.loads(room.page("/stories/1978/09/about/index.json"))["date"] == "1978-09~"
    assert '"datePublished":"1978-09"' in room.page("/stories/1978/09/about/").replace(" ", "")
    assert "<published>1978-01-01T00:00:00Z</published>" in room.page("/tags/old/feed.xml")
    assert ",1978/1979," in room.page("/data/stories.csv")
    assert '"issued":{"date-parts":[[-43,3]]}' in unquote(room.page("/stories/-0043/03/caesar/")).replace(" ", "")
    assert '"issued":{"date-parts":[[1978]]}' in unquote(room.page("/stories/1978/span/")).replace(" ", "")


def test_the_search_knows_them_by_what_is_known(room: Newsroom) -> None:
    chunks = {path: data.decode() for path, data in room.site().items() if path.startswith("search/headlines/")}
    assert all(any(f"Story {name}" in text for text in chunks.values()) for name in DATES)
    assert any('"about September 1978"]' in text for text in chunks.values())


def test_warm_builds_are_as_cold_ones(room: Newsroom) -> None:
    for name, date in {"about": "1979-09", "year": "-0043", "caesar": "1978-09-17", "day": "1978-XX-XX", "span": "197X"}.items():
        room.write(f"content/stories/{name}.md", article(f"Story {name}", date, tags=["Old"]))
        room.publish()
        cold = room.cold()
        cold.publish()
        assert differing(room.site(), cold.site()) == []


def test_a_list_of_nothing_but_old_stories_is_built(room: Newsroom) -> None:
    for number in range(4):
        room.write(f"content/stories/b{number}.md", article(f"B {number}", f"-010{number}", tags=["Ancient"], dossier="Rome"))
    room.publish()
    assert re.findall(r">(B \d)</a>", room.page("/tags/ancient/")) == ["B 0", "B 1", "B 2", "B 3"]


def test_a_year_to_come_is_held_back(room: Newsroom) -> None:
    room.write("content/stories/year.md", article("Story year", "2027"))
    room.publish()
    assert room.catalog().held == {"year": "future"}
    room.publish(clock="2027-01-01T00:00:00Z")
    assert room.has("/stories/2027/year/")


def test_a_date_that_is_nearly_one_is_told_what_is_wrong(room: Newsroom) -> None:
    for date, said in {
        "1978-02-30": "February 1978 has 28 days",
        "17.9.1978": "write `YYYY-MM-DD`",
        "1978/9/17": "write `1978-09-17`",
        "1979/1978": "it ends before it begins",
    }.items():
        room.write("content/stories/year.md", article("Story year", date))
        room.build()
        assert room.codes == ["bad-date"]
        assert said in room.problems[0]
