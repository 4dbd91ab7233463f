"""What a reader does, in a real browser: over HTTP under the site's policy and from a disk, with scripts and without."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from browser import CHROMIUM, Browser, Page, served
from newsroom import Newsroom, article, picture

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")

SETTINGS = (
    "title: The Test Times\nbase_url: https://example.org/\npage_size: 4\ndossier_editions: true\ncomments: {form: netlify}\n"
)
STORY, EDITION = "stories/2020/02/accord/", "dossiers/oslo-talks/edition/"
KINDS = {
    "front": "",
    "story": STORY,
    "actor": "actors/ann-lee/",
    "country": "countries/algeria/",
    "pair": "countries/algeria/norway/",
    "tag": "tags/fishing/",
    "section": "sections/world/",
    "dossier": "dossiers/oslo-talks/",
    "edition": EDITION,
    "map": "map/",
    "archive": "archive/",
    "year": "archive/2020/",
    "month": "archive/2020/01/",
    "index": "actors/",
    "roles": "actors/by/role/",
    "directory": "a-z/",
    "search": "search/",
    "older": "countries/algeria/page/1/",
    "free": "about/",
}
SMALL = "![A ship](/small.png)\n\nText.\n"
LIGHT, DARK = "rgb(248, 245, 238)", "rgb(18, 20, 26)"
PAPER = "getComputedStyle(document.documentElement).backgroundColor"
FOCUS = "document.activeElement"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = Newsroom(tmp_path_factory.mktemp("reading"), f"-- broadsheet.yaml --\n{SETTINGS}")
    shared = {
        "actors": [{"name": "Ann Lee", "role": "mediator", "country": "NO"}],
        "countries": ["DZ", "NO", "SG"],
        "tags": ["Fishing"],
        "section": "World",
        "dossier": "Oslo talks",
    }
    made.stories(9, **shared)
    made.write(
        "content/stories/accord.md",
        article(
            "Accord signed in Oslo",
            "2020-02-02",
            "\n\n".join(f"Paragraph {number} of the story, which [the first](story-0001.md) began.[^1]" for number in range(16))
            + "\n\n| A | B |\n| - | - |\n| 1 | 2 |\n\n[^1]: A note.\n",
            quotes=[{"text": "We begin.", "speaker": "Ann Lee"}],
            claims=[{"text": "Nobody left.", "status": "disputed"}],
            events=[{"date": "2020-02-01", "text": "Ann Lee arrives"}],
            **shared,
        ),
    )
    made.write("content/stories/word.md", article("Donaudampfschiff" * 5, "2020-02-03", SMALL, standfirst="Schiff" * 20))
    made.write("static/small.png", picture(120, 80))
    made.write("content/pages/about.md", "---\ntitle: About\n---\nOf us.\n")
    made.publish()
    return made


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture(scope="module")
def server(room: Newsroom) -> Iterator[str]:
    with served(room.output) as address:
        yield address


@pytest.fixture(scope="module")
def disk(room: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = room.cold()
    copy.publish(relative=True)
    return copy.output


class Way(NamedTuple):
    """How somebody reads the archive: where it is, and whether scripts run."""

    browser: Browser
    root: str
    scripts: bool

    def page(self, address: str = "", *, width: int = 1000) -> Page:
        """Open a page."""
        page = self.browser.page(width=width, scripts=self.scripts)
        page.open(self.url(address))
        return page

    def url(self, address: str) -> str:
        """Return the URL of a permalink without its first slash."""
        return self.root + (f"{address}index.html" if self.root.startswith("file:") else address)


@pytest.fixture(params=["served", "served, no scripts", "disk", "disk, no scripts"])
def way(request: pytest.FixtureRequest, browser: Browser, server: str, disk: Path) -> Way:
    place, _, without = request.param.partition(", ")
    return Way(browser, f"{disk.as_uri()}/" if place == "disk" else server, not without)


def schemed(page: Page, scheme: str) -> Page:
    """Let the reader's device be dark or light."""
    page.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    return page


