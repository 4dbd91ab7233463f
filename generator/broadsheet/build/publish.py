"""Publish: bring the output folder to what was planned, touching no file that is not ours.

A file is written under a temporary name and then replaces the old one; equal bytes leave the old file and its time alone; what
is no longer planned is removed when the ledger says that it is ours. A crash at any point costs time, never a page.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from broadsheet.build.ledger import Ledger
from broadsheet.problems import Problem, Span

MARK = ".broadsheet-output"
_MARK_TEXT = b"This folder is written by Broadsheet. Files in it are replaced and removed by the next build.\n"
_TEMPORARY = ".broadsheet-tmp-"


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
        trusted = not self.owned and (self.folder / MARK).is_file()
        folders: dict[Path, bool] = {}
        for path in paths:
            target = self.folder / path
            for parent in target.relative_to(self.folder).parents:
                place = self.folder / parent
                if place not in folders:
                    folders[place] = place != self.folder and (place.is_symlink() or (place.exists() and not place.is_dir()))
                if folders[place]:
                    yield self._foreign(place)
                    break
            if target.is_symlink() or target.is_dir() or (not trusted and path not in self.owned and target.exists()):
                yield self._foreign(target)

    def _foreign(self, target: Path) -> Problem:
        what = "a symbolic link" if target.is_symlink() else "a folder" if target.is_dir() else "a file"
        return Problem(
            "foreign-output",
            f"{what} that no build of this publication wrote stands where a page must go",
            Span(target.as_posix()),
            "move it away (files to publish go into `static/`), or build into another folder with --output",
        )

    def begin(self, paths: Iterable[str]) -> None:
        """Claim every path that is about to be written, and mark the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write(MARK, _MARK_TEXT)
        self.ledger.claim(path for path in paths if path not in self.owned)

    def put(self, path: str, data: bytes) -> None:
        """Bring one output to `data`."""
        digest = digest_of(data)
        self._digests[path] = digest
        if self._write(path, data):
            self.written += 1
        else:
            self.unchanged += 1

    def keep(self, path: str) -> None:
        """Leave one output as it is, because its page failed."""
        if path in self.owned:
            self._digests[path] = self.owned[path]

    def _write(self, path: str, data: bytes) -> bool:
        target = self.folder / path
        if _holds(target, data):
            return False
        self._make_folder(target.parent)
        temporary = target.with_name(_TEMPORARY + str(os.getpid()))
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
            target = self.folder / path
            if target.is_file() and not target.is_symlink():
                target.unlink()
                self.removed += 1
            self._remove_empty(target.parent)
        changed = ((path, digest) for path, digest in self._digests.items() if self.owned.get(path) != digest)
        self.ledger.record(changed, gone)

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


def _holds(target: Path, data: bytes) -> bool:
    """Say whether the file at `target` already holds these bytes."""
    try:
        if target.stat().st_size != len(data):
            return False
        return target.read_bytes() == data
    except OSError:
        return False
