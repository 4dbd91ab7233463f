"""The look-up: from the target of a request to a published file. Nothing that was not published can be named."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from broadsheet.sources import read_file


@dataclass(frozen=True, slots=True)
class Published:
    """A published file, by its path below the preview folder."""

    path: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The address that should have been asked for, percent-encoded."""

    location: str


def look_up(target: str, paths: Set[str], base_path: str = "/") -> Published | Moved | None:
    """Find what the target of a request stands for, in a site of `paths` under `base_path`; None where nothing is published.

    `target` is as it stands in the request (bytes beyond ASCII as Latin-1). A folder without its slash has moved to the slash.
    """
    address, mark, query = target.partition("?")
    path = _decoded(address)
    if path is None:
        return None
    if path in ("/", base_path.removesuffix("/")) and path != base_path:
        return Moved(quote(base_path) + mark + query)
    if not path.startswith(base_path):
        return None
    name = path.removeprefix(base_path)
    if not name or name.endswith("/"):
        name += "index.html"
    for file in (name, f"{name}.html"):
        if file in paths:
            return Published(file)
    if f"{name}/index.html" in paths:
        return Moved(quote(path) + "/" + mark + query)
    return None


def _decoded(address: str) -> str | None:
    """Percent-decode an address, once. None where it is not UTF-8, or could name a place outside of the folder."""
    try:
        path = unquote_to_bytes(address.encode("latin-1")).decode()
    except UnicodeError:
        return None
    if not path.startswith("/") or "\\" in path or not path.isprintable():
        return None
    inner = path.removeprefix("/").removesuffix("/").split("/")
    return None if path != "/" and any(part in ("", ".", "..") for part in inner) else path


def read_published(folder: Path, path: str) -> bytes | None:
    """Return the bytes of a published file. None where it has gone since, or where a symbolic link has taken its place."""
    inside = folder.resolve()
    place = inside / path
    try:
        return read_file(place) if place.resolve() == place and not folder.is_symlink() else None
    except OSError:
        return None
