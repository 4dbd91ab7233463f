"""HTML as a browser without scripts shows it."""

from __future__ import annotations

import pytest

from broadsheet.config import MarkdownSettings
from broadsheet.content.lazy import without_scripts
from broadsheet.content.markdown import Markdown
from growth import Work, grows_evenly


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>a <noscript>b <b>c</b></noscript> d</p>", "<p>a b <b>c</b> d</p>"),
        ("<NoScript>a</NoScript>", "a"),
        ('<img data-src="b.jpg" alt="A &amp; B">', '<img src="b.jpg" alt="A &amp; B">'),
        ("<IMG src='data:image/gif;base64,x' data-lazy-src='b.jpg?x=1&amp;y=2'>", '<img src="b.jpg?x=1&amp;y=2">'),
        ('<img src="a.jpg" data-src="b.jpg">', '<img src="a.jpg" data-src="b.jpg">'),
        ('<img class="lazy" data-src="b.jpg"> <noscript><img src="b.jpg" alt="A"></noscript>', '<img src="b.jpg" alt="A">'),
        (
            '<iframe data-src="a"></iframe><noscript><iframe src="a" title="A"></iframe></noscript>',
            '<iframe src="a" title="A"></iframe>',
        ),
        ('<noscript><img height="1" width="1" src="https://count.example/x"></noscript>', ""),
        ('<img src="a.jpg" width="1" height="200">', '<img src="a.jpg" width="1" height="200">'),
    ],
)
def test_what_a_script_was_to_show_stands_there(html: str, shown: str) -> None:
    assert without_scripts(html) == shown


def test_a_picture_that_a_script_was_to_load_is_in_the_body() -> None:
    text = '<p><img src="data:image/gif;base64,x" data-src="a.jpg" alt="A"><noscript><img src="a.jpg" alt="A"></noscript></p>\n'
    body, problems = Markdown(MarkdownSettings()).to_body(text, "a.md")
    assert (body.html.count('<img src="a.jpg" alt="A">'), problems) == (1, ())


def test_no_attribute_gets_out_of_its_quotes() -> None:
    body = Markdown(MarkdownSettings()).to_body("<img data-src='a.jpg\" onerror=\"alert(1)' alt='x\"><script>'>\n", "a.md").value
    assert "onerror=" not in body.html.replace("%22 onerror=", "").replace("&quot; onerror=", "")
    assert "<script" not in body.html


@pytest.mark.parametrize("piece", ["<noscript>", "<img ", '<img a="', "<img a='b'><noscript><img ", "</noscript>"])
def test_time_is_in_proportion_to_the_length(piece: str) -> None:
    def prepare(size: int) -> Work:
        text = piece * size
        return lambda: without_scripts(text)

    assert grows_evenly(prepare, 3_000)
