"""Outputs: what the ledger knows of the output folder, and whether the files in it are still as they were left."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection

from broadsheet.build.glance import Glance, begin_glance
from broadsheet.build.ledger import Ledger, OutputRow
from broadsheet.build.publish import FileState, digest_of
from broadsheet.problems import Span
from broadsheet.sources import read_file

_REMEMBERED = 20_000  # rows


@dataclass(slots=True)
class Outputs(Mapping[str, OutputRow]):
    """The outputs of the last build, by path, fetched as they are asked for, or all at once where many are.

    `damaged` are those whose file is missing or has other bytes, `moved` those whose file has another state and the same bytes.
    `stale`: everything is to be made again, so no fingerprint counts.
    """

    ledger: Ledger
    stale: bool = False
    damaged: set[str] = field(default_factory=set)
    moved: dict[str, FileState] = field(default_factory=dict)
    _number: int = 0
    _rows: dict[str, OutputRow] | None = None
    _some: dict[str, OutputRow | None] = field(default_factory=dict)  # those that were asked for, None where there is none
    _by_subject: dict[str, list[str]] | None = None
    _glance: Glance | None = None

    def begin(self, folder: Path) -> None:
        """Begin to look at the files, where there are many, while something else is done."""

        def look(block: int, *, backwards: bool) -> Iterator[list[str]]:
            if backwards:
                return altered(self.ledger.connection, f"{folder}/", block, backwards=True)
            connection = self.ledger.connection  # its own, opened while the ledger's path leads to it from here
            os.chdir(folder)  # it is another process, and finds a file sooner by a shorter path
            return altered(connection, "", block)

        self._glance = begin_glance(look, self._count())

    def verify(self, folder: Path) -> None:
        """Look at every file. One whose size and times are as they were left is taken to be so; of any other the bytes decide."""
        seen = self._glance.seen() if self._glance else None
        self._number = self._count()
        if seen is None:
            seen = [path for block in altered(self.ledger.connection, f"{folder}/", max(self._number, 1)) for path in block]
        for path in sorted(set(seen)):
            self._judge(path, folder)

    def trust(self) -> None:
        """Take every file to be as it was left."""
        self._number = self._count()

    def _count(self) -> int:
        row = self.ledger.row("SELECT count(*) FROM outputs")
        return row[0] if row else 0

    def _judge(self, path: str, folder: Path) -> None:
        try:
            found = os.lstat(folder / path)
        except OSError:
            self.damaged.add(path)
            return
        row = self.ledger.row("SELECT digest, size FROM outputs WHERE path = ?", (path,))
        regular = stat.S_ISREG(found.st_mode) and row is not None and row[1] == found.st_size
        if row is not None and regular and row[0] and _holds(folder / path, row[0]):
            self.moved[path] = FileState(found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        else:
            self.damaged.add(path)

    def compare(self, states: Mapping[str, FileState], read: Callable[[str], bytes | None]) -> None:
        """Compare with the states of a store: one as it was left is taken for it; of any other the bytes (`read`) decide."""
        known = self.ledger.rows("SELECT path, size, mtime, ctime, digest FROM outputs")
        self._number = len(known)
        for path, size, mtime, ctime, digest in known:
            state = states.get(path)
            if state == (size, mtime, ctime):
                continue
            data = read(path) if state is not None and digest and state.size == size else None
            if state is None or data is None or digest_of(data) != digest:
                self.damaged.add(path)
            else:
                self.moved[path] = state

    @property
    def rows(self) -> dict[str, OutputRow]:
        """Return all outputs."""
        if self._rows is None:
            self._rows = {path: self._adapted(row) for path, row in self.ledger.outputs().items()}
        return self._rows

    def _adapted(self, row: OutputRow) -> OutputRow:
        state = self.moved.get(row.path)
        if state:
            row = row._replace(size=state.size, mtime=state.mtime, ctime=state.ctime)
        return row._replace(fingerprint=b"") if self.stale else row

    def moved_rows(self) -> Iterator[OutputRow]:
        """Yield the outputs whose file has another state and the same bytes."""
        for path in self.moved:
            yield self[path]

    def __getitem__(self, path: str) -> OutputRow:
        row = self._find(path)
        if row is None:
            raise KeyError(path)
        return row

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self._find(path) is not None

    def _find(self, path: str) -> OutputRow | None:
        if self._rows is not None:
            return self._rows.get(path)
        if path not in self._some:
            row = self.ledger.row("SELECT * FROM outputs WHERE path = ?", (path,))
            self._remember({path: self._adapted(OutputRow._make(row)) if row else None})
        return self._some[path]

    def _remember(self, rows: Mapping[str, OutputRow | None]) -> None:
        if len(self._some) > _REMEMBERED:
            self._some.clear()
        self._some.update(rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return self._number if self._rows is None else len(self._rows)

    def of_subject(self, name: str) -> list[str]:
        """Return the paths of a subject's outputs."""
        if self._rows is not None and self._by_subject is None:
            self._by_subject = defaultdict(list)
            for path, row in self._rows.items():
                self._by_subject[row.subject].append(path)
        if self._by_subject is not None:
            return self._by_subject.get(name, [])
        rows = self.ledger.rows("SELECT * FROM outputs WHERE subject = ?", (name,))
        self._remember({row[0]: self._adapted(OutputRow._make(row)) for row in rows})
        return [row[0] for row in rows]

    def made_with(self, templates: Iterable[str]) -> list[str]:
        """Return the paths of the outputs that were made with one of some templates."""
        query = "SELECT path FROM outputs WHERE template = ? AND subject != 'file:'"
        return [row[0] for template in sorted(templates) for row in self.ledger.rows(query, (template,))]

    def subjects_of(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the subjects of outputs, some more than once; files, claimed paths and the index of full texts have none."""
        for path in paths:
            kind, _, key = self[path].subject.partition(":")
            if kind and kind not in ("file", "fulltext"):
                yield (kind, key)

    def may_conflict(self, planned: Mapping[str, str], others: Mapping[str, OutputRow]) -> bool:
        """Say whether one of the `planned` paths (path -> subject) could collide with one of `others`, or cannot be published."""
        from broadsheet.catalog.addresses import AddressBook, comparison_form  # here: most builds plan nothing anew

        fresh = [path for path, subject in planned.items() if path not in others or others[path].subject != subject]
        if not fresh:
            return False
        taken = {comparison_form(path) for path, row in others.items() if planned.get(path) != row.subject or path in fresh}
        taken |= {comparison_form(path) for path in planned if path in others and path not in fresh}
        folders = {form for path in taken for form in folders_above(path)}
        book = AddressBook()
        for path in fresh:
            form = comparison_form(path)
            if form in taken or form in folders or not taken.isdisjoint(folders_above(form)) or list(book.claim(path, Span(""))):
                return True
        return False


def altered(connection: Connection, base: str, block: int, *, backwards: bool = False) -> Iterator[list[str]]:
    """Yield, for each `block` of outputs, those whose file has another state than the one it was left in.

    `base` stands before their paths.
    """
    lstat = os.lstat
    order = "DESC" if backwards else "ASC"
    rows = connection.execute(f"SELECT path, size, mtime, ctime FROM outputs ORDER BY path {order}")  # one of two words
    while some := rows.fetchmany(block):
        paths = []
        for path, size, mtime, ctime in some:
            try:
                found = lstat(base + path)
            except OSError:
                paths.append(path)
                continue
            if found.st_ctime_ns != ctime or found.st_mtime_ns != mtime or found.st_size != size:
                paths.append(path)
        yield paths


def folders_above(path: str) -> Iterator[str]:
    """Yield the folders that a path lies in, the innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _holds(target: Path, digest: bytes) -> bool:
    try:
        return digest_of(read_file(target)) == digest
    except OSError:
        return False
