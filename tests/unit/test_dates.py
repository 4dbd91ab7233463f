"""Dates: canonical ISO out, exact reasons for what is not a date."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.content.dates import NotADate, parse_moment, parse_partial
from broadsheet.model import Moment

TEHRAN, UTC, NEW_YORK = ZoneInfo("Asia/Tehran"), ZoneInfo("UTC"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "zone", "iso", "instant"),
    [
        ("1978-09-17", UTC, "1978-09-17", "1978-09-17T00:00:00Z"),
        ("2026-02-03", TEHRAN, "2026-02-03", "2026-02-02T20:30:00Z"),
        ("2026-02-03T10:00", TEHRAN, "2026-02-03T10:00:00+03:30", "2026-02-03T06:30:00Z"),
        ("2026-02-03 10:00:05", UTC, "2026-02-03T10:00:05Z", "2026-02-03T10:00:05Z"),
        ("2026-02-03T10:00:05.999Z", TEHRAN, "2026-02-03T10:00:05Z", "2026-02-03T10:00:05Z"),
        ("2026-02-03T10:00+0300", UTC, "2026-02-03T10:00:00+03:00", "2026-02-03T07:00:00Z"),
        ("2026-02-03 10:00 -05:30", UTC, "2026-02-03T10:00:00-05:30", "2026-02-03T15:30:00Z"),
        # The forms of YAML 1.1 and of Jekyll.
        ("2014-10-24 9:01:48 -0400", UTC, "2014-10-24T09:01:48-04:00", "2014-10-24T13:01:48Z"),
        ("2016-04-01 10:30:00 -4", UTC, "2016-04-01T10:30:00-04:00", "2016-04-01T14:30:00Z"),
        ("2001-12-14 21:59:43.10 -530", UTC, "2001-12-14T21:59:43-05:30", "2001-12-15T03:29:43Z"),
        ("2016-04-01 10:30 UTC", TEHRAN, "2016-04-01T10:30:00Z", "2016-04-01T10:30:00Z"),
        ("2026-07-01T12:00", NEW_YORK, "2026-07-01T12:00:00-04:00", "2026-07-01T16:00:00Z"),
        # Local mean time until 1916: +3:25:44, which RFC 3339 cannot write.
        ("1900-01-01T12:00", TEHRAN, "1900-01-01T12:00:00+03:26", "1900-01-01T08:34:00Z"),
        ("0001-01-01", TEHRAN, "0001-01-01", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:00-05:00", UTC, "9999-12-31T23:00:00-05:00", "9999-12-31T23:59:59Z"),
        # A time that the clocks skipped, and one that they showed twice (the first counts).
        ("2026-03-08T02:30", NEW_YORK, "2026-03-08T02:30:00-05:00", "2026-03-08T07:30:00Z"),
        ("2026-11-01T01:30", NEW_YORK, "2026-11-01T01:30:00-04:00", "2026-11-01T05:30:00Z"),
    ],
)
def test_a_moment_is_canonical(text, zone, iso, instant):
    assert parse_moment(text, zone) == Moment(iso, instant)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2023-02-30", "February 2023 has 28 days"),
        ("2024-02-30", "February 2024 has 29 days"),
        ("2024-04-00", "April 2024 has 30 days"),
        ("2024-13-01", "there is no month 13"),
        ("0000-01-01", "there is no year 0000"),
        ("2024-01-01T24:00", "there is no hour 24"),
        ("2024-01-01T10:60", "there is no minute 60"),
        ("2024-01-01T10:00:60", "there is no second 60"),
        ("2024-01-01T10:00+25:00", "there is no offset +25:00"),
        ("yesterday", ""),
        ("٢٠٢٤-٠١-٠١", ""),
    ],
)
def test_what_is_no_date_says_why(text, why):
    assert parse_moment(text, UTC) == NotADate(why, "write `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`")


@pytest.mark.parametrize("text", ["2024-5-1", "2024/05/01", "2024.5.01"])
def test_a_date_in_another_form_is_shown_as_it_should_be(text):
    assert parse_moment(text, UTC) == NotADate("", "write `2024-05-01`")


@pytest.mark.parametrize("text", ["1919", "1919-06", "1919-06-28"])
def test_a_partial_date_is_as_precise_as_it_is_written(text):
    assert parse_partial(text) == text


@pytest.mark.parametrize(
    ("text", "why"), [("1919-13", "there is no month 13"), ("1919-06-31", "June 1919 has 30 days"), ("19", "")]
)
def test_a_partial_date_is_checked_against_the_calendar(text, why):
    assert parse_partial(text) == NotADate(why, "write `YYYY`, `YYYY-MM` or `YYYY-MM-DD`")


@settings(deadline=None)
@given(st.datetimes(), st.sampled_from(["Asia/Tehran", "America/New_York", "Europe/Amsterdam", "UTC", "Asia/Kathmandu"]))
def test_iso_is_its_own_canonical_form_and_names_the_instant(moment, zone):
    found = parse_moment(moment.replace(microsecond=0).isoformat(), ZoneInfo(zone))
    assert isinstance(found, Moment)
    assert parse_moment(found.iso, UTC) == found
    if 1 < moment.year < 9999:
        assert datetime.fromisoformat(found.iso) == datetime.fromisoformat(found.instant)


@settings(deadline=None)
@given(st.text())
def test_no_text_makes_the_parsers_raise(text):
    parse_moment(text, UTC)
    parse_partial(text)
