"""The ledger: what the last build knew, in one SQLite file outside the output folder.

It holds a few large values by name: the files that were read, what was found in them, the pictures that pages show, the subjects
with their stamps and outputs, and the state in which each output was left. All of them are changed in one transaction at the end
of a build. Each value bears a digest, made with a key that is kept outside the publication's folder: what somebody else wrote, or
what was damaged, is not believed, and not even looked at. A ledger that cannot be used is set aside. Deleting it costs time only.
"""

from __future__ import annotations

import contextlib
import errno
import hmac
import marshal
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

SCHEMA = 10
_DIGEST = 16  # bytes before each value
_NAMES = "names"  # the name of the list of all other names
_BEGINS = "name >= ? AND name < ?"  # of a prefix, and of it and `_END`
_END = "\uffff"
_TABLE = "CREATE TABLE parts (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"


class OutputRow(NamedTuple):
    """An output as the ledger knows it. `mark` stands for what it is made from, where that is known without making it.

    `source` is its template, or the file that it is a copy of; empty where it is neither. `origin` is the digest
    of the source of a file that is published as it is, or cleaned.
    """

    path: str
    kind: str
    source: str
    permalink: str
    modified: str
    mark: bytes
    origin: bytes = b""


class SubjectRow(NamedTuple):
    """A subject as the ledger knows it: its stamp, the ids of the other stories that its pages show, its line in a table,
    why it was made, the addresses of its pages that a site map has, its outputs.
    """

    stamp: bytes
    reads: tuple[str, ...]
    line: str
    why: str
    addresses: str  # in lines, each with its date behind a tab
    paths: str  # of the outputs, in lines
    outputs: bytes  # what else is known of each, in one piece: few are asked for it

    @classmethod
    def of(
        cls,
        rows: Sequence[OutputRow],
        stamp: bytes = b"",
        reads: tuple[str, ...] = (),
        why: str = "",
        line: str = "",
        addresses: str = "",
    ) -> SubjectRow:
        """Return a subject with the rows of its outputs."""
        packed = marshal.dumps([row[1:] for row in rows], 2)
        return cls(stamp, reads, line, why, addresses, "\n".join([row.path for row in rows]), packed)

    @property
    def rows(self) -> list[OutputRow]:
        """Return the outputs."""
        known = zip(self.paths.split("\n"), marshal.loads(self.outputs), strict=False)
        return [OutputRow(path, *rest) for path, rest in known]


def paths_of(rows: Iterable[SubjectRow]) -> set[str]:
    """Return the paths of the outputs of some subjects."""
    return {*"\n".join([row.paths for row in rows if row.paths]).split("\n")} - {""}


class DamagedError(Exception):
    """A value of the ledger is not what was put there."""


