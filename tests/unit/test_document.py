"""The document: tokens, sentences, and offsets that survive what is blanked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.document.document import read_document


def sentences(text):
    document = read_document(text)
    return [document.text[sentence.start : sentence.end] for sentence in document.sentences]


def test_an_abbreviation_ends_no_sentence():
    assert sentences("Sen. Ann Lee of the U.S. Senate met Mr. Roe at 5 p.m. They spoke. “It went well.” He left.") == [
        "Sen. Ann Lee of the U.S. Senate met Mr. Roe at 5 p.m.",
        "They spoke.",
        "“It went well.”",
        "He left.",
    ]


def test_an_hour_ends_no_sentence_before_its_time_zone_or_day():
    text = (
        "It struck at 11 p.m. EDT on Sunday. He died at 10:00 a.m. (2100 UTC) at home. They met at 4:30 a.m. Saturday in a shed. "
        "It opens at 9 a.m. Sept. 21 in the hall. She left at 5 p.m. Eva stayed."
    )
    assert sentences(text) == [
        "It struck at 11 p.m. EDT on Sunday.",
        "He died at 10:00 a.m. (2100 UTC) at home.",
        "They met at 4:30 a.m. Saturday in a shed.",
        "It opens at 9 a.m. Sept. 21 in the hall.",
        "She left at 5 p.m.",
        "Eva stayed.",
    ]


def test_a_sentence_ends_where_the_blank_is_missing_but_no_address_number_or_initial_does():
    text = "The ship left.The crew of 24 stayed.“It went well.”He paid 3.5 crowns in 2024.(The fee rose.)See Foo.com, J.Roe."
    assert sentences(f"{text} Www.Foo.com, the U.S.Government and St.Mary, Ph.D., wrote:“So.”“Yes,” she said.A.B. left.") == [
        "The ship left.",
        "The crew of 24 stayed.",
        "“It went well.”",
        "He paid 3.5 crowns in 2024.",
        "(The fee rose.)",
        "See Foo.com, J.Roe.",
        "Www.Foo.com, the U.S.Government and St.Mary, Ph.D., wrote:“So.”",
        "“Yes,” she said.",
        "A.B. left.",
    ]


def test_a_line_end_always_ends_a_sentence():
    assert sentences("A headline\n\nThe first words\ngo on.") == ["A headline", "The first words", "go on."]


def test_names_numbers_and_possessives_are_tokens():
    tokens = [token.text for token in read_document("O’Brien’s U.S. team met J. Smith on the 3rd at 10:30.").tokens]
    assert tokens == ["O’Brien", "’s", "U.S.", "team", "met", "J.", "Smith", "on", "the", "3rd", "at", "10:30", "."]


def test_what_is_no_article_is_blanked_and_offsets_stay():
    text = "Menu\nIran talks\nShare\nTehran said so."
    document = read_document(text, [(22, 37), (5, 15)])
    assert document.text == "    \nIran talks\n     \nTehran said so."
    assert [text[token.start : token.end] for token in document.tokens] == ["Iran", "talks", "Tehran", "said", "so", "."]


@given(st.text(st.sampled_from("aA .!?\"”’'\n(U.S.)é\u05d0\U0001f600 9"), max_size=60))
def test_every_token_stands_in_one_sentence_and_says_what_the_text_says(text):
    document = read_document(text)
    assert all(text[token.start : token.end] == token.text for token in document.tokens)
    covered = [number for sentence in document.sentences for number in range(sentence.first, sentence.last)]
    assert covered == list(range(len(document.tokens)))
    for sentence in document.sentences:
        found = document.sentence_at(sentence.start)
        assert found == sentence
        assert document.text[sentence.start : sentence.end].strip() == document.text[sentence.start : sentence.end]
