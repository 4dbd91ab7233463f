"""Distant: workers that share nothing with this process but the files: those of any executor.

An executor (`concurrent.futures.Executor`: a pool of threads or processes, a Dask cluster) is given one function of this module,
the description of the build as bytes, and batches as bytes; what a worker needs beyond that it reads from the publication's
folder, which all of them see under the same path. Work that is lost with its worker is done again here.
"""

from __future__ import annotations

import contextlib
import errno
import importlib.metadata
import marshal
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, fields
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import broadsheet
from broadsheet.catalog.records import Record
from broadsheet.codec import decode, encode
from broadsheet.config import Config
from broadsheet.engine.assembly import assemble
from broadsheet.engine.cards import Cards
from broadsheet.engine.configuration import SCRATCH, STATE
from broadsheet.engine.ledger import SubjectRow, paths_of
from broadsheet.engine.make import KnownStates, Maker
from broadsheet.engine.pictures import PICTURES, Developer
from broadsheet.engine.publish import Brought, FileState
from broadsheet.engine.reading import Reader, file_of, plain_file, read_batch
from broadsheet.engine.readings import Inputs, Readings
from broadsheet.engine.report import BuildOptions
from broadsheet.engine.store import Writer, open_store
from broadsheet.engine.work import Work, name_of
from broadsheet.engine.workers import Task, answer_of, result_in
from broadsheet.pages.site import site_view
from broadsheet.pictures.cache import PictureCache
from broadsheet.pictures.original import Original
from broadsheet.render.renderer import Renderer
from broadsheet.render.theme import COMPILED, builtin_templates, load_theme
from broadsheet.sources import Sources

_AHEAD = 2  # tasks for each worker that are under way or waiting
_LOOK_AGAIN = 5.0  # seconds without a result after which somebody looks whether there are workers at all
_MAKERS = (
    "jinja2",
    "lxml",
    "markdown",
    "markupsafe",
    "nh3",
    "pillow",
    "pyromark",
    "python-slugify",
    "pyyaml",
    "text-unidecode",
    "trafilatura",
    "tzdata",
)  # what the bytes of a page depend on


@dataclass(frozen=True, slots=True)
class Pool:
    """An executor and how many tasks it works on at once.

    Fewer than `enough` things are done in the process itself. `alive` says whether there is a worker left, `release` tells the
    workers that nothing more will come.
    """

    executor: Executor
    size: int
    enough: int = 100
    alive: Callable[[], bool] = lambda: True
    release: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A build as a distant worker must know it. `output` is a folder or a URL; `token` tells this build from any other."""

    root: str
    config: Config
    clock: str
    relative: bool
    drafts: bool
    key: bytes
    timed: bool
    output: str
    token: str = field(default_factory=lambda: os.urandom(16).hex())
    program: Mapping[str, str] = field(default_factory=lambda: installed())

    @property
    def snapshot(self) -> Path:
        """Return the file that tells the workers what is to be published."""
        return Path(self.root, STATE, SCRATCH, f"snapshot-{self.token}")

    def packed(self) -> bytes:
        """Return it as bytes."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return marshal.dumps({**values, "config": encode(self.config), "program": dict(self.program)})

    @classmethod
    def unpacked(cls, data: bytes) -> Job:
        """Return what was packed."""
        values = marshal.loads(data)  # from our own parent
        return cls(**{**values, "config": decode(Config, values["config"])})


