"""Parts that the configuration leaves out: their files are not there, and no page, feed or list speaks of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from broadsheet.config import PARTS
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.links import LinkResolver
from broadsheet.pages.subjects import Planner, subjects
from linkcheck import broken_links
from newsroom import SETTINGS as USUAL
from newsroom import SUMS, Newsroom, article, differing, picture

Make = Callable[..., Newsroom]
SETTINGS = f"{USUAL}taxonomies: [series]\n"
KINDS = ("actor", "country", "dossier", "section", "tag")
FOLDERS = {"actor": "actors", "country": "countries", "dossier": "dossiers", "section": "sections", "tag": "tags"}
# The files of each part, as a pattern of their paths.
FILES = {
    "appearance": r"assets/appearance\..*",
    "dates": r"archive/.*",
    "guide": r"llms\.txt",
    "indexes": rf"({'|'.join(FOLDERS.values())}|series|a-z|actors/by/(role|country))/index\.html",
    "json-feeds": r"(.*/)?feed\.json",
    "manifest": r"manifest\.json|SHA256SUMS",
    "map": r"map/index\.html",
    "news": r"news-sitemap\.xml",
    "opml": r"opml\.xml",
    "picture-sizes": r"assets/pictures/.*",
    "pairs": r"countries/[^/]+/(?!page/)[^/]+/(.*/)?index\.html",
    "search": r"(search/.*|assets/search\..*)",
    "taxonomy-feeds": r"series/[^/]+/feed\.(xml|json)",
    "tables": r"data/.*\.csv",
    "twins": r".*/index\.json",
    **{f"{kind}-feeds": rf"{FOLDERS[kind]}/[^/]+/feed\.(xml|json)" for kind in KINDS},
}
# What shows on a page that a part is there which has no files of its own.
INSIDE = {
    "age-notice": "More than a year old",
    "citing": "application/x-bibtex",
    "linked-names": '<a href="/actors/ann-lee/">Ann Lee</a> went to <a href="/countries/norway/">Norway</a>.',
    "paragraph-links": 'class="permalink"',
    "profiles": 'class="chart"',
    "provenance": '"content/pages/about.md": "',
    "related": "Also about Talks, Ann Lee and The Long Read",
    "structured-data": "application/ld+json",
}
OURS = re.compile(rb"https://example\.org(/(?:[^\s\"'<>)\]\\,%]|%(?!7D|22|0A|0D))*)")  # escaped marks end it in a data address


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = publication(Newsroom(tmp_path_factory.mktemp("whole")))
    room.publish()
    return room


def publication(room: Newsroom) -> Newsroom:
    """Write a publication that has something of every part."""
    room.write("broadsheet.yaml", SETTINGS)
    shared: dict[str, Any] = {
        "actors": ["Ann Lee"],
        "countries": ["NO", "TR"],
        "dossier": "Talks",
        "section": "World",
        "tags": ["Peace"],
        "series": "The Long Read",
        "quotes": [{"text": "Yes.", "speaker": "Ann Lee"}],
    }
    room.stories(4, **shared)
    room.write("content/stories/hall.png", picture(600, 400))
    room.write("content/stories/shown.md", article("Shown", "2026-02-01", "![The hall](hall.png)", **shared))
    room.write("content/stories/fresh.md", article("Fresh", "2026-03-01", "Ann Lee went to Norway.", **shared))
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\ncountry: NO\n---\n")
    room.write("content/pages/about.md", "---\ntitle: About\n---\nOf Ann Lee.\n")
    return room


def without(room: Newsroom, *parts: str, page_size: int = 20) -> Newsroom:
    room.write("broadsheet.yaml", f"{SETTINGS}page_size: {page_size}\ndisable: [{', '.join(parts)}]\n")
    return room


def missing(site: dict[str, bytes], part: str) -> set[str]:
    return {path for path in site if part in FILES and re.fullmatch(FILES[part], path)}


def dead(site: dict[str, bytes]) -> Iterator[str]:
    """Yield every absolute address of our own, in any file, that leads to nothing."""
    for path, data in site.items():
        for found in OURS.findall(data):
            address = found.decode().partition("#")[0].removeprefix("/")
            if (address + "index.html" if address.endswith("/") or not address else address) not in site:
                yield f"{path}: {found.decode()}"


def test_every_part_is_looked_at() -> None:
    assert set(PARTS) == set(FILES) | set(INSIDE)


def test_a_publication_with_every_part_has_files_of_each_and_no_dead_address(whole: Newsroom) -> None:
    site = whole.site()
    assert [part for part in FILES if not missing(site, part)] == []
    assert broken_links(site, "https://example.org/") == []
    assert list(dead(site)) == []


def test_a_dead_address_would_be_found(whole: Newsroom) -> None:
    site = {path: data for path, data in whole.site().items() if path != "tags/peace/feed.xml"}
    assert {fault.partition(":")[0] for fault in dead(site)} >= {"opml.xml"}
    assert broken_links(site, "https://example.org/") != []


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_part_that_is_disabled_leaves_its_files_out_and_nothing_leads_to_them(
    newsroom: Make, whole: Newsroom, part: str
) -> None:
    room = without(publication(newsroom()), part)
    room.publish()
    site = room.site()
    assert set(whole.site()) - set(site) == missing(whole.site(), part)
    assert set(site) - set(whole.site()) == set()
    assert broken_links(site, "https://example.org/") == []
    assert list(dead(site)) == []


def test_with_every_part_disabled_the_archive_is_still_whole(newsroom: Make, whole: Newsroom) -> None:
    room = without(publication(newsroom()), *PARTS, page_size=2)
    room.publish()
    site = room.site()
    assert {part: missing(site, part) for part in FILES if missing(site, part)} == {}
    assert broken_links(site, "https://example.org/") == []
    assert list(dead(site)) == []
    kept = {path for path in whole.site() if not any(re.fullmatch(pattern, path) for pattern in FILES.values())}
    assert kept <= set(site)
    assert {"index.html", "feed.xml", "tags/peace/index.html", "stories/2026/03/fresh/index.html", "sitemap.xml"} <= kept


@pytest.mark.parametrize("part", sorted(INSIDE))
def test_what_a_part_adds_to_pages_is_on_none_without_it(newsroom: Make, whole: Newsroom, part: str) -> None:
    room = without(publication(newsroom()), part)
    room.publish()
    shown = {path for path, data in whole.site().items() if INSIDE[part] in data.decode(errors="replace")}
    assert shown
    assert {path for path, data in room.site().items() if INSIDE[part] in data.decode(errors="replace")} == set()
    assert "Ann Lee went to Norway." in re.sub("<[^>]*>", "", room.page("/stories/2026/03/fresh/"))
    changed = set(differing(room.site(), whole.site()))
    assert shown <= changed
    changed -= set(SUMS) - shown
    twins = {path for path in changed if path.endswith(".json")} if part == "profiles" else set()
    assert part == "structured-data" or changed - twins == shown, "and nothing else is another"


def test_a_part_that_is_disabled_later_goes_and_comes_back(newsroom: Make, whole: Newsroom) -> None:
    room = publication(newsroom())
    room.publish()
    assert room.site() == whole.site()
    without(room, "twins", "dates", "tag-feeds", "tables", "indexes", "opml").publish()
    cold = room.cold()
    cold.publish()
    assert room.site() == cold.site()
    room.write("broadsheet.yaml", SETTINGS)
    room.publish()
    assert room.site() == whole.site()


def test_an_unknown_part_is_an_error_with_the_nearest_one(newsroom: Make) -> None:
    room = without(newsroom(), "twin")
    report = room.build()
    assert not report.published
    (problem,) = room.problems
    assert problem.startswith("broadsheet.yaml:5:11: error: ")
    assert "`twin`" in problem
    assert "did you mean `twins`?" in problem


@pytest.mark.parametrize("part", ["", *FILES], ids=lambda part: part or "whole")
def test_templates_are_checked_that_a_page_needs_and_none_of_what_is_left_out(newsroom: Make, part: str) -> None:
    room = publication(newsroom())
    room.write("broadsheet.yaml", f"{SETTINGS}dossier_editions: true\n{f'disable: [{part}]' if part else ''}\n")
    edition = room.prepare().edition
    planner = Planner(edition, Bodies(edition, LinkResolver(edition, set())))
    used = {page.template for subject in subjects(edition) if subject[0] != "sitemap" for page in planner.pages(subject)} - {""}
    checked = set(planner.templates())
    assert used <= checked
    assert not {"index.html", "opml.xml", "pair.html", "map.html"} & (checked - used)
