"""Tags, sections, keyphrases and the frequencies they rest on: what is proposed, and that it stays the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.document.document import read_document
from broadsheet.extract.finding import Evidence
from broadsheet.extract.topics.frequencies import (
    Frequencies,
    FrequencyError,
    combined,
    count_frequencies,
    load_background,
    read_frequencies,
    write_frequencies,
)
from broadsheet.extract.topics.keyphrases import find_keyphrases
from broadsheet.extract.topics.sections import find_sections
from broadsheet.extract.topics.subjects import Subject, index_subjects
from broadsheet.extract.topics.tags import find_tags
from broadsheet.extract.topics.topics import find_topics

TAGS = (
    Subject("nuclear-talks", "nuclear talks", ("JCPOA", "nuclear negotiations")),
    Subject("sanctions", "sanctions"),
    Subject("oil", "oil price"),
    Subject("ai", "AI", ("artificial intelligence",)),
    Subject("wto", "World Trade Organization", ("WTO",)),
    Subject("who", "WHO", ("World Health Organization",)),
    Subject("city-a", "Springfield"),
    Subject("city-b", "Springfield Fire", ("Springfield",)),
)
INDEX = index_subjects(TAGS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nuclear talks go on\nThey met.", [("nuclear-talks", 0.92)]),
        ("They met.\nThe NUCLEAR TALKS went on.", [("nuclear-talks", 0.7)]),
        ("They met.\nOil prices rose, and the oil price fell.", [("oil", 0.75)]),
        ("They met.\n" + "They walked and walked. " * 30 + "Sanctions, the sanction and sanctions.", [("sanctions", 0.65)]),
        ("They met.\nCanola oil, prices of which rose.", []),
        ("They met.\nWho said so? The WHO did, and who else.", [("who", 0.7)]),
        ("They met.\nIn Thai, ai means much; AI means more.", [("ai", 0.7)]),
        ("They met.\nArtificial intelligences differ.", [("ai", 0.7)]),
        ("They met.\nSanctions, the sanction, sanctioned sanctions, sanctions", [("sanctions", 0.88)]),
        ("They met.\nSpringfield burned.", [("city-a", 0.5), ("city-b", 0.5)]),
        ("They met.\nThe Springfield Fire burned.", [("city-b", 0.7)]),
        ("They met.\nThe World Trade Center is not the WTO.", [("wto", 0.7)]),
        ("They met.\n" + "They walked and walked. " * 30 + "The JCPOA is void.", [("nuclear-talks", 0.6)]),
        ("", []),
    ],
)
def test_the_tags_of_a_text_are_those_whose_names_it_has(text: str, expected: list[tuple[str, float]]) -> None:
    assert [(tag.slug, tag.confidence) for tag in find_tags(read_document(text), INDEX)] == expected


@given(st.text(max_size=120))
def test_the_places_of_a_tag_are_its_words_in_the_text(text: str) -> None:
    document = read_document(f"{text} sanctions {text}")
    for tag in find_tags(document, INDEX):
        assert all(document.text[place.start : place.end] == place.text for place in tag.evidence)


def label(text: str) -> Evidence:
    return Evidence(0, len(text), text)


DESKS = (Subject("international", "International"), Subject("money", "Money & Markets", ("Business",)), Subject("sport", "Sport"))


@pytest.mark.parametrize(
    ("labels", "known", "expected"),
    [
        (["Politics"], (), [("", "Politics", "label", 0.85)]),
        (["Business"], DESKS, [("money", "Money & Markets", "label", 0.97)]),
        (["World"], DESKS, [("international", "International", "label", 0.9)]),
        (["Economy"], DESKS, [("money", "Money & Markets", "label", 0.9)]),
        (["Politics"], DESKS, [("", "Politics", "label", 0.6)]),
        (["News", "Football"], DESKS, [("sport", "Sport", "label", 0.9)]),
        (["World", "Foreign"], DESKS, [("international", "International", "label", 0.9)]),
        (["News"], (), []),
        (["Obituaries"], (), [("", "Obituaries", "label", 0.85)]),
    ],
)
def test_labels_of_the_page_give_the_section_in_the_publication_s_terms(
    labels: list[str], known: tuple[Subject, ...], expected: list[tuple[str, str, str, float]]
) -> None:
    found = find_sections([label(text) for text in labels], (), known)
    assert [(section.slug, section.name, section.rule, section.confidence) for section in found] == expected


def test_without_a_label_the_topic_proposes_the_section() -> None:
    topics = find_topics(read_document("The ambassador left the embassy. Diplomats spoke of sanctions and of a treaty."))
    (known,) = find_sections((), topics, DESKS)
    assert (known.slug, known.rule) == ("international", "topic")
    (unknown,) = find_sections((), topics)
    assert (unknown.slug, unknown.name) == ("", "World")
    assert unknown.confidence < 0.8
    assert find_sections((), ()) == ()


FREQUENCIES = Frequencies(100, {"city": 60, "council": 30, "water": 40})


def test_what_is_repeated_and_rare_is_proposed_first_and_part_of_a_phrase_is_not_proposed_again() -> None:
    text = "Desalination plant opens\nThe desalination plant cost much. A desalination plant makes water. The council came."
    found = find_keyphrases(read_document(text), FREQUENCIES, 3)
    assert [(phrase.text, phrase.count) for phrase in found] == [("Desalination plant", 3)]
    assert find_keyphrases(read_document(text), FREQUENCIES, 3, without={"desalination plant"})[0].text == "Desalination"


@pytest.mark.parametrize(
    "text",
    [
        "The said and the of the said and the of.",
        "Quickly, quickly, quickly, quickly.",
        "One two three four five. One two three four five.",
        "Monday, Tuesday, Monday, Tuesday, January, January.",
        "1,000 1,000 1,000 2026 2026",
        "",
    ],
)
def test_words_that_name_no_subject_are_no_keyphrases(text: str) -> None:
    assert find_keyphrases(read_document(text), FREQUENCIES) == ()


def test_hyphens_apostrophes_and_possessives_are_of_the_word() -> None:
    text = "They met.\nCo-operation and the O’Brien plan’s co-operation: O’Brien’s."
    assert {phrase.text for phrase in find_keyphrases(read_document(text), FREQUENCIES)} == {"Co-operation", "O’Brien"}


@given(st.text(max_size=200))
def test_a_keyphrase_is_the_text_at_its_offsets(text: str) -> None:
    document = read_document(text + " " + text)
    for phrase in find_keyphrases(document, FREQUENCIES):
        assert document.text[phrase.start : phrase.end] == phrase.text


def test_another_story_changes_nothing_as_long_as_the_frequencies_are_the_same() -> None:
    frozen = read_frequencies(write_frequencies(count_frequencies(map(read_document, ["A flood, a flood.", "The flood again."]))))
    before = find_keyphrases(read_document("The flood plain, the flood plain."), frozen)
    assert before == find_keyphrases(read_document("The flood plain, the flood plain."), frozen)
    assert frozen == Frequencies(2, {"flood": 2})


@given(st.dictionaries(st.from_regex(r"[^\W\d_]{3,9}", fullmatch=True).map(str.lower), st.integers(0, 50)))
def test_frequencies_are_written_and_read_without_loss_and_in_one_way(counts: dict[str, int]) -> None:
    frequencies = Frequencies(50, counts)
    text = write_frequencies(frequencies)
    assert read_frequencies("# a comment\n" + text) == frequencies
    assert write_frequencies(Frequencies(50, dict(reversed(counts.items())))) == text


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("flood\t2\n", 1, "there is no line '(documents)' with the number of documents"),
        ("(documents)\t5\nflood\n", 2, "'flood' is not a word, a tab and a count"),
        ("(documents)\t5\nflood\tmany\n", 2, "'flood\\tmany' is not a word, a tab and a count"),
        ("(documents)\t5\nflood\t1\nflood\t2\n", 3, "'flood' stands twice"),
        ("(documents)\t5\nflood\t" + "1" * 5000, 2, "'flood\\t" + "1" * 54 + "' is not a word, a tab and a count"),
        ("# counted\n(documents)\t5\nfloor\t5\nflood\t6\n", 4, "'flood' is counted in more than the 5 documents that there are"),
    ],
)
def test_a_file_of_frequencies_that_is_wrong_is_refused_with_the_line(text: str, line: int, message: str) -> None:
    with pytest.raises(FrequencyError) as caught:
        read_frequencies(text)
    assert (caught.value.line, str(caught.value)) == (line, message)


def test_a_small_archive_has_the_usual_frequencies_beside_its_own_and_a_large_one_has_not() -> None:
    usual = load_background()
    assert usual.rarity("government") < usual.rarity("earthquake") < usual.rarity("desalination")
    small = combined(Frequencies(10, {"government": 9}), usual)
    assert small.documents == usual.documents + 10
    assert small.counts["government"] == usual.counts["government"] + 9
    large = Frequencies(500, {"government": 9})
    assert combined(large, usual) is large


def test_what_is_known_as_something_else_is_no_keyphrase() -> None:
    text = "Ada Rahimi spoke.\nThe treaty of Rahimi and Gall. A treaty of Rahimi with Gall, Rahimi said."
    names = [(at, at + 6) for at in range(len(text)) if text[at : at + 6] == "Rahimi"]
    found = {phrase.text for phrase in find_keyphrases(read_document(text), FREQUENCIES)}
    assert found == {"Rahimi", "treaty", "Gall"}
    apart = find_keyphrases(read_document(text), FREQUENCIES, apart=[(0, 10), *reversed(names)])
    assert {phrase.text for phrase in apart} == {"treaty", "Gall"}


def test_singular_and_plural_are_one_phrase_and_past_forms_are_none() -> None:
    text = "News.\nDrugs and drugs and a drug. Affected, affected, affected. Seeds and a seed."
    assert [(phrase.text, phrase.count) for phrase in find_keyphrases(read_document(text), FREQUENCIES)] == [
        ("Drugs", 3),
        ("seed", 2),
    ]


@given(st.lists(st.sampled_from(["prince", "princes", "princess", "Princesses", "as", "ass", "news", "new", "s"]), max_size=20))
def test_words_that_only_look_like_plurals_break_nothing(words: list[str]) -> None:
    document = read_document(". ".join(words) + ".")
    counts = {phrase.text.lower(): phrase.count for phrase in find_keyphrases(document, FREQUENCIES)}
    assert sum(counts.values()) <= len(words)


def test_a_princess_is_no_princes() -> None:
    text = "News.\nA princess, a princess and a prince; the prince."
    assert {(phrase.text, phrase.count) for phrase in find_keyphrases(read_document(text), FREQUENCIES)} == {
        ("princess", 2),
        ("prince", 2),
    }
