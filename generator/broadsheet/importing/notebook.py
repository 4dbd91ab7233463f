"""The notebook: what an import notes of each post, on the disk, so that its memory does not grow with the archive.

It is a temporary file without a name, which is gone when the import ends.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any, Self


class Notebook:
    """The notes of one import, on pages of their own."""

    def __init__(self) -> None:
        # The empty name: a file that SQLite itself removes. The collector of garbage may close it in whichever thread it runs.
        self.opened = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self.opened.close)
        self._numbers = count(1)

    def rows(self) -> NoteRows:
        """Return an empty list."""
        return NoteRows(self, f"page{next(self._numbers)}")

    def table(self) -> NoteTable:
        """Return an empty table."""
        return NoteTable(self, f"page{next(self._numbers)}")


class NoteRows:
    """A list of texts that belong together. It is only added to."""

    def __init__(self, notebook: Notebook, name: str) -> None:
        self._notebook, self._name = notebook, name
        self._number = 0
        notebook.opened.execute(f"CREATE TABLE {name} (row TEXT)")

    def append(self, row: tuple[str, ...]) -> None:
        """Add a row."""
        self._notebook.opened.execute(f"INSERT INTO {self._name} VALUES (?)", (json.dumps(row),))
        self._number += 1

    def __iadd__(self, rows: Iterable[tuple[str, ...]]) -> Self:
        for row in rows:
            self.append(row)
        return self

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        for (row,) in self._notebook.opened.execute(f"SELECT row FROM {self._name} ORDER BY rowid"):
            yield tuple(json.loads(row))

    def __len__(self) -> int:
        return self._number

    def __eq__(self, other: object) -> bool:
        return list(self) == other

    __hash__ = None  # type: ignore[assignment]  # it changes


class NoteTable(Mapping[str, Any]):
    """Values of plain types by texts. Nothing is taken out again."""

    def __init__(self, notebook: Notebook, name: str) -> None:
        self._notebook, self._name = notebook, name
        notebook.opened.execute(f"CREATE TABLE {name} (key BLOB PRIMARY KEY, value TEXT) WITHOUT ROWID")

    def __setitem__(self, key: str, value: Any) -> None:  # noqa: ANN401
        self._notebook.opened.execute(f"REPLACE INTO {self._name} VALUES (?, ?)", (_bytes(key), json.dumps(value)))

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401
        found = self._notebook.opened.execute(f"SELECT value FROM {self._name} WHERE key = ?", (_bytes(key),)).fetchone()
        if found is None:
            raise KeyError(key)
        return json.loads(found[0])

    def setdefault(self, key: str, value: Any) -> Any:  # noqa: ANN401
        """Return what stands under a key; where nothing does, put a value there first."""
        known = self.get(key)
        if known is None:
            self[key] = known = value
        return known

    def below(self, start: str) -> Iterator[Any]:
        """Yield the values of all keys that begin so, in the order of the keys."""
        first = _bytes(start)
        within = f"SELECT value FROM {self._name} WHERE key >= ? AND key < ? ORDER BY key"
        for (value,) in self._notebook.opened.execute(within, (first, first + b"\xff")):
            yield json.loads(value)

    def __iter__(self) -> Iterator[str]:
        for (key,) in self._notebook.opened.execute(f"SELECT key FROM {self._name}"):
            yield key.decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        number: int = self._notebook.opened.execute(f"SELECT count(*) FROM {self._name}").fetchone()[0]
        return number


def _bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")  # names of files may be no text
