"""Replacing a file: whole or not at all, whatever befalls the machine."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

_LEFT_OVER = re.compile(r"\..+\.(?:yaml|md|tsv)-[0-9]+\.tmp")


def replace_file(path: Path, data: bytes | Iterable[bytes], *, lasting: bool = False) -> None:
    """Bring a file to new bytes, or pieces of them, by a temporary one beside it. Raises OSError.

    `lasting`: only when they are on the disk. What is no regular file, such as `/dev/stdout`, is written to.
    """
    pieces = (data,) if isinstance(data, bytes) else data
    if path.exists() and not path.is_file():
        with path.open("wb") as handle:
            handle.writelines(pieces)
        return
    temporary = path.with_name(f".{path.name[-40:]}-{os.getpid()}.tmp")  # a name has no more than 255 bytes
    mode = path.stat().st_mode & 0o7777 if path.exists() else None
    try:
        temporary.unlink(missing_ok=True)  # a link that stands there must not be written through
        with temporary.open("xb") as handle:
            handle.writelines(pieces)
            if lasting:
                handle.flush()
                os.fsync(handle.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def clear_folders(folders: Iterable[Path]) -> None:
    """Remove the temporary files that a process that was killed left in some folders. Hold the lock meanwhile."""
    for folder in folders:
        if folder.is_dir():
            for place in folder.iterdir():
                if _LEFT_OVER.fullmatch(place.name):
                    place.unlink(missing_ok=True)
