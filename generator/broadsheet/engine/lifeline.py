"""The lifeline: a process that was forked ends with the one that forked it, and holds nothing that is for that one alone.

What a fork inherits lives as long as it does: a lock stays taken, and a pipe stays open, so that whoever sleeps at its other end
is never told that nobody is there. So every fork of this process, whoever makes it, first of all gives up what is kept here. Our
own workers are tied, too: the system kills them with their parent (Linux), or they find their pipes closed after their batch.
SIGTERM and SIGHUP need no handler: what they do by themselves ends a build, and with it what hangs on it.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import cache

_PARENT_DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG


def keep(descriptor: int) -> None:
    """Keep an open descriptor from every process that is forked from now on."""
    _kept().add(descriptor)


def release(descriptor: int) -> None:
    """Keep it no longer. To be called before it is closed: its number may soon be that of something else."""
    _kept().discard(descriptor)


def tie(parent: int) -> None:
    """Tie this process, which `parent` has just forked, to the thread that forked it."""
    if sys.platform == "linux":
        import ctypes  # here: in the new process, while its parent goes on

        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it died before
        os._exit(1)


@cache
def _kept() -> set[int]:
    return set()


def _give_up() -> None:
    """Put nothing in the place of what is kept: objects that came along with this process may still close the numbers."""
    if not _kept():
        return
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in _kept():
        os.dup2(nothing, descriptor, inheritable=False)
    os.close(nothing)
    _kept().clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_give_up)
