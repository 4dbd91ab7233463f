"""Nesting: whatever an author wrote, a parser finds nothing to mend in the body, and every word is still there."""

import re

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.config import MarkdownSettings
from broadsheet.content.elements import BLOCKS, INLINE, OPAQUE, OTHERS, SWALLOWING, VOID
from broadsheet.content.markdown import Markdown
from broadsheet.content.nesting import nest
from broadsheet.content.sanitise import sanitise

MARKDOWN = Markdown(MarkdownSettings())
HELD = sorted(INLINE | BLOCKS)
TAGS = st.sampled_from([f"<{slash}{name}>" for name in HELD for slash in ("", "/")])
STRAY = st.sampled_from([f"<{name}>" for name in sorted(OPAQUE | OTHERS | SWALLOWING)] + ["<T>", "<stdio.h>", "<a-b>", "<x:y>"])
SOURCE = st.sampled_from(
    [
        "\n",
        "\n\n",
        "* ",
        "> ",
        "# ",
        "### ",
        "**",
        "_",
        "    ",
        "1. ",
        "[",
        "](/x)",
        "|",
        "---",
        "<!--",
        "<a href='/x'>",
        '<b id="i">',
        "{",
        "}",
    ]
)


def words(text):
    return re.findall("word[0-9]+x", text)


def numbered(parts):
    """Put a word after each part, so that a lost text is seen."""
    return "".join(f"{part}word{number}x" for number, part in enumerate(parts))


def parsed(html):
    """Parse a body as a page holds it; a parse error raises."""
    page = f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><div>{html}</div></body></html>'
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page).find("body/div")


def tags(tree):
    """Return the start and end tags of a tree, in order."""
    inner = "".join(tags(child) for child in tree)
    return f"<{tree.tag}>{inner}" + ("" if tree.tag in VOID else f"</{tree.tag}>")


def written_tags(html):
    return "<div>" + "".join(f"{tag}>" for tag in re.findall(r"</?[a-z][a-z0-9]*", html)) + "</div>"


def assert_whole(html):
    assert tags(parsed(html)) == written_tags(html)


@settings(deadline=None, max_examples=150)
@given(st.lists(TAGS, max_size=14))
@example(["<table>", "<tr>", "<td>", "<li>", "</table>"])
@example(["<b>", "<ul>", "<p>", "</b>", "<a>", "<h2>", "<a>"])
def test_any_tags_are_nested_so_that_a_parser_agrees_and_keep_their_text(parts):
    clean = sanitise(numbered(parts))
    html = nest(clean)
    assert_whole(html)
    assert words(html) == words(clean)
    assert nest(html) == html


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(TAGS, STRAY, SOURCE), max_size=14))
@example(["* fix ", "<script>", "\n* ", "\n\n"])
@example(["", "<math>", " (A B)"])
@example(["", "<plaintext>", "\n\n", "<svg>"])
def test_any_text_becomes_a_body_that_a_parser_agrees_with_and_keeps_its_words(parts):
    text = numbered(parts)
    html = MARKDOWN.to_body(text, "a.md").value.html
    assert_whole(html)
    assert sorted(words(re.sub("<[^>]*>", "", html))) == sorted(words(text))


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ("<div><li>a</li><li>b</li>c</div>", "<div><ul><li>a</li><li>b</li></ul>c</div>"),
        ("<ul><p>a</p><li>b</li><ul><li>c</li></ul></ul>", "<ul><li><p>a</p></li><li>b</li><li><ul><li>c</li></ul></li></ul>"),
        ("<b>a<p>b</p>c</b>", "<b>a</b><p><b>b</b></p><b>c</b>"),
        ('<a href="/x"><h3>a</h3><p>b</p></a>', '<h3><a href="/x">a</a></h3><p><a href="/x">b</a></p>'),
        ('<i id="x"><p>a</p><p>b</p></i>', '<p><i id="x">a</i></p><p><i>b</i></p>'),
        ("<h3><figure>a</figure></h3>", "<h3> a </h3>"),
        ("<details>a</details>", "<div>a</div>"),
        ("<figcaption>a</figcaption>", "<div>a</div>"),
        (
            '<p><img src="a.jpg" alt="b"></p>\n\n<figcaption>c <b>d</b></figcaption>e',
            '<figure><img src="a.jpg" alt="b"><figcaption>c <b>d</b></figcaption></figure>e',
        ),
        (
            '<figure><p><img src="a.jpg" alt="b"></p><figcaption>c</figcaption></figure>',
            '<figure><p><img src="a.jpg" alt="b"></p><figcaption>c</figcaption></figure>',
        ),
        ("<dd>a</dd>", "<dl><dt></dt><dd>a</dd></dl>"),
        ("<p><p>a</p>b</p>", "<p></p><p>a</p>b"),
        ("<time>now</time>", "<span>now</span>"),
    ],
)
def test_an_element_stands_where_html_lets_it_stand(html, mended):
    assert nest(html) == mended
