"""The booklet of a dossier: all its stories as one document, made where it is asked for, and when one of them changes."""

from __future__ import annotations

import base64
import re
from collections import Counter
from pathlib import Path

import pytest

from devtools import CHROMIUM, Tab
from newsroom import Newsroom, article

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
        ["dossiers/talks/edition/index.html", "dossiers/talks/edition/print.css"] if made else []
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


@pytest.mark.timeout(90)
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")
def test_on_paper_each_story_begins_a_sheet_and_the_ways_of_the_site_are_left_out(room: Newsroom, tmp_path: Path) -> None:
    room.publish(relative=True)
    with Tab(tmp_path) as tab:
        tab.open((room.output / "dossiers/oslo-talks/edition/index.html").as_uri())
        data = base64.b64decode(tab.tell("Page.printToPDF", preferCSSPageSize=True)["data"])
        sheets = re.search(rb"/Type /Pages\b.*?/Count (\d+)", data, re.DOTALL)
        assert sheets
        assert int(sheets[1]) == 6, "title, contents, what happened, cast, and two stories"
        tab.tell("Emulation.setEmulatedMedia", media="print")
        shown = "getComputedStyle(document.querySelector('%s')).display"
        assert [tab.value(shown % name) for name in (".masthead", ".breadcrumb", ".colophon")] == ["none"] * 3
        assert tab.complaints == []
