"""The demonstration archive: the repository's own publication builds without a word, and independent judges find nothing."""

from __future__ import annotations

import json
import re
import shutil
import warnings
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest
from PIL import Image

from linkcheck import broken_links, broken_on_disk, pages_of, repeated_ids
from newsroom import Newsroom

ROOT = Path(__file__).resolve().parents[2]
BASE_URL = "https://demonstration.example/"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = Newsroom(tmp_path_factory.mktemp("demonstration"))
    for name in ("broadsheet.yaml", "content", "static"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, room.root / name, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copy(source, room.root / name)
    room.build(base_url=BASE_URL)
    return room


def test_it_builds_without_a_warning(demonstration: Newsroom) -> None:
    assert demonstration.problems == []
    assert demonstration.report is not None
    assert demonstration.report.published
    kinds = demonstration.report.kinds or {}
    assert kinds["story"] >= 50
    assert min(kinds[kind] for kind in ("actor", "country", "tag", "section", "dossier", "pair")) >= 5


def test_it_shows_photographs_of_every_shape(demonstration: Newsroom) -> None:
    sizes = []
    for path in sorted((ROOT / "content").rglob("*.jpg")):
        with Image.open(path) as photograph:
            sizes.append(photograph.size)
    shapes = {"tall" if h > w else "wide" if w > h else "square" for w, h in sizes}
    assert (shapes, min(sizes)[0] < 300, max(sizes)[0] > 3000) == ({"tall", "wide", "square"}, True, True)
    pages = [
        data.decode() for path, data in demonstration.site().items() if path.startswith("stories/") and path.endswith(".html")
    ]
    shown = [
        picture
        for page in pages
        for picture in re.findall(r'<figure class="picture">\s*(?:<picture>.*?)?<img src="[^"]*\.jpg"', page)
    ]
    assert len(shown) == len(sizes)


def test_every_page_parses_strictly(demonstration: Newsroom) -> None:
    faults = {}
    for path, data in demonstration.site().items():
        if path.endswith(".html"):
            parser = html5lib.HTMLParser(strict=False)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                parser.parse(data, transport_encoding="utf-8")
            if parser.errors:
                faults[path] = [(place, code) for place, code, _ in parser.errors[:3]]
    assert faults == {}


def test_a_story_needs_no_rule_that_its_stylesheet_leaves_out(demonstration: Newsroom) -> None:
    """Every selector in the sections that are not for stories has a class that no story has."""
    css = (ROOT / "templates/static/style.css").read_text(encoding="utf-8")
    sections = [section for section in re.split(r"(?m)^(?=/\* )", css) if re.match(r"/\*[^*]* Not on stories\. \*/", section)]
    assert len(sections) > 5
    selectors = [rule for section in sections for rule in re.findall(r"(?m)^ *([^@{}/\n][^{}\n]*)\{", section)]
    pages = [
        data.decode() for path, data in demonstration.site().items() if re.fullmatch(r"stories/\d+/\d+/[^/]+/index\.html", path)
    ]
    worn = {name for page in pages for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    faults = []
    for selector in selectors:
        for one in re.split(r",(?![^(]*\))", re.sub(r":(?:not|has)\([^)]*\)", "", selector)):
            choices = [
                re.findall(r"\.([a-z][\w-]*)", each) for part in re.findall(r":is\(([^)]*)\)", one) for each in part.split(",")
            ]
            needed = re.findall(r"\.([a-z][\w-]*)", re.sub(r":is\([^)]*\)", "", one))
            if worn.issuperset(needed) and (not choices or any(worn.issuperset(choice) for choice in choices)):
                faults.append(one.strip())
    assert faults == []


def test_no_link_and_no_anchor_is_broken(demonstration: Newsroom) -> None:
    site = demonstration.site()
    pages = pages_of(site)
    assert broken_links(site, BASE_URL, pages) == []
    assert repeated_ids(pages) == []


def test_every_feed_parses(demonstration: Newsroom) -> None:
    site = demonstration.site()
    feeds = [path for path in site if path.endswith(("feed.xml", "rss.xml"))]
    assert len(feeds) > 100
    assert [path for path in feeds if feedparser.parse(site[path]).bozo] == []
    assert all(feedparser.parse(site[path]).entries for path in ("feed.xml", "rss.xml"))


def test_everything_for_machines_is_well_formed(demonstration: Newsroom) -> None:
    for path, data in demonstration.site().items():
        if path.endswith((".xml", ".svg")):
            ElementTree.fromstring(data)
        elif path.endswith(".json"):
            json.loads(data)
        elif path.endswith(".html"):
            for script in re.findall(r'<script type="application/ld\+json">(.*?)</script>', data.decode(), re.DOTALL):
                json.loads(script)


def test_every_page_has_a_title_one_first_heading_and_a_language(demonstration: Newsroom) -> None:
    faults = []
    for path, data in demonstration.site().items():
        page = data.decode() if path.endswith(".html") else ""
        if page and (
            page.count("<h1") != 1 or not re.search(r"<title>[^<]+</title>", page) or not re.search(r'<html lang="\w+', page)
        ):
            faults.append(path)
    assert faults == []


def test_no_heading_skips_a_level(demonstration: Newsroom) -> None:
    faults = []
    for path, data in demonstration.site().items():
        if path.endswith(".html"):
            levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", data.decode())]
            if any(after > before + 1 for before, after in pairwise(levels)):
                faults.append(path)
    assert faults == []


def test_it_opens_from_a_disk(demonstration: Newsroom, tmp_path: Path) -> None:
    demonstration.build(base_url=BASE_URL, relative=True, output=str(tmp_path / "disk"))
    site = demonstration.site()
    demonstration.output = demonstration.root / "site"
    assert broken_on_disk(site, BASE_URL) == []


def test_the_pages_need_no_script_and_load_nothing_from_elsewhere(demonstration: Newsroom) -> None:
    for path, data in demonstration.site().items():
        if path.endswith(".html"):
            page = data.decode()
            scripts = set(re.findall(r"<script[^>]*>", page)) - {'<script type="application/ld+json">'}
            ours = r'<script src="/assets/(appearance\.\w+\.js"|search\.\w+\.js" defer)>'
            assert [tag for tag in scripts if not re.fullmatch(ours, tag)] == [], path
            loaded = re.findall(r'<(?:img|script|iframe|source|video|audio|embed)[^>]*\ssrc="([^"]*)"', page)
            loaded += re.findall(r'<link rel="(?:stylesheet|icon|preload)" href="([^"]*)"', page)
            assert [address for address in loaded if not address.startswith("/") or address.startswith("//")] == [], path
            assert ' style="' not in page, path
