"""Persons in running text: hand-made cases in which it is easy to go wrong, each in a line of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.extract.document.document import read_document
from broadsheet.extract.document.lexicon import load_lexicon
from broadsheet.extract.people.people import find_people

TABLE = Path(__file__).parents[1] / "extraction" / "people_traps.tsv"
CASES = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("text", "people", "why"), CASES, ids=[f"{why}: {text[:40]}" for text, _, why in CASES])
def test_the_people_of_a_text_are_those_an_editor_would_name(text: str, people: str, why: str) -> None:
    found = find_people(read_document(text.replace("\\n", "\n")), load_lexicon())
    assert ";".join(mention.text for mention in found) == people, why


def test_there_are_at_least_80_cases_and_each_says_why() -> None:
    assert len(CASES) >= 80
    assert len({text for text, _, _ in CASES}) == len(CASES)
    assert all(why for _, _, why in CASES)
