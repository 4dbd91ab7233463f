"""When: a date, and the span of time that some stories cover."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class When:
    """A date for machines (`iso`, for `<time datetime>`) and for people (`text`: "17 September 1978", "September 1978")."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much a term is written about: worded dates of the first and the newest story, and the number of stories."""

    total: int
    first: When | None
    latest: When | None
