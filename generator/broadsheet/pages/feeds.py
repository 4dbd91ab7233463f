"""Feeds: Atom and JSON Feed 1.1 beside the front page and every term, RSS 2.0 for the site, and OPML that lists them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from broadsheet.model import Moment
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.page import Page
from broadsheet.pages.wording import KIND_HEADINGS
from broadsheet.problems import Span

_NO_STORY_YET = "1970-01-01T00:00:00Z"
_ENTRIES_KEPT = 2_000  # a story's entry stands in the feed of each of its terms; making it once more is dearer than keeping it


@dataclass(frozen=True, slots=True)
class FeedEntry:
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


@dataclass(frozen=True, slots=True)
class FeedView:
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


EntryOf = Callable[[int], FeedEntry]


def feed_pages(edition: Edition, bodies: Bodies) -> Iterator[Page]:
    """Plan every feed, and the OPML list of them."""
    config = edition.config
    everything = edition.catalog.listed
    root = Span("broadsheet.yaml")
    entry = lru_cache(maxsize=_ENTRIES_KEPT)(partial(_entry, edition, bodies))
    site = partial(feed_view, edition, entry, everything, "/", config.title, config.description)
    yield Page("/feed.xml", root, "feed.xml", partial(site, "feed.xml"), "feed")
    yield Page("/rss.xml", root, "rss.xml", partial(site, "rss.xml"), "feed")
    yield Page("/feed.json", root, "", partial(_json_feed, site), "feed")
    yield Page("/opml.xml", root, "opml.xml", partial(opml_view, edition), "feed")
    for term in sorted(edition.catalog.terms.values(), key=lambda t: t.key):
        positions = edition.catalog.positions(term.key)
        title = f"{term.name} · {config.title}"
        make = partial(feed_view, edition, entry, positions, term.permalink, title, f"Stories about {term.name}")
        span = edition.span(term)
        yield Page(term.permalink + "feed.xml", span, "feed.xml", partial(make, "feed.xml"), "feed")
        yield Page(term.permalink + "feed.json", span, "", partial(_json_feed, make), "feed")


def feed_view(
    edition: Edition, entry: EntryOf, positions: tuple[int, ...], permalink: str, title: str, subtitle: str, name: str
) -> FeedView:
    """Return the feed `name` of the newest stories at `positions`, which are oldest first."""
    config = edition.config
    newest = tuple(reversed(positions[-config.feeds.limit :]))
    changed = edition.last_change(newest)
    return FeedView(
        id=_tag_uri(edition, "2000-01-01", permalink),
        title=title,
        subtitle=subtitle,
        author=config.publisher or config.title,
        url=config.absolute(permalink + name),
        page_url=config.absolute(permalink),
        updated=timestamp(changed) if changed else _NO_STORY_YET,
        lang=config.language,
        entries=tuple(map(entry, newest)),
    )


def _entry(edition: Edition, bodies: Bodies, position: int) -> FeedEntry:
    filed = edition.catalog.stories[position]
    story = filed.story
    body = edition.catalog.bodies[story.id]
    full = edition.config.feeds.content == "full"
    published = timestamp(story.date)
    return FeedEntry(
        id=_tag_uri(edition, story.date.day, story.id),
        url=edition.config.absolute(filed.permalink),
        title=story.title,
        summary=story.standfirst,
        content=bodies.feed_html(body, story.path, filed.permalink) if full else Markup(""),
        published=published,
        updated=timestamp(story.updated or story.date),
        pub_date=format_datetime(datetime.fromisoformat(published)),
        authors=story.authors,
        categories=tuple(edition.term(key).name for key in filed.terms),
        lang=story.lang or edition.config.language,
    )


def timestamp(moment: Moment) -> str:
    """Return a moment as RFC 3339; a date without a time is midnight UTC of that day, in every zone."""
    return moment.iso if moment.timed else f"{moment.iso}T00:00:00Z"


def _tag_uri(edition: Edition, day: str, name: str) -> str:
    """Return a tag URI (RFC 4151) as a permanent id: the site's host, a day, and a name that no retitling changes."""
    return f"tag:{urlsplit(edition.config.base_url).hostname or 'localhost'},{day}:{quote(name)}"


def _json_feed(make: partial[FeedView]) -> str:
    view: FeedView = make("feed.json")
    items = [_json_item(entry) for entry in view.entries]
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": view.page_url,
        "feed_url": view.url,
        "description": view.subtitle,
        "language": view.lang,
        "authors": [{"name": view.author}],
        "items": items,
    }
    return json.dumps({key: value for key, value in feed.items() if value or key == "items"}, ensure_ascii=False) + "\n"


def _json_item(entry: FeedEntry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.categories),
        "language": entry.lang,
    }
    item = {key: value for key, value in item.items() if value}
    if entry.content:
        return {**item, "content_html": str(entry.content)}
    return {**item, "content_text": entry.summary or entry.title}


@dataclass(frozen=True, slots=True)
class Outline:
    """A group of feeds in the OPML list: (title, feed URL, page URL)."""

    heading: str
    feeds: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class OpmlView:
    """The list of all feeds (template `opml.xml`)."""

    title: str
    groups: tuple[Outline, ...]


def opml_view(edition: Edition) -> OpmlView:
    """Return every Atom feed of the site, by kind of term."""
    config = edition.config
    groups = [Outline(config.title, ((config.title, config.absolute("/feed.xml"), config.base_url),))]
    for kind, heading in KIND_HEADINGS.items():
        feeds = tuple(
            (term.name, config.absolute(term.permalink + "feed.xml"), config.absolute(term.permalink))
            for term in edition.catalog.of_kind(kind)
        )
        if feeds:
            groups.append(Outline(heading, feeds))
    return OpmlView(config.title, tuple(groups))
