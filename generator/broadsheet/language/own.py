"""A publication's own catalogues: where they lie, and whether they changed."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

LOCALE = "locale"  # the folder, in the package and in a publication


def own_digest(root: Path) -> str:
    """Return what changes when a publication's own catalogues do; empty where it has none."""
    state = blake2b(digest_size=12)
    paths = sorted((root / LOCALE).glob("*.po"))
    for path in paths:
        data = path.read_bytes()
        state.update(f"{path.name}\n{len(data)}\n".encode() + data)
    return state.hexdigest() if paths else ""
