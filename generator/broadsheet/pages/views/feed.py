"""Feeds, and the list of them."""

from typing import NamedTuple

from markupsafe import Markup

from broadsheet.pages.views.shared import shared


@shared
class FeedEntry(NamedTuple):
    """A story in a feed. `id` never changes, whatever becomes of the address; times are RFC 3339 and, for RSS, RFC 822."""

    id: str
    url: str
    title: str
    summary: str
    content: Markup
    published: str
    updated: str
    pub_date: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    lang: str


class FeedView(NamedTuple):
    """A feed (templates `feed.xml`, `rss.xml`); `updated` is the newest change of a story in it, never the time of the build."""

    id: str
    title: str
    subtitle: str
    author: str
    url: str
    page_url: str
    updated: str
    lang: str
    entries: tuple[FeedEntry, ...]


class FeedGroup(NamedTuple):
    """A group of feeds in the list of all: each with its title, its URL and that of its page."""

    heading: str
    feeds: tuple[tuple[str, str, str], ...]


class OpmlView(NamedTuple):
    """The list of all feeds (template `opml.xml`)."""

    title: str
    groups: tuple[FeedGroup, ...]
