"""What crawlers ask for."""

from typing import NamedTuple

from broadsheet.pages.views.link import Link


class SitemapView(NamedTuple):
    """A site map (template `sitemap.xml`): (absolute URL, date of the last change or empty)."""

    addresses: tuple[tuple[str, str], ...]


class SitemapIndexView(NamedTuple):
    """The list of site maps (template `sitemap-index.xml`), as absolute URLs."""

    sitemaps: tuple[str, ...]


class NewsItem(NamedTuple):
    """A story of the last two days."""

    url: str
    title: str
    date: str
    lang: str


class NewsSitemapView(NamedTuple):
    """The news site map (template `news-sitemap.xml`)."""

    publication: str
    items: tuple[NewsItem, ...]


class RobotsView(NamedTuple):
    """For crawlers (template `robots.txt`): the absolute URLs of the site maps."""

    sitemaps: tuple[str, ...]


class GuideView(NamedTuple):
    """What the archive is and where to look (template `llms.txt`), as Markdown: titles have their brackets escaped."""

    title: str
    description: str
    groups: tuple[tuple[str, tuple[Link, ...]], ...]
