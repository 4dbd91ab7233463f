"""Without a connection: what was visited can be read, in a real browser; a worker whose site gave it up leaves."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import CHROMIUM, Browser
from newsroom import Newsroom, article

SETTINGS = "title: The Test Times\nbase_url: https://example.org/archive/\nhost: netlify\n"


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path, f"-- broadsheet.yaml --\n{SETTINGS}offline: true\n")
    made.stories(2)
    made.publish()
    return made


def test_without_the_key_nothing_of_it_is_published(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, f"-- broadsheet.yaml --\n{SETTINGS}")
    room.stories(1)
    room.publish()
    site = room.site()
    assert not [path for path in site if re.search(r"^sw\.js|offline|worker|manifest\.webmanifest", path)]
    assert not [path for path, data in site.items() if path.endswith(".html") and (b"offline" in data or b"manifest" in data)]
    assert "worker-src" not in site["_headers"].decode()


def test_the_worker_names_the_files_of_the_theme_and_no_build(room: Newsroom) -> None:
    worker = room.page("/sw.js")
    shell = json.loads(worker.partition(" = ")[2].partition(";")[0])
    assert shell[0] == "offline.html"
    assert {re.sub(r"\.[0-9a-f]{10}\.", ".", address) for address in shell[1:]} >= {"assets/style.css", "assets/offline.js"}
    assert all(room.has("/" + address) for address in shell)
    room.write("content/stories/more.md", article("More", "2021-01-01"))
    room.publish()
    assert room.page("/sw.js") == worker
    room.write("templates/static/worker.js", "// another\n")
    room.publish()
    assert room.page("/sw.js") != worker
    cold = room.cold()
    cold.publish()
    assert cold.site() == room.site()


def test_the_manifest_works_wherever_the_site_stands(room: Newsroom) -> None:
    manifest = json.loads(room.page("/manifest.webmanifest"))
    assert (manifest["name"], manifest["scope"], manifest["start_url"]) == ("The Test Times", "./", "./")
    assert room.has("/" + manifest["icons"][0]["src"])
    assert '<link rel="manifest" href="/archive/manifest.webmanifest">' in room.page("/")


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site below `/archive/` as its host would, with its policy; while it is `away`, hangs up on whoever asks."""

    policy = ""
    away = False

    def do_GET(self) -> None:
        if self.away:
            self.close_connection = True
        elif self.path.startswith("/archive/"):
            self.path = self.path.removeprefix("/archive")
            super().do_GET()
        else:
            self.send_error(404)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


class _Host:
    """A server that can go and come back. It keeps its port, and a connection that a browser opened ahead finds nobody either."""

    def __init__(self, room: Newsroom) -> None:
        found = re.search("Content-Security-Policy: (.*)", room.page("/_headers"))
        assert found
        self.handler = type("Handler", (_Handler,), {"policy": found[1]})
        serve = functools.partial(self.handler, directory=str(room.output))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def go(self) -> None:
        self.handler.away = True

    def come_back(self) -> None:
        self.handler.away = False

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def url(self, address: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/archive{address}"


@pytest.fixture
def host(room: Newsroom) -> Iterator[_Host]:
    made = _Host(room)
    yield made
    made.close()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")
def test_what_was_visited_can_be_read_without_a_connection(room: Newsroom, host: _Host, tmp_path: Path) -> None:
    story, other = host.url("/stories/2020/01/story-0001/"), host.url("/stories/2020/01/story-0002/")
    with Browser(tmp_path) as browser:
        tab = browser.page()
        tab.open(host.url("/"))
        tab.value("navigator.serviceWorker.ready.then(() => 1)")
        tab.value(
            "new Promise(done => navigator.serviceWorker.controller ? done() : navigator.serviceWorker.oncontrollerchange = done)"
        )
        tab.open(story)
        assert tab.complaints == [], "the policy of the site allows its own worker"
        style = "getComputedStyle(document.querySelector('.masthead')).paddingBlockStart"
        dressed = tab.value(style)

        host.go()
        tab.open(story)
        assert tab.value("document.querySelector('h1').textContent") == "Story number 1"
        assert tab.value(style) == dressed != "0px", "the stylesheet was kept"
        tab.open(other)
        assert tab.value("document.querySelector('h1').textContent") == "No connection"
        wait = "new Promise(done => setInterval(() => document.querySelector('#kept-pages a') && done(), 20))"
        tab.value(f"{wait}.then(() => 1)")
        assert tab.value("[...document.querySelectorAll('#kept-pages a')].map(link => link.href)") == [story]

        host.come_back()
        room.edit("content/stories/story-0001.md", "Story number 1", "Another headline")
        room.publish()
        tab.open(story)
        assert tab.value("document.querySelector('h1').textContent") == "Another headline", (
            "nobody reads an old page who need not"
        )


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")
def test_a_worker_whose_site_has_none_any_more_leaves_with_all_that_it_kept(room: Newsroom, host: _Host, tmp_path: Path) -> None:
    with Browser(tmp_path) as browser:
        tab = browser.page()
        tab.open(host.url("/"))
        tab.value("navigator.serviceWorker.ready.then(() => 1)")
        tab.value(
            "new Promise(done => navigator.serviceWorker.controller ? done() : navigator.serviceWorker.oncontrollerchange = done)"
        )
        assert tab.value("caches.keys().then(names => names.length)") > 0
        room.edit("broadsheet.yaml", "offline: true", "")
        room.publish()
        tab.open(host.url("/stories/2020/01/story-0001/"))
        left = "navigator.serviceWorker.getRegistrations().then(found => found.length)"
        tab.value(f"new Promise(done => setInterval(() => {left}.then(number => number || done()), 20)).then(() => 1)")
        assert tab.value("caches.keys()") == []
