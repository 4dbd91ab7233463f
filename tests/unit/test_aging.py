"""Age: from which month on a story is called old."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.pages.aging import horizon, is_aged, next_turn


@pytest.mark.parametrize(
    ("date", "clock", "aged"),
    [
        ("2025-03-31", "2026-03-31T12:00:00Z", False),
        ("2025-02-28", "2026-03-01T00:00:00Z", True),
        ("2024-12-31", "2026-01-01T00:00:00Z", True),
        ("2025-01-01", "2026-01-31T00:00:00Z", False),
        ("0815", "2026-01-31T00:00:00Z", True),
    ],
)
def test_a_story_is_old_from_the_month_after_its_year(date: str, clock: str, aged: bool) -> None:
    assert is_aged(date, clock) is aged


@given(st.integers(1, 9998), st.integers(1, 12))
def test_the_turn_is_when_the_horizon_moves(year: int, month: int) -> None:
    clock = f"{year + 1:04}-{month:02}-28T23:59:59Z"
    assert horizon(next_turn(clock)) > horizon(clock)
    assert next_turn(clock) > clock
