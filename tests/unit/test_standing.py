"""Standing: which countries a story is about, and which it names in passing."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.extract.countries.countries import find_countries
from broadsheet.extract.countries.localities import find_localities
from broadsheet.extract.countries.places import load_gazetteer
from broadsheet.extract.document.document import read_document
from broadsheet.extract.document.lexicon import load_lexicon
from broadsheet.extract.organisations.organisations import find_organisations
from broadsheet.extract.people.people import find_people
from broadsheet.extract.standing import primary_countries

TABLE = Path(__file__).parents[1] / "extraction" / "standing_traps.tsv"
CASES = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
LEAD = """Council votes for new roads

The council voted for the new roads on Friday.

Its mayor said that work will begin in the autumn.

"""
PUBLISHED = 0.8


def standings(text: str, published: str = "2024-05-06", home: tuple[str, ...] = ()) -> dict[str, float]:
    document = read_document(text)
    people = [(m.start, m.end) for m in find_people(document, load_lexicon())]
    mentions = find_countries(document, load_gazetteer(), people)
    organisations = find_organisations(document, people, mentions)
    mentions = sorted((*mentions, *find_localities(document, mentions, people, home)))
    return {s.code: s.confidence for s in primary_countries(document, mentions, organisations, published, home)}


@pytest.mark.parametrize(
    ("text", "published", "proposed", "why"), CASES, ids=[f"{why}: {text[:40]}" for text, _, _, why in CASES]
)
def test_a_country_that_is_only_named_in_passing_is_not_published(text: str, published: str, proposed: str, why: str) -> None:
    found = standings(LEAD + text.replace("\\n", "\n"))
    assert {code for code, sure in found.items() if sure >= PUBLISHED} == set(published.split()), why
    assert {code for code, sure in found.items() if sure < PUBLISHED} == set(proposed.split()), why


def test_what_the_lead_names_is_sure_however_it_is_named() -> None:
    assert standings(
        "Canadian comedian returns\n\nThe Canadian comedian Ann Lee returned to the stage on Friday.\n\n" + LEAD
    ) == {"CA": 0.95}


def test_once_is_less_sure_than_twice_and_that_less_than_often() -> None:
    text = "{}Troops left Norway. Troops left Oman. Oman agreed. Troops left Chad. Chad agreed. The war in Chad goes on."
    assert standings(text.format(LEAD)) == {"TD": 0.95, "OM": 0.9, "NO": 0.84}


def test_several_places_of_one_country_name_it_where_no_country_is_named_more_often() -> None:
    headline = "Pileup in Florida kills five\n\n"
    text = "Two trucks crashed near Gainesville on Friday. The road to Miami was closed. Florida had rain."
    assert standings(headline + text + "\n\n" + LEAD) == {"US": 0.8}
    named = " Norway sent help. Norway has trucks, too. Norway knows rain. Norway's king wrote. Norway built the road."
    assert standings(headline + text + named + "\n\n" + LEAD)["US"] < PUBLISHED
    assert standings("Pileup near Wichita kills five\n\n" + LEAD)["US"] < PUBLISHED


def test_a_state_that_the_lead_names_is_enough_where_no_other_place_is_called_so() -> None:
    assert standings("Fair opens in Ohio\n\nThe fair opened on Friday.\n\n" + LEAD) == {"US": 0.8}
    assert standings("Fair opens in Norfolk\n\nThe fair opened on Friday.\n\n" + LEAD) == {"GB": 0.75}
    assert standings("Fair opens in Norfolk\n\nPeople from Leeds came to Norfolk on Friday.\n\n" + LEAD) == {"GB": 0.8}


def test_a_county_and_a_town_before_a_state_speak_for_their_country() -> None:
    assert standings("Fair opens\n\nThe sheriff of Fairfax County came on Friday.\n\n" + LEAD) == {"US": 0.8}
    assert standings("Fair opens\n\nThe fair in Paris, Ky., and that in Ashby, Ont., opened on Friday.\n\n" + LEAD) == {
        "US": 0.75,
        "CA": 0.75,
    }


def test_without_a_day_of_publication_nothing_is_long_ago() -> None:
    text = LEAD + "The ship was built in 1993 in Japan."
    assert (standings(text), standings(text, "")) == ({"JP": 0.7}, {"JP": 0.84})


OXFORD = "Bridge opens in Oxford\n\nThe bridge in Oxford opened on Friday.\n\nThe mayor of Oxford came. Oxford is glad of it.\n"


def test_one_town_whose_name_others_have_is_no_surer_for_being_named_again_and_again() -> None:
    assert standings(OXFORD)["GB"] < PUBLISHED
    assert (
        standings("Bridge opens in Paris\n\nThe bridge in Paris opened. Paris is glad. The mayor of Paris came.\n")["FR"]
        < PUBLISHED
    )
    assert standings(OXFORD + "\nPeople from Swindon and Reading came to Oxford, too.\n")["GB"] >= PUBLISHED
    assert (
        standings("Bridge opens in Wichita\n\nThe bridge in Wichita opened. Wichita is glad. Wichita danced.\n")["US"]
        >= PUBLISHED
    )


def test_a_place_at_home_is_enough() -> None:
    text = "Fair opens\n\nThe fair opened on Friday in Wichita.\n"
    assert standings(text)["US"] < PUBLISHED
    assert standings(text, home=("US",))["US"] >= PUBLISHED
    assert standings(OXFORD, home=("US",))["GB"] < PUBLISHED
    assert standings(OXFORD, home=("US", "GB"))["GB"] >= PUBLISHED


def test_counties_and_townships_speak_for_the_one_country_at_home() -> None:
    text = "Fair opens\n\nThe fair opened on Friday.\n\nThe sheriff of Pelham County came, and people from Fenwick Township.\n"
    assert standings(text) == {}
    assert standings(text, home=("US",)) == {"US": 0.85}
    assert standings(text, home=("US", "IE")) == {}
