"""A dossier's page."""

from typing import NamedTuple

from markupsafe import Markup

from broadsheet.pages.views.coverage import Coverage
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import TermLink
from broadsheet.pages.views.listing import Listing
from broadsheet.pages.views.statement import EventView
from broadsheet.pages.views.story import ActorInStory
from broadsheet.pages.views.strip import StripView


class DossierView(NamedTuple):
    """A dossier page (template `dossier.html`): timeline oldest first, listing newest first.

    `booklet` is where all of it can be read as one document, or empty.
    """

    meta: Meta
    name: str
    status: str  # "open" or "closed"
    status_text: str
    scope_note: Markup
    coverage: Coverage
    cast: tuple[ActorInStory, ...]  # most often named first, with the newest role as stated
    countries: tuple[TermLink, ...]
    timeline: tuple[EventView, ...]
    more_events: int
    strip: StripView | None
    booklet: str
    listing: Listing
