"""Topics: hand-made cases in which it is easy to go wrong, each in a line of a table; and what holds for every proposal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.document.document import read_document
from broadsheet.extract.topics.mediatopics import PREFIX, load_topic_words, load_topics
from broadsheet.extract.topics.topics import find_topics

TABLE = Path(__file__).parents[1] / "extraction" / "topics_traps.tsv"
CASES = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("text", "codes", "why"), CASES, ids=[f"{why}: {text[:40]}" for text, _, why in CASES])
def test_the_topics_of_a_text_are_those_an_editor_would_choose(text: str, codes: str, why: str) -> None:
    found = find_topics(read_document(text.replace("\\n", "\n")))
    first = found[0].code.removeprefix(PREFIX) if found else ""
    below = next((topic.code.removeprefix(PREFIX) for topic in found[1:2] if topic.broader), "")
    assert "+".join(filter(None, (first, below if "+" in codes else ""))) == codes, why


def test_there_are_at_least_20_cases_and_each_says_why() -> None:
    assert len(CASES) >= 20
    assert all(why for _, _, why in CASES)


def test_every_word_speaks_for_a_topic_that_there_is() -> None:
    table, topics = load_topic_words(), load_topics()
    cues = [*table.words.values(), *(cue for those in table.phrases.values() for _, cue in those)]
    assert {code for cue in cues for code, _ in cue.weights} <= set(topics)
    assert {code for cue in cues for code, _ in cue.weights if not topics[code].broader} == {
        c for c in topics if not topics[c].broader
    }


def test_a_proposal_names_its_topic_and_the_words_that_spoke_for_it() -> None:
    first, second = find_topics(read_document("The ambassador left the embassy. Diplomats spoke of sanctions and of a treaty."))
    assert (first.code, first.name, first.broader) == ("medtop:11000000", "politics", "")
    assert (second.code, second.name, second.broader) == ("medtop:20000638", "international relations", "medtop:11000000")
    assert first.words == ("ambassador", "diplomat", "embassy", "sanctions", "treaty")


def test_the_headline_weighs_more_than_the_text() -> None:
    text = (
        "Orchestra plays on\nThe police came, and an officer spoke to the singer of the band at the concert hall about a theft."
    )
    assert find_topics(read_document(text))[0].code == "medtop:01000000"


@given(st.text(max_size=200))
def test_any_text_has_at_most_three_topics_of_the_first_level_and_each_confidence_is_a_share(text: str) -> None:
    found = find_topics(read_document(text))
    assert len([topic for topic in found if not topic.broader]) <= 3
    assert all(0 <= topic.confidence <= 1 for topic in found)
