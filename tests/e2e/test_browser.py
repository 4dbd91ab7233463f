"""A real browser: built pages opened from a disk show what they should, with no error and no request that fails."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import CHROMIUM, Browser
from newsroom import SETTINGS, Newsroom, article, picture

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = Newsroom(
        tmp_path_factory.mktemp("browser"),
        "-- broadsheet.yaml --\ntitle: The Test Times\nbase_url: https://example.org/\npage_size: 2\n",
    )
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><rect width="30" height="20" fill="green"/></svg>'
    made.write("content/stories/p.svg", drawing)
    made.write(
        "content/stories/accord.md",
        article(
            "Accord signed in Oslo",
            "2020-02-02",
            "Ann Lee met Norway's minister.\n\n![The hall](p.svg)\n\n| A | B |\n| - | - |\n| 1 | 2 |\n",
            actors=[{"name": "Ann Lee", "role": "mediator"}],
            countries=["NO", "TR"],
            image={"src": "p.svg", "alt": "The hall"},
        ),
    )
    made.stories(5, actors=["Ann Lee"], countries=["NO", "TR"])
    made.publish(relative=True)
    return made


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as running:
        yield running


def shown(browser: Browser, place: Path) -> tuple[str, list[str]]:
    """Open a file; return the page as the browser holds it, and what its console complained of."""
    page = browser.page()
    page.open(place.as_uri())
    return page.value("document.documentElement.outerHTML"), page.complaints


@pytest.mark.parametrize("address", ["index.html", "stories/2020/02/accord/index.html", "countries/norway/index.html"])
def test_a_page_opened_from_a_disk_is_shown_without_a_complaint(room: Newsroom, browser: Browser, address: str) -> None:
    dom, complaints = shown(browser, room.output / address)
    assert complaints == []
    assert "Accord signed in Oslo" in dom
    assert "The Test Times" in dom


def test_the_map_opened_from_a_disk_leads_to_the_countries_beside_it(room: Newsroom, browser: Browser) -> None:
    dom, complaints = shown(browser, room.output / "map/index.html")
    assert complaints == []
    found = re.findall(r'<a class="d5" href="([^"]*)"><title>([^<]*)</title>', dom)
    assert found == [
        ("../countries/norway/index.html", "Norway: 6 stories"),
        ("../countries/turkiye/index.html", "Türkiye: 6 stories"),
    ]
    assert all((room.output / "map" / address).is_file() for address, _ in found)


def test_the_browser_finds_the_stylesheet_and_draws_the_page_at_the_width_of_a_telephone(
    room: Newsroom, browser: Browser
) -> None:
    page = browser.page(width=500, height=900)
    page.open((room.output / "stories/2020/02/accord/index.html").as_uri())
    assert page.complaints == []
    shot = base64.b64decode(page.tell("Page.captureScreenshot")["data"])
    assert shot[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", shot[16:24]) == (500, 900)
    assert len(shot) > 10_000, "a blank page is smaller"


def test_a_picture_with_smaller_copies_stands_beside_the_words_of_its_row(tmp_path: Path, browser: Browser) -> None:
    made = Newsroom(tmp_path)
    made.write("broadsheet.yaml", SETTINGS + "images: {widths: [16], formats: [webp]}\n")
    made.write("content/stories/p.jpg", picture(40, 40, "JPEG"))
    made.write("content/stories/a.md", article("A", "2026-01-01", image={"src": "p.jpg", "alt": "P"}, tags=["x"]))
    assert made.build(relative=True).published, made.problems
    page = browser.page(width=1440, height=900)
    page.open((made.output / "tags/x/index.html").as_uri())
    tops = "[...document.querySelectorAll('.row img, .row-text')].map((each) => each.getBoundingClientRect().top)"
    words, drawn = page.value(tops)
    assert words == drawn


def test_a_tall_picture_is_seen_whole(tmp_path: Path, browser: Browser) -> None:
    made = Newsroom(tmp_path)
    made.write("broadsheet.yaml", SETTINGS)
    made.write("content/stories/p.jpg", picture(900, 1800, "JPEG"))
    made.write("content/stories/a.md", article("A", "2026-01-01", image={"src": "p.jpg", "alt": "P"}))
    assert made.build(relative=True).published, made.problems
    page = browser.page(width=1440, height=900)
    page.open((made.output / "stories/2026/01/a/index.html").as_uri())
    width, height = page.value("(box => [box.width, box.height])(document.querySelector('figure img').getBoundingClientRect())")
    assert width > 600, "the box keeps its width, so that nothing moves as the picture comes"
    assert height <= 0.7 * 900


def test_a_story_can_be_cited_from_its_head_and_is_printed_with_its_citation(room: Newsroom, browser: Browser) -> None:
    page = browser.page(width=1440, height=900)
    page.open((room.output / "stories/2020/02/accord/index.html").as_uri())
    seen = "document.getElementById('page-cite').checkVisibility()"
    assert not page.value(seen)
    page.tell("Emulation.setEmulatedMedia", media="print")
    assert page.value(seen)
    assert page.value("getComputedStyle(document.querySelector('.story > .body')).columnCount") == "2", "half the pages"
    assert page.value("getComputedStyle(document.querySelector('.signed a')).display") == "none"
    page.tell("Emulation.setEmulatedMedia", media="screen")
    page.click(".signed a")
    page.wait(seen)


def test_a_redirect_leads_to_its_page_from_a_disk(room: Newsroom, browser: Browser) -> None:
    page = browser.page()
    page.open((room.output / "actors/ann-lee/page/3/index.html").as_uri())
    page.wait("location.pathname.endsWith('/actors/ann-lee/index.html') && document.querySelector('h1')")
    assert page.complaints == []
    assert page.value("document.querySelector('h1').textContent.trim()") == "Ann Lee", "the browser followed the refresh"


def test_a_complaint_of_the_browser_is_heard(browser: Browser, tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    place.write_text("<script>console.error('planted')</script><img src='gone.png'><p>text</p>", encoding="utf-8")
    _, complaints = shown(browser, place)
    assert sorted(word for word in ("planted", "ERR_FILE_NOT_FOUND") for each in complaints if word in each) == [
        "ERR_FILE_NOT_FOUND",
        "planted",
    ]
