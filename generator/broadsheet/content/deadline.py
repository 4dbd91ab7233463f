"""The deadline: how much of the processor's time the reading of one article may take, whatever a parser makes of it.

What is counted is the time that this process works, so that a busy machine fails no article. It is kept where a system has such a
clock (Linux, macOS, BSD) and in the main thread of a process, which is where builds read; not on Windows, and not in other
threads. What is compiled is stopped only when it returns.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

from broadsheet.problems import Outcome, Problem, Span

T = TypeVar("T")
_AGAIN = 0.5  # seconds after which what goes on in spite of it is stopped again


class _OverdueError(BaseException):
    """The time is over. It is no Exception, so that no parser takes it for a fault of what it reads."""


def in_time(seconds: int, span: Span, work: Callable[[], Outcome[T]], instead: T) -> Outcome[T]:
    """Return what `work` returns; where that takes more than so many seconds `instead`, and a problem at `span`.

    Within other work that has a deadline, that one holds.
    """
    if not _is_kept() or signal.getitimer(signal.ITIMER_VIRTUAL)[0]:
        return work()
    signal.signal(signal.SIGVTALRM, _stop)
    try:
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
            return work()
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _OverdueError:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)  # it may have come before it was stopped
        message = f"it takes more than {seconds} seconds of the processor's time to read it"
        hint = "write it more simply, split it, or raise `limits: {seconds: …}` in broadsheet.yaml"
        return Outcome(instead, (Problem("over-limit", message, span, hint),))


def uncounted(work: Callable[[], T]) -> T:
    """Return what `work` returns, and count none of its time for the article that is read."""
    if not _is_kept():
        return work()
    left = signal.setitimer(signal.ITIMER_VIRTUAL, 0)[0]
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, left, _AGAIN)


def _is_kept() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _OverdueError
