"""Remote: workers that share nothing with this process but the files: those of any executor.

An executor (`concurrent.futures.Executor`: a pool of threads or processes, a Dask cluster) is given one function of this module,
the description of the build as bytes, and batches as bytes; what a worker needs beyond that it reads from the publication's
folder, which all of them see under the same path. Work that is lost with its worker is done again here.
"""

from __future__ import annotations

import errno
import importlib.metadata
import marshal
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import broadsheet
from broadsheet.build.workers import Work
from broadsheet.codec import decode, encode
from broadsheet.config import Config
from broadsheet.render.theme import COMPILED, builtin_templates

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
    "trafilatura",
    "tzdata",
)  # what the bytes of a page depend on


def _always() -> bool:
    return True


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Pool:
    """An executor and how many tasks it works on at once.

    Fewer than `enough` things are done in the process itself. `alive` says whether there is a worker left, `release` tells the
    workers that nothing more will come.
    """

    executor: Executor
    size: int
    enough: int = 100
    alive: Callable[[], bool] = _always
    release: Callable[[], None] = _nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A build as a distant worker must know it. `output` is a folder or a URL; `token` tells this build from any other."""

    root: str
    config: Config
    clock: str
    relative: bool
    output: str
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    program: Mapping[str, str] = field(default_factory=lambda: installed())

    @property
    def snapshot(self) -> Path:
        """Return the file that tells the workers what is to be published."""
        return Path(self.root, ".broadsheet", f"snapshot-{self.token}.sqlite3")

    def packed(self) -> bytes:
        """Return it as bytes."""
        return marshal.dumps(
            (self.root, encode(self.config), self.clock, self.relative, self.output, self.token, dict(self.program))
        )

    @classmethod
    def unpacked(cls, data: bytes) -> Job:
        """Return what was packed."""
        root, config, clock, relative, output, token, program = marshal.loads(data)  # from our own parent
        return cls(
            root=root,
            config=decode(Config, config),
            clock=clock,
            relative=relative,
            output=output,
            token=token,
            program=program,
        )


class Pooled:
    """The workers of an executor. `say` is told, once, when one of them was lost."""

    distant = True

    def __init__(self, pool: Pool, job: Job, say: Callable[[str], None]) -> None:
        self.size = pool.size
        self._pool = pool
        self._job = job.packed()
        self._say = say
        self._lost = False

    def work(self, name: str, work: Work, batches: Sequence[Any]) -> Iterator[Any]:
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
            return self._pool.executor.submit(run_task, self._job, name, marshal.dumps(batch))
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
        fault, result = marshal.loads(data)  # from our own task
        if fault:
            raise OSError(*fault)
        return (result,)

    def _lose(self, error: Exception) -> None:
        if not self._lost:
            self._lost = True
            what = f"{type(error).__name__}: {error}".partition("\n")[0].partition(". ")[0].removesuffix(": ")
            self._say(f"a worker was lost ({what}); its work is done here")


def run_task(job: bytes, name: str, batch: bytes) -> bytes:
    """Do one batch in a worker, for a build that described itself; return what went wrong with the machine, and the result."""
    from broadsheet.build.seat import seat_for

    try:
        return marshal.dumps(((), seat_for(job).work(name, marshal.loads(batch))))  # from our own parent
    except OSError as error:
        return marshal.dumps(((error.errno or errno.EIO, error.strerror or str(error), str(error.filename or "")), None))


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
