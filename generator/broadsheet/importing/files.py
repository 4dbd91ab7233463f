"""Files of a foreign archive: walked through and read without following a link, decoded whatever they are in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from zipfile import ZipFile, ZipInfo

from broadsheet.content.frontmatter import decode_page
from broadsheet.importing.post import Skipped
from broadsheet.problems import Problem, Span

# Folders of tools, of what they made, and of what they need: no article is in them.
TOOLS = frozenset((
    "node_modules", "vendor", "themes", "layouts", "archetypes", "_site", "public", "_layouts", "_includes", "_sass", "_data",
    "_plugins", "resources", "__pycache__", "venv", "sass", "templates",
))  # fmt: skip
# Names of files that tell of an archive and are none of its articles.
NO_ARTICLES = frozenset(("readme", "license", "licence", "contributing", "code_of_conduct", "changelog", "security"))
JSON_LINES = (".jsonl", ".ndjson")
# In which programs write what stands in lines of JSON, too.
_DUMPS = frozenset((".md", ".markdown", ".txt", ".csv", ".tsv", ".html", ".htm"))
LARGEST = 64 * 1024 * 1024  # bytes of one article; a larger file is none
TOO_LARGE = f"it is larger than {LARGEST // 1024 // 1024} MB"


def walk(folder: Path, root: Path, leave: frozenset[str] = TOOLS) -> Iterator[Path | Skipped]:
    """Yield the files below a folder in the order of their paths, and as skipped what may not or cannot be looked at.

    Hidden files are no part of it.
    """
    failed: list[OSError] = []
    for above, folders, names in os.walk(folder, onerror=failed.append):
        place = Path(above)
        faults = {name: _fault(place / name) for name in sorted((*folders, *names)) if not name.startswith(".")}
        for name, fault in faults.items():
            if fault:
                yield Skipped(Span((place / name).relative_to(root).as_posix()), fault)
        folders[:] = sorted(name for name in folders if name not in leave and faults.get(name) == "")
        yield from (place / name for name in sorted(names) if faults.get(name) == "" and not name.startswith("#"))
    for error in failed:
        yield Skipped(Span(Path(error.filename).relative_to(root).as_posix()), _unreadable(error))


def dumps_beside(source: Path) -> list[Path]:
    """Return the files in a folder, at any depth, that say what lines of JSON of the same name do, if most of its texts do."""
    files = [path for path in walk(source, source) if isinstance(path, Path)] if source.is_dir() else []
    stems = {path.with_suffix("") for path in files if path.suffix.lower() in JSON_LINES}
    texts = [path for path in files if path.suffix.lower() in _DUMPS and path.stem.lower() not in NO_ARTICLES] if stems else []
    dumps = [path for path in texts if path.with_suffix("") in stems]
    return dumps if len(dumps) * 2 > len(texts) else []


def _fault(path: Path) -> str:
    """Return why a file or folder may not or cannot be looked at; nothing where it can."""
    try:
        if path.is_symlink():
            return "a symbolic link is not followed"
        return "" if path.is_file() or path.is_dir() else "it is no regular file"
    except OSError as error:
        return _unreadable(error)


def _unreadable(error: OSError) -> str:
    return f"it cannot be read: {error.strerror}"


def read_text(path: Path, where: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a file, and what is odd in it: where it is not in UTF-8, as it is read by most programs."""
    if path.stat().st_size > LARGEST:
        return "", (Problem("unreadable-file", f"the file is larger than {LARGEST // 1024 // 1024} MB", Span(where), "split it"),)
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    found = decode_page(data, where)
    if found.value is not None:
        return found.value.text.replace("\ufffd", "") if found.problems else found.value.text, found.problems
    text = data.decode("cp1252", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char.isprintable() or char in "\n\t"), found.problems


def lines(opened: TextIO) -> Iterator[str]:
    """Yield the lines of a file, and of one that is larger than an article may be no more than shows that."""
    while line := opened.readline(LARGEST + 1):
        yield line
        while len(line) > LARGEST and not line.endswith("\n"):
            line = opened.readline(LARGEST + 1)


def unpacked(package: ZipFile, part: ZipInfo) -> bytes:
    """Return a part of a package, which has no more bytes than it says, whatever it would unpack to. Raises BadZipFile."""
    with package.open(part) as opened:
        return opened.read(part.file_size + 1)


def inside(root: Path, path: Path) -> bool:
    """Say whether a path is that of a regular file below a folder, with no link on the way that leads out."""
    try:
        return path.is_file() and path.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError):
        return False
