"""Identity: offices by the day, merging, duplicates, and the slugs of new actors' files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.slugs import slug_of
from broadsheet.extract.document.document import read_document
from broadsheet.extract.identity.duplicates import suggest_duplicates
from broadsheet.extract.identity.identity import NameInText, read_identities, resolve, resolve_office
from broadsheet.extract.identity.offices import read_office
from broadsheet.extract.identity.registered_organisations import with_registers
from broadsheet.extract.organisations.known_organisations import load_organisations
from broadsheet.extract.organisations.organisations import find_organisations
from broadsheet.extract.people.personal_names import fits, read_personal_name
from broadsheet.findings.registering import free_slug
from broadsheet.model import ActorKind, Entry, Named, Role
from broadsheet.problems import Span


def named(text: str) -> Named:
    return Named(text, Span("actors/x.md"))


def actor(key: str, name: str, *aliases: str, kind: ActorKind | None = "person", roles: tuple[Role, ...] = ()) -> Entry:
    return Entry(
        kind="actor",
        key=key,
        path=f"actors/{key}.md",
        name=named(name),
        aliases=tuple(map(named, aliases)),
        actor_kind=kind,
        roles=roles,
    )


def held(title: str, country: str, since: str = "", until: str = "") -> tuple[Role, ...]:
    return (Role(title, country=named(country), since=since, until=until),)


PRESIDENTS = read_identities(
    (
        actor("first-president", "Ada First", roles=held("President", "Iran", "2017", "2021-08-03")),
        actor("second-president", "Bo Second", roles=held("President of Iran", "IR", "2021-08-03", "2024-05-19")),
        actor("third-president", "Cy Third", roles=held("President", "IR", "2024-07-28")),
        actor("foreign-minister", "Di Fourth", roles=held("Minister of Foreign Affairs", "Iran", "2024-08-21")),
    )
)


@pytest.mark.parametrize(
    ("title", "date", "slug", "candidates"),
    [
        ("Iran's president", "2026-02-03", "third-president", ()),
        ("Iran’s President", "2023-02-03", "second-president", ()),
        ("the Iranian president", "2018-02-03", "first-president", ()),
        ("president of Iran", "2017-01-01", "first-president", ()),
        ("Iran's president", "2021-08-03", "", ("first-president", "second-president")),
        ("Iran's president", "2024-06-01", "", ()),
        ("Iran's president", "2010-06-01", "", ()),
        ("Iran's foreign minister", "2025-01-01", "foreign-minister", ()),
        ("Iran's prime minister", "2025-01-01", "", ()),
        ("Iran's president", "", "", ("first-president", "second-president", "third-president")),
    ],
)
def test_an_office_means_who_held_it_on_the_day_of_publication(title, date, slug, candidates):
    found = resolve_office(title, "", PRESIDENTS, date)
    assert (found.slug, found.candidates) == (slug, candidates)


def test_without_a_date_an_office_means_its_holder_only_where_the_text_names_him():
    assert resolve_office("president", "IR", PRESIDENTS, "", {"third-president"}).slug == "third-president"
    assert resolve_office("president", "IR", PRESIDENTS, "", {"foreign-minister"}).slug == ""


def test_a_former_holder_is_meant_only_where_the_text_names_him():
    assert resolve_office("Iran's former president", "", PRESIDENTS, "2026-02-03").slug == ""
    assert (
        resolve_office("Iran's former president", "", PRESIDENTS, "2026-02-03", {"second-president"}).slug == "second-president"
    )


def test_the_country_may_stand_apart_and_without_any_nobody_is_meant():
    assert resolve_office("president", "IR", PRESIDENTS, "2026-02-03").slug == "third-president"
    assert resolve_office("president", "", PRESIDENTS, "2026-02-03") == resolve_office(
        "president", "FR", PRESIDENTS, "2026-02-03"
    )


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("Iran’s Foreign Minister", ("foreign minister", "IR", False)),
        ("Minister of Foreign Affairs of Iran", ("foreign minister", "IR", False)),
        ("U.S. Secretary of State", ("foreign minister", "US", False)),
        ("British Foreign Secretary", ("foreign minister", "GB", False)),
        ("Minister for Defence", ("defence minister", "", False)),
        ("US Defense Secretary", ("defence minister", "US", False)),
        ("former South Korean President", ("president", "KR", True)),
        ("acting Prime Minister", ("prime minister", "", False)),
        ("Deputy Foreign Minister", ("deputy foreign minister", "", False)),
        ("Deputy Prime Minister", ("deputy prime minister", "", False)),
        ("President of the United States", ("president", "US", False)),
        ("mayor of Paris", ("mayor of paris", "", False)),
    ],
)
def test_an_office_is_one_whatever_its_words(title, office):
    assert tuple(read_office(title)) == office


@pytest.mark.parametrize(
    ("short", "full", "may"),
    [
        ("Pezeshkian", "Masoud Pezeshkian", True),
        ("Mr. Pezeshkian", "Masoud Pezeshkian", True),
        ("M. Pezeshkian", "Masoud Pezeshkian", True),
        ("Masoud Pezeshkian", "Masoud Ali Pezeshkian", True),
        ("al-Assad", "Bashar al-Assad", True),
        ("Assad", "Bashar al-Assad", True),
        ("Bush Jr", "George Bush Sr", False),
        ("N. Pezeshkian", "Masoud Pezeshkian", False),
        ("Ali Pezeshkian", "Masoud Pezeshkian", False),
        ("Donald Trump", "Donald Trump Jr.", False),
        ("Masoud Ali Pezeshkian", "Masoud Pezeshkian", False),
    ],
)
def test_a_shorter_name_may_denote_the_bearer_of_a_longer_one(short, full, may):
    assert (fits(read_personal_name(short), read_personal_name(full)) > 0) is may


def test_duplicates_are_suggested_with_the_reason_and_never_for_unlike_names():
    entries = (
        actor("volodymyr-zelensky", "Volodymyr Zelensky"),
        actor("volodymyr-zelenskyy", "Volodymyr Zelenskyy"),
        actor("v-putin", "V. Putin"),
        actor("vladimir-putin", "Vladimir Putin"),
        actor("who", "World Health Organization", "WHO", kind="organisation"),
        actor("world-health", "W.H.O.", kind="organisation"),
        actor("ali-khamenei", "Ali Khamenei"),
        actor("mojtaba-khamenei", "Mojtaba Khamenei"),
        actor("donald-trump", "Donald Trump"),
        actor("donald-trump-jr", "Donald Trump Jr."),
        actor("nick-moreau", "Nick Moreau"),
        actor("nicholas-moreau", "Nicholas Moreau"),
    )
    assert [(pair.slugs, pair.reason) for pair in suggest_duplicates(entries)] == [
        (("who", "world-health"), "same name"),
        (("nicholas-moreau", "nick-moreau"), "shorter form of the name"),
        (("v-putin", "vladimir-putin"), "shorter form of the name"),
        (("volodymyr-zelensky", "volodymyr-zelenskyy"), "spelled alike"),
    ]


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("Masoud Pezeshkian", (), "masoud-pezeshkian"),
        ("Masoud Pezeshkian", ("masoud-pezeshkian",), "masoud-pezeshkian-2"),
        ("Masoud Pezeshkian", ("masoud-pezeshkian", "Masoud-Pezeshkian-2"), "masoud-pezeshkian-3"),
        ("Борис Ли", (), "boris-li"),
        ("Con", (), "con-1"),
    ],
)
def test_a_file_is_called_by_the_slug_of_the_name_that_is_free(name, taken, slug):
    assert free_slug(name, taken) == slug


@given(st.text(max_size=120), st.sets(st.sampled_from(["a", "b", "a-2", "x"])))
def test_any_name_has_a_slug_that_is_one_and_is_free(name, taken):
    slug = free_slug(name, taken)
    assert slug not in taken
    assert slug_of(slug) == slug
    assert len(slug) <= 80


@given(st.lists(st.text(max_size=30), max_size=6), st.sampled_from(["", "2026-02-03"]))
def test_any_names_may_come_and_a_link_excludes_candidates(names, date):
    for identity in resolve([NameInText(name) for name in names], PRESIDENTS, date):
        assert not (identity.slug and identity.candidates)
        assert 0 <= identity.confidence < 1


def test_an_organisation_is_its_entry_whatever_the_world_calls_it():
    identities = read_identities(
        (
            actor("nato", "NATO", kind="organisation"),
            actor("mfa-iran", "Ministry of Foreign Affairs of Iran", kind="organisation"),
            actor("elbar", "Elbar Mining Corp", kind="organisation"),
        )
    )
    names = (
        NameInText("North Atlantic Treaty Organization", "organisation"),
        NameInText("Foreign Ministry of Iran", "organisation", (), "IR"),
        NameInText("Elbar", "organisation", forms=("Elbar Mining Corp",)),
        NameInText("Foreign Ministry of Iraq", "organisation", (), "IQ"),
    )
    assert [identity.slug for identity in resolve(names, identities)] == ["nato", "mfa-iran", "elbar", ""]


def test_what_the_registers_know_is_found_in_texts_under_the_registers_name():
    entries = (
        actor("nato", "NATO", kind="organisation"),
        actor("blue-lamp", "Blue Lamp", "Blue Lamp Trust", kind="organisation"),
        actor("ann-lee", "Ann Lee"),
    )
    document = read_document("The North Atlantic Treaty Organization met Blue Lamp and Ann Lee. NATO paid.")
    known = with_registers(load_organisations(), entries)
    assert [(m.text, m.name) for m in find_organisations(document, known=known)] == [
        ("North Atlantic Treaty Organization", "NATO"),
        ("Blue Lamp", "Blue Lamp"),
        ("NATO", "NATO"),
    ]
    assert [m.text for m in find_organisations(document)] == ["North Atlantic Treaty Organization", "NATO"]
