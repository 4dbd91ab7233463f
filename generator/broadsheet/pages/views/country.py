"""The parts of a country's page."""

from typing import NamedTuple

from broadsheet.pages.views.card import Card


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
