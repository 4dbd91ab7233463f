"""Publish: bring an output to what was planned, touching nothing that is not ours; and the folder that most outputs are.

A file is written under a temporary name and then replaces the old one; equal bytes leave the old file and its time alone; what
is no longer planned is removed when the ledger says that it is ours. A crash at any point costs time, never a page.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.problems import Problem, Span
from broadsheet.sources import read_file

if TYPE_CHECKING:
    from broadsheet.engine.outputs import Begin, Outputs
    from broadsheet.engine.store import Store

LINK, FOLDER, FILE = "a symbolic link", "a folder", "a file"
MARK = ".broadsheet-output"
TEMPORARY = ".broadsheet-tmp"  # a folder for files that are being written; what a killed build left in it is cleared away
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_FILE, _FOLDER = 0o644, 0o755  # what the process allows others, but never to write
MARK_TEXT = b"This folder is written by Broadsheet. Files in it are replaced and removed by the next build. These are its own:\n"


def digest_of(data: bytes) -> bytes:
    """Return the digest by which outputs are compared, and which the manifest gives: SHA-256, which processors have built in."""
    return sha256(data).digest()


class FileState(NamedTuple):
    """What the system says of a file that holds certain bytes: size, times of change of content and of inode (ns)."""

    size: int
    mtime: int
    ctime: int


class Brought(NamedTuple):
    """An output that holds its bytes now, and whether its file had to be written."""

    written: bool
    state: FileState


@dataclass(slots=True)
class FolderWriter:
    """Writes files of the output folder. Several processes may do it at once, for different files."""

    folder: str
    name: str = ""  # of this writer, where others have the same process id: in a thread, on another machine
    empty: bool = False  # the folder was empty before the build: nothing can be there already
    _made: set[str] = field(default_factory=set)

    def bring(self, path: str, data: bytes) -> Brought:
        """Bring one output to `data`. Raises OSError when it cannot be written."""
        target = f"{self.folder}/{path}"
        known = None if self.empty else _state_of_equal(target, data)
        if known:
            return Brought(False, known)
        self._make_folder(target.rpartition("/")[0])
        self._make_folder(f"{self.folder}/{TEMPORARY}")
        temporary = f"{self.folder}/{TEMPORARY}/{os.getpid()}{self.name}"
        try:
            handle = os.open(temporary, _WRITE, _FILE)
            try:
                _write_all(handle, data)
            finally:
                os.close(handle)
            os.replace(temporary, target)  # pathlib doubles the cost of an output  # noqa: PTH105
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
            raise
        return Brought(True, _state(os.lstat(target)))

    def flush(self) -> None:
        """Do nothing: everything is written."""

    def _make_folder(self, folder: str) -> None:
        if folder not in self._made:
            if folder == self.folder:
                _make_way(Path(folder))
            else:
                self._make_folder(folder.rpartition("/")[0])
                self._make_one(folder)
            self._made.add(folder)

    def _make_one(self, folder: str) -> None:
        try:
            os.mkdir(folder, _FOLDER)  # noqa: PTH102
        except FileExistsError:
            if os.path.islink(folder):  # noqa: PTH114
                raise OSError(errno.ELOOP, "a symbolic link stands where a folder must be", folder) from None


def _make_way(folder: Path) -> None:
    """Make a folder and those above it that are missing."""
    if not folder.is_dir():
        _make_way(folder.parent)
        if folder.exists():
            raise NotADirectoryError(errno.ENOTDIR, "Not a directory", str(folder))
        folder.mkdir(_FOLDER, exist_ok=True)


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _state(found: os.stat_result) -> FileState:
    return FileState(found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _state_of_equal(target: str, data: bytes) -> FileState | None:
    """Return the state of the regular file at `target` when it holds just these bytes, else None."""
    try:
        found = os.lstat(target)
        if found.st_size != len(data) or not stat.S_ISREG(found.st_mode):
            return None
        return _state(found) if read_file(target) == data else None
    except OSError:
        return None


class Folder:
    """The folder that outputs are written to. `name` is its path; `shared`: other processes see what one has written."""

    shared = True

    def __init__(self, path: str) -> None:
        self.name = path
        self._path = Path(path)

    def look(self, outputs: Outputs, begin: Begin) -> Callable[[], None]:
        """Compare every file with what is known of it; see `Outputs.look`."""
        return outputs.look(self._path, begin)

    def is_marked(self) -> bool:
        """Say whether a build has begun to publish here."""
        return (self._path / MARK).is_file()

    def has_entries(self) -> bool:
        """Say whether there is anything in it, or something else in its place."""
        try:
            with os.scandir(self._path) as entries:
                return next(entries, None) is not None
        except OSError:
            return os.path.lexists(self._path)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of an output, None where there is none."""
        try:
            return read_file(self._path / path)
        except OSError:
            return None

    def state(self, path: str) -> FileState:
        """Return the state of an output. Raises OSError where there is none."""
        return _state(os.lstat(self._path / path))

    def kinds(self, path: str) -> tuple[str, ...]:
        """Return what stands at a path: a `LINK`, a `FOLDER`, a `FILE`, or nothing."""
        try:
            mode = os.lstat(f"{self.name}/{path}").st_mode
        except OSError:
            return ()
        return (LINK if stat.S_ISLNK(mode) else FOLDER if stat.S_ISDIR(mode) else FILE,)

    def files_in(self, folder: str) -> list[str]:
        """Return the paths of all that is in a folder and is none itself."""
        return [path.relative_to(self._path).as_posix() for path in (self._path / folder).rglob("*") if not path.is_dir()]

    def shown(self) -> list[str]:
        """Return the paths of all files that are not hidden."""
        found = []
        for base, folders, files in os.walk(self._path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found += [(Path(base) / name).relative_to(self._path).as_posix() for name in sorted(files) if name[0] != "."]
        return found

    def prepare(self) -> None:
        """Make the folder, without what a build that was killed left in it."""
        _make_way(self._path)
        temporary = self._path / TEMPORARY
        if temporary.is_symlink():
            temporary.unlink()  # it leads to what is not ours
        elif temporary.exists():
            import shutil  # here: it is slow to import

            shutil.rmtree(temporary, ignore_errors=True)

    def writer(self, name: str = "", *, empty: bool = False) -> FolderWriter:
        """Return what writes here; `name` is its own where others have the same process id. `empty`: nothing was here before."""
        return FolderWriter(self.name, name, empty)

    def remove(self, paths: Iterable[str]) -> int:
        """Remove files, and the folders that they leave empty; return how many there were."""
        removed = 0
        for path in paths:
            target = self._path / path
            if any(os.path.islink(self._path / folder) for folder in folders_of(path.rpartition("/")[0])):  # noqa: PTH114
                continue  # it leads to what is not ours
            # What is listed may be longer than any name: these say that it is no file.
            if os.path.isfile(target) and not os.path.islink(target):  # noqa: PTH113, PTH114
                target.unlink()
                removed += 1
            self._remove_empty(target.parent)
        return removed

    def _remove_empty(self, folder: Path) -> None:
        while folder != self._path and folder.is_relative_to(self._path):
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def finish(self) -> None:
        """Remove what only writing took."""
        with contextlib.suppress(OSError):
            (self._path / TEMPORARY).rmdir()


class Publisher:
    """Publishes into a folder or a store: it lists what is ours, and removes it when it is planned no longer."""

    def __init__(self, store: Store) -> None:
        self.removed = 0
        self._store = store
        self._listed: bytes | None = None
        self._state: FileState | None = None  # of the list
        self._is_listed = False  # it is right as it is

    def listed(self) -> list[str]:
        """Return the paths that the output's own list says are ours."""
        self._listed = self._store.read(MARK) if self._store.is_marked() else None
        return paths_in(self._listed or b"")

    def check(self, paths: Iterable[str], planned: Collection[str], owned: Collection[str]) -> Iterator[Problem]:
        """Yield a problem for each of `paths` where something stands that is not ours, and for links that lead away.

        `planned` is everything that will be published, `owned` are the paths that are ours. Some stores have folders: there an
        object at `a` and one at `a/b` exclude one another, as they do for most web servers.
        """
        store = self._store
        if not store.has_entries():
            return

        @cache
        def blocking(folder: str) -> str:
            """Return what stands where a folder must be and is not ours. Our own outdated file gives way."""
            gives_way = folder in owned and folder not in planned
            return next((kind for kind in store.kinds(folder) if kind == LINK or (kind == FILE and not gives_way)), "")

        for path in sorted(paths):
            blocked = next(filter(blocking, folders_of(path.rpartition("/")[0])), "")
            kind = blocking(blocked) if blocked else self._foreign_at(path, owned)
            if kind:
                found = f"{kind} that no build of this publication wrote stands where a page must go"
                hint = "move it away (files to publish go into `static/`), or build into another folder with --output"
                yield Problem("foreign-output", found, Span(f"{store.name}/{blocked or path}"), hint)

    def _foreign_at(self, path: str, owned: Collection[str]) -> str:
        """Return what stands at a path and is not ours; a folder is ours when every file in it is, and there is one."""
        for kind in self._store.kinds(path):
            inside = self._store.files_in(path) if kind == FOLDER else [path]
            if kind == LINK or not inside or any(each not in owned for each in inside):
                return kind
        return ""

    def begin(self, planned: Collection[str], owned: Collection[str], *, listed: bool) -> None:
        """List every path that is ours or will be; clear away what is in the way of a new path.

        `listed`: the list is there, and just that of the planned paths.
        """
        self._is_listed = listed
        self._store.prepare()
        if listed:
            return
        planned, owned = set(planned), set(owned)
        self._list(planned | owned)
        new = planned - owned
        folders = {folder for path in new for folder in folders_of(path.rpartition("/")[0])}
        gone = sorted(owned - planned) if new else ()
        in_the_way = (path for path in gone if path in folders or not new.isdisjoint(folders_of(path.rpartition("/")[0])))
        self.removed += self._store.remove(in_the_way)

    def finish(self, gone: Iterable[str], planned: Collection[str]) -> None:
        """Remove what is ours and no longer planned, and list what is left."""
        self.removed += self._store.remove(gone)
        self._list(planned)
        self._store.finish()

    def _list(self, paths: Iterable[str]) -> None:
        if not self._is_listed and (text := list_of(paths)) != self._listed:
            self._state = self._store.writer().bring(MARK, text).state
            self._listed = text

    def mark(self) -> tuple[bytes, FileState]:
        """Return digest and state of the list."""
        return digest_of(self._listed or b""), self._state or self._store.state(MARK)


def list_of(paths: Iterable[str]) -> bytes:
    """Return the list of what is published, as it stands in the output itself."""
    return MARK_TEXT + "\n".join(sorted(paths)).encode("utf-8", "surrogateescape") + b"\n"


def paths_in(text: bytes) -> list[str]:
    """Return the paths in such a list; those that would lead out of the output are none."""
    _, found, rest = text.partition(MARK_TEXT)
    names = rest.decode("utf-8", "surrogateescape").split("\n") if found else []  # whatever became of it
    return [name for name in names if is_inside(name)]


def is_inside(path: str) -> bool:
    """Say whether a path stays within the folder that it goes out from."""
    parts = path.split("/")
    return (
        bool(path)
        and not any(part in ("", ".", "..") for part in parts)
        and "\\" not in path
        and "\0" not in path
        and ":" not in parts[0]
    )


def folders_of(path: str) -> list[str]:
    """Return a folder's path and those of all folders above it, the innermost first; none for the output folder itself."""
    found = []
    while path:
        found.append(path)
        path = path.rpartition("/")[0]
    return found
