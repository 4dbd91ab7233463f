"""Faults: what would be wrong of the rules that decide what an edit reaches, from `faults.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Fault(NamedTuple):
    """A fault of a module: `old` stands just once in its file, `new` in its place breaks something, and the deed notices."""

    file: str
    breaks: str
    deed: str
    old: str
    new: str


def read_faults(text: str) -> Iterator[Fault]:
    """Yield the faults that a text tells, each in a block of its own."""
    file = ""
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if lines and lines[0].startswith("== "):
            file = lines.pop(0).removeprefix("== ")
        if lines:
            breaks, _, deed = lines.pop(0).partition(" | ")
            old, new = ("\n".join(line[2:] for line in lines if line[0] == sign) for sign in "-+")
            yield Fault(file, breaks, deed, old, new)


FAULTS = tuple(read_faults(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")))
