"""Those who stand in the same stories as an actor."""

from typing import NamedTuple


class CompanionView(NamedTuple):
    """A term that stands with another more often than chance would have it; numbers in words, `short` for the drawing.

    `y` is the height of its row in the drawing, `radius` that of its mark.
    """

    name: str
    short: str
    permalink: str
    together: int
    expected: str
    lift: str
    y: int
    radius: int


class NetworkView(NamedTuple):
    """Those who are named with an actor more often than chance would have it, the most telling first.

    The drawing is `width` by `height` units, and `x` is where the marks stand. `spokes` are the arcs from the actor, at `y`, to
    each companion, with their widths; `arcs` join companions who meet in the same stories. Arcs are paths (the data of SVG).
    """

    width: int
    height: int
    x: int
    y: int
    short: str  # the actor's name
    companions: tuple[CompanionView, ...]
    spokes: tuple[tuple[str, str], ...]  # (path, stroke width)
    arcs: tuple[tuple[str, str], ...]
