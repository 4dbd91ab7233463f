"""The A–Z indexes, and the directory that leads to them."""

from typing import NamedTuple

from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Link, TermLink


class IndexEntry(NamedTuple):
    """A role or country in an index of actors, with those who stand under it."""

    heading: Link  # without an address where it has no page
    terms: tuple[TermLink, ...]


class IndexGroup(NamedTuple):
    """Terms, or entries with terms, under one initial (A, B, …, #) of an A–Z index; `anchor` is the id of the group."""

    initial: str
    anchor: str
    terms: tuple[TermLink, ...] = ()
    entries: tuple[IndexEntry, ...] = ()


class IndexView(NamedTuple):
    """The A–Z index of one kind of term (template `index.html`), whole, or one letter of a long one.

    `letters` are those of the index, each with the address of its place; `ways` the other orders of the same terms; `parts` the
    pages of a letter that has several, and `here` this one's address.
    """

    meta: Meta
    kind: str
    heading: str
    introduction: str
    total: int
    letters: tuple[Link, ...]
    ways: tuple[Link, ...]
    parts: tuple[Link, ...]
    here: str
    groups: tuple[IndexGroup, ...]
    most_named: tuple[TermLink, ...]


class DirectoryPart(NamedTuple):
    """An index as the directory names it: how many terms there are, its letters, and the other orders of the same terms."""

    heading: Link
    total: int
    letters: tuple[Link, ...]
    ways: tuple[Link, ...]


class DirectoryView(NamedTuple):
    """The way into every index (template `directory.html`)."""

    meta: Meta
    heading: str
    parts: tuple[DirectoryPart, ...]
    more: tuple[Link, ...]  # what else is sorted: the archive by date
    pages: tuple[Link, ...]  # the free-standing ones, by their headlines
