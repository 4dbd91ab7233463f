"""The guard: what goes wrong with one post of an archive, or takes too long, ends with that post, and the rest comes over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ParamSpec

from lxml.etree import LxmlError

from broadsheet.content.deadline import in_time
from broadsheet.importing.post import Found, Skipped
from broadsheet.problems import Outcome, Problem, Span

SECONDS = 20  # of the processor's time, for one post
# What a reader of an archive may stumble over that nobody foresaw.
FAULTS = (ArithmeticError, AttributeError, LookupError, LxmlError, MemoryError, RecursionError, TypeError, ValueError)
P = ParamSpec("P")


def late(span: Span) -> Skipped:
    """Return that the post at a place is left out, as it takes too long."""
    return Skipped(span, f"it takes more than {SECONDS} s of the processor's time to read it")


def guarded(span: Span, make: Callable[P, Found | Iterator[Found] | None], *given: P.args, **more: P.kwargs) -> tuple[Found, ...]:
    """Return what `make` makes of the post at a place, or why there is nothing."""

    def made() -> Outcome[tuple[Found, ...]]:
        found = make(*given, **more)
        return Outcome(tuple(found) if isinstance(found, Iterator) else (found,) if found else ())

    instead: tuple[Found, ...] = (late(span),)
    try:
        return in_time(SECONDS, span, made, instead).value
    except FAULTS as error:
        message = f"it cannot be read: {type(error).__name__}: {error}"
        return Problem("bad-import", message, span, "look at it in the old place"), Skipped(span, "it cannot be read")
