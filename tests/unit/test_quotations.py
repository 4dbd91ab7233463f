"""Quotations: whatever the marks, what is quoted is found, and what only looks like a mark is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.document.document import read_document
from broadsheet.extract.statements.quotations import find_quotations, outermost
from growth import grows_evenly


def quoted(text):
    return [text[q.first : q.last] for q in find_quotations(read_document(text))]


@pytest.mark.parametrize(
    "text",
    [
        "“We will go on,” she said.",
        '"We will go on," she said.',
        "‘We will go on,’ she said.",
        "'We will go on,' she said.",
        "«We will go on,» she said.",
        "„We will go on,“ she said.",
        "”We will go on,” she said.",
        "``We will go on,'' she said.",
        "“We will go on,“ she said.",
    ],
)
def test_every_kind_of_mark_quotes(text):
    assert quoted(text) == ["We will go on,"]


@pytest.mark.parametrize(
    "text",
    [
        "The voters’ choice of O’Brien and the players’ wishes in the ’90s.",
        "The voters' choice of O'Brien and the players' wishes in the '90s.",
        "It's the company's fault, 'tis said, and don't ask 'em.",
        'He is 6\'2" tall and the screen 5" wide.',
        "Rock ’n’ roll is not dead, y’all.",
    ],
)
def test_an_apostrophe_or_an_inch_is_no_mark(text):
    assert quoted(text) == []


def test_a_possessive_does_not_end_a_single_quotation():
    assert quoted("She said: ‘The voters’ choice was clear, and we’ll go on.’ He left.") == [
        "The voters’ choice was clear, and we’ll go on."
    ]
    assert quoted("He urged ‘calm and O’Neill’s patience’ and ‘two days’ rest’.") == [
        "calm and O’Neill’s patience",
        "two days’ rest",
    ]


def test_a_quotation_in_another_is_a_level_deeper():
    text = "“He told me, ‘Never come back,’ and I left,” she said."
    assert [(text[q.first : q.last], q.depth) for q in find_quotations(read_document(text))] == [
        ("He told me, ‘Never come back,’ and I left,", 0),
        ("Never come back,", 1),
    ]
    assert len(outermost(find_quotations(read_document(text)))) == 1


def test_a_quotation_over_paragraphs_goes_on_until_it_is_closed():
    text = "“We came.\n\n“We saw.\n\n“We left,” she said.\n\n“No,” he said."
    found = find_quotations(read_document(text))
    assert [(text[q.first : q.last], q.closed, q.goes_on) for q in found] == [
        ("We came.", False, False),
        ("We saw.", False, True),
        ("We left,", True, True),
        ("No,", True, False),
    ]


def test_a_mark_that_opens_twice_begins_a_part_at_a_sentences_end_and_is_a_mistake_elsewhere():
    assert quoted('"We came. "We stay here," she said.') == ["We came.", "We stay here,"]
    assert quoted('A man" who "We stay here," she said.') == ["We stay here,"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("“We will go on until it is done,” she said.", "whole"),
        ("He called it “a very bad deal” on Monday.", "part"),
        ("The so-called “experts” left.", "part"),
        ("He wrote “The Art of the Deal” in 1987.", "title"),
        ("They chanted “Make America Great Again” twice.", "title"),
        ("“Never again,” she said.", "part"),
    ],
)
def test_a_quotation_is_whole_a_part_or_a_title(text, form):
    assert [q.form for q in find_quotations(read_document(text))] == [form]


MARKS = st.text(st.sampled_from("ab A.,\n\"“”‘’'«»„`s"), max_size=80)


@given(MARKS)
def test_quotations_are_in_order_and_lie_in_their_paragraph(text):
    document = read_document(text)
    found = find_quotations(document)
    assert list(found) == sorted(found)
    for q in found:
        start, end = document.paragraph_at(q.start)
        assert start <= q.start <= q.first < q.last <= q.end <= end
    plain = outermost(found)
    assert all(one.end <= other.start for one, other in pairwise(plain))


def test_many_marks_take_time_in_proportion():
    def finding(size):
        document = read_document("‘“a's \" ’s " * size)
        return lambda: find_quotations(document)

    assert grows_evenly(finding, 4_000)