class Pooled:
    """The workers of an executor. `say` is told, once, when one of them was lost."""

    distant = True

    def __init__(self, pool: Pool, job: Job, say: Callable[[str], None]) -> None:
        self.size = pool.size
        self.job = job
        self._pool = pool
        self._packed = job.packed()
        self._say = say
        self._lost = False

    def work(self, name: str, work: Task, batches: Sequence[Any]) -> Iterator[Any]:
        """Yield the result of each batch as it comes. `work` does here what a lost worker has not done."""
        waiting = list(reversed(batches))
        under_way: dict[Future[bytes], Any] = {}
        try:
            while waiting or under_way:
                while waiting and len(under_way) < self.size * _AHEAD:
                    batch = waiting.pop()
                    future = self._submit(name, batch)
                    if future is None:
                        yield work(batch)
                    else:
                        under_way[future] = batch
                for future in self._done(under_way):
                    batch = under_way.pop(future)
                    answer = self._answer(future)
                    yield work(batch) if answer is None else answer[0]
        finally:
            for future in under_way:
                future.cancel()

    def _submit(self, name: str, batch: Any) -> Future[bytes] | None:  # plain values  # noqa: ANN401
        try:
            return self._pool.executor.submit(run_task, self._packed, name, marshal.dumps(batch))
        except RuntimeError as error:  # a pool that has lost a process, or was shut down
            self._lose(error)
            return None

    def _done(self, under_way: dict[Future[bytes], Any]) -> list[Future[bytes]]:
        """Wait for results; where there is no worker left, take back what was given out."""
        while under_way:
            done = wait(under_way, timeout=_LOOK_AGAIN, return_when=FIRST_COMPLETED).done
            if done:
                return list(done)
            if not self._pool.alive():
                self._lose(ConnectionError("there are no workers"))
                for future in under_way:
                    future.cancel()
                return list(under_way)
        return []

    def _answer(self, future: Future[bytes]) -> tuple[Any] | None:
        """Return the result of a task in a tuple; None when the executor has failed to bring one. Raises a worker's OSError."""
        if not future.done():  # it was taken back
            return None
        try:
            data = future.result()
        except Exception as error:  # whatever befell the worker; a fault of ours shows when the work is done here  # noqa: BLE001
            self._lose(error)
            return None
        return (result_in(data),)

    def _lose(self, error: Exception) -> None:
        if not self._lost:
            self._lost = True
            what = f"{type(error).__name__}: {error}".partition("\n")[0].partition(". ")[0].removesuffix(": ")
            self._say(f"a worker was lost ({what}); its work is done here")


def run_task(job: bytes, name: str, batch: bytes) -> bytes:
    """Do one batch in a worker, for a build that described itself; return what went wrong with the machine, and the result."""
    return answer_of(lambda data: _worker_for(job).work(name, marshal.loads(data)), batch)  # from our own parent


