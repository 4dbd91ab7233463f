"""Scripts: in a real browser only our own run, whatever stands in the content, with the headers of a host and without any."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.engine.pipeline import BuildOptions
from broadsheet.engine.report import Silence
from broadsheet.serve.server import PreviewServer
from browser import CHROMIUM, Browser, Page, served
from newsroom import CLOCK, Newsroom, article, picture

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")

RAN = "document.documentElement.setAttribute('data-ran', 'yes');"
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><script>{RAN}</script><script src="evil.js"/></head><body/></html>'
SHEET = f"""<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">
<html xmlns="http://www.w3.org/1999/xhtml"><head><script>{RAN}</script></head><body>x</body></html></xsl:template></xsl:stylesheet>"""
SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 30 20" onload="{RAN}">
<script>{RAN}</script><script href="evil.js"/><script xlink:href="/media/stories/evil.js"/>
<foreignObject width="30" height="20"><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="x" onload="{RAN}"/></foreignObject>
<a xlink:href="https://evil.example/"><rect width="30" height="20" fill="green" onclick="{RAN}"/></a></svg>"""
EVIL = {
    "evil.js": RAN,
    "evil.xhtml": XHTML,
    "evil.xml": f'<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="evil.xsl"?><a>{XHTML}</a>',
    "evil.xsl": SHEET,
    "page.jpg": f"<!doctype html><script>{RAN}</script>",
    "page.csv": f"<!doctype html><script>{RAN}</script>",
}
SLIPPED = {**EVIL, "evil.html": EVIL["page.jpg"], "evil.svg": SVG}
BARE = "-- broadsheet.yaml --\ntitle: The Test Times\nbase_url: https://example.org/news/\n"
FEATURES = f"""{BARE}language: en
page_size: 2
offline: true
dossier_editions: true
comments: {{form: netlify, policy: /about/}}
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as running:
        yield running


def ran(page: Page) -> bool:
    """Say whether a planted script ran, also one that waits for a click."""
    # Where no scripts run no listener can stop a link, so the click must not reach one.
    page.value("document.querySelectorAll('[onclick]').forEach(e => e.dispatchEvent(new MouseEvent('click')))")
    return bool(page.value("document.documentElement?.hasAttribute('data-ran')"))


def planted(folder: Path, name: str) -> Newsroom:
    """Return a publication with a story that links to every evil file, and to a drawing that can be cleaned."""
    room = Newsroom(folder, BARE, name=name)
    for each, text in EVIL.items():
        room.write(f"content/stories/{each}", text)
    room.write("content/stories/evil.svg", SVG)
    room.write("static/s.svg", SVG)
    return room


@pytest.mark.parametrize("name", EVIL)
def test_a_file_that_could_run_is_not_published(tmp_path: Path, name: str) -> None:
    room = planted(tmp_path, "evil")
    room.write("content/stories/a.md", article("A", "2026-01-01", f"[x]({name})"))
    report = room.build()
    assert not report.published
    assert "unsafe-file" in room.codes
    assert room.output.exists() is False
    room.prepare()
    assert "unsafe-file" in room.codes, "`check` says it, too"


def test_a_file_whose_bytes_become_another_s_is_not_published_either(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.md", article("A", "2026-01-01", "[x](table.csv)"))
    room.write("content/stories/table.csv", "a,b\n")
    room.publish()
    room.write("content/stories/table.csv", EVIL["page.csv"])
    assert not room.build().published
    assert room.codes == ["unsafe-file"]
    assert room.site()["media/stories/table.csv"] == b"a,b\n", "the old site stays"
    assert not room.build().published, "also when nothing has changed since"
    room.write("content/stories/table.csv", "a,c\n")
    room.publish()
    assert room.site()["media/stories/table.csv"] == b"a,c\n"


def test_a_publisher_may_vouch_for_an_active_file(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.stories(1)
    room.write("static/tools/a.html", EVIL["page.jpg"])
    room.write("static/tools/a.svg", SVG)
    assert not room.build().published
    assert room.problems == [
        "static/tools/a.html:1:1: error: it is not published: browsers run programs in files of the kind `.html`; remove it, or "
        "name it below `static: active:` in broadsheet.yaml if you vouch for it [unsafe-file]"
    ]
    settings = (room.root / "broadsheet.yaml").read_text(encoding="utf-8")
    room.write("broadsheet.yaml", f"{settings}static: {{active: [tools/a.html]}}\n")
    room.publish()
    assert room.site()["tools/a.html"] == EVIL["page.jpg"].encode()
    assert b"<script" not in room.site()["tools/a.svg"]
    room.write("broadsheet.yaml", f"{settings}static: {{active: ['tools/*']}}\n")
    room.publish()
    assert room.site()["tools/a.svg"] == SVG.encode()


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = planted(tmp_path_factory.mktemp("cleaned"), "cleaned")
    room.write("content/stories/a.md", article("A", "2026-01-01", "![A drawing](evil.svg)\n\n[the same](evil.svg)\n"))
    room.build()
    assert room.report is not None
    assert room.report.published, room.problems
    return room


@pytest.mark.parametrize("headers", [True, False])
@pytest.mark.parametrize("address", ["media/stories/evil.svg", "s.svg"])
def test_a_drawing_that_is_opened_runs_nothing(browser: Browser, cleaned: Newsroom, address: str, headers: bool) -> None:
    with served(cleaned.output, "/news", headers=headers) as site:
        page = browser.page()
        page.open(site + address)
        assert page.value("document.querySelector('rect').getAttribute('fill')") == "green"
        assert not ran(page)
        assert not [each for each in page.requests if "evil.js" in each or "evil.example" in each]


def test_a_drawing_from_a_disk_runs_nothing(browser: Browser, cleaned: Newsroom) -> None:
    page = browser.page()
    page.open((cleaned.output / "media/stories/evil.svg").as_uri())
    assert not ran(page)


@pytest.mark.parametrize("name", ["evil.xhtml", "evil.html", "evil.svg", "evil.xml", "page.jpg"])
def test_what_slipped_in_all_the_same_is_held_by_the_headers(
    browser: Browser, cleaned: Newsroom, name: str, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    (site / "media").mkdir(parents=True)
    (site / "_headers").write_bytes((cleaned.output / "_headers").read_bytes().replace(b"/news/", b"/"))
    for each, text in SLIPPED.items():
        (site / "media" / each).write_text(text, encoding="utf-8")
    with served(site) as address:
        page = browser.page()
        page.open(f"{address}media/{name}")
        assert not ran(page)


@pytest.mark.parametrize("headers", [True, False])
def test_markup_that_slipped_into_a_page_runs_no_script_of_the_content(
    browser: Browser, cleaned: Newsroom, headers: bool, tmp_path: Path
) -> None:
    room = cleaned.cold()
    room.build()
    page_file = room.output / "stories/2026/01/a/index.html"
    inserted = f'<script>{RAN}</script><script src="/news/media/evil.js"></script><script src="/news/evil.js"></script></body>'
    page_file.write_text(page_file.read_text(encoding="utf-8").replace("</body>", inserted), encoding="utf-8")
    for place in ("media/evil.js", "evil.js"):
        (room.output / place).write_text(RAN, encoding="utf-8")
    with served(room.output, "/news", headers=headers) as site:
        page = browser.page()
        page.open(f"{site}stories/2026/01/a/")
        assert not ran(page)
        assert len([each for each in page.complaints if "Content Security Policy" in each]) >= 3


# -- our own pages


PAGES = (
    "", "page/1/", "stories/2020/01/story-0003/", "stories/2026/02/accord/", "actors/ann-lee/", "countries/norway/",
    "countries/norway/turkiye/", "tags/peace/", "sections/world/", "dossiers/talks/", "dossiers/talks/edition/", "archive/",
    "archive/2020/01/", "map/", "search/", "a-z/", "actors/", "about/", "404.html", "offline.html", "old/accord/",
)  # fmt: skip


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = Newsroom(tmp_path_factory.mktemp("ours"), FEATURES)
    room.stories(4, actors=["Ann Lee"], countries=["NO", "TR"], tags=["Peace"], section="World")
    text = "A text.[^1]\n\n![A drawing](evil.svg)\n\n![A photo](p.png)\n\n| A | B |\n| - | - |\n| 1 | 2 |\n\n[^1]: A note.\n"
    more = {"dossier": "Talks", "actors": ["Ann Lee"], "countries": ["NO", "TR"], "aliases": ["/old/accord/"]}
    room.write("content/stories/accord.md", article("Accord", "2026-02-27", text, image={"src": "p.png", "alt": "P"}, **more))
    room.write("content/stories/evil.svg", SVG)
    room.write("content/stories/p.png", picture(600, 400))
    room.write("content/pages/about.md", "---\ntitle: About\n---\nUs.\n")
    room.publish()
    return room


def complaints(browser: Browser, address: str) -> list[str]:
    page = browser.page()
    page.open(address)
    page.wait("performance.now() > 60")  # also on the page that a redirect leads to
    return [each for each in page.complaints if "404" not in each]


def existing(room: Newsroom) -> list[str]:
    """Return the pages of the list; every one must be there."""
    assert [page for page in PAGES if not room.has("/" + page)] == []
    return list(PAGES)


@pytest.mark.parametrize("headers", [True, False])
def test_no_page_of_ours_is_held_up_by_its_policy(browser: Browser, ours: Newsroom, headers: bool) -> None:
    with served(ours.output, "/news", headers=headers) as site:
        assert {page: found for page in existing(ours) if (found := complaints(browser, site + page))} == {}
        page = browser.page()
        page.open(f"{site}search/?q=accord")
        page.wait("document.querySelector('main').textContent.includes('Accord')")
        assert page.complaints == []


@pytest.mark.parametrize("headers", [True, False])
def test_the_front_page_leads_on_from_an_old_address_with_a_query(browser: Browser, ours: Newsroom, headers: bool) -> None:
    room = ours.cold()
    room.write("content/stories/old.md", article("Old", "2020-06-01", aliases=["/?p=12"]))
    room.publish(base_url="https://example.org/news/")
    with served(room.output, "/news", headers=headers) as site:
        page = browser.page()
        page.tell("Page.navigate", url=f"{site}?from=feed&p=12")  # it is left before it is loaded
        page.wait("location.pathname == '/news/stories/2020/06/old/' && document.querySelector('h1')")
        assert page.complaints == []


def test_no_page_of_ours_is_held_up_on_a_disk(browser: Browser, ours: Newsroom) -> None:
    room = ours.cold()
    room.edit("broadsheet.yaml", "offline: true\n", "")  # a disk has no workers, and browsers refuse its manifest
    room.publish(relative=True)
    found = {page: complaints(browser, (room.output / page / "index.html").as_uri()) for page in PAGES if page[-5:] != ".html"}
    assert {page: each for page, each in found.items() if each} == {}


@contextlib.contextmanager
def previewed(room: Newsroom) -> Iterator[str]:
    """Serve a publication as `broadsheet serve` does."""

    class Voice(Silence):
        def __init__(self) -> None:
            self.ready = threading.Event()

        def say(self, text: str) -> None:
            self.ready.set()

        def finish(self, report: object, seconds: float) -> None:
            pass

    voice = Voice()
    session = PreviewServer(room.root, BuildOptions(clock=CLOCK, workers=1, base_url="https://example.org/news/"), 0, voice)
    thread = threading.Thread(target=session.run)
    thread.start()
    try:
        assert voice.ready.wait(60)
        yield session.url
    finally:
        session.stop()
        session.close()
        thread.join()


def test_a_preview_sends_what_a_host_would_and_its_own_script_runs(browser: Browser, ours: Newsroom) -> None:
    with previewed(ours.cold()) as site:
        assert {page: found for page in PAGES if (found := complaints(browser, site + page))} == {}
        page = browser.page()
        page.open(f"{site}media/stories/evil.svg")
        assert not ran(page)
        headers = page.value("fetch(location.href.replace('media/stories/evil.svg', '')).catch(() => 0).then(() => self.origin)")
        assert headers == "null", "a file of the content is a document of no site"
        page = browser.page()
        page.open(site)
        assert page.value("performance.getEntriesByType('resource').some(e => e.name.endsWith('__broadsheet__.js'))")
        assert "frame-ancestors" in page.value("fetch('').then(r => r.headers.get('Content-Security-Policy'))")
