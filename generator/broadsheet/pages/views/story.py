"""A story's page."""

from typing import NamedTuple

from markupsafe import Markup

from broadsheet.pages.views.card import Card
from broadsheet.pages.views.citing import CitingView
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.picture import PictureView
from broadsheet.pages.views.replies import RepliesView
from broadsheet.pages.views.statement import ClaimView, EventView, QuoteView


class ActorInStory(NamedTuple):
    """An actor as the story names it: role and country as stated there."""

    name: str
    permalink: str
    kind: str  # "person" or "organisation"
    role: str = ""
    country: Link | None = None


class CountryInStory(NamedTuple):
    """A country as the story names it."""

    name: str
    permalink: str
    role: str = ""


class SourceView(NamedTuple):
    """A source: `url` and `archived` are absolute, or empty."""

    name: str
    url: str = ""
    archived: str = ""
    date: When | None = None


class CorrectionView(NamedTuple):
    """A dated note: `type` for a class name, `type_text` in words ("Correction")."""

    date: When
    type: str
    type_text: str
    text: str


class RelatedView(NamedTuple):
    """A related story and the reason why: "Also about Qatar and Abbas Araghchi"."""

    card: Card
    reason: str


class DossierPosition(NamedTuple):
    """Where a story stands in a dossier: the `number`th, by date; neighbours may be None at the ends."""

    dossier: Link
    number: int
    previous: Card | None = None
    next: Card | None = None


class StatusCount(NamedTuple):
    """How many of a story's claims have a status."""

    status: str
    status_text: str
    count: int  # type: ignore[assignment]


class StoryView(NamedTuple):
    """A story page (template `story.html`)."""

    meta: Meta
    headline: str
    standfirst: str
    kicker: Link | None  # the primary section
    sections: tuple[Link, ...]
    labels: tuple[str, ...]  # worded: "Breaking", "Analysis"
    byline: tuple[str, ...]
    dateline: str
    published: When
    updated: When | None
    body: Markup
    picture: PictureView | None
    people: tuple[ActorInStory, ...]
    organisations: tuple[ActorInStory, ...]
    countries: tuple[CountryInStory, ...]
    tags: tuple[Link, ...]
    dossiers: tuple[DossierPosition, ...]
    quotes: tuple[QuoteView, ...]
    claims: tuple[ClaimView, ...]
    events: tuple[EventView, ...]
    source: SourceView | None
    citations: tuple[SourceView, ...]
    corrections: tuple[CorrectionView, ...]  # newest first
    retracted: bool
    related: tuple[RelatedView, ...]
    translations: tuple[tuple[str, str, Link], ...]  # (language tag, direction, headline and address) of the other editions
    older: Card | None  # the story before this one in the whole archive
    newer: Card | None
    reading_minutes: int
    lang: str
    dir: str
    unreviewed: str = ""  # what was found in the text and no editor has looked at, in words
    glance: tuple[
        Link, ...
    ] = ()  # the first of those who are named, for narrow sheets, where the full cast stands below the text
    unglanced: int = 0  # how many others are named
    statuses: tuple[StatusCount, ...] = ()  # of its claims, the surest first
    aged: bool = False  # more than a year old
    citing: CitingView | None = None
    replies: RepliesView | None = None
