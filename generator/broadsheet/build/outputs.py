"""Outputs: what the ledger knows of the output folder, and whether the files in it are still as they were left."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.build.glance import Glance, Seen, begin_glance
from broadsheet.build.ledger import Ledger, OutputRow
from broadsheet.build.publish import FileState, digest_of
from broadsheet.problems import Span


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
    _by_subject: dict[str, list[str]] | None = None
    _glance: Glance | None = None

    def begin(self, folder: Path, files: int) -> None:
        """Begin to look at the files, as many as there may be, while something else is done."""
        self._glance = begin_glance(lambda: altered(self.ledger, folder), files)

    def verify(self, folder: Path) -> None:
        """Look at every file. One whose size and times are as they were left is taken to be so; of any other the bytes decide."""
        seen = self._glance.seen() if self._glance else None
        self._number, paths = seen or altered(self.ledger, folder)
        for path in paths:
            self._judge(path, folder)

    def trust(self) -> None:
        """Take every file to be as it was left."""
        row = self.ledger.row("SELECT count(*) FROM outputs")
        self._number = row[0] if row else 0

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
        if self._rows is not None:
            return self._rows[path]
        row = self.ledger.row("SELECT * FROM outputs WHERE path = ?", (path,))
        if row is None:
            raise KeyError(path)
        return self._adapted(OutputRow._make(row))

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return self._number if self._rows is None else len(self._rows)

    def of_subject(self, name: str) -> list[str]:
        """Return the paths of a subject's outputs."""
        if self._rows is None:
            return [row[0] for row in self.ledger.rows("SELECT path FROM outputs WHERE subject = ?", (name,))]
        if self._by_subject is None:
            self._by_subject = defaultdict(list)
            for path, row in self._rows.items():
                self._by_subject[row.subject].append(path)
        return self._by_subject.get(name, [])

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


def altered(ledger: Ledger, folder: Path) -> Seen:
    """Return how many outputs there are, and those whose file has another state than the one it was left in."""
    base = f"{folder}/"
    lstat = os.lstat
    states = ledger.rows("SELECT path, size, mtime, ctime FROM outputs")
    paths = []
    for path, size, mtime, ctime in states:
        try:
            found = lstat(base + path)
        except OSError:
            paths.append(path)
            continue
        if found.st_ctime_ns != ctime or found.st_mtime_ns != mtime or found.st_size != size:
            paths.append(path)
    return len(states), paths


def folders_above(path: str) -> Iterator[str]:
    """Yield the folders that a path lies in, the innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _holds(target: Path, digest: bytes) -> bool:
    try:
        return digest_of(target.read_bytes()) == digest
    except OSError:
        return False
