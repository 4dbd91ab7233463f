"""How a story is cited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Download:
    """A file that stands in the page itself, as a `data:` address, with the name it is saved under."""

    name: str
    file_name: str
    address: str


@dataclass(frozen=True, slots=True)
class CitingView:
    """A story's reference in the formats of reference managers."""

    downloads: tuple[Download, ...]
