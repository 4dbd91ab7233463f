"""Subjects: what pages are about. A subject is the unit of a warm build: it is planned, and planned again, as a whole.

A story is a subject, and so is each term, pair of countries, year, month, free-standing page, and each thing of which there is
one (the front page, the site's feeds, the tables, …). `Planner.pages` gives a subject's pages; which subjects there are is
`subjects`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from broadsheet.catalog.redirects import has_no_page
from broadsheet.catalog.shards import chunks_of
from broadsheet.catalog.story import CatalogStory
from broadsheet.catalog.terms import Term
from broadsheet.pages.archive import archive_page, period_pages
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.data import story_line, story_twin, table_pages, term_line, term_twin
from broadsheet.pages.edition import Edition
from broadsheet.pages.feeds import Feeds, opml_page
from broadsheet.pages.free import free_page, not_found_page
from broadsheet.pages.front import front_pages
from broadsheet.pages.hosting import hosting_pages
from broadsheet.pages.index import index_pages, indexes
from broadsheet.pages.listing import redirect_page
from broadsheet.pages.manifest import manifest_pages
from broadsheet.pages.offline import offline_pages
from broadsheet.pages.page import Page
from broadsheet.pages.search import chunk_page, search_pages, shard_page
from broadsheet.pages.share import share_page, share_permalink
from broadsheet.pages.sitemap import crawler_pages, modified, news_page, sitemap_pages
from broadsheet.pages.story import story_page
from broadsheet.pages.term import pair_pages, term_pages
from broadsheet.pages.views.link import Link
from broadsheet.pages.worldmap import map_page

Subject = tuple[str, str]  # ("story", id), ("actor", slug), ("pair", "egypt+israel"), ("period", "1978-09"), ("front", ""), …
# Subjects of which there is one; each shows something of the whole archive. The last ones gather what others left.
SINGLES = ("front", "archive", "map", "missing", "feeds", "offline", "opml", "hosting", "redirects", "crawlers", "news")
OF_STORIES = (
    "missing",
    "feeds",
    "hosting",
    "redirects",
    "crawlers",
    "news",
)  # of these, those whose stamp holds what stories say
GATHERING = ("tables", "sitemap", "manifest")
SEARCHED = "words"  # a kind of subject whose pages take no time, once the index is made
_TEMPLATES = (  # noqa: SIM905
    "404.html actor.html booklet.css booklet.epub booklet.html country.html dossier.html feed.xml front.html listing.html "
    "offline.html page.html redirect.html robots.txt rss.xml sitemap-index.xml sitemap.xml story.html term.html"
).split()
_TEMPLATES_OF = {
    "dates": ("archive.html",),
    "guide": ("llms.txt",),
    "indexes": ("directory.html", "index.html"),
    "map": ("map.html",),
    "news": ("news-sitemap.xml",),
    "opml": ("opml.xml",),
    "pairs": ("pair.html",),
    "search": ("search.html",),
}  # by the parts of an archive that may be left out


def subjects(edition: Edition) -> Iterator[Subject]:
    """Yield every subject of an edition, in the order in which they claim their addresses."""
    catalog = edition.catalog
    yield ("front", "")
    yield from (("story", story.id) for story in catalog.stories)
    for kind in catalog.kinds:
        for term in catalog.of_kind(kind):
            yield (kind, term.slug)
    if edition.has("pairs"):
        yield from sorted(key for key in catalog.lists if key[0] == "pair")
    if edition.has("indexes"):
        yield from (("index", name) for name in indexes(edition))
    if edition.has("dates"):
        yield from sorted(key for key in catalog.lists if key[0] == "period")
    if edition.has("search"):
        yield ("search", "")
        yield from ((SEARCHED, str(number)) for number in range(edition.shape.shards))
        yield from (("headlines", chunk) for chunk in chunks_of(catalog))
    yield from (("page", page.path) for page, _ in catalog.pages)
    yield from ((name, "") for name in (*SINGLES[1:], *GATHERING))


@dataclass(slots=True)
class Planner:
    """Plans the pages of an edition, subject by subject."""

    edition: Edition
    bodies: Bodies
    _feeds: Feeds = field(init=False)

    def __post_init__(self) -> None:
        self._feeds = Feeds(self.edition, self.bodies)

    def story(self, story_id: str) -> CatalogStory:
        """Return a story by its id."""
        found = self.edition.catalog.by_id(story_id)
        if found is None:
            raise KeyError(story_id)
        return found

    def line(self, subject: Subject) -> str:
        """Return a subject's line in a table; empty when it has none."""
        if not self.edition.has("tables"):
            return ""
        if subject[0] == "story":
            return story_line(self.edition, self.story(subject[1]))
        return term_line(self.edition, self.edition.term(subject)) if subject[0] in ("actor", "country") else ""

    def pages(self, subject: Subject) -> Iterator[Page]:
        """Yield the pages of a subject."""
        kind, key = subject
        if kind == "story":
            yield from self._story_pages(key)
        elif subject in self.edition.catalog.terms:
            yield from self._term_pages(self.edition.term(subject))
        elif kind == "pair":
            yield from pair_pages(self.edition, subject)
        elif kind == "index":
            yield from index_pages(self.edition, key)
        elif kind == "period":
            yield from period_pages(self.edition, key, *self.edition.catalog.around(key))
        elif kind == SEARCHED:
            yield shard_page(self.edition, key)
        elif kind == "headlines":
            yield chunk_page(self.edition, key)
        elif kind == "search":
            yield from search_pages(self.edition)
        elif kind == "page":
            page, permalink = next(pair for pair in self.edition.catalog.pages if pair[0].path == key)
            yield free_page(self.edition, self.bodies, page, permalink)
        else:
            yield from self._single_pages(kind)

    def templates(self) -> list[str]:
        """Return every template that pages of an edition may need."""
        parts = (names for part, names in _TEMPLATES_OF.items() if self.edition.has(part))
        return sorted({*_TEMPLATES, *(name for names in parts for name in names)})

    def _story_pages(self, story_id: str) -> Iterator[Page]:
        position = self.edition.catalog.places.get(story_id)
        if position is None:
            raise KeyError(story_id)
        yield story_page(self.edition, self.bodies, position)
        if self.edition.has("twins"):
            yield story_twin(self.edition, position)
        if self.edition.config.images.share:
            story = self.edition.catalog.stories[position]
            shared = share_permalink(self.edition, story)
            if shared:
                yield share_page(self.edition, story, shared)

    def _term_pages(self, term: Term) -> Iterator[Page]:
        pages = term_pages(self.edition, self.bodies, term)
        page = next(pages).dated(partial(modified, self.edition, self.edition.catalog.positions(term.key)))
        yield page
        yield from pages
        yield from self._feeds.of_term(term)
        if self.edition.has("twins"):
            yield term_twin(self.edition, term, page.make)

    def _single_pages(self, kind: str) -> Iterator[Page]:  # noqa: C901
        edition = self.edition
        if kind == "front":
            pages = front_pages(edition)
            yield next(pages).dated(partial(modified, edition, edition.catalog.listed))
            yield from pages
        elif kind == "archive" and edition.has("dates"):
            yield archive_page(edition)
        elif kind == "map" and edition.has("map"):
            yield map_page(edition)
        elif kind == "missing":
            yield not_found_page(edition)
        elif kind == "feeds":
            yield from self._feeds.of_site()
        elif kind == "offline" and edition.config.offline:
            yield from offline_pages(edition)
        elif kind == "opml" and edition.has("opml"):
            yield opml_page(edition)
        elif kind == "hosting":
            yield from hosting_pages(edition)
        elif kind == "redirects":
            for redirect in edition.catalog.redirects:
                if not has_no_page(redirect):
                    yield redirect_page(edition, redirect.alias, Link(redirect.title, redirect.target), redirect.span)
        elif kind == "crawlers":
            yield from crawler_pages(edition)
        elif kind == "news" and edition.has("news"):
            yield news_page(edition)
        elif kind == "tables" and edition.has("tables"):
            yield from table_pages(edition)
        elif kind == "sitemap":
            yield from sitemap_pages(edition)
        elif kind == "manifest" and edition.has("manifest"):
            yield from manifest_pages(edition)
