"""Undoing: what an editor's last steps changed on the disk, put back as it was."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.findings.replacing import replace_file

Decided = tuple[str, str]  # the path of a sidecar, the id of a finding


@dataclass(slots=True)
class Step:
    """What one answer did: where in the queue it was given, the files it changed as they were, and what it decided.

    `pair` are the slugs of two actors that it was about, if it was.
    """

    at: int
    before: dict[Path, bytes | None] = field(default_factory=dict)
    after: dict[Path, bytes | None] = field(default_factory=dict)
    decided: set[Decided] = field(default_factory=set)
    pair: tuple[str, str] | None = None


@dataclass(slots=True)
class Steps:
    """The steps of a review, the last of which can be undone, one after the other."""

    root: Path
    taken: list[Step] = field(default_factory=list)

    @contextlib.contextmanager
    def step(self, at: int, paths: Iterable[str], folder: str = "") -> Iterator[Step]:
        """Remember what some files were before they are changed, and which there were in a folder that others may be made in."""
        step = Step(at)
        for path in paths:
            step.before[self.root / path] = _bytes_of(self.root / path)
        old = set((self.root / folder).glob("*")) if folder else set()
        yield step
        step.before |= dict.fromkeys(sorted(set((self.root / folder).glob("*")) - old if folder else ()))
        step.after = {place: _bytes_of(place) for place in step.before}
        if step.after != step.before:
            self.taken.append(step)

    def undo(self) -> tuple[Step | None, str]:
        """Undo the last step; return it, and why a file was left as it is. Raises OSError."""
        if not self.taken:
            return None, "there is nothing to undo"
        step = self.taken[-1]
        changed = [place for place, data in step.after.items() if _bytes_of(place) != data]
        if changed:
            return None, f"{changed[0].relative_to(self.root).as_posix()} was changed since, so nothing is undone"
        for place, data in step.before.items():
            if data is None:
                place.unlink(missing_ok=True)
            elif data != step.after[place]:
                replace_file(place, data, lasting=True)
        return self.taken.pop(), ""


def _bytes_of(place: Path) -> bytes | None:
    return place.read_bytes() if place.is_file() else None
