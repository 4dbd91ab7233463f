"""Words that are proposed as tags, and those that never are."""

from __future__ import annotations

import pytest

from broadsheet.extract.document.document import read_document
from broadsheet.extract.topics.commonplaces import commonplaces, load_common_words, without_parts
from broadsheet.extract.topics.keyphrases import Keyphrase


def is_commonplace(phrase: str, text: str = "") -> bool:
    return phrase in commonplaces(read_document(text), frozenset({"old tag"}))


@pytest.mark.parametrize("phrase", ["statement", "party", "president", "special envoy", "mayors", "old tag"])
def test_what_every_page_has_and_what_people_are_is_no_tag(phrase: str) -> None:
    assert is_commonplace(phrase)


@pytest.mark.parametrize("phrase", ["glacier", "party congress", "statement of faith", "earthquake", "president election"])
def test_a_subject_is_one_also_with_a_common_word_in_it(phrase: str) -> None:
    assert not is_commonplace(phrase)


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("dredges", "The town dredges the harbour. It dredges a canal.", True),
        ("town dredges", "The town dredges the harbour.", True),
        ("dredge", "They plan to dredge. They will dredge.", True),
        ("dredges", "Two dredges sank. The dredges were old. The town dredges the harbour.", False),
        ("dredge", "The dredge sank.", False),
    ],
)
def test_what_a_text_has_mostly_as_a_verb_is_no_tag(phrase: str, text: str, expected: bool) -> None:
    assert is_commonplace(phrase, text) is expected


def test_a_phrase_that_stands_only_within_another_is_proposed_as_that() -> None:
    phrases = [
        Keyphrase(text, 1.0, count, 0, 1)
        for text, count in (("gold mine", 2), ("Gold Mine collapses", 2), ("collapses", 1), ("Mine", 5), ("mines", 2))
    ]
    assert [phrase.text for phrase in without_parts(phrases)] == ["Gold Mine collapses", "Mine", "mines"]


def test_common_words_are_single_words_in_small_letters() -> None:
    assert all(word == word.lower() for word in load_common_words())
    assert len(load_common_words()) > 400
