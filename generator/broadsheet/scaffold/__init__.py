"""The scaffold: a fresh publication, with two invented stories that show how things are written.

Its files are in `files/`. A name that tools would act on where it lies (`.gitignore`) is kept there without its dot.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

_DOTTED = ("gitignore",)
_EMPTY = ("static", "templates")
_KEEP = ".gitkeep"  # git knows no empty folder


def make_publication(folder: Path, title: str) -> str:
    """Make a publication in `folder`, which is absent or empty, and return an empty string.

    Where the folder cannot be used, return a sentence that says why; nothing is written then. Without a title the folder's name
    gives one. Raises OSError when the machine fails; what was made until then is removed.
    """
    folder = folder.resolve()
    if folder.exists():
        if not folder.is_dir():
            return f"{folder} is a file; name a folder that is empty or not there yet"
        if any(folder.iterdir()):
            return f"{folder} is not empty; name a folder that is empty or not there yet"
        _fill(folder, _files(_title_of(folder, title)))
    else:
        _make(folder, _files(_title_of(folder, title)))
    return ""


def _title_of(folder: Path, title: str) -> str:
    """Return the title as one printable line, by default from the folder's name."""
    words = _line(folder.name.replace("-", " ").replace("_", " "))
    return _line(title) or words[:1].upper() + words[1:] or "News archive"


def _line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _files(title: str) -> dict[str, bytes]:
    """Return the files of a publication by their paths."""
    found = {f"{name}/{_KEEP}": b"" for name in _EMPTY}
    inserted = {"@TITLE@": json.dumps(title, ensure_ascii=False), "@NAME@": title}  # JSON's strings are YAML's too
    for path, data in _shipped(files("broadsheet.scaffold") / "files"):
        text = re.sub("|".join(inserted), lambda match: inserted[match[0]], data.decode())
        found[f".{path}" if path in _DOTTED else path] = text.encode()
    return found


def _shipped(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir():
            yield from _shipped(each, f"{above}{each.name}/")
        else:
            yield f"{above}{each.name}", each.read_bytes()


def _make(folder: Path, contents: dict[str, bytes]) -> None:
    """Make the folder with its contents beside its place, and move it there when it is whole."""
    absent = [parent for parent in folder.parents if not parent.exists()]
    with contextlib.ExitStack() as undo:
        for parent in reversed(absent):
            parent.mkdir()
            undo.callback(_remove_if_empty, parent)
        with tempfile.TemporaryDirectory(prefix=".broadsheet-", dir=folder.parent) as workshop:
            made = Path(workshop) / "publication"  # of its own, as the workshop is closed to everybody else
            _write(made, contents)
            made.rename(folder)
        undo.pop_all()


def _fill(folder: Path, contents: dict[str, bytes]) -> None:
    """Fill the empty folder, which stays the same folder: somebody may stand in it, or something be mounted there."""
    with contextlib.ExitStack() as undo, tempfile.TemporaryDirectory(prefix=".broadsheet-", dir=folder) as workshop:
        made = Path(workshop) / "publication"
        _write(made, contents)
        for each in sorted(made.iterdir(), key=lambda each: each.name == "broadsheet.yaml"):  # the mark of the root comes last
            undo.callback(_remove, folder / each.name)
            each.rename(folder / each.name)
        undo.pop_all()


def _write(folder: Path, contents: dict[str, bytes]) -> None:
    for path, data in contents.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
