"""Web pages: the article of a saved page, and what the page says of it."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.structure.webpage import UnreadablePage, Webpage, read_webpage

PARAGRAPHS = (
    "The harbour board of Puddlewick voted on Tuesday to sell the town's old ferry to a museum of shipping, after two years in"
    " which nobody could agree what should become of it.",
    "“She has earned her rest,” said the chairman of the board, Ann Lee, who had spoken against an earlier plan to sink the ship"
    " and to let divers visit the wreck.",
    "Opponents of the sale said that the museum had promised too little for its upkeep, and that the town would miss the ferry"
    " more than the board believed.",
)
FACTS = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The Puddlewick Post"},
        {
            "@type": "NewsArticle",
            "headline": "Harbour board votes to sell the old ferry",
            "datePublished": "2026-02-03T14:05:00+00:00",
            "dateModified": "2026-02-04",
            "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "John Roe"}],
            "publisher": {"@type": "Organization", "name": "The Puddlewick Post"},
            "articleSection": "Harbour",
        },
    ],
}


def page(head: str = "", facts: object = None, body: str = "") -> str:
    script = f'<script type="application/ld+json">{json.dumps(facts)}</script>' if facts else ""
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Harbour board votes to sell the old ferry | The Puddlewick Post</title>{head}{script}</head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<main><article><h1>Harbour board votes to sell the old ferry</h1>{body}{paragraphs}<p>Advertisement</p>
<p>Read more: Storm warnings</p></article></main>
<footer><p>© 2026 The Puddlewick Post. All rights reserved.</p></footer></body></html>"""


def read(text: str | bytes) -> Webpage:
    found = read_webpage(text)
    assert isinstance(found, Webpage)
    return found


def test_the_body_of_a_page_is_its_paragraphs_and_nothing_else():
    structure = read(page(facts=FACTS)).structure
    assert [part.value for part in structure.paragraphs] == list(PARAGRAPHS)
    for part in (*structure.paragraphs, structure.headline):
        assert part is not None
        assert structure.source[part.start : part.end] == part.value
    assert structure.document.headline == (0, len("Harbour board votes to sell the old ferry"))


@pytest.mark.parametrize("tag", ["p hidden", "template", "p style='display: none'", "div style='visibility:hidden'"])
def test_what_a_page_hides_is_not_read(tag: str) -> None:
    hidden = f"<{tag}>The chairman zyx had said so before, as everybody in the town knew at the time.</{tag.partition(' ')[0]}>"
    found = read(page(body=hidden))
    assert found.structure.source == read(page()).structure.source


def test_what_a_page_says_of_itself_is_told_with_where_it_stands():
    found = read(page(facts=FACTS))
    structure = found.structure
    assert structure.headline is not None
    assert (structure.headline.value, structure.headline.rule) == (
        "Harbour board votes to sell the old ferry",
        "heading, and the metadata agree",
    )
    assert structure.published is not None
    assert (structure.published.value, structure.published.rule) == ("2026-02-03T14:05Z", "JSON-LD datePublished")
    assert structure.updated is not None
    assert structure.updated.value == "2026-02-04"
    assert [part.value for part in structure.authors] == ["Ann Lee", "John Roe"]
    assert [part.value for part in structure.labels] == ["Harbour"]
    assert found.site_name is not None
    assert found.site_name.value == "The Puddlewick Post"


def test_open_graph_and_meta_tags_serve_where_there_is_no_json():
    head = (
        '<meta property="og:title" content="Harbour board votes to sell the old ferry - The Puddlewick Post">'
        '<meta property="og:site_name" content="The Puddlewick Post"><meta name="author" content="By Ann Lee and John Roe">'
        '<meta property="article:published_time" content="2026-02-03T14:05:33+01:00">'
        '<link rel="canonical" href="https://post.example/2026/02/03/ferry/">'
    )
    found = read(page(head))
    assert found.structure.headline is not None
    assert found.structure.headline.value == "Harbour board votes to sell the old ferry"
    assert found.structure.published is not None
    assert found.structure.published.value == "2026-02-03T14:05+01:00"
    assert [part.value for part in found.structure.authors] == ["Ann Lee", "John Roe"]
    assert found.address is not None
    assert found.address.value == "https://post.example/2026/02/03/ferry/"


def test_the_visible_lines_say_what_the_metadata_lack():
    found = read(page(body="<p>By Ann Lee</p><p>Published: 3 February 2026 14:05 GMT</p>")).structure
    assert [part.value for part in found.authors] == ["Ann Lee"]
    assert found.published is not None
    assert found.published.value == "2026-02-03T14:05Z"
    assert [part.value for part in found.paragraphs] == list(PARAGRAPHS)


def test_the_byline_is_the_element_that_is_marked_as_one():
    found = read(page(body='<div class="article-byline">Par <a href="/lee">Anne Lemaire</a></div>')).structure
    assert [(part.value, part.rule) for part in found.authors] == [("Anne Lemaire", "element of the byline")]


def test_a_page_that_states_no_date_has_none():
    assert read(page()).structure.published is None


@pytest.mark.parametrize("text", ["", "   ", "<html></html>", b"", b"\xff\xfe\x00", "<!-- -->"])
def test_a_page_without_an_article_is_a_value_that_says_why(text):
    found = read_webpage(text)
    assert isinstance(found, UnreadablePage)
    assert found.why
    assert found.hint


def test_the_missing_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    found = read_webpage(page())
    assert isinstance(found, UnreadablePage)
    assert "need the package trafilatura" in found.why
    assert found.hint == "install it: pip install trafilatura"


def test_broken_json_is_passed_over():
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    assert read(page(head, FACTS)).structure.published is not None


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<div>", "<script>", "text. ", "\x00", "<meta property='og:title' content=''>", "&#x0;"])
    )
)
def test_no_page_is_an_exception(pieces):
    read_webpage("<html><body>" + "".join(pieces))
