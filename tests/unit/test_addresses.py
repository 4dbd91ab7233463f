"""Addresses: patterns of permalinks, and the book in which each output claims its own."""

from __future__ import annotations

import pytest

from broadsheet.catalog.addresses import AddressBook, index_permalink, output_path, story_permalink, term_permalink
from broadsheet.config import Permalinks
from broadsheet.model import Moment, Story
from broadsheet.problems import Span

STORY = Story(id="a", path="content/stories/a.md", title="A", date=Moment("1978-09-17", "1978-09-17T00:00:00Z"), slug="accords")


def claim(*paths: str) -> list[str]:
    """Return the problems of claiming paths one after the other, each for a file of its own."""
    book = AddressBook()
    return [str(problem) for number, path in enumerate(paths, 1) for problem in book.claim(path, Span(f"{number}.md"))]


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("/stories/{year}/{month}/{slug}/", "/stories/1978/09/accords/"),
        ("/{year}-{month}-{day}/{slug}/", "/1978-09-17/accords/"),
        ("/{section}/{slug}/", "/world/accords/"),
        ("/{slug}/", "/accords/"),
    ],
)
def test_a_storys_address_is_its_pattern_filled_in(pattern: str, address: str) -> None:
    assert story_permalink(pattern, STORY.date.day, STORY.slug, "world") == address


def test_a_story_without_section_stands_under_stories() -> None:
    assert story_permalink("/{section}/{slug}/", STORY.date.day, STORY.slug, "") == "/stories/accords/"


def test_the_index_of_a_kind_stands_above_its_terms() -> None:
    patterns = Permalinks(actor="/people/{slug}/")
    assert term_permalink(patterns, "actor", "jimmy-carter") == "/people/jimmy-carter/"
    assert index_permalink(patterns, "actor") == "/people/"
    assert index_permalink(patterns, "country") == "/countries/"


@pytest.mark.parametrize(
    ("permalink", "path"),
    [("/", "index.html"), ("/actors/x/", "actors/x/index.html"), ("/404.html", "404.html"), ("/data/a.csv", "data/a.csv")],
)
def test_an_address_is_served_from_one_file(permalink: str, path: str) -> None:
    assert output_path(permalink) == path


def test_two_claims_on_one_path_name_both_files() -> None:
    assert claim("a/index.html", "b/index.html", "a/index.html") == [
        "3.md:1:1: error: two outputs claim the address `/a/`; rename or move one of them (see 1.md:1:1) [address-conflict]"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("about.html", "About.html"),
        ("caf\u00e9/index.html", "cafe\u0301/index.html"),
        ("stra\u00dfe.html", "STRASSE.html"),
        ("\u0391.html", "\u03b1.html"),
    ],
    ids=["case", "composition", "sharp-s", "greek"],
)
def test_paths_that_some_file_system_cannot_tell_apart_cannot_stand_side_by_side(one: str, other: str) -> None:
    assert claim(one, other) == [
        f"2.md:1:1: error: the addresses `/{other}` and `/{one}` cannot stand side by side; "
        f"rename or move one of them (see 1.md:1:1) [address-conflict]"
    ]


@pytest.mark.parametrize("paths", [("a", "a/index.html"), ("a/index.html", "a"), ("a/b/c.html", "A/B")])
def test_a_file_cannot_stand_where_a_folder_stands(paths: tuple[str, str]) -> None:
    assert claim(*paths) == [
        f"2.md:1:1: error: the addresses `/{paths[1]}` and `/{paths[0]}` cannot stand side by side; "
        f"rename or move one of them (see 1.md:1:1) [address-conflict]"
    ]


@pytest.mark.parametrize(
    "path", ["../x", "a/../x", "a//x", "/x", "a/./x", "a\\b", "a\0b", "a\nb", "a\x7fb", "C:/x", "x" * 201, "é" * 101 + "/x"]
)
def test_a_path_that_would_leave_the_folder_or_break_a_file_system_is_refused(path: str) -> None:
    assert [problem.code for problem in AddressBook().claim(path, Span("a.md"))] == ["bad-address"]


def test_neighbours_in_one_folder_do_not_conflict() -> None:
    assert claim("a/index.html", "a/feed.xml", "a/b/index.html", "ab/index.html", "a.html") == []
