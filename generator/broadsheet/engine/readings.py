"""Readings: everything that a build reads, what identifies its state, and what was found in it, now or at the last time."""

from __future__ import annotations

import marshal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from broadsheet.codec import decode
from broadsheet.config import Config
from broadsheet.content.filetypes import is_named
from broadsheet.content.scan import EXTRACTED_BY, SourceFile, scan
from broadsheet.engine.ledger import Ledger
from broadsheet.engine.publish import digest_of
from broadsheet.engine.workers import Crew, batches_of
from broadsheet.language.own import LOCALE
from broadsheet.problems import Problem, Span
from broadsheet.sources import STATIC, Identity, Sources, Walk, is_lock

if TYPE_CHECKING:  # a build that finds nothing changed does without all that reads
    from broadsheet.catalog.records import Record
    from broadsheet.engine.profile import Profile
    from broadsheet.engine.texts import Place

Changes: TypeAlias = "list[tuple[Record, Record]]"  # each as it was and as it is
_DIGEST = 32  # bytes of the digest of a file
UNREAD = bytes(_DIGEST)  # stands for that of one that cannot be read
_RACY_NS = 20_000_000  # a file that changed this shortly before it was read may change again without a sign
_COARSE_NS = 2_000_000_000  # the same on a file system that keeps whole seconds
_BATCH = 125
_SKIPPED = ("media", "sidecar", "findings", "comment")
_NOT_STATIC = ("~", "/.DS_Store", "/.gitattributes", "/.gitignore", "/.gitkeep")


class Inputs(NamedTuple):
    """The files of a publication: texts to read, media and files of `static/` to copy, each with its identity; what is wrong."""

    texts: Sequence[SourceFile]
    media: Mapping[str, Identity]
    static: Mapping[str, Identity]
    problems: tuple[Problem, ...]
    scanned_ns: int


def find_inputs(root: Path, config: Config) -> Inputs:
    """Find every file of the publication. Nothing is read."""
    started = time.time_ns()
    sources = Sources.of(root, config)
    scanned = scan(sources)
    problems = [*scanned.problems, *_links_in_catalogues(root)]
    static = _static_files(sources, config, problems)
    texts = tuple(file for file in scanned.value.files if file.role not in _SKIPPED)
    media = {file.path: file.identity for file in scanned.value.files if file.role == "media"}
    number = sum(1 + len(file.attached) for file in texts) + len(media) + len(static)
    if 0 < config.limits.files < number:
        message = f"there are {number} files, and the publication may have {config.limits.files}"
        problems.append(Problem("over-limit", message, Span(sources.content), "see `limits: {files: …}` in broadsheet.yaml"))
        return Inputs((), {}, {}, tuple(problems), started)
    return Inputs(texts, media, static, tuple(problems), started)


def _static_files(sources: Sources, config: Config, problems: list[Problem]) -> dict[str, Identity]:
    """Return the files of `static/`, by their paths from the root."""
    walk = Walk(sources, is_lock)
    walk.through(STATIC)
    problems += walk.problems
    files = ((path, identity) for path, identity in walk.files if not path.endswith(_NOT_STATIC))
    withheld = config.static.withheld
    return {path: identity for path, identity in files if not (withheld and is_named(path[len(STATIC) + 1 :], withheld))}


def _links_in_catalogues(root: Path) -> list[Problem]:
    walk = Walk(Sources(root), is_lock)
    walk.through(LOCALE)
    return [problem._replace(hint="put the file itself in its place, or remove it") for problem in walk.problems]


class Found(NamedTuple):
    """What was found in a file: its problems and its records, as plain values."""

    problems: tuple[Any, ...]
    records: tuple[Any, ...]


class Known(NamedTuple):
    """A file as the ledger knows it: its identity, its digest, and the part of the ledger with what was found in it.

    The digest is the SHA-256 of its bytes, followed by those of the files beside it and, where an article was extracted as it was
    read, by that of the registers: it depends on them, too.
    """

    identity: bytes
    digest: bytes
    part: int


