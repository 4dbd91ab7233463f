"""The ledger: what the last build knew, in one SQLite file outside the output folder.

It knows which files of the output folder are ours. Paths are claimed before they are written and their digests recorded after,
so that a build that was killed leaves no file that nobody owns. A ledger that cannot be read, or of another version, is set
aside; deleting it is always safe: at worst files that are no longer planned are reported instead of removed.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

SCHEMA = 1


class Ledger:
    """An open ledger. Use `open_ledger`; it is closed at the end of the `with` block."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def owned(self) -> dict[str, str]:
        """Return the output paths that are ours with the digests of their bytes (empty: claimed, not yet known to be written)."""
        return dict(self._connection.execute("SELECT path, digest FROM outputs ORDER BY path"))

    def claim(self, paths: Iterable[str]) -> None:
        """Take note, durably, that these paths are about to be written."""
        with self._connection:
            self._connection.executemany("INSERT OR IGNORE INTO outputs VALUES (?, '')", ((path,) for path in paths))

    def record(self, written: Iterable[tuple[str, str]], removed: Iterable[str]) -> None:
        """Take note of the digests of outputs, and of paths that are no longer ours."""
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO outputs VALUES (?, ?)", written)
            self._connection.executemany("DELETE FROM outputs WHERE path = ?", ((path,) for path in removed))


@contextlib.contextmanager
def open_ledger(path: Path) -> Iterator[Ledger]:
    """Open the ledger at `path`, making it when there is none and setting it aside when it is damaged or of another version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(path)
    if connection is None:
        for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            if name.exists():
                name.replace(name.with_name(name.name + ".aside"))
        connection = _connect(path)
    if connection is None:
        message = f"the ledger {path} cannot be made"
        raise OSError(message)
    try:
        yield Ledger(connection)
    finally:
        connection.close()


def _connect(path: Path) -> sqlite3.Connection | None:
    connection = sqlite3.connect(path, isolation_level="DEFERRED")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            with connection:
                connection.execute("CREATE TABLE outputs (path TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID")
                connection.execute(f"PRAGMA user_version = {SCHEMA}")
        elif version != SCHEMA:
            connection.close()
            return None
        connection.execute("SELECT path, digest FROM outputs LIMIT 1").fetchall()
    except sqlite3.DatabaseError:
        connection.close()
        return None
    return connection
