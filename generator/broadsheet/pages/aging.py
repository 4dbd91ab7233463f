"""Age: a story of more than a year ago says so on its page, for readers who come to it from somewhere else.

Years are counted by months, and against the clock of the build: a page changes for its age once, in the month in which its story
becomes a year old, and an archive that is built again in that month is told.
"""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1)
def horizon(clock: str) -> str:
    """Return the newest month (`YYYY-MM`) of which the stories are more than a year old at an instant (`YYYY-MM-…`)."""
    year, month = int(clock[:4]), int(clock[5:7])
    before = year * 12 + month - 1 - 13
    return f"{before // 12:04}-{before % 12 + 1:02}"


def is_aged(date: str, clock: str) -> bool:
    """Say whether a story of a date (`YYYY-MM-…`) is more than a year old at an instant, by whole months."""
    return date[:7] <= horizon(clock)


def next_turn(clock: str) -> str:
    """Return the instant at which the next stories may become old: the first of the next month, in UTC."""
    year, month = int(clock[:4]), int(clock[5:7])
    return f"{year + month // 12:04}-{month % 12 + 1:02}-01T00:00:00Z"
