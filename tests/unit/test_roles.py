"""Roles as a text states them, and the persons of a text with their mentions, roles and countries."""

from __future__ import annotations

import pytest

from broadsheet.extract.countries.countries import find_countries
from broadsheet.extract.countries.places import load_gazetteer
from broadsheet.extract.document.document import read_document
from broadsheet.extract.document.lexicon import load_lexicon
from broadsheet.extract.people.clusters import gather_people
from broadsheet.extract.people.name_groups import group_names
from broadsheet.extract.people.people import PersonMention, find_people
from broadsheet.extract.people.roles import PlaceMention, StatedRole, find_roles


def read(text: str) -> tuple[tuple[PersonMention, ...], tuple[StatedRole, ...]]:
    document = read_document(text)
    mentions = find_people(document, load_lexicon())
    countries = find_countries(document, load_gazetteer(), [(m.start, m.end) for m in mentions])
    places = [PlaceMention(c.start, c.end, c.code) for c in countries]
    return mentions, find_roles(document, mentions, places, load_lexicon())


def test_a_title_in_the_plural_is_of_all_whom_it_stands_before():
    text = "It was co-sponsored by Senators Marco Rubio of Florida, Mike Lee of Utah, and David Perdue. Ann Roe left."
    mentions, roles = read(text)
    assert [(mentions[role.mention].text, role.text) for role in roles] == [
        ("Marco Rubio", "Senator"),
        ("Mike Lee", "Senator"),
        ("David Perdue", "Senator"),
    ]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Bob Roe, Lee's chief of staff, resigned. Ann Lee agreed.", "chief of staff"),
        ("Bob Roe, spokesman for the Ann Lee campaign, agreed.", "spokesman"),
    ],
)
def test_a_role_beside_somebody_elses_name_is_without_that_name(text, role):
    mentions, roles = read(text)
    assert [(mentions[each.mention].text, each.text) for each in roles] == [("Bob Roe", role)]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The mayor met the anti-nuclear politician Bob Roe on Monday.", "anti-nuclear politician"),
        ("They spoke afterwards - union boss Bob Roe was there.", "union boss"),
        ("Shadow home secretary Bob Roe was there.", "Shadow home secretary"),
        ("It was shown to the shadow home secretary Bob Roe.", "shadow home secretary"),
        ("Bob Roe is tipped to ask the Queen on Monday to dissolve the chamber.", None),
    ],
)
def test_a_role_is_whole_and_nothing_that_somebody_does(text, role):
    assert [each.text for each in read(text)[1]] == ([role] if role else [])


def test_a_person_is_called_as_the_text_mostly_does_not_by_the_name_at_birth():
    text = "Robert Mugabe dies\n\nRobert Gabriel Mugabe, the leader, has died. Mugabe was ill."
    document = read_document(text, headline=(0, 18))
    mentions = find_people(document, load_lexicon())
    groups = group_names([mention.text for mention in mentions])
    assert [person.name for person in gather_people(mentions, groups, (), (0, 18))] == ["Robert Mugabe"]
    assert [person.name for person in gather_people(mentions, groups)] == ["Robert Gabriel Mugabe"]


def test_a_person_of_two_surnames_is_called_by_the_one_that_the_text_uses():
    text = "The court removed Pedro R. Pierluisi Urrutia. Pedro Pierluisi was sworn in last week. Pierluisi left."
    mentions = find_people(read_document(text), load_lexicon())
    groups = group_names([mention.text for mention in mentions])
    assert [person.name for person in gather_people(mentions, groups)] == ["Pedro Pierluisi"]
    assert [person.name for person in gather_people(mentions[:2], groups[:2])] == ["Pedro R. Pierluisi Urrutia"]


