"""The catalog as a value: stories in order, terms, and which stories stand under which term."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.catalog.terms import Term
from broadsheet.model import Body, FreePage, Story, TermKind
from broadsheet.problems import Span

TermKey = tuple[TermKind, str]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledStory:
    """A story in its place: `position` counts from the oldest; all names are resolved to slugs.

    `speakers` and `claimants` stand in the order of the story's quotes and claims; an empty slug means that the name has no page.
    """

    story: Story
    position: int
    permalink: str
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    dossiers: tuple[str, ...]
    actors: tuple[FiledActor, ...]
    countries: tuple[FiledCountry, ...]
    speakers: tuple[str, ...]
    claimants: tuple[str, ...]

    @property
    def terms(self) -> tuple[TermKey, ...]:
        """Return every term that the story stands under, each once, in the order of the page."""
        keys: list[TermKey] = [("section", slug) for slug in self.sections]
        keys += [("dossier", slug) for slug in self.dossiers]
        keys += [("actor", actor.slug) for actor in self.actors]
        keys += [("country", country.slug) for country in self.countries]
        keys += [("tag", slug) for slug in self.tags]
        return tuple(dict.fromkeys(keys))


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address and where it leads."""

    alias: str
    target: str
    title: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The index of the edition.

    `stories` stand oldest first, by instant, then id. `postings` hold, for each term with stories, their positions, ascending.
    `links` lead from source files (paths relative to the publication) to addresses. `bodies` are by source path and, for a line
    of JSON lines, by story id.
    """

    stories: tuple[FiledStory, ...]
    terms: Mapping[TermKey, Term]
    postings: Mapping[TermKey, tuple[int, ...]]
    country_slugs: Mapping[str, str]  # code -> slug, for each country that has a page
    country_codes: Mapping[str, str]  # name key -> code, for every name of every country
    pages: tuple[tuple[FreePage, str], ...]  # (page, permalink)
    redirects: tuple[Redirect, ...]
    links: Mapping[str, str]
    bodies: Mapping[str, Body]
    editions: Mapping[str, tuple[int, ...]]  # story id -> positions of all editions of it in several languages
    originals: Mapping[int, int]  # position of a translation -> position of the story that stands in the lists for it
    listed: tuple[int, ...]  # the positions that lists show: all but the translations

    def of_kind(self, kind: TermKind) -> tuple[Term, ...]:
        """Return the terms of one kind, by name key order of their slugs."""
        return tuple(term for key, term in sorted(self.terms.items()) if key[0] == kind)

    def positions(self, key: TermKey) -> tuple[int, ...]:
        """Return the positions of a term's stories, oldest first."""
        return self.postings.get(key, ())
