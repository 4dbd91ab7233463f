"""Serve: what is shown, to whom, and how pages learn of a change. Real sockets on free ports; nothing waits for time to pass."""

from __future__ import annotations

import contextlib
import errno
import gc
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import watchfiles
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import cli
from broadsheet.engine import pipeline
from broadsheet.engine.pipeline import BuildOptions, Report
from broadsheet.engine.store import Folder
from broadsheet.serve import builder
from broadsheet.serve.access import Access
from broadsheet.serve.lookup import Moved, Published, look_up, read_published
from broadsheet.serve.mediatypes import media_type
from broadsheet.serve.overlay import EVENTS, error_page, with_script
from broadsheet.serve.preview import Board, Preview, published_paths
from broadsheet.serve.server import PreviewServer, serve
from broadsheet.serve.watcher import Watcher, is_passing
from newsroom import CLOCK, Newsroom

PATIENCE = 200  # seconds after which something that should have happened has failed
TREATY = "content/stories/treaty.md"
PUBLICATION = """
    -- content/stories/treaty.md --
    ---
    title: Treaty signed
    date: 2026-02-03
    aliases: [/old/treaty/]
    actors: [Anna Example]
    ---
    The body.
    -- content/stories/secret.md --
    ---
    title: Not yet
    date: 2026-02-04
    draft: true
    ---
    Unfinished.
    -- content/pages/about.md --
    ---
    title: About
    ---
    Us.
    -- static/notes/plain.txt --
    Grüße
    -- static/app.webmanifest --
    {}
"""
PAGE = "/stories/2026/02/treaty/"
Answer = tuple[int, dict[str, str], bytes]


class Voice:
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.reports: list[Report] = []
        self.news = threading.Condition()

    def stage(self, name: str, total: int = 0) -> None:
        pass

    def step(self) -> None:
        pass

    def waiting(self, holder: str) -> None:
        pass

    def say(self, text: str) -> None:
        with self.news:
            self.said.append(text)
            self.news.notify_all()

    def finish(self, report: Report, seconds: float) -> None:
        with self.news:
            self.reports.append(report)
            self.news.notify_all()

    def until(self, condition: Callable[[], bool]) -> None:
        with self.news:
            assert self.news.wait_for(condition, PATIENCE), (self.said, self.reports)


class Events:
    """A page that listens."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._socket.sendall(f"GET {EVENTS} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        self._file = self._socket.makefile("rb")
        self.head = b"".join(iter(self._file.readline, b"\r\n")).decode()

    def next(self) -> dict[str, Any]:
        """Return what is told next; an end of the stream is an empty answer."""
        for line in self._file:
            if line.startswith(b"data: "):
                told: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                return told
        return {}

    def until(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while told := self.next():
            if condition(told):
                return told
        raise AssertionError("the stream ended")

    def close(self) -> None:
        self._file.close()
        self._socket.close()


@dataclass
class Running:
    """A session at work on a thread of its own."""

    room: Newsroom
    session: PreviewServer
    voice: Voice
    port: int
    thread: threading.Thread
    failure: list[BaseException] = field(default_factory=list)
    listening: list[Events] = field(default_factory=list)

    def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.putrequest(method, target, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()

    def send(self, request: bytes) -> bytes:
        """Send bytes as they are, and return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def listen(self) -> Events:
        self.listening.append(Events(self.port))
        return self.listening[-1]

    def page(self, target: str = PAGE) -> str:
        status, _, body = self.ask(target)
        assert status == 200
        return body.decode()

    def until_shown(self, text: str, target: str) -> None:
        """Wait until a page that listens is told of a preview in which the text stands at an address."""
        events = self.listen()
        while text.encode() not in self.ask(target)[2]:
            assert events.next(), "the stream ended"

    def stop(self) -> None:
        self.session.stop()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        for each in self.listening:
            each.close()


