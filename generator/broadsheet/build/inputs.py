"""Inputs: everything that a build reads, with what identifies its state, and which of it differs from what the ledger knows."""

from __future__ import annotations

import marshal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from broadsheet.build.ledger import Ledger
from broadsheet.build.workers import Crew, batches_of
from broadsheet.catalog.pieces import Pieces
from broadsheet.catalog.shelf import Shelf
from broadsheet.config import Config
from broadsheet.content.scan import EXTRACTED_BY, SourceFile, scan
from broadsheet.language.own import LOCALE
from broadsheet.problems import Problem
from broadsheet.sources import STATIC, Identity, Sources, Walk, is_lock

if TYPE_CHECKING:  # a build that finds nothing changed does without all that reads
    from broadsheet.build.found import Found
    from broadsheet.catalog.records import Record

_RACY_NS = 20_000_000  # a file that changed this shortly before it was read may change again without a sign
_COARSE_NS = 2_000_000_000  # the same on a file system that keeps whole seconds
_BATCH = 250
_SKIPPED = ("media", "sidecar", "findings", "comment")
_DIGEST = 16  # see `found.DIGEST`
_NOT_STATIC = ("~", "/.DS_Store", "/.gitkeep")


class Inputs(NamedTuple):
    """The files of a publication: texts to read, media and files of `static/` to copy, each with its identity; what is wrong."""

    texts: Sequence[SourceFile]
    media: Mapping[str, Identity]
    static: Mapping[str, Identity]
    problems: tuple[Problem, ...]
    scanned_ns: int

    def packed(self) -> Inputs:
        """Return the same, with less memory for the texts."""
        return self._replace(texts=Files(self.texts))


def find_inputs(root: Path, config: Config) -> Inputs:
    """Find every file of the publication. Nothing is read."""
    started = time.time_ns()
    sources = Sources.of(root, config)
    scanned = scan(sources)
    problems = [*scanned.problems, *_links_in_catalogues(root)]
    static = _static_files(sources, problems)
    texts = tuple(file for file in scanned.value.files if file.role not in _SKIPPED)
    media = {file.path: file.identity for file in scanned.value.files if file.role == "media"}
    return Inputs(texts, media, static, tuple(problems), started)


def _static_files(sources: Sources, problems: list[Problem]) -> dict[str, Identity]:
    """Return the files of `static/`, by their paths from the root."""
    walk = Walk(sources, is_lock)
    walk.through(STATIC)
    problems += walk.problems
    return {path: identity for path, identity in walk.files if not path.endswith(_NOT_STATIC)}


def _links_in_catalogues(root: Path) -> list[Problem]:
    walk = Walk(Sources(root), is_lock)
    walk.through(LOCALE)
    return [problem._replace(hint="put the file itself in its place, or remove it") for problem in walk.problems]


@dataclass(slots=True)
class Readings:
    """What is known of every text. `changed`: path -> what was found now; `before`: what was found in those at the last time.

    `identities` are those to keep, by path; of a file that may change again without a sign it is empty.
    """

    inputs: Inputs
    changed: Shelved = field(default_factory=lambda: Shelved())
    before: dict[str, Found] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    touched: dict[str, bytes] = field(default_factory=dict)  # unchanged files with another identity: path -> digest
    racy: set[str] = field(default_factory=set)
    all_anew: bool = False  # what the ledger knew of files was not used, and is to be forgotten

    @property
    def only_bodies(self) -> bool:
        """Say whether nothing but the bodies of stories changed."""
        return not self.gone and all(
            path in self.before and _same_but_bodies(self.before[path], self.changed[path]) for path in self.changed
        )

    @property
    def changes_nothing(self) -> bool:
        """Say whether everything that was read is what it was."""
        return self.only_bodies and not self.changed_bodies()

    @property
    def may_amend(self) -> bool:
        """Say whether nothing changed but the values and bodies of stories, and files that came into being."""
        return not self.gone and all(
            path not in self.before or _same_stories(self.before[path], self.changed[path]) for path in self.changed
        )

    def changed_bodies(self) -> list[Record]:
        """Return the records of stories whose body is another one than before."""
        old = {record.owner: record.body for found in self.before.values() for record in found.records}
        return [record for found in self.changed.values() for record in found.records if old.get(record.owner) != record.body]

    def store(self, ledger: Ledger) -> None:
        """Put what was read into the ledger. Call it within a transaction."""
        if self.all_anew:
            ledger.empty("files")
        if not (self.touched or self.gone or self.changed):
            return
        # In the order of the paths: in any other one the ledger would write most of its pages many times.
        changed = (file for file in self.inputs.texts if file.path in self.changed)
        ledger.put("files", ((file.path, self.identity(file), *self.changed.packed(file.path)) for file in changed))
        for file in self.inputs.texts if self.touched else ():
            if file.path in self.touched:
                command = "UPDATE files SET identity = ?, digest = ? WHERE path = ?"
                ledger.connection.execute(command, (self.identity(file), self.touched[file.path], file.path))
        if not self.before:
            return
        owners = [(record.owner,) for path in self.gone for record in self.before[path].records]
        kept = {record.owner for found in self.changed.values() for record in found.records}
        lost = [
            (r.owner,) for path in self.changed if path in self.before for r in self.before[path].records if r.owner not in kept
        ]
        ledger.take("bodies", [owner for owner in (*owners, *lost) if owner[0] not in kept], "owner")
        ledger.take("files", [(path,) for path in self.gone], "path")

    def identity(self, file: SourceFile) -> bytes:
        """Return the identity of a file to keep; empty when it may change again without a sign."""
        return b"" if file.path in self.racy else _packed(file)

    def all_found(self, ledger: Ledger | None) -> Iterator[tuple[str, Found]]:
        """Yield what was found in every text by its path, in the order of the paths."""
        from broadsheet.build.found import Found

        for file in self.inputs.texts:
            if file.path in self.changed:
                yield file.path, self.changed[file.path]
            elif ledger is not None:
                row = ledger.row("SELECT digest, found FROM files WHERE path = ?", (file.path,))
                assert row is not None
                yield file.path, Found.unpacked(*row)


