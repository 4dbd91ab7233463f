"""Maps: of the world, and of a country among its partners."""

from typing import NamedTuple

from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import TermLink


class MapMark(NamedTuple):
    """A country on a map: its `name`, its count of stories, and its shape as path data, empty where it has none.

    `tone` is for a class name: "d1" to "d5" by how many the stories are, or "home" for the country that the map is about, which
    leads nowhere. `dot` is where a country stands that is too small to be seen.
    """

    name: str
    permalink: str
    count: int  # type: ignore[assignment]
    tone: str
    path: str
    dot: tuple[int, int] | None = None


class MapSheet(NamedTuple):
    """A map: its `box` for `viewBox`, the radius of a dot, the land that no story is about as path data, and the countries."""

    box: str
    radius: int
    land: str
    marks: tuple[MapMark, ...]  # shapes by name, then dots by name


class MapTone(NamedTuple):
    """A line of a map's legend: the class name, from and to how many stories (`last` 0: or more), and of how many countries."""

    tone: str
    first: int
    last: int
    countries: int


class MapView(NamedTuple):
    """The map of the world (template `map.html`), with the same in two lists."""

    meta: Meta
    heading: str
    sheet: MapSheet
    legend: tuple[MapTone, ...]
    by_count: tuple[MapMark, ...]
    by_name: tuple[TermLink, ...]
