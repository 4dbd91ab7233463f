"""Free-standing pages, and the page for what is not there."""

from __future__ import annotations

from functools import partial

from broadsheet.language.direction import direction
from broadsheet.model import FreePage
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.page import Page
from broadsheet.pages.views.free import FreePageView, NotFoundView
from broadsheet.problems import Span

_LATEST = 5


def free_page(edition: Edition, bodies: Bodies, page: FreePage, permalink: str) -> Page:
    """Plan a free-standing page."""
    return Page(permalink, Span(page.path), "page.html", partial(_free_view, edition, bodies, page, permalink), "page")


def not_found_page(edition: Edition) -> Page:
    """Plan the page for what is not there."""
    return Page("/404.html", Span("broadsheet.yaml"), "404.html", partial(_not_found_view, edition), "not-found")


def _free_view(edition: Edition, bodies: Bodies, page: FreePage, permalink: str) -> FreePageView:
    body = edition.bodies[page.path]
    meta = head(edition, title=page.title, permalink=permalink, description=page.standfirst, lang=page.lang)
    text = bodies.html(body, page.path, permalink, names=False, words=edition.languages.of(page.lang))
    apart = page.lang if page.lang and page.lang != meta.lang else ""
    return FreePageView(meta, page.title, page.standfirst, text, apart, direction(apart) if apart else "")


def _not_found_view(edition: Edition) -> NotFoundView:
    meta = head(edition, title=edition.words.gettext("Page not found"), permalink="/404.html", noindex=True)
    latest = edition.cards(reversed(edition.catalog.listed[-_LATEST:]))
    forgotten = bool(edition.config.forgotten)
    return NotFoundView(meta, latest, forgotten, edition.config.tombstone or not forgotten)
