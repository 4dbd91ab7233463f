"""`verify` of an address: what a host serves, held against the manifest that it serves."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.client import HTTPResponse
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from broadsheet.cli import main
from broadsheet.fixity import address
from newsroom import Newsroom, article

Serve = Callable[[Newsroom], str]


class Host(SimpleHTTPRequestHandler):
    """A host that serves a folder below /archive/, but answers otherwise where it was told to: by path a status, and where to."""

    answers: dict[str, tuple[int, str]]

    def do_GET(self) -> None:
        if self.path in ("/archive/_headers", "/archive/_redirects"):
            self.server.asked.append(self.path)  # type: ignore[attr-defined]
        status, target = self.server.answers.get(self.path, (0, ""))  # type: ignore[attr-defined]
        if not status:
            super().do_GET()
            return
        self.send_response(status)
        self.send_header("Content-Length", target if status == 200 else str(len(self.server.said)))  # type: ignore[attr-defined]
        if target and status != 200:
            self.send_header("Location", target)
        self.end_headers()
        self.wfile.write(b"a part" if status == 200 else self.server.said)  # type: ignore[attr-defined]

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/archive"))

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 64


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Any]:
    """A server, and a room that is built into its folder; `answers` are those of its own."""
    room = Newsroom(tmp_path)
    room.stories(3, tags=["Peace"])
    room.write("static/ä file #1?.txt", "x")
    room.publish()
    server: Any = Server(("127.0.0.1", 0), partial(Host, directory=str(room.output)))
    server.room, server.answers, server.asked, server.said = room, {}, [], b""
    server.base = f"http://127.0.0.1:{server.server_port}/archive"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def verify(host: Any, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    status = main(["verify", host.base, "--json"])
    out = capsys.readouterr()
    return status, json.loads(out.out) if out.out else {"said": out.err}


def test_what_a_host_serves_as_it_was_built_is_whole_and_its_own_files_are_not_asked_for(
    host: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    status, event = verify(host, capsys)
    assert (status, event["missing"], event["altered"], event["added"], event["seen"]) == (0, [], [], [], False)
    assert event["files"] > 40
    assert host.asked == []


def test_what_is_not_served_and_what_is_served_otherwise_is_named(host: Any, capsys: pytest.CaptureFixture[str]) -> None:
    (host.room.output / "404.html").unlink()
    (host.room.output / "index.html").write_text("other")
    host.answers["/archive/feed.xml"] = (403, "")
    status, event = verify(host, capsys)
    assert (status, event["missing"], event["altered"]) == (1, ["404.html", "feed.xml"], ["index.html"])


def test_a_redirect_is_followed_within_the_site_and_not_to_another(host: Any, capsys: pytest.CaptureFixture[str]) -> None:
    (host.room.output / "moved.xml").write_bytes((host.room.output / "feed.xml").read_bytes())
    host.answers["/archive/feed.xml"] = (301, "/archive/moved.xml")
    host.answers["/archive/rss.xml"] = (302, host.base.replace("127.0.0.1", "localhost") + "/rss.xml")
    status, event = verify(host, capsys)
    assert (status, event["missing"], event["altered"]) == (1, ["rss.xml"], [])


def test_an_old_address_from_which_the_host_leads_on_is_whole_where_it_leads_to_what_its_page_says(
    host: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    host.room.write("content/stories/old.md", article("Old", "2020-01-01", aliases=["/old/"]))
    host.room.publish(base_url="https://example.org/archive/")
    host.answers["/archive/old/"] = (301, "/archive/stories/2020/01/old/")
    status, event = verify(host, capsys)
    assert (status, event["altered"]) == (0, [])
    host.answers["/archive/old/"] = (301, "/archive/about/")
    host.answers["/archive/about/"] = (301, "/archive/tags/")
    status, event = verify(host, capsys)
    assert (status, event["altered"]) == (1, ["old/index.html"])


def test_what_comes_with_a_redirect_is_not_read(host: Any, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    sizes: list[int] = []
    read = HTTPResponse.read

    def counted(answer: HTTPResponse, amount: int | None = None) -> bytes:
        sizes.append(len(data := read(answer, amount)))
        return data

    monkeypatch.setattr(HTTPResponse, "read", counted)
    host.answers["/archive/tags"] = (301, "/archive/tags/")
    host.said = b"x" * 100_000
    assert address.AddressSite(host.base).read("tags") is not None
    assert sum(sizes) == 0


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((503, ""), "the server answers 503"),
        ((200, "1000"), "it breaks off"),
        ((301, "/archive/feed.xml"), "301"),
        ((301, "http://["), "this is no address"),
    ],
)
def test_where_it_cannot_be_told_what_there_is_nothing_is_said_of_the_site(
    host: Any, capsys: pytest.CaptureFixture[str], answer: tuple[int, str], said: str
) -> None:
    host.answers["/archive/feed.xml"] = answer
    status, event = verify(host, capsys)
    assert status == 3
    assert said in event["said"]
    assert f"{host.base}/feed.xml" in event["said"]


def test_no_more_is_read_than_a_file_may_have(
    host: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "_LARGEST", 100)
    status, event = verify(host, capsys)
    assert (status, "it has more than" in event["said"]) == (3, True)


@pytest.mark.parametrize(
    ("site", "status"),
    [
        ("http:///x", 2), ("https://example.org/?a=b", 2), ("http://[", 2), ("http://a..b/", 2),
        ("http://127.0.0.1:1/", 3), ("http://127.0.0.1:1/\u00e4/", 3),
    ],
)  # fmt: skip
def test_an_address_that_is_none_or_that_nobody_answers_at_is_told_apart(
    capsys: pytest.CaptureFixture[str], site: str, status: int
) -> None:
    assert main(["verify", site]) == status
    assert capsys.readouterr().err.startswith("broadsheet: ")
