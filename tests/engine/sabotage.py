"""What befalls a worker process: each of these is called in it before it works."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path
from typing import Any

import broadsheet
from broadsheet.engine.cluster import look_around
from broadsheet.engine.publish import FolderWriter


def die_at(number: int, once: str = "") -> None:
    """Let this process be killed as it writes an output; with a path in `once`, only the first that comes to it."""
    bring, left = FolderWriter.bring, [number]

    def deadly(self: FolderWriter, path: str, data: bytes) -> Any:
        left[0] -= 1
        if not left[0] and _first(once):
            os.kill(os.getpid(), signal.SIGKILL)
        return bring(self, path, data)

    FolderWriter.bring = deadly  # type: ignore[method-assign]


def _first(once: str) -> bool:
    try:
        if once:
            Path(once).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def fill_the_disk() -> None:
    """Let every write of this process fail."""

    def full(self: FolderWriter, path: str, data: bytes) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

    FolderWriter.bring = full  # type: ignore[method-assign]


def be_another_version() -> None:
    """Let this process have another version of the program."""
    broadsheet.__version__ = "0.0.1"


def be_this_version(version: str = broadsheet.__version__) -> None:
    """Let this process have its own version again."""
    broadsheet.__version__ = version


def see_nothing(probe: str) -> tuple[dict[str, str], bool]:
    """Look for another file than the one that was written."""
    return look_around(probe + "x")
