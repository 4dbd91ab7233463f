"""A tag's or section's page."""

from typing import NamedTuple

from markupsafe import Markup

from broadsheet.pages.views.coverage import Coverage
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Alias, Link, TermLink
from broadsheet.pages.views.listing import Listing


class TermView(NamedTuple):
    """A tag or section page (template `term.html`)."""

    meta: Meta
    kind: str  # "tag" or "section"
    section: str  # its address if it is a section
    kind_text: str
    name: str
    scope_note: Markup
    parent: Link | None
    children: tuple[TermLink, ...]
    aliases: tuple[Alias, ...]
    coverage: Coverage
    actors: tuple[TermLink, ...]
    more_actors: int  # how many others are not shown
    countries: tuple[TermLink, ...]
    more_countries: int
    related: tuple[TermLink, ...]  # tags used with it
    more_related: int
    listing: Listing
