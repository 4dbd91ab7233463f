"""Outputs: the state in which the last build left each file of the output, and whether it is still in that state."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from broadsheet.engine.publish import FileState, Folder, digest_of

Begin = Callable[[Callable[[], bytes]], Callable[[], bytes]]  # begins to call a function; what it returns waits for the result
State = tuple[bytes, FileState]  # the digest of an output, and the state of its file
_DIGEST = 32  # bytes


@dataclass(slots=True)
class Outputs:
    """The states of the outputs of the last build, by their paths.

    `damaged` are those whose file is missing or has other bytes, `moved` those whose file has another state and the same bytes.
    """

    paths: list[str] = field(default_factory=list)
    sizes: array[int] = field(default_factory=lambda: array("q"))
    mtimes: array[int] = field(default_factory=lambda: array("q"))
    ctimes: array[int] = field(default_factory=lambda: array("q"))
    digests: bytes = b""
    damaged: set[str] = field(default_factory=set)
    moved: dict[str, FileState] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, values: tuple[Any, ...] | None) -> Outputs:
        """Return what `plain` gave."""
        if values is None:
            return cls()
        paths, sizes, mtimes, ctimes, digests = values
        return cls(paths.split("\n") if paths else [], array("q", sizes), array("q", mtimes), array("q", ctimes), digests)

    @classmethod
    def made(cls, states: Mapping[str, State]) -> Outputs:
        """Return outputs of their digests and states."""
        paths = sorted(states)
        found = [states[path] for path in paths]
        sizes, mtimes, ctimes = (array("q", [state[at] for _, state in found]) for at in range(3))
        return cls(paths, sizes, mtimes, ctimes, b"".join([digest for digest, _ in found]))

    def plain(self) -> tuple[Any, ...]:
        """Return them as plain values."""
        return ("\n".join(self.paths), self.sizes.tobytes(), self.mtimes.tobytes(), self.ctimes.tobytes(), self.digests)

    def look(self, folder: Path, begin: Begin = lambda look: look) -> Callable[[], None]:
        """Look at every file. One whose size and times are as they were left is taken to be so; of any other the bytes decide.

        `begin` may begin to look in another process: what is returned waits for it, and says which outputs are damaged.
        """
        found = begin(lambda: array("q", self._altered(f"{folder}/")).tobytes())
        place = Folder(str(folder))
        return lambda: self._settle(array("q", found()), place.state, place.read)

    def _altered(self, base: str) -> Iterator[int]:
        lstat = os.lstat
        for at, path in enumerate(self.paths):
            try:
                found = lstat(base + path)
            except OSError:
                yield at
                continue
            if found.st_ctime_ns != self.ctimes[at] or found.st_mtime_ns != self.mtimes[at] or found.st_size != self.sizes[at]:
                yield at

    def compare(self, states: Mapping[str, FileState], read: Callable[[str], bytes | None]) -> None:
        """Compare with the states of a store: one as it was left is taken for it; of any other the bytes (`read`) decide."""
        known = zip(self.paths, self.sizes, self.mtimes, self.ctimes, strict=True)
        altered = [at for at, (path, *state) in enumerate(known) if states.get(path) != tuple(state)]
        self._settle(altered, states.__getitem__, read)

    def _settle(self, altered: Iterable[int], state_of: Callable[[str], FileState], read: Callable[[str], bytes | None]) -> None:
        """Find out by their bytes which outputs are damaged of those that are not as they were left, by their places."""
        for path, at in ((self.paths[at], at) for at in altered):
            try:
                state = state_of(path)
            except (OSError, KeyError):  # there is none
                self.damaged.add(path)
                continue
            data = read(path) if state.size == self.sizes[at] else None
            if data is None or digest_of(data) != self._digest(at):
                self.damaged.add(path)
            else:
                self.moved[path] = state

    def _digest(self, at: int) -> bytes:
        return self.digests[_DIGEST * at : _DIGEST * (at + 1)]

    @property
    def places(self) -> dict[str, int]:
        """Return where each output stands in the columns, by its path."""
        if len(self._places) != len(self.paths):
            self._places = dict(zip(self.paths, range(len(self.paths)), strict=True))
        return self._places

    def get(self, path: str) -> State | None:
        """Return digest and state of an output as it is now; None of one that is damaged, or that there is not."""
        at = self.places.get(path)
        if at is None or path in self.damaged:
            return None
        return self._digest(at), self.moved.get(path) or FileState(self.sizes[at], self.mtimes[at], self.ctimes[at])

    def __contains__(self, path: object) -> bool:
        return path in self.places and path not in self.damaged

    def amended(self, changed: Mapping[str, State], gone: Collection[str]) -> Outputs:
        """Return these with the states of some outputs that were brought up to date, and without some that are gone."""
        places = self.places
        if not gone and all(path in places for path in changed):
            other = Outputs(self.paths, self.sizes[:], self.mtimes[:], self.ctimes[:], self.digests, _places=places)
            digests = bytearray(self.digests)
            states = {**{path: (self._digest(places[path]), state) for path, state in self.moved.items()}, **changed}
            for path, (digest, state) in states.items():
                at = places[path]
                other.sizes[at], other.mtimes[at], other.ctimes[at] = state
                digests[_DIGEST * at : _DIGEST * (at + 1)] = digest
            other.digests = bytes(digests)
            return other
        pieces = (self.digests[at : at + _DIGEST] for at in range(0, len(self.digests), _DIGEST))
        known = dict(zip(self.paths, zip(pieces, map(FileState, self.sizes, self.mtimes, self.ctimes), strict=True), strict=True))
        for path in {*gone, *self.damaged}:
            known.pop(path, None)
        moved = {path: (known[path][0], state) for path, state in self.moved.items() if path in known}
        return Outputs.made({**known, **moved, **changed})

    def digests_but(self, others: Collection[str]) -> tuple[list[str], bytes]:
        """Return paths, sorted, and their digests one after the other, without those of a few others."""
        paths, digests = self.paths[:], bytearray(self.digests)
        for at in sorted((self.places[path] for path in others if path in self.places), reverse=True):
            del paths[at], digests[_DIGEST * at : _DIGEST * (at + 1)]
        return paths, bytes(digests)

    def __len__(self) -> int:
        return len(self.paths)