@dataclass(slots=True)
class Readings:
    """What is known of every text. `changed`: paths that were read now; `before`: what was found in those at the last time."""

    inputs: Inputs
    ledger: Ledger | None
    files: dict[str, Known] = field(default_factory=dict)  # those that are as they were
    todo: list[SourceFile] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    touched: bool = False  # files with another identity and the same bytes
    changed: dict[str, bytes] = field(default_factory=dict)  # path -> digest
    before: dict[str, Found] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)  # owner -> where the body lies that was read
    handles: dict[str, int] = field(default_factory=dict)  # of the files that these lie in
    anew: bool = False  # nothing that the ledger knew was used
    _found: dict[str, Found] = field(default_factory=dict)
    _parts: dict[int, list[str]] = field(default_factory=dict)  # paths of each part
    _packed: dict[int, bytes] = field(default_factory=dict)  # parts that were read as a whole just now

    @property
    def changes_nothing(self) -> bool:
        """Say whether everything that was read is what it was."""
        return not self.gone and all(self.before.get(path) == self._found[path] for path in self.changed)

    def found(self) -> Iterator[tuple[str, Found]]:
        """Yield what was found in each text, in the order of their paths."""
        for file in self.inputs.texts:
            yield file.path, self._found[file.path]

    def changes_of_stories(self, taxonomies: Sequence[str]) -> Changes | None:
        """Return the stories that say something else now, each as it was and as it is, where nothing else changed at all.

        `taxonomies` are those of the publication's own. None where more changed than what stories say of themselves: a name, a
        date, an address, a file that came or went.
        """
        changes: Changes = []
        if self.gone or any(path not in self.before for path in self.changed):
            return None
        for path in self.changed:
            before, now = self.before[path], self._found[path]
            pairs = list(zip(records_in(before), records_in(now), strict=False))
            if before.problems != now.problems or len(before.records) != len(now.records):
                return None
            if not all(_is_by_itself(*pair, taxonomies) for pair in pairs):
                return None
            changes += [pair for pair in pairs if pair[0] != pair[1]]
        return changes

    def old_records(self) -> Iterator[Record]:
        """Yield what was found at the last time in the files that were read now, or that are gone."""
        for found in self.before.values():
            yield from records_in(found)

    def new_records(self) -> Iterator[Record]:
        """Yield what was found in the files that were read now."""
        for path in self.changed:
            yield from records_in(self._found[path])

    def load(self) -> None:
        """Fetch from the ledger what was found in the files at the last time. Raises DamagedError."""
        if self.ledger is None or self.anew:
            return
        for part, values in self.ledger.each("records:").items():
            number = int(part)
            self._parts[number] = [path for path, _, _ in values]
            for path, problems, records in values:
                if path in self.files:
                    self._found[path] = Found(problems, records)
                else:
                    self.before[path] = Found(problems, records)

    def read(
        self,
        root: Path,
        config: Config,
        crew: Crew,
        step: Callable[[], None],
        spool: Path | None = None,
        profile: Profile | None = None,
    ) -> None:
        """Read every text that is to be read; `spool` is the folder in which bodies are laid aside, if they are."""
        if not self.todo:
            return
        from broadsheet.engine.reading import Reader, file_of, plain_file, read_batch  # here: for whoever reads
        from broadsheet.engine.texts import Spool

        own = Spool(spool) if spool else None

        @cache
        def reader() -> Reader:
            return Reader.of(root, config, own)

        def work(batch: list[Any]) -> tuple[bytes, list[bytes], dict[str, Any], dict[str, float]]:
            files = map(file_of, batch) if crew.distant else (self.todo[number] for number in batch)
            return read_batch(reader(), list(files), timed=profile is not None)

        if crew.size > 1 and not crew.distant:
            reader()  # before there are several processes that would each make one
        things = list(map(plain_file, self.todo)) if crew.distant else range(len(self.todo))
        part = max(self._parts, default=0)
        for packed, digests, places, times in crew.work("read", work, batches_of(things, crew.size, _BATCH)):
            values = marshal.loads(packed)  # from our own process
            part += 1
            for (path, problems, records), digest in zip(values, digests, strict=True):
                self.changed[path] = digest
                self._found[path] = Found(problems, records)
                step()
            if self.anew:
                self._packed[part] = packed
                self._parts[part] = [path for path, _, _ in values]
            self.places.update(places)
            if profile is not None:
                profile.note_reading(times)
        if own is not None:
            own.close()

    def digests(self, file: SourceFile) -> list[tuple[str, bytes]]:
        """Return the paths of a text and of the files beside it with their SHA-256, but for those that cannot be read."""
        digest = self.changed[file.path] if file.path in self.changed else self.files[file.path].digest
        attached = file.attached
        if not attached:
            return [(file.path, digest[:_DIGEST])]
        paths = (file.path, *(other.path for other in attached))
        found = [(path, digest[_DIGEST * at : _DIGEST * (at + 1)]) for at, path in enumerate(paths)]
        return [each for each in found if each[1] != UNREAD]

    def store(self) -> None:
        """Put what was read into the ledger, and let go of what was packed for it. Call it within a transaction."""
        ledger = self.ledger
        if ledger is None or not (self.touched or self.gone or self.changed or self.anew):
            return
        part_of = self._place()
        if self.anew:
            ledger.empty("records:")  # there may have been more parts
            for part in sorted(self._packed):
                ledger.put_packed(_name(part), self._packed.pop(part))
        else:
            dirty = {part_of[path] for path in (*self.changed, *self.gone)}
            for path in self.gone:
                self._parts[part_of[path]].remove(path)
            for part in sorted(dirty):
                ledger.put(_name(part), [(path, *self._found[path]) for path in self._parts[part]])
        known: dict[str, tuple[bytes, bytes, int]] = {}
        for file in self.inputs.texts:
            path = file.path
            if path in self.changed:
                known[path] = (self._identity(file), self.changed[path], part_of[path])
            else:
                identity, digest, part = self.files[path]
                known[path] = (identity, digest, part)
        ledger.put("files", known)

    def _place(self) -> dict[str, int]:
        """Return the part of the ledger in which each file has its place; new ones are given one."""
        part_of = {path: part for part, paths in self._parts.items() for path in paths}
        last = max(self._parts, default=1)
        for path in self.changed:
            if path not in part_of:
                last += len(self._parts.get(last, ())) >= _BATCH
                self._parts.setdefault(last, []).append(path)
                part_of[path] = last
        return part_of

    def _identity(self, file: SourceFile) -> bytes:
        """Return the identity to keep: an empty one where the file may change again without a sign."""
        racy = is_racy(file.changed_ns, file.identity[1], self.inputs.scanned_ns)
        return b"" if racy else packed_identity(file)


