"""The booklet: a dossier as one document, with all its stories in full, to be read in one go, printed or kept.

It is made where the publisher asks for it, for it holds every body once more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from broadsheet.catalog.story import CatalogStory
from broadsheet.catalog.terms import Term
from broadsheet.content.htmltags import TAG, attributes, start_tag
from broadsheet.expressions import expression
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.page import Page
from broadsheet.pages.views.booklet import BookletStory, BookletView
from broadsheet.pages.views.story import SourceView
from broadsheet.pages.wording import corrections, when

if TYPE_CHECKING:
    from broadsheet.pages.dossier import DossierView

_UNPRINTED = expression(r"[\x00-\x1f\x7f]")


def has_booklet(edition: Edition, term: Term) -> bool:
    """Say whether a dossier is published as a booklet: as its own file says, else as the configuration does."""
    asked = term.entry.edition if term.entry else None
    return bool(edition.catalog.positions(term.key)) and (edition.config.dossier_editions if asked is None else asked)


def booklets_of(edition: Edition, story: CatalogStory) -> Iterator[tuple[str, str]]:
    """Yield the dossiers whose booklets hold the body of a story."""
    for slug in story.dossiers:
        if has_booklet(edition, edition.term(("dossier", slug))):
            yield ("dossier", slug)


def booklet_permalink(edition: Edition, term: Term) -> str:
    """Return the address of a dossier's booklet; empty where there is none."""
    return f"{term.permalink}edition/" if has_booklet(edition, term) else ""


def booklet_pages(edition: Edition, bodies: Bodies, term: Term, make_view: Callable[[], DossierView]) -> Iterator[Page]:
    """Plan the booklet of a dossier, and the style of its sheets, which carry its name; `make_view` returns its page's view."""
    permalink, span = booklet_permalink(edition, term), edition.span(term)
    make = cache(partial(_booklet_view, edition, bodies, term, make_view))
    yield Page(permalink, span, "booklet.html", make, "booklet")
    yield Page(f"{permalink}print.css", span, "booklet.css", make, "data")


def _booklet_view(edition: Edition, bodies: Bodies, term: Term, make_view: Callable[[], DossierView]) -> BookletView:
    permalink, config, dossier = booklet_permalink(edition, term), edition.config, make_view()
    stories = (edition.catalog.stories[position] for position in edition.catalog.positions(term.key))
    meta = head(
        edition,
        title=edition.words.gettext("%(title)s: all stories", title=term.name),
        permalink=permalink,
        trail=(edition.index_link("dossier"), edition.link(term.key)),
        noindex=True,
    )
    return BookletView(
        meta=meta,
        name=term.name,
        running_head=_css_text(f"{config.title} · {term.name}"),
        address=config.absolute(term.permalink),
        scope_note=dossier.scope_note,
        coverage=dossier.coverage,
        style=f"{permalink}print.css",
        book=f"{permalink}{quote(term.slug)}.epub",
        events=dossier.timeline,
        earlier_events=dossier.more_events,
        cast=dossier.cast,
        stories=tuple(
            [booklet_story(edition, story, at, _body(edition, bodies, story, at)) for at, story in enumerate(stories, 1)]
        ),
    )


def _css_text(text: str) -> str:
    """Return a text as a string of CSS."""
    return '"' + _UNPRINTED.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def booklet_story(edition: Edition, story: CatalogStory, number: int, body: Markup) -> BookletStory:
    """Return a story as a booklet shows it, the `number`th, with its body."""
    record, words = story.record, edition.words
    card = edition.card(story.position)
    return BookletStory(
        anchor=f"story-{number}",
        headline=record.title,
        standfirst=record.standfirst,
        byline=record.authors,
        dateline=record.dateline,
        published=when(words, record.date),
        updated=when(words, record.updated) if record.updated else None,
        address=edition.config.absolute(story.permalink),
        picture=card.picture,
        body=body,
        source=SourceView(record.source.name, record.source.url) if record.source else None,
        citations=tuple(SourceView(each.name, each.url, each.archived) for each in record.citations),
        corrections=corrections(record, words),
        lang=card.lang,
        dir=card.dir,
    )


def _body(edition: Edition, bodies: Bodies, story: CatalogStory, number: int) -> Markup:
    body = bodies.html(edition.bodies[story.id], story.path, story.permalink, permalinks=False, names=False, players=False)
    return _with_own_ids(body, f"s{number}-")


def _with_own_ids(html: str, prefix: str) -> Markup:
    """Return a body whose ids, and what refers to them, begin with a prefix: bodies that share a page share no id."""

    def renamed(match: re.Match[str]) -> str:
        if match[1] or "=" not in match[3]:
            return match[0]
        pairs = attributes(match[3])
        if "id" in pairs:
            pairs["id"] = prefix + pairs["id"]
        if pairs.get("href", "").startswith("#"):
            pairs["href"] = f"#{prefix}{pairs['href'][1:]}"
        if pairs.get("headers"):
            pairs["headers"] = " ".join(escape(prefix) + name for name in pairs["headers"].split())
        return start_tag(match[2], pairs)

    return Markup(TAG.sub(renamed, html))  # what `content` made safe, with other ids
