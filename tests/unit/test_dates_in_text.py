"""Dates in running text: spans, anchors and laws that hold for any text."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.extract.dates.dates import find_dates
from broadsheet.extract.document.document import read_document
from growth import Work, grows_evenly

TUESDAY = date(2026, 2, 3)
EDTF = re.compile(r"-?\d{4}(-\d\d(-\d\d)?)?|\d{3}X|\d\dXX")
WORDS = st.sampled_from(
    [
        "3",
        "Feb.",
        "February",
        "May",
        "2026",
        "1990s",
        "'90s",
        "Tuesday",
        "last",
        "next",
        "this",
        "the",
        "of",
        "in",
        "early",
        "late",
        "week",
        "year",
        "quarter",
        "third",
        "first",
        "19th",
        "century",
        "ago",
        "later",
        "three",
        "a",
        "-",
        "–",
        "/",
        ",",
        ".",
        "'",
        "yesterday",
        "tonight",
        "weekend",
        "summer",
        "BC",
        "490",
        "0",
        "31",
        "02",
        "2026-02-03",
        "2026-02-03T10",
        "New",
        "Christmas",
        "nineteen",
        "ninety",
        "period",
        "13/02/2026",
        "p.m.",
        "8",
        "s",
        "’s",
        "day",
        "before",
        "fiscal",
        "Q3",
        "will",
        "said",
        "\n",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS, max_size=25).map("".join))
DAYS = st.one_of(st.none(), st.dates(), st.sampled_from((date.min, date.max, date(2024, 2, 29))))


@settings(max_examples=300)
@given(TEXTS, DAYS)
def test_every_mention_is_the_text_at_its_offsets_and_has_a_value_in_edtf_or_none(text: str, published: date | None) -> None:
    document = read_document(text)
    mentions = find_dates(document, published)
    at = 0
    for mention in mentions:
        assert at <= mention.start < mention.end
        at = mention.end
        assert mention.text == document.text[mention.start : mention.end]
        assert all(EDTF.fullmatch(value) for value in mention.value.split("/")) if mention.value else True
        assert 0 <= mention.confidence <= 1
        assert mention.confidence == round(mention.confidence, 2)
    assert mentions == find_dates(document, published)


@given(TEXTS)
def test_without_a_day_of_publication_nothing_has_a_value_that_depends_on_it(text: str) -> None:
    assert all(not mention.value for mention in find_dates(read_document(text)) if mention.anchor == "published")


def test_the_same_text_gets_its_values_when_the_day_of_publication_is_known() -> None:
    document = read_document("He said on Monday that talks collapsed in June.")
    assert [(m.text, m.value) for m in find_dates(document)] == [("Monday", ""), ("June", "")]
    assert [(m.text, m.value) for m in find_dates(document, TUESDAY)] == [("Monday", "2026-02-02"), ("June", "2025-06")]


def test_a_mention_says_its_precision_rule_and_anchor() -> None:
    (mention,) = find_dates(read_document("The war began earlier this year."), TUESDAY)
    assert mention == (14, 31, "earlier this year", "2026", "year", "relative unit", 0.85, "published")


def test_the_date_named_last_anchors_what_is_told_after_it() -> None:
    document = read_document("The king died on 6 February 1952. Three days later the new one was proclaimed.")
    assert [(m.value, m.anchor) for m in find_dates(document, TUESDAY)] == [("1952-02-06", ""), ("1952-02-09", "text")]


def test_a_tale_of_another_time_takes_its_years_from_the_text() -> None:
    text = (
        "War came in July 1914. In August 1914 Liège fell. In 1915 trenches held. By 1916 all was new. On 1 July the push began."
    )
    assert find_dates(read_document(text), TUESDAY)[-1].value == "1916-07-01"


def test_a_long_hostile_text_is_read_in_linear_time() -> None:
    def finding(size: int) -> Work:
        document = read_document("the end of the early May 3-4, the last the next " * size)
        return lambda: find_dates(document, TUESDAY)

    assert grows_evenly(finding, 1_000)


def test_today_is_hardly_a_date_where_it_means_nowadays() -> None:
    sure = {text: find_dates(read_document(text), TUESDAY)[0].confidence for text in ("It is today a park.", "They met today.")}
    assert sure == {"It is today a park.": 0.4, "They met today.": 0.9}


def test_the_last_year_may_be_as_long_as_it_was_and_is_less_sure_than_last_year() -> None:
    sure = [find_dates(read_document(f"It grew {when}."), TUESDAY)[0].confidence for when in ("over the last year", "last year")]
    assert sure == [0.7, 0.85]


def test_a_day_without_its_year_is_less_sure_when_it_was_long_ago() -> None:
    confidences = [find_dates(read_document(f"They met on {day}."), TUESDAY)[0].confidence for day in ("1 January", "1 March")]
    assert confidences == [0.88, 0.85]
    assert find_dates(read_document("They met on 1 May."), TUESDAY)[0].confidence == 0.75


def test_a_year_of_five_digits_is_no_value() -> None:
    found = find_dates(read_document("The ship will sail next January, they said on Friday."), date(9999, 12, 31))
    assert [(mention.text, mention.value) for mention in found] == [("next January", ""), ("Friday", "9999-12-31")]
