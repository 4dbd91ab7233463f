"""The preview: what is shown at a moment, and the board on which the next one is announced."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

_OURS = ".broadsheet-"  # the mark of the output folder and temporary names: written by a build, but not published


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown: the published files, and what is wrong.

    `edition` names the pages as they stand; it changes whenever an open page has to be loaded again. `paths` are relative to the
    preview folder, with `/`; there are none before the first build that succeeds. `problems` say why the last build failed.
    """

    edition: str
    paths: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()


class Board:
    """Holds the current preview, and wakes whoever waits for another. Any thread may use it."""

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self._closed = False
        self._changed = threading.Condition()

    @property
    def current(self) -> Preview:
        """Return the current preview."""
        with self._changed:
            return self._preview

    def show(self, preview: Preview) -> None:
        """Put up another preview."""
        with self._changed:
            self._preview = preview
            self._changed.notify_all()

    def wait(self, seen: Preview | None, timeout: float) -> Preview | None:
        """Return the current preview as soon as it is not `seen`, or after `timeout` seconds; None once the board is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._preview is not seen, timeout)
            return None if self._closed else self._preview

    def close(self) -> None:
        """Send everybody home who waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def published_paths(folder: Path) -> frozenset[str]:
    """Return the files that a build published into `folder`, as paths with `/`. Symbolic links are never among them."""
    found: list[str] = []
    start = len(str(folder)) + 1
    for base, _, files in os.walk(folder):
        places = (f"{base}{os.sep}{name}" for name in files if not name.startswith(_OURS))
        found += [place[start:].replace(os.sep, "/") for place in places if not os.path.islink(place)]  # noqa: PTH114  # of many
    return frozenset(found)
