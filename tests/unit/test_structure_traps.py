"""Structure of raw articles: hand-made cases in which it is easy to go wrong, each in a line of a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from broadsheet.extract.structure.structure import Part, Structure, read_structure

FOLDER = Path(__file__).parents[1] / "extraction"
SURE = 0.8
DATELINE = re.compile(r"^(?:[A-Z].{0,40}? [-—] |Doha, Oct 4: )(?=The harbour board of)")


def table(name: str) -> list[tuple[str, ...]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").split("\n")
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


ARTICLES = {
    language: (title, standfirst, body.split("||")) for language, title, standfirst, body in table("structure_articles.tsv")
}
CASES = table("structure_traps.tsv")


def filled(text: str, language: str) -> str:
    title, standfirst, paragraphs = ARTICLES[language]
    names = {
        "title": title,
        "standfirst": standfirst,
        "body": "\n\n".join(paragraphs),
        "first": paragraphs[0],
        "rest": "\n\n".join(paragraphs[1:]),
    }
    return re.sub(r"\{(\w+)\}", lambda match: names[match[1]], text)


def unescaped(text: str) -> str:
    return re.sub(r"\\(?:n|r|t|x[0-9a-f]{2}|u[0-9a-f]{4})", lambda match: match[0].encode().decode("unicode_escape"), text)


def texts(value: Part | tuple[Part, ...] | None) -> str:
    parts = value if isinstance(value, tuple) and not isinstance(value, Part) else [value] if value else []
    return "|".join(part.value for part in parts)


def found(structure: Structure, field: str) -> str:
    if field == "dropped":
        return "|".join(part.rule for part in structure.dropped if part.rule not in ("timestamp", "byline"))
    return texts(getattr(structure, field))


def expectations(expected: str, language: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in expected.split(";") if each)
    return {field: filled(value, language) for field, _, value in pairs}


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[why for _, _, why in CASES])
def test_an_article_comes_apart_as_an_editor_would_take_it(text: str, expected: str, why: str) -> None:
    language = text[:2] if text[2:3] == ":" else "en"
    structure = read_structure(filled(unescaped(text.removeprefix(f"{language}:")), language))
    wanted = expectations(expected, language)
    kept = wanted.pop("kept", "").split("|")
    body = [DATELINE.sub("", part.value) for part in structure.paragraphs]
    assert [part for part in body if part not in kept] == ARTICLES[language][2], why
    assert {part for part in kept if part} <= set(body), why
    for field, value in wanted.items():
        name = field.removesuffix("?")
        assert found(structure, name) == value, f"{why}: {name}"
        if field.endswith("?"):
            assert getattr(structure, name).confidence < SURE, why


def test_there_are_at_least_60_cases_and_each_says_why() -> None:
    assert len(CASES) >= 60
    assert len({why for _, _, why in CASES}) == len(CASES)
