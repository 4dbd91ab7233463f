"""The source: whose article it is, by credits, bylines, and the publisher's own name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.document.document import read_document
from broadsheet.extract.organisations.known_organisations import load_organisations
from broadsheet.extract.structure.source import _may_end_name, find_source


def source(text: str) -> tuple[str, str, float] | None:
    found = find_source(text, read_document(text))
    return (found.name, found.rule, found.confidence) if found else None


@pytest.mark.parametrize(
    ("text", "name", "rule", "confidence"),
    [
        ("LONDON, Jan 5 (Reuters) - Shares fell on Monday.", "Reuters", "agency credit", 0.95),
        ("JERUSALEM (AP) — Talks resumed.", "Associated Press", "agency credit", 0.95),
        ("PARIS (Agence France-Presse) -- Rain fell.", "Agence France-Presse", "agency credit", 0.95),
        ("MOSCOW, February 3. /TASS/. The ministry said so.", "TASS", "agency credit", 0.95),
        ("VALLETTA (Island Wire) - Rain fell.", "Island Wire", "agency credit", 0.7),
        ("Rain\n\nBy Jane Doe for AP\n\nIt rained.", "Associated Press", "byline", 0.9),
        ("Rain\n\nBy JANE DOE, Associated Press\n\nIt rained.", "Associated Press", "byline", 0.9),
        ("By Reuters Staff\n\nIt rained.", "Reuters", "byline", 0.9),
        ("Source: Xinhua\n\nIt rained.", "Xinhua", "byline", 0.9),
        ("It rained.\n\n© 2026 The Lancashire Telegraph. All rights reserved.", "The Lancashire Telegraph", "copyright", 0.75),
        ("Sky News understands that he went. He told Sky News so.", "Sky News", "names itself", 0.85),
    ],
)
def test_a_text_says_whose_article_it_is(text, name, rule, confidence):
    assert source(text) == (name, rule, confidence)


@pytest.mark.parametrize(
    "text",
    [
        "The BBC said it. According to Reuters, others did.",
        "The New York Times reported on Monday that he left.",
        "The law was first published in 1999 by the Ministry.",
        "It was first reported by a paper that the agency (NASA) - a rival - knew.",
        "He (Smith) - a man of few words - fell.",
        "By the Sea, a novel, was published by Penguin.",
        "The study was published in Nature.",
        "By 2030 the Post Office will close.",
    ],
)
def test_who_is_only_cited_is_not_the_source(text):
    assert source(text) is None


def test_an_address_beside_the_name_is_taken():
    text = "It rained.\n\n© 2026 The Guardian, https://example.org/x."
    found = find_source(text, read_document(text))
    assert found is not None
    assert (found.name, found.url, text[found.start : found.end]) == ("The Guardian", "https://example.org/x", found.text)


def test_a_masthead_that_reports_and_goes_on_reporting_is_the_publisher():
    text = "The Utopia Tribune reports that it rained.\n\nThe Utopia Tribune will continue to follow the rain."
    assert source(text) == ("The Utopia Tribune", "names itself", 0.85)


@given(st.text(max_size=400))
def test_any_text_may_come(text):
    text = text.replace("\r", "")
    found = find_source(text, read_document(text))
    if found is not None:
        assert text[found.start : found.end] == found.text
        assert 0 < found.confidence < 1


def test_a_medium_that_names_itself_is_looked_for_whatever_its_name_ends_with():
    media = [
        (f"{key} {' '.join(rest)}".rstrip(), rest)
        for key, names in load_organisations().names.items()
        for rest, readings in names
        if readings[0].organisation.kind in ("media", "agency")
    ]
    assert len(media) > 100
    assert [name for name, rest in media if not _may_end_name("".join(rest) if "." in rest or "-" in rest else name)] == []
