"""Marks: tags that are none, or that would swallow a story, and other generators' template code come out as text."""

import re

import pytest

from broadsheet.config import MarkdownSettings
from broadsheet.content.markdown import Markdown
from broadsheet.content.marks import Marks
from growth import grows_evenly

MARKDOWN = Markdown(MarkdownSettings())


def converted(text):
    """Return a body without the ids of its paragraphs, and its warnings."""
    outcome = MARKDOWN.to_body(text, "a.md")
    return re.sub(r' id="p-[^"]*"', "", outcome.value.html), [str(problem) for problem in outcome.problems]


def shown(text):
    return converted(text)[0]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "* fix <script> tags\n* two\n\nTwo",
            "<ul>\n<li>fix &lt;script&gt; tags</li>\n<li>two</li>\n</ul>\n<p>Two</p>",
        ),
        ("doc: fix <math> tag (A B)\n\nTwo", "<p>doc: fix &lt;math&gt; tag (A B)</p>\n<p>Two</p>"),
        ("end </script> it", "<p>end &lt;/script&gt; it</p>"),
        ("the <h2> tag\n\nTwo", "<p>the &lt;h2&gt; tag</p>\n<p>Two</p>"),
        ("<div> first\n\n*Two*", "<p>&lt;div&gt; first</p>\n<p><em>Two</em></p>"),
        ("<center>a <!-- b", "a &lt;!-- b"),
        *(
            (f"para <{name}>x\n\n*Two*", f"<p>para &lt;{name}&gt;x</p>\n<p><em>Two</em></p>")
            for name in ("title", "textarea", "xmp")
        ),
        *((f"<{name}>x\n\n*Two*", f"<p>&lt;{name}&gt;x</p>\n<p><em>Two</em></p>") for name in ("noframes", "plaintext")),
    ],
)
def test_a_tag_that_would_swallow_what_follows_is_shown_as_text(text, html):
    assert shown(text) == html


@pytest.mark.parametrize("text", ["<h3>x", "<ul><b>x", "<script>", "x <b>y\n\n", "x <h3>y</h4>", "<ul>x\n"])
@pytest.mark.parametrize("end", ["", "</h3></ul></b></script>"])
def test_the_ends_of_tags_are_looked_for_in_linear_time(text, end):
    assert grows_evenly(lambda size: lambda: Marks(text * size + end), 1000)


def test_an_inline_element_that_is_not_closed_ends_with_its_block():
    assert shown("a <b> c\n\nTwo") == "<p>a <b> c</b></p>\n<p>Two</p>"
    assert shown("* <i>a\n* b\n") == "<ul>\n<li><i>a</i></li>\n<li>b</li>\n</ul>"


def test_names_that_are_no_element_keep_their_words_and_are_reported_at_their_place():
    assert converted("a Vec<T> and\nLocal<String> b") == (
        "<p>a Vec&lt;T&gt; and\nLocal&lt;String&gt; b</p>",
        [
            "a.md:1:6: warning: `<T>` is no HTML element: it is shown as text; put it in backquotes, or write `&lt;T>`"
            " [stray-markup]",
            "a.md:2:6: warning: `<String>` is no HTML element: it is shown as text; put it in backquotes, or write `&lt;String>`"
            " [stray-markup]",
        ],
    )


@pytest.mark.parametrize(
    "text", ["`<T>` and `{{ x }}`", "    <T> {% x %}", "```\n<script> {{< x >}}\n```", "<me@x.org>", "[a](<my file.md>)"]
)
def test_code_and_addresses_in_angle_brackets_are_left_alone(text):
    html, warnings = converted(text)
    assert warnings == []
    assert ("&lt;" in html) == ("<T>" in text or "<script>" in text)


def test_a_link_in_angle_brackets_within_raw_html_is_shown_as_text():
    assert shown("<ul>\n<li>x <https://x.org/></li>\n</ul>") == "<ul>\n<li>x &lt;https://x.org/&gt;</li>\n</ul>"


def test_code_that_python_markdown_takes_for_raw_html_is_shown_whole():
    assert "<code>&lt;!-- a --&gt;\n&lt;title&gt;b&lt;/title&gt;</code>" in shown("`<!-- a -->\n<title>b</title>`\n\nTwo")


def test_elements_of_another_vocabulary_lose_their_tags_only():
    assert shown("a <o:p>b</o:p> <my-menu kind='x'>c") == "<p>a b c</p>"
    assert shown("clone <repo-url> now") == "<p>clone &lt;repo-url&gt; now</p>"


def test_the_template_code_of_another_generator_is_text_and_reported_once():
    assert converted("One.\n\nA {{< note >}} *b* {{% /note %}} [c]({{ '/x' | url }})\n\n![d]({% y %})") == (
        '<p>One.</p>\n<p>A {{&lt; note &gt;}} <em>b</em> {{% /note %}} <a>c</a></p>\n<p><span class="missing-image">d</span></p>',
        [
            "a.md:3:3: warning: `{{< note >}}` is a shortcode of another generator; it is shown as text; so are 3 more in this"
            " text; replace it by Markdown; an address that is made with it was taken out [foreign-markup]"
        ],
    )


def test_a_link_that_is_made_with_template_code_is_no_link_of_the_body():
    assert MARKDOWN.to_body('[a](/x/{{ y }}/) <img src="{{ z }}" alt="w"> [b](b.md)', "a.md").value.links[0].target == "b.md"
