"""Public persons, and which of them a name in a text means. The persons are made up."""

from __future__ import annotations

from time import process_time

import pytest

from broadsheet.extract.extractor import Extractor
from broadsheet.extract.identity import bearers
from broadsheet.extract.identity.public_persons import HeldOffice, PublicPersons, load_public_persons
from broadsheet.extract.structure.article import Article

LINES = (
    "fenwick\tHugo Fenwick\t\tm\tGB\t\t*Prime Minister@2001@2005",
    "fenwick\tIda Fenwick\t\tf\tGB\t\t*Prime Minister@2006@2009",
    "lindqvist\tAldo Lindqvist\tAldous Lindqvist;Aldous B. Lindqvist\tm\tFR\tQ1\t*President@2011@2015;*President@2019-05@",
    "lindqvist\tMona Lindqvist\t\tf\tFR\t\tFirst Lady@2011@2015",
    "lindqvist\tRuth Lindqvist\t\tf\tFR\t\tSenator@2008@2030",
    "ostrander\tBo Ostrander\t\tm\tFR\t\tDirector of the Mint@2010@",
    "ostrander\tJo Ostrander\t\tf\tFR\t\tMinister of Health@2010@",
)
TABLE = {start: "\n".join(line for line in LINES if line.startswith(start)).encode() for start in ("fen", "lin", "ost")}


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        bearers, "load_public_persons", lambda: PublicPersons({start.encode(): lines for start, lines in TABLE.items()})
    )


def people(text: str, day: str) -> dict[str, tuple[int, float]]:
    """Return the persons that are found in a text of a day in France, each with the number of mentions and the confidence."""
    article = Article(f"{text}\n\nThe French government met in Paris, and the French senate did, too.\n", published=day)
    found = Extractor().extract(article).findings
    actors = [f for f in found if f.field == "actors" and isinstance(f.value, dict) and f.value["kind"] == "person"]
    return {str(f.value["name"]): (len(f.evidence), f.confidence) for f in actors if isinstance(f.value, dict)}


def test_a_surname_alone_means_who_holds_a_first_office_on_the_day() -> None:
    assert (
        people("A law\n\nThe law was signed on Monday. Lindqvist, who read it, told reporters that it would last.", "2012-03-01")[
            "Aldo Lindqvist"
        ][1]
        >= 0.8
    )


def test_a_surname_alone_means_nobody_between_two_terms_of_others_of_the_name() -> None:
    text = "A law\n\nIt was signed on Monday. Fenwick, who read it, told London that it would last. Britain was silent."
    assert people(text, "2010-03-01")["Fenwick"][1] < 0.8  # two held it
    assert people(text, "2007-03-01")["Ida Fenwick"][1] >= 0.8
    assert "Aldo Lindqvist" not in people(
        "A law\n\nIt was signed. Lindqvist, who read it, told reporters that it would last.", "2017-03-01"
    )  # a senator may be meant


def test_an_office_says_who_is_meant() -> None:
    assert people("The law was signed by Director Ostrander on Monday.", "2012-03-01")["Bo Ostrander"][1] >= 0.8
    assert people("The law was read by Senator Lindqvist on Monday.", "2012-03-01")["Ruth Lindqvist"][1] >= 0.8
    assert people("The law of former President Lindqvist was read.", "2017-03-01")["Aldo Lindqvist"][1] >= 0.8


def test_a_relative_who_is_named_in_full_does_not_inherit_the_surname() -> None:
    text = "A walk\n\nMona Lindqvist was there. President Lindqvist was not. Lindqvist said that he was busy."
    found = people(text, "2012-03-01")
    assert (found["Mona Lindqvist"][0], found["Aldo Lindqvist"][0]) == (1, 2)
    son = people("A walk\n\nAldo Lindqvist Jr. was there. Lindqvist said that he was busy, and Lindqvist left.", "2012-03-01")
    assert (son["Aldo Lindqvist Jr."][0], son["Aldo Lindqvist"][0]) == (1, 2)


def test_the_younger_of_two_is_the_one_with_the_suffix() -> None:
    text = (
        "A walk\n\nAldo Lindqvist met Aldo Lindqvist Jr. in May. Aldo Lindqvist ran. The walk was long for the younger Lindqvist."
    )
    found = people(text, "2012-03-01")
    assert (found["Aldo Lindqvist Jr."][0], found["Aldo Lindqvist"][0]) == (2, 2)


def test_the_headline_says_whom_a_story_is_about() -> None:
    text = "Mona Lindqvist opens a school\n\nLindqvist said that she was glad. Aldo Lindqvist watched. Lindqvist cut the ribbon."
    assert people(text, "2012-03-01")["Mona Lindqvist"][0] == 3


def test_one_person_is_shown_by_one_name_however_a_text_writes_it() -> None:
    text = "A vote\n\nAldous B. Lindqvist came in. Aldo Lindqvist sat down. Aldous Lindqvist spoke, and Mr. Lindqvist left."
    assert people(text, "2012-03-01") == {"Aldo Lindqvist": (4, 0.99)}


def test_a_form_of_address_tells_two_of_a_surname_apart() -> None:
    text = "A vote\n\nAldo Lindqvist and Mona Lindqvist came. Mrs. Lindqvist sat down. Mr. Lindqvist stood."
    found = people(text, "2017-03-01")
    assert (found["Mona Lindqvist"][0], found["Aldo Lindqvist"][0]) == (2, 2)


def test_an_office_has_its_words_in_any_order_but_is_no_lesser_one() -> None:
    speaker, president = HeldOffice("Speaker of the House", "2001", "", False), HeldOffice("President", "2001", "", True)
    assert speaker.is_called("House speaker")
    assert president.is_called("former President")
    assert not president.is_called("Vice President")
    assert not HeldOffice("Adviser to the President", "2001", "", False).is_called("President")


def test_the_table_is_read_in_time_and_says_what_everybody_knows() -> None:
    load_public_persons.cache_clear()
    began = process_time()
    table = load_public_persons()
    assert process_time() - began < 0.2  # some 25 ms; machines of CI are slow
    assert [person.name for person in table.called("un")] == ["Kim Jong-un"]
    (kohl,) = (person for person in table.called("kohl") if person.name == "Helmut Kohl")
    assert kohl.country == "DE"
    assert kohl.is_first("1990-10-03")
    assert not kohl.is_first("1999-01-01")
    putin = next(person for person in table.called("putin") if person.name == "Vladimir Putin")
    assert [office.title for office in putin.offices if office.covers("2010-06-01")][:1] == ["Prime Minister"]
