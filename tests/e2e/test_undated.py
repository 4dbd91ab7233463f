"""Stories of which nobody knows the date: published in an index of their own, held back, or refused, as the publication says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from newsroom import SETTINGS, Newsroom, article, differing

RAW = "Talks open\n\nThey met in a hall, and talked for long.\n"
WRITTEN = "---\ntitle: Memories\ntags: [Old]\nactors: [Ann Lee]\nlabels: [breaking]\n---\nText.\n"
SEEN = ("/stories/undated/memories/", "/archive/undated/")


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path)
    made.write("content/stories/memories.md", WRITTEN)
    for number, date in enumerate(("-0043", "1978", "2020-01-02")):
        made.write(f"content/stories/s{number}.md", article(f"S{number}", date, tags=["Old"], actors=["Ann Lee"]))
    return made


def says(room: Newsroom, policy: str) -> None:
    room.write("broadsheet.yaml", f"{SETTINGS}undated: {policy}\n" if policy else SETTINGS)


def test_a_written_story_without_a_date_is_an_error_unless_the_publication_says_otherwise(room: Newsroom) -> None:
    for policy in ("", "error"):
        says(room, policy)
        assert not room.build().published
        assert room.codes == ["missing-key"]
    for policy in ("hold", "publish"):
        says(room, policy)
        room.publish()
        assert room.has("/stories/undated/memories/") == (policy == "publish")
        assert room.report is not None
        assert room.report.held == ({"undated": 1} if policy == "hold" else {})


def test_what_is_held_back_is_nowhere(room: Newsroom) -> None:
    says(room, "hold")
    room.publish()
    assert [path for path, data in room.site().items() if b"emories" in data or "memories" in path] == []


def test_an_undated_story_has_a_notice_and_an_index_of_its_own(room: Newsroom) -> None:
    says(room, "publish")
    room.publish()
    page = room.page("/stories/undated/memories/")
    assert "When this story was first published is not known." in page
    assert "More than a year old" not in page
    assert 'datetime=""' not in page + room.page("/tags/old/")
    assert "datePublished" not in page
    assert "citation_publication_date" not in page
    assert '"issued"' not in unquote(page)
    assert re.findall(r">(Memories)</a>", room.page("/archive/undated/")) == ["Memories"]
    assert "<h1>Undated</h1>" in room.page("/archive/undated/")
    assert [text for _, text in re.findall(r'class="year"><a href="([^"]*)">([^<]*)</a>', room.page("/archive/"))] == [
        "2020",
        "1978",
        "44 BC",
        "Undated",
    ]
    assert "not known" not in room.page("/stories/1978/s1/")
    assert [story.id for story in room.catalog().stories] == ["memories", "s0", "s1", "s2"], "the oldest of all"
    assert json.loads(room.page("/stories/undated/memories/index.json")).get("date") is None
    assert ",Memories," in room.page("/data/stories.csv")


def test_what_an_undated_story_states_begins_with_the_first_date_that_is_known(room: Newsroom) -> None:
    says(room, "publish")
    mayor = {"actors": [{"name": "Eve Ray", "role": "mayor", "country": "NO"}], "countries": ["NO"]}
    room.write("content/stories/memories.md", article("Memories", "", **mayor).replace("date: \n", ""))
    for number, date in enumerate(("1978-21", "1978-23")):
        room.write(f"content/stories/m{number}.md", article(f"M{number}", date, **mayor))
    room.publish()
    page = room.page("/actors/eve-ray/").replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")
    when = re.search(r'<td class="when">(.*)</td>', page)
    assert when is not None
    assert re.sub("<[^>]*>", "", when[1]) == "spring 1978 – autumn 1978"
    assert "mayor, 1978</span>" in room.page("/countries/norway/")


def test_pages_of_people_of_whom_no_story_is_dated_say_no_date_and_call_none_the_latest(room: Newsroom) -> None:
    says(room, "publish")
    mayor = {"actors": [{"name": "Eve Ray", "role": "mayor", "country": "NO", "kind": "person"}], "countries": ["NO"]}
    for number in range(2):
        room.write(f"content/stories/m{number}.md", article(f"M{number}", "", **mayor).replace("date: \n", ""))
    room.publish()
    page = room.page("/actors/eve-ray/")
    assert '<p class="official">mayor</p>' in page
    assert "Latest:" not in page
    assert '<span class="note">mayor</span>' in room.page("/countries/norway/")
    room.write("content/stories/m3.md", article("M3", "1978-05-06", **mayor))
    room.publish()
    assert '<p class="official">mayor <span class="when">as stated <time' in room.page("/actors/eve-ray/")
    assert "Latest:" in room.page("/actors/eve-ray/")


def test_an_undated_story_is_in_no_feed(room: Newsroom) -> None:
    says(room, "publish")
    room.publish()
    feeds = {path: data.decode() for path, data in room.site().items() if path.endswith(("feed.xml", "feed.json", "rss.xml"))}
    assert any("S0" in text for text in feeds.values())
    assert [path for path, text in feeds.items() if "Memories" in text] == []


def test_only_undated_stories_make_an_archive_too(room: Newsroom) -> None:
    for number in range(3):
        room.remove(f"content/stories/s{number}.md")
        room.write(f"content/stories/m{number}.md", WRITTEN)
    says(room, "publish")
    room.publish()
    assert "4 stories" in room.page("/tags/old/")


def test_a_raw_article_without_a_date_is_published_with_a_warning(room: Newsroom) -> None:
    room.remove("content/stories/memories.md")
    room.write("content/stories/talks.txt", RAW)
    assert room.build().published
    assert room.codes == ["undated-story"]
    assert room.has("/stories/undated/talks/")
    says(room, "publish")
    room.publish()
    says(room, "error")
    assert not room.build().published


def test_lines_of_json_without_a_date_follow_the_same_rule(room: Newsroom) -> None:
    room.write("content/stories/more.jsonl", '{"title": "One"}\n{"title": "Two", "date": "2020-01-03"}\n')
    says(room, "publish")
    room.publish()
    assert room.has("/stories/undated/one/")
    says(room, "error")
    room.build()
    assert room.codes == ["missing-key", "missing-key"]


def test_warm_builds_are_as_cold_ones(room: Newsroom) -> None:
    says(room, "publish")
    room.publish()
    for text in (article("Memories", "1978-09"), WRITTEN, WRITTEN.replace("title: M", "title: Old m")):
        room.write("content/stories/memories.md", text)
        room.publish()
        cold = room.cold()
        cold.publish()
        assert differing(room.site(), cold.site()) == []