def _is_by_itself(old: Record, new: Record, taxonomies: Sequence[str]) -> bool:
    """Say whether a record differs from what it was in nothing but what a story says of itself."""
    from broadsheet.catalog.records import standing_of  # here: as above

    if old.kind != "story" or new.kind != "story":
        return old == new
    return old.owner == new.owner and standing_of(old.values, taxonomies) == standing_of(new.values, taxonomies)


def _name(part: int) -> str:
    return f"records:{part:06d}"


def records_in(found: Found) -> list[Record]:
    """Return the records that were found in a file."""
    from broadsheet.catalog.records import Record  # here: what finds nothing changed does without

    return list(map(Record._make, found.records))


def problems_in(found: Found) -> list[Problem]:
    """Return the problems of a file."""
    return [decode(Problem, each) for each in found.problems]


def look_at_texts(sources: Sources, inputs: Inputs, ledger: Ledger | None, *, trust: bool = True) -> Readings:
    """Find out which texts have to be read: those whose identity and bytes are not those that the ledger knows.

    `trust`: what the ledger knows may be used. Raises DamagedError.
    """
    known = (ledger.get("files") or {}) if ledger is not None and trust else {}
    readings = Readings(inputs, ledger, anew=not known)
    extracted: list[SourceFile] = []
    for file in inputs.texts:
        row = known.pop(file.path, None)
        if row is None:
            readings.todo.append(file)
            continue
        identity, digest, part = row
        if identity != packed_identity(file):
            if not digest or digest[: _of_files(file)] != digest_of_file(sources, file):
                readings.todo.append(file)
                continue
            readings.touched = True
            identity = readings._identity(file)
        readings.files[file.path] = Known(identity, digest, part)
        if len(digest) != _DIGEST and len(digest) > _of_files(file):
            extracted.append(file)
    readings.gone = sorted(known)
    if extracted:
        now = _registers_digest(sources, inputs, readings.files)
        for file in extracted:
            if readings.files[file.path].digest[_of_files(file) :] != now:
                del readings.files[file.path]
                readings.todo.append(file)
    return readings


def _registers_digest(sources: Sources, inputs: Inputs, files: Mapping[str, Known]) -> bytes:
    """Return the digest of the registers that there are now."""
    states = []
    for file in inputs.texts:
        if file.role in EXTRACTED_BY:
            states.append((file.path, files[file.path].digest if file.path in files else digest_of_file(sources, file)))
    return registers_digest(states)


def _of_files(file: SourceFile) -> int:
    """Return how many bytes of the digest of a file are those of its bytes and of those beside it."""
    return _DIGEST * (1 + len(file.attached))


def digest_of_file(sources: Sources, file: SourceFile) -> bytes:
    """Return the digest of a file and of those beside it; empty when they cannot be read."""
    try:
        return b"".join([digest_of(sources.read(path)) for path in (file.path, *(other.path for other in file.attached))])
    except OSError:
        return b""


def registers_digest(states: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the digest of the registers, from the path and the digest of each of their files, in the order of the paths."""
    return digest_of(repr(list(states)).encode("utf-8", "surrogatepass"))


def packed_identity(file: SourceFile) -> bytes:
    """Return the identity of a file and of those beside it as bytes."""
    return marshal.dumps((file.identity, *[(other.path, other.identity) for other in file.attached]), 2)


def is_racy(changed_ns: int, mtime_ns: int, now_ns: int) -> bool:
    """Say whether a file changed so shortly before it was looked at that it may change again without a sign."""
    return changed_ns > now_ns - (_COARSE_NS if mtime_ns % 1_000_000_000 == 0 else _RACY_NS)
