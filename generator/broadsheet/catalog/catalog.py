"""The catalog as a value: stories in order, terms, and which stories stand in which list.

The compiler makes it whole. A warm build that needs little of it takes it from the ledger instead: the same value, with
mappings and a sequence that fetch what is asked for.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from broadsheet.catalog.facts import Facts
from broadsheet.catalog.filed import CardValues, FiledStory, TermKey
from broadsheet.catalog.pieces import Names
from broadsheet.catalog.stories import Links, Stories
from broadsheet.catalog.terms import Term
from broadsheet.codec import decode, encode
from broadsheet.model import Body, FreePage, TermKind
from broadsheet.problems import Span

ListKey = tuple[
    str, str
]  # a TermKey, or ("period", "1978-09"), ("pair", "egypt+israel"), ("voice", actor), ("nation", code), ALL
ALL: ListKey = ("all", "")


class Redirect(NamedTuple):
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
    positions, ascending. `facts` are what lists want to know of their stories. `links` lead from source files (paths relative to
    the publication) to addresses. `bodies` are by source path and, for a story, by its id.
    """

    stories: Sequence[FiledStory]
    terms: Mapping[TermKey, Term]
    lists: Mapping[ListKey, tuple[int, ...]]
    country_slugs: Mapping[str, str]  # code -> slug, for each country that has a page
    country_codes: Mapping[str, str]  # name key -> code, for every name of every country
    pages: tuple[tuple[FreePage, str], ...]  # (page, permalink)
    redirects: tuple[Redirect, ...]
    links: Links
    facts: Facts
    editions: Mapping[str, tuple[int, ...]]  # story id -> positions of all editions of it in several languages
    originals: Mapping[int, int]  # position of a translation -> position of the story that stands in the lists for it
    until: str = ""  # the instant at which time alone changes the catalog (an embargo ends, a label runs out); empty: never
    bodies: Mapping[str, Body] = field(default_factory=NoBodies)
    _natives: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    _kinds: dict[TermKind, tuple[Term, ...]] = field(default_factory=dict)

    @property
    def listed(self) -> tuple[int, ...]:
        """Return the positions that lists show: all but the translations."""
        return self.lists.get(ALL, ())

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
        position = self.place_of(story_id)
        return None if position is None else self.stories[position]

    def expect(self, positions: Iterable[int]) -> None:
        """Take note that the stories at some positions will be asked for."""

    def expect_lists(self, kind: str, keys: Iterable[str]) -> None:
        """Take note that the lists of a kind with some keys will be asked for."""

    def card(self, position: int) -> CardValues:
        """Return what the card of the story at a position is made of."""
        return self.stories.card(position) if isinstance(self.stories, Stories) else self.stories[position].card

    def place_of(self, story_id: str) -> int | None:
        """Return the position of a story by its id."""
        return self.ids().find(story_id)

    def id_at(self, position: int) -> str:
        """Return the id of the story at a position."""
        return self.ids()[position]

    def ids(self) -> Names:
        """Return the ids of all stories, oldest first."""
        if isinstance(self.stories, Stories):
            return self.stories.ids
        return Names(filed.id for filed in self.stories)

    def each_id(self) -> Iterable[str]:
        """Return the ids of all stories, oldest first, for somebody who looks at each of them once."""
        return self.ids()

    def permalink_at(self, position: int) -> str:
        """Return the address of the story at a position."""
        return self.stories.permalinks[position] if isinstance(self.stories, Stories) else self.stories[position].permalink

    def path_at(self, position: int) -> str:
        """Return the source file of the story at a position."""
        return self.stories.paths[position] if isinstance(self.stories, Stories) else self.stories[position].path

    def owner_at(self, permalink: str) -> str:
        """Return whose body is published at an address: a story's id, or the path of a free-standing page; empty for others."""
        stories = self.stories
        permalinks = stories.permalinks if isinstance(stories, Stories) else Names(filed.permalink for filed in stories)
        position = permalinks.find(permalink)
        if position is not None:
            return self.id_at(position)
        return next((page.path for page, address in self.pages if address == permalink), "")

    def copied(self) -> Catalog:
        """Return the catalog with terms and lists that were made anew, so that what lay between them is free for others."""
        if isinstance(self.stories, Stories):
            self.stories.prepare()
        positions = list(range(len(self.stories)))
        keys: list[ListKey] = marshal.loads(marshal.dumps(list(self.lists)))  # our own bytes
        found = [tuple(map(positions.__getitem__, each)) for each in self.lists.values()]
        terms = [decode(Term, values) for values in marshal.loads(marshal.dumps(list(map(encode, self.terms.values()))))]
        lists = dict(zip(keys, found, strict=True))
        return replace(self, lists=lists, terms={term.key: term for term in terms}, _kinds={}, _natives={})

    def positions(self, key: ListKey) -> tuple[int, ...]:
        """Return the positions of a list's stories, oldest first."""
        return self.lists.get(key, ())
