"""Events: which dates of a story are those of something that happened."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.dates.dates import find_dates
from broadsheet.extract.dates.events import EventProposal, find_events
from broadsheet.extract.document.document import Document, read_document

WEDNESDAY = date(2026, 2, 4)
PUBLISHABLE = 0.8


def events(text: str, published: date | None = WEDNESDAY) -> tuple[EventProposal, ...]:
    document = read_document(text)
    return find_events(document, find_dates(document, published), published.isoformat() if published else "")


@pytest.mark.parametrize(
    ("text", "expected", "rule"),
    [
        ("The bridge at Hama collapsed on Tuesday after heavy rain.", ("2026-02-03", "day"), "past"),
        ("The bridge at Hama was opened in June 1998 by the king.", ("1998-06", "month"), "past"),
        ("The bridge at Hama was built in 1931 by a firm from Lyon.", ("1931", "year"), "past"),
    ],
)
def test_what_happened_on_a_date_is_an_event_that_is_published(text: str, expected: tuple[str, str], rule: str) -> None:
    (event,) = events(text)
    assert (event.date, event.precision) == expected
    assert event.rule == rule
    assert event.confidence >= PUBLISHABLE
    assert event.text == text
    assert event.finding.value == {"date": event.date, "text": text, "precision": event.precision}


def test_a_mark_after_a_word_opens_no_quotation() -> None:
    (event,) = events('A 12" pipe of the bridge held. The bridge at Hama collapsed on Tuesday after rain.')
    assert event.rule == "past"


def test_a_sentence_with_two_dates_stands_once_in_a_timeline() -> None:
    text = "The bridge at Hama was closed in the wars of 2001 and 2002 by the army."
    assert [event.date for event in events(text)] == ["2001"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The minister said on Tuesday that the bridge was safe enough for lorries.", "statement"),
        ("On Tuesday, the minister told reporters that the bridge was safe enough.", "statement"),
        ("Nobody has crossed the bridge at Hama since 2019 because of the war.", "lasting"),
        ("Traffic on the bridge at Hama was up by 10% on 2003 because of the war.", "compared"),
        ("Fewer lorries crossed the bridge at Hama than in 2003 because of the war.", "compared"),
        ("Lorries on the bridge at Hama were fewer compared with 2003, and took longer.", "compared"),
        ("“We crossed the bridge on Tuesday with all our things,” the woman said.", "quoted"),
        ('"It was dark. We crossed the bridge on Tuesday with all our things," the woman said.', "quoted"),
        ("The bridge at Hama will be opened again on Friday by the new mayor.", "planned"),
        ("A long night of heavy rain over all of Hama on Tuesday.", "verbless"),
        ("Heavy rain fell on Hama over the weekend and flooded many streets.", "past"),
        ("The mayor of Hama declared tomorrow a day of mourning for all of them.", "after publication"),
    ],
)
def test_a_date_of_something_else_is_proposed_with_too_little_confidence_to_be_published(text: str, rule: str) -> None:
    (event,) = events(text)
    assert event.rule == rule
    assert event.confidence < PUBLISHABLE


@pytest.mark.parametrize(
    "text",
    [
        "The 2008 crisis had ruined the firm that built the bridge at Hama.",
        "HAMA, Feb. 3 (Agency) — The bridge collapsed after heavy rain, officials said.",
        "Tuesday, 3 February 2026",
        "The bridge had stood there for three years when it collapsed at last.",
        "The bridges of the 1990s and the 19th century were built of iron there.",
        "The bridge was built in 490 BC by soldiers of the king of that time.",
        "The mayor was charged under the Bridges and Tolls Act of 1867, they say.",
    ],
)
def test_a_date_that_names_or_heads_something_makes_no_event(text: str) -> None:
    assert events(text) == ()


def test_without_a_day_of_publication_only_absolute_dates_make_events() -> None:
    text = "The bridge at Hama collapsed on Tuesday after rain. It had been built by a firm from Lyon in 1931."
    assert [event.date for event in events(text, None)] == ["1931"]
    assert [event.date for event in events(text)] == ["2026-02-03", "1931"]


def test_a_long_sentence_is_cut_to_the_clause_of_the_date() -> None:
    filler = "with lorries and carts and all that people could carry away from their houses and shops in the old town"
    text = (
        f"The bridge at Hama collapsed on 3 May 2024 after heavy rain, while thousands were leaving the town, {filler}, {filler}."
    )
    (event,) = events(text)
    assert event.text == "The bridge at Hama collapsed on 3 May 2024 after heavy rain"


def test_the_headline_and_the_standfirst_make_no_events() -> None:
    text = "The bridge at Hama collapsed on Tuesday\nThe old bridge at Hama collapsed on Tuesday after rain."
    read = read_document(text)
    document = Document(read.text, read.tokens, read.sentences, headline=(0, text.index("\n")))
    (event,) = find_events(document, find_dates(document, WEDNESDAY))
    assert event.start == text.index("\n") + 1


@given(
    st.lists(
        st.sampled_from(["He left on Tuesday and came", "in 1999", "said", "“", "”", "on 3 May 2024.", ";", "—", "\n"]),
        max_size=30,
    )
)
def test_an_event_is_the_text_at_its_offsets_and_there_are_at_most_twelve(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = events(text)
    assert len(found) <= 12
    assert all(text[event.start : event.end] == event.text for event in found)
    assert all(event.start <= event.mention.start < event.end for event in found)


def test_an_hour_that_is_read_as_a_year_to_come_is_not_published() -> None:
    found = events("The bridge at Hama shook at 4:42 on Saturday (2053 Friday, UTC), and fell.")
    assert [event.date for event in found if event.confidence >= PUBLISHABLE] == ["2026-01-31"]
