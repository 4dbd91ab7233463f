"""A real browser: built pages opened from a disk show what they should, with no error and no request that fails."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from newsroom import Newsroom, article

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--disable-extensions", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--v=0",
)  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = Newsroom(
        tmp_path_factory.mktemp("browser"),
        "-- broadsheet.yaml --\ntitle: The Test Times\nbase_url: https://example.org/\npage_size: 2\n",
    )
    picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><rect width="30" height="20" fill="green"/></svg>'
    made.write("content/stories/p.svg", picture)
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


def chromium(tmp_path: Path, *arguments: str) -> tuple[str, list[str]]:
    """Run the browser; return what it printed and what its console complained of."""
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    done = subprocess.run(
        [str(CHROMIUM), *FLAGS, profile, *arguments], check=True, capture_output=True, text=True, timeout=120, cwd=tmp_path
    )
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line or "net::ERR" in line]


@pytest.mark.parametrize("address", ["index.html", "stories/2020/02/accord/index.html", "countries/norway/index.html"])
def test_a_page_opened_from_a_disk_is_shown_without_a_complaint(room: Newsroom, tmp_path: Path, address: str) -> None:
    dom, complaints = chromium(tmp_path, "--dump-dom", (room.output / address).as_uri())
    assert complaints == []
    assert "Accord signed in Oslo" in dom
    assert "The Test Times" in dom


def test_the_map_opened_from_a_disk_leads_to_the_countries_beside_it(room: Newsroom, tmp_path: Path) -> None:
    dom, complaints = chromium(tmp_path, "--dump-dom", (room.output / "map/index.html").as_uri())
    assert complaints == []
    found = re.findall(r'<a class="d5" href="([^"]*)"><title>([^<]*)</title>', dom)
    assert found == [
        ("../countries/norway/index.html", "Norway: 6 stories"),
        ("../countries/turkiye/index.html", "Türkiye: 6 stories"),
    ]
    assert all((room.output / "map" / address).is_file() for address, _ in found)


def test_the_browser_finds_the_stylesheet_and_draws_the_page_at_the_width_of_a_telephone(room: Newsroom, tmp_path: Path) -> None:
    address = (room.output / "stories/2020/02/accord/index.html").as_uri()
    _, complaints = chromium(tmp_path, "--window-size=500,900", f"--screenshot={tmp_path / 'shot.png'}", address)
    assert complaints == []
    picture = (tmp_path / "shot.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (500, 900)
    assert len(picture) > 10_000, "a blank page is smaller"


def test_a_redirect_leads_to_its_page_from_a_disk(room: Newsroom, tmp_path: Path) -> None:
    dom, complaints = chromium(
        tmp_path, "--virtual-time-budget=2000", "--dump-dom", (room.output / "actors/ann-lee/page/3/index.html").as_uri()
    )
    assert complaints == []
    assert re.search(r"<h1[^>]*>\s*Ann Lee", dom), "the browser followed the refresh"


def test_a_complaint_of_the_browser_is_heard(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<script>console.error('planted')</script><p>text</p>", encoding="utf-8")
    _, complaints = chromium(tmp_path, "--dump-dom", page.as_uri())
    assert len(complaints) == 1
    assert "planted" in complaints[0]
