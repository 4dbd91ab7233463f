"""A publication's own catalogues: where they lie, and whether they changed."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

LOCALE = "locale"  # the folder, in the package and in a publication


def own_files(folder: Path) -> list[Path]:
    """Return a publication's own catalogues, sorted. Links are none: a build says so."""
    found = [] if folder.is_symlink() else sorted(folder.glob("*.po"))
    return [path for path in found if path.is_file() and not path.is_symlink()]


def own_digest(root: Path) -> str:
    """Return what changes when a publication's own catalogues do; empty where it has none."""
    state = blake2b(digest_size=12)
    paths = own_files(root / LOCALE)
    for path in paths:
        data = path.read_bytes()
        state.update(f"{path.name}\n{len(data)}\n".encode() + data)
    return state.hexdigest() if paths else ""
