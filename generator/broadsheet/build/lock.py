"""The lock: one build at a time in a publication. The second waits, after saying who holds it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def build_lock(path: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock file at `path`; `waiting` is told once, in words, when another process holds it. It is freed by any exit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as handle:
        if not _try(handle):
            waiting(_holder(handle))
            _wait(handle)
        handle.seek(0)
        handle.truncate()
        handle.write(f"process {os.getpid()}\n")
        handle.flush()
        yield


if sys.platform == "win32":
    import msvcrt

    def _try(handle: IO[str]) -> bool:
        handle.seek(0)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait(handle: IO[str]) -> None:
        while True:
            handle.seek(0)
            with contextlib.suppress(OSError):  # it gives up after ten seconds
                msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                return
else:
    import fcntl

    def _try(handle: IO[str]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait(handle: IO[str]) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)


def _holder(handle: IO[str]) -> str:
    handle.seek(0)
    return handle.read().strip() or "another process"
