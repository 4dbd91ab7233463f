"""Places in saved pages: where in the HTML the words of an article stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.structure.pageplaces import PagePlaces
from growth import grows_evenly

PAGE = """<html><head><title>Talks</title><script>var x = "Talks open";</script></head>
<body><nav>Talks open &middot; Home</nav><h1>Talks&nbsp;open</h1>
<!-- They met in Oslo. -->
<p>They met in
<a href="/oslo">Oslo</a>, said O&rsquo;Brien.</p><p>They met in Oslo again.</p></body></html>
"""
TEXT = "Talks open\n\nThey met in Oslo, said O’Brien.\n\nThey met in Oslo again."


def place(words: str, number: int = 0) -> str:
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(words, start + 1)
    first, last = PagePlaces(PAGE, TEXT).of(start, start + len(words))
    return PAGE[first:last]


def test_words_have_the_place_of_all_that_makes_them() -> None:
    assert place("said O’Brien") == "said O&rsquo;Brien"
    assert place("met in Oslo") == 'met in\n<a href="/oslo">Oslo'
    assert place("Oslo again") == "Oslo again"


def test_of_words_that_stand_twice_it_is_the_place_in_their_own_paragraph() -> None:
    start = TEXT.index("Oslo again")
    assert PagePlaces(PAGE, TEXT).of(start, start + 4)[0] == PAGE.index("Oslo again")
    assert place("Oslo") == "Oslo"
    assert PagePlaces(PAGE, TEXT).of(TEXT.index("Oslo"), TEXT.index("Oslo") + 4)[0] == PAGE.index("Oslo</a>")


def test_what_a_page_does_not_show_has_no_place_in_it() -> None:
    assert PagePlaces(PAGE, "Var x\n\nNever said").of(7, 12) == (0, 0)


@pytest.mark.parametrize("piece", ["<script>", "<!--", "<", "&amp", "<p", "</script", "<p>x</p>\n"])
def test_hostile_pages_take_time_in_proportion(piece: str) -> None:
    assert grows_evenly(lambda size: lambda: PagePlaces(piece * size, "x\n" * (size // 5)).of(0, 1), 5_000)


@given(st.text("<>p/a &;#x!- \n"), st.text("pax \n"))
def test_a_place_lies_in_the_page_whatever_is_in_it(page: str, text: str) -> None:
    places = PagePlaces(page, text)
    for start in range(len(text)):
        first, last = places.of(start, start + 1)
        assert 0 <= first <= last <= len(page)
