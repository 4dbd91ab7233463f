"""Words that are proposed as tags, and those that never are."""

from __future__ import annotations

import pytest

from broadsheet.extract.document.document import read_document
from broadsheet.extract.topics.commonplaces import commonplaces, load_common_words, subjects_among
from broadsheet.extract.topics.frequencies import load_background
from broadsheet.extract.topics.keyphrases import find_keyphrases


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


def subjects(headline: str, body: str) -> list[str]:
    document = read_document(f"{headline}\n{body}", headline=(0, len(headline)))
    phrases = find_keyphrases(document, load_background(), 12, commonplaces(document, frozenset()))
    return [phrase.text for phrase in subjects_among(document, phrases)]


@pytest.mark.parametrize(
    ("headline", "body", "found"),
    [
        ("Town fears a recession", "A recession is near. The recession of old, it says, was mild.", ["recession"]),
        ("Town fears the winter", "A recession is near. The recession of old was mild. Recession, it says.", []),
        ("Town fears a recession", "It is near.", []),
        ("Kelp farms go on", "The kelp farms are old. No kelp farms close. To kelp farms the town owes much.", ["Kelp farms"]),
        ("Kelp is back", "Kelp grows. The kelp is brown. No kelp, no fish. They dry kelp. It is kelp, and kelp it is.", []),
        ("TOWN FEARS A RECESSION", "A recession is near. The recession of old, it says, was mild.", ["recession"]),
        (
            "Ancient saltmarsh towns meet",
            "The ancient saltmarsh towns meet. Ancient saltmarsh ponds dry. Ancient saltmarsh birds left.",
            [],
        ),
        ("Faster Roe is back", "Roe is faster now. Faster than Lee, faster than all. The faster horse won the faster race.", []),
        (
            "Harbour Games are back",
            "The Harbour Games start. The Harbour Games end. A medal of the Harbour Games is old.",
            ["Harbour Games"],
        ),
    ],
)
def test_a_tag_that_is_proposed_carries_the_story(headline: str, body: str, found: list[str]) -> None:
    assert subjects(headline, body) == found


def test_common_words_are_single_words_in_small_letters() -> None:
    assert all(word == word.lower() for word in load_common_words())
    assert len(load_common_words()) > 400
