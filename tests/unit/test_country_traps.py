"""Countries in running text: hand-made cases in which it is easy to go wrong, each in a line of a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from broadsheet.extract.countries.countries import find_countries
from broadsheet.extract.countries.places import NAMING, load_gazetteer
from broadsheet.extract.document.document import read_document

TABLE = Path(__file__).parents[1] / "extraction" / "country_traps.tsv"
CASES = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without its braces, and the spans that stood in them."""
    people, plain = [], ""
    for piece in re.split(r"(\{[^}]*\})", text.replace("\\n", "\n")):
        if piece.startswith("{"):
            people.append((len(plain), len(plain) + len(piece) - 2))
        plain += piece.strip("{}")
    return plain, people


@pytest.mark.parametrize(("text", "codes", "why"), CASES, ids=[f"{why}: {text[:40]}" for text, _, why in CASES])
def test_the_countries_of_a_text_are_those_an_editor_would_name(text: str, codes: str, why: str) -> None:
    plain, people = marked(text)
    found = find_countries(read_document(plain), load_gazetteer(), people)
    named = {m.code for m in found if m.confidence >= 0.5 and m.how in NAMING | {"historical"}}
    assert named == set(codes.split()), why


def test_there_are_at_least_150_cases_and_each_says_why() -> None:
    assert len(CASES) >= 150
    assert len({text for text, _, _ in CASES}) == len(CASES)
    assert all(why for _, _, why in CASES)
