"""Publish: bring the output folder to what was planned, touching no file that is not ours.

A file is written under a temporary name and then replaces the old one; equal bytes leave the old file and its time alone; what
is no longer planned is removed when the ledger says that it is ours. A crash at any point costs time, never a page.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from broadsheet.problems import Problem, Span
from broadsheet.sources import read_file

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


@dataclass(slots=True)
class FolderPublisher:
    """Publishes into one output folder."""

    folder: Path
    removed: int = 0
    _owned: Collection[str] = ()
    _listed: bytes | None = None
    _state: FileState | None = None  # of the list
    _is_listed: bool = False  # it is right as it is

    def listed(self) -> list[str]:
        """Return the paths that the folder's own list says are ours."""
        try:
            self._listed = read_file(self.folder / MARK)
        except OSError:
            return []
        return paths_in(self._listed)

    def check(self, paths: Iterable[str], planned: Collection[str], owned: Collection[str]) -> Iterator[Problem]:
        """Yield a problem for each of `paths` where something stands that is not ours, and for links that lead away.

        `planned` is everything that will be published, `owned` are the paths that are ours.
        """
        self._owned = owned
        if not has_entries(self.folder):
            return
        folders: dict[str, bool] = {"": False}
        for path in sorted(paths):
            above = path.rpartition("/")[0]
            blocked = next((folder for folder in folders_of(above) if self._is_blocked(folder, planned, folders)), None)
            if blocked:
                yield self._foreign(self.folder / blocked)
                continue
            if self._is_foreign(path):
                yield self._foreign(self.folder / path)

    def _is_foreign(self, path: str) -> bool:
        try:
            mode = os.lstat(f"{self.folder}/{path}").st_mode
        except OSError:
            return False
        if stat.S_ISLNK(mode):
            return True
        if stat.S_ISDIR(mode):
            return not self._is_all_ours(path)
        return path not in self._owned

    def _is_blocked(self, folder: str, planned: Collection[str], known: dict[str, bool]) -> bool:
        """Say whether something that is not ours stands where a folder must be. Our own outdated file gives way."""
        if folder not in known:
            try:
                mode = os.lstat(f"{self.folder}/{folder}").st_mode
            except OSError:
                mode = 0  # nothing stands there
            ours = not mode or stat.S_ISDIR(mode)
            known[folder] = not ours and (stat.S_ISLNK(mode) or folder not in self._owned or folder in planned)
        return known[folder]

    def _is_all_ours(self, folder: str) -> bool:
        """Say whether every file in a folder is ours, so that it can give way to a file."""
        found = [path.relative_to(self.folder).as_posix() for path in (self.folder / folder).rglob("*") if not path.is_dir()]
        return bool(found) and all(path in self._owned for path in found)

    def _foreign(self, target: Path) -> Problem:
        return foreign(
            "a symbolic link" if target.is_symlink() else "a folder" if target.is_dir() else "a file", target.as_posix()
        )

    def begin(self, planned: Collection[str], owned: Collection[str], *, listed: bool) -> None:
        """Make the folder, and list every path in it that is ours or will be; clear away what is in the way of a new path.

        `listed`: the list is there, and just that of the planned paths.
        """
        self._is_listed = listed
        _make_way(self.folder)
        temporary = self.folder / TEMPORARY
        shutil.rmtree(temporary, ignore_errors=True)
        if temporary.is_symlink():
            temporary.unlink()  # it leads to what is not ours
        planned, owned = set(planned), set(owned)
        self._list(planned | owned)
        new = planned - owned
        folders = {folder for path in new for folder in folders_of(path.rpartition("/")[0])}
        for path in sorted(owned - planned) if new else ():
            if path in folders or not new.isdisjoint(folders_of(path.rpartition("/")[0])):
                self._remove(path)

    def finish(self, gone: Iterable[str], planned: Collection[str]) -> None:
        """Remove what is ours and no longer planned, and list what is left."""
        for path in gone:
            self._remove(path)
        self._list(planned)
        with contextlib.suppress(OSError):
            (self.folder / TEMPORARY).rmdir()

    def _list(self, paths: Iterable[str]) -> None:
        if self._is_listed:
            return
        text = list_of(paths)
        if text != self._listed:
            self._state = FolderWriter(str(self.folder)).bring(MARK, text).state
            self._listed = text

    def mark(self) -> tuple[bytes, FileState]:
        """Return digest and state of the list."""
        return digest_of(self._listed or b""), self._state or _state(os.lstat(self.folder / MARK))

    def _remove(self, path: str) -> None:
        target = self.folder / path
        if any(os.path.islink(self.folder / folder) for folder in folders_of(path.rpartition("/")[0])):  # noqa: PTH114
            return  # it leads to what is not ours
        # What is listed may be longer than any name: these say that it is no file.
        if os.path.isfile(target) and not os.path.islink(target):  # noqa: PTH113, PTH114
            target.unlink()
            self.removed += 1
        self._remove_empty(target.parent)

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.folder and folder.is_relative_to(self.folder):
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def leftovers(self, planned: Collection[str]) -> list[str]:
        """Return files in the folder that nobody owns: not planned, not hidden, not ours."""
        found = []
        for base, folders, files in os.walk(self.folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                path = (Path(base) / name).relative_to(self.folder).as_posix()
                if path not in planned and not name.startswith("."):
                    found.append(path)
        return found


def foreign(what: str, place: str) -> Problem:
    """Return the problem of something that stands where a page must go."""
    return Problem(
        "foreign-output",
        f"{what} that no build of this publication wrote stands where a page must go",
        Span(place),
        "move it away (files to publish go into `static/`), or build into another folder with --output",
    )


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


def has_entries(folder: Path) -> bool:
    """Say whether there is anything in a folder, or something else in its place."""
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except OSError:
        return os.path.lexists(folder)


def folders_of(path: str) -> list[str]:
    """Return a folder's path and those of all folders above it, the innermost first; none for the output folder itself."""
    found = []
    while path:
        found.append(path)
        path = path.rpartition("/")[0]
    return found
