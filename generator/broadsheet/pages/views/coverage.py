"""When: a date, and the span of time that some stories cover."""

from typing import NamedTuple


class When(NamedTuple):
    """A date for machines (`iso`, for `<time datetime>`) and for people (`text`: "17 September 1978", "September 1978")."""

    iso: str
    text: str


class Coverage(NamedTuple):
    """How much a term is written about: worded dates of the first and the newest story, and the number of stories."""

    total: int
    first: When | None
    latest: When | None