def test_every_kind_of_page_is_shown_without_a_complaint_at_any_width_in_light_and_dark(way: Way) -> None:
    page = way.page(width=320)
    for kind, address in KINDS.items():
        page.tell("Emulation.setDeviceMetricsOverride", width=320, height=900, deviceScaleFactor=1, mobile=False)
        page.open(way.url(address))
        assert page.value("document.querySelectorAll('h1').length") == 1, kind
        assert page.value("document.documentElement.scrollWidth") == 320, kind
        for width in (768, 1440):
            page.tell("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
            assert page.value("document.documentElement.scrollWidth") == width, kind
        for scheme, paper in (("dark", DARK), ("light", LIGHT)):
            assert schemed(page, scheme).value(PAPER) == paper, kind
        assert page.complaints == [], kind
    assert [each for each in page.requests if not each.startswith((way.root, "data:"))] == []


def test_a_reader_chooses_dark_once_and_for_every_page(browser: Browser, server: str, disk: Path) -> None:
    for root in (server, f"{disk.as_uri()}/"):
        way = Way(browser, root, True)
        page = schemed(way.page(STORY), "light")
        assert page.value("document.querySelector('.appearance input:checked').value") == ""
        page.value("document.querySelector('.appearance input:checked').focus()")
        page.press("ArrowUp")  # from the first to the last
        assert page.value(f"{FOCUS}.value") == "dark"
        assert page.value(PAPER) == DARK
        colour = "[...document.querySelectorAll('meta[name=theme-color]')].find(each => matchMedia(each.media).matches).content"
        assert page.value(colour) == "#12141a"
        page.open(way.url("map/"))
        assert page.value(PAPER) == DARK, "it is remembered"
        assert page.value("document.querySelector('.appearance input:checked').value") == "dark"
        other = schemed(way.page(), "dark")
        other.click(".appearance input[value=light]")
        assert other.value(PAPER) == LIGHT
        page.wait(f"{PAPER} == {LIGHT!r}")
        other.click(".appearance input[value='']")
        assert other.value(PAPER) == DARK, "as the device"
        assert schemed(other, "light").value(PAPER) == LIGHT
        assert page.complaints == other.complaints == []


def test_nothing_flashes_where_the_choice_differs_from_the_device(browser: Browser, server: str) -> None:
    page = schemed(browser.page(), "light")
    page.open(server)
    page.value("localStorage.setItem('broadsheet-appearance', 'dark')")
    page.tell(
        "Page.addScriptToEvaluateOnNewDocument",
        source="new MutationObserver((_, observer) => { if (document.body) { window.first = document.documentElement.dataset."
        "appearance; observer.disconnect() } }).observe(document, {childList: true, subtree: true})",
    )
    page.open(f"{server}{STORY}")
    assert page.value("window.first") == "dark", "before there is anything to be seen"
    page.value("localStorage.clear()")


def test_without_scripts_there_is_no_choice_that_would_do_nothing(browser: Browser, server: str) -> None:
    page = Way(browser, server, False).page()
    assert page.value("document.querySelector('.appearance').checkVisibility()") is False


def test_the_map_and_the_calendar_lead_on_by_mouse_and_by_keyboard(way: Way) -> None:
    page = way.page("map/")
    assert page.follow(partial(page.click, '.map a[href*="algeria"] path')) == way.url("countries/algeria/")
    page.open(way.url("map/"))
    page.value("document.querySelector('.map a[href*=\"singapore\"]').focus()")
    assert page.follow(partial(page.press, "Enter")) == way.url("countries/singapore/")
    page.open(way.url("archive/2020/"))
    address = page.follow(partial(page.click, ".heat a"))
    assert address.partition("#")[0] == way.url("archive/2020/01/page/1/")
    assert page.value("document.querySelector(location.hash).checkVisibility()")
    assert page.complaints == []


def test_the_keyboard_reaches_everything_in_order_and_sees_where_it_is(way: Way) -> None:
    page = way.page(STORY)
    page.press("Tab")
    assert page.value(f"{FOCUS}.textContent") == "Skip to the content"
    assert page.value(f"{FOCUS}.getBoundingClientRect().top >= 0")
    page.press("Enter")
    assert page.value(f"{FOCUS}.tagName") == "MAIN"
    page.press("Tab")
    assert page.value(f"document.querySelector('main').contains({FOCUS})")
    stops = page.value(
        "[...document.querySelectorAll('main :is(a[href], summary, input, textarea, button, [tabindex=\"0\"])')]"
        ".filter(each => each.checkVisibility({visibilityProperty: true}) && !each.closest('[hidden]')).length"
    )
    assert stops > 40
    reached, unseen = 1, []
    while True:
        seen = page.value(
            f"(style => style.outlineStyle != 'none' && parseFloat(style.outlineWidth) >= 2 && style.opacity > 0 || "
            f"{FOCUS}.outerHTML)(getComputedStyle({FOCUS}))"
        )
        unseen += [] if seen is True else [seen]
        page.press("Tab")
        if not page.value(f"document.querySelector('main').contains({FOCUS})"):
            break
        reached += 1
    assert unseen == []
    assert reached == stops
    page.value("document.querySelector('.cite summary').focus()")
    page.press("Enter")
    assert page.value("document.querySelector('.cite').open")
    assert page.complaints == []


def printed(page: Page) -> int:
    """Print a page and return the number of its sheets."""
    data = base64.b64decode(page.tell("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert data.startswith(b"%PDF-")
    return max(map(int, re.findall(rb"/Type /Pages\b.*?/Count (\d+)", data, re.DOTALL)))  # of the root of the tree of sheets


def test_on_paper_a_story_is_black_on_white_and_nothing_of_the_site_is_around_it(way: Way) -> None:
    page = schemed(way.page(STORY), "dark")
    if way.scripts:
        page.click(".appearance input[value=dark]")
    assert page.value(PAPER) == DARK
    page.tell("Emulation.setEmulatedMedia", media="print")
    assert page.value(PAPER) == "rgb(255, 255, 255)"
    shown = "document.querySelector('%s').checkVisibility()"
    hidden = ("nav.menu", "nav.desks", ".breadcrumb", ".skip", ".permalink", ".appearance", ".neighbours", ".related", ".filed")
    assert [name for name in hidden if page.value(shown % name)] == []
    kept = ("h1", ".signed", ".body", ".body table", ".timeline", ".quote", ".claim", ".footnote", ".masthead .name")
    assert [name for name in kept if not page.value(shown % name)] == []
    assert page.value("getComputedStyle(document.querySelector('.body')).color") == "rgb(0, 0, 0)"
    assert 2 <= printed(page) <= 4
    if way.scripts:
        page.value("localStorage.clear()")
    assert page.complaints == []


def test_on_paper_an_edition_of_a_dossier_has_a_sheet_for_each_part_and_story(way: Way) -> None:
    page = way.page(EDITION)
    assert page.value("document.querySelectorAll('.booklet > section').length") == 13
    assert printed(page) == 14, "title, contents, what happened, cast, ten stories"
    assert page.complaints == []


def test_a_small_picture_is_shown_as_large_as_it_is(way: Way) -> None:
    page = way.page("stories/2020/02/word/", width=1000)
    assert page.value("document.querySelector('.body img').getBoundingClientRect().width") == 120


def test_a_year_stands_within_the_narrowest_telephone(browser: Browser, tmp_path: Path) -> None:
    made = Newsroom(tmp_path)
    for month in range(1, 13):
        made.write(f"content/stories/m{month}.md", article(f"In {month}", f"2015-{month:02}-28"))
    assert made.build(relative=True).published
    page = browser.page(width=320)
    page.open((made.output / "archive/2015/index.html").as_uri())
    beyond = (
        "[...document.querySelectorAll('.almanac, .almanac *')].filter(e => e.getBoundingClientRect().right > "
        "document.querySelector('.almanac').getBoundingClientRect().right + .5).map(e => e.textContent)"
    )
    assert page.value(beyond) == []
    cells = "[...document.querySelectorAll('.heat a rect')].map(e => e.getBoundingClientRect().width)"
    assert min(page.value(cells)) >= 24, "each day can be touched"


def test_lines_of_headlines_do_not_touch_and_numbers_stand_on_the_line(browser: Browser, server: str) -> None:
    page = browser.page(width=1440)
    spaced = "(style => parseFloat(style.lineHeight) / parseFloat(style.fontSize) >= 1.09)(getComputedStyle({}))"
    lining = "!getComputedStyle({}).fontVariantNumeric.includes('oldstyle')"
    for address, selectors, expected in (
        ("", (".lead .headline", "h1"), spaced),
        (STORY, ("h1",), spaced),
        ("actors/", (".opening .standfirst", ".leaders .count"), lining),
        ("archive/2020/", ("h1", ".opening .coverage"), lining),
        ("archive/2020/01/", (".neighbours", ".day b"), lining),
    ):
        page.open(server + address)
        for selector in selectors:
            assert page.value(expected.format(f"document.querySelector('{selector}')")), (address, selector)


def test_what_is_somebodys_own_in_a_timeline_is_set_as_the_rest_is(browser: Browser, server: str) -> None:
    page = browser.page()
    page.open(f"{server}actors/ann-lee/")
    face = "(style => [style.fontFamily, style.fontSize])(getComputedStyle({}))".format
    assert page.value(face("document.querySelector('.timeline .own .what')")) == page.value(face("document.body"))


def test_where_colours_are_forced_a_button_keeps_its_edge_and_legends_their_colours(browser: Browser, tmp_path: Path) -> None:
    made = Newsroom(tmp_path, f"-- broadsheet.yaml --\n{SETTINGS}")
    for number, day in enumerate((10, 10, 20)):
        made.write(f"content/stories/s{number}.md", article(f"Story {number}", f"2026-02-{day}"))
    made.publish(relative=True)
    page = browser.page()
    page.tell("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}])
    page.open((made.output / "stories/2026/02/s0/index.html").as_uri())
    assert page.value("matchMedia('(forced-colors: active)').matches")
    assert page.value("getComputedStyle(document.querySelector('.reply button')).borderTopWidth") == "1px"
    page.open((made.output / "archive/2026/index.html").as_uri())
    tints = page.value("[...document.querySelectorAll('.steps span')].map(e => getComputedStyle(e, '::before').backgroundColor)")
    assert len(set(tints)) == 2


def test_a_drawing_of_many_links_can_be_gone_past(browser: Browser, server: str) -> None:
    page = browser.page()
    for address in ("map/", "archive/2020/", "archive/2020/01/", "countries/algeria/", "countries/algeria/norway/"):
        page.open(server + address)
        skip = "[...document.querySelectorAll('a')].filter(e => e.textContent == 'Skip the drawing').at(-1)"
        within = f"[...document.querySelectorAll('svg a')].filter(e => {skip}.compareDocumentPosition(e) & 4)"
        assert page.value(f"{within}.length") > 0, address
        page.value(f"{skip}.focus()")
        page.press("Enter")
        page.press("Tab")
        assert page.value(f"document.querySelector('main').contains({FOCUS})"), address
        assert page.value(f"{within}.every(e => e.compareDocumentPosition({FOCUS}) & 4)"), address


def test_each_mark_of_a_paragraph_says_which_one_it_leads_to(room: Newsroom) -> None:
    names = re.findall(r'class="permalink" href="#[^"]*" aria-label="([^"]*)"', room.page(STORY))
    assert names[:2] == ["Link to paragraph 1", "Link to paragraph 2"]
    assert len(set(names)) == len(names)
