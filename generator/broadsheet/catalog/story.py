"""A story in the catalog: its values, its place, its address, and its terms by their slugs."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

from broadsheet.catalog.records import AT, Values, story_of
from broadsheet.model import UNDATED, Moment, Precision, Story, TermKind, known_of

_DATE, _UPDATED = AT["date"], AT["updated"]
TermKey = tuple[TermKind, str]
PlainEvent = tuple[tuple[str, Precision], str]  # date and its precision, text

PlainPlace = tuple[str, str, str]  # name, kind and the code of its country, as far as they are stated


class StoryMention(NamedTuple):
    """An actor or a country in a story, resolved: its slug, the role as stated, the code of an actor's country or empty."""

    slug: str
    role: str = ""
    country: str = ""


def _value(name: str) -> Any:  # a property, of the type that stands before it  # noqa: ANN401
    """Return what gives the value of a story that has this name in its record."""
    at = AT[name]
    return property(lambda story: story.values[at])


class _Said:
    """What a story says of itself, as it stands in its values."""

    __slots__ = ()
    id: str = _value("id")
    path: str = _value("path")  # of its source
    title: str = _value("title")
    standfirst: str = _value("standfirst")
    opening: str = _value("opening")  # how its text begins; empty where it has a standfirst
    labels: tuple[str, ...] = _value("labels")
    lang: str = _value("lang")  # empty for that of the publication
    authors: tuple[str, ...] = _value("authors")
    events: tuple[PlainEvent, ...] = _value("events")
    image: Any = _value("image")  # its picture as plain values, or None
    unreviewed: tuple[tuple[str, tuple[str, ...]], ...] = _value("unreviewed")  # keys found in its text, with what was found


@dataclass(slots=True, eq=False)
class CatalogStory(_Said):
    """A story in its place: `position` counts from the oldest; all names are resolved to slugs.

    `values` are those of its record, `stamp` their digest. `words` is the length of its body. `speakers` and `claimants` stand in
    the order of the story's quotes and claims; an empty slug means that the name has no page.
    """

    values: Values
    stamp: bytes
    text: bytes  # the digest of its body
    words: int
    position: int
    permalink: str
    breaking: bool  # its label "breaking" has not run out
    sections: tuple[str, ...]
    dossiers: tuple[str, ...]
    actors: tuple[StoryMention, ...]
    countries: tuple[StoryMention, ...]
    tags: tuple[str, ...]
    terms: tuple[TermKey, ...]  # every term that it stands under, each once, in the order of the page
    speakers: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()
    places: tuple[PlainPlace, ...] = ()
    _record: Story | None = None

    @property
    def date(self) -> Moment:
        """Return when it came out."""
        return Moment(*self.values[_DATE])

    @property
    def iso(self) -> str:
        """Return when it came out, as it is written."""
        return self.values[_DATE][0]  # type: ignore[no-any-return]

    @property
    def instant(self) -> str:
        """Return when it came out, in UTC."""
        return self.values[_DATE][1]  # type: ignore[no-any-return]

    @property
    def day(self) -> str:
        """Return its local date."""
        return self.values[_DATE][0][:10]  # type: ignore[no-any-return]

    @property
    def written(self) -> str:
        """Return all that is known of its date without the time of day, in EDTF."""
        iso, _, edtf = self.values[_DATE]
        return edtf or iso[:10]  # type: ignore[no-any-return]

    @property
    def is_undated(self) -> bool:
        """Say whether nobody knows when it came out."""
        return self.values[_DATE][2] == UNDATED  # type: ignore[no-any-return]

    @property
    def periods(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the year in which it came out, and of the month, where that is known."""
        iso, _, edtf = self.values[_DATE]
        if edtf == UNDATED:
            return (("period", UNDATED),)
        known = known_of(edtf) if edtf else iso
        if known[0] == "-":
            return (("period", known[:5]),)
        return (("period", known[:4]),) if len(known) == 4 else (("period", known[:4]), ("period", known[:7]))

    @property
    def updated(self) -> Moment | None:
        """Return when it was updated last."""
        updated = self.values[_UPDATED]
        return Moment(*updated) if updated else None

    @property
    def last_change(self) -> tuple[str, str]:
        """Return when it was published or last updated: the instant, and how that is written."""
        iso, instant, _ = self.values[_DATE]
        updated = self.values[_UPDATED]
        return max((instant, iso), (updated[1], updated[0])) if updated else (instant, iso)

    @property
    def section(self) -> str:
        """Return its first section, or nothing."""
        return self.sections[0] if self.sections else ""

    @property
    def own(self) -> bytes:
        """Return the digest of what the story says by itself, wherever it is shown: 6 bytes."""
        return blake2b(self.stamp + f"{self.permalink}{'!' * self.breaking}".encode(), digest_size=6).digest()

    @property
    def record(self) -> Story:
        """Return the story's record, without the names that are resolved here."""
        if self._record is None:
            self._record = story_of(self.values)
        return self._record

    def slugs(self, kind: TermKind) -> tuple[str, ...]:
        """Return the slugs of the terms of one kind that the story stands under."""
        if kind == "actor":
            return tuple([actor[0] for actor in self.actors])
        if kind == "country":
            return tuple([country[0] for country in self.countries])
        if kind in ("tag", "section", "dossier"):
            return self.tags if kind == "tag" else self.sections if kind == "section" else self.dossiers
        return tuple([slug for each, slug in self.terms if each == kind])
