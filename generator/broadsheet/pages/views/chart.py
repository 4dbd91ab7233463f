"""A chart of stories by month, year or decade."""

from typing import NamedTuple

from broadsheet.pages.views.link import TermLink


class Column(NamedTuple):
    """A column of a chart, in units of its drawing: where it begins, how high it is and where its top is."""

    x: int
    y: int
    height: int


class ChartView(NamedTuple):
    """Stories by month, year or decade: `columns` are the drawing (`width` units wide, `height` high), `rows` its table.

    Each row leads to the page of the list that shows the newest of its stories. `summary` says in words what is to be seen.
    """

    heading: str
    summary: str
    width: int
    height: int
    columns: tuple[Column, ...]
    first: str
    last: str
    rows: tuple[TermLink, ...]
