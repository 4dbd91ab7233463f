"""Pages from right to left in a real browser: an archive in Arabic, and the Arabic edition of a story in an English one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from browser import CHROMIUM, Browser, Page, served
from newsroom import Newsroom, article

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")

STORY = "stories/2020/02/accord/"
KINDS = (
    "", STORY, "actors/salma/", "countries/algeria/", "countries/algeria/norway/", "tags/salam/", "dossiers/mahadatat/", "map/",
    "archive/2020/", "actors/", "a-z/", "search/", "countries/algeria/page/1/", "404.html",
)  # fmt: skip
TEXT = "وقّع الطرفان اتفاقا في أوسلو بعد محادثات طويلة، وقالت الوسيطة إن التنفيذ يبدأ في الربيع المقبل. "


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    room = Newsroom(
        tmp_path_factory.mktemp("arabic"),
        "-- broadsheet.yaml --\ntitle: صحيفة الاختبار\nbase_url: https://example.org/\nlanguage: ar\npage_size: 3\n",
    )
    room.write("content/actors/salma.md", "---\nname: سلمى منصور\nkind: person\n---\n")
    room.write("content/tags/salam.md", "---\nname: سلام\n---\n")
    room.write("content/dossiers/mahadatat.md", "---\nname: محادثات\n---\n")
    shared = {
        "actors": [{"name": "سلمى منصور", "role": "وسيطة", "country": "NO"}],
        "countries": ["DZ", "NO"],
        "tags": ["سلام"],
        "dossier": "محادثات",
    }
    for day in range(1, 8):
        room.write(
            f"content/stories/s{day}.md", article(f"جولة جديدة من المحادثات {day}", f"2020-01-0{day}", TEXT, lang="ar", **shared)
        )
    room.write(
        "content/stories/accord.md",
        article(
            "توقيع اتفاق في أوسلو",
            "2020-02-02",
            "\n\n".join([TEXT * 3] * 6) + "\n\n> قالت: «نبدأ».\n",
            lang="ar",
            quotes=[{"text": "نبدأ.", "speaker": "سلمى منصور"}],
            claims=[{"text": "لم يغادر أحد.", "status": "disputed"}],
            events=[{"date": "2020-02-01", "text": "وصول الوسيطة"}],
            **shared,
        ),
    )
    room.publish()
    with served(room.output) as address:
        yield address


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as running:
        yield running


def place(page: Page, selector: str) -> tuple[float, float]:
    """Return where an element begins and ends, from the left."""
    left, right = page.value(f"(r => [r.left, r.right])(document.querySelector('{selector}').getBoundingClientRect())")
    return left, right


def test_every_kind_of_page_is_arabic_from_right_to_left_and_no_wider_than_a_telephone(browser: Browser, server: str) -> None:
    page = browser.page(width=360)
    for address in KINDS:
        page.open(server + address)
        assert page.value("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar"], address
        assert page.value("getComputedStyle(document.querySelector('h1')).direction") == "rtl", address
        for width in (320, 360, 768, 1440):
            page.tell("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
            assert page.value("document.documentElement.scrollWidth") == width, address
            assert page.value("document.scrollingElement.scrollLeft") == 0, address
        assert page.complaints == [], address


def test_what_stands_on_the_right_of_an_english_page_stands_on_the_left_of_an_arabic_one(browser: Browser, server: str) -> None:
    page = browser.page(width=1100)
    page.open(server + STORY)
    body, side = place(page, ".body"), place(page, ".side")
    assert side[1] < body[0], "the column of who and where is on the left of the text"
    first, second = place(page, ".breadcrumb li:first-child"), place(page, ".breadcrumb li:nth-child(2)")
    assert second[1] <= first[0], "the way to the page goes from right to left"
    rules = "(s => [s.borderLeftWidth, s.borderRightWidth])(getComputedStyle(document.querySelector('.body blockquote')))"
    assert page.value(rules) == ["0px", "3px"], "the rule of a quotation is at its right"
    assert page.value("getComputedStyle(document.querySelector('.body p')).textAlign") == "start"
    page.open(f"{server}countries/algeria/page/1/")
    assert place(page, ".row-text")[1] < place(page, ".row .when")[0], "a row begins with its date, on the right"


def test_the_arabic_edition_of_a_story_stands_in_an_english_archive(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    room = Newsroom(tmp_path_factory.mktemp("editions"), "-- broadsheet.yaml --\ntitle: Times\nbase_url: https://example.org/\n")
    room.write("content/stories/accord.md", article("Accord signed", "2020-02-02", "Text."))
    room.write("content/stories/ittifaq.md", article("توقيع اتفاق", "2020-02-02", TEXT, lang="ar", translation_of="accord"))
    room.publish()
    page = browser.page(width=360)
    with served(room.output) as address:
        page.open(f"{address}stories/2020/02/ittifaq/")
        directions = (
            "['html', '.masthead', 'h1', '.body p', '.colophon'].map(e => getComputedStyle(document.querySelector(e)).direction)"
        )
        assert page.value(directions) == ["rtl", "ltr", "rtl", "rtl", "ltr"]
        assert page.value("document.documentElement.scrollWidth") == 360
        page.open(f"{address}stories/2020/02/accord/")
        other = "(e => [e.lang, e.hreflang, getComputedStyle(e).direction])(document.querySelector('.editions [hreflang=ar]'))"
        assert page.value(other) == ["ar", "ar", "rtl"]
    assert page.complaints == []