class Ledger:
    """An open ledger. Use `open_ledger`; it is closed at the end of the `with` block."""

    def __init__(self, connection: sqlite3.Connection, path: Path, key: bytes, *, aside: str = "", write: bool = True) -> None:
        self.path = path
        self.aside = aside  # why an older one was set aside, or empty
        self._connection = connection
        self._key = key
        self.writes = write  # what is put into it stays there

    def get(self, name: str) -> Any:  # whatever was put there  # noqa: ANN401
        """Return what was put under a name, or None. Raises DamagedError for what is not vouched for."""
        row = self._connection.execute("SELECT value FROM parts WHERE name = ?", (name,)).fetchone()
        return None if row is None else self._checked(name, row[0])

    def each(self, prefix: str) -> dict[str, Any]:
        """Return everything under names that begin with `prefix`, by the rest of the name. Raises as `get` does."""
        rows = self._connection.execute(f"SELECT name, value FROM parts WHERE {_BEGINS} ORDER BY name", (prefix, prefix + _END))
        found = {name: self._checked(name, value) for name, value in rows}
        strays = [name for name in found if not name.startswith(prefix)]  # a table whose pages were exchanged gives other rows
        if strays:
            raise DamagedError(f"`{strays[0]}` in it is not where a build left it")
        return {name.removeprefix(prefix): value for name, value in found.items()}

    def subjects(self) -> dict[str, SubjectRow]:
        """Return all subjects, by their names. Raises as `get` does."""
        return {name: SubjectRow._make(row) for found in self.each("subjects:").values() for name, row in found.items()}

    def _checked(self, name: str, value: bytes) -> Any:  # as above  # noqa: ANN401
        data = memoryview(value)[_DIGEST:]
        if value[:_DIGEST] != self._digest(name, data):
            raise DamagedError(f"`{name}` in it is not what a build left there")
        return marshal.loads(data)  # our own bytes: nobody else has the key

    def put(self, name: str, value: Any) -> None:  # of plain types  # noqa: ANN401
        """Put a value under a name."""
        self.put_packed(name, marshal.dumps(value))

    def put_packed(self, name: str, data: bytes) -> None:
        """Put a value under a name that `marshal` has packed already."""
        if self.writes:
            value = self._digest(name, data) + data
            self._connection.execute("INSERT OR REPLACE INTO parts VALUES (?, ?)", (name, value))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all changes within the block at once, or none."""
        if not self.writes:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.put(_NAMES, self._names())
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def check(self) -> None:
        """Insist that it has all that the last transaction left in it. Raises DamagedError."""
        found, listed = self._names(), self.get(_NAMES)
        if set(listed or ()) - set(found) or (listed is None and found):
            raise DamagedError("parts of it are missing")

    def _names(self) -> list[str]:
        return [name for (name,) in self._connection.execute("SELECT name FROM parts WHERE name != ? ORDER BY name", (_NAMES,))]

    def empty(self, prefix: str) -> None:
        """Forget everything under names that begin with `prefix`."""
        if self.writes:
            self._connection.execute(f"DELETE FROM parts WHERE {_BEGINS}", (prefix, prefix + _END))

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def _digest(self, name: str, data: bytes | memoryview) -> bytes:
        state = hmac.new(self._key, name.encode() + b"\0", "sha256")  # which processors have an instruction for
        state.update(data)
        return state.digest()[:_DIGEST]


@contextlib.contextmanager
def open_ledger(path: Path, key: bytes) -> Iterator[Ledger]:
    """Open the ledger at `path`, making it when there is none and setting it aside when it is damaged or of another version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ledger = _open(path, key)
    try:
        yield ledger
    finally:
        ledger.close()


@contextlib.contextmanager
def read_ledger(path: Path, key: bytes) -> Iterator[Ledger]:
    """Open the ledger at `path` for reading: what a build would put into it is forgotten.

    Raises FileNotFoundError when there is none, sqlite3.DatabaseError for one of no use. SQLite would leave files beside a ledger
    that nobody writes, so it is told that nobody does, unless somebody seems to.
    """
    path.stat()
    beside = path.with_name(path.name + "-wal")
    written = beside.exists() and beside.stat().st_size > 0
    place = quote(os.fspath(path)) + "?mode=ro" + ("" if written else "&immutable=1")
    connection = sqlite3.connect(f"file:{place}", uri=True, isolation_level=None, timeout=60)
    try:
        _check_version(connection.execute("PRAGMA user_version").fetchone()[0])
        yield Ledger(connection, path, key, write=False)
    finally:
        connection.close()


def _open(path: Path, key: bytes) -> Ledger:
    try:
        return Ledger(_connect(path), path, key)
    except sqlite3.DatabaseError as error:
        fault = machine_fault(error, path)
        if fault:
            raise fault from error
        why = str(error)
    set_aside(path)
    try:
        return Ledger(_connect(path), path, key, aside=why)
    except sqlite3.DatabaseError as error:
        message = f"the ledger {path} cannot be made: {error}"
        raise OSError(message) from error


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


def _connect(path: Path) -> sqlite3.Connection:
    """Connect. Raises sqlite3.DatabaseError for a ledger that cannot be used."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=60)
    try:
        connection.execute("PRAGMA page_size = 16384")  # of one that is made: values are large
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            connection.executescript(f"BEGIN;{_TABLE}PRAGMA user_version = {SCHEMA};COMMIT;")
        else:
            _check_version(version)
        connection.execute("SELECT name FROM parts LIMIT 1").fetchall()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _check_version(version: int) -> None:
    if version != SCHEMA:
        message = f"it is of version {version}, this program's is {SCHEMA}"
        raise sqlite3.DatabaseError(message)


def stored_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of all that is in a ledger, whoever wrote it."""
    with contextlib.closing(sqlite3.connect(f"file:{quote(os.fspath(path))}?mode=ro&immutable=1", uri=True)) as connection:
        yield from connection.execute("SELECT name, value FROM parts")
