"""The lock: one build at a time in a publication. The second waits, after saying who holds it.

The system frees the lock when its holder is gone, however it ended; no process that the holder forked has it, see `lifeline.py`.
The file says which process on which machine holds it, and has since the file was changed.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from broadsheet.engine.lifeline import keep, release


@contextlib.contextmanager
def build_lock(path: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock file at `path`; `waiting` is told once, in words, when another process holds it. It is freed by any exit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8", opener=_no_link) as handle:
        keep(handle.fileno())
        try:
            if not _try(handle):
                waiting(_holder(handle))
                _wait(handle)
            handle.seek(0)
            handle.truncate()
            handle.write(f"process {os.getpid()} on {_machine()}\n")
            handle.flush()
            yield
        finally:
            release(handle.fileno())


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


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

    def _machine() -> str:
        import platform  # here: it is slow to import

        return platform.node()
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

    def _machine() -> str:
        return os.uname().nodename


def _holder(handle: IO[str]) -> str:
    since = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(os.fstat(handle.fileno()).st_mtime))
    handle.seek(0)
    return f"{handle.read().strip() or 'another process'}, since {since} UTC"
