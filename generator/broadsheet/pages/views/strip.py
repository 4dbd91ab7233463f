"""Stories and events along an axis of time."""

from typing import NamedTuple


class StripMark(NamedTuple):
    """A story or an event on a strip: a point, or a span where `length` is not 0, which is for dates that are not exact."""

    x: int
    y: int
    length: int
    is_story: bool
    permalink: str
    title: str


class StripFlag(NamedTuple):
    """What a mark of a strip is, written at `y` on a pole that stands down to `foot`; `ends`: it ends at the pole."""

    x: int
    y: int
    foot: int
    text: str
    ends: bool


class StripView(NamedTuple):
    """Stories and events along an axis of time, as a drawing of `width` by `height` with the axis at `ground`.

    `ticks` are (x, text), `more` are (x, y, text): where there are more marks than can be drawn, and how many.
    """

    width: int
    height: int
    ground: int
    ticks: tuple[tuple[int, str], ...]
    marks: tuple[StripMark, ...]
    flags: tuple[StripFlag, ...]
    more: tuple[tuple[int, int, str], ...]
