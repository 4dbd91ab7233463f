"""How a story is cited."""

from typing import NamedTuple


class Download(NamedTuple):
    """A file that stands in the page itself, as a `data:` address, with the name it is saved under."""

    name: str
    file_name: str
    address: str


class CitingView(NamedTuple):
    """A story's reference in the formats of reference managers."""

    downloads: tuple[Download, ...]