@pytest.mark.parametrize(
    ("text", "name", "role", "country"),
    [
        ("Iran’s President Masoud Pezeshkian spoke.", "Masoud Pezeshkian", "Iran’s President", "IR"),
        ("They met U.S. Special Envoy Steve Witkoff.", "Steve Witkoff", "U.S. Special Envoy", "US"),
        ("On Monday Egyptian Foreign Minister Badr Abdelatty came.", "Badr Abdelatty", "Egyptian Foreign Minister", "EG"),
        ("The former British prime minister Tony Blair left.", "Tony Blair", "former British prime minister", "GB"),
        ("Secretary of State Marco Rubio spoke.", "Marco Rubio", "Secretary of State", ""),
        ("Masoud Pezeshkian, the president of Iran, spoke.", "Masoud Pezeshkian", "president of Iran", "IR"),
        ("“No,” said Ann Lee, Iran’s top diplomat.", "Ann Lee", "Iran’s top diplomat", "IR"),
        ("Ann Lee, 34, a spokeswoman for the ministry, agreed.", "Ann Lee", "spokeswoman for the ministry", ""),
        ("The head of the agency, Rafael Grossi, agreed.", "Rafael Grossi", "head of the agency", ""),
        ("Tom Barrack is the U.S. ambassador to Turkey.", "Tom Barrack", "U.S. ambassador to Turkey", "US"),
        ("Deputy Secretary-General Amina Mohammed came.", "Amina Mohammed", "Deputy Secretary-General", ""),
        ("The incumbent president Ann Lee came.", "Ann Lee", "president", ""),
        ("The current bishop, Allan Roe, agreed.", "Allan Roe", "bishop", ""),
        ("They met commander-in-chief Oleksandr Syrskyi.", "Oleksandr Syrskyi", "commander-in-chief", ""),
        ("The African Export–Import Bank president Ann Lee came.", "Ann Lee", "African Export–Import Bank president", ""),
        ("He told terrorism specialist Ali Soufan of it.", "Ali Soufan", "terrorism specialist", ""),
        ("The US Ambassador to Germany Richard Grenell came.", "Richard Grenell", "US Ambassador to Germany", "US"),
        ("James Ford, a convicted murderer approaching release, left.", "James Ford", "convicted murderer", ""),
        ("The general manager of the station, Dr. Ali Roe, agreed.", "Ali Roe", "general manager of the station", ""),
        ("John Hutchinson, an evolutionary biomechanicist, agreed.", "John Hutchinson", "evolutionary biomechanicist", ""),
        (
            "The deputy head of the office of the president, Ann Lee, agreed.",
            "Ann Lee",
            "deputy head of the office of the president",
            "",
        ),
        ("Its chief executive, Tim Cook, agreed.", "Tim Cook", "chief executive", ""),
        ("South Carolina Governor Henry McMaster came.", "Henry McMaster", "South Carolina Governor", "US"),
        ("U.N. Secretary-General Antonio Guterres spoke.", "Antonio Guterres", "U.N. Secretary-General", ""),
        ("It ended a tradition kept since the first president, George Washington.", "George Washington", "first president", ""),
        ("Ann Lee, an Iraq War veteran, agreed.", "Ann Lee", "Iraq War veteran", ""),
        ("Ann Lee was the Chicago Marathon defending champion.", "Ann Lee", "Chicago Marathon defending champion", ""),
        ("Ann Lee, professor at the University of Cambridge, agreed.", "Ann Lee", "professor at the University of Cambridge", ""),
        ("Ann Lee, owner of a lodge near Pretoria, agreed.", "Ann Lee", "owner of a lodge near Pretoria", ""),
        ("Ann Lee, previously the mayor of Paris, agreed.", "Ann Lee", "mayor of Paris", "FR"),
        ("A former advisor for U.S. President Ann Lee was sentenced.", "Ann Lee", "U.S. President", "US"),
        ("The chief of the office of President Ann Lee left.", "Ann Lee", "President", ""),
        ("It is bleak. Remarked Ecology Center scientist Ann Lee: “Very.”", "Ann Lee", "Ecology Center scientist", ""),
        ("Striker Alan Shearer scored.", "Alan Shearer", "Striker", ""),
        ("Ann Lee is re-elected prime minister of Vanuatu by parliament.", "Ann Lee", "prime minister of Vanuatu", "VU"),
    ],
)
def test_a_role_is_what_the_text_says_beside_a_name(text: str, name: str, role: str, country: str) -> None:
    mentions, roles = read(text)
    assert [m.text for m in mentions] == [name]
    assert [(r.text, r.country) for r in roles] == [(role, country)]
    assert text[roles[0].start : roles[0].end] == role


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee, who came late, agreed.",
        "Ann Lee, Bob Roe and others agreed.",
        "Dr. Ann Lee agreed.",
        "His wife Ann Lee agreed.",
        "Ann Lee, 34, was hurt.",
        "“Ann Lee was the most brilliant scientist I have ever known,” he said.",
        "It was her oath of office as governor of the Honorable Ann Lee.",
        "Before long, Ann Lee agreed.",
        "It happened during her time as President Ann Lee's doctor.",
        "At the center of the Ann Lee case was a letter.",
    ],
)
def test_courtesy_kinship_age_and_other_people_are_no_roles(text: str) -> None:
    assert read(text)[1] == ()


def test_a_person_has_the_fullest_name_all_mentions_and_the_role_that_names_a_country() -> None:
    text = "President Pezeshkian came. Iran’s President Masoud Pezeshkian spoke to Ann Lee. Pezeshkian left."
    mentions, roles = read(text)
    first, second = gather_people(mentions, [0, 0, 1, 0], roles)
    assert (first.name, first.role, first.country) == ("Masoud Pezeshkian", "Iran’s President", "IR")
    assert [m.text for m in first.mentions] == ["Pezeshkian", "Masoud Pezeshkian", "Pezeshkian"]
    assert (second.name, second.role, second.country) == ("Ann Lee", "", "")
    assert first.confidence == 0.99


def test_a_title_of_courtesy_is_kept_apart_from_the_role() -> None:
    mentions, roles = read("Iran’s Supreme Leader Ayatollah Ali Khamenei warned of war.")
    (person,) = gather_people(mentions, [0], roles)
    assert (person.name, person.role, person.country) == ("Ali Khamenei", "Iran’s Supreme Leader", "IR")
    assert [mention.honorific for mention in person.mentions] == ["Ayatollah"]


def test_the_country_in_a_universitys_name_is_nobodys():
    mentions, roles = read("Chinese University political scientist Ma Ngok agreed.")
    assert [(mentions[role.mention].text, role.country) for role in roles] == [("Ma Ngok", "")]
