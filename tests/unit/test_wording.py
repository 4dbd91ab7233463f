"""Wording: dates, lists and numbers as the reader is told."""

from __future__ import annotations

import pytest

from broadsheet.language.direction import direction
from broadsheet.language.languages import Languages
from broadsheet.model import EventDate, Moment
from broadsheet.pages.views.coverage import When
from broadsheet.pages.wording import day_of, event_when, label_text, when

WORDS = Languages("en").words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("1978-09-17", "17 September 1978"),
        ("1978-09-01", "1 September 1978"),
        ("1978-09", "September 1978"),
        ("1978", "1978"),
        ("0079-10-24", "24 October 79"),
    ],
)
def test_a_date_is_worded_as_far_as_it_is_known(iso: str, words: str) -> None:
    assert WORDS.date(iso) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-02-03", "3 February 2026"),
        ("2026-02-03T10:05:00Z", "3 February 2026, 10:05 UTC"),
        ("2026-02-03T10:05:00+00:00", "3 February 2026, 10:05 UTC"),
        ("2026-02-03T10:05:00+03:00", "3 February 2026, 10:05 UTC+3"),
        ("2026-02-03T10:05:00+05:30", "3 February 2026, 10:05 UTC+5:30"),
        ("2026-02-03T10:05:00-11:00", "3 February 2026, 10:05 UTC−11"),
        ("2026-02-03T10:05:00.250-03:30", "3 February 2026, 10:05 UTC−3:30"),
    ],
)
def test_a_time_of_day_is_followed_by_its_distance_from_utc(iso: str, words: str) -> None:
    assert when(WORDS, Moment(iso, "")) == When(iso, words)


def test_where_the_time_would_be_noise_the_local_day_is_shown() -> None:
    assert day_of(WORDS, Moment("2026-02-03T23:30:00-05:00", "2026-02-04T04:30:00Z")) == When("2026-02-03", "3 February 2026")


def test_an_event_is_dated_as_precisely_as_its_story_says() -> None:
    assert event_when(WORDS, EventDate("1919-06", "month")) == When("1919-06", "June 1919")


@pytest.mark.parametrize(("names", "words"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_names_are_listed_as_in_a_sentence(names: list[str], words: str) -> None:
    assert WORDS.and_list(names) == words


@pytest.mark.parametrize(("number", "words"), [(0, "0 stories"), (1, "1 story"), (2, "2 stories"), (1204, "1,204 stories")])
def test_numbers_agree_with_their_nouns(number: int, words: str) -> None:
    assert WORDS.ngettext("%(num)s story", "%(num)s stories", number) == words


@pytest.mark.parametrize(("label", "words"), [("breaking", "Breaking"), ("fact-check", "Fact check"), ("", "")])
def test_labels_are_called_by_their_words(label: str, words: str) -> None:
    assert label_text(WORDS, label) == words


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("he", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("uz-latn", "ltr")],
)
def test_the_direction_follows_from_language_and_script(language: str, expected: str) -> None:
    assert direction(language) == expected
