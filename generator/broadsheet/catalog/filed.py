"""A story in its place: what the catalog knows of it, all names resolved; and how that is packed."""

from __future__ import annotations

import marshal
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol

from broadsheet.catalog.records import authors_of, story_of
from broadsheet.model import Moment, Precision, Story, TermKind

_FORMAT = 2  # of `marshal`: writes equal values as equal bytes
TermKey = tuple[TermKind, str]
Change = tuple[str, str]  # the instant of a publication or update, and how it was written
PackedEvent = tuple[tuple[str, Precision], str]  # date and its precision, text


class FiledActor(NamedTuple):
    """An actor in a story, resolved: its slug, the role as stated, the country's code or empty."""

    slug: str
    role: str = ""
    country: str = ""


class FiledCountry(NamedTuple):
    """A country in a story, resolved: its slug and the role as stated."""

    slug: str
    role: str = ""


class CardValues(NamedTuple):
    """What a card is made of: see `FiledStory`. `section` is the slug of the first one, or empty; `day` is YYYY-MM-DD."""

    permalink: str
    path: str
    title: str
    standfirst: str
    day: str
    section: str
    labels: tuple[str, ...]
    breaking: bool
    image: Any
    lang: str


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
    _story: Story | None = field(default=None, init=False, compare=False, repr=False)
    _terms: tuple[TermKey, ...] | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def own(self) -> bytes:
        """Return the digest of what the story says by itself, wherever it is shown."""
        own = blake2b(self.raw, digest_size=6)
        own.update(f"{self.permalink}{'!' * self.breaking}".encode())
        return own.digest()

    @property
    def card(self) -> CardValues:
        """Return what the story's card is made of."""
        return CardValues(
            self.permalink,
            self.path,
            self.title,
            self.standfirst,
            self.date.day,
            self.sections[0] if self.sections else "",
            self.labels,
            self.breaking,
            self.image,
            self.lang,
        )

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
        """Return the story's record, without the names that are resolved here."""
        if self._story is None:
            self._story = story_of(self.raw)
        return self._story

    @property
    def authors(self) -> tuple[str, ...]:
        """Return the story's byline, without unpacking all of it."""
        return self._story.authors if self._story else authors_of(self.raw)

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
        if self._terms is None:
            self._terms = tuple(dict.fromkeys(self._keys()))
        return self._terms

    def _keys(self) -> list[TermKey]:
        keys: list[TermKey] = [("section", slug) for slug in self.sections]
        keys += [("dossier", slug) for slug in self.dossiers]
        keys += [("actor", actor.slug) for actor in self.actors]
        keys += [("country", country.slug) for country in self.countries]
        keys += [("tag", slug) for slug in self.tags]
        return keys


def last_change(filed: FiledStory) -> Change:
    """Return when a story was published or last updated."""
    published = (filed.date.instant, filed.date.iso)
    return max(published, (filed.updated.instant, filed.updated.iso)) if filed.updated else published


def pack_filed(filed: FiledStory) -> bytes:
    """Return a story in its place as bytes: without the place, the packed story, and what `pack_rest` packs."""
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
            filed.events,
            filed.image,
            filed.title,
            filed.standfirst,
            filed.labels,
            filed.lang,
            filed.unreviewed,
        ),
        _FORMAT,
    )


def pack_rest(earlier: int, speakers: tuple[str, ...], claimants: tuple[str, ...]) -> bytes:
    """Return as bytes what is known of a story when all are known."""
    return marshal.dumps((earlier, speakers, claimants), _FORMAT)


def unpack_filed(position: int, data: bytes, rest: bytes, packed: Packed, at: int) -> FiledStory:
    """Return the story that was packed, in its place; `packed` and `at` say where the story itself is."""
    earlier, speakers, claimants = marshal.loads(rest)
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
        speakers=speakers,
        claimants=claimants,
        earlier=earlier,
        events=values[12],
        image=values[13],
        title=values[14],
        standfirst=values[15],
        labels=values[16],
        lang=values[17],
        unreviewed=values[18],
    )
