"""What earlier imports wrote: by what identifies each thing in its source, where it was written, and the digest of that.

It lies in the publication (`.broadsheet-import.json`), so that a second import changes what nobody edited, and nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Literal

from broadsheet.importing.jsonstream import rows
from broadsheet.importing.notebook import Notebook, NoteTable

FILE = ".broadsheet-import.json"
_VERSION = 1
_EVERY = 1_000  # files after which the state is put down, so that an import that is killed knows what it wrote

Outcome = Literal["new", "updated", "unchanged", "edited", "removed"]


@dataclass(slots=True)
class State:
    """The state of a publication's imports, and the one way to write into it."""

    root: Path
    dry_run: bool = False
    notebook: Notebook = field(default_factory=Notebook)
    written: NoteTable = field(init=False)  # key: path, digest
    seen: NoteTable = field(init=False)
    _taken: NoteTable = field(init=False)  # the paths, in lower case
    _since: int = 0

    def __post_init__(self) -> None:
        self.written, self.seen, self._taken = (self.notebook.table() for _ in range(3))

    @classmethod
    def of(cls, root: Path, notebook: Notebook, *, content: str = "content", dry_run: bool = False) -> State:
        """Return the state that was put down; one that cannot be read counts as none.

        `content` is the folder of the articles: nothing is believed to have been written elsewhere, but static files.
        """
        state = cls(root, dry_run, notebook)
        try:
            for key, path, digest in _put_down(root / FILE):
                if _is_ours(path, content):
                    state.written[key] = path, digest
                    state._taken[path.lower()] = True
        except (OSError, ValueError):
            return cls(root, dry_run, notebook)
        return state

    def path_of(self, key: str) -> str:
        """Return where a thing was written by an earlier import; empty where it was not."""
        path: str = self.written.get(key, ("", ""))[0]
        return path

    def is_free(self, path: str) -> bool:
        """Say whether nothing stands at a path, nor will."""
        return path.lower() not in self._taken and not os.path.lexists(self.root / path)

    def is_of_others(self, path: str) -> bool:
        """Say whether a file stands at a path that no import wrote."""
        return path.lower() not in self._taken and os.path.lexists(self.root / path)

    def write(self, key: str, path: str, data: bytes) -> Outcome:
        """Write a file, unless somebody edited or removed the one that an earlier import wrote."""
        digest = _digest(data)
        outcome = self._outcome(key, path, digest)
        self.seen[key] = True
        self._taken[path.lower()] = True
        if outcome in ("new", "updated") and not self.dry_run:
            self._put(path, (data,))
        if outcome in ("new", "updated", "unchanged"):
            self.written[key] = path, digest
            self._since += 1
            if self._since >= max(_EVERY, len(self.written) // 4):
                self.save()
        return outcome

    def is_behind(self, key: str, data: bytes) -> bool:
        """Say whether an earlier import wrote something else than `data`."""
        known = self.written.get(key)
        return known is not None and bool(known[1] != _digest(data))

    def _outcome(self, key: str, path: str, digest: str) -> Outcome:
        known = self.written.get(key)
        place = self.root / path
        if not os.path.lexists(place):
            return "removed" if known else "new"
        now = _digest(place.read_bytes()) if place.is_file() and not place.is_symlink() else ""
        if now == digest:
            return "unchanged"
        return "updated" if known and now == known[1] else "edited"

    def _put(self, path: str, pieces: Iterable[bytes]) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.parent.resolve().is_relative_to(self.root.resolve()):
            raise OSError(0, "a link leads out of the publication", str(place.parent))
        beside = place.with_name(f".{place.name[-40:]}.broadsheet-import")  # a name has no more than 255 bytes
        try:
            with beside.open("wb") as opened:
                opened.writelines(pieces)
            beside.replace(place)
        except OSError:
            beside.unlink(missing_ok=True)
            raise

    def gone(self) -> list[str]:
        """Return the paths of what was imported before, and is not in the source any more."""
        return sorted(path for key, (path, _) in self.written.items() if key not in self.seen)

    def save(self) -> None:
        """Put the state down."""
        self._since = 0
        if not self.dry_run:
            self._put(FILE, self._lines())

    def _lines(self) -> Iterator[bytes]:
        yield b'{"version": %d, "written": {' % _VERSION
        for number, (key, found) in enumerate(self.written.items()):
            line = f"{',' if number else ''}\n{json.dumps(key)}: {json.dumps(found, ensure_ascii=False)}"
            yield line.encode("utf-8", "surrogatepass")
        yield b"\n}}\n"


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


def _put_down(place: Path) -> Iterator[tuple[str, str, str]]:
    """Yield key, path and digest of what an earlier import wrote. Raises ValueError where the file is damaged."""
    version: object = None
    for key, group in groupby(rows(place, frozenset(("written",))), key=lambda row: row.table):
        values = [row.value for row in group]
        if key == "version":
            version = values[0]
        else:
            path, digest = values
            yield key, str(path), str(digest)
    if version != _VERSION:
        message = "another version wrote it"
        raise ValueError(message)


def _is_ours(path: str, content: str) -> bool:
    """Say whether a path is one that an import may have written: the file may be anybody's."""
    if not path.startswith((f"{content}/", "static/")):
        return False
    return not {"", ".", ".."} & set(path.split("/")) and "\\" not in path