class Files(Sequence[SourceFile]):
    """Files in one piece, each made when it is asked for."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self._pieces = Pieces.of(marshal.dumps(_plain(file)) for file in files)

    @overload
    def __getitem__(self, at: int) -> SourceFile: ...
    @overload
    def __getitem__(self, at: slice) -> list[SourceFile]: ...
    def __getitem__(self, at: int | slice) -> SourceFile | list[SourceFile]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        return _file(marshal.loads(self._pieces[at]))  # our own bytes

    def __len__(self) -> int:
        return len(self._pieces)


def _plain(file: SourceFile) -> tuple[Any, ...]:
    if not file.beside:
        return tuple(file[:3])
    path, role, identity, sidecar, findings, comments = file
    return path, role, identity, sidecar and _plain(sidecar), findings and _plain(findings), tuple(map(_plain, comments))


def _file(values: tuple[Any, ...]) -> SourceFile:
    if len(values) == 3:
        return SourceFile(*values)
    path, role, identity, sidecar, findings, comments = values
    return SourceFile(path, role, identity, sidecar and _file(sidecar), findings and _file(findings), tuple(map(_file, comments)))


class Shelved(Mapping[str, "Found"]):
    """What was found in files, by their paths: packed, and laid aside."""

    def __init__(self, folder: Path | None = None) -> None:
        self._shelf = Shelf(folder)
        self._places: dict[str, tuple[bytes, int]] = {}  # path -> the digest of the file, and the number on the shelf

    def put(self, path: str, digest: bytes, data: bytes) -> None:
        """Add what was found in a file, packed."""
        self._places[path] = (digest, self._shelf.put(data))

    def packed(self, path: str) -> tuple[bytes, bytes]:
        """Return the digest of a file, and what was found in it, packed."""
        digest, number = self._places[path]
        return digest, self._shelf[number]

    def __getitem__(self, path: str) -> Found:
        from broadsheet.build.found import Found

        return Found.unpacked(*self.packed(path))

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def read_changed(
    root: Path,
    config: Config,
    inputs: Inputs,
    ledger: Ledger | None,
    crew: Callable[[int], Crew],
    step: Callable[[], None],
    *,
    trust: bool = True,
) -> Readings:
    """Read every text whose identity and bytes are not those that the ledger knows; without a ledger to `trust`, every text."""
    known = (
        {}
        if ledger is None or not trust
        else {row[0]: row[1:] for row in ledger.rows("SELECT path, identity, digest FROM files")}
    )
    sources = Sources.of(root, config)
    readings = Readings(inputs, Shelved(ledger.path.parent if ledger else None), all_anew=not trust)
    todo: list[SourceFile] = []
    extracted: list[tuple[SourceFile, bytes]] = []
    for file in inputs.texts:
        row = known.pop(file.path, None)
        if row is not None and row[0] == _packed(file):
            if len(row[1]) > _DIGEST:
                extracted.append((file, row[1]))
            continue
        if is_racy(file.changed_ns, file.identity[1], inputs.scanned_ns):
            readings.racy.add(file.path)
        if row is not None and row[1] and row[1][:_DIGEST] == _digest_of(sources, file):
            readings.touched[file.path] = row[1]
            if len(row[1]) > _DIGEST:
                extracted.append((file, row[1]))
        else:
            todo.append(file)
    todo += _extracted_otherwise(sources, inputs, ledger, extracted)
    for file in todo:
        readings.touched.pop(file.path, None)
    readings.gone = sorted(known)
    if not todo and not readings.gone:
        return readings
    if ledger is not None and trust:
        readings.before = _known_before(ledger, [*(file.path for file in todo), *readings.gone])
    _take_in(readings, _read(root, config, todo, ledger, crew(len(todo)), step))
    return readings


def _extracted_otherwise(
    sources: Sources, inputs: Inputs, ledger: Ledger | None, extracted: list[tuple[SourceFile, bytes]]
) -> list[SourceFile]:
    """Return those articles, extracted as they were read, that were extracted with other registers than there are now."""
    if not extracted or ledger is None:
        return []
    from broadsheet.build.found import registers_digest

    rows = {path: (identity, digest) for path, identity, digest in ledger.rows("SELECT path, identity, digest FROM files")}
    states = []
    for file in inputs.texts:
        if file.role in EXTRACTED_BY:
            identity, digest = rows.get(file.path, (b"", b""))
            states.append((file.path, digest if identity == _packed(file) else _digest_of(sources, file)))
    now = registers_digest(states)
    return [file for file, digest in extracted if digest[_DIGEST:] != now]


def _take_in(readings: Readings, read: Iterable[tuple[SourceFile, bytes, bytes]]) -> None:
    for file, digest, data in read:
        old = readings.before.get(file.path)
        readings.changed.put(file.path, digest, data if old is None else _keeping(old, digest, data))


def _known_before(ledger: Ledger, paths: Iterable[str]) -> dict[str, Found]:
    """Return what was found in files at the last time."""
    from broadsheet.build.found import Found

    rows = ((path, ledger.row("SELECT digest, found FROM files WHERE path = ?", (path,))) for path in paths)
    return {path: Found.unpacked(*row) for path, row in rows if row}


def _read(
    root: Path, config: Config, todo: list[SourceFile], ledger: Ledger | None, crew: Crew, step: Callable[[], None]
) -> Iterable[tuple[SourceFile, bytes, bytes]]:
    if not todo:
        return
    from broadsheet.build.bodies import put_digests
    from broadsheet.build.found import Found, file_of, plain_file

    @cache
    def reader() -> Callable[[list[SourceFile]], list[tuple[str, Found]]]:
        from broadsheet.build.reading import Reader, read_batch  # here: for whoever reads

        return partial(read_batch, Reader.of(root, config), ledger)

    def work(batch: list[Any]) -> list[tuple[str, bytes, bytes]]:
        files = map(file_of, batch) if crew.distant else (todo[number] for number in batch)
        return [(path, each.digest, each.packed()) for path, each in reader()(list(files))]

    if crew.size > 1 and not crew.distant:
        reader()  # before there are several processes that would each make one
    by_path = {file.path: file for file in todo}
    things = list(map(plain_file, todo)) if crew.distant else range(len(todo))
    for result in crew.work("read", work, batches_of(things, crew.size, _BATCH)):
        records: list[Record] = []
        for path, digest, data in result:
            step()
            records += Found.unpacked(digest, data).records if crew.distant else ()
            yield by_path[path], digest, data
        if ledger is not None and crew.distant:
            put_digests(ledger, records)


def _digest_of(sources: Sources, file: SourceFile) -> bytes:
    from broadsheet.build.found import digest_of_file

    return digest_of_file(sources, file)


def _keeping(old: Found, digest: bytes, data: bytes) -> bytes:
    """Return what was found, packed, with those packed records of `old` that hold the same values: there are several ways."""
    before = {(record.kind, record.owner): record for record in old.records}
    from broadsheet.build.found import Found
    from broadsheet.catalog.records import Record

    new = Found.unpacked(digest, data)
    records = []
    for record in new.records:
        same = before.get((record.kind, record.owner))
        if same and same.stamp != record.stamp and marshal.loads(same.raw) == marshal.loads(record.raw):
            record = Record(record.kind, record.owner, same.raw, same.stamp, record.body, record.words, record.links)
        records.append(record)
    return Found(digest, new.problems, tuple(records)).packed()


def _same_but_bodies(old: Found, new: Found) -> bool:
    if len(old.records) != len(new.records) or old.problems != new.problems:
        return False
    return all(
        (one.kind, one.owner, one.stamp, one.links) == (other.kind, other.owner, other.stamp, other.links)
        and (one.kind == "story" or one.body == other.body)
        for one, other in zip(old.records, new.records, strict=True)
    )


def _same_stories(old: Found, new: Found) -> bool:
    """Say whether a file holds the same stories as before, and of other records nothing changed."""
    if len(old.records) != len(new.records) or old.problems != new.problems:
        return False
    return all(
        (one.kind, one.owner, one.links) == (other.kind, other.owner, other.links)
        and (one.kind == "story" or (one.stamp, one.body) == (other.stamp, other.body))
        for one, other in zip(old.records, new.records, strict=True)
    )


def _packed(file: SourceFile) -> bytes:
    if file.comments:
        beside = tuple((each.path, each.identity) for each in file.comments)
        found = file.findings and file.findings.identity
        return marshal.dumps((file.identity, file.sidecar and file.sidecar.identity, found, beside), 2)
    if file.findings:
        return marshal.dumps((file.identity, file.sidecar and file.sidecar.identity, file.findings.identity), 2)
    return marshal.dumps((file.identity, file.sidecar and file.sidecar.identity), 2)


def is_racy(changed_ns: int, mtime_ns: int, now_ns: int) -> bool:
    """Say whether a file changed so shortly before it was looked at that it may change again without a sign."""
    return changed_ns > now_ns - (_COARSE_NS if mtime_ns % 1_000_000_000 == 0 else _RACY_NS)
