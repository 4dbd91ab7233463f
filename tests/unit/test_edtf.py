"""Dates of history: what EDTF says becomes a moment that sorts by its beginning, an address and words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.catalog.addresses import story_permalink
from broadsheet.content.dates import NotADate
from broadsheet.content.edtf import parse_edtf
from broadsheet.language.languages import Languages
from broadsheet.model import Moment, known_of

VIENNA = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    ("text", "iso", "instant", "known", "words"),
    [
        ("1978", "1978-01-01", "1977-12-31T23:00:00Z", "1978", "1978"),
        ("1978-09", "1978-09-01", "1978-08-31T23:00:00Z", "1978-09", "September 1978"),
        ("1978-09~", "1978-09-01", "1978-08-31T23:00:00Z", "1978-09", "about September 1978"),
        ("1978?", "1978-01-01", "1977-12-31T23:00:00Z", "1978", "1978?"),
        ("1978-09-17%", "1978-09-17", "1978-09-16T23:00:00Z", "1978-09-17", "about 17 September 1978?"),
        ("1978/1979", "1978-01-01", "1977-12-31T23:00:00Z", "1978", "1978–1979"),
        ("1978-09/1978-10~", "1978-09-01", "1978-08-31T23:00:00Z", "1978-09", "September 1978–about October 1978"),
        ("1978-09-17/..", "1978-09-17", "1978-09-16T23:00:00Z", "1978-09-17", "17 September 1978–"),
        ("/1979", "1979-01-01", "1978-12-31T23:00:00Z", "1979", "–1979"),
        ("197X", "1970-01-01", "1969-12-31T23:00:00Z", "1970", "1970s"),
        ("19XX", "1900-01-01", "1899-12-31T23:00:00Z", "1900", "1900–1999"),
        ("1978-XX-XX", "1978-01-01", "1977-12-31T23:00:00Z", "1978", "1978"),
        ("1978-09-XX", "1978-09-01", "1978-08-31T23:00:00Z", "1978-09", "September 1978"),
        ("1978-21", "1978-03-01", "1978-02-28T23:00:00Z", "1978", "spring 1978"),
        ("1978-24~", "1978-12-01", "1978-11-30T23:00:00Z", "1978", "about winter 1978"),
        ("1978-22/1978-23", "1978-06-01", "1978-05-31T23:00:00Z", "1978", "summer 1978–autumn 1978"),
        ("1978-09-21~", "1978-09-21", "1978-09-20T23:00:00Z", "1978-09-21", "about 21 September 1978"),
        ("-0043", "0001-01-01", "-9956-01-01T00:00:00Z", "-0043", "44 BC"),
        ("-0043-03", "0001-01-01", "-9956-03-01T00:00:00Z", "-0043-03", "March 44 BC"),
        ("0000", "0001-01-01", "-9999-01-01T00:00:00Z", "0000", "1 BC"),
    ],
)
def test_what_is_known_of_a_date_is_kept_shown_and_sorted(text: str, iso: str, instant: str, known: str, words: str) -> None:
    assert parse_edtf(text, VIENNA) == Moment(iso, instant, text)
    assert known_of(text) == known
    assert Languages("en").words.date(text) == words


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1978-13", "there is no month 13"),
        ("1978-02-30~", "February of that year has 28 days"),
        ("1979/1978", "it ends before it begins"),
        ("-0043/-0044", "it ends before it begins"),
        ("197X-09", ""),
        ("1978-XX-03", ""),
        ("1978-25", "there is no month 25"),
        ("1978-21-03", "there is no month 21"),
        ("..", ""),
        ("/", ""),
        ("1978/1979/1980", ""),
        ("78", ""),
        ("spring 1978", ""),
        ("Y17000", ""),
        ("", ""),
    ],
)
def test_what_is_no_date_says_why(text: str, why: str) -> None:
    found = parse_edtf(text, VIENNA)
    assert isinstance(found, NotADate)
    assert found.why == why


@pytest.mark.parametrize(("text", "words"), [("-0043", "44 v. Chr."), ("1978-09~", "about September 1978")])
def test_other_languages_have_their_own_words(text: str, words: str) -> None:
    assert Languages("de").words.date(text) == words


@given(st.integers(-9998, 9998), st.integers(-9998, 9998))
def test_years_sort_as_time_goes(one: int, other: int) -> None:
    def instant(year: int) -> str:
        found = parse_edtf(f"{'-' * (year < 0)}{abs(year):04d}", VIENNA)
        assert isinstance(found, Moment)
        return found.instant

    # The first hours of the year 1 in Vienna lie before it in UTC, and count as its first instant.
    assert (instant(one) < instant(other)) == (one < other)


@pytest.mark.parametrize(
    ("pattern", "known", "address"),
    [
        ("/stories/{year}/{month}/{slug}/", "1978-09-17", "/stories/1978/09/x/"),
        ("/stories/{year}/{month}/{slug}/", "1978-09", "/stories/1978/09/x/"),
        ("/stories/{year}/{month}/{slug}/", "1978", "/stories/1978/x/"),
        ("/stories/{year}/{month}/{slug}/", "-0043", "/stories/-0043/x/"),
        ("/{year}/{month}/{day}/{slug}/", "1978-09", "/1978/09/x/"),
        ("/{year}-{month}-{day}-{slug}/", "1978", "/1978-x/"),
        ("/{section}/{slug}/", "1978", "/stories/x/"),
    ],
)
def test_an_address_leaves_out_what_is_not_known(pattern: str, known: str, address: str) -> None:
    assert story_permalink(pattern, known, "x", "") == address
