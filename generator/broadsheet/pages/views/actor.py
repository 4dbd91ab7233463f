"""An actor's page."""

from typing import NamedTuple

from markupsafe import Markup

from broadsheet.pages.views.chart import ChartView
from broadsheet.pages.views.coverage import Coverage, When
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Alias, Link, TermLink
from broadsheet.pages.views.listing import Listing
from broadsheet.pages.views.network import NetworkView
from broadsheet.pages.views.picture import PictureView
from broadsheet.pages.views.statement import ClaimView, EntryView, QuoteView


class RoleView(NamedTuple):
    """An office: from the register, or (`stated`) as stories state it, with the first and last report and their number."""

    title: str
    organisation: str = ""
    country: Link | None = None
    since: When | None = None
    until: When | None = None
    stated: bool = False
    reports: int = 0
    current: bool = False  # the register gives it no end
    unreviewed: bool = False  # no editor has looked at any story's statement of it


class ActorView(NamedTuple):
    """An actor page (template `actor.html`)."""

    meta: Meta
    name: str
    kind: str  # "person" or "organisation"
    kind_text: str
    country: Link | None
    aliases: tuple[Alias, ...]
    standing: RoleView | None  # the role that the page opens with: the current one, else the last
    roles: tuple[RoleView, ...]  # the current and the latest first; those of the register before those that stories state
    more_roles: int  # how many others stories state
    biography: Markup
    picture: PictureView | None
    links: tuple[Link, ...]  # elsewhere: official site, Wikidata
    coverage: Coverage
    chart: ChartView | None
    network: NetworkView | None
    named_with: tuple[TermLink, ...]  # other actors, most often named first
    more_named_with: int  # how many others are not shown
    countries: tuple[TermLink, ...]
    more_countries: int
    sections: tuple[TermLink, ...]
    dossiers: tuple[TermLink, ...]
    quotes: tuple[QuoteView, ...]  # newest first
    more_quotes: int  # how many older ones are not shown
    claims: tuple[ClaimView, ...]  # newest first
    more_claims: int
    events: tuple[EntryView, ...]  # done and said: the latest, oldest first
    more_events: int  # how many others are not shown
    marked: bool  # some of them are its own, and some are what else its stories tell
    listing: Listing
