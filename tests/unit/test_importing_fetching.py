"""Fetching of pictures: only from the public network, only what a picture may be, and once."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing import fetching
from broadsheet.importing.fetching import UnfetchedError, fetched, is_public, place_of
from newsroom import picture

PICTURE = picture()


@contextlib.contextmanager
def serving() -> Iterator[tuple[str, list[str]]]:
    """Serve pictures and what is none, for the length of a block; yield the address, and what is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            name = self.path.partition("?")[0]
            if name.startswith("/to/"):
                self.send_response(302)
                self.send_header("Location", name.removeprefix("/to"))
            elif name == "/loop":
                self.send_response(301)
                self.send_header("Location", "/loop")
            elif name == "/gone.png":
                self.send_response(404)
            else:
                self.send_response(200)
            self.end_headers()
            if name.endswith("/a.png") or name == "/photo":
                self.wfile.write(PICTURE)
            elif name == "/page.png":
                self.wfile.write(b"<html><script>alert(1)</script>")
            elif name == "/large.png":
                self.wfile.write(PICTURE + b"x" * 5_000)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site() -> Iterator[tuple[str, list[str]]]:
    with serving() as served:
        yield served


def anywhere(_address: str) -> bool:
    return True


def test_a_picture_is_fetched_also_by_way_of_a_redirect(site: tuple[str, list[str]]) -> None:
    assert fetched(f"{site[0]}/a.png", anywhere) == PICTURE
    assert fetched(f"{site[0]}/to/b/a.png?x=1", anywhere) == PICTURE


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/gone.png", "the server answers 404"),
        ("/loop", "it is redirected again and again"),
        ("/large.png", "it has more than 0 MB"),
    ],
)
def test_what_cannot_be_had_says_why(site: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, path: str, why: str) -> None:
    monkeypatch.setattr(fetching, "LARGEST", len(PICTURE) + 1_000)
    with pytest.raises(UnfetchedError, match=why):
        fetched(site[0] + path, anywhere)


