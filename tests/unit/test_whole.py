"""Claims and events that can be read away from their text."""

from __future__ import annotations

import pytest

from broadsheet.extract.extractor import Extractor
from broadsheet.extract.finding import Finding
from broadsheet.extract.structure.article import Article

SURE = 0.8


def told(sentences: str, key: str, published: str = "2026-02-03") -> list[Finding]:
    text = f"Talks on the harbour of the town end\n\n{sentences} The ships have waited for a week at the gates of the port.\n"
    return [f for f in Extractor().extract(Article(text, published=published)).findings if f.field == key]


def texts(sentences: str, key: str = "claims", published: str = "2026-02-03") -> list[str]:
    return [f.value["text"] for f in told(sentences, key, published) if f.confidence >= SURE]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Mayor Karim Haddad said that he had asked for a vote.", "[Karim Haddad] had asked for a vote"),
        ("Mayor Karim Haddad said that his council had voted for it.", "[Karim Haddad’s] council had voted for it"),
        ("Officials said that they had asked for a vote.", "[Officials] had asked for a vote"),
        ("Mayor Karim Haddad said that it was too early to ask for a vote.", "it was too early to ask for a vote"),
        ("The Harbour Board said that it was not known who owned the ship.", "it was not known who owned the ship"),
        ("Mayor Karim Haddad said that the port was closed on Monday.", "the port was closed on Monday [2 February 2026]"),
        ("Mayor Karim Haddad said that the port was closed last year.", "the port was closed last year [2025]"),
        ("Mayor Karim Haddad said that the port was closed in late January.", "the port was closed in late January [2026]"),
        ("Mayor Karim Haddad said that the port was closed on Jan. 13.", "the port was closed on Jan. 13 [2026]"),
        (
            "Mayor Karim Haddad said that the port was closed on the 3rd of January.",
            "the port was closed on the 3rd of January [2026]",
        ),
        ("Mayor Karim Haddad said that Monday’s vote was lost.", "Monday’s [2 February 2026] vote was lost"),
        ("Mayor Karim Haddad said that the port was closed on Jan. 3.", "the port was closed on Jan. 3 [2026]"),
        ("Mrs. Bo Roe was there. Mayor John Roe said that he had asked for a vote.", "[John Roe] had asked for a vote"),
    ],
)
def test_a_claim_is_completed_from_the_text(sentence: str, text: str) -> None:
    assert texts(sentence) == [text]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mayor Karim Haddad said that this was a mistake of the council.",
        "Mayor Karim Haddad said that it was closed by the council.",
        "Mayor Karim Haddad said that they were tired of the quarrel.",
        "After a talk with Bo Roe, Mayor Karim Haddad said that he had asked for a vote.",
        "Mayor Karim Haddad met Bo Roe. Mr. Haddad said that his brother had left the town.",
        "Bo Roe should not stay. Mayor Karim Haddad said he should leave the town at once.",
        "Bo Roe drove the ship. The port was shut. Mayor Karim Haddad said that he had broken the gate.",
        "Ofira Haddad spoke of the council. She said that she had asked for a vote.",
        "Two years ago, workers reported being robbed by men in the port.",
        "Workers said that their wages had been cut by the council.",
        "They had closed the port for a week, the Harbour Board said.",
    ],
)
def test_a_claim_that_cannot_be_completed_is_only_proposed(sentence: str) -> None:
    assert texts(sentence) == []
    assert [f.confidence for f in told(sentence, "claims")] == [0.7]


def test_a_relative_day_whose_date_is_not_known_is_only_proposed() -> None:
    sentence = "Mayor Karim Haddad said that the port was closed on Monday."
    assert texts(sentence, published="") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Mayor Karim Haddad said that a ship burned on New Year’s Eve.",
        "The town votes in December 2026. Mayor Karim Haddad said that the lists for December’s vote were wrong.",
        "Mayor Karim Haddad said that a strike is planned for Friday in the port.",
    ],
)
def test_a_date_that_may_be_another_is_not_put_in(sentence: str) -> None:
    assert [t for t in texts(sentence) if "[" in t] == []


def test_a_completed_claim_is_known_by_the_words_of_the_text() -> None:
    (claim,) = told("Mayor Karim Haddad said that he had asked for a vote.", "claims")
    assert claim.key == "Karim Haddad: he had asked for a vote"
    assert claim.evidence[0].text == "he had asked for a vote"


@pytest.mark.parametrize(
    ("sentences", "text"),
    [
        ("Mayor Karim Haddad spoke. He was born in the port in 1961.", "[Karim Haddad] was born in the port in 1961."),
        ("But the port was closed by the council in 2021.", "The port was closed by the council in 2021."),
        ("Karim Haddad met Bo Roe. He was born in the port in 1961.", ""),
        ("Bo Roe came to the port. Karim Haddad spoke. He was born in the port in 1961.", ""),
        ("The paper was The Daily Star. It was in 1978 that the port was sold to the council.", ""),
        ("The port was closed. It was sold to the council in 2021.", ""),
    ],
)
def test_an_event_says_whom_it_is_of_or_is_only_proposed(sentences: str, text: str) -> None:
    assert texts(sentences, "events") == ([text] if text else [])
