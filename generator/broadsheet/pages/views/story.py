"""A story's page."""

from typing import NamedTuple

from broadsheet.pages.views.card import Card
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.link import Link


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


class PlaceInStory(NamedTuple):
    """A place below the country as the story names it: what it is, in words ("City") or empty, and its country."""

    name: str
    kind: str = ""
    country: Link | None = None


class TermsInStory(NamedTuple):
    """The story's terms of a taxonomy of the publication's own: its `name`, the link to its index, and the terms."""

    name: str
    heading: Link
    links: tuple[Link, ...]


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
