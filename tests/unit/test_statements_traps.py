"""Quotes, statements and their status: hand-made cases in which it is easy to go wrong, each in a line of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.extract.document.document import Document, read_document
from broadsheet.extract.document.lexicon import load_lexicon
from broadsheet.extract.people.people import find_people
from broadsheet.extract.statements.attributions import Attributions, attribution_findings, read_attributions
from broadsheet.extract.statements.speakers import NamedActor

TABLE = Path(__file__).parents[1] / "extraction" / "statements_traps.tsv"
CASES = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
PUBLISHED, LIKELY, USABLE = 0.8, 0.5, 0.4


def read(text: str) -> tuple[Document, Attributions]:
    document = read_document(text.replace("\\n", "\n"))
    people = [person for person in find_people(document, load_lexicon()) if len(person.words) > 1]
    return document, read_attributions(document, [NamedActor(person.start, person.end, person.text) for person in people])


def cases(kind: str) -> pytest.MarkDecorator:
    chosen = [case[1:] for case in CASES if case[0] == kind]
    return pytest.mark.parametrize(("text", "expected", "why"), chosen, ids=[f"{why}: {text[:40]}" for text, _, why in chosen])


def parts(expected: str, arrow: str) -> list[tuple[str, str]]:
    pairs = (part.split(f" {arrow} ") for part in expected.split(" / ") if part)
    return [(one, other) for one, other in pairs]


def alike(found: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> bool:
    return len(found) == len(wanted) and all(
        f == w and text.startswith(head) for (f, text), (w, head) in zip(found, wanted, strict=True)
    )


def stated(text: str, least: float) -> list[tuple[str, str]]:
    document, found = read(text)
    return [(document.text[s.source.start : s.source.end], s.text(document)) for s, _, _ in found.claims if s.confidence >= least]


@cases("quotes")
def test_a_quote_is_of_whoever_said_it(text: str, expected: str, why: str) -> None:
    document, found = read(text)
    quotes = [(speaker.name or "-", document.text[quote.words.start : quote.words.end]) for quote, speaker in found.quotes]
    assert alike(quotes, parts(expected, "<-")), (quotes, why)


@cases("says")
def test_statements_that_are_published_are_those_the_text_makes(text: str, expected: str, why: str) -> None:
    found = stated(text, PUBLISHED)
    assert alike(found, parts(expected, "->")), (found, why)


@cases("any")
def test_weaker_statements_are_found_for_an_editor_to_judge(text: str, expected: str, why: str) -> None:
    found = stated(text, USABLE)
    assert all(any(source == w and content.startswith(head) for source, content in found) for w, head in parts(expected, "->")), (
        found,
        why,
    )


@cases("status")
def test_the_status_is_what_the_words_say(text: str, expected: str, why: str) -> None:
    document, found = read(text)
    claims = [
        finding.value
        for finding in attribution_findings(document, found)
        if finding.field == "claims" and finding.confidence >= 0.5
    ]
    assert [claim["status"] for claim in claims] == expected.split(" / "), (claims, why)


def test_there_are_at_least_100_cases_and_each_says_why() -> None:
    assert len(CASES) >= 100
    assert len({case[1] for case in CASES}) >= len(CASES) - 20
    assert all(len(case) == 4 and case[3] for case in CASES)
