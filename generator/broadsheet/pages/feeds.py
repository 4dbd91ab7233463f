"""Feeds: Atom and JSON Feed 1.1 beside the front page and every term, RSS 2.0 for the site, and OPML that lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from broadsheet.catalog.terms import Term
from broadsheet.model import AUTHORS, Moment
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.jsontext import Json, said, written
from broadsheet.pages.page import Page
from broadsheet.pages.recent import Recent
from broadsheet.pages.views.feed import FeedEntry, FeedGroup, FeedView, OpmlView
from broadsheet.problems import Span

_ROOT = Span("broadsheet.yaml")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NO_STORY_YET = "1970-01-01T00:00:00Z"
_ENTRIES_KEPT, _TEXTS_KEPT = 8_000, 1_000  # and as many again: entries without and with the texts of their stories


EntryOf = Callable[[int], FeedEntry]


@dataclass(slots=True)
class Feeds:
    """Plans feeds. A story stands in the feed of each of its terms: its entry is kept, for Atom and for JSON."""

    edition: Edition
    bodies: Bodies
    _entries: Recent[int, FeedEntry] = field(init=False)
    _items: Recent[FeedEntry, Json] = field(init=False)

    def __post_init__(self) -> None:
        kept = _TEXTS_KEPT if self.edition.config.feeds.content == "full" else _ENTRIES_KEPT
        self._entries = Recent(partial(_entry, self.edition, self.bodies), kept)
        self._items = Recent(_json_item, kept)

    def of_site(self) -> Iterator[Page]:
        """Plan the feeds of everything."""
        config = self.edition.config
        positions = self.edition.catalog.listed
        make = partial(feed_view, self.edition, self._entries.__getitem__, positions, "/", config.title, config.description)
        yield Page("/feed.xml", _ROOT, "feed.xml", partial(make, "feed.xml"), "feed")
        yield Page("/rss.xml", _ROOT, "rss.xml", partial(make, "rss.xml"), "feed")
        if self.edition.has("json-feeds"):
            yield Page("/feed.json", _ROOT, "", partial(_json_feed, make, self._items.__getitem__), "feed")

    def of_term(self, term: Term) -> Iterator[Page]:
        """Plan the feeds of a term."""
        edition = self.edition
        if not edition.config.has_feeds(term.kind):
            return
        say = edition.words.gettext
        title = f"{term.name} · {edition.config.title}"
        positions = edition.catalog.positions(term.key)
        make = partial(
            feed_view,
            edition,
            self._entries.__getitem__,
            positions,
            term.permalink,
            title,
            say("Stories by %(name)s", name=term.name) if term.kind == AUTHORS else say("Stories about %(name)s", name=term.name),
        )
        span = edition.span(term)
        yield Page(term.permalink + "feed.xml", span, "feed.xml", partial(make, "feed.xml"), "feed")
        if edition.has("json-feeds"):
            yield Page(term.permalink + "feed.json", span, "", partial(_json_feed, make, self._items.__getitem__), "feed")


def opml_page(edition: Edition) -> Page:
    """Plan the list of all feeds."""
    return Page("/opml.xml", _ROOT, "opml.xml", partial(opml_view, edition), "feed")


def feed_view(
    edition: Edition, entry: EntryOf, positions: tuple[int, ...], permalink: str, title: str, subtitle: str, name: str
) -> FeedView:
    """Return the feed `name` of the newest stories at `positions`, which are oldest first."""
    config = edition.config
    stories = edition.catalog.stories
    newest = tuple([each for each in reversed(positions[-config.feeds.limit :]) if not stories[each].is_undated])
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
    story = edition.catalog.stories[position]
    full = edition.config.feeds.content == "full"
    published = timestamp(story.date)
    return FeedEntry(
        id=_tag_uri(edition, story.date.day, story.id),
        url=edition.config.absolute(story.permalink),
        title=story.title,
        summary=story.standfirst or story.opening,
        content=bodies.feed_html(edition.bodies[story.id], story.path, story.permalink) if full else Markup(""),
        published=published,
        updated=timestamp(story.updated or story.date),
        pub_date=mail_date(datetime.fromisoformat(published)),
        authors=story.authors,
        categories=tuple([edition.term(key).name for key in story.terms if key[0] != AUTHORS]),
        lang=story.lang or edition.config.language,
    )


def mail_date(moment: datetime) -> str:
    """Return a moment as RFC 822 with a year of four digits; the library's function takes as long to import as all feeds take."""
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02d} {month} {moment.year:04d} {moment:%H:%M:%S %z}"


def timestamp(moment: Moment) -> str:
    """Return a moment as RFC 3339; a date without a time is midnight UTC of that day, in every zone."""
    return moment.iso if moment.timed else f"{moment.iso}T00:00:00Z"


def _tag_uri(edition: Edition, day: str, name: str) -> str:
    """Return a tag URI (RFC 4151) as a permanent id: the site's host, a day, and a name that no retitling changes."""
    return f"tag:{edition.once(_host)},{day}:{quote(name)}"


def _host(edition: Edition) -> str:
    return urlsplit(edition.config.base_url).hostname or "localhost"


def _json_feed(make: partial[FeedView], item: Callable[[FeedEntry], Json]) -> str:
    view: FeedView = make("feed.json")
    feed = said(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": view.title,
            "home_page_url": view.page_url,
            "feed_url": view.url,
            "description": view.subtitle,
            "language": view.lang,
            "authors": [{"name": view.author}],
        }
    )
    return f'{feed[:-1]},"items":{written(list(map(item, view.entries)))}}}\n'


def _json_item(entry: FeedEntry) -> Json:
    """Return a story as an item of a JSON feed."""
    text = {"content_html": str(entry.content)} if entry.content else {"content_text": entry.summary or entry.title}
    return said(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "authors": [{"name": name} for name in entry.authors],
            "tags": entry.categories,
            "language": entry.lang,
            **text,
        }
    )


def opml_view(edition: Edition) -> OpmlView:
    """Return every Atom feed of the site, by kind of term, but for those of persons whom search engines may not show."""
    config = edition.config
    groups = [FeedGroup(config.title, ((config.title, config.absolute("/feed.xml"), config.base_url),))]
    for kind, heading in edition.headings.items():
        feeds = tuple(
            (term.name, config.absolute(term.permalink + "feed.xml"), config.absolute(term.permalink))
            for term in edition.catalog.of_kind(kind)
            if config.has_feeds(kind) and not edition.is_withheld(term)
        )
        if feeds:
            groups.append(FeedGroup(edition.words.gettext(heading), feeds))
    return OpmlView(config.title, tuple(groups))
