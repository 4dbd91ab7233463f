"""Pages that stand alone: free-standing ones, the one for what is not there, and the one without a connection."""

from typing import NamedTuple

from markupsafe import Markup

from broadsheet.pages.views.card import Card
from broadsheet.pages.views.head import Meta


class FreePageView(NamedTuple):
    """A free-standing page (template `page.html`)."""

    meta: Meta
    heading: str
    standfirst: str
    body: Markup
    lang: str = ""  # of its text, where there are no words of it and the page is in the publication's language
    dir: str = ""


class NotFoundView(NamedTuple):
    """The page for what is not there (template `404.html`); its links work at any depth."""

    meta: Meta
    latest: tuple[Card, ...]
    taken_away: bool = False  # pages of people were
    noted: bool = True  # what is taken away is told of


class OfflineView(NamedTuple):
    """The page that is shown without a connection (template `offline.html`)."""

    meta: Meta
    heading: str
