"""Dates in running text: hand-made cases in which it is easy to go wrong, each in a line of a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from broadsheet.extract.dates.dates import find_dates
from broadsheet.extract.document.document import read_document

TABLE = Path(__file__).parents[1] / "extraction" / "dates_traps.tsv"
CASES = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("text", "published", "values", "why"), CASES, ids=[f"{why}: {text[:40]}" for text, _, _, why in CASES])
def test_the_dates_of_a_text_are_those_an_editor_would_read(text: str, published: str, values: str, why: str) -> None:
    document = read_document(text.replace("\\n", "\n"))
    found = find_dates(document, date.fromisoformat(published) if published else None)
    assert [mention.value or "-" for mention in found] == values.split(), why


def test_there_are_at_least_50_cases_and_each_says_why() -> None:
    assert len(CASES) >= 50
    assert len({case[:2] for case in CASES}) == len(CASES)
    assert all(why for *_, why in CASES)
