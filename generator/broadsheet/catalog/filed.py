"""A story in its place: what the catalog knows of it, all names resolved; and how that is packed."""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from typing import Any, Protocol

from broadsheet.catalog.records import story_of
from broadsheet.model import Moment, Precision, Story, TermKind

TermKey = tuple[TermKind, str]
Change = tuple[str, str]  # the instant of a publication or update, and how it was written
PackedEvent = tuple[tuple[str, Precision], str]  # date and its precision, text


@dataclass(frozen=True, slots=True)
class FiledActor:
    """An actor in a story, resolved: its slug, the role as stated, the country's code or empty."""

    slug: str
    role: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class FiledCountry:
    """A country in a story, resolved: its slug and the role as stated."""

    slug: str
    role: str = ""


class Packed(Protocol):
    """Where packed stories are."""

    def __getitem__(self, number: int, /) -> bytes:
        """Return the one with a number."""


@dataclass(slots=True, kw_only=True, eq=False)
class FiledStory:
    """A story in its place: `position` counts from the oldest; all names are resolved to slugs.

    The packed story has the number `at` in `packed`. `words` is the length of its body. `speakers` and `claimants` stand in the
    order of the story's quotes and claims; an empty slug means that the name has no page. `earlier` is the digest of all stories
    that may be related to it.
    """

    packed: Packed
    at: int
    id: str
    path: str
    title: str
    standfirst: str
    labels: tuple[str, ...]
    lang: str
    date: Moment
    updated: Moment | None
    position: int
    permalink: str
    words: int
    breaking: bool  # its label "breaking" has not run out
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    dossiers: tuple[str, ...]
    actors: tuple[FiledActor, ...]
    countries: tuple[FiledCountry, ...]
    speakers: tuple[str, ...]
    claimants: tuple[str, ...]
    events: tuple[PackedEvent, ...] = ()
    image: Any = None  # packed, or None
    unreviewed: tuple[tuple[str, tuple[str, ...]], ...] = ()  # packed: keys that were found in the text, with the values
    earlier: int = 0

    @property
    def instant(self) -> str:
        """Return when the story came out, in UTC."""
        return self.date.instant

    @property
    def day(self) -> str:
        """Return the local date of the story."""
        return self.date.iso[:10]

    @property
    def raw(self) -> bytes:
        """Return the packed story."""
        return self.packed[self.at]

    @property
    def story(self) -> Story:
        """Return the story's record."""
        return story_of(self.raw)

    def slugs(self, kind: TermKind) -> tuple[str, ...]:
        """Return the slugs of the terms of one kind that the story stands under."""
        if kind == "actor":
            return tuple([actor.slug for actor in self.actors])
        if kind == "country":
            return tuple([country.slug for country in self.countries])
        return self.tags if kind == "tag" else self.sections if kind == "section" else self.dossiers

    @property
    def terms(self) -> tuple[TermKey, ...]:
        """Return every term that the story stands under, each once, in the order of the page."""
        keys: list[TermKey] = [("section", slug) for slug in self.sections]
        keys += [("dossier", slug) for slug in self.dossiers]
        keys += [("actor", actor.slug) for actor in self.actors]
        keys += [("country", country.slug) for country in self.countries]
        keys += [("tag", slug) for slug in self.tags]
        return tuple(dict.fromkeys(keys))


def last_change(filed: FiledStory) -> Change:
    """Return when a story was published or last updated."""
    published = (filed.date.instant, filed.date.iso)
    return max(published, (filed.updated.instant, filed.updated.iso)) if filed.updated else published


def pack_filed(filed: FiledStory) -> bytes:
    """Return a story in its place as bytes, without the place and the packed story."""
    return marshal.dumps(
        (
            filed.id,
            filed.path,
            (filed.date.iso, filed.date.instant),
            (filed.updated.iso, filed.updated.instant) if filed.updated else None,
            filed.permalink,
            filed.words,
            filed.breaking,
            filed.sections,
            filed.tags,
            filed.dossiers,
            tuple([(actor.slug, actor.role, actor.country) for actor in filed.actors]),
            tuple([(country.slug, country.role) for country in filed.countries]),
            filed.speakers,
            filed.claimants,
            filed.events,
            filed.image,
            filed.earlier,
            filed.title,
            filed.standfirst,
            filed.labels,
            filed.lang,
            filed.unreviewed,
        )
    )


def unpack_filed(position: int, data: bytes, packed: Packed, at: int) -> FiledStory:
    """Return the story that `pack_filed` packed, in its place; `packed` and `at` say where the story itself is."""
    values = marshal.loads(data)  # the ledger's own bytes; marshal runs no code
    return FiledStory(
        packed=packed,
        at=at,
        id=values[0],
        path=values[1],
        date=Moment(*values[2]),
        updated=Moment(*values[3]) if values[3] else None,
        position=position,
        permalink=values[4],
        words=values[5],
        breaking=values[6],
        sections=values[7],
        tags=values[8],
        dossiers=values[9],
        actors=tuple([FiledActor(*each) for each in values[10]]),
        countries=tuple([FiledCountry(*each) for each in values[11]]),
        speakers=values[12],
        claimants=values[13],
        events=values[14],
        image=values[15],
        earlier=values[16],
        title=values[17],
        standfirst=values[18],
        labels=values[19],
        lang=values[20],
        unreviewed=values[21],
    )
