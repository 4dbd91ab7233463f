"""Tables: the rows of a package's data files, each line cut at its tabs. Left out: what a row means."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def rows(package: str, name: str) -> Iterator[list[str]]:
    """Yield the rows of a table beside the code, without empty lines and comments."""
    for line in files(package).joinpath(name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")
