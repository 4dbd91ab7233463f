"""Statements: what an article says that somebody says, thinks or found, with source, cue and content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.document.document import read_document
from broadsheet.extract.statements.cues import load_cues
from broadsheet.extract.statements.quotations import find_quotations, outermost
from broadsheet.extract.statements.quotes import find_quotes
from broadsheet.extract.statements.statements import find_statements
from growth import grows_evenly

PUBLISHED = 0.8


def statements(text, least=PUBLISHED):
    document = read_document(text)
    found = find_statements(document, find_quotations(document))
    return [
        (text[s.source.start : s.source.end], text[s.cue.start : s.cue.end], s.text(document))
        for s in found
        if s.confidence >= least
    ]


def quotes(text):
    document = read_document(text)
    quotations = outermost(find_quotations(document))
    found = find_quotes(document, quotations, find_statements(document, quotations))
    return [(q.source and text[q.source.start : q.source.end], text[q.words.start : q.words.end]) for q in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said that the bridge is safe.", ("The mayor", "said", "the bridge is safe")),
        ("The bridge is safe, the mayor said.", ("the mayor", "said", "The bridge is safe")),
        ("The bridge, the mayor said, is safe.", ("the mayor", "said", "The bridge is safe")),
        ("According to the mayor, the bridge is safe.", ("the mayor", "According to", "the bridge is safe")),
        (
            "The bridge is safe, according to two people who know it.",
            ("two people who know it", "according to", "The bridge is safe"),
        ),
        ("Ann Lee, a spokeswoman for the port, said on Monday that it is open.", ("Ann Lee", "said", "it is open")),
        ("Rep. Ann Lee (D-Wis.) said the bill is dead.", ("Rep. Ann Lee", "said", "the bill is dead")),
        ("She met the minister, who denied that money was paid.", ("the minister", "denied", "money was paid")),
        ("In a speech in Ohio on Friday, Mr. Roe told reporters he would run.", ("Mr. Roe", "told", "he would run")),
        ("Police and doctors say twelve people were hurt.", ("Police and doctors", "say", "twelve people were hurt")),
        ("The bank, which said that it would wait, is now ready to pay.", ("The bank", "said", "it would wait")),
    ],
)
def test_source_cue_and_content_are_found_wherever_they_stand(text, expected):
    assert statements(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The demands and claims of the states were met.",
        "The State Department report fills two pages.",
        "Its proposed sale of the plant was called off.",
        "He plans a trip and wants a new coat.",
    ],
)
def test_what_only_looks_like_a_cue_makes_no_statement(text):
    assert statements(text) == []


def test_one_sentence_can_hold_several_statements():
    assert statements("Ann Lee said the port is closed, adding that ships wait, while Bob Roe insisted that it was open.") == [
        ("Ann Lee", "said", "the port is closed"),
        ("Ann Lee", "adding", "ships wait"),
        ("Bob Roe", "insisted", "it was open"),
    ]


def test_a_quotation_has_the_source_of_the_cue_beside_it():
    assert quotes("“We are ready,” said Ann Lee, a pilot. “We leave today.” Bob Roe called it “a bad plan.”") == [
        ("Ann Lee", "We are ready,"),
        ("Ann Lee", "We leave today."),
        ("Bob Roe", "a bad plan."),
    ]


def test_a_quotation_over_paragraphs_has_one_source():
    text = "“We came in the morning,” said Ann Lee. “It was cold.\n\n“Nobody else was there at that time.”"
    assert [source for source, _ in quotes(text)] == ["Ann Lee"] * 3


WORDS = (
    *("Trump", "said", "says", "that", "who", "according", "to", "the", "claims", "told", "and", "he", "by", "denied", "saying"),
    *("not", "'s", "in", "a", ",", ".", "“", "”", '"', "‘", "’", "—", "(", ")", ":", "\n"),
)
NEWS = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@given(NEWS)
def test_spans_lie_in_the_text_and_are_never_empty(text):
    document = read_document(text)
    quotations = outermost(find_quotations(document))
    found = find_statements(document, quotations)
    assert list(found) == sorted(found, key=lambda s: s.cue)
    for s in found:
        for span in (*s.content, s.cue, s.source):
            assert 0 <= span.start < span.end <= len(text)
        assert 0 < s.confidence <= 1
    for quote in find_quotes(document, quotations, found):
        assert text[quote.words.start : quote.words.end]


@pytest.mark.parametrize(
    "piece", ["said that ", "“he said ", "according to, ", "and claims of ", "Trump, who, said ", "told by\n"]
)
def test_hostile_text_takes_time_in_proportion(piece):
    def finding(size):
        document = read_document(piece * size)
        quotations = outermost(find_quotations(document))
        return lambda: find_quotes(document, quotations, find_statements(document, quotations))

    assert grows_evenly(finding, 1_000)


def test_every_cue_shows_that_somebody_says_thinks_or_finds_something():
    cues = load_cues()
    every = [cue for table in (cues.verbs, cues.nouns) for cue in table.values()]
    assert len(every) > 1_000
    assert [cue.word for cue in every if not cue.traits & {"speech", "thought", "finding"}] == []


def test_caring_about_something_is_a_thought():
    document = read_document("The two of them cared about the river, and Ann Lee cares about it.")
    assert {statement.kind for statement in find_statements(document, ())} <= {"thought"}
