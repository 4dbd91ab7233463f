"""The ledger: what the last build knew, in one SQLite file outside the output folder.

It holds the files that were read with what was found in them, the pictures that pages show,
the bodies, the catalog, the subjects with their stamps, and the
outputs: which files of the output folder are ours, what they were made from, and what they looked like when they were written.
Paths are claimed before they are written, so that a build that was killed leaves no file that nobody owns. Everything else is
changed in one transaction at the end of a build. A ledger that cannot be read, or of another version, is set aside; deleting it
is always safe: at worst files that are no longer planned are reported instead of removed.
"""

from __future__ import annotations

import contextlib
import errno
import marshal
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

SCHEMA = 6
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, identity BLOB NOT NULL, digest BLOB NOT NULL, found BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE pictures (path TEXT PRIMARY KEY, identity BLOB NOT NULL, original BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE bodies (owner TEXT PRIMARY KEY, stamp BLOB NOT NULL, html TEXT NOT NULL, rest BLOB NOT NULL);
CREATE TABLE stories (position INTEGER PRIMARY KEY, id TEXT NOT NULL, permalink TEXT NOT NULL, filed BLOB NOT NULL,
    rest BLOB NOT NULL, raw BLOB NOT NULL);
CREATE INDEX stories_by_id ON stories (id);
CREATE TABLE terms (kind TEXT NOT NULL, slug TEXT NOT NULL, term BLOB NOT NULL, PRIMARY KEY (kind, slug)) WITHOUT ROWID;
CREATE TABLE lists (kind TEXT NOT NULL, key TEXT NOT NULL, positions BLOB NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE shards (name TEXT PRIMARY KEY, shard BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE subjects (
    name TEXT PRIMARY KEY, stamp BLOB NOT NULL, reads TEXT NOT NULL, line TEXT NOT NULL, why TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE outputs (
    path TEXT PRIMARY KEY, subject TEXT NOT NULL, kind TEXT NOT NULL, template TEXT NOT NULL, permalink TEXT NOT NULL,
    modified TEXT NOT NULL, fingerprint BLOB NOT NULL, digest BLOB NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
    ctime INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX outputs_by_subject ON outputs (subject);
"""
_CACHE = "PRAGMA cache_size = -16000"  # kB: rows come in no order, and with SQLite's own 2 MB each page is written many times
Rows = Iterable[tuple[Any, ...]]


class OutputRow(NamedTuple):
    """An output as the ledger knows it; an empty `digest`: claimed, not yet known to be written."""

    path: str
    subject: str
    kind: str
    template: str
    permalink: str
    modified: str
    fingerprint: bytes
    digest: bytes
    size: int
    mtime: int
    ctime: int


class Ledger:
    """An open ledger. Use `open_ledger`; it is closed at the end of the `with` block."""

    keeps = True  # what it is given

    def __init__(self, connection: sqlite3.Connection, path: Path, *, fresh: bool = False, aside: str = "") -> None:
        self.path = path
        self.fresh = fresh  # it was made just now
        self.aside = aside  # why an older one was set aside, or empty
        self._connection = connection
        self._process = os.getpid()
        self._inherited: list[sqlite3.Connection] = []

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the connection of this process: one that was inherited by forking must not be used."""
        if self._process != os.getpid():
            self._inherited.append(self._connection)  # nor closed: that would free the locks of the process that made it
            self._connection = sqlite3.connect(self.path, isolation_level=None, timeout=60)
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(_CACHE)
            self._process = os.getpid()
        return self._connection

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all changes within the block at once, or none."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds."""
        return self.connection.execute(query, values).fetchall()

    def row(self, query: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        """Return the first row that a query finds, or None."""
        found: tuple[Any, ...] | None = self.connection.execute(query, values).fetchone()
        return found

    def put(self, table: str, rows: Rows) -> None:
        """Insert rows into a table, in place of those with the same key."""
        rows = iter(rows)
        first = next(rows, None)
        if first is None:
            return
        marks = ",".join("?" * len(first))
        command = f"INSERT OR REPLACE INTO {table} VALUES ({marks})"  # the names of our own tables
        self.connection.execute(command, first)
        self.connection.executemany(command, rows)

    def take(self, table: str, keys: Rows, columns: str) -> None:
        """Delete the rows with these keys; `columns` names the key's columns."""
        where = " AND ".join(f"{column} = ?" for column in columns.split())
        self.connection.executemany(f"DELETE FROM {table} WHERE {where}", keys)  # as above

    def empty(self, *tables: str) -> None:
        """Delete all rows of some tables."""
        for table in tables:
            self.connection.execute(f"DELETE FROM {table}")  # as above

    def get_meta(self, key: str) -> Any:  # whatever was put there  # noqa: ANN401
        """Return what was put under a key, or None."""
        row = self.row("SELECT value FROM meta WHERE key = ?", (key,))
        return marshal.loads(row[0]) if row else None  # our own bytes; marshal runs no code

    def put_meta(self, **values: Any) -> None:  # noqa: ANN401
        """Put values of plain types under keys."""
        self.put("meta", ((key, marshal.dumps(value)) for key, value in values.items()))

    def outputs(self) -> dict[str, OutputRow]:
        """Return everything that is ours in the output folder, by path."""
        return {row[0]: OutputRow._make(row) for row in self.connection.execute("SELECT * FROM outputs")}

    def claim(self, paths: Iterable[str]) -> None:
        """Take note, durably, that these paths are about to be written."""
        with self.transaction():
            self.connection.executemany(
                "INSERT OR IGNORE INTO outputs VALUES (?, '', '', '', '', '', x'', x'', -1, 0, 0)", ((path,) for path in paths)
            )


@contextlib.contextmanager
def open_ledger(path: Path) -> Iterator[Ledger]:
    """Open the ledger at `path`, making it when there is none and setting it aside when it is damaged or of another version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ledger = _open(path)
    try:
        yield ledger
    finally:
        ledger.connection.close()


def _open(path: Path) -> Ledger:
    try:
        connection, fresh = _connect(path)
        return Ledger(connection, path, fresh=fresh)
    except sqlite3.DatabaseError as error:
        fault = machine_fault(error, path)
        if fault:
            raise fault from error
        why = str(error)
    set_aside(path)
    try:
        connection, fresh = _connect(path)
    except sqlite3.DatabaseError as error:
        message = f"the ledger {path} cannot be made: {error}"
        raise OSError(message) from error
    return Ledger(connection, path, fresh=True, aside=why)


def machine_fault(error: sqlite3.DatabaseError, path: Path) -> OSError | None:
    """Return an OSError where the fault is the machine's: a ledger must not be set aside because the disk is full."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_BUSY")):
        number = errno.ENOSPC if name == "SQLITE_FULL" else errno.EIO
        return OSError(number, os.strerror(number) if name == "SQLITE_FULL" else str(error), str(path))
    return None


def set_aside(path: Path) -> None:
    """Rename a ledger that cannot be used, for whoever wants to look at it."""
    for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        if name.exists():
            name.replace(name.with_name(name.name + ".aside"))


def _connect(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Connect, and say whether the ledger is new. Raises sqlite3.DatabaseError for one that cannot be used."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=60)
    fresh = False
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_CACHE)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            connection.executescript(f"BEGIN;{_TABLES}PRAGMA user_version = {SCHEMA};COMMIT;")
            fresh = True
        elif version != SCHEMA:
            message = f"it is of version {version}, this program's is {SCHEMA}"
            raise sqlite3.DatabaseError(message)
        connection.execute("SELECT path, digest FROM outputs LIMIT 1").fetchall()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection, fresh


def make_scratch(path: Path | None = None) -> Ledger:
    """Make a ledger for one build: at `path`, or where nobody sees it (in memory until it grows). Close it yourself."""
    connection = sqlite3.connect(path or "", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(f"BEGIN;{_TABLES}COMMIT;")
    return Ledger(connection, path or Path())


def open_scratch(path: Path) -> Ledger:
    """Open a scratch ledger that nobody changes any more, to read. It may lie on a folder that several machines share."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False)
    return Ledger(connection, path)