@contextlib.contextmanager
def running(room: Newsroom, **options: Any) -> Iterator[Running]:
    """Serve a publication until the block ends; nothing may be left of it then."""
    before = set(threading.enumerate())
    voice = Voice()
    session = PreviewServer(room.root, BuildOptions(**{"clock": CLOCK, **options}), 0, voice)
    port = int(session.url.split(":")[2].split("/")[0])

    def run() -> None:
        with contextlib.closing(session):
            try:
                session.run()
            except Exception as error:  # noqa: BLE001 (the test looks at it)
                run_of.failure.append(error)
        with voice.news:
            voice.news.notify_all()

    run_of = Running(room, session, voice, port, threading.Thread(target=run))
    run_of.thread.start()
    try:
        voice.until(lambda: bool(voice.said or run_of.failure))
        yield run_of
    finally:
        run_of.stop()
    left = [thread for thread in set(threading.enumerate()) - before if thread.is_alive()]
    assert [thread for thread in left if not isinstance(thread, threading.Timer)] == []  # a time limit of pytest's may be one


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A publication that no test builds again."""
    with running(Newsroom(tmp_path_factory.mktemp("shown"), PUBLICATION)) as run:
        assert run.voice.said == [f"serving http://127.0.0.1:{run.port}/ (stop with Ctrl-C)"]
        yield run


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path, PUBLICATION)


# --- what is found at an address


PATHS = frozenset(("index.html", "about/index.html", "a b/ü.txt", "feed.xml", "old.html/index.html", "%41.txt"))


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("/", Published("index.html")),
        ("/?from=elsewhere", Published("index.html")),
        ("/about/", Published("about/index.html")),
        ("/about/index.html", Published("about/index.html")),
        ("/about", Moved("/about/")),
        ("/about?a=b/c", Moved("/about/?a=b/c")),
        ("/old.html", Moved("/old.html/")),
        ("/a%20b/%C3%BC.txt", Published("a b/ü.txt")),
        ("/a%20b/Ã¼.txt", Published("a b/ü.txt")),  # the bytes of ü as they stand in a request
        ("/%61bout/", Published("about/index.html")),
        ("/%2541.txt", Published("%41.txt")),  # decoded once
        ("/%41.txt", None),
        ("/feed.xml/", None),
        ("/About/", None),
        ("/a b", None),
        ("/nothing", None),
    ],
)
def test_an_address_leads_to_a_published_file_or_to_its_slash(target: str, found: Published | Moved | None) -> None:
    assert look_up(target, PATHS) == found


@pytest.mark.parametrize(
    "target",
    [
        "/../index.html",
        "/about/../index.html",
        "/about/..",
        "/./index.html",
        "/%2e%2e/index.html",
        "/%2E./index.html",
        "/..%2findex.html",
        "/about%5c..%5cindex.html",
        "/about\\..\\index.html",
        "/index.html%00",
        "/%00index.html",
        "/index.html%0d%0aX: y",
        "//about",
        "//about/",
        "/about//",
        "//",
        "/%2fabout",
        "/%ff",
        "about/",
        "index.html",
        "http://127.0.0.1/about/",
        "*",
        "",
    ],
)
def test_a_target_that_is_no_plain_path_leads_nowhere(target: str) -> None:
    assert look_up(target, PATHS) is None


@given(st.text(st.sampled_from("/.%2e5cf\\\0?#about") | st.characters(max_codepoint=255), max_size=30))
def test_only_published_files_are_ever_found(target: str) -> None:
    found = look_up("/" + target, PATHS)
    assert not isinstance(found, Published) or found.path in PATHS
    assert not isinstance(found, Moved) or re.match(r"/(?!/)[!-~]*/(\?|$)", found.location)


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("/", Moved("/my%20archive/")),
        ("/my%20archive", Moved("/my%20archive/")),
        ("/my%20archive/", Published("index.html")),
        ("/my%20archive/about", Moved("/my%20archive/about/")),
        ("/about/", None),
        ("/my%20archives/", None),
    ],
)
def test_under_a_sub_path_only_what_is_below_it_is_found(target: str, found: Published | Moved | None) -> None:
    assert look_up(target, PATHS, "/my archive/") == found


def test_a_symbolic_link_is_never_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    folder = tmp_path / "preview"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "page.txt").write_text("public")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "inner.txt").symlink_to(folder / "sub" / "page.txt")
    (folder / "away").symlink_to(outside, target_is_directory=True)
    (folder / ".broadsheet-output").write_text("mark")
    assert published_paths(folder) == {"sub/page.txt"}
    assert read_published(folder, "sub/page.txt") == b"public"
    assert [read_published(folder, path) for path in ("link.txt", "inner.txt", "away/secret.txt", "sub", "gone.txt")] == [
        None
    ] * 5
    (tmp_path / "linked").symlink_to(folder)
    assert read_published(tmp_path / "linked", "sub/page.txt") is None


# --- to whom


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"])
def test_this_machine_is_answered_by_each_of_its_names(host: str) -> None:
    assert Access.of(8000).allows_host([host])


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        [""],
        ["127.0.0.1"],
        ["127.0.0.1:8001"],
        ["evil.example:8000"],
        ["localhost.evil.example:8000"],
        ["127.0.0.1:8000.evil.example"],
        ["evil.example@localhost:8000"],
        ["0.0.0.0:8000"],
        ["::1:8000"],
        ["localhost:8000", "localhost:8000"],
        ["localhost:8000, evil.example"],
    ],
)
def test_no_other_host_is_answered(hosts: list[str]) -> None:
    assert not Access.of(8000).allows_host(hosts)


def test_the_default_port_may_be_left_out() -> None:
    assert Access.of(80).allows_host(["localhost"])


@pytest.mark.parametrize(
    ("origin", "site", "allowed"),
    [
        (None, None, True),
        (None, "same-origin", True),
        ("http://localhost:8000", "same-origin", True),
        ("http://127.0.0.1:8000", None, True),
        ("http://evil.example:8000", None, False),
        ("https://localhost:8000", None, False),
        ("http://localhost:8001", None, False),
        ("null", None, False),
        ("", None, False),
        (None, "cross-site", False),
        (None, "same-site", False),
    ],
)
def test_only_pages_of_the_preview_may_listen(origin: str | None, site: str | None, allowed: bool) -> None:
    assert Access.of(8000).allows_listener(origin, site) is allowed


def test_a_request_under_another_name_gets_no_page(shown: Running) -> None:
    status, _, body = shown.ask("/", Host=f"evil.example:{shown.port}")
    assert (status, b"Test Times" in body) == (403, False)
    for request in (b"GET / HTTP/1.0\r\n\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"):
        assert shown.send(request).startswith(b"HTTP/1.0 403 ")
    assert shown.ask(EVENTS, Host=f"evil.example:{shown.port}")[0] == 403
    assert shown.ask("/", Host=f"localhost:{shown.port}")[0] == 200


def test_a_page_elsewhere_may_not_listen(shown: Running) -> None:
    assert shown.ask(EVENTS, Origin="http://evil.example")[0] == 403
    assert shown.ask(EVENTS, Sec_Fetch_Site="cross-site")[0] == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_no_other_method_is_answered(shown: Running, method: str) -> None:
    status, headers, _ = shown.ask("/", method, Origin="http://evil.example")
    assert (status, headers["Allow"]) == (405, "GET, HEAD")
    assert not [name for name in headers if name.lower().startswith("access-control")]


# --- what is shown


def test_a_page_is_served_with_the_script_that_the_disk_never_sees(shown: Running) -> None:
    status, headers, body = shown.ask(PAGE)
    stored = (shown.room.root / ".broadsheet/preview/stories/2026/02/treaty/index.html").read_bytes()
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, "text/html; charset=utf-8", "no-store")
    assert b"Treaty signed" in stored
    assert b"data-preview" not in stored
    before, script, after = re.split(
        rb"(<script src=\"/assets/__broadsheet__.js\" data-preview=.*?</script>\n)", body, flags=re.DOTALL
    )
    assert before + after == stored
    assert after.startswith(b"</body>")
    assert EVENTS.encode() in script


def test_files_are_served_as_they_are_and_as_what_they_are(shown: Running) -> None:
    assert shown.ask("/notes/plain.txt")[2] == b"Gr\xc3\xbc\xc3\x9fe\n"
    kinds = {
        "/": "text/html; charset=utf-8",
        "/feed.xml": "application/atom+xml; charset=utf-8",
        "/rss.xml": "application/rss+xml; charset=utf-8",
        "/feed.json": "application/feed+json; charset=utf-8",
        "/actors/anna-example/feed.json": "application/feed+json; charset=utf-8",
        PAGE + "index.json": "application/json; charset=utf-8",
        "/sitemap.xml": "application/xml; charset=utf-8",
        "/app.webmanifest": "application/manifest+json; charset=utf-8",
        "/notes/plain.txt": "text/plain; charset=utf-8",
        "/data/stories.csv": "text/csv; charset=utf-8",
    }
    assert {address: shown.ask(address)[1]["Content-Type"] for address in kinds} == kinds


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("media/chart.svg", "image/svg+xml; charset=utf-8"),
        ("PHOTO.JPG", "image/jpeg"),
        ("_redirects", "text/plain; charset=utf-8"),
        ("app.js", "text/javascript; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_the_media_type_follows_the_name(path: str, kind: str) -> None:
    assert media_type(path) == kind


def test_head_tells_the_same_without_the_body(shown: Running) -> None:
    for target in (PAGE, "/feed.xml", "/nothing/", "/about"):
        got, told = shown.ask(target), shown.ask(target, "HEAD")
        assert told[2] == b""
        assert told[0] == got[0]
        assert {**told[1], "Date": ""} == {**got[1], "Date": ""}
        assert got[1]["Content-Length"] == str(len(got[2]))
    assert shown.ask(EVENTS, "HEAD")[0] == 200


def test_an_address_that_is_not_there_shows_the_page_for_it(shown: Running) -> None:
    status, headers, body = shown.ask("/nothing/")
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"Page not found" in body
    assert b"data-preview=" in body


def test_a_folder_without_its_slash_is_redirected_to_it(shown: Running) -> None:
    status, headers, body = shown.ask("/stories/2026/02/treaty?a=b")
    assert (status, headers["Location"], body) == (301, PAGE + "?a=b", b"")
    assert headers["Cache-Control"] == "no-store"


def test_an_old_address_leads_on(shown: Running) -> None:
    assert f'content="0; url={PAGE}"' in shown.page("/old/treaty/")


def test_nothing_outside_of_the_preview_is_reached(shown: Running) -> None:
    (shown.room.root / ".broadsheet/preview/by-hand.txt").write_text("no build published this")
    host = f"Host: 127.0.0.1:{shown.port}\r\n\r\n".encode()
    for target in (
        b"/../../broadsheet.yaml",
        b"/%2e%2e/%2e%2e/broadsheet.yaml",
        b"/..%2f..%2fbroadsheet.yaml",
        b"/..\\..\\broadsheet.yaml",
        b"/notes/..%5c..%5cbroadsheet.yaml",
        b"/%252e%252e/broadsheet.yaml",
        b"//" + str(shown.room.root).encode() + b"/broadsheet.yaml",
        b"/broadsheet.yaml%00.html",
        b"/.broadsheet-output",
        b"/notes/",
        b"/by-hand.txt",
        b"/__broadsheet__/",
        b"http://127.0.0.1/",
        b"\xff\xfe",
    ):
        answer = shown.send(b"GET " + target + b" HTTP/1.1\r\n" + host)
        assert answer.startswith(b"HTTP/1.0 404 "), target
        assert b"base_url:" not in answer


def test_drafts_are_shown_only_when_asked_for(shown: Running, room: Newsroom) -> None:
    assert shown.ask("/stories/2026/02/secret/")[0] == 404
    with running(room, drafts=True) as run:
        assert "Unfinished." in run.page("/stories/2026/02/secret/")


def test_the_preview_has_its_own_folder_and_address(room: Newsroom) -> None:
    room.publish()
    before = room.site()
    with running(room) as run:
        assert f'"http://127.0.0.1:{run.port}/"' in run.page("/feed.xml")
    assert room.site() == before


def test_a_base_url_gives_the_path_that_pages_are_shown_under(room: Newsroom) -> None:
    with running(room, base_url="https://example.org/archive/") as run:
        assert run.voice.said == [f"serving http://127.0.0.1:{run.port}/archive/ (stop with Ctrl-C)"]
        assert run.ask("/")[1]["Location"] == "/archive/"
        assert 'href="/archive/about/"' in run.page("/archive" + PAGE)
        assert run.ask(PAGE)[0] == 404


# --- the script and the overlay


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        (b"<body>a</body></html>", b"<body>a", b"</body></html>"),
        (b"<BODY><!-- </body> -->a</BODY >\n", b"<BODY><!-- </body> -->a", b"</BODY >\n"),
        (b"a fragment", b"a fragment", b""),
    ],
)
def test_the_script_stands_at_the_end_of_the_body(page: bytes, before: bytes, after: bytes) -> None:
    served = with_script(page, Preview("x-1"), "/news/")
    assert served.startswith(before + b'<script src="/news/assets/__broadsheet__.js" data-preview=')
    assert served.endswith(b"</script>\n" + after)


def test_a_problem_cannot_break_out_of_the_page() -> None:
    preview = Preview("x-1", problems=('</script><script>alert("1")</script>\' & \ud800',))
    for page in (with_script(b"</body>", preview, "/"), error_page(preview, "/")):
        assert page.count(b"<script") == 1
        assert page.count(b"</script") == 1
        assert b"alert(&quot;1&quot;)" in page or b"alert(\\&quot;1\\&quot;)" in page


def test_the_board_wakes_whoever_waits_and_ends_with_none() -> None:
    first, second = Preview("x-1"), Preview("x-2")
    board = Board(first)
    assert board.wait(None, PATIENCE) is first
    assert board.wait(first, 0) is first
    found: list[Preview | None] = []
    waiting = threading.Thread(target=lambda: found.append(board.wait(first, PATIENCE)))
    waiting.start()
    board.show(second)
    waiting.join()
    assert found == [second]
    waiting = threading.Thread(target=lambda: found.append(board.wait(second, PATIENCE)))
    waiting.start()
    board.close()
    waiting.join()
    assert found == [second, None]
    assert board.wait(None, PATIENCE) is None


# --- changes


def test_a_page_that_listens_is_told_the_current_preview_at_once(shown: Running) -> None:
    events = shown.listen()
    assert events.head.startswith("HTTP/1.0 200 ")
    assert "Content-Type: text/event-stream" in events.head
    assert "access-control" not in events.head.lower()
    told = events.next()
    assert told["problems"] == []
    assert f"{told['edition']}&quot;" in shown.page()


def test_an_edit_reaches_the_page_that_listens(room: Newsroom) -> None:
    with running(room) as run:
        events = run.listen()
        first = events.next()
        room.edit(TREATY, "Treaty signed", "Treaty torn up")
        told = events.until(lambda told: told["edition"] != first["edition"])
        assert told["problems"] == []
        assert "Treaty torn up" in run.page()


def test_every_kind_of_source_is_watched(room: Newsroom) -> None:
    with running(room) as run:
        room.write("content/stories/2026/deep/second.md", "---\ntitle: Second\ndate: 2026-02-05\n---\nText.\n")
        run.until_shown("Second", "/stories/2026/02/second/")
        room.edit("content/stories/2026/deep/second.md", "Text.", "Another text.")
        run.until_shown("Another text.", "/stories/2026/02/second/")
        room.write("static/notes/plain.txt", "changed")
        run.until_shown("changed", "/notes/plain.txt")
        room.write("templates/404.html", "<p>{{ page.meta.title }}: gone fishing</p>")
        run.until_shown("gone fishing", "/nothing/")
        settings = room.write("settings.draft", "title: Renamed Times\nbase_url: https://example.org/\nsource_dir: far/words\n")
        settings.replace(room.root / "broadsheet.yaml")  # as editors save
        run.until_shown("there is no content folder `far/words`", "/")
        (room.root / "far").mkdir()
        (room.root / "content").rename(room.root / "far" / "words")
        run.until_shown("Renamed Times", PAGE)
        room.edit("far/words/stories/treaty.md", "The body.", "Moved house.")
        run.until_shown("Moved house.", PAGE)


def test_a_folder_that_was_replaced_is_watched_again(room: Newsroom) -> None:
    with running(room) as run:
        (room.root / "content").rename(room.root / "aside")
        run.until_shown("there is no content folder `content`", PAGE)
        (room.root / "aside").rename(room.root / "content")
        room.edit(TREATY, "The body.", "Back again.")
        run.until_shown("Back again.", PAGE)


def test_a_build_that_changes_nothing_reloads_nothing(room: Newsroom) -> None:
    with running(room) as run:
        told = run.listen().next()
        done = len(run.voice.reports)
        room.write(TREATY, (room.root / TREATY).read_bytes())
        run.voice.until(lambda: len(run.voice.reports) > done)
        assert (run.voice.reports[-1].written, run.voice.reports[-1].removed) == (0, 0)
        run.session.stop()
        run.thread.join(PATIENCE)
        heard = list(iter(run.listening[0].next, {}))
        assert all(each == told for each in heard)


def test_a_failed_build_keeps_the_pages_and_says_why_until_it_is_mended(room: Newsroom) -> None:
    with running(room) as run:
        events = run.listen()
        first = events.next()
        room.edit(TREATY, "date: 2026-02-03", "date: someday")
        told = events.until(lambda told: bool(told["problems"]))
        assert told["edition"] == first["edition"]
        assert len(told["problems"]) == 1
        assert told["problems"][0].startswith(f"{TREATY}:3:7: error: `date` is `someday`")
        page = run.page()
        assert "Treaty signed" in page
        assert "`date` is `someday`" in page
        assert [p.code for p in run.voice.reports[-1].problems] == ["bad-date"]
        room.edit(TREATY, "date: someday", "date: 2026-02-03")
        assert events.until(lambda told: not told["problems"]) == first
        assert "someday" not in run.page()


def test_a_template_that_fails_on_some_pages_is_shown_on_the_others(room: Newsroom) -> None:
    with running(room) as run:
        events = run.listen()
        events.next()
        room.write("templates/page.html", "{{ page.meta.title.nothing.at_all }}")
        told = events.until(lambda told: bool(told["problems"]))
        assert "templates/page.html:1" in told["problems"][0]
        assert "Treaty signed" in run.page()


def test_warnings_are_for_the_terminal_unless_they_fail_the_build(room: Newsroom) -> None:
    room.edit(TREATY, "aliases:", "colour: red\naliases:")
    with running(room) as run:
        assert [p.code for p in run.voice.reports[-1].problems] == ["unknown-key"]
        assert run.listen().next()["problems"] == []
    with running(room, strict=True) as run:
        assert "unknown key `colour`" in run.listen().next()["problems"][0]


def test_warnings_are_told_again_only_of_files_that_changed(room: Newsroom) -> None:
    room.edit(TREATY, "aliases:", "colour: red\naliases:")
    room.write("content/stories/other.md", "---\ntitle: Other\ndate: 2026-01-02\nlayout: post\n---\n")
    with running(room) as run:
        events = run.listen()
        events.next()
        assert [p.code for p in run.voice.reports[-1].problems] == ["unknown-key", "unknown-key"]
        room.edit(TREATY, "Treaty signed", "Treaty torn")
        events.next()
        assert [p.span.path for p in run.voice.reports[-1].problems if p.span] == [TREATY]


def test_a_first_build_that_fails_is_explained_and_recovered_from(room: Newsroom) -> None:
    room.publish(output=str(room.root / ".broadsheet/preview"))  # pages of a session before: not to be taken for these
    room.edit(TREATY, "date: 2026-02-03", "date: <someday>")
    with running(room) as run:
        status, headers, body = run.ask(PAGE)
        assert (status, headers["Content-Type"]) == (503, "text/html; charset=utf-8")
        assert b"<li>content/stories/treaty.md:3:7: error: `date` is `&lt;someday&gt;`" in body
        assert b"Treaty signed" not in body
        events = run.listen()
        first = events.next()
        room.edit(TREATY, "date: <someday>", "date: tomorrow")
        second = events.until(lambda told: told["edition"] != first["edition"])
        assert "`tomorrow`" in second["problems"][0]
        room.edit(TREATY, "date: tomorrow", "date: 2026-02-03")
        events.until(lambda told: told["edition"] != second["edition"] and not told["problems"])
        assert "Treaty signed" in run.page()


def test_a_configuration_that_cannot_be_read_is_explained_and_recovered_from(room: Newsroom) -> None:
    room.write("broadsheet.yaml", "title: [")
    with running(room) as run:
        assert b"broadsheet.yaml:" in run.ask("/")[2]
        events = run.listen()
        first = events.next()
        room.write("broadsheet.yaml", "title: The Test Times\nbase_url: https://example.org/\n")
        events.until(lambda told: told["edition"] != first["edition"] and not told["problems"])
        assert "The Test Times" in run.page("/")


def test_a_machine_that_fails_for_a_while_loses_nothing(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(room) as run:
        events = run.listen()
        first = events.next()

        def full(*_: object) -> Report:
            raise OSError(errno.ENOSPC, "No space left on device", "index.html")

        monkeypatch.setattr(builder, "build", full)
        room.edit(TREATY, "The body.", "Half written.")
        told = events.until(lambda told: bool(told["problems"]))
        assert told == {
            "edition": first["edition"],
            "problems": ["the machine failed: No space left on device: index.html"],
        }
        assert run.voice.said[-1] == told["problems"][0]
        monkeypatch.setattr(builder, "build", pipeline.build)
        room.write(TREATY, (room.root / TREATY).read_bytes().replace(b"Half written.", b"The body."))
        # Nothing is written now; but nobody knows what the torn build had written.
        assert events.until(lambda told: not told["problems"])["edition"] != first["edition"]


def test_a_machine_that_fails_at_first_ends_it(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Report:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(builder, "build", full)
    with running(room) as run:
        assert [type(failure) for failure in run.failure] == [OSError]


def test_the_preview_is_looked_at_by_the_first_build_and_after_a_failure(room: Newsroom, tmp_path: Path) -> None:
    options = BuildOptions(clock=CLOCK, output=str(tmp_path / "preview"), workers=1)
    building = builder.Builder(room.root, options, Voice(), Board(Preview("a-0")), "a")
    story = room.root / "content/stories/treaty.md"

    def looks() -> int:
        story.write_text(story.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
        look, looked = Folder.look, []
        with mock.patch.object(Folder, "look", lambda *given: looked.append(given) or look(*given)):
            building.build_again()
        return len(looked)

    assert [looks(), looks()] == [1, 0]
    with mock.patch("broadsheet.engine.publish.FolderWriter.bring", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        looks()
    assert [looks(), looks()] == [1, 0]


# --- the watcher


@pytest.mark.parametrize("name", [".#story.md", "#story.md#", "story.md~", ".story.md.swp", "4913~", ".DS_Store"])
def test_what_editors_leave_in_passing_is_no_source(name: str) -> None:
    assert is_passing(f"/publication/content/{name}")
    assert not is_passing("/publication/content/story.md")


def test_where_the_system_brings_no_news_the_files_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Iterator[set[Any]]:
        raise OSError(errno.ENOSPC, "OS file watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", broken)
    (tmp_path / "content").mkdir()
    with contextlib.closing(Watcher()) as watching:
        watching.follow(tmp_path / "broadsheet.yaml", [tmp_path / "content"])
        (tmp_path / "content" / "story.md").write_text("text")
        assert watching.wait()


def test_no_link_is_followed_while_watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def silent(*places: str, **_: object) -> Iterator[set[Any]]:
        asked.append(places)
        yield set()

    monkeypatch.setattr(watchfiles, "watch", silent)
    content, outside = tmp_path / "content", tmp_path / "outside"
    for folder in (content, outside, tmp_path / "templates"):
        folder.mkdir()
    (outside / "secret.txt").write_text("secret")
    (content / "away").symlink_to(outside, target_is_directory=True)
    (tmp_path / "static").symlink_to(outside, target_is_directory=True)
    looked: list[str] = []
    lstat = os.lstat
    monkeypatch.setattr(os, "lstat", lambda path: looked.append(str(path)) or lstat(path))
    with contextlib.closing(Watcher()) as watching:
        watching.follow(tmp_path / "broadsheet.yaml", [content, tmp_path / "static", tmp_path / "templates"])
        watching.listen()
        assert asked == [(str(tmp_path / "templates"),)]
        assert not [path for path in looked if "secret" in path]
        (content / "away").unlink()
        (content / "away").symlink_to(tmp_path)
        assert watching.wait()


def test_a_folder_that_was_replaced_and_one_that_was_absent_are_watched(tmp_path: Path) -> None:
    content, static = tmp_path / "content", tmp_path / "static"
    content.mkdir()
    (content / "story.md").write_text("one")
    with contextlib.closing(Watcher()) as watching:
        watching.follow(tmp_path / "broadsheet.yaml", [content, static])
        shutil.copytree(content, tmp_path / "copy")
        shutil.rmtree(content)
        (tmp_path / "copy").rename(content)
        assert watching.wait()
        watching.follow(tmp_path / "broadsheet.yaml", [content, static])
        (content / "story.md").write_text("two")
        assert watching.wait()
        static.mkdir()
        (static / "logo.svg").write_text("<svg/>")
        assert watching.wait()


def test_a_change_before_the_wait_is_not_missed_and_no_change_is_none(tmp_path: Path) -> None:
    with contextlib.closing(Watcher()) as watching:
        threads = threading.active_count()
        watching.follow(tmp_path / "broadsheet.yaml", [tmp_path])
        assert threading.active_count() == threads, "the first build may fork"
        (tmp_path / "broadsheet.yaml").write_text("title: A")
        assert watching.wait()
        threading.Timer(0.2, watching.stop).start()
        assert not watching.wait()


def _let_the_system_tell(monkeypatch: pytest.MonkeyPatch, path: Path, told: threading.Event) -> None:
    """Let there be news of one change only, once `told` is set."""

    def watch(*_: object, stop_event: threading.Event, **__: object) -> Iterator[set[Any]]:
        told.wait(60)
        yield {(2, str(path))}
        stop_event.wait(60)

    monkeypatch.setattr(watchfiles, "watch", watch)


@pytest.mark.parametrize("more", [True, False])
def test_news_is_believed_and_what_it_did_not_tell_is_found_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: bool
) -> None:
    told, write = threading.Event(), tmp_path / "told.md"
    _let_the_system_tell(monkeypatch, write, told)
    with contextlib.closing(Watcher()) as watching:
        watching.follow(tmp_path / "broadsheet.yaml", [tmp_path])
        (tmp_path / "early.md").write_text("text")
        assert watching.wait()
        write.write_text("text")
        if more:
            (tmp_path / "untold.md").write_text("text")
        told.set()
        assert watching.wait()
        if not more:
            threading.Timer(0.2, watching.stop).start()
        assert watching.wait() == more


def test_what_was_gone_and_is_back_by_the_time_of_the_look_is_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, content = threading.Event(), tmp_path / "content"
    content.mkdir()
    (content / "story.md").write_text("text")
    _let_the_system_tell(monkeypatch, content, told)
    with contextlib.closing(Watcher()) as watching:
        watching.follow(tmp_path / "broadsheet.yaml", [content])
        watching.listen()
        told.set()  # of what was undone before anybody looked
        assert watching.wait()
        assert watching.wait()
        threading.Timer(0.2, watching.stop).start()
        assert not watching.wait()


def test_a_file_that_an_editor_puts_in_the_place_of_another_is_no_second_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, story, beside = threading.Event(), tmp_path / "story.md", tmp_path / "story.md.part"

    def watch(*_: object, stop_event: threading.Event, **__: object) -> Iterator[set[Any]]:
        told.wait(60)
        yield {(1, str(beside)), (2, str(story)), (3, str(beside))}
        stop_event.wait(60)

    monkeypatch.setattr(watchfiles, "watch", watch)
    story.write_text("text")
    with contextlib.closing(Watcher()) as watching:
        watching.follow(tmp_path / "broadsheet.yaml", [tmp_path])
        watching.listen()
        beside.write_text("another text")
        beside.replace(story)
        told.set()
        assert watching.wait()
        threading.Timer(0.2, watching.stop).start()
        assert not watching.wait()


def test_a_watcher_that_was_stopped_waits_no_more() -> None:
    with contextlib.closing(Watcher()) as watching:
        watching.stop()
        assert not watching.wait()


# --- beginning and end


def test_without_a_configuration_there_is_nothing_to_serve(tmp_path: Path) -> None:
    voice = Voice()
    assert serve(tmp_path, BuildOptions(clock=CLOCK), 0, voice) == 1
    assert [problem.code for problem in voice.reports[0].problems] == ["missing-root"]
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_a_failure_of_the_machine(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert cli.main(["serve", str(room.root), "--port", str(taken.getsockname()[1])]) == 3
    assert capsys.readouterr().err == "broadsheet: address already in use; choose another --port\n"
    assert not (room.root / ".broadsheet").exists()


def test_silent_and_listening_connections_do_not_hinder_the_end(room: Newsroom) -> None:
    with running(room) as run:
        silent = socket.create_connection(("127.0.0.1", run.port), PATIENCE)
        events = run.listen()
        events.next()
        run.session.stop()
        assert events.next() == {}
        run.thread.join(PATIENCE)
        assert silent.recv(1) == b""
        silent.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_ctrl_c_ends_it_in_good_order(room: Newsroom) -> None:
    command = [sys.executable, "-m", "broadsheet", "serve", str(room.root), "--port", "0"]
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, preexec_fn=_heed_interrupts
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = next(match[1] for line in process.stdout if (match := re.match(r"serving (\S+) \(stop with Ctrl-C\)$", line)))
        events = Events(int(url.split(":")[2].strip("/")))
        assert events.next()["problems"] == []
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == ""
        assert events.next() == {}
        events.close()


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it


def test_a_rebuild_leaves_the_collector_of_garbage_at_work(room: Newsroom) -> None:
    with contextlib.closing(PreviewServer(room.root, BuildOptions(clock=CLOCK, ends=True), 0, Voice())) as session:
        session._builder.build()
        assert gc.isenabled()
