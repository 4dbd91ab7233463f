"""Amend: bring the catalog in the ledger up to a few stories that were edited in place or added at the end, without compiling it.

An edit in place changes what a story says, and nothing of where it stands: no name, date, address or embargo. An added story is
newer than all others and names what the catalog knows. Both touch their own lists and nothing else. Whatever is less simple is
declined, and the catalog is compiled; a property test holds both ways to the same bytes.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from broadsheet.build.indexing import index_story
from broadsheet.build.inputs import Readings
from broadsheet.build.ledger import Ledger
from broadsheet.build.stored import StoredCatalog
from broadsheet.catalog.addresses import story_permalink
from broadsheet.catalog.catalog import ALL, Catalog, ListKey
from broadsheet.catalog.filed import FiledActor, FiledCountry, FiledStory
from broadsheet.catalog.lists import MOST_COUNTRIES, PAIR_THRESHOLD, number_of, pair_key, state_of, sum_states
from broadsheet.catalog.records import Record
from broadsheet.catalog.related import COMMON, KIND_WEIGHT
from broadsheet.catalog.shards import level_of
from broadsheet.catalog.terms import name_key
from broadsheet.codec import field_index
from broadsheet.model import Moment, Story, TermKind
from broadsheet.pages.edition import Edition
from broadsheet.pages.subjects import SINGLES, TERM_KINDS, Subject

_AT = {name: field_index(Story, name) for name in Story._fields}
_IN_PLACE = frozenset(
    _AT[name]
    for name in (
        "title",
        "standfirst",
        "updated",
        "authors",
        "dateline",
        "source",
        "citations",
        "corrections",
        "events",
        "comments",
    )
)
_ALONE = (
    "draft",
    "publish_at",
    "expires_at",
    "aliases",
    "translation_of",
    "image",
    "breaking_until",
    "comments_until",
)  # an added story has none
_WITH_CARDS = ("front", "missing", "feeds", "crawlers", "news")  # singles that show stories
_EDITED = "changed: headline or metadata"
_SHOWN = "changed: a story in its list"


class DeclinedError(Exception):
    """Raised within this module where the catalog has to be compiled."""


@dataclass(slots=True)
class Amendment:
    """The stories that were changed or added, the lists that grew, and what is to be made again and why."""

    stories: list[FiledStory] = field(default_factory=list)
    lists: dict[ListKey, tuple[int, ...]] = field(default_factory=dict)
    causes: dict[Subject, str] = field(default_factory=dict)


def amend(catalog: Catalog, edition: Edition, readings: Readings) -> Amendment | None:
    """Amend a catalog by what was read; None where it has to be compiled."""
    assert isinstance(catalog, StoredCatalog)
    try:
        return _Amender(catalog, edition, catalog.ledger).run(readings)
    except DeclinedError:
        return None


@dataclass(slots=True)
class _Amender:
    catalog: StoredCatalog
    edition: Edition
    ledger: Ledger
    done: Amendment = field(default_factory=Amendment)
    redated: bool = False
    known: dict[TermKind, dict[str, str]] = field(default_factory=dict)  # name key -> slug

    def run(self, readings: Readings) -> Amendment:
        """Amend story by story, from the oldest."""
        added = []
        for path, found in readings.changed.items():
            before = readings.before.get(path)
            if before is None:
                _insist(not found.problems and all(record.kind == "story" for record in found.records))
                added += [(marshal.loads(record.raw), record) for record in found.records]  # our own bytes
                continue
            for old, new in zip(before.records, found.records, strict=True):
                self._edit(old, new)
        for values, record in sorted(added, key=lambda pair: (pair[0][_AT["date"]][1], pair[0][_AT["id"]])):
            self._add(values, record)
        if self.done.stories:
            singles = (*SINGLES, "sitemap") if added or self.redated else _WITH_CARDS
            self.done.causes |= dict.fromkeys(((name, "") for name in singles), "changed: the archive")
        return self.done

    def _edit(self, old: Record, new: Record) -> None:
        if old.stamp == new.stamp:
            return
        one, other = marshal.loads(old.raw), marshal.loads(new.raw)  # our own bytes
        _insist(new.kind == "story" and old.links == new.links and not other[_AT["aliases"]])
        _insist(all(at in _IN_PLACE or one[at] == other[at] for at in range(len(one))))
        filed = self.catalog.by_id(new.owner)
        if filed is None:  # not published
            return
        _insist(filed.id not in self.catalog.editions)
        self.redated = self.redated or one[_AT["updated"]] != other[_AT["updated"]]
        filed.packed, filed.at, filed.words = (new.raw,), 0, new.words
        filed.title, filed.standfirst = other[_AT["title"]], other[_AT["standfirst"]]
        filed.updated = Moment(*other[_AT["updated"]]) if other[_AT["updated"]] else None
        filed.events = other[_AT["events"]]
        self.catalog.renew(filed)
        self.done.stories.append(filed)
        self.done.causes[("story", filed.id)] = _EDITED
        self._touch(filed)
        if one[_AT["title"]] != other[_AT["title"]]:
            self._search(filed, one[_AT["title"]], other[_AT["title"]])
        for name, reads in self.ledger.rows("SELECT name, reads FROM subjects WHERE reads LIKE ?", (f"%{filed.id}%",)):
            if filed.id in reads.split("\n"):  # the query finds more
                kind, _, key = name.partition(":")
                self.done.causes.setdefault((kind, key), "changed: a story that it shows")

    def _touch(self, filed: FiledStory) -> None:
        """Take note of every list that shows a story."""
        for key in self._lists_of(filed):
            kind, name = key
            if kind == "voice":
                self.done.causes.setdefault(("actor", name), _SHOWN)
            elif kind == "nation":
                self.done.causes.setdefault(("country", self.catalog.country_slugs[name]), _SHOWN)
            elif kind == "pair" and not (self.edition.has("pairs") and self.catalog.positions(key)):
                continue
            elif kind != "all" and (kind != "period" or self.edition.has("dates")):
                self.done.causes.setdefault(key, _SHOWN)

    def _lists_of(self, filed: FiledStory) -> Iterator[ListKey]:
        """Yield every list that holds a story."""
        terms = self.catalog.terms
        yield from filed.terms
        yield ALL
        yield ("period", filed.day[:4])
        yield ("period", filed.day[:7])
        if len(filed.countries) <= MOST_COUNTRIES:
            for one, other in combinations(sorted(country.slug for country in filed.countries), 2):
                yield pair_key(one, other)
        yield from (("voice", slug) for slug in dict.fromkeys((*filed.speakers, *filed.claimants)) if slug)
        codes = dict.fromkeys(actor.country or terms[("actor", actor.slug)].country for actor in filed.actors)
        yield from (("nation", code) for code in codes if code)

    def _add(self, values: Any, record: Record) -> None:  # a packed story's values  # noqa: ANN401
        catalog = self.catalog
        _insist(not any(values[_AT[name]] for name in _ALONE) and "breaking" not in values[_AT["labels"]] and not record.links)
        _insist(not catalog.editions and len(catalog.stories) > 0)
        newest = catalog.stories[len(catalog.stories) - 1]
        _insist((newest.instant, newest.id) < (values[_AT["date"]][1], record.owner))
        filed = self._filed(values, record)
        keys = list(self._lists_of(filed))
        self._check_pairs(filed)
        filed.earlier = self._earlier(filed)
        for key in (("all", ""), *(("dossier", slug) for slug in filed.dossiers)):
            for position in catalog.positions(key)[-1:]:
                self.done.causes.setdefault(("story", catalog.stories[position].id), "changed: the story after it")
        shape, level = self.edition.shape, level_of(catalog.lists, filed.day[:4])
        catalog.append(filed)
        for key in keys:
            positions = catalog.positions(key)
            if positions or key[0] != "pair":
                _insist(bool(positions) or key[0] in ("voice", "nation") or key in catalog.terms)
                self.done.lists[key] = (*positions, filed.position)
                catalog.put_list(key, self.done.lists[key])
        _insist(self.edition.shape == shape and level_of(catalog.lists, filed.day[:4]) == level)
        self._search(filed, "", values[_AT["title"]])
        self.done.stories.append(filed)
        self.done.causes[("story", filed.id)] = "first build of it"
        self._touch(filed)
        if self.edition.has("indexes"):
            stated = ("role",) if any(actor.role for actor in filed.actors) else ()
            self.done.causes |= {("index", name): _SHOWN for name in (*TERM_KINDS, *stated)}

    def _search(self, filed: FiledStory, before: str, after: str) -> None:
        """Bring the index of the search up to a story; `before` is the headline that it had, empty for one that is added."""
        if self.edition.has("search"):
            causes = index_story(self.edition, filed, before, after)
            if causes is None:
                raise DeclinedError
            self.done.causes |= causes

    def _filed(self, values: Any, record: Record) -> FiledStory:  # noqa: ANN401
        sections = self._slugs("section", values[_AT["sections"]])
        iso, instant = values[_AT["date"]]
        permalinks = self.edition.config.permalinks
        return FiledStory(
            packed=(record.raw,),
            at=0,
            id=record.owner,
            path=values[_AT["path"]],
            title=values[_AT["title"]],
            standfirst=values[_AT["standfirst"]],
            labels=values[_AT["labels"]],
            lang=values[_AT["lang"]],
            date=Moment(iso, instant),
            updated=Moment(*values[_AT["updated"]]) if values[_AT["updated"]] else None,
            position=len(self.catalog.stories),
            permalink=story_permalink(permalinks.story, iso[:10], values[_AT["slug"]], sections[0] if sections else ""),
            words=record.words,
            breaking=False,
            sections=sections,
            tags=self._slugs("tag", values[_AT["tags"]]),
            dossiers=self._slugs("dossier", values[_AT["dossiers"]]),
            actors=self._actors(values[_AT["actors"]]),
            countries=self._countries(values[_AT["countries"]]),
            speakers=tuple(self._voice(quote[1]) for quote in values[_AT["quotes"]]),
            claimants=tuple(self._voice(claim[2]) for claim in values[_AT["claims"]]),
            events=values[_AT["events"]],
            unreviewed=values[_AT["unreviewed"]],
        )

    def _slug(self, kind: TermKind, text: str) -> str:
        """Return the slug of a term that the catalog knows by this name."""
        names = self.known.get(kind)
        if names is None:
            names = self.known[kind] = {}
            for term in self.catalog.of_kind(kind):
                spellings = (term.name, *((term.slug, *term.aliases) if term.entry else ()))
                names |= {name_key(spelling): term.slug for spelling in spellings}
        slug = names.get(name_key(text), "")
        _insist(bool(slug))
        term = self.catalog.terms[(kind, slug)]
        _insist(bool(term.entry) or term.name != slug or text == slug)  # else this is the first to name it properly
        return slug

    def _slugs(self, kind: TermKind, names: Iterable[Any]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._slug(kind, named[0]) for named in names))

    def _code(self, named: Any) -> str:  # noqa: ANN401
        code = self.catalog.country_codes.get(name_key(named[0]), "")
        _insist(code in self.catalog.country_slugs)
        return code

    def _actors(self, mentions: Iterable[Any]) -> tuple[FiledActor, ...]:
        found: dict[str, FiledActor] = {}
        for name, role, stated_in, kind in mentions:
            slug = self._slug("actor", name[0])
            country = self._code(stated_in) if stated_in else ""
            term = self.catalog.terms[("actor", slug)]
            _insist(bool(term.entry) or ((not kind or bool(term.actor_kind)) and (not country or bool(term.country))))
            known = found.get(slug, FiledActor(slug))
            found[slug] = FiledActor(slug, known.role or role, known.country or country)
        return tuple(found.values())

    def _countries(self, mentions: Iterable[Any]) -> tuple[FiledCountry, ...]:
        found: dict[str, FiledCountry] = {}
        for name, role in mentions:
            slug = self.catalog.country_slugs[self._code(name)]
            known = found.get(slug)
            found[slug] = FiledCountry(slug, known.role if known and known.role else role)
        return tuple(found.values())

    def _voice(self, named: Any) -> str:  # noqa: ANN401
        return self._slug("actor", named[0]) if named else ""

    def _check_pairs(self, filed: FiledStory) -> None:
        """Decline where two countries are about to get a page of their own."""
        if len(filed.countries) > MOST_COUNTRIES:
            return
        for one, other in combinations(sorted(country.slug for country in filed.countries), 2):
            if not self.catalog.positions(pair_key(one, other)):
                shared = set(self.catalog.positions(("country", one))) & set(self.catalog.positions(("country", other)))
                _insist(len(shared) + 1 < PAIR_THRESHOLD)

    def _earlier(self, filed: FiledStory) -> int:
        """Return the digest of the stories that may be related to a new one, as `lists_of` makes it."""
        states = []
        for key in filed.terms:
            positions = self.catalog.positions(key)
            if len(positions) <= COMMON and KIND_WEIGHT[key[0]]:
                stories = map(self.catalog.stories.__getitem__, positions)
                states.append(state_of(number_of(story.id, story.date.instant) for story in stories))
        return sum_states(states)


def _insist(simple: bool) -> None:
    if not simple:
        raise DeclinedError
