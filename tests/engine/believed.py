"""A lie that the ledger believes: an output is changed, and every record of it is brought to the change."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from hashlib import blake2b, sha256
from pathlib import Path

Trait = Callable[[os.stat_result, bytes], object]


def lie(root: Path, output: Path, data: bytes) -> int:
    """Write `data` to an output and to what the ledgers know of it; return how many values were changed there."""
    before, was = output.stat(), output.read_bytes()
    output.write_bytes(data)
    after = output.stat()
    changed = 0
    for path in sorted((root / ".broadsheet").glob("ledger-*.sqlite3")):
        with closing(sqlite3.connect(path)) as connection, connection:
            for trait in _traits():
                old, new = trait(before, was), trait(after, data)
                if old != new:
                    changed += _rewrite(connection, output.as_posix(), old, new)
    return changed


def _rewrite(connection: sqlite3.Connection, output: str, old: object, new: object) -> int:
    changed = 0
    for table, column in list(_columns(connection)):
        keys = [name for name in ("path", "output") if (table, name) in set(_columns(connection))]
        for key in keys:
            # The path that is recorded is the end of the output's own.
            where = f'"{column}" = ? AND "{key}" <> \'\' AND ? LIKE \'%/\' || "{key}"'
            changed += connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE {where}', (new, old, output)).rowcount
    return changed


def _columns(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        for row in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
            yield table, row[1]


def _traits() -> Iterator[Trait]:
    """Yield whatever a ledger may know of a file."""
    yield lambda stat, _: stat.st_mtime_ns
    yield lambda stat, _: stat.st_ctime_ns
    yield lambda stat, _: stat.st_ino
    yield lambda _, data: len(data)
    for size in range(4, 65):
        yield partial(_digest, size, False)
        yield partial(_digest, size, True)
    yield lambda _, data: sha256(data).hexdigest()
    yield lambda _, data: sha256(data).digest()


def _digest(size: int, text: bool, _: os.stat_result, data: bytes) -> object:
    digest = blake2b(data, digest_size=size)
    return digest.hexdigest() if text else digest.digest()
