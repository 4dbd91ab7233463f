"""A glance at the files of an archive by a process of its own, while the build looks at its sources.

To ask the system for the state of every output takes as long as to ask it for that of every source; a second core does it at the
same time. Where there is no second core, or no way to fork, or other threads are at work, nothing is lost but that time.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
from collections.abc import Callable

from broadsheet.build.workers import cores

_ENOUGH = 4_000  # files that are worth a process
Seen = tuple[int, list[str]]  # how many files there are, and which of them are not as they were left


class Glance:
    """What another process is to find out. `seen` waits for it, and returns None where it came to nothing."""

    def __init__(self, look: Callable[[], Seen]) -> None:
        self._pipe, theirs = os.pipe()
        self._process = os.fork()
        if self._process:
            os.close(theirs)
            return
        try:  # in the new process, which must not go on as if it were the build
            with os.fdopen(theirs, "wb") as pipe:
                pipe.write(marshal.dumps(look()))
        finally:
            os._exit(0)

    def seen(self) -> Seen | None:
        """Return what was found."""
        with os.fdopen(self._pipe, "rb") as pipe:
            data = pipe.read()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._process, 0)
        with contextlib.suppress(ValueError, EOFError, TypeError):
            number, paths = marshal.loads(data)  # from our own child
            return number, paths
        return None


def begin_glance(look: Callable[[], Seen], files: int) -> Glance | None:
    """Have another process look at a number of files, if that is worth it."""
    threading = sys.modules.get("threading")
    alone = threading is None or threading.active_count() == 1
    if files < _ENOUGH or not alone or not hasattr(os, "fork") or cores() < 2:
        return None
    return Glance(look)
