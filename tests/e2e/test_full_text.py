"""The search in texts: an index that is made when a text changed and not else, and what a reader does with it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from broadsheet.content import settingvalues
from broadsheet.engine import pagefind
from browser import CHROMIUM, Browser, served
from newsroom import SETTINGS, SUMS, Newsroom, article, differing

Make = Callable[..., Newsroom]
ON = f"{SETTINGS}search: {{full_text: true}}\n"
needs_pagefind = pytest.mark.skipif(find_spec("pagefind_bin") is None, reason="the extra `search` is not installed")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")


def written(room: Newsroom) -> Newsroom:
    room.write("broadsheet.yaml", ON)
    room.stories(14, countries=["NO"], section="World")
    room.write(
        "content/stories/salt.md",
        article(
            "Talks end", "2021-02-02", "The harbour of brine <b>&amp;</b> salt was closed.", countries=["TR"], section="Trade"
        ),
    )
    room.write(
        "content/stories/newer.md", article("More talks", "2022-02-02", "Of brine, too.", countries=["NO"], section="World")
    )
    room.write("content/stories/secret.md", article("Secret", "2022-02-02", "Of brine, secretly.", publish_at="2030-01-01"))
    return room


def made(room: Newsroom, **options: Any) -> int:
    """Build; return how often the index was made."""
    with mock.patch.object(pagefind, "index_of", wraps=pagefind.index_of) as make:
        room.publish(**options)
    return make.call_count


def index_of(room: Newsroom) -> set[str]:
    return {path for path in room.site() if path.startswith("pagefind/")}


@needs_pagefind
def test_the_index_is_made_when_a_text_or_a_name_changed_and_not_else(newsroom: Make) -> None:
    room = written(newsroom())
    assert made(room) == 1
    first = index_of(room)
    assert {"pagefind/pagefind.js", "pagefind/pagefind-entry.json", "pagefind/wasm.en.pagefind"} < first
    assert made(room) == 0
    room.write("content/pages/about.md", "---\ntitle: About\n---\nOf us.\n")
    assert made(room) == 0
    assert index_of(room) == first
    room.edit("content/stories/salt.md", "closed", "opened")
    assert made(room) == 1
    assert index_of(room) != first
    cold = room.cold()
    assert made(cold) == 1
    assert {path for path in differing(room.site(), cold.site()) if not path.startswith("pagefind/")} == set(SUMS)
    texts = "pagefind/fragment/"
    assert {path for path in index_of(room) if path.startswith(texts)} == {p for p in index_of(cold) if p.startswith(texts)}
    room.write("content/tags/brine.md", "---\nname: Brine\n---\n")
    room.edit("content/stories/salt.md", "section:", "tags: [brine]\nsection:")
    assert made(room) == 1
    (room.output / "pagefind/pagefind.js").unlink()
    assert made(room) == 1
    assert room.has("/pagefind/pagefind.js")
    assert made(room) == 0
    assert room.build(verify=True).problems == ()


@needs_pagefind
def test_an_index_that_is_not_wanted_any_more_goes(newsroom: Make) -> None:
    room = written(newsroom())
    room.publish()
    assert "'wasm-unsafe-eval'" in room.page("/_headers")
    assert "page-full-text" in room.page("/search/")
    for setting in ("search: true\n", "search: {full_text: true}\ndisable: [search]\n"):
        room.write("broadsheet.yaml", SETTINGS + setting)
        room.publish()
        assert index_of(room) == set()
        assert "wasm" not in room.page("/_headers")
        assert "fulltext" not in "".join(room.site())


def test_an_index_is_taken_when_its_files_are_whole(tmp_path: Path) -> None:
    data = gzip.compress(b"fragment" * 100)
    stages = [("entry.json", b""), ("entry.json", b'{"version"'), ("a.pf_fragment", data[:-9]), ("a.pf_fragment", data)]
    stages += [("pagefind.js", b""), ("pagefind.js", b"js"), ("entry.json", b'{"version": "1"}')]
    waited = []

    async def write_more(_: float) -> None:
        name, written = stages[len(waited)]
        (tmp_path / name).write_bytes(written)
        waited.append(name)

    with mock.patch.object(pagefind.asyncio, "sleep", write_more):
        asyncio.run(pagefind._arrival(tmp_path))
        assert len(waited) == len(stages), "not before the last of them"
        (tmp_path / "entry.json").write_bytes(b"")
        stages += [("other.js", b"js")] * 3
        with pytest.raises(RuntimeError, match="not whole"):
            asyncio.run(pagefind._arrival(tmp_path, 3 * pagefind._PAUSE))


def test_without_the_extra_it_says_what_to_install(newsroom: Make) -> None:
    room = newsroom(f"-- broadsheet.yaml --\n{ON}")
    with mock.patch.object(settingvalues, "find_spec", return_value=None):
        room.build()
    assert room.problems == [
        "broadsheet.yaml:3:21: error: `search.full_text` needs the packages pagefind and pagefind_bin; "
        "pip install 'broadsheet[search]' [bad-value]"
    ]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    found = written(Newsroom(tmp_path_factory.mktemp("texts")))
    found.write("broadsheet.yaml", ON.replace("example.org/", "example.org/archive/"))
    found.publish()
    return found


@pytest.fixture(scope="module")
def disk(room: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = room.cold()
    copy.publish(relative=True)
    return copy.output


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as running:
        yield running


STORIES = "[...document.querySelectorAll('#page-full-text li h3')].map(e => e.textContent)"


@needs_pagefind
@needs_browser
def test_a_word_of_a_text_is_found_and_filtered_under_the_policy_of_the_site(browser: Browser, room: Newsroom) -> None:
    page = browser.page(width=360)
    with served(room.output, "/archive") as address:
        page.open(f"{address}search/?q=brine")
        page.wait(f"{STORIES}.length == 2")
        assert set(page.value(STORIES)) == {"Talks end", "More talks"}
        assert "brine & salt was closed" in page.value("document.querySelector('#page-full-text').textContent")
        assert page.value("document.querySelector('#page-full-text mark').textContent").startswith("brine")
        options = "[...document.querySelector('select[name=country]').options].map(e => e.value)"
        assert set(page.value(options)) == {"", "Norway", "Türkiye"}
        chosen = "e.value = 'Norway'; e.dispatchEvent(new Event('change', {bubbles: true}))"
        page.value(f"(e => {{ {chosen} }})(document.querySelector('select[name=country]'))")
        page.wait(f"{STORIES}.length == 1")
        assert page.value(STORIES) == ["More talks"]
        assert page.value("document.documentElement.scrollWidth") <= 360
        assert page.value("document.querySelector('#page-full-text h3 a').pathname") == "/archive/stories/2022/02/newer/"
        assert page.complaints == []
        assert all(each.startswith(address) for each in page.requests)


@needs_pagefind
@needs_browser
def test_what_only_texts_have_is_not_called_nothing_above_them(browser: Browser, room: Newsroom, disk: Path) -> None:
    page = browser.page()
    said = "[...document.querySelectorAll('.search-page [role=status]')].map(e => e.textContent)"
    with served(room.output, "/archive") as address:
        page.open(f"{address}search/?q=brine")
        page.wait(f"{said}.includes('Results: 2')")
        assert page.value(said) == ["", "Results: 2"]
        page.open(f"{address}search/?q=nowhere")
        page.wait(f"{said}.includes('Nothing was found.')")
        assert page.value(said) == ["", "Nothing was found."]
    page.open((disk / "search/index.html").as_uri() + "?q=nowhere")
    page.wait(f"{said}.includes('Nothing was found.')")


@needs_pagefind
@needs_browser
def test_filters_narrow_each_other_by_keyboard_and_are_taken_back(browser: Browser, room: Newsroom) -> None:
    page = browser.page()
    with served(room.output, "/archive") as address:
        page.open(f"{address}search/?q=text")
        page.wait("document.querySelector('#page-full-text').textContent.includes('Results: 14')")
        offered = (
            "[...document.querySelectorAll('.sieve label')].filter(e => e.checkVisibility()).map(e => e.firstChild.data.trim())"
        )
        assert page.value(offered) == [], "all that is found is of one country, one section and one year"
        page.open(f"{address}search/?q=brine")
        page.wait(f"{STORIES}.length == 2")
        assert page.value(offered) == ["Section", "Country", "Year"]
        options = "[...document.querySelector('select[name=%s]').options].map(e => e.textContent)"
        assert page.value(options % "year") == ["Any", "2022 (1)", "2021 (1)"]
        page.value("document.querySelector('select[name=year]').focus()")
        page.press("ArrowDown")
        page.wait(f"{STORIES}.length == 1")
        assert page.value(STORIES) == ["More talks"]
        assert page.value(options % "country") == ["Any", "Norway (1)"]
        page.value("document.querySelector('select[name=year]').focus()")
        page.press("ArrowUp")
        page.wait(f"{STORIES}.length == 2")
        page.value("(e => { e.value = 'nowhere'; e.dispatchEvent(new Event('input')) })(document.querySelector('.finder input'))")
        page.wait("document.querySelector('#page-full-text').textContent.includes('Nothing was found.')")
        assert page.value(offered) == [], "there is nothing to choose from"
        assert page.complaints == []


@needs_pagefind
@needs_browser
def test_only_the_search_page_may_compile_a_program(browser: Browser, room: Newsroom) -> None:
    module = "new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))"
    compiled = f"(() => {{ try {{ return !!{module} }} catch {{ return false }} }})()"
    with served(room.output, "/archive") as address:
        for permalink, allowed in (("search/", True), ("", False), ("stories/2021/02/salt/", False), ("404.html", False)):
            page = browser.page()
            page.open(address + permalink)
            found = page.tell("Runtime.evaluate", expression=compiled, allowUnsafeEvalBlockedByCSP=False, returnByValue=True)
            assert found["result"]["value"] == allowed, permalink


@needs_pagefind
@needs_browser
def test_from_a_disk_a_page_that_may_not_compile_has_its_scripts(browser: Browser, disk: Path) -> None:
    page = browser.page()
    page.open((disk / "stories/2021/02/salt/index.html").as_uri())
    page.click("a[data-search]")
    page.wait("document.querySelector('dialog[open]')")
    page.type("talks")
    page.wait("document.querySelectorAll('#page-found [role=option]').length == 2")
    assert page.complaints == []


@needs_pagefind
@needs_browser
def test_from_a_disk_it_is_it_is_said_why_texts_are_not_searched(browser: Browser, disk: Path) -> None:
    page = browser.page()
    page.open((disk / "search/index.html").as_uri() + "?q=brine")
    assert "not from a disk" in page.wait("document.querySelector('#page-full-text').textContent")
    assert page.value("document.querySelector('#page-full-text').checkVisibility()")
    assert page.complaints == []
