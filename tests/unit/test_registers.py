"""Registers: any usual spelling of a name leads to one term."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.catalog.countries import country_register
from broadsheet.catalog.terms import NameRegister, name_key
from broadsheet.model import Entry, Named
from broadsheet.problems import Problem, Span


def entry(key: str, name: str, *aliases: str, kind: str = "actor") -> Entry:
    path = f"content/{kind}s/{key}.md"
    spans = [Span(path, line, 3) for line in range(3, 3 + len(aliases))]
    named = tuple(Named(alias, span) for alias, span in zip(aliases, spans, strict=True))
    return Entry(kind=kind, key=key, path=path, name=Named(name, Span(path, 2, 7)), aliases=named)  # type: ignore[arg-type]


def register(*entries: Entry) -> tuple[NameRegister, list[str]]:
    made = NameRegister("actor")
    return made, [str(problem) for problem in made.add_entries(entries)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jimmy Carter", "jimmy-carter"),
        ("U.S.A.", "USA"),
        ("George H. W. Bush", "george h.w. bush"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("Łódź", "Lodz"),
        ("Αθήνα", "ΑΘΗΝΑ"),
        ("علی", "علي"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Lee Ann", "Leeann"), ("北京", "南京"), ("Йод", "Иод"), ("C", "C++ x"), ("की", "का")]
)
def test_names_that_readers_tell_apart_have_keys_of_their_own(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["Jimmy Carter", "JIMMY CARTER", "jimmy-carter", "James Earl Carter", "James Earl Carter Jr."])
def test_name_slug_and_alias_lead_to_the_registered_actor(name: str) -> None:
    made, problems = register(entry("jimmy-carter", "Jimmy Carter", "James Earl Carter", "James Earl Carter Jr"))
    assert problems == []
    assert made.resolve(name) == "jimmy-carter"


def test_an_alias_that_two_actors_claim_names_both_files() -> None:
    _, problems = register(entry("george-bush", "George Bush", "Bush"), entry("george-w-bush", "George W. Bush", "W.", "bush"))
    assert problems == [
        "content/actors/george-w-bush.md:4:3: error: `bush` is claimed by two actors: `George Bush` and `George W. Bush`; "
        "keep it in one of the two files (see content/actors/george-bush.md:3:3) [alias-conflict]"
    ]


def test_a_name_that_is_the_slug_of_another_actor_is_a_conflict() -> None:
    _, problems = register(entry("a", "Ann Lee"), entry("ann-lee", "A. Lee"))
    assert problems == [
        "content/actors/ann-lee.md:2:7: error: `ann-lee` is claimed by two actors: `Ann Lee` and `A. Lee`; "
        "keep it in one of the two files (see content/actors/a.md:2:7) [alias-conflict]"
    ]


def test_an_unlisted_name_gets_a_slug_of_its_own_and_keeps_its_first_spelling() -> None:
    made, _ = register()
    assert [made.resolve(name) for name in ("Ann Lee", "ANN LEE", "Ann  Lee")] == ["ann-lee"] * 3
    assert made.names["ann-lee"] == "Ann Lee"


def test_two_names_with_one_slug_are_told_apart_by_digits_of_the_later_name() -> None:
    made, _ = register()
    slugs = [made.resolve(name) for name in ("李伟", "黎薇", "李伟", "黎薇")]
    assert slugs[:2] == slugs[2:] == ["li-wei", "li-wei-cec0"]


def test_an_actor_that_stories_name_by_its_slug_only_until_later_gets_its_name_then() -> None:
    made, _ = register()
    assert [made.resolve(name) for name in ("ann-lee", "Ann Lee", "ann-lee")] == ["ann-lee"] * 3
    assert made.names["ann-lee"] == "Ann Lee"


def test_an_unlisted_name_can_be_given_by_its_slug_in_a_later_story() -> None:
    made, _ = register()
    assert [made.resolve(name) for name in ("Владимир Путин", "vladimir-putin")] == ["vladimir-putin"] * 2
    assert made.names["vladimir-putin"] == "Владимир Путин"


@given(st.lists(st.text(min_size=1, max_size=12).filter(str.strip), max_size=12))
def test_slugs_are_unique_whatever_the_names(names: list[str]) -> None:
    made, _ = register()
    slugs = {name_key(name): made.resolve(name) for name in names}
    assert len(set(slugs.values())) == len(slugs)


def country(text: str, *entries: Entry) -> str:
    made = country_register()
    assert list(made.add_entries(entries)) == []
    found = made.resolve(Named(text, Span("content/stories/a.md", 5, 12)))
    return str(found)


@pytest.mark.parametrize("name", ["Turkey", "Türkiye", "TR", "TUR", "tr", "turkiye", "TURKEY", "Republic of Türkiye"])
def test_code_name_alias_and_slug_lead_to_one_country(name: str) -> None:
    assert country(name) == "TR"


def test_norway_is_never_false() -> None:
    assert country("NO") == "NO"
    assert country("no") == "NO"


def test_an_unknown_country_is_reported_where_it_stands_with_the_nearest_one() -> None:
    assert country("Germny") == (
        "content/stories/a.md:5:12: error: `Germny` is not a country; did you mean `Germany`? [unknown-country]"
    )
    assert country("Xqzzy") == (
        "content/stories/a.md:5:12: error: `Xqzzy` is not a country; allowed are ISO 3166-1 codes and country names; a "
        "historical state goes under `actors` [unknown-country]"
    )


def test_a_name_that_countries_share_asks_which() -> None:
    assert country("Korea") == (
        "content/stories/a.md:5:12: error: `Korea` names more than one country; write `North Korea` or `South Korea` "
        "[unknown-country]"
    )


def test_the_publications_own_alias_leads_to_the_country() -> None:
    assert country("Blighty", entry("GB", "United Kingdom", "Blighty", kind="country")) == "GB"


def test_the_publications_own_name_is_shown_and_leaves_the_slug_alone() -> None:
    made = country_register()
    assert list(made.add_entries([entry("TR", "Turkey", kind="country")])) == []
    assert made.name("TR") == "Turkey"
    assert made.slug("TR") == "turkiye"


def problems_of(*entries: Entry) -> list[Problem]:
    return list(country_register().add_entries(entries))


def test_a_file_that_is_named_after_no_country_is_reported() -> None:
    assert [str(p) for p in problems_of(entry("ZZ", "Zedland", kind="country"))] == [
        "content/countrys/ZZ.md:1:1: error: `ZZ` is not a country code; name the file by an ISO 3166-1 alpha-2 code, such as "
        "`IR.md` [unknown-country]"
    ]


def test_an_alias_that_is_another_countrys_name_is_reported() -> None:
    assert [str(p) for p in problems_of(entry("AT", "Austria", "Germany", kind="country"))] == [
        "content/countrys/AT.md:3:3: error: `Germany` already means Germany, it cannot be an alias of Austria; take the "
        "alias out "
        "[alias-conflict]"
    ]


def test_an_alias_that_two_countries_claim_names_both_files() -> None:
    found = problems_of(entry("AT", "Austria", "Alpland", kind="country"), entry("CH", "Switzerland", "Alpland", kind="country"))
    assert [str(p) for p in found] == [
        "content/countrys/CH.md:3:3: error: `Alpland` already means Austria, it cannot be an alias of Switzerland; "
        "take the alias out (see content/countrys/AT.md:3:3) [alias-conflict]"
    ]


@pytest.mark.parametrize("name", ["Soviet Union", "Yugoslavia", "Ottoman Empire"])
def test_a_former_state_is_sent_to_the_actors(name: str) -> None:
    assert country(name).endswith(
        "; allowed are ISO 3166-1 codes and country names; a historical state goes under `actors` [unknown-country]"
    )
