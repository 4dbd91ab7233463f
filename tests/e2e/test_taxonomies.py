"""Taxonomies of the publication's own: their terms have what tags have, and authors have it where they are declared to."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.content.taxonomies import RESERVED
from broadsheet.model import TERM_KINDS
from broadsheet.pages.sitemap import UNLISTED
from broadsheet.pages.stamps import _PARTS
from broadsheet.pages.subjects import GATHERING, OF_STORIES, SINGLES
from newsroom import Newsroom, article

Make = Callable[..., Newsroom]
SETTINGS = """title: T
base_url: https://example.org/
page_size: 2
taxonomies:
  series: {label: Series, singular: A series}
  parties:
  authors: {label: Authors, singular: Author}
"""


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom()
    made.write("broadsheet.yaml", SETTINGS)
    for day in range(1, 6):
        made.write(
            f"content/stories/s{day}.md",
            article(f"Story {day}", f"2020-01-0{day}", series="Slow News", authors=["Ann Lee"], tags=["Salt"]),
        )
    own = {"series": ["The Long Read", "slow news"], "parties": ["Green & Blue"], "authors": ["A. Lee", "Bo Ek"]}
    made.write("content/stories/last.md", article("Last", "2020-02-01", **own))
    made.write("content/authors/ann-lee.md", "---\nname: Ann Lee\naliases: [A. Lee, Ann Low]\n---\n\nShe writes.\n")
    made.write(
        "content/series/the-long-read.md", "---\nname: The Long Read\nparent: Slow News\nwikidata: Q1\n---\n\nAt length.\n"
    )
    return made


def test_each_term_has_a_page_with_its_stories_older_pages_feeds_and_a_twin(room: Newsroom) -> None:
    room.publish()
    page = room.text("/series/slow-news/")
    assert page.startswith("A series Slow News")
    assert "Last" in page
    assert "Story 5" in page
    assert "Within it The Long Read" in page
    assert "Story 2" in room.text("/series/slow-news/page/1/")
    assert "<title>Last</title>" in room.page("/series/slow-news/feed.xml")
    assert json.loads(room.page("/series/slow-news/feed.json"))["items"][0]["title"] == "Last"
    twin = json.loads(room.site()["series/slow-news/index.json"])
    assert (twin["kind"], twin["name"], twin["total"]) == ("series", "Slow News", 6)
    assert "At length." in room.text("/series/the-long-read/")
    assert json.loads(room.site()["series/the-long-read/index.json"])["wikidata"] == "Q1"


def test_each_taxonomy_has_an_index_and_is_in_menus_search_site_map_and_opml(room: Newsroom) -> None:
    room.publish()
    index = room.text("/series/")
    assert "Series in T, by name." in index
    assert "Slow News 6" in index
    assert room.text("/parties/").startswith("Index Parties")
    assert '<a href="/series/">Series</a>' in room.page("/")
    assert "/parties/green-blue/" in room.page("/search/")
    assert '"5":"Series","6":"Parties","7":"Authors"' in room.page("/search/table.js")
    assert any(b'[5,"Slow News","/series/slow-news/"' in data for data in room.site().values())
    assert "https://example.org/authors/bo-ek/</loc>" in room.page("/sitemap.xml")
    assert "https://example.org/parties/green-blue/feed.xml" in room.page("/opml.xml")
    assert "[Series](https://example.org/series/)" in room.page("/llms.txt")
    assert ">Parties" in room.page("/a-z/")


def test_a_story_leads_to_its_terms_and_its_twin_and_row_name_them(room: Newsroom) -> None:
    room.publish()
    page = room.page("/stories/2020/02/last/")
    assert '<a href="/series/">Series</a></h3>' in page
    assert '<a href="/series/the-long-read/">The Long Read</a>' in page
    assert '<a href="/parties/green-blue/">Green &amp; Blue</a>' in page
    assert '<b><a href="/authors/ann-lee/">A. Lee</a></b> and <b><a href="/authors/bo-ek/">Bo Ek</a></b>' in page
    assert '"author":[{"@type":"Person","name":"A. Lee","url":"https://example.org/authors/ann-lee/"}' in page
    twin = json.loads(room.site()["stories/2020/02/last/index.json"])
    assert [term["slug"] for term in twin["taxonomies"]["series"]] == ["the-long-read", "slow-news"]
    assert twin["authors"] == ["A. Lee", "Bo Ek"]
    assert "fields" not in twin
    rows = list(csv.DictReader(room.page("/data/stories.csv").splitlines()))
    assert (rows[-1]["series"], rows[-1]["parties"], rows[-1]["authors"]) == (
        "the-long-read; slow-news",
        "green-blue",
        "A. Lee; Bo Ek",
    )


def test_authors_have_pages_and_are_no_subjects_of_their_stories(room: Newsroom) -> None:
    room.publish()
    assert room.text("/authors/ann-lee/").startswith("Author Ann Lee")
    assert "She writes." in room.text("/authors/ann-lee/")
    assert '"@type":"ProfilePage","@id":"https://example.org/authors/ann-lee/"' in room.page("/authors/ann-lee/")
    assert '"@type":"Person","@id":"https://example.org/authors/ann-lee/#it","name":"Ann Lee"' in room.page("/authors/ann-lee/")
    assert "<subtitle>Stories by Ann Lee</subtitle>" in room.page("/authors/ann-lee/feed.xml")
    assert 'category term="Slow News"' in room.page("/feed.xml")
    assert 'category term="Ann Lee"' not in room.page("/feed.xml")
    assert "Also about Slow News" in room.page("/stories/2020/02/last/")
    assert 'content="0; url=/authors/ann-lee/"' in room.page("/authors/ann-low/")


def test_patterns_and_feeds_are_set_as_those_of_tags(room: Newsroom) -> None:
    room.edit("broadsheet.yaml", "page_size: 2\n", "permalinks: {series: '/s/{slug}/'}\ndisable: [taxonomy-feeds]\n")
    room.publish()
    assert room.has("/s/slow-news/")
    assert room.has("/s/")
    assert '<a href="/s/slow-news/">' in room.page("/stories/2020/02/last/")
    assert not room.has("/s/slow-news/feed.xml")
    assert not room.has("/series/slow-news/")


def test_a_list_of_names_declares_them_too(room: Newsroom) -> None:
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\ntaxonomies: [series, parties]\n")
    room.remove("content/authors")
    room.publish()
    assert room.text("/series/slow-news/").startswith("Series Slow News")
    assert not room.has("/authors/ann-lee/")
    assert "<b>A. Lee</b> and <b>Bo Ek</b>" in room.page("/stories/2020/02/last/")


def test_without_declaration_the_key_is_unknown_and_the_folder_has_no_place(room: Newsroom) -> None:
    room.edit("broadsheet.yaml", "  parties:\n", "")
    room.write("content/parties/green.md", "---\nname: Green\n---\n")
    room.build()
    assert sorted(set(room.codes)) == ["unknown-key", "unplaced-file"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{tags: }", "`taxonomies` does not take the name `tags`: such terms have pages anyhow; take it out"),
        ("[page]", "`taxonomies` does not take the name `page`: Broadsheet has another use for it; choose another name"),
        ("[title]", "`taxonomies` does not take the name `title`: Broadsheet has another use for it; choose another name"),
        (
            "{Series: }",
            "`taxonomies` does not take the name `Series`: it is a key of stories and a folder; begin with a small letter; use "
            "those, digits, `-` and `_`",
        ),
        (
            "{series: Series}",
            "`taxonomies.series` takes a mapping of label and singular, found `Series`; write `series: {label: …}`",
        ),
        (
            "x",
            "`taxonomies` takes a mapping of names, or a list of them, found `x`; write `taxonomies: {series: {label: Series}}`",
        ),
        (
            "[a]\nfields: {a: }",
            "`a` is in `taxonomies` and in `fields`; keep one of the two; stories show the terms of a taxonomy anyhow",
        ),
    ],
)
def test_a_faulty_declaration_is_an_error_in_its_place(newsroom: Make, written: str, said: str) -> None:
    room = newsroom()
    room.write("broadsheet.yaml", f"title: T\nbase_url: https://example.org/\ntaxonomies: {written}\n")
    report = room.build()
    assert [problem.message + "; " + problem.hint for problem in report.problems] == [said]
    assert report.problems[0].span.path == "broadsheet.yaml"


def test_names_of_kinds_of_pages_and_parts_are_reserved() -> None:
    names = {*_PARTS, *SINGLES, *OF_STORIES, *GATHERING, *UNLISTED, "voice", "nation", "all"} - {*TERM_KINDS}
    assert names <= RESERVED


def test_two_entries_that_claim_a_name_are_told(room: Newsroom) -> None:
    room.write("content/authors/other.md", "---\nname: Ann Low\n---\n")
    report = room.build()
    assert [problem.message for problem in report.problems] == ["`Ann Low` is claimed by two authors: `Ann Lee` and `Ann Low`"]


@pytest.mark.parametrize(
    ("path", "old", "new", "changed"),
    [
        (
            "content/stories/s1.md",
            '"Slow News"',
            '"The Long Read"',
            {"series/the-long-read/index.html", "series/slow-news/index.html"},
        ),
        ("content/stories/s5.md", '["Ann Lee"]', '["Bo Ek"]', {"authors/bo-ek/index.html", "authors/ann-lee/index.html"}),
        ("content/authors/ann-lee.md", "name: Ann Lee", "name: Ann Berg", {"authors/ann-lee/index.html"}),
        ("content/series/the-long-read.md", "name: The Long Read", "name: The Long One", {"stories/2020/02/last/index.html"}),
        ("broadsheet.yaml", "label: Series", "label: Rows", {"series/index.html", "stories/2020/02/last/index.html"}),
    ],
)
def test_an_edit_reaches_what_a_cold_build_would_make(room: Newsroom, path: str, old: str, new: str, changed: set[str]) -> None:
    room.publish()
    room.edit(path, old, new)
    room.publish()
    assert changed <= set(room.written)
    cold = room.cold()
    cold.publish()
    assert room.site() == cold.site()


def test_explain_knows_them(room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from broadsheet.cli import main

    room.publish()
    monkeypatch.chdir(room.root)
    assert main(["explain", "/series/slow-news/", "--clock", "2026-03-01T12:00:00Z"]) == 0
    said = capsys.readouterr().out
    assert "series slow-news" in said
    assert "a story in its list" in said
    assert main(["explain", str(Path("content/authors/ann-lee.md")), "--clock", "2026-03-01T12:00:00Z"]) == 0
    assert "/authors/ann-lee/" in capsys.readouterr().out
