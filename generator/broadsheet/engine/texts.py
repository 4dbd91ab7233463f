"""Texts: the bodies of stories, pages and register entries.

A body that was read in this build lies in a file of the reading process, without a name as soon as all are read; any other is
read again from its source. So bodies never cross between processes, take no memory, and are nothing that the ledger keeps.
"""

from __future__ import annotations

import errno
import marshal
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.catalog.records import Record
from broadsheet.content.scan import SourceFile
from broadsheet.model import Body

PREFIX = "bodies-"  # of files in the folder of the publication's state
Read = Callable[[SourceFile], Iterable[tuple[Record, Body]]]
Place = tuple[str, int, int] | Body  # the file that a body lies in, where it begins, how long it is; or the body


class Spool:
    """Where one process lays aside the bodies that it reads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._handle = -1
        self._process = 0
        self._end = 0

    def put(self, body: Body) -> Place:
        """Lay a body aside, and return where it lies: on a system without `fork`, in memory."""
        if not hasattr(os, "fork"):
            return body
        if self._process != os.getpid():  # one that was inherited is the parent's
            self._process, self._end = os.getpid(), 0
            self._name = f"{PREFIX}{os.urandom(16).hex()}"
            self._folder.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self._handle = os.open(self._folder / self._name, flags, 0o600)
        data = marshal.dumps((body.html, body.ids, body.words))
        view = memoryview(data)
        while view:
            view = view[os.write(self._handle, view) :]
        place = (self._name, self._end, len(data))
        self._end += len(data)
        return place

    def close(self) -> None:
        """Let go of the file, where this process has one."""
        if self._process == os.getpid():
            os.close(self._handle)
            self._process = 0


@dataclass(slots=True)
class Texts(Mapping[str, Body]):
    """The bodies of an edition by their owners; `stamps` are their digests, `file_of` tells the source that one is in.

    Raises OSError where a source is not what it was when the build looked at it.
    """

    stamps: Mapping[str, bytes]
    file_of: Callable[[str], SourceFile]
    read: Read
    places: Mapping[str, Place] = field(default_factory=dict)
    handles: Mapping[str, int] = field(default_factory=dict)  # of the files that bodies lie in
    _last: tuple[str, Body] = ("", Body(""))
    _again: dict[str, tuple[bytes, Body]] = field(default_factory=dict)  # those in the file that was read again last

    def __getitem__(self, owner: str) -> Body:
        if owner == self._last[0]:
            return self._last[1]
        stamp = self.stamps.get(owner, b"")
        body = Body("") if not stamp else self._laid_aside(owner) or self._read(owner, stamp)
        self._last = (owner, body)
        return body

    def _laid_aside(self, owner: str) -> Body | None:
        place = self.places.get(owner)
        if place is None or isinstance(place, Body):
            return place
        name, start, size = place
        html, ids, words = marshal.loads(os.pread(self.handles[name], size, start))  # from our own process
        return Body(html, (), ids, words)

    def _read(self, owner: str, stamp: bytes) -> Body:
        if owner not in self._again:
            self._again = {record.owner: (record.body, body) for record, body in self.read(self.file_of(owner))}
        found = self._again.get(owner)
        if found is None or found[0] != stamp:
            raise OSError(errno.EBUSY, "it was changed while the archive was built; build again", self.file_of(owner).path)
        return found[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.stamps)

    def __len__(self) -> int:
        return len(self.stamps)


def let_go(handles: Mapping[str, int]) -> None:
    """Close the files that bodies lay in, which are gone with that."""
    for handle in handles.values():
        os.close(handle)


def taken_in(folder: Path, places: Mapping[str, Place]) -> dict[str, int]:
    """Open the files that bodies lie in and take their names away; return their handles by these names."""
    found = {}
    for name in sorted({place[0] for place in places.values() if not isinstance(place, Body)}):
        found[name] = os.open(folder / name, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        (folder / name).unlink()
    return found
