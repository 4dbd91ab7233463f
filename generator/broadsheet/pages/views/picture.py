"""A picture, with the copies that a browser may choose from."""

from typing import NamedTuple


class PictureSource(NamedTuple):
    """The copies of a picture in one format: its media type, and the permalink and the width in pixels of each, ascending."""

    type: str
    copies: tuple[tuple[str, int], ...]


class PictureView(NamedTuple):
    """An image; `caption` and `credit` may be empty, `width` and `height` are 0 when they are not known.

    `src` is what every browser shows, `sources` are the copies that it may choose from instead, the best format first.
    """

    src: str
    alt: str
    caption: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0
    sources: tuple[PictureSource, ...] = ()
