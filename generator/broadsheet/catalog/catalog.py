"""The catalog as a value: stories in order, terms, and which stories stand in which list.

It is compiled from the records of all stories, in a cold build and in a warm one. There are no bodies in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from broadsheet.catalog.records import AT, Record
from broadsheet.catalog.story import CatalogStory, StoryMention, TermKey
from broadsheet.catalog.terms import Term, name_key
from broadsheet.codec import decode, encode
from broadsheet.content.nodes import shortened
from broadsheet.model import TERM_KINDS, UNDATED, FreePage, HeldBack, Moment, TermKind
from broadsheet.problems import Span

ListKey = tuple[
    str, str
]  # a TermKey, or ("period", "1978-09"), ("pair", "egypt+israel"), ("voice", actor), ("nation", code), ALL
ALL: ListKey = ("all", "")
_PLAIN = ("lists", "country_codes", "editions", "originals", "until", "held")  # fields that are plain as they are
# Under which key stories name the terms of a kind, where that is not the kind itself.
_KEYS = {"actor": "actors", "country": "countries", "tag": "tags"}


def is_month(period: str) -> bool:
    """Say whether a period is a month (`1978-09`) and not a year (`1978`, `-0043`)."""
    return "-" in period[1:]


def is_year(period: str) -> bool:
    """Say whether a period is a year that has a calendar: not one before the year 1, and not that of stories without a date."""
    return period.isdigit()


def year_order(period: str) -> int:
    """Return what years sort by; stories without a date come before all others."""
    return -10_000 if period == UNDATED else int(period)


def is_before_christ(instant: str) -> bool:
    """Say whether an instant lies before the year 1."""
    return instant[0] == "-"


class Redirect(NamedTuple):
    """An old address and where it leads."""

    alias: str
    target: str
    title: str
    span: Span


class Neighbours(NamedTuple):
    """The positions of the stories before and after one in a list, None at its ends, and how many stand before it."""

    older: int | None
    newer: int | None
    before: int


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """The index of the edition.

    `stories` stand oldest first, by instant, then id. `lists` hold, for each term and every other list with stories, their
    positions, ascending.
    """

    stories: Sequence[CatalogStory]
    terms: Mapping[TermKey, Term]
    lists: Mapping[ListKey, tuple[int, ...]]
    country_codes: Mapping[str, str]  # name key -> code, for every name of every country
    pages: tuple[tuple[FreePage, str], ...]  # (page, permalink)
    redirects: tuple[Redirect, ...]
    editions: Mapping[str, tuple[int, ...]]  # story id -> positions of all editions of it in several languages
    originals: Mapping[int, int]  # position of a translation -> position of the story that stands in the lists for it
    kinds: tuple[TermKind, ...] = TERM_KINDS
    until: str = ""  # the instant at which time alone changes the catalog (an embargo ends, a label runs out); empty: never
    held: Mapping[str, HeldBack] = field(default_factory=dict)  # why stories (by id) and entries (by path) are held back

    def plain(self) -> tuple[Any, ...]:
        """Return what is compiled as plain values: everything but what stories say of themselves, and the kinds."""
        mentions: dict[StoryMention, int] = {}

        def numbers(of: Iterable[StoryMention]) -> tuple[int, ...]:
            return tuple([mentions.setdefault(each, len(mentions)) for each in of])

        stories = []
        for story in self.stories:
            named = numbers(story.actors), numbers(story.countries)
            voices = story.speakers, story.claimants, story.places
            place = story.permalink, story.breaking, story.sections, story.dossiers
            stories.append((story.id, *place, *named, story.tags, story.terms, *voices))
        terms, redirects = list(map(encode, self.terms.values())), list(map(encode, self.redirects))
        pages = [(encode(page), permalink) for page, permalink in self.pages]
        return stories, list(map(tuple, mentions)), terms, redirects, pages, {name: getattr(self, name) for name in _PLAIN}

    @classmethod
    def of(cls, values: tuple[Any, ...], records: Iterable[Record], kinds: tuple[TermKind, ...]) -> Catalog:
        """Return the catalog of which `plain` gave these values, with what its stories say of themselves now."""
        rows, mentions, terms, redirects, pages, rest = values
        said = {record.owner: record for record in records}
        mention = [StoryMention._make(each) for each in mentions].__getitem__
        stories = []
        for position, (owner, permalink, breaking, sections, dossiers, actors, countries, *others) in enumerate(rows):
            _, _, own, stamp, text, words, _ = said[owner]
            named = tuple(map(mention, actors)), tuple(map(mention, countries))
            place = position, permalink, breaking, sections, dossiers
            stories.append(CatalogStory(own, stamp, text, words, *place, *named, *others))
        return cls(
            stories=stories,
            terms={term.key: term for term in (decode(Term, each) for each in terms)},
            redirects=tuple([decode(Redirect, each) for each in redirects]),
            pages=tuple([(decode(FreePage, page), permalink) for page, permalink in pages]),
            kinds=kinds,
            **rest,
        )

    @cached_property
    def country_slugs(self) -> Mapping[str, str]:
        """Return the slug of each country that has a page, by its code."""
        return {term.code: term.slug for term in self.terms.values() if term.code}

    @cached_property
    def links(self) -> Mapping[str, str]:
        """Return the addresses of source files, by their paths; a file that holds many stories has none."""
        entries = [term for term in self.terms.values() if term.entry]
        links = {story.path: story.permalink for story in self.stories if "#" not in story.id}
        links |= {former.span.path: term.permalink for term in entries if term.entry for former in term.entry.former}
        links |= {term.entry.path: term.permalink for term in entries if term.entry}
        return links | {page.path: permalink for page, permalink in self.pages}

    @cached_property
    def vague(self) -> Sequence[int]:
        """Return the positions of stories of which less is known than the day, or something else."""
        return [story.position for story in self.stories if story.values[AT["date"]][2]]

    @property
    def listed(self) -> tuple[int, ...]:
        """Return the positions that lists show: all but the translations."""
        return self.lists.get(ALL, ())

    def positions(self, key: ListKey) -> tuple[int, ...]:
        """Return the positions of a list's stories, oldest first."""
        return self.lists.get(key, ())

    def neighbours(self, key: ListKey, position: int) -> Neighbours:
        """Return what stands around a story in a list; a translation stands where its original does."""
        positions, here = self.positions(key), self.originals.get(position, position)
        before, after = bisect_left(positions, here), bisect_right(positions, here)
        older = positions[before - 1] if before else None
        return Neighbours(older, positions[after] if after < len(positions) else None, before)

    def of_kind(self, kind: TermKind) -> tuple[Term, ...]:
        """Return the terms of one kind, by name key order of their slugs."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[TermKind, tuple[Term, ...]]:
        by_kind = groupby(sorted(self.terms), key=itemgetter(0))
        return {kind: tuple([self.terms[key] for key in keys]) for kind, keys in by_kind}

    def natives(self, code: str) -> Sequence[Term]:
        """Return the actors of a country, by its code, as their own pages say."""
        return self._natives.get(code, ())

    @cached_property
    def _natives(self) -> Mapping[str, Sequence[Term]]:
        found: dict[str, list[Term]] = defaultdict(list)
        for term in self.of_kind("actor"):
            if term.country:
                found[term.country].append(term)
        return found

    def by_id(self, story_id: str) -> CatalogStory | None:
        """Return a story by its id."""
        position = self.places.get(story_id)
        return None if position is None else self.stories[position]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Return the position of each story, by its id."""
        return {story.id: story.position for story in self.stories}

    def owner_at(self, permalink: str) -> str:
        """Return whose body is published at an address: a story's id, or the path of a free-standing page; empty for others."""
        return self._owners.get(permalink, "")

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        return {story.permalink: story.id for story in self.stories} | {address: page.path for page, address in self.pages}

    def around(self, period: str) -> tuple[str, str]:
        """Return the years or months with stories before and after one; empty where there is none."""
        years, months = self._periods
        order = months if is_month(period) else years
        at = order.index(period)
        return order[at - 1] if at else "", order[at + 1] if at + 1 < len(order) else ""

    @cached_property
    def _periods(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return the years and the months with stories, in their order."""
        periods = [period for kind, period in self.lists if kind == "period"]
        years = sorted([period for period in periods if not is_month(period)], key=year_order)
        return years, sorted([period for period in periods if is_month(period)])

    # -- what lists want to know of their stories

    def first_dated(self, positions: Sequence[int]) -> int:
        """Return the first of stories, oldest first, whose date is known; the very first where none is."""
        return next((position for position in positions if not self.stories[position].is_undated), positions[0])

    def last_change(self, positions: Iterable[int]) -> Moment | None:
        """Return the newest publication or update among stories; None where there are none."""
        stories = self.stories
        newest = max([stories[position].last_change for position in positions], default=None)
        return Moment(newest[1], newest[0]) if newest and not is_before_christ(newest[0]) else None

    @cached_property
    def month_of(self) -> Sequence[str]:
        """Return the months of the local dates of all stories, by their positions; an empty one before the year 1."""
        return ["" if is_before_christ(story.instant) else story.iso[:7] for story in self.stories]

    def months(self, positions: Iterable[int]) -> Counter[str]:
        """Count stories by the month of their local dates, or of their beginnings; without those before the year 1."""
        found = Counter(map(self.month_of.__getitem__, positions))
        del found[""]
        return found

    def is_in_few(self, term: Term, number: int) -> bool:
        """Say whether a term stands in fewer texts than a number; copies of one text count once."""
        texts: set[bytes] = set()
        for position in self.positions(term.key):
            texts.add(self.stories[position].text)
            if len(texts) >= number:
                return False
        return len(texts) < number

    def is_reviewed(self, term: Term) -> bool:
        """Say whether any story stands under a term because somebody wrote so, or looked at what was found."""
        name, what = name_key(shortened(term.name)), _KEYS.get(term.kind, term.kind)
        for position in self.positions(term.key):
            found = next((values for key, values in self.stories[position].unreviewed if key == what), None)
            if found is None or (found and name not in map(name_key, found)):
                return True
        return False

    def is_unreviewed(self, position: int, key: str, *names: str) -> bool:
        """Say whether no editor has looked at a value of a key of a story that goes by any of some names."""
        for found, values in self.stories[position].unreviewed:
            if found == key:
                return not values or any(shortened(name) in values for name in names)
        return False
