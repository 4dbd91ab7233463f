"""The lexicon: names from all parts of the world, words of English, and how much it costs to have them."""

from __future__ import annotations

import sys

import pytest

from broadsheet.extract.document.lexicon import GIVEN, SURNAME, WORD, load_lexicon, plain

GIVEN_NAMES = (
    "Mary John Masoud Abbas Recep Tayyip Volodymyr Oleksandr Sergei Nursultan Emomali Giorgi Nikol Abiy Cyril Uhuru Thabo "
    "Olusegun Narendra Sachin Shehbaz Benazir Ranil Takuya Shinzo Joko Prabowo Aung Luiz Dilma Jürgen Göran İbrahim Mahmoud Reza"
)
SURNAMES = (
    "Smith Pezeshkian Araghchi Khamenei Erdoğan Zelensky Tymoshenko Netanyahu Rabin Arafat Putin Lukashenko Ramaphosa Mandela "
    "Obasanjo Modi Tendulkar Bhutto Xi Wang Nguyen Park Takahashi Suharto Wałęsa Milošević Papandreou O'Brien Saakashvili"
)


@pytest.mark.parametrize("name", GIVEN_NAMES.split())
def test_given_names_of_all_parts_of_the_world_are_known(name: str) -> None:
    assert load_lexicon().kind(name) & GIVEN


@pytest.mark.parametrize("name", SURNAMES.split())
def test_surnames_of_all_parts_of_the_world_are_known(name: str) -> None:
    assert load_lexicon().kind(name) & SURNAME


@pytest.mark.parametrize("word", ["the", "minister", "labour", "labor", "will", "shooting"])
def test_words_of_english_are_known_as_such(word: str) -> None:
    assert load_lexicon().kind(word) & WORD


def test_a_word_may_be_a_name_and_a_word_but_a_frequent_given_name_is_none() -> None:
    assert load_lexicon().kind("Rose") & (GIVEN | WORD) == GIVEN | WORD
    assert load_lexicon().kind("Mark") & (GIVEN | WORD) == GIVEN
    assert load_lexicon().kind("Ankara-Istanbul") == 0


def test_a_part_of_a_word_is_not_known_and_a_short_word_is() -> None:
    assert (
        load_lexicon().kind("ministe") == load_lexicon().kind("ster") == load_lexicon().kind("") == load_lexicon().kind("=") == 0
    )
    assert load_lexicon().kind("Xi") & SURNAME
    assert load_lexicon().kind("of") == WORD


def test_marks_case_and_typographic_apostrophes_do_not_count() -> None:
    assert plain("Gül") == plain("GUL") == "gul"
    assert plain("O’Brien") == plain("o'brien")
    assert plain("Łukasz Øster ß") == "lukasz oster ss"


def test_every_list_of_words_is_there_and_none_is_empty() -> None:
    words = load_lexicon().words
    assert {"honorific", "title", "role", "speech", "particle", "body", "opener"} <= words.keys()
    assert all(words.values())
    assert "" not in set().union(*words.values())


def test_the_table_holds_what_it_should_and_not_much_more() -> None:
    table = load_lexicon().table
    assert 100_000 < sum(entries.count("=") for entries in table.values()) < 150_000
    assert sys.getsizeof(table) + sum(sys.getsizeof(text) for entry in table.items() for text in entry) < 3_000_000
    assert load_lexicon() is load_lexicon()
