"""Bodies: kept in the ledger by the process that read them, fetched from there by the one that makes a page of them."""

from __future__ import annotations

import errno
import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from broadsheet.build.ledger import Ledger
from broadsheet.catalog.records import Record
from broadsheet.config import Config
from broadsheet.content.scan import SourceFile
from broadsheet.model import Body

_AT_ONCE = 500  # values in one query
Read = Callable[[SourceFile], Iterable[tuple[Record, Body]]]


def reading_again(root: Path, config: Config) -> Read:
    """Return what reads a file of a publication once more."""

    @cache
    def reader() -> Read:
        from broadsheet.build.reading import Reader  # here: most builds find every body in the ledger

        reader = Reader.of(root, config)
        return lambda file: reader.read(file)[1]

    return lambda file: reader()(file)


def put_bodies(ledger: Ledger, pairs: Iterable[tuple[Record, Body]]) -> None:
    """Keep bodies in the ledger, each under the name of its owner and with its digest."""
    rows: list[tuple[str, bytes, str, bytes]] = []
    empty: list[tuple[str]] = []
    for record, body in pairs:
        if body.html:
            rows.append((record.owner, record.body, body.html, marshal.dumps((body.ids, body.words))))
        else:
            empty.append((record.owner,))
    if rows or empty:
        with ledger.transaction():
            ledger.put("bodies", rows)
            ledger.take("bodies", empty, "owner")


def put_digests(ledger: Ledger, records: Iterable[Record]) -> None:
    """Take note of bodies that another machine has read: of their digests only. Such a body is read again when it is needed."""
    rows: list[tuple[str, bytes]] = []
    empty: list[tuple[str]] = []
    for record in records:
        if record.body:
            rows.append((record.owner, record.body))
        else:
            empty.append((record.owner,))
    if rows or empty:
        command = (
            "INSERT INTO bodies VALUES (?, ?, '', x'') ON CONFLICT (owner) DO UPDATE "
            "SET stamp = excluded.stamp, html = '', rest = x'' WHERE stamp != excluded.stamp"
        )
        with ledger.transaction():
            ledger.connection.executemany(command, rows)
            ledger.take("bodies", empty, "owner")


@dataclass(slots=True)
class StoredBodies(Mapping[str, Body]):
    """The bodies of an edition: from the ledger, or read again where it has not just that body. `stamps`: owner -> digest."""

    ledger: Ledger | None
    stamps: Mapping[str, bytes]
    files: Mapping[str, SourceFile]  # owner -> the file that it is in
    read: Read
    _last: tuple[str, Body] = ("", Body(""))
    _again: dict[str, tuple[bytes, Body]] = field(default_factory=dict)  # those in the file that was read again last
    _ahead: dict[str, tuple[bytes, str, bytes]] = field(default_factory=dict)  # rows that were fetched before they are asked for

    def expect(self, owners: Sequence[str]) -> None:
        """Fetch at once bodies that will be asked for one by one."""
        self._ahead = {}
        if self.ledger is None:
            return
        for at in range(0, len(owners), _AT_ONCE):
            some = owners[at : at + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self.ledger.rows(f"SELECT owner, stamp, html, rest FROM bodies WHERE owner IN ({marks})", tuple(some))
            self._ahead.update((row[0], row[1:]) for row in rows)

    def __getitem__(self, owner: str) -> Body:
        if owner == self._last[0]:
            return self._last[1]
        stamp = self.stamps.get(owner, b"")
        body = Body("") if not stamp else self._stored(owner, stamp) or self._read(owner, stamp)
        self._last = (owner, body)
        return body

    def _stored(self, owner: str, stamp: bytes) -> Body | None:
        query = "SELECT stamp, html, rest FROM bodies WHERE owner = ?"
        row = self._ahead.pop(owner, None) or (self.ledger and self.ledger.row(query, (owner,)))
        if not row or row[0] != stamp or not row[1]:
            return None
        ids, words = marshal.loads(row[2])  # our own bytes
        return Body(row[1], (), ids, words)

    def _read(self, owner: str, stamp: bytes) -> Body:
        if owner not in self._again:
            self._again = {record.owner: (record.body, body) for record, body in self.read(self.files[owner])}
        found = self._again.get(owner)
        if found is None or found[0] != stamp:
            raise OSError(errno.EBUSY, "it was changed while the archive was built; build again", self.files[owner].path)
        return found[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.stamps)

    def __len__(self) -> int:
        return len(self.stamps)