class DistantWorker:
    """What a thread of a worker keeps ready for the build that it works for."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed
        self._job = Job.unpacked(packed)
        others = differing(self._job.program, installed())
        if others:
            raise OSError(errno.ENOEXEC, f"a worker has another program than this process: {others}")
        self._reader = Reader.of(Path(self._job.root), self._job.config)
        self._maker: Maker | None = None

    def work(self, name: str, batch: list[Any]) -> Any:  # plain values  # noqa: ANN401
        """Do one batch of the work with a name."""
        if name == "read":
            return read_batch(self._reader, list(map(file_of, batch)), timed=self._job.timed)
        if name == "develop":
            root, job = Path(self._job.root), self._job
            return Developer(
                Sources.of(root, job.config), PictureCache(root / STATE / PICTURES, job.key), job.config.images
            ).batch(batch)
        self._maker = self._maker or self._make_ready()
        return self._maker.make_all([tuple(subject) for subject in batch])

    def _make_ready(self) -> Maker:
        """Return what makes the pages of the snapshot. Raises OSError where that, or the output, is not to be seen."""
        job = self._job
        store = open_store(job.output)
        known = _open_snapshot(job)
        if not store.is_marked():
            raise FileNotFoundError(
                errno.ENOENT, "a worker does not see the output: is it shared, under the same name?", job.output
            )
        root = Path(job.root)
        texts, media, static, records, pictures, addresses, anew, rows, states = known
        inputs = Inputs(tuple(map(file_of, texts)), media, static, (), 0)
        theme = load_theme(root, job.config).value
        options = BuildOptions(clock=job.clock, relative=job.relative, drafts=job.drafts)
        assembly = assemble(root, job.config, options, inputs, [Record(*each) for each in records], theme)
        assembly.edition.pictures = {path: Original(*values) for path, values in pictures.items()}
        assembly.resolver.addresses = frozenset(addresses)
        site = site_view(assembly.edition, relative=job.relative)
        return Maker(
            work=Work(assembly, {name: SubjectRow._make(values) for name, values in rows.items()}, anew=anew),
            make_renderer=lambda: Renderer(
                theme,
                site,
                job.config.base_path,
                root=root,
                relative=job.relative,
                times={} if job.timed else None,
                languages=assembly.edition.languages,
            ),
            writer=_GuardedWriter(store.writer(f"-{os.urandom(16).hex()}"), job.snapshot),
            states={path: (digest, FileState(*state)) for path, (digest, state) in states.items()},
            cards=Cards.of(root, job.config.images, PictureCache(root / STATE / PICTURES, job.key)),
            timed=job.timed,
        )


@contextlib.contextmanager
def snapshot(crew: Pooled, readings: Readings, work: Work, states: KnownStates) -> Iterator[None]:
    """Write down what the workers of a crew must know to make pages, for the length of a block."""
    assembly, dirty = work.assembly, set(map(name_of, work.dirty))
    records = [record for _, found in readings.found() for record in found.records]
    rows = {name: tuple(row._replace(why="")) for name, row in work.rows.items() if name in dirty}
    known = {path: state for path in paths_of(work.rows[name] for name in rows) if (state := states.get(path))}
    values = (
        list(map(plain_file, readings.inputs.texts)),
        dict(readings.inputs.media),
        dict(readings.inputs.static),
        records,
        {path: tuple(original) for path, original in assembly.edition.pictures.items()},
        list(assembly.resolver.addresses),
        work.anew,
        rows,
        {path: (digest, tuple(state)) for path, (digest, state) in known.items()},
    )
    data = marshal.dumps(values)
    try:
        crew.job.snapshot.parent.mkdir(exist_ok=True)
        crew.job.snapshot.write_bytes(blake2b(data, key=bytes.fromhex(crew.job.token), digest_size=16).digest() + data)
        yield
    finally:
        crew.job.snapshot.unlink(missing_ok=True)


def _open_snapshot(job: Job) -> tuple[Any, ...]:
    """Return what is in the snapshot of a job. Raises OSError where it is not to be seen."""
    try:
        data = job.snapshot.read_bytes()
    except OSError as error:
        message = "a worker does not see this file: is the folder shared, under the same path?"
        raise FileNotFoundError(errno.ENOENT, message, str(job.snapshot)) from error
    if data[:16] != blake2b(data[16:], key=bytes.fromhex(job.token), digest_size=16).digest():
        raise OSError(errno.EIO, "what the build left for its workers is damaged", str(job.snapshot))
    found: tuple[Any, ...] = marshal.loads(data[16:])  # from our own parent
    return found


@dataclass(slots=True)
class _GuardedWriter:
    """Writes as long as the snapshot is there: a worker must not go on when its build has died and another one has begun."""

    writer: Writer
    path: Path

    def bring(self, path: str, data: bytes) -> Brought:
        """Bring one output to `data`."""
        if not self.path.exists():
            raise FileNotFoundError(
                errno.ENOENT, "the build that this work is for has ended, or its folder is not shared", str(self.path)
            )
        return self.writer.bring(path, data)

    def flush(self) -> None:
        """Wait until everything is written."""
        self.writer.flush()


def _worker_for(packed: bytes) -> DistantWorker:
    """Return the worker of this thread, made ready for a job. Raises OSError when this worker cannot do it."""
    workers, here = _workers(), threading.get_ident()
    worker = workers.get(here)
    if worker is None or worker.packed != packed:
        worker = workers[here] = DistantWorker(packed)
    return worker


def leave() -> None:
    """Give up every worker of this process: nothing more will come."""
    _workers().clear()


@cache
def _workers() -> dict[int, DistantWorker]:
    return {}


def installed() -> dict[str, str]:
    """Return, by name, the versions of everything that the bytes of a page depend on, with digests of our own files."""
    found = {"python": ".".join(map(str, sys.version_info[:2])), "broadsheet": f"{broadsheet.__version__} {_own_digest()}"}
    for name in _MAKERS:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "none"
    return found


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> str:
    """Return, in words, in what two answers of `installed` differ."""
    return ", ".join(
        f"{name} {other.get(name)} instead of {version}" for name, version in one.items() if other.get(name) != version
    )


def _own_digest() -> str:
    """Return a digest of our own code and tables and of the built-in templates; times and places of files do not count."""
    state = blake2b(digest_size=8)
    for folder in (Path(broadsheet.__file__).parent, builtin_templates()):
        for path in sorted(folder.rglob("*")):
            if COMPILED in path.parts:
                continue
            if path.suffix in (".py", ".tsv", ".txt", ".gz", ".json", ".html", ".xml", ".css", ".svg", ".ttf") and path.is_file():
                state.update(f"{path.relative_to(folder).as_posix()}\0".encode())
                state.update(path.read_bytes())
    return state.hexdigest()
