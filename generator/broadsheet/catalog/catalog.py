"""The catalog as a value: stories in order, terms, and which stories stand in which list.

The compiler makes it whole. A warm build that needs little of it takes it from the ledger instead: the same value, with
mappings and a sequence that fetch what is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from broadsheet.catalog.records import story_of
from broadsheet.catalog.terms import Term
from broadsheet.model import Body, FreePage, Moment, Precision, Story, TermKind
from broadsheet.problems import Span

TermKey = tuple[TermKind, str]
ListKey = tuple[
    str, str
]  # a TermKey, or ("period", "1978-09"), ("pair", "egypt+israel"), ("voice", actor), ("nation", code), ALL
ALL: ListKey = ("all", "")
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


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address and where it leads."""

    alias: str
    target: str
    title: str
    span: Span


class NoBodies(Mapping[str, Body]):
    """Bodies where nobody asks for any."""

    def __getitem__(self, owner: str) -> Body:
        raise KeyError(owner)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The index of the edition.

    `stories` stand oldest first, by instant, then id. `lists` hold, for each term and every other list with stories, their
    positions, ascending. `links` lead from source files (paths relative to the publication) to addresses. `bodies` are by
    source path and, for a story, by its id.
    """

    stories: Sequence[FiledStory]
    terms: Mapping[TermKey, Term]
    lists: Mapping[ListKey, tuple[int, ...]]
    country_slugs: Mapping[str, str]  # code -> slug, for each country that has a page
    country_codes: Mapping[str, str]  # name key -> code, for every name of every country
    pages: tuple[tuple[FreePage, str], ...]  # (page, permalink)
    redirects: tuple[Redirect, ...]
    links: Mapping[str, str]
    editions: Mapping[str, tuple[int, ...]]  # story id -> positions of all editions of it in several languages
    originals: Mapping[int, int]  # position of a translation -> position of the story that stands in the lists for it
    until: str = ""  # the instant at which time alone changes the catalog (an embargo ends, a label runs out); empty: never
    bodies: Mapping[str, Body] = field(default_factory=NoBodies)
    _changes: list[Change] = field(default_factory=list)
    _slugs: dict[TermKind, list[tuple[str, ...]]] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)
    _owners: dict[str, str] = field(default_factory=dict)
    _natives: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    _kinds: dict[TermKind, tuple[Term, ...]] = field(default_factory=dict)

    @property
    def listed(self) -> tuple[int, ...]:
        """Return the positions that lists show: all but the translations."""
        return self.lists.get(ALL, ())

    @property
    def changes(self) -> Sequence[Change]:
        """Return the last change of each story, by its position."""
        if not self._changes:
            self._changes.extend(map(last_change, self.stories))
        return self._changes

    def slugs(self, kind: TermKind) -> Sequence[tuple[str, ...]]:
        """Return the slugs of the terms of a kind that each story stands under, by its position."""
        found = self._slugs.get(kind)
        if found is None:
            found = self._slugs[kind] = [filed.slugs(kind) for filed in self.stories]
        return found

    def with_bodies(self, bodies: Mapping[str, Body]) -> Catalog:
        """Return the catalog with these bodies."""
        return replace(self, bodies=bodies)

    def of_kind(self, kind: TermKind) -> tuple[Term, ...]:
        """Return the terms of one kind, by name key order of their slugs."""
        found = self._kinds.get(kind)
        if found is None:
            found = self._kinds[kind] = tuple(self.terms[key] for key in sorted(key for key in self.terms if key[0] == kind))
        return found

    def natives(self, code: str) -> tuple[Term, ...]:
        """Return the actors of a country, by its code, as their own pages say."""
        if not self._natives:
            self._natives[""] = ()
            for term in self.of_kind("actor"):
                if term.country:
                    self._natives[term.country] = (*self._natives.get(term.country, ()), term)
        return self._natives.get(code, ())

    def by_id(self, story_id: str) -> FiledStory | None:
        """Return a story by its id."""
        if not self._ids:
            self._ids.update((filed.id, filed.position) for filed in self.stories)
        position = self._ids.get(story_id)
        return None if position is None else self.stories[position]

    def ids(self) -> Sequence[str]:
        """Return the ids of all stories, oldest first."""
        return [filed.id for filed in self.stories]

    def owner_at(self, permalink: str) -> str:
        """Return whose body is published at an address: a story's id, or the path of a free-standing page; empty for others."""
        if not self._owners:
            self._owners.update((filed.permalink, filed.id) for filed in self.stories)
            self._owners.update((address, page.path) for page, address in self.pages)
        return self._owners.get(permalink, "")

    def positions(self, key: ListKey) -> tuple[int, ...]:
        """Return the positions of a list's stories, oldest first."""
        return self.lists.get(key, ())
