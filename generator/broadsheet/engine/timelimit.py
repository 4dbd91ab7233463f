"""The time limit: how long a build may take in all, by the clock on the wall, however many articles stay below their own limits.

It is kept where a system has such a clock (Linux, macOS, BSD) and in the main thread of a process; not on Windows.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from broadsheet.engine.configuration import SETTINGS
from broadsheet.problems import Problem, Span

T = TypeVar("T")
_AGAIN = 5  # seconds after which what goes on in spite of it is stopped again


class TimeIsUpError(BaseException):
    """The time is over. It is no Exception, so that nothing takes it for a fault of what it does."""


def within(seconds: int, work: Callable[[], T]) -> T | Problem:
    """Return what `work` returns, or a problem where that takes more than so many seconds; 0: any number."""
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return work()
    before = signal.signal(signal.SIGALRM, _stop)
    left = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        try:
            return work()
        finally:
            _stop_counting()
    except TimeIsUpError:
        _stop_counting()  # it may have come before that was done
        hint = "publish less, or raise `limits: {build: …}` in broadsheet.yaml; build again before you copy the output"
        return Problem("over-limit", f"the build took more than {seconds} s, and was ended", Span(SETTINGS), hint)
    finally:
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, *left)


@contextmanager
def undone(undo: Callable[[], None]) -> Iterator[None]:
    """Undo what was done within the block where the time is up before its end."""
    try:
        yield
    except TimeIsUpError:
        _stop_counting()
        undo()
        raise


def _stop_counting() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TimeIsUpError
