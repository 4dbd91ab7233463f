"""Organisations in running text: where they stand, what they are called, of what country they are, and how sure that is."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.countries.countries import find_countries
from broadsheet.extract.countries.places import load_gazetteer
from broadsheet.extract.document.document import read_document
from broadsheet.extract.organisations.clusters import gather_organisations
from broadsheet.extract.organisations.organisations import OrganisationMention, find_organisations
from growth import Work, grows_evenly


def found(text: str, people: tuple[tuple[int, int], ...] = (), publisher: str = "") -> tuple[OrganisationMention, ...]:
    document = read_document(text)
    return find_organisations(document, people, find_countries(document, load_gazetteer(), people), publisher=publisher)


def one(text: str) -> OrganisationMention:
    (mention,) = found(text)
    return mention


def test_a_body_of_a_country_has_the_country_and_one_name_in_all_its_forms():
    for text in (
        "Qatar’s foreign ministry said so.",
        "Officials at the Qatari Foreign Ministry said so.",
        "Sources in the foreign ministry of Qatar said so.",
        "Sources in the Ministry of Foreign Affairs of Qatar said so.",
    ):
        mention = one(text)
        assert (mention.name, mention.country, mention.kind) == ("Foreign Ministry of Qatar", "QA", "government"), text
        assert mention.confidence == 0.9
    assert one("Qatar’s foreign ministry said so.").text == "Qatar’s foreign ministry"


def test_a_mention_is_where_its_text_stands():
    text = "Talks at the European Union and Elbit Systems Ltd ended."
    assert [(text[m.start : m.end], m.text, m.rule) for m in found(text)] == [
        ("European Union", "European Union", "known"),
        ("Elbit Systems Ltd", "Elbit Systems Ltd", "legal form"),
    ]


def test_a_publisher_is_no_mention_in_its_own_article():
    text = "The Moscow Times reports that NATO met."
    assert [m.name for m in found(text, publisher="The Moscow Times")] == ["North Atlantic Treaty Organization"]


def test_a_body_of_a_part_of_a_country_keeps_the_words_of_the_text():
    assert (one("Puntland’s interior ministry said so.").name, one("Puntland’s interior ministry said so.").country) == (
        "Puntland’s interior ministry",
        "SO",
    )


def test_a_body_is_called_as_its_own_country_calls_it():
    assert one("The British central bank raised rates.").name == "Bank of England"
    assert one("America’s foreign ministry is called otherwise.").name == "U.S. State Department"
    assert one("The Netherlands’ foreign ministry said so.").name == "Foreign Ministry of the Netherlands"


def test_an_organisation_that_is_named_again_has_the_name_of_its_first_mention():
    text = "Elbar Mining Corp rose. Elbar shares doubled. The World Weather Office (WWO) warned; the WWO was right."
    assert [(m.text, m.name, m.rule) for m in found(text)] == [
        ("Elbar Mining Corp", "Elbar Mining Corp", "legal form"),
        ("Elbar", "Elbar Mining Corp", "named before"),
        ("World Weather Office", "World Weather Office", "head word"),
        ("WWO", "World Weather Office", "explained acronym"),
        ("WWO", "World Weather Office", "explained acronym"),
    ]


def test_a_name_that_several_countries_share_is_one_only_where_the_text_is_of_its_country():
    canada = "The House of Commons in Canada adjourned. Canada votes."
    britain = "The House of Commons in Britain adjourned. Britain votes."
    assert [(m.country, m.confidence) for m in found(canada)] == [("", 0.7)]
    assert [(m.country, m.confidence) for m in found(britain)] == [("GB", 0.95)]


def test_a_generic_name_is_less_sure_than_one_with_a_word_of_its_own():
    assert one("The Siena College reopened.").confidence == 0.8
    assert one("The Regional Council met.").confidence == 0.7


def test_a_persons_name_is_no_organisation_even_if_a_firm_is_called_so():
    assert [m.text for m in found("Suzuki drove.")] == ["Suzuki"]
    assert found("Suzuki drove.", ((0, 6),)) == ()


@given(st.text(max_size=300))
def test_any_text_may_come_and_mentions_are_where_they_say_and_apart(text):
    mentions = found(text)
    assert all(text[m.start : m.end] == m.text and m.start <= m.own < m.end and 0 < m.confidence < 1 for m in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


@given(
    st.lists(
        st.sampled_from(
            [
                "Bank",
                "of",
                "Japan",
                "’s",
                "(",
                ")",
                "BOJ",
                "The",
                "and",
                "for",
                "-",
                "Ministry",
                "Inc",
                ".",
                "Court",
                "said",
                "\n",
                ",",
            ]
        ),
        max_size=60,
    )
)
def test_names_of_any_build_are_apart(words):
    mentions = found(" ".join(words))
    assert all(one.end <= other.start for one, other in pairwise(mentions))


@pytest.mark.parametrize(
    "piece",
    [
        "Bank of ",
        "Bank of Japan and the Council of Ministers (ABC) ",
        "Ministry of Trade and ",
        "A",
        "A-",
        "The Times ",
        "(WHO) ",
        "International ",
        "Elbar Inc. ",
        "foreign ministry of ",
        "World Weather Office (WWO) ",
        "Council, ",
        "al-",
        "United Nations ",
        "State-",
        "’s ",
    ],
)
def test_the_time_grows_with_the_text_and_no_faster(piece):
    def finding(size: int) -> Work:
        document = read_document(piece * size)
        countries = find_countries(document, load_gazetteer())
        return lambda: find_organisations(document, (), countries)

    assert grows_evenly(finding, 1_000)


def test_the_same_bytes_come_for_every_hash_seed():
    program = (
        "from broadsheet.extract.document.document import read_document;"
        "from broadsheet.extract.organisations import organisations;"
        "t = 'The World Weather Office (WWO) of Elbar Corp met RSF, NATO and Elbar. The Council of Rome met.';"
        "print(organisations.find_organisations(read_document(t)))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


def test_an_organisation_of_a_text_is_one_with_all_its_mentions():
    text = "Iran’s foreign ministry protested. The Iranian Foreign Ministry said NATO erred. "
    text += "NATO denied it; the foreign ministry left."
    gathered = gather_organisations(found(text))
    assert [(o.name, o.country, len(o.mentions), o.confidence) for o in gathered] == [
        ("Foreign Ministry of Iran", "IR", 3, 0.92),
        ("North Atlantic Treaty Organization", "", 2, 0.96),
    ]


def test_bodies_of_one_name_and_several_countries_are_several():
    mention = one("Iran’s parliament votes.")
    other = mention._replace(country="IQ", start=90, end=99)
    assert [o.country for o in gather_organisations((mention, other))] == ["IR", "IQ"]
    assert [o.country for o in gather_organisations((mention, other._replace(country="")))] == ["IR"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The French parliament votes.", "Parliament of France"),
        ("France's Parliament votes.", "Parliament of France"),
        ("The UK parliament votes.", "Parliament of the United Kingdom"),
        ("The Parliament of the United Kingdom votes.", "Parliament of the United Kingdom"),
        ("The UK Parliament votes.", "Parliament of the United Kingdom"),
        ("Ghana's top court agreed.", "Supreme Court of Ghana"),
        ("The Supreme Court of Ghana agreed.", "Supreme Court of Ghana"),
        ("Taiwan's legislature votes.", "Legislative Yuan"),
        ("The Russian space agency agreed.", "Roscosmos"),
        ("Iran's foreign ministry agreed.", "Foreign Ministry of Iran"),
        ("The Ministry of Foreign Affairs of Iran agreed.", "Foreign Ministry of Iran"),
    ],
)
def test_a_national_body_has_one_name_whatever_it_is_called_and_its_own_where_there_is_one_of_the_kind(text, name):
    assert one(text).name == name