@pytest.mark.parametrize("pieces", [b"HTTP/1.1 100 Continue\r\n\r\n", b"X", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_never_ends_is_left_in_time(monkeypatch: pytest.MonkeyPatch, pieces: bytes) -> None:
    monkeypatch.setattr(fetching, "_IN_ALL", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with contextlib.suppress(OSError), server.accept()[0] as client:
                for _ in range(500):  # so that the test ends, too, when nobody leaves
                    client.sendall(pieces)
                    time.sleep(0.01)

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(UnfetchedError, match=r"it takes more than 0\.3 seconds"):
            fetched(f"http://127.0.0.1:{server.getsockname()[1]}/a.png", anywhere)


def test_a_picture_that_breaks_off_is_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with server.accept()[0] as client:
                client.recv(1_000)
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(UnfetchedError, match="it breaks off"):
            fetched(f"http://127.0.0.1:{server.getsockname()[1]}/a.png", anywhere)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x.example/a", "gopher://x", "http://", "/a.png"])
def test_nothing_but_the_web_is_asked(address: str) -> None:
    with pytest.raises(UnfetchedError):
        fetched(address, anywhere)


def test_no_host_that_is_not_public_is_asked(site: tuple[str, list[str]]) -> None:
    with pytest.raises(UnfetchedError, match="is in no public network"):
        fetched(f"{site[0]}/a.png")
    assert site[1] == []


def test_a_redirect_into_a_private_network_is_not_followed(site: tuple[str, list[str]]) -> None:
    seen: list[str] = []

    def once(address: str) -> bool:
        seen.append(address)
        return len(seen) == 1

    with pytest.raises(UnfetchedError, match="is in no public network"):
        fetched(f"{site[0]}/to/a.png", once)
    assert site[1] == ["/to/a.png"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("192.168.0.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b:1::a00:1", False),
        ("2002:a00:1::1", False),
        ("::10.0.0.1", False),
        ("fec0::1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("address", "data", "place"),
    [
        ("https://x.example/2019/03/a.png", PICTURE, "x.example/2019/03/a.png"),
        ("https://x.example/../..%2Fetc/p.JPG", b"\xff\xd8\xff", "x.example/x/etc/p.jpg"),
        ("https://x.example/photo", PICTURE, "x.example/photo.png"),
        ("https://../photo.png", PICTURE, "x/photo.png"),
    ],
)
def test_a_picture_gets_a_place_within_the_media(address: str, data: bytes, place: str) -> None:
    assert place_of(address, data) == place


def test_with_a_query_two_addresses_have_two_places() -> None:
    assert place_of("https://x.example/a.png?w=1", PICTURE) != place_of("https://x.example/a.png?w=2", PICTURE)


def _archive(tmp_path: Path, site: str) -> Archive:
    archive = Archive(tmp_path)
    archive.write("_config.yml", f"title: T\nurl: {site}\n")
    body = (
        "![One](/a.png)\n\n![Two](https://other.example/b.png)\n\n![Three](/page.png)\n\n![Four](/gone.png)\n\n[link](/a.png)\n"
    )
    archive.write("_posts/2020-01-02-a.md", f"---\ntitle: A\n---\n{body}")
    archive.write("_posts/2020-01-03-b.md", "---\ntitle: B\n---\n![One](/a.png)\n")
    return archive


def _fetch(site: str) -> Callable[[str], bytes]:
    def fetch(address: str) -> bytes:
        return fetched(address.replace("https://other.example", f"{site}/other").replace("/b.png", "/a.png"), anywhere)

    return fetch


def test_pictures_of_an_archive_come_with_it(tmp_path: Path, site: tuple[str, list[str]]) -> None:
    archive = _archive(tmp_path, site[0])
    report = archive.run(fetch=_fetch(site[0]))
    text = archive.story("stories/2020/a.md")
    assert "![One](../../media/127.0.0.1/a.png)" in text
    assert "![Two](../../media/other.example/b.png)" in text
    assert "![Three](/page.png)" in text
    assert (archive.into / "content/media/127.0.0.1/a.png").read_bytes() == PICTURE
    assert [(name.partition(" (")[0], why) for _, name in report.pictures for why in [name.partition(" (")[2]]] == [
        ("/page.png", "by its name it is `.png`, but its bytes are HTML, XML or SVG)"),
        ("/gone.png", "the server answers 404)"),
        ("/a.png", ""),  # the link: the picture is elsewhere now
    ]
    assert site[1].count("/a.png") == 1
    site[1].clear()
    again = archive.run(fetch=_fetch(site[0]))
    assert again.outcomes == {"unchanged": 2}
    assert sorted(site[1]) == ["/gone.png", "/page.png"]


def test_captions_are_fetched_by_what_is_in_them(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    film = '<video src="https://a.example/f.mp4"><track src="https://a.example/{}" srclang="en"></video>'
    for number, name in enumerate(("captions", "f.vtt"), 1):
        archive.write(f"_posts/2020-01-0{number}-a.md", f"---\ntitle: A\n---\n\n{film.format(name)}\n")
    report = archive.run("jekyll", fetch=lambda address: b"WEBVTT\n" if address.endswith("captions") else b"<html>")
    assert (archive.into / "content/media/a.example/captions.vtt").read_bytes() == b"WEBVTT\n"
    assert 'href="../../media/a.example/captions.vtt" hreflang="en">captions</a>' in archive.story("stories/2020/a.md")
    assert [name for _, name in report.pictures] == [
        "https://a.example/f.vtt (by its name it is `.vtt`, but its bytes are HTML, XML or SVG)"
    ]


def test_without_being_asked_nothing_is_fetched(tmp_path: Path, site: tuple[str, list[str]]) -> None:
    archive = _archive(tmp_path, site[0])
    report = archive.run()
    assert len(report.pictures) == 4
    archive.run(fetch=partial(fetched, allowed=anywhere), dry_run=True)
    assert site[1] == []
