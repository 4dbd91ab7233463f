"""Mentions of countries: where they stand, how they name the country, how sure they are, and what was left out and why."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.extract.countries.countries import FoundCountry, find_countries, read_countries
from broadsheet.extract.countries.places import load_gazetteer
from broadsheet.extract.document.document import read_document
from broadsheet.extract.standing import CountryStanding, primary_countries
from growth import grows_evenly


def found(text: str, people: tuple[tuple[int, int], ...] = ()) -> tuple[FoundCountry, ...]:
    return find_countries(read_document(text), load_gazetteer(), people)


def one(text: str) -> FoundCountry:
    (mention,) = found(text)
    return mention


def standing(text: str) -> tuple[CountryStanding, ...]:
    return primary_countries(read_document(text), found(text))


def denied(text: str) -> list[tuple[str, str]]:
    return [(n.text, n.reason) for n in read_countries(read_document(text), load_gazetteer()).not_countries]


def test_a_mention_has_its_span_its_code_and_how_it_names_the_country():
    text = "The U.S. envoy met Iranian officials and two Danes in Scotland."
    assert [(m.text, m.code, m.how, m.confidence) for m in found(text)] == [
        ("U.S.", "US", "abbreviation", 0.95),
        ("Iranian", "IR", "demonym", 0.95),
        ("Danes", "DK", "people", 0.95),
        ("Scotland", "GB", "constituent", 0.95),
    ]
    assert all(text[m.start : m.end] == m.text for m in found(text))


def test_an_adjective_that_stands_for_a_person_is_people():
    assert one("An American who lives there agreed.").how == "people"
    assert one("An American company agreed.").how == "demonym"


@pytest.mark.parametrize(
    ("text", "sense", "confidence"),
    [
        ("Neither Tehran nor the envoy replied.", "metonym", 0.85),
        ("Tehran insists on it.", "metonym", 0.85),
        ("Talks between Tehran and others failed.", "metonym", 0.85),
        ("Tehran’s nuclear programme continues.", "metonym", 0.85),
        ("He flew to Tehran yesterday.", "place", 0.8),
        ("A crowded Tehran street was quiet.", "unclear", 0.6),
        ("TEHRAN (Agency) - A fire broke out.", "place", 0.8),
    ],
)
def test_a_capital_says_whether_it_stands_for_the_government(text, sense, confidence):
    mention = one(text)
    assert (mention.code, mention.how, mention.note, mention.confidence) == ("IR", "capital", sense, confidence)


def test_a_city_is_surer_where_its_country_is_named():
    assert one("A fire broke out in Hamburg.").confidence == 0.6
    assert [m.confidence for m in found("A fire broke out in Hamburg, Germany.")] == [0.75, 0.95]


def test_a_name_without_any_cue_is_flagged_with_what_else_it_may_be():
    assert (one("Georgia votes.").confidence, one("Georgia votes.").note) == (0.5, "may also be US")
    assert (one("Korea votes.").confidence, one("Korea votes.").note) == (0.6, "may also be KP")
    assert one("Congo votes.").code == "CD"
    assert one("Congo votes.").confidence <= 0.7


def test_georgia_is_a_state_where_its_neighbours_are():
    assert [(m.code, m.how) for m in found("Police in Georgia and Alabama met in Atlanta.") if m.text == "Georgia"] == [
        ("US", "region")
    ]


def test_a_town_in_local_news_is_kept_below_what_is_used():
    text = "The sheriff of the county said a Lebanon man was held. The township and the superintendent agreed."
    assert (one(text).code, one(text).confidence) == ("LB", 0.35)


def test_a_disputed_place_is_noted():
    assert (one("Ships left Crimea.").code, one("Ships left Crimea.").note) == ("UA", "disputed")


def test_what_was_left_out_has_its_reason():
    assert denied("The Times of Russia and the Washington Post agreed.") == [("Russia", "masthead"), ("Washington", "masthead")]
    assert denied("She said it in French.") == [("French", "language")]
    assert denied("Lebanon, Pa., voted.") == [("Lebanon", "town")]
    assert denied("Mr. Jordan voted.") == [("Jordan", "person")]
    assert denied("The German shepherd and the Spanish omelette; a Danish pastry.") == []
    assert denied("Three Italian terriers won.") == [("Italian", "thing")]


def test_a_person_masks_a_name_inside_and_the_surname_elsewhere_but_not_after_in():
    text = "Ann Holland spoke. Holland had been in Holland."
    assert [(m.start, m.text) for m in found(text, ((0, 11),))] == [(39, "Holland")]


def test_people_may_come_in_any_order_and_overlap():
    text = "Ann Holland met Bo Jordan."
    assert found(text, ((16, 25), (4, 11), (0, 11))) == ()


def test_countries_are_ranked_by_their_mentions_with_all_of_them_as_evidence():
    standings = standing("Iran and Oman talked. Tehran insists that Iran will. A train left Muscat. Hamburg slept.")
    assert [(s.code, [m.text for m in s.mentions], s.confidence) for s in standings] == [
        ("IR", ["Iran", "Tehran", "Iran"], 0.95),
        ("OM", ["Oman", "Muscat"], 0.95),
        ("DE", ["Hamburg"], 0.6),
    ]


def test_a_capital_alone_is_published_only_as_a_government():
    assert standing("Tehran insists on it.")[0].confidence == 0.85
    assert standing("He flew to Tehran yesterday.")[0].confidence == 0.75


def test_former_states_are_mentioned_and_are_no_countries():
    text = "The Soviet Union and Soviet troops left Hungary."
    mentions = found(text)
    assert [m.text for m in mentions if m.code == "x-su"] == ["Soviet Union", "Soviet"]
    assert [s.code for s in standing(text)] == ["HU"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "(" * 9,
        "Georgia ",
        "Jordan, ",
        "San ",
        "in French, German and ",
        "The Times of the ",
        "A" * 9,
        "US ",
        "\u202eIran\u202c \x00Iran\x07 🇮🇷 伊朗 إيران ",
        "Washington’s",
    ],
    ids=range(12),
)
def test_hostile_text_is_read_in_linear_time(text):
    def reading(size):
        document = read_document(text * size)
        return lambda: find_countries(document, load_gazetteer(), [(0, 5)] * 1000)

    assert all((text * 2_500)[m.start : m.end] == m.text for m in reading(2_500)())
    assert grows_evenly(reading, 2_500)


PIECES = [
    "Iran",
    "Jordan",
    "Georgia",
    "U.S.",
    "US",
    "Washington",
    "French",
    " ",
    " ",
    " ",
    "\n",
    ",",
    ".",
    "(",
    ")",
    "the",
    "in",
    "24",
    "’s",
    "-",
]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_mentions_are_in_order_apart_and_say_what_the_text_says(pieces, people):
    text = "".join(pieces)
    report = read_countries(read_document(text), load_gazetteer(), [(a, b) for a, b in people if a < b])
    both = sorted((*report.mentions, *report.not_countries), key=lambda m: m.start)
    assert all(text[m.start : m.end] == m.text for m in both)
    assert all(one.end <= other.start for one, other in pairwise(both))
    assert all(0 < m.confidence <= 0.95 for m in report.mentions)


def test_the_result_is_the_same_for_every_hash_seed():
    program = (
        "from broadsheet.extract.countries.countries import read_countries\n"
        "from broadsheet.extract.document.document import read_document\n"
        "from broadsheet.extract.countries.places import load_gazetteer\n"
        "text = 'Georgia, Korea, Congo and Jordan met. Guinea, Guinea-Bissau. The Times of Russia. Dominican Islands.'\n"
        "print(read_countries(read_document(text), load_gazetteer()))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
