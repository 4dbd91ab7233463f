"""What a reference manager saves of a story, read from the head of its page as Zotero's "Embedded Metadata" reads it.

Of the tags that it knows ours are Dublin Core's type, Highwire's (`citation_…`) and Open Graph's. Highwire's go before the
others; the type of an item is that of `dc.type`, for Open Graph's `article` is only a guess; the publication is `og:site_name`,
the section `article:section`, the summary `og:description`, the address `og:url`. An author is one tag. In it a semicolon parts
two, and so does a comma that has names of several words at both sides; else a comma stands between family and given name, and
without one the last word is the family name. Where no tag names an author, an element of the class `byline` is read for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from newsroom import SETTINGS, Newsroom, article

Make = Callable[..., Newsroom]


class _Head(HTMLParser):
    """Gathers the `meta` elements of a page by name or property."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: dict[str, list[str]] = defaultdict(list)
        self.feed(page.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pairs = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.tags[pairs.get("name") or pairs.get("property", "")].append(pairs.get("content", ""))


def _authors(tag: str) -> list[tuple[str, str]]:
    """Return family and given name of each author that a tag names."""
    names = re.split(r"\s*;\s*", tag)
    if len(names) == 1:
        parts = re.split(r"\s*,\s*", tag)
        names = parts if len(parts) > 1 and " " in parts[0] and " " in parts[1] else names
    found = []
    for name in filter(None, names):
        bare = name.strip(" ,.")
        if "," in name:
            family, _, given = bare.partition(",")
        else:
            given, _, family = bare.rpartition(" ")
        found.append((family, given.strip()))
    return found


def saved(page: str) -> dict[str, Any]:
    """Return the item that is saved of a page."""
    tags = _Head(page).tags
    first = {name: values[0] for name, values in tags.items()}
    return {
        "type": first["dc.type"],
        "title": first["citation_title"],
        "authors": [author for tag in tags["citation_author"] for author in _authors(tag)],
        "publication": first["og:site_name"],
        "section": first.get("article:section", ""),
        "date": first["citation_publication_date"],
        "abstract": first.get("og:description", ""),
        "url": first["og:url"],
        "language": first["citation_language"],
    }


def test_a_story_is_saved_as_a_newspaper_article_with_all_that_a_reference_needs(newsroom: Make) -> None:
    room = newsroom()
    room.write(
        "content/stories/accord.md",
        article(
            'Accord, "signed" & sealed',
            "2020-02-03T22:30:00+01:00",
            standfirst="After <nine> days.",
            authors=["Ann Lee", "Ursula von der Leyen"],
            section="World",
            lang="fr",
        ),
    )
    room.publish()
    assert re.search(r'class="[^"]*\bbyline\b', room.page("/stories/2020/02/accord/"))
    assert saved(room.page("/stories/2020/02/accord/")) == {
        "type": "newspaperArticle",
        "title": 'Accord, "signed" & sealed',
        "authors": [("Lee", "Ann"), ("von der Leyen", "Ursula")],
        "publication": "The Test Times",
        "section": "World",
        "date": "2020/02/03",
        "abstract": "After <nine> days.",
        "url": "https://example.org/stories/2020/02/accord/",
        "language": "fr",
    }


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("The Foreign desk", ("The Foreign desk", "")),
        ("Reuters", ("Reuters", "")),
        ("Juan Manuel Santos", ("Santos", "Juan Manuel")),
        ("Ludwig van Beethoven", ("van Beethoven", "Ludwig")),
        ("Johan Peter van den Berg", ("Berg", "Johan Peter van den")),  # else it would be two authors
        ("王毅", ("王毅", "")),
    ],
)
def test_a_byline_stays_one_author_with_its_family_name(newsroom: Make, byline: str, author: tuple[str, str]) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2020-01-02", authors=[byline]))
    room.publish()
    assert saved(room.page("/stories/2020/01/a/"))["authors"] == [author]


def test_what_has_no_author_and_no_summary_is_saved_without(newsroom: Make) -> None:
    room = newsroom(f"-- broadsheet.yaml --\n{SETTINGS}description: All the tests\n")
    room.write(
        "content/stories/a.md", article("A", "2020-01-02", "The *text* begins &amp; goes[^1] on.\n\nMore.\n\n[^1]: A note.")
    )
    room.publish()
    item = saved(room.page("/stories/2020/01/a/"))
    assert (item["authors"], item["section"], item["abstract"]) == ([], "", "The text begins & goes on.")
    assert not re.search(r'class="[^"]*\bbyline\b', room.page("/stories/2020/01/a/")), "it holds a date, and no author"
