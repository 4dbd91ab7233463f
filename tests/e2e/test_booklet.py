"""The booklet of a dossier: all its stories as one document, made where it is asked for, and when one of them changes."""

from __future__ import annotations

import base64
import re
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from browser import CHROMIUM, Browser
from newsroom import Newsroom, article, picture

BODY = "The *first* day.[^1] See [below](#end) and [the other](second.md).\n\n## End\n\nLast words.\n\n[^1]: A note.\n"


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(
        tmp_path, "-- broadsheet.yaml --\ntitle: The Test Times\nbase_url: https://example.org/\ndossier_editions: true\n"
    )
    for name, title, day in (("second", "Talks resume", "2020-02-01"), ("first", "Talks begin", "2020-01-01")):
        event = {"date": day, "text": f"{title} in Oslo"}
        made.write(
            f"content/stories/{name}.md", article(title, day, BODY, dossier="Oslo talks", events=[event], actors=["Ann Lee"])
        )
    made.write("content/stories/other.md", article("Elsewhere", "2020-03-01"))
    made.write(
        "content/dossiers/oslo-talks.md", '---\nname: Oslo talks \\ "so far"\naliases: [Oslo talks]\n---\nWhat was said.\n'
    )
    made.publish()
    return made


def test_all_stories_stand_in_full_in_the_order_of_time(room: Newsroom) -> None:
    page = room.page("/dossiers/oslo-talks/edition/")
    assert re.findall(r'<section id="(story-\d)">\s*<h2>([^<]*)</h2>', page) == [
        ("story-1", "Talks begin"),
        ("story-2", "Talks resume"),
    ]
    assert page.count("Last words.") == 2
    assert room.text("/dossiers/oslo-talks/edition/").index("What was said.") < page.index("Talks begin")
    assert "Elsewhere" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<a href="/dossiers/oslo-talks/edition/">' in room.page("/dossiers/oslo-talks/")
    assert "/edition/" not in room.page("/sitemap.xml")


def test_a_picture_in_several_sizes_stands_in_an_edition(room: Newsroom) -> None:
    room.write("content/stories/hall.png", picture(900, 600))
    image = {"src": "hall.png", "alt": "The hall"}
    room.write("content/stories/third.md", article("Talks end", "2020-02-09", dossier="Oslo talks", image=image))
    room.publish()
    assert ' sizes="(min-width: 46rem) 40rem, 94vw"' in room.page("/dossiers/oslo-talks/edition/")


def test_no_two_bodies_share_an_id_and_references_stay_within_their_story(room: Newsroom) -> None:
    page = room.page("/dossiers/oslo-talks/edition/")
    ids = Counter(re.findall(r' id="([^"]*)"', page))
    assert max(ids.values()) == 1
    anchors = re.findall(r'href="#([^"]*)"', page)
    assert set(anchors) <= set(ids)
    assert {"s1-end", "s2-end"} <= set(anchors)


def test_the_running_head_is_a_string_of_css_whatever_the_dossier_is_called(room: Newsroom) -> None:
    style = room.page("/dossiers/oslo-talks/edition/print.css")
    assert 'content: "The Test Times · Oslo talks \\\\ \\"so far\\"";' in style


@pytest.mark.parametrize(
    ("setting", "own", "made"), [("", "", False), ("", "edition: true", True), ("true", "edition: false", False)]
)
def test_it_is_made_where_it_is_asked_for(tmp_path: Path, setting: str, own: str, made: bool) -> None:
    key = f"dossier_editions: {setting}\n" if setting else ""
    room = Newsroom(tmp_path, f"-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/\n{key}")
    room.write("content/stories/a.md", article("A", "2020-01-01", dossier="Talks"))
    room.write("content/dossiers/talks.md", f"---\nname: Talks\n{own}\n---\n")
    room.publish()
    assert room.has("/dossiers/talks/edition/") == made
    assert ("/edition/" in room.page("/dossiers/talks/")) == made
    assert [path for path in room.site() if "edition" in path or "print" in path] == (
        [f"dossiers/talks/edition/{name}" for name in ("index.html", "print.css", "talks.epub")] if made else []
    )


def test_it_is_made_again_when_a_story_in_it_changes_and_not_for_others(room: Newsroom) -> None:
    room.edit("content/stories/other.md", "Text.", "Other text.")
    room.publish()
    assert not [page for page in room.rendered if "edition" in page]
    room.edit("content/stories/first.md", "Last words.", "Very last words.")
    room.publish()
    assert "/dossiers/oslo-talks/edition/" in room.rendered
    assert "Very last words." in room.page("/dossiers/oslo-talks/edition/")
    cold = room.cold()
    cold.publish()
    assert cold.site() == room.site()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")
