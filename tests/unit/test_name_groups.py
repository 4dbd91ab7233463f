"""Names of one person put together, within a text and across texts, and how that is scored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.document.document import read_document
from broadsheet.extract.document.lexicon import load_lexicon
from broadsheet.extract.people.name_groups import find_relatives, group_names
from broadsheet.extract.people.people import find_people
from evaluation.aliases import b3, group_across, persons, score
from evaluation.names import read_names
from growth import grows_evenly


def test_shorter_names_join_the_longest_that_they_fit():
    names = ["Pezeshkian", "Donald Trump", "Masoud Pezeshkian", "Trump", "M. Pezeshkian"]
    assert group_names(names) == (0, 1, 0, 1, 0)


def test_of_two_who_share_a_surname_the_nearest_before_is_meant():
    assert group_names(["Ann Smith", "Bob Smith", "Smith"]) == (0, 1, 1)
    assert group_names(["Ann Smith", "Smith", "Bob Smith", "Smith"]) == (0, 0, 1, 1)


def test_a_surname_means_who_was_named_before_however_far_rather_than_who_comes_next():
    others = ["Cy Poe", "Di Roe", "Ed Coe", "Flo Moe"]
    assert group_names(["Ann Smith", *others, "Smith", "Bob Smith"]) == (0, 1, 2, 3, 4, 0, 5)


def test_of_two_who_share_a_surname_the_one_of_the_headline_is_meant():
    assert group_names(["Ann Smith", "Bob Smith", "Smith", "Smith"], frozenset([0])) == (0, 1, 0, 0)
    assert group_names(["Ann Smith", "Bob Smith", "Smith"], frozenset([0, 1])) == (0, 1, 1)


def test_a_name_within_a_longer_one_and_one_spelled_otherwise_join_it():
    assert group_names(["Ana Ruiz", "Ana M. Ruiz Vega", "Eva Ruiz Vega"]) == (0, 0, 1)
    assert group_names(["Hamza bin Laden", "Osama bin Laden", "Hamza bin Ladin", "Usama bin Ladin"]) == (0, 1, 0, 1)
    assert group_names(["Nick Moreau", "Nicholas Moreau", "Moreau", "Bill Moreau", "William Moreau"]) == (0, 0, 0, 1, 1)
    assert group_names(["Omar bin Said", "Omar bin Saud", "Jon Hansen", "Jon Hinsen"]) == (0, 1, 2, 3)


def test_a_surname_stays_with_whom_the_text_is_about_though_parents_are_named_once():
    assert group_names(["Al Roe", "Roe", "Roe", "Bob Roe Sr.", "Eve Roe", "Roe"]) == (0, 0, 0, 1, 2, 0)
    assert group_names(["Al Roe", "Roe", "Roe", "Eve Roe", "Eve Roe", "Roe"]) == (0, 0, 0, 1, 1, 1)


def test_a_surname_does_not_mean_who_was_named_as_a_relative_only():
    assert group_names(["Ann Smith", "Bob Smith", "Smith"], relatives=frozenset([1])) == (0, 1, 0)
    assert group_names(["Ann Smith", "Bob Smith", "Bob Smith", "Smith"], relatives=frozenset([1])) == (0, 1, 1, 1)
    assert group_names(["Bob Smith", "Smith"], relatives=frozenset([0])) == (0, 0)


def test_relatives_are_named_behind_a_word_for_them():
    document = read_document(
        "Ann Smith, the mother of Bob Smith, met his wife, Eve Smith, and mayor Cy Poe. The sister Di Roe left."
    )
    mentions = find_people(document, load_lexicon())
    relatives = find_relatives(document, mentions, load_lexicon().words["relative"])
    assert [mentions[n].text for n in sorted(relatives)] == ["Bob Smith", "Eve Smith", "Di Roe"]


def test_who_is_called_by_a_longer_name_once_is_found_by_each_of_the_names():
    assert group_names(["Al Roe", "Al Roe Albert", "Bob Roe", "Roe"], frozenset([0])) == (0, 0, 1, 0)


def test_a_suffix_says_which_of_two_is_meant():
    assert group_names(["Al Roe", "Al Roe Jr.", "Al Roe", "Roe Jr."]) == (0, 1, 0, 1)


def test_other_initials_in_the_middle_are_another_person():
    assert group_names(["Ann W. Roe", "Ann H. W. Roe", "Ann H. Roe", "Ann Roe"])[:2] == (0, 1)
    assert group_names(["Ann H. W. Roe", "Ann H. Roe", "Ann Roe"]) == (0, 0, 0)


def test_father_and_son_stay_apart():
    assert group_names(["Donald Trump", "Donald Trump Jr."]) == (0, 1)


def test_across_texts_the_full_name_is_one_person_and_a_surname_joins_the_only_one():
    assert group_across([["Ann Smith", "Smith"], ["Ann Smith"], ["Smith"]]) == ((0, 0), (0,), (0,))


def test_across_texts_a_surname_of_several_joins_none():
    assert group_across([["Ann Smith"], ["Bob Smith"], ["Smith"]]) == ((0,), (1,), (2,))


def test_across_texts_an_initial_joins_the_only_one_whom_it_fits():
    assert group_across([["Courtney Walsh"], ["C. Walsh"], ["Brendan Walsh"]]) == ((0,), (0,), (1,))


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_names_may_come_and_equal_names_are_one(names):
    groups = group_names(names)
    assert len(groups) == len(names)
    assert list(dict.fromkeys(groups)) == list(range(len(set(groups))))


def test_thousands_of_one_surname_take_no_time_to_speak_of():
    def smiths(size: int) -> list[str]:
        return [f"Ann{number} Smith" for number in range(size)] + ["Smith"] * size

    assert len(set(group_names(smiths(2000))[:2000])) == 2000
    assert grows_evenly(lambda size: lambda: group_names(smiths(size)), 250)


def test_b3_counts_what_a_cluster_shares_with_the_gold_one():
    assert b3(["a", "a", "b"], [1, 1, 1]).precision == 1
    assert b3(["a", "a", "b"], [1, 1, 1]).recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert b3(["a", "a", "a"], [1, 1, 2]).precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)


AIDA = """-DOCSTART- (1 RAIN)
Ann	B	Ann Smith	Ann_Smith	http://example.org/wiki/Ann_Smith	1	/m/1
Smith	I	Ann Smith	Ann_Smith	http://example.org/wiki/Ann_Smith	1	/m/1
praised
Rome	B	Rome	Rome	http://example.org/wiki/Rome	2	/m/2
.

