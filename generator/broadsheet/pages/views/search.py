"""The search page."""

from typing import NamedTuple

from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Link


class WayIn(NamedTuple):
    """An index as a way into the archive: its address, and its letters or, where they are few, its terms."""

    kind: str
    heading: Link
    links: tuple[Link, ...]
    letters: bool  # `links` are letters


class SearchView(NamedTuple):
    """The search page (template `search.html`). What is found is shown by `search.js`; the ways in are there without it."""

    meta: Meta
    heading: str
    ways: tuple[WayIn, ...]
    archive: str  # the address of the archive by date, or empty
    years: tuple[Link, ...]  # newest first
    full_text: str = ""  # the script that searches the texts of stories, or empty
