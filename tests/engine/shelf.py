"""A shelf: an object store of the tests, which processes share. An object's sign is the MD5 of its bytes, as in Amazon's store.

Its objects are files with flat names in one folder: nothing that works here relies on folders, on renaming or on times.
"""

from __future__ import annotations

import os
from hashlib import md5
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import fsspec
from fsspec import AbstractFileSystem


class Shelf(AbstractFileSystem):
    """`shelf://FOLDER!ARCHIVE`: the objects whose names begin with ARCHIVE, in a folder."""

    protocol = "shelf"
    cachable = False
    full = False  # nothing can be put
    calls: tuple[str, ...] = ()  # of this process

    def _place(self, path: str) -> Path:
        folder, _, name = self._strip_protocol(path).partition("!")
        return Path(folder, quote(name, safe=""))

    def _said(self, path: str, place: Path) -> dict[str, Any]:
        data = place.read_bytes()
        return {"name": path, "size": len(data), "type": "file", "ETag": f'"{md5(data).hexdigest()}"'}

    def find(self, path: str, **_: Any) -> dict[str, Any]:  # type: ignore[override]
        self._note("find")
        folder, _, prefix = self._strip_protocol(path).partition("!")
        names = sorted(unquote(place.name) for place in Path(folder).iterdir())
        found = (f"{folder}!{name}" for name in names if name.startswith(prefix))
        return {path: self._said(path, self._place(path)) for path in found}

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        self._note("info")
        return self._said(path, self._place(path))

    def cat_file(self, path: str, **_: Any) -> bytes:  # type: ignore[override]
        self._note("get")
        return self._place(path).read_bytes()

    def pipe_file(self, path: str, value: bytes, **_: Any) -> None:  # type: ignore[override]
        self._note("put")
        if self.full:
            raise RuntimeError("QuotaExceeded: the bucket is full")  # drivers raise what they like
        place = self._place(path)
        beside = place.parent.with_name(f"{place.name}.{os.getpid()}")  # not in the folder: another process may list it meanwhile
        beside.write_bytes(value)
        beside.replace(place)

    def rm_file(self, path: str) -> None:
        self._note("remove")
        self._place(path).unlink()

    def _note(self, call: str) -> None:
        Shelf.calls = (*Shelf.calls, call)


def put_up() -> None:
    """Let `fsspec` know of shelves."""
    fsspec.register_implementation("shelf", Shelf, clobber=True)
