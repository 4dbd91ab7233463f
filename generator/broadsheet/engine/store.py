"""The store: where outputs are written to: a folder, or the objects of a store that `fsspec` knows (`s3://bucket/archive`).

Both keep the same rules. Only what is ours is replaced and removed; what is altered or missing is repaired; equal bytes are left
alone. An object is put whole, and nobody sees half of it; there are neither temporary names nor links nor folders to look after.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias
from urllib.parse import unquote

from broadsheet.engine.publish import Brought, Folder
from broadsheet.engine.report import BuildOptions
from broadsheet.expressions import expression

if TYPE_CHECKING:
    from broadsheet.engine.objects import Objects

_URL = expression(r"[A-Za-z][A-Za-z0-9+.-]+://")
_FILE = "file://"


class Writer(Protocol):
    """Writes outputs. Several processes may do it at once, for different ones."""

    def bring(self, path: str, data: bytes) -> Brought:
        """Bring one output to `data`, at the latest when `flush` returns. Raises OSError when it cannot be written."""

    def flush(self) -> None:
        """Wait until everything is written. Raises OSError when something could not be."""


Store: TypeAlias = "Folder | Objects"


def is_url(text: str) -> bool:
    """Say whether an output is a URL of something else than a folder."""
    return _URL.match(text) is not None and not text.startswith(_FILE)


def folder_named(text: str) -> str:
    """Return the path of a folder that may be written as a `file://` URL."""
    return unquote(text.removeprefix(_FILE)) if text.startswith(_FILE) else text


def open_store(output: str) -> Store:
    """Return the store at a path or URL. Raises UnusableError for a URL that no installed package knows."""
    if is_url(output):
        from broadsheet.engine.objects import Objects  # here: it takes fsspec

        return Objects(output)
    return Folder(folder_named(output))


def store_of(options: BuildOptions, folder: Path) -> Store:
    """Return where a build writes to: the URL that was given, or the folder."""
    return open_store(options.output if is_url(options.output) else str(folder))