Smith	B	Smith	Ann_Smith	http://example.org/wiki/Ann_Smith	1	/m/1
met
Jones	B	Jones	--NME--
.
"""
CONLL = """-DOCSTART- -X- -X- O

Ann NNP I-NP I-PER
Smith NNP I-NP I-PER
praised VBD I-VP O
Rome NNP I-NP I-LOC
. . O O

Smith NNP I-NP I-PER
met VBD I-VP O
Jones NNP I-NP I-PER
. . O O
"""


def test_aida_is_read_with_the_types_of_a_conll_file(tmp_path):
    (tmp_path / "aida.tsv").write_text(AIDA, encoding="utf-8")
    (tmp_path / "eng.testb").write_text(CONLL, encoding="utf-8")
    (document,) = read_names(tmp_path / "aida.tsv", "aida")
    assert document.id == "1 RAIN"
    assert document.text == "Ann Smith praised Rome.\nSmith met Jones.\n"
    texts = persons([document], tmp_path / "eng.testb")
    assert texts == [(["Ann Smith", "Smith"], ["Ann_Smith", "Ann_Smith"])]
    inside, across = score(texts)
    assert (inside.f1, across.f1, inside.mentions) == (1, 1, 2)
    assert persons([document])[0][0] == ["Ann Smith", "Rome", "Smith"]


def test_conll_is_read_in_both_ways_of_tagging(tmp_path):
    both = "-DOCSTART- -X- O O\n\nSOCCER NN O O\n- : O O\nAjax NNP O B-ORG\nPSV NNP O B-ORG\n( ( O O\nEU NNP O B-ORG\n) ) O O\n\n"
    both += (
        "-DOCSTART- -X- O O\n\nAjax NNP O I-ORG\nPSV NNP O B-ORG\n, , O O\nBank NNP O I-ORG\nof IN O I-ORG\nJapan NNP O I-ORG\n"
    )
    (tmp_path / "x.conll").write_text(both, encoding="utf-8")
    first, second = read_names(tmp_path, "conll")
    assert (first.text, first.sport) == ("SOCCER - Ajax PSV (EU)\n", True)
    assert [first.text[a:b] for a, b in first.spans("ORG")] == ["Ajax", "PSV", "EU"]
    assert (second.text, second.sport) == ("Ajax PSV, Bank of Japan\n", False)
    assert [second.text[a:b] for a, b in second.spans("ORG")] == ["Ajax", "PSV", "Bank of Japan"]
