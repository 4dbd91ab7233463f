"""Pages that stand alone: free-standing ones, the one for what is not there, and the one without a connection."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from broadsheet.pages.views.card import Card
from broadsheet.pages.views.head import Meta


@dataclass(frozen=True, slots=True)
class FreePageView:
    """A free-standing page (template `page.html`)."""

    meta: Meta
    heading: str
    standfirst: str
    body: Markup
    lang: str = ""  # of its text, where there are no words of it and the page is in the publication's language
    dir: str = ""


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page for what is not there (template `404.html`); its links work at any depth."""

    meta: Meta
    latest: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class OfflineView:
    """The page that is shown without a connection (template `offline.html`)."""

    meta: Meta
    heading: str
