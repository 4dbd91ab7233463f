"""The deadline: how much of the processor's time the reading of one article may take, whatever a parser makes of it.

What is counted is the time that this process works, so that a busy machine fails no article. It is kept where a system has such a
clock (Linux, macOS, BSD) and in the main thread of a process, which is where builds read; not on Windows, and not in other
threads. What is compiled notices nothing until it returns: it is given a process of its own where it might take long.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from functools import cache
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
    _heed()
    try:
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
            return work()
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _OverdueError:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)  # it may have come before it was stopped
        message = f"it takes more than {seconds} s of the processor's time to read it"
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


def apart(work: Callable[[], str]) -> str:
    """Return what compiled `work` returns, from a process of its own, which the system ends with the time of the article.

    Costs as much as forking this process does.
    """
    left = signal.getitimer(signal.ITIMER_VIRTUAL)[0] if _is_kept() else 0
    if not left:
        return work()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_VIRTUAL, left)
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(work().encode())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    if os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGVTALRM:
        raise _OverdueError
    return data.decode()


def _is_kept() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@cache
def _heed() -> None:
    """Let the clock stop what goes on: said once, for to say it takes longer than to set the clock."""
    signal.signal(signal.SIGVTALRM, _stop)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _OverdueError
