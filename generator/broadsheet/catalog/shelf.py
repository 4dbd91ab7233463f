"""The shelf: packed values laid aside in a file without a name, so that memory holds where they are and not what they say.

A hundred thousand records are some hundred megabytes, most of them asked for once. The file is gone when nobody holds the shelf
any more, however the program ends. Processes that were forked read from it at once.
"""

from __future__ import annotations

import os
import weakref
from array import array
from pathlib import Path
from typing import IO

_KEPT = 1_000_000  # bytes that are collected before they are written: what is less in all needs no file


class Shelf:
    """Bytes by the number under which they were put there, counted from 0. `folder` is where the file lies, in no folder's list.

    Raises OSError when the disk is full.
    """

    def __init__(self, folder: Path | None = None, kept: int = _KEPT) -> None:
        self._folder = folder
        self._most = kept
        self._starts = array("Q", (0,))
        self._written = 0
        self._waiting: list[bytes] = []
        self._first = 0  # number of the first one that waits
        self._file: IO[bytes] | None = None

    def __len__(self) -> int:
        return len(self._starts) - 1

    def put(self, data: bytes) -> int:
        """Lay something aside and return its number."""
        self._waiting.append(data)
        self._starts.append(self._starts[-1] + len(data))
        if self._starts[-1] - self._written > self._most:
            self._write()
        return len(self._starts) - 2

    def __getitem__(self, number: int) -> bytes:
        if number >= self._first:
            return self._waiting[number - self._first]
        start = self._starts[number]
        return self._read(start, self._starts[number + 1] - start)

    def flush(self) -> None:
        """Write what waits, so that memory holds nothing of it; little is left where it is."""
        if self._file is not None and self._waiting:
            self._write()

    def _write(self) -> None:
        if self._file is None:
            import tempfile  # here: most builds lay little aside

            folder = self._folder if self._folder and self._folder.is_dir() else None
            self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115  # closed with the shelf
            weakref.finalize(self, self._file.close)
        data = memoryview(b"".join(self._waiting))
        self._file.seek(self._written)
        while data:
            data = data[self._file.write(data) :]
        self._written = self._starts[-1]
        self._first = len(self)
        self._waiting = []

    def _read(self, start: int, size: int) -> bytes:
        assert self._file is not None
        if hasattr(os, "pread"):
            return os.pread(self._file.fileno(), size, start)  # the place is the caller's own, whoever else reads
        self._file.seek(start)
        return self._file.read(size)
