"""What is written for nginx, and what nginx makes of it."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from newsroom import Newsroom, article

Make = Callable[..., Newsroom]
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
CONFIGURATION = """
{user}pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
  types {{ text/html html; }} access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  include {site}/_nginx/http.conf;
  server {{ listen unix:{folder}/socket; root {root}; absolute_redirect off; include {site}/_nginx/server.conf; }}
}}
"""
SETTINGS = "-- broadsheet.yaml --\ntitle: T\nbase_url: {base}\nhost: nginx\n"
ALIASES = [
    "/old/", "/an other/one", "/Post.html", "/we\"ird'$uri{;}x/", "/caf\u00e9/", "/old/feed.xml", "/?p=12",
    "/?page_id=7", "/?a-b=1", "/" + "long-" * 39 + "x/",
]  # fmt: skip
ASKED = [
    "/old/", "/old", "/an%20other/one", "/an%20other/one/", "/Post.html", "/post.html", "/caf%C3%A9/", "/caf%c3%a9",
    "/we%22ird'$uri%7B;%7Dx/", "/old/feed.xml", "/?p=12", "/?page_id=7&x=1", ALIASES[-1],
]  # fmt: skip
STORY = "/stories/2020/01/a/"


class _Connection(http.client.HTTPConnection):
    """A connection to a socket that is a file."""

    def __init__(self, place: Path) -> None:
        super().__init__("archive.example")
        self._place = place

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._place))


@contextmanager
def served(site: Path, root: Path, folder: Path) -> Iterator[Callable[[str], http.client.HTTPResponse]]:
    """Serve a site with nginx; what is given asks it for an address."""
    assert NGINX
    place = folder / "nginx.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""
    place.write_text(CONFIGURATION.format(user=user, folder=folder, site=site, root=root))
    command = [NGINX, "-c", str(place), "-e", f"{folder}/error.log"]
    subprocess.run(command, check=True, capture_output=True, text=True)  # it listens when this returns

    def ask(address: str) -> http.client.HTTPResponse:
        with closing(_Connection(folder / "socket")) as connection:
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            return answer

    try:
        yield ask
    finally:
        subprocess.run([*command, "-s", "stop"], check=True, capture_output=True)


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_finds_stories_whose_addresses_have_no_end(newsroom: Make, tmp_path_factory: pytest.TempPathFactory) -> None:
    room = newsroom(SETTINGS.format(base="https://example.org/") + "permalinks: {story: '/{year}/{slug}'}\n")
    room.write("content/stories/a.md", article("A", "2020-01-01", aliases=["/old/"]))
    room.publish()
    with served(room.output, room.output, tmp_path_factory.mktemp("n")) as ask:
        assert ask("/2020/a").status == ask("/").status == ask("/archive/").status == 200
        assert ask("/old/").getheader("Location") == "/2020/a"
        assert (ask("/archive").status, ask("/archive").getheader("Location")) == (301, "/archive/")
        assert ask("/2020/b").status == 404


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
@pytest.mark.parametrize("base", ["", "/sub"])
def test_nginx_leads_on_from_an_address_that_differs_by_capitals(
    newsroom: Make, tmp_path_factory: pytest.TempPathFactory, base: str
) -> None:
    room = newsroom(SETTINGS.format(base=f"https://example.org{base}/"))
    room.write("content/stories/a.md", article("A", "2020-01-01", aliases=["/Stories/2020/01/A+b/", "/Stories/2020/01/A/"]))
    room.publish()
    with served(room.output, room.output, tmp_path_factory.mktemp("n")) as ask:
        for old in ("/Stories/2020/01/A/", "/Stories/2020/01/A"):
            assert ask(base + old).getheader("Location") == base + STORY
        assert ask(base + STORY).getheader("Location") is None, "not in a circle"
        assert ask(base + "/STORIES/2020/01/A/").status == 404


def test_nginx_is_told_of_old_addresses_and_of_headers(newsroom: Make) -> None:
    room = newsroom(SETTINGS.format(base="https://example.org/"))
    room.write("content/stories/a.md", article("A", "2020-01-01", aliases=["/old/", "/?p=12", "/?P=13", "/x.html"]))
    room.publish()
    assert not room.has("/_redirects")
    http_block, server_block = room.page("/_nginx/http.conf"), room.page("/_nginx/server.conf")
    assert f'map $uri $broadsheet_old {{\n  "/old" "{STORY}";\n  "/old/" "{STORY}";\n  "/x.html" "{STORY}";\n}}' in http_block
    assert f'map "$uri $arg_p" $broadsheet_old_p {{\n  "/ 12" "{STORY}";\n  "/ 13" "{STORY}";\n}}' in http_block
    assert "if ($broadsheet_old) { return 301 $broadsheet_old; }" in server_block
    assert "if ($broadsheet_old_p) { return 301 $broadsheet_old_p; }" in server_block
    assert room.has("/old/"), "the pages that lead on by themselves stay"
    room.write("content/stories/a.md", article("A", "2020-01-01", aliases=["/older/"]))
    room.publish()
    assert '"/older/"' in room.page("/_nginx/http.conf")
    assert '"/old/"' not in room.page("/_nginx/http.conf")
    assert "$broadsheet_old_p" not in room.page("/_nginx/server.conf")


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
@pytest.mark.parametrize("base", ["", "/sub/archive"])
def test_nginx_leads_on_from_old_addresses_and_sends_the_headers(
    newsroom: Make, tmp_path_factory: pytest.TempPathFactory, base: str
) -> None:
    room = newsroom(SETTINGS.format(base=f"https://example.org{base}/"))
    room.write("content/stories/a.md", article("A", "2020-01-01", aliases=ALIASES))
    room.write("static/pictures/dam.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    room.publish()
    folder = tmp_path_factory.mktemp("n")
    root = folder / "root"
    (root / base.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
    (root / base.lstrip("/")).symlink_to(room.output)
    with served(room.output, root, folder) as ask:
        for old in ASKED:
            answer = ask(base + old)
            assert (answer.status, answer.getheader("Location")) == (301, base + STORY), old
        assert ask(f"{base}/?p=99").status == ask(f"{base}/?a-b=1").status == 200, "the front page, whose script knows"
        assert ask(f"{base}/_nginx/http.conf").status == 404
        page, asset = ask(base + STORY), next((room.output / "assets").glob("*.css")).name
        assert (page.status, page.getheader("X-Content-Type-Options"), page.getheader("Cache-Control")) == (200, "nosniff", None)
        assert "frame-ancestors 'none'" in (page.getheader("Content-Security-Policy") or "")
        assert "sandbox" not in (page.getheader("Content-Security-Policy") or "")
        assert ask(f"{base}/assets/{asset}").getheader("Cache-Control") == "public, max-age=31536000, immutable"
        assert "sandbox" in (ask(f"{base}/pictures/dam.svg").getheader("Content-Security-Policy") or "")
        nothing = ask(f"{base}/nowhere/")
        assert (nothing.status, nothing.getheader("X-Content-Type-Options")) == (404, "nosniff")
