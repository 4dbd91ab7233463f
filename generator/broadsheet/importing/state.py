"""What earlier imports wrote: by what identifies each thing in its source, where it was written, and the digest of that.

It lies in the publication (`.broadsheet-import.json`), so that a second import changes what nobody edited, and nothing else.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

FILE = ".broadsheet-import.json"
_VERSION = 1
_EVERY = 1_000  # files after which the state is put down, so that an import that is killed knows what it wrote

Outcome = Literal["new", "updated", "unchanged", "edited", "removed"]


@dataclass(slots=True)
class State:
    """The state of a publication's imports, and the one way to write into it."""

    root: Path
    dry_run: bool = False
    written: dict[str, tuple[str, str]] = field(default_factory=dict)  # key: path, digest
    seen: set[str] = field(default_factory=set)
    _taken: set[int] = field(default_factory=set)  # digests of paths: texts would be most of what an import remembers
    _since: int = 0

    @classmethod
    def of(cls, root: Path, *, content: str = "content", dry_run: bool = False) -> State:
        """Return the state that was put down; one that cannot be read counts as none.

        `content` is the folder of the articles: nothing is believed to have been written elsewhere, but static files.
        """
        state = cls(root, dry_run)
        try:
            said = json.loads((root / FILE).read_text(encoding="utf-8"))
            written = said["written"] if said["version"] == _VERSION else {}
            state.written = {
                str(key): (str(path), str(digest)) for key, (path, digest) in written.items() if _is_ours(path, content)
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            state.written = {}
        state._taken = {hash(path.lower()) for path, _ in state.written.values()}
        return state

    def path_of(self, key: str) -> str:
        """Return where a thing was written by an earlier import; empty where it was not."""
        return self.written.get(key, ("", ""))[0]

    def is_free(self, path: str) -> bool:
        """Say whether nothing stands at a path, nor will."""
        return hash(path.lower()) not in self._taken and not os.path.lexists(self.root / path)

    def write(self, key: str, path: str, data: bytes) -> Outcome:
        """Write a file, unless somebody edited or removed the one that an earlier import wrote."""
        digest = sha256(data).hexdigest()[:32]
        outcome = self._outcome(key, path, digest)
        self.seen.add(key)
        self._taken.add(hash(path.lower()))
        if outcome in ("new", "updated") and not self.dry_run:
            self._put(path, data)
        if outcome in ("new", "updated", "unchanged"):
            self.written[key] = (path, digest)
            self._since += 1
            if self._since >= max(_EVERY, len(self.written) // 4):
                self.save()
        return outcome

    def _outcome(self, key: str, path: str, digest: str) -> Outcome:
        known = self.written.get(key)
        place = self.root / path
        if not os.path.lexists(place):
            return "removed" if known else "new"
        now = sha256(place.read_bytes()).hexdigest()[:32] if place.is_file() and not place.is_symlink() else ""
        if now == digest:
            return "unchanged"
        return "updated" if known and now == known[1] else "edited"

    def _put(self, path: str, data: bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.parent.resolve().is_relative_to(self.root.resolve()):
            raise OSError(0, "a link leads out of the publication", str(place.parent))
        beside = place.with_name(f".{place.name[:100]}.broadsheet-import")
        beside.write_bytes(data)
        beside.replace(place)

    def gone(self) -> list[str]:
        """Return the paths of what was imported before, and is not in the source any more."""
        return sorted(path for key, (path, _) in self.written.items() if key not in self.seen)

    def save(self) -> None:
        """Put the state down."""
        self._since = 0
        if not self.dry_run:
            said = {"version": _VERSION, "written": self.written}
            self._put(FILE, json.dumps(said, ensure_ascii=False, indent=0).encode("utf-8", "surrogatepass"))


def _is_ours(path: object, content: str) -> bool:
    """Say whether a path is one that an import may have written: the file may be anybody's."""
    if not isinstance(path, str) or not path.startswith((f"{content}/", "static/")):
        return False
    return not {"", ".", ".."} & set(path.split("/")) and "\\" not in path
