"""For crawlers: site maps split at 50,000 addresses, the news site map, robots.txt and llms.txt.

The date beside an address is that of the newest story it shows, never that of the build.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from broadsheet.pages.edition import Edition
from broadsheet.pages.feeds import timestamp
from broadsheet.pages.page import Page
from broadsheet.pages.views import Link
from broadsheet.pages.wording import KIND_HEADINGS
from broadsheet.problems import Span

ADDRESSES_MAX = 50_000  # of one site map, by the protocol
_NEWS_MAX = 1_000
_NEWS_HOURS = 48
_NOT_LISTED = frozenset({"redirect", "not-found", "feed", "data", "machine"})
_ROOT = Span("broadsheet.yaml")


@dataclass(frozen=True, slots=True)
class SitemapView:
    """A site map (template `sitemap.xml`): (absolute URL, date of the last change or empty)."""

    addresses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SitemapIndexView:
    """The list of site maps (template `sitemap-index.xml`), as absolute URLs."""

    sitemaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A story of the last two days."""

    url: str
    title: str
    date: str
    lang: str


@dataclass(frozen=True, slots=True)
class NewsSitemapView:
    """The news site map (template `news-sitemap.xml`)."""

    publication: str
    items: tuple[NewsItem, ...]


@dataclass(frozen=True, slots=True)
class RobotsView:
    """robots.txt: the absolute URLs of the site maps."""

    sitemaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuideView:
    """llms.txt: what the archive is and where to look, as Markdown (titles have their brackets escaped)."""

    title: str
    description: str
    groups: tuple[tuple[str, tuple[Link, ...]], ...]


def sitemap_pages(edition: Edition, pages: Sequence[Page]) -> Iterator[Page]:
    """Plan the site maps of all `pages` that people read, and what else crawlers ask for."""
    listed = sorted((page.permalink, page.modified) for page in pages if page.kind not in _NOT_LISTED)
    chunks = [tuple(listed[at : at + ADDRESSES_MAX]) for at in range(0, len(listed), ADDRESSES_MAX)] or [()]
    if len(chunks) == 1:
        yield Page("/sitemap.xml", _ROOT, "sitemap.xml", partial(_sitemap, edition, chunks[0]), "machine")
    else:
        names = tuple(f"/sitemap-{number}.xml" for number in range(1, len(chunks) + 1))
        index = SitemapIndexView(tuple(map(edition.config.absolute, names)))
        yield Page("/sitemap.xml", _ROOT, "sitemap-index.xml", lambda: index, "machine")
        for name, chunk in zip(names, chunks, strict=True):
            yield Page(name, _ROOT, "sitemap.xml", partial(_sitemap, edition, chunk), "machine")
    yield Page("/news-sitemap.xml", _ROOT, "news-sitemap.xml", partial(_news_sitemap, edition), "machine")
    yield Page("/robots.txt", _ROOT, "robots.txt", partial(_robots, edition), "machine")
    yield Page("/llms.txt", _ROOT, "llms.txt", partial(_guide, edition), "machine")


def _sitemap(edition: Edition, chunk: tuple[tuple[str, str], ...]) -> SitemapView:
    return SitemapView(tuple((edition.config.absolute(permalink), modified) for permalink, modified in chunk))


def _news_sitemap(edition: Edition) -> NewsSitemapView:
    try:
        start = (datetime.fromisoformat(edition.clock) - timedelta(hours=_NEWS_HOURS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:  # the clock stands at the beginning of the calendar
        start = ""
    recent = [f for f in edition.catalog.stories if start <= f.story.date.instant <= edition.clock]
    items = tuple(
        NewsItem(
            edition.config.absolute(filed.permalink),
            filed.story.title,
            filed.story.date.iso if filed.story.date.timed else filed.story.date.day,
            (filed.story.lang or edition.config.language).split("-")[0],
        )
        for filed in reversed(recent[-_NEWS_MAX:])
    )
    return NewsSitemapView(edition.config.publisher or edition.config.title, items)


def _robots(edition: Edition) -> RobotsView:
    return RobotsView((edition.config.absolute("/sitemap.xml"), edition.config.absolute("/news-sitemap.xml")))


def _guide(edition: Edition) -> GuideView:
    config = edition.config

    def link(text: str, permalink: str) -> Link:
        return Link(text.replace("[", "\\[").replace("]", "\\]"), config.absolute(permalink))

    recent = (edition.catalog.stories[position] for position in reversed(edition.catalog.listed[-config.page_size :]))
    newest = [link(filed.story.title, filed.permalink) for filed in recent]
    indexes = [link(heading, edition.index_link(kind, heading).permalink) for kind, heading in KIND_HEADINGS.items()]
    tables = [link(name, f"/data/{name}") for name in ("stories.csv", "actors.csv", "countries.csv")]
    pages = [link(page.title, permalink) for page, permalink in edition.catalog.pages]
    groups = (
        ("Newest stories", newest),
        ("Indexes", [*indexes, link("Archive by date", "/archive/")]),
        ("About", pages),
        ("Data", tables),
    )
    return GuideView(config.title, config.description, tuple((name, tuple(links)) for name, links in groups if links))


def modified(edition: Edition, positions: Sequence[int]) -> str:
    """Return the time of the last change among stories, or an empty string when there are none."""
    changed = edition.last_change(positions)
    return timestamp(changed) if changed else ""
