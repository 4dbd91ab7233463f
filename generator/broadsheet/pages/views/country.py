"""The page of a country, and that of two countries."""

from typing import NamedTuple

from markupsafe import Markup

from broadsheet.pages.views.card import Card
from broadsheet.pages.views.chart import ChartView
from broadsheet.pages.views.coverage import Coverage
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Alias, Link, TermLink
from broadsheet.pages.views.listing import Listing
from broadsheet.pages.views.statement import EntryView
from broadsheet.pages.views.strip import StripView
from broadsheet.pages.views.worldmap import MapSheet


class SpeakerView(NamedTuple):
    """An actor of a country: the role that stories stated last, in how many stories, and in which years (`since` to `until`)."""

    name: str
    permalink: str
    kind: str
    role: str
    since: str
    until: str
    count: int  # type: ignore[assignment]


class RelationView(NamedTuple):
    """Another country that a country is named with: in how many stories, the lift in words or empty, and the newest of them.

    `paired`: the permalink is that of the two countries' own page.
    """

    name: str
    permalink: str
    paired: bool
    count: int  # type: ignore[assignment]
    lift: str
    newest: Card


class CountryView(NamedTuple):
    """A country page (template `country.html`)."""

    meta: Meta
    name: str
    code: str
    official: str
    aliases: tuple[Alias, ...]
    overview: Markup
    links: tuple[Link, ...]
    coverage: Coverage
    chart: ChartView | None
    map: MapSheet | None  # where it lies, and the partners that it shares a page with
    people: tuple[SpeakerView, ...]  # who speaks for it, most stories first
    organisations: tuple[SpeakerView, ...]
    more_actors: int  # how many others do
    relations: tuple[RelationView, ...]  # countries it is named with, most stories first
    partners: tuple[TermLink, ...]  # further ones; the permalink is the pair's page where there is one
    more_partners: int
    roles: tuple[TermLink, ...]  # roles it played ("host"), with counts; no permalink
    sections: tuple[TermLink, ...]
    dossiers: tuple[TermLink, ...]
    events: tuple[EntryView, ...]
    more_events: int
    marked: bool  # some of them are its own, and some are what else its stories tell
    listing: Listing


class PairView(NamedTuple):
    """Two countries that share three or more stories (template `pair.html`)."""

    meta: Meta
    countries: tuple[Link, Link]
    coverage: Coverage
    chart: ChartView | None
    actors: tuple[TermLink, ...]
    more_actors: int  # how many others are not shown
    sections: tuple[TermLink, ...]
    dossiers: tuple[TermLink, ...]
    events: tuple[EntryView, ...]
    more_events: int
    marked: bool  # some of them are its own, and some are what else its stories tell
    strip: StripView | None
    listing: Listing
