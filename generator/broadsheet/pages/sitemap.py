"""For crawlers: site maps split at 50,000 addresses, the news site map, robots.txt and llms.txt.

The date beside an address is that of the newest story it shows, never that of the build.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from broadsheet.catalog.story import CatalogStory
from broadsheet.expressions import expression
from broadsheet.pages.edition import Edition
from broadsheet.pages.feeds import timestamp
from broadsheet.pages.page import WITHHELD, Page
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.sitemap import GuideView, NewsItem, NewsSitemapView, RobotsView, SitemapIndexView, SitemapView
from broadsheet.pages.worldmap import MAP, is_on_map
from broadsheet.problems import Span

ADDRESSES_MAX = 50_000  # of one site map, by the protocol
_MARKUP = expression(r"[\\\[\]`]")  # what in the text of a link in Markdown is more than text
_NEWS_MAX = 1_000
_NEWS_HOURS = 48
# Kinds of pages whose addresses stand in no site map.
UNLISTED = ("redirect", "not-found", "booklet", "feed", "data", "machine", "file", "picture", "share")
_ROOT = Span("broadsheet.yaml")


def is_listed(kind: str) -> bool:
    """Say whether the addresses of a kind of page stand in the site map."""
    return bool(kind) and kind not in UNLISTED and not kind.startswith(WITHHELD)


def sitemap_pages(edition: Edition) -> Iterator[Page]:
    """Plan the site maps of all addresses that people read."""
    if edition.number_of_addresses <= ADDRESSES_MAX:
        yield Page("/sitemap.xml", _ROOT, "sitemap.xml", partial(_sitemap, edition, 0), "machine")
        return
    numbers = range(-(-edition.number_of_addresses // ADDRESSES_MAX))
    names = tuple(f"/sitemap-{number + 1}.xml" for number in numbers)
    index = SitemapIndexView(tuple(map(edition.config.absolute, names)))
    yield Page("/sitemap.xml", _ROOT, "sitemap-index.xml", lambda: index, "machine")
    for name, number in zip(names, numbers, strict=True):
        yield Page(name, _ROOT, "sitemap.xml", partial(_sitemap, edition, number), "machine")


def crawler_pages(edition: Edition) -> Iterator[Page]:
    """Plan what else crawlers ask for."""
    yield Page("/robots.txt", _ROOT, "robots.txt", partial(_robots, edition), "machine")
    if edition.has("guide"):
        yield Page("/llms.txt", _ROOT, "llms.txt", partial(_guide, edition), "machine")


def news_page(edition: Edition) -> Page:
    """Plan the news site map: the only output, beside breaking labels, that the clock alone changes."""
    return Page("/news-sitemap.xml", _ROOT, "news-sitemap.xml", partial(_news_sitemap, edition), "machine")


def _sitemap(edition: Edition, number: int) -> SitemapView:
    absolute = edition.config.absolute
    chunk = edition.addresses[number * ADDRESSES_MAX : (number + 1) * ADDRESSES_MAX]
    return SitemapView(tuple([(absolute(permalink), modified) for permalink, modified in chunk]))


def _news_sitemap(edition: Edition) -> NewsSitemapView:
    items = tuple(
        NewsItem(
            edition.config.absolute(story.permalink),
            story.record.title,
            story.record.date.iso if story.record.date.timed else story.record.date.day,
            (story.record.lang or edition.config.language).split("-")[0],
        )
        for story in recent_stories(edition)
    )
    return NewsSitemapView(edition.config.publisher or edition.config.title, items)


def recent_stories(edition: Edition) -> list[CatalogStory]:
    """Return the stories of the last two days, newest first."""
    start = _hours_after(edition.clock, -_NEWS_HOURS)
    found: list[CatalogStory] = []
    stories = edition.catalog.stories
    for position in range(len(stories) - 1, -1, -1):
        story = stories[position]
        if story.instant < start or len(found) == _NEWS_MAX:
            break
        if story.instant <= edition.clock:
            found.append(story)
    return found


def news_until(edition: Edition) -> str:
    """Return the instant at which time alone changes the news site map; empty when it does not."""
    stories = edition.catalog.stories
    changes = [_hours_after(story.instant, _NEWS_HOURS) for story in recent_stories(edition)]
    for position in range(len(stories) - 1, -1, -1):
        if stories[position].instant <= edition.clock:
            break
        changes.append(stories[position].instant)  # dated in the future
    return min(changes, default="")


def _hours_after(instant: str, hours: int) -> str:
    try:
        later = datetime.fromisoformat(instant) + timedelta(hours=hours)
    except OverflowError:  # at an end of the calendar
        return "" if hours < 0 else "9999-12-31T23:59:59Z"
    return f"{later.year:04d}{later.strftime('-%m-%dT%H:%M:%SZ')}"


def _robots(edition: Edition) -> RobotsView:
    names = ("/sitemap.xml", "/news-sitemap.xml") if edition.has("news") else ("/sitemap.xml",)
    return RobotsView(tuple(map(edition.config.absolute, names)))


def _guide(edition: Edition) -> GuideView:
    config = edition.config

    def link(text: str, permalink: str) -> Link:
        return Link(_MARKUP.sub(r"\\\g<0>", text).replace("<", "&lt;"), config.absolute(permalink))

    recent = (edition.catalog.stories[position] for position in reversed(edition.catalog.listed[-config.page_size :]))
    newest = [link(story.record.title, story.permalink) for story in recent]
    say = edition.words.gettext
    there = [kind for kind in edition.headings if edition.catalog.of_kind(kind)] if edition.has("indexes") else []
    indexes = [link(found.text, found.permalink) for found in map(edition.index_link, there)]
    dates = [link(say("Archive by date"), "/archive/")] if edition.has("dates") else []
    maps = [link(say("Map of the world"), MAP)] if edition.has("map") and is_on_map(edition) else []
    tables = [link(name, f"/data/{name}") for name in ("stories.csv", "actors.csv", "countries.csv")]
    tables = tables if edition.has("tables") else []
    pages = [link(page.title, permalink) for page, permalink in edition.catalog.pages]
    groups = (
        (say("Newest stories"), newest),
        (say("Indexes"), [*indexes, *maps, *dates]),
        (say("About"), pages),
        (say("Data"), tables),
    )
    return GuideView(config.title, config.description, tuple((name, tuple(links)) for name, links in groups if links))


def modified(edition: Edition, positions: Sequence[int]) -> str:
    """Return the time of the last change among stories, or an empty string when there are none."""
    changed = edition.last_change(positions)
    return timestamp(changed) if changed else ""