def test_on_paper_each_story_begins_a_sheet_and_the_ways_of_the_site_are_left_out(room: Newsroom, tmp_path: Path) -> None:
    room.publish(relative=True)
    with Browser(tmp_path) as browser:
        tab = browser.page()
        tab.open((room.output / "dossiers/oslo-talks/edition/index.html").as_uri())
        data = base64.b64decode(tab.tell("Page.printToPDF", preferCSSPageSize=True)["data"])
        sheets = re.search(rb"/Type /Pages\b.*?/Count (\d+)", data, re.DOTALL)
        assert sheets
        assert int(sheets[1]) == 6, "title, contents, what happened, cast, and two stories"
        tab.tell("Emulation.setEmulatedMedia", media="print")
        shown = "getComputedStyle(document.querySelector('%s')).display"
        assert [tab.value(shown % name) for name in (".masthead", ".breadcrumb", ".colophon")] == ["none"] * 3
        assert tab.complaints == []


HARD = """One[^1] & two <b>three</b>.

| A | B |
| - | -: |
| 1 | 2 |

![The hall](p.png) and ![far](https://elsewhere.example/x.png)

<details><summary>More</summary><p id="1x">a &nbsp; b<br>c</p></details>

[on](#1x) [the second](second.md) [the world](/countries/norway/)

[^1]: A note.
"""
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@pytest.fixture
def book(room: Newsroom) -> zipfile.ZipFile:
    room.write("content/stories/p.png", PIXEL)
    room.write("content/stories/first.md", article("Talks & begin", "2020-01-01", HARD, dossier="Oslo talks", countries=["NO"]))
    room.build()
    assert all("warning" in problem for problem in room.problems)
    return zipfile.ZipFile(room.output / "dossiers/oslo-talks/edition/oslo-talks.epub")


def test_the_book_is_well_formed_and_every_link_within_it_leads_somewhere(book: zipfile.ZipFile) -> None:
    names = book.namelist()
    assert names[0] == "mimetype"
    assert book.infolist()[0].compress_type == zipfile.ZIP_STORED
    trees = {name: ElementTree.fromstring(book.read(name)) for name in names if name.endswith((".xhtml", ".opf"))}
    ids = {name: {element.get("id") for element in tree.iter() if element.get("id")} for name, tree in trees.items()}
    listed = {f"book/{item.get('href')}" for item in trees["book/content.opf"].iter() if item.tag.endswith("}item")}
    assert listed == set(names) - {"mimetype", "META-INF/container.xml", "book/content.opf"}
    within = []
    for name, tree in trees.items():
        for element in tree.iter():
            target = element.get("href", "") or element.get("src", "")
            if element.tag.endswith("}item") or not target or "://" in target:
                continue
            file, _, anchor = target.partition("#")
            assert f"book/{file}" in names, (name, target)
            assert not anchor or anchor in ids[f"book/{file}"], (name, target)
            within.append(target)
    assert {"story-2.xhtml", "story-1.xhtml#id-1x", "pictures/1.png", "story-1.xhtml#fn-1"} <= set(within)


def test_the_book_holds_the_stories_and_nothing_from_elsewhere(book: zipfile.ZipFile) -> None:
    story = book.read("book/story-1.xhtml").decode()
    assert "Talks &amp; begin" in story
    assert '<span class="missing-image">far</span>' in story, "a picture of another server is no part of a book"
    assert 'href="https://example.org/countries/norway/"' in story
    assert book.read("book/pictures/1.png").startswith(b"\x89PNG")
    opf = book.read("book/content.opf").decode()
    assert '<meta property="dcterms:modified">2020-02-01T00:00:00Z</meta>' in opf


def test_the_bytes_of_a_book_are_the_same_whenever_it_is_made(room: Newsroom, book: zipfile.ZipFile) -> None:
    cold = room.cold()
    cold.build()
    path = "dossiers/oslo-talks/edition/oslo-talks.epub"
    assert cold.site()[path] == room.site()[path]
    before = room.site()[path]
    room.edit("content/stories/other.md", "Text.", "Other text.")
    room.build()
    assert path not in room.written
    room.write("content/stories/p.png", PIXEL + b"\0")
    room.build()
    assert cold.site()[path] == before
    again = room.cold()
    again.build()
    assert again.site()[path] == room.site()[path]


def test_a_book_in_arabic_goes_from_right_to_left(tmp_path: Path) -> None:
    settings = "title: T\nbase_url: https://example.org/\nlanguage: ar\ndossier_editions: true\n"
    room = Newsroom(tmp_path, f"-- broadsheet.yaml --\n{settings}")
    room.write("content/stories/a.md", article("محادثات", "2020-01-01", "النص.", dossier="ملف"))
    room.build()
    (path,) = (room.output / "dossiers").rglob("*.epub")
    with zipfile.ZipFile(path) as book:
        assert '<spine page-progression-direction="rtl">' in book.read("book/content.opf").decode()
        assert 'lang="ar" xml:lang="ar" dir="rtl"' in book.read("book/story-1.xhtml").decode()
