"""The opening of a text stands for a standfirst that nobody wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.opening import begins_with, excerpt, has_room_for_initial, opening, teaser

_LONG = "The harbour was shut for a day, and nobody said why."
_NOTE = '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("", ""),
        (f"<p>{_LONG}</p><p>More.</p>", _LONG),
        (f'<h2>Head</h2>\n<p id="p-1">{_LONG}</p>', _LONG),
        (f"<p>Hello all,</p><p>{_LONG}</p>", _LONG),
        ("<p>Hello all,</p><p>Bye.</p>", "Hello all,"),
        (f'<p><img src="a.png" alt="A"></p><p>{_LONG}</p>', _LONG),
        (f"<blockquote><p>I shut it, and I shall not say why I did.</p></blockquote><p>{_LONG}</p>", _LONG),
        (f"<ul><li><p>A point that is long enough to stand for a text.</p></li></ul><p>{_LONG}</p>", _LONG),
        (f"<figure><figcaption><p>The harbour, when it was still open to all.</p></figcaption></figure><p>{_LONG}</p>", _LONG),
        ("<p>The <em>harbour</em> &amp; the\nport were shut for a day.</p>", "The harbour & the port were shut for a day."),
        (f"<p>{_LONG}{_NOTE}</p>", _LONG),
        ("<table><tr><td><p>A cell</p></td></tr></table>", ""),
    ],
)  # fmt: skip
def test_the_first_paragraph_that_the_story_itself_says(html: str, found: str) -> None:
    assert opening(html) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{_LONG} It rained.", _LONG),
        ("It rained. The harbour was shut for a day, and nobody said why.", None),
        ("The harbour was shut by Gen. Lee and J. Bo on 3. Mai, said the U.S. Navy. It rained.", None),
        ("The harbour was shut for a whole day in 1978. It rained.", "The harbour was shut for a whole day in 1978."),
        ("“The harbour was shut, and nobody said why it was!” It rained.", "“The harbour was shut, and nobody said why it was!”"),
        (
            "Was the harbour shut for a day for no reason? it seems. Rain.",
            "Was the harbour shut for a day for no reason? it seems.",
        ),
        ("أغلق الميناء يوما كاملا ولم يقل أحد لماذا أغلق. هطل المطر.", "أغلق الميناء يوما كاملا ولم يقل أحد لماذا أغلق."),
        (f"{'港口关闭了一整天' * 6}。下雨了。", f"{'港口关闭了一整天' * 6}。"),
    ],
)
def test_of_a_paragraph_the_first_sentence_that_says_something(text: str, found: str | None) -> None:
    assert opening(f"<p>{text}</p>") == (text if found is None else found)


def test_a_teaser_is_all_that_stands_before_the_mark() -> None:
    assert teaser(f"<h2>Head</h2><p>Hello all.</p><p>{_LONG} It rained.</p>") == f"Hello all. {_LONG} It rained."
    assert len(teaser(f"<p>{'salt, ' * 90}</p>")) <= 300
    assert teaser("") == ""


def test_a_long_one_is_cut_at_a_word() -> None:
    text = opening(f"<p>{'salt, ' * 60}</p>")
    assert text.endswith("salt…")
    assert 150 < len(text) <= 200


def test_a_long_text_is_cut_at_a_word() -> None:
    assert excerpt("one two three", 13) == "one two three"
    assert excerpt("one two, three", 12) == "one two…"


@given(st.text(), st.integers(2, 40))
def test_an_excerpt_is_never_longer_than_asked_and_begins_like_the_text(text: str, longest: int) -> None:
    shown = excerpt(text, longest)
    assert len(shown) <= longest
    assert text.startswith(shown.removesuffix("…"))


def test_a_large_initial_has_a_long_paragraph_beside_it() -> None:
    assert has_room_for_initial(f'<p id="a">{"salt " * 40}</p><p>More.</p>')
    assert not has_room_for_initial(f"<p>{_LONG}</p><p>{'salt ' * 40}</p>")
    assert not has_room_for_initial(f"<pre><code>{'salt ' * 40}</code></pre><p>{_LONG}</p>")
    assert not has_room_for_initial(f"<h2>Head</h2><p>{'salt ' * 40}</p>")
    assert not has_room_for_initial(f"<p>{'<a href=x>' * 40}</p>")


@pytest.mark.parametrize("first", ['<a href="/x/">Salt</a>', "[Salt]", "“Salt”", "1978", "<em>Salt</em>"])
def test_a_large_initial_is_a_letter_and_in_no_link(first: str) -> None:
    assert has_room_for_initial(f"<p>Salt {'salt ' * 40}</p>")
    assert not has_room_for_initial(f"<p>{first} {'salt ' * 40}</p>")


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f"<p>{_LONG} It rained.</p>", True),
        (f"<p>{_LONG}</p>", True),
        (f"<p><em>The harbour</em>{_NOTE} was shut for a day &ndash; and nobody said why.</p>", True),
        (f"<h2>{'A head ' * 60}</h2><p>{_LONG}</p>", True),
        (f'<p><a href="{"x" * 400}">The harbour</a> was shut for a day, and nobody said why.</p>', True),
        ("<p>The harbour was shut for a week.</p>", False),
        (f"<p>It rained. {_LONG}</p>", False),
        ("", False),
    ],
)
def test_a_text_may_begin_with_its_standfirst(html: str, found: bool) -> None:
    assert begins_with(html, _LONG) is found
    assert not begins_with(html, "")
