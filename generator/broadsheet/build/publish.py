"""Publish: bring the output folder to what was planned, touching no file that is not ours.

A file is written under a temporary name and then replaces the old one; equal bytes leave the old file and its time alone; what
is no longer planned is removed when the ledger says that it is ours. A crash at any point costs time, never a page.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from broadsheet.build.ledger import Ledger
from broadsheet.problems import Problem, Span

MARK = ".broadsheet-output"
TEMPORARY = ".broadsheet-tmp"  # a folder for files that are being written; what a killed build left in it is cleared away
_MARK_TEXT = b"This folder is written by Broadsheet. Files in it are replaced and removed by the next build.\n"


def digest_of(data: bytes) -> str:
    """Return the digest by which outputs are compared."""
    return blake2b(data, digest_size=16).hexdigest()


@dataclass(slots=True)
class Publisher:
    """Publishes into one output folder, with the ledger that knows which files in it are ours."""

    folder: Path
    ledger: Ledger
    owned: dict[str, str]
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    _digests: dict[str, str] = field(default_factory=dict)
    _made: set[Path] = field(default_factory=set)

    @classmethod
    def open(cls, folder: Path, ledger: Ledger) -> Publisher:
        """Return a publisher that knows what the ledger says of the folder."""
        return cls(folder, ledger, ledger.owned())

    def check(self, paths: Iterable[str]) -> Iterator[Problem]:
        """Yield a problem for each planned path where a file stands that is not ours, and for links that lead away.

        Without any ledger, a folder that bears our mark is taken to be ours at the planned paths.
        """
        planned = set(paths)
        trusted = not self.owned and (self.folder / MARK).is_file()
        folders: dict[str, bool] = {"": False}
        for path in sorted(planned):
            above = path.rpartition("/")[0]
            blocked = next((folder for folder in _folders_of(above) if self._is_blocked(folder, planned, folders)), None)
            if blocked:
                yield self._foreign(self.folder / blocked)
                continue
            if self._is_foreign(path, trusted):
                yield self._foreign(self.folder / path)

    def _is_foreign(self, path: str, trusted: bool) -> bool:
        target = self.folder / path
        if target.is_symlink():
            return True
        if target.is_dir():
            return not self._is_all_ours(path)
        return target.exists() and not trusted and path not in self.owned

    def _is_blocked(self, folder: str, planned: set[str], known: dict[str, bool]) -> bool:
        """Say whether something that is not ours stands where a folder must be. Our own outdated file gives way."""
        if folder not in known:
            place = self.folder / folder
            outdated = folder in self.owned and folder not in planned
            known[folder] = place.is_symlink() or (place.exists() and not place.is_dir() and not outdated)
        return known[folder]

    def _is_all_ours(self, folder: str) -> bool:
        """Say whether every file in a folder is ours, so that it can give way to a file."""
        found = [path.relative_to(self.folder).as_posix() for path in (self.folder / folder).rglob("*") if not path.is_dir()]
        return bool(found) and all(path in self.owned for path in found)

    def _foreign(self, target: Path) -> Problem:
        what = "a symbolic link" if target.is_symlink() else "a folder" if target.is_dir() else "a file"
        return Problem(
            "foreign-output",
            f"{what} that no build of this publication wrote stands where a page must go",
            Span(target.as_posix()),
            "move it away (files to publish go into `static/`), or build into another folder with --output",
        )

    def begin(self, paths: Iterable[str]) -> None:
        """Claim every path that is about to be written, mark the folder, and clear what is in the way of the plan."""
        planned = set(paths)
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.folder / TEMPORARY, ignore_errors=True)
        self._write(MARK, _MARK_TEXT)
        self.ledger.claim(path for path in sorted(planned) if path not in self.owned)
        folders = {folder for path in planned for folder in _folders_of(path.rpartition("/")[0])}
        for path in self.owned:
            outdated = path not in planned and (
                path in folders or any(folder in planned for folder in _folders_of(path.rpartition("/")[0]))
            )
            if outdated:
                self._remove(path)

    def bring(self, path: str, data: bytes) -> bool:
        """Bring one output to `data`; say whether its file was written. Several processes may do it, for different outputs."""
        return self._write(path, data)

    def note(self, path: str, digest: str, written: bool) -> None:
        """Take note that an output has these bytes now; an empty digest stands for a page that failed and keeps its old file."""
        if not digest:
            if path in self.owned:
                self._digests[path] = self.owned[path]
            return
        self._digests[path] = digest
        self.written += written
        self.unchanged += not written

    def _write(self, path: str, data: bytes) -> bool:
        target = self.folder / path
        if _holds(target, data):
            return False
        self._make_folder(target.parent)
        self._make_folder(self.folder / TEMPORARY)
        temporary = self.folder / TEMPORARY / str(os.getpid())
        try:
            with temporary.open("wb") as handle:
                handle.write(data)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        return True

    def _make_folder(self, folder: Path) -> None:
        if folder not in self._made:
            folder.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)

    def finish(self, planned: Mapping[str, object] | set[str]) -> None:
        """Remove what is ours and no longer planned, and record what was published."""
        gone = [path for path in self.owned if path not in planned]
        for path in gone:
            self._remove(path)
        with contextlib.suppress(OSError):
            (self.folder / TEMPORARY).rmdir()
        changed = ((path, digest) for path, digest in self._digests.items() if self.owned.get(path) != digest)
        self.ledger.record(changed, gone)

    def _remove(self, path: str) -> None:
        target = self.folder / path
        if target.is_file() and not target.is_symlink():
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

    def leftovers(self, planned: Mapping[str, object]) -> list[str]:
        """Return files in the folder that nobody owns: not planned, not hidden, not ours."""
        found = []
        for base, folders, files in os.walk(self.folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                path = (Path(base) / name).relative_to(self.folder).as_posix()
                if path not in planned and not name.startswith("."):
                    found.append(path)
        return found


def _folders_of(path: str) -> list[str]:
    """Return a folder's path and those of all folders above it, the innermost first; none for the output folder itself."""
    found = []
    while path:
        found.append(path)
        path = path.rpartition("/")[0]
    return found


def _holds(target: Path, data: bytes) -> bool:
    """Say whether the file at `target` already holds these bytes."""
    try:
        if target.stat().st_size != len(data):
            return False
        return target.read_bytes() == data
    except OSError:
        return False
