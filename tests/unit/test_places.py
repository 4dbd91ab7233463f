"""The gazetteer for running text: which phrases it has, what each may mean, and which it finds in a row of tokens."""

from __future__ import annotations

from importlib.resources import files

import pytest

from broadsheet.catalog.gazetteer import load_countries
from broadsheet.extract.countries.places import NAMING, Gazetteer, PlaceMeaning, load_gazetteer
from broadsheet.extract.document.document import read_document

GAZETTEER = load_gazetteer()
HOWS = {*NAMING, "capital", "city", "region", "historical", "none"}


def scanned(text: str) -> list[tuple[str, tuple[PlaceMeaning, ...]]]:
    document = read_document(text)
    found = GAZETTEER.scan(document.tokens)
    return [(text[document.tokens[first].start : document.tokens[last - 1].end], readings) for first, last, readings in found]


def readings(gazetteer: Gazetteer) -> list[PlaceMeaning]:
    nodes, found = list(gazetteer.root.values()), []
    while nodes:
        node = nodes.pop()
        found += node.readings or ()
        nodes += (node.children or {}).values()
    return found


def meant(phrase: str) -> list[tuple[str, str]]:
    return [(reading.code, reading.how) for text, several in scanned(phrase) if text == phrase for reading in several]


@pytest.mark.parametrize("country", load_countries(), ids=lambda country: country.code)
def test_every_country_is_found_by_its_name(country):
    article = f"{country.article} " if country.article else ""
    found = scanned(f"They left {article}{country.name} in May.")
    assert country.code in {reading.code for _, several in found for reading in several}


@pytest.mark.parametrize("country", [c for c in load_countries() if c.demonyms], ids=lambda country: country.code)
def test_every_country_is_found_by_each_demonym_that_is_its_own(country):
    own = [demonym for demonym in country.demonyms if demonym not in country.ambiguous]
    assert [d for d in own if country.code not in {code for code, _ in meant(d)}] == []


def test_an_adjective_and_a_noun_for_people_are_told_apart():
    assert meant("Iranian") == [("IR", "demonym")]
    assert meant("Iranians") == [("IR", "people")]
    assert meant("Dutchman") == [("NL", "people")]
    assert meant("New Zealander") == [("NZ", "people")]
    assert meant("German") == [("DE", "demonym")]


def test_the_longest_phrase_wins_and_hides_what_it_holds():
    assert [text for text, _ in scanned("New England and Papua New Guinea and New Guinea")] == [
        "New England",
        "Papua New Guinea",
        "New Guinea",
    ]
    assert meant("New Guinea") == []


def test_phrases_are_found_in_capitals_without_accents_and_with_typographic_apostrophes():
    assert meant("SOUTH KOREA") == [("KR", "name")]
    assert meant("Turkiye") == meant("Türkiye") == [("TR", "name")]
    assert meant("Côte d’Ivoire") == meant("Cote d'Ivoire") == [("CI", "name")]
    assert meant("IRAN") == [("IR", "name")]


def test_short_words_in_capitals_and_names_without_their_accent_are_other_words():
    assert scanned("POLE FINN DANE Reunion Male") == []


def test_a_shared_name_has_a_reading_for_each_bearer_with_its_cues():
    several = dict(scanned("Georgia"))["Georgia"]
    assert [(reading.code, reading.how) for reading in several] == [("GE", "name"), ("US", "region")]
    assert "Tbilisi" in several[0].cues
    assert "Atlanta" in several[1].cues


@pytest.mark.parametrize(
    "actor", ["European Union", "EU", "E.U.", "United Nations", "UN", "U.N.", "NATO", "ASEAN", "African Union", "OPEC", "Hamas"]
)
def test_unions_and_groups_are_no_countries(actor):
    assert meant(actor) == []


def test_every_code_is_a_countrys_or_a_former_states():
    codes = {country.code for country in load_countries()} | {""}
    found = readings(GAZETTEER)
    assert {reading.code for reading in found if reading.how != "historical"} <= codes
    assert {reading.code[:2] for reading in found if reading.how == "historical"} == {"x-"}
    assert {reading.how for reading in found} <= HOWS
    assert {"x-su", "x-yu", "x-cs", "x-dd"} <= {reading.code for reading in found}


def test_a_city_does_not_displace_a_country_or_a_capital():
    assert meant("Jamaica") == [("JM", "name")]
    assert meant("Odessa") == [("UA", "city")]
    assert meant("Los Angeles") == [("US", "city")]
    assert meant("Moscow") == [("RU", "capital")]


def test_the_table_of_cities_names_its_source_and_licence():
    head = files("broadsheet.extract.countries").joinpath("cities.tsv").read_text(encoding="utf-8")[:300]
    assert "GeoNames" in head
    assert "CC BY 4.0" in head
