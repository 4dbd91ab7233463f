"""Organisations in running text: where they stand, what they are called, of what country they are, and how sure that is."""

from __future__ import annotations

from broadsheet.extract.countries import find_countries
from broadsheet.extract.document import read_document
from broadsheet.extract.organisations import OrganisationMention, find_organisations
from broadsheet.extract.places import load_gazetteer


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
        assert (mention.name, mention.country, mention.kind) == ("Qatar’s foreign ministry", "QA", "government"), text
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
