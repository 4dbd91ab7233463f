"""Organisations in running text: hand-made cases in which it is easy to go wrong, each in a line of a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from broadsheet.extract.countries.countries import find_countries
from broadsheet.extract.countries.places import load_gazetteer
from broadsheet.extract.document.document import read_document
from broadsheet.extract.organisations.clusters import gather_organisations
from broadsheet.extract.organisations.organisations import find_organisations

TABLE = Path(__file__).parents[1] / "extraction" / "organisations_traps.tsv"
CASES = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without its braces, and the spans that stood in them."""
    people, plain = [], ""
    for piece in re.split(r"(\{[^}]*\})", text.replace("\\n", "\n")):
        if piece.startswith("{"):
            people.append((len(plain), len(plain) + len(piece) - 2))
        plain += piece.strip("{}")
    return plain, people


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[f"{why}: {text[:40]}" for text, _, why in CASES])
def test_the_organisations_of_a_text_are_those_an_editor_would_name(text: str, expected: str, why: str) -> None:
    plain, people = marked(text)
    document = read_document(plain)
    found = find_organisations(document, people, find_countries(document, load_gazetteer(), people))
    shown = [m.text + (f"@{m.country}" if m.country and "@" in expected else "") for m in found if m.confidence >= 0.5]
    assert ";".join(shown) == expected, why


def test_there_are_at_least_80_cases_and_each_says_why() -> None:
    assert len(CASES) >= 80
    assert len({text for text, _, _ in CASES}) == len(CASES)
    assert len({why for *_, why in CASES}) == len(CASES)


CHANNELS = TABLE.parent / "channels_traps.tsv"
CARRIED = [tuple(line.split("\t")) for line in CHANNELS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("text", "expected", "why"), CARRIED, ids=[f"{why}: {text[:40]}" for text, _, why in CARRIED])
def test_an_organisation_that_only_carries_the_news_is_not_published(text: str, expected: str, why: str) -> None:
    document = read_document(text.replace("\\n", "\n"))
    found = gather_organisations(find_organisations(document, (), find_countries(document, load_gazetteer())))
    assert ";".join(organisation.name for organisation in found if organisation.confidence >= 0.8) == expected, why
