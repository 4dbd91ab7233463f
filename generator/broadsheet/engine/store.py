"""The store: where outputs are written to: a folder, or the objects of a store that `fsspec` knows (`s3://bucket/archive`).

Both keep the same rules. Only what is ours is replaced and removed; what is altered or missing is repaired; equal bytes are left
alone. An object is put whole, and nobody sees half of it; there are neither temporary names nor links nor folders to look after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from broadsheet.engine import publish
from broadsheet.engine.outputs import Begin, Outputs
from broadsheet.engine.publish import Brought, FileState, has_entries
from broadsheet.engine.report import BuildOptions
from broadsheet.problems import Problem
from broadsheet.sources import read_file

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_FILE = "file://"


class Writer(Protocol):
    """Writes outputs. Several processes may do it at once, for different ones."""

    def bring(self, path: str, data: bytes) -> Brought:
        """Bring one output to `data`, at the latest when `flush` returns. Raises OSError when it cannot be written."""

    def flush(self) -> None:
        """Wait until everything is written. Raises OSError when something could not be."""


class Publisher(Protocol):
    """Publishes into one store; see `publish.FolderPublisher`."""

    removed: int

    def listed(self) -> list[str]:
        """Return the paths that the output's own list says are ours."""

    def check(self, paths: Iterable[str], planned: Collection[str], owned: Collection[str]) -> Iterator[Problem]:
        """Yield a problem for each of `paths` where something stands that is not ours."""

    def begin(self, planned: Collection[str], owned: Collection[str], *, listed: bool) -> None:
        """List what is ours or will be, and clear away what is in the way; `listed`: the list is right as it is."""

    def finish(self, gone: Iterable[str], planned: Collection[str]) -> None:
        """Remove what is ours and no longer planned, and list what is left."""

    def mark(self) -> tuple[bytes, FileState]:
        """Return digest and state of the list."""

    def leftovers(self, planned: Collection[str]) -> list[str]:
        """Return what is there that nobody owns."""


class Store(Protocol):
    """Where outputs are written to. `name` is its path or URL; `shared`: other processes see what one has written."""

    name: str
    shared: bool

    def look(self, outputs: Outputs, begin: Begin) -> Callable[[], None]:
        """Compare everything in it with what is known of the outputs; see `Outputs.look`."""

    def is_marked(self) -> bool:
        """Say whether a build has begun to publish here."""

    def has_entries(self) -> bool:
        """Say whether there is anything in it."""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of an output, None where there is none."""

    def writer(self, name: str = "", *, empty: bool = False) -> Writer:
        """Return what writes here; `name` is its own where others have the same process id. `empty`: nothing was here before."""

    def publisher(self) -> Publisher:
        """Return what publishes here."""


def is_url(text: str) -> bool:
    """Say whether an output is a URL of something else than a folder."""
    return _URL.match(text) is not None and not text.startswith(_FILE)


def folder_named(text: str) -> str:
    """Return the path of a folder that may be written as a `file://` URL."""
    return unquote(text.removeprefix(_FILE)) if text.startswith(_FILE) else text


def open_store(output: str) -> Store:
    """Return the store at a path or URL. Raises UnusableError for a URL that no installed package knows."""
    if is_url(output):
        from broadsheet.engine.objects import Objects  # here: it takes fsspec

        return Objects(output)
    return Folder(folder_named(output))


def store_of(options: BuildOptions, folder: Path) -> Store:
    """Return where a build writes to: the URL that was given, or the folder."""
    return open_store(options.output if is_url(options.output) else str(folder))


class Folder:
    """A folder."""

    shared = True

    def __init__(self, path: str) -> None:
        self.name = path
        self._path = Path(path)

    def look(self, outputs: Outputs, begin: Begin) -> Callable[[], None]:
        """Compare every file with what is known of it."""
        return outputs.look(self._path, begin)

    def is_marked(self) -> bool:
        """Say whether a build has begun to publish here."""
        return (self._path / publish.MARK).is_file()

    def has_entries(self) -> bool:
        """Say whether there is anything in it, or something else in its place."""
        return has_entries(self._path)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, None where there is none."""
        try:
            return read_file(self._path / path)
        except OSError:
            return None

    def writer(self, name: str = "", *, empty: bool = False) -> Writer:
        """Return what writes files."""
        return publish.FolderWriter(self.name, name, empty)

    def publisher(self) -> Publisher:
        """Return what publishes here."""
        return publish.FolderPublisher(self._path)
