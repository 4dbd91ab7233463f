"""Locations: the places below the country that a story is set in."""

from __future__ import annotations

from broadsheet.extract.extractor import Article, Extractor

Places = list[tuple[str, str, str, float]]


def places(text: str, *home: str) -> Places:
    findings = Extractor(home=home).extract(Article(text)).findings
    return [(*finding.value.values(), finding.confidence) for finding in findings if finding.field == "places"]  # type: ignore[union-attr]


def test_towns_states_and_counties_of_the_storys_country_are_found_with_their_kinds() -> None:
    text = "Fair opens in Wichita\n\nThe fair of Kansas opened on Friday. People from Fairfax County came to Wichita by bus.\n"
    assert places(text) == [
        ("Wichita", "city", "US", 0.9),
        ("Kansas", "region", "US", 0.9),
        ("Fairfax County", "county", "US", 0.9),
    ]


def test_a_town_before_a_state_is_in_that_state() -> None:
    text = "Fair opens in Kentucky\n\nThe fair in Paris, Ky., opened on Friday. Near College Ashby, Kentucky, it rained.\n"
    assert [place[:3] for place in places(text)] == [
        ("Kentucky", "region", "US"),
        ("Paris, Ky.", "city", "US"),
        ("College Ashby, Kentucky", "city", "US"),
    ]


def test_what_acts_is_no_place_nor_is_a_people_or_what_a_body_is_called_after() -> None:
    text = "Moscow rejects the plan\n\nThe Kremlin said no on Friday. Siberian towns and the Moscow State University waited.\n"
    assert places(text) == []
    assert places(text + "\nIt snowed in Moscow. In Moscow the shops closed.\n") == [("Moscow", "city", "RU", 0.9)]


def test_a_town_whose_country_is_not_sure_or_that_stands_once_far_below_is_not_found() -> None:
    oxford = "Bridge opens in Oxford\n\nThe bridge in Oxford opened on Friday. Oxford is glad.\n"
    assert places(oxford) == []
    assert places(oxford, "GB") == [("Oxford", "city", "GB", 0.8)]
    low = "Norway votes\n\nNorway voted on Friday for a new law.\n\n" + "The law is long and dull to read.\n\n" * 9
    assert places(low + "It was read in Bergen.\n") == []


def test_a_name_in_capitals_is_written_as_names_are() -> None:
    assert places("FAIR OPENS IN NEW MEXICO\n\nThe fair opened on Friday, and many people came to see it.\n") == [
        ("New Mexico", "region", "US", 0.9)
    ]
