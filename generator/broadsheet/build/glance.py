"""A glance at the files of an archive by two processes: one begins at once, the build joins it when it has looked at its sources.

To ask the system for the state of every output takes longer than to ask it for that of every source; a second core does it at
the same time. The other process goes through the outputs from the first one on, the build from the last; a pipe holds a token
for each block of them, and whoever takes one looks at the next block from his end. Where there is no second core, or no way to
fork, or other threads are at work, nothing is lost but that time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Protocol

from broadsheet.build.workers import Beside, may_have_help

_ENOUGH = 4_000  # files that are worth a process
_BLOCK = 500  # files
_MOST_BLOCKS = 4_000  # a pipe holds many more tokens


class Look(Protocol):
    """A look at files."""

    def __call__(self, block: int, *, backwards: bool) -> Iterator[list[str]]:
        """Yield, for each block of so many files, which of them are altered; `backwards`: from the last file on."""


class Glance:
    """The look at a number of files, that two processes share. `seen` is to be called once."""

    def __init__(self, look: Look, files: int) -> None:
        self._look = look
        self._block = max(_BLOCK, -(-files // _MOST_BLOCKS))
        self._tokens, end = os.pipe()
        os.write(end, bytes(-(-files // self._block)))
        os.close(end)  # who finds no token any more is told so, and does not wait
        self._other = Beside(lambda: self._altered(backwards=False))

    def seen(self) -> list[str] | None:
        """Join the look, and return the altered files, some perhaps twice; None where it came to nothing."""
        ours = self._altered(backwards=True)
        os.close(self._tokens)
        theirs: list[str] | None = self._other.found()
        return None if theirs is None else theirs + ours

    def _altered(self, *, backwards: bool) -> list[str]:
        blocks = self._look(self._block, backwards=backwards)
        found: list[str] = []
        while os.read(self._tokens, 1):
            found += next(blocks, ())
        return found


def begin_glance(look: Look, files: int) -> Glance | None:
    """Have another process begin to look at a number of files, if that is worth it."""
    return Glance(look, files) if files >= _ENOUGH and may_have_help() else None
