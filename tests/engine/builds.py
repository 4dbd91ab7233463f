"""Builds as a person starts them, through the command line, and what can be seen of them from outside."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broadsheet.cli import main
from engine.archive import Archive

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # where files cost little, for what is built very often
HIDDEN = ".broadsheet-"  # the mark, and the folder of files that are being written
os.environ.setdefault("BROADSHEET_KEY", "the key of all tests")  # where no test runs
_UNEQUAL = ("leftover-output",)  # what only a folder with a history can have


@dataclass(frozen=True)
class Built:
    """A build: its exit status, its problems (places in the publication, sorted) and its last event."""

    status: int
    problems: tuple[str, ...]
    event: Mapping[str, Any]
    text: str

    @property
    def published(self) -> bool:
        """Say whether the output was brought up to date, if with faults."""
        return bool(self.event.get("published", self.status == 0))


def build_here(root: Path, *switches: str) -> Built:
    """Build in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(["build", str(root), "--json", *switches])
    return _built(root, status, out.getvalue(), err.getvalue())


def build_apart(root: Path, *switches: str, program: str = "broadsheet", **environment: str) -> Built:
    """Build in a process of its own."""
    told = command(root, *switches, program=program)
    done = subprocess.run(told, check=False, capture_output=True, text=True, env={**os.environ, **environment}, timeout=200)
    return _built(root, done.returncode, done.stdout, done.stderr)


def command(root: Path, *switches: str, program: str = "broadsheet") -> list[str]:
    """Return the command that builds a publication."""
    return [sys.executable, "-m", program, "build", str(root), "--json", *switches]


def _built(root: Path, status: int, out: str, err: str) -> Built:
    events = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    problems = [event for event in events if event.get("event") == "problem" and event["code"] not in _UNEQUAL]
    worded = sorted(json.dumps(problem, sort_keys=True).replace(str(root), ".") for problem in problems)
    text = "\n".join(line for line in (out + err).splitlines() if '"event": "stage"' not in line)
    return Built(status, tuple(worded), events[-1] if events else {}, text)


def site_of(folder: Path) -> dict[str, bytes]:
    """Return every file of an output folder by its path, but for our mark and what is being written."""
    # Workers that outlive a killed build may still be putting hidden files into their places.
    paths = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")))
    return {path: (folder / path).read_bytes() for path in paths if not path.startswith(HIDDEN) and (folder / path).is_file()}


def stamps_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of change of every file of an output folder."""
    stats = ((path, path.stat()) for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (stat.st_ino, stat.st_mtime_ns) for path, stat in stats}


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Return the paths at which two sites differ, sorted."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def cold_build(archive: Archive) -> tuple[Built, dict[str, bytes]]:
    """Build a copy of the sources in a fresh folder; return what was said, and the site."""
    with tempfile.TemporaryDirectory(dir=archive.root.parent) as folder:
        root = Path(folder).resolve() / "publication"
        archive.copy_to(root)
        built = build_here(root, "--workers", "1", *(text.replace(str(archive.root), str(root)) for text in archive.switches))
        return built, site_of(root / archive.output)


def shown(paths: Sequence[str]) -> str:
    """Return paths for a message: the first few of them."""
    return ", ".join(paths[:8]) + (f" and {len(paths) - 8} more" if len(paths) > 8 else "")
