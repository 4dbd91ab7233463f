"""The catalog in the ledger: put there when it was compiled, taken from it piece by piece when little of it is needed."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, overload

from broadsheet.build.ledger import Ledger
from broadsheet.catalog.catalog import (
    Catalog,
    Change,
    FiledActor,
    FiledCountry,
    FiledStory,
    ListKey,
    Packed,
    Redirect,
    TermKey,
    last_change,
)
from broadsheet.catalog.terms import Term
from broadsheet.codec import decode, encode
from broadsheet.model import Body, FreePage, Moment, TermKind
from broadsheet.pages.subjects import TERM_KINDS

K = TypeVar("K", bound=tuple[str, str])
V = TypeVar("V")


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
    )


def story_row(filed: FiledStory) -> tuple[int, str, str, bytes, bytes]:
    """Return the row of the ledger for a story."""
    return filed.position, filed.id, filed.permalink, pack_filed(filed), filed.raw


class _Raws:
    """The packed stories in the ledger, by their positions."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __getitem__(self, number: int) -> bytes:
        row = self._ledger.row("SELECT raw FROM stories WHERE position = ?", (number,))
        if row is None:
            raise IndexError(number)
        raw: bytes = row[0]
        return raw


class _Stories(Sequence[FiledStory]):
    """The stories in the ledger, each fetched when it is asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._raws = _Raws(ledger)
        self._known: dict[int, FiledStory] = {}
        row = ledger.row("SELECT COUNT(*) FROM stories")
        self._number: int = row[0] if row else 0

    def __len__(self) -> int:
        return self._number

    def append(self, filed: FiledStory) -> None:
        """Add a story at the end."""
        self._known[self._number] = filed
        self._number += 1

    @overload
    def __getitem__(self, position: int) -> FiledStory: ...
    @overload
    def __getitem__(self, position: slice) -> list[FiledStory]: ...
    def __getitem__(self, position: int | slice) -> FiledStory | list[FiledStory]:
        if isinstance(position, slice):
            return [self[at] for at in range(*position.indices(self._number))]
        filed = self._known.get(position)
        if filed is None:
            row = self._ledger.row("SELECT filed FROM stories WHERE position = ?", (position,))
            if row is None:
                raise IndexError(position)
            filed = self._known[position] = unpack_filed(position, row[0], self._raws, position)
        return filed


class _Fetched(Mapping[K, V]):
    """A mapping whose values are fetched from a table of the ledger, keyed by two columns."""

    def __init__(self, ledger: Ledger, table: str, columns: str, value: Callable[[Any], V]) -> None:
        kind, key, data = columns.split()
        self._ledger = ledger
        self._one = f"SELECT {data} FROM {table} WHERE {kind} = ? AND {key} = ?"  # our own names
        self._all = f"SELECT {kind}, {key} FROM {table}"  # as above
        self._value = value
        self._known: dict[K, V | None] = {}
        self._keys: list[K] | None = None

    def __getitem__(self, key: K) -> V:
        if key not in self._known:
            row = self._ledger.row(self._one, tuple(key))
            self._known[key] = None if row is None else self._value(row[0])
        value = self._known[key]
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[K]:
        if self._keys is None:
            new = [key for key, value in self._known.items() if value is not None]
            stored: list[K] = self._ledger.rows(self._all)  # type: ignore[assignment]  # rows are keys
            self._keys = list(dict.fromkeys([*stored, *new]))
        return iter(self._keys)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def put(self, key: K, value: V) -> None:
        """Put a value in place of the one in the table."""
        if key not in self and self._keys is not None:
            self._keys.append(key)
        self._known[key] = value


class _Links(Mapping[str, str]):
    """The addresses of source files; those of stories are fetched."""

    def __init__(self, ledger: Ledger, few: Mapping[str, str], source_dir: str) -> None:
        self._ledger = ledger
        self._few = dict(few)
        self._prefix = f"{source_dir}/stories/"

    def __getitem__(self, path: str) -> str:
        found = self._few.get(path)
        if found is None and path.startswith(self._prefix):
            story_id = path.removeprefix(self._prefix).rpartition(".")[0]
            row = self._ledger.row("SELECT permalink, position FROM stories WHERE id = ?", (story_id,))
            if row and self._filed_path(row[1]) == path:
                found = row[0]
        if found is None:
            raise KeyError(path)
        return found

    def add(self, path: str, permalink: str) -> None:
        """Add a source file."""
        self._few[path] = permalink

    def _filed_path(self, position: int) -> str:
        row = self._ledger.row("SELECT filed FROM stories WHERE position = ?", (position,))
        return unpack_filed(position, row[0], (), 0).path if row else ""

    def __iter__(self) -> Iterator[str]:
        yield from self._few
        for position, data in self._ledger.rows("SELECT position, filed FROM stories ORDER BY position"):
            filed = unpack_filed(position, data, (), 0)
            if "#" not in filed.id:
                yield filed.path

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCatalog(Catalog):
    """A catalog that fetches what is asked for from the ledger."""

    ledger: Ledger = field(repr=False)

    def append(self, filed: FiledStory) -> None:
        """Add a story that is newer than all others."""
        assert isinstance(self.stories, _Stories)
        assert isinstance(self.links, _Links)
        assert isinstance(self.changes, list)
        self.changes.append(last_change(filed))
        for kind, slugs in self._slugs.items():
            slugs.append(filed.slugs(kind))
        self.stories.append(filed)
        self._ids[filed.id] = filed.position
        self._owners[filed.permalink] = filed.id
        if "#" not in filed.id:
            self.links.add(filed.path, filed.permalink)

    def renew(self, filed: FiledStory) -> None:
        """Take note that a story was edited."""
        assert isinstance(self.changes, list)
        self.changes[filed.position] = last_change(filed)

    @property
    def changes(self) -> Sequence[Change]:
        """Return the last change of each story, by its position."""
        if not self._changes:
            stored: Iterable[Change] = self.ledger.get_meta("changes") or map(last_change, self.stories)
            self._changes.extend(stored)
        return self._changes

    def slugs(self, kind: TermKind) -> Sequence[tuple[str, ...]]:
        """Return the slugs of the terms of a kind that each story stands under, by its position."""
        if kind not in self._slugs:
            stored: Iterable[tuple[str, ...]] = self.ledger.get_meta(_slugs_key(kind)) or ()
            slugs = self._slugs[kind] = list(stored)
            slugs += [self.stories[position].slugs(kind) for position in range(len(slugs), len(self.stories))]
        return self._slugs[kind]

    def put_list(self, key: ListKey, positions: tuple[int, ...]) -> None:
        """Replace a list."""
        assert isinstance(self.lists, _Fetched)
        self.lists.put(key, positions)

    def by_id(self, story_id: str) -> FiledStory | None:
        """Return a story by its id."""
        if story_id in self._ids:
            return self.stories[self._ids[story_id]]
        row = self.ledger.row("SELECT position FROM stories WHERE id = ?", (story_id,))
        return self.stories[row[0]] if row else None

    def ids(self) -> Sequence[str]:
        """Return the ids of all stories, oldest first."""
        stored = [row[0] for row in self.ledger.rows("SELECT id FROM stories ORDER BY position")]
        return [*stored, *(story_id for story_id, position in self._ids.items() if position >= len(stored))]

    def owner_at(self, permalink: str) -> str:
        """Return whose body is published at an address."""
        if permalink in self._owners:
            return self._owners[permalink]
        row = self.ledger.row("SELECT id FROM stories WHERE permalink = ?", (permalink,))
        if row:
            return str(row[0])
        return next((page.path for page, address in self.pages if address == permalink), "")


def load_catalog(ledger: Ledger, bodies: Mapping[str, Body], source_dir: str) -> StoredCatalog:
    """Return the catalog that was stored last."""
    rest = ledger.get_meta("catalog")
    return StoredCatalog(
        ledger=ledger,
        stories=_Stories(ledger),
        terms=_Fetched[TermKey, Term](ledger, "terms", "kind slug term", _term_of),
        lists=_Fetched[ListKey, tuple[int, ...]](ledger, "lists", "kind key positions", _positions_of),
        country_slugs=rest["country_slugs"],
        country_codes=rest["country_codes"],
        pages=tuple((decode(FreePage, page), permalink) for page, permalink in rest["pages"]),
        redirects=tuple(decode(Redirect, redirect) for redirect in rest["redirects"]),
        links=_Links(ledger, rest["links"], source_dir),
        editions=rest["editions"],
        originals=rest["originals"],
        until=rest["until"],
        bodies=bodies,
    )


def store_catalog(ledger: Ledger, catalog: Catalog) -> None:
    """Put a catalog into the ledger, touching only the rows that differ. Call it within a transaction."""
    row = ledger.row("SELECT COUNT(*) FROM stories")
    before = row[0] if row else 0
    ledger.put("stories", _other_stories(ledger, catalog.stories, before))
    ledger.connection.execute("DELETE FROM stories WHERE position >= ?", (len(catalog.stories),))
    _replace(
        ledger,
        "terms",
        "kind slug",
        {row[:2]: row for row in ledger.rows("SELECT * FROM terms")},
        ((*key, marshal.dumps(encode(term))) for key, term in catalog.terms.items()),
    )
    _replace(
        ledger,
        "lists",
        "kind key",
        {row[:2]: row for row in ledger.rows("SELECT * FROM lists")},
        ((*key, array("I", positions).tobytes()) for key, positions in catalog.lists.items()),
    )
    stories = {filed.path for filed in catalog.stories}
    rest = {
        "country_slugs": dict(catalog.country_slugs),
        "country_codes": dict(catalog.country_codes),
        "pages": tuple((encode(page), permalink) for page, permalink in catalog.pages),
        "redirects": tuple(map(encode, catalog.redirects)),
        "links": {path: permalink for path, permalink in catalog.links.items() if path not in stories},
        "editions": dict(catalog.editions),
        "originals": dict(catalog.originals),
        "until": catalog.until,
    }
    ledger.put_meta(catalog=rest)


def _other_stories(ledger: Ledger, stories: Iterable[FiledStory], before: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the stories that the ledger does not have; there are rows of `before` positions."""
    for row in map(story_row, stories):
        if row[0] >= before or ledger.row("SELECT * FROM stories WHERE position = ?", row[:1]) != row:
            yield row


def store_facts(ledger: Ledger, catalog: Catalog, *, grown: bool) -> None:
    """Put what lists want to know of all their stories into the ledger, so that they need not be fetched one by one."""
    ledger.put_meta(changes=tuple(catalog.changes))
    if grown:
        ledger.put_meta(**{_slugs_key(kind): tuple(catalog.slugs(kind)) for kind in TERM_KINDS})


def store_lists(ledger: Ledger, lists: Mapping[ListKey, tuple[int, ...]]) -> None:
    """Put some lists into the ledger."""
    ledger.put("lists", [(*key, array("I", positions).tobytes()) for key, positions in lists.items()])


def _replace(
    ledger: Ledger, table: str, columns: str, old: dict[tuple[Any, ...], tuple[Any, ...]], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Bring a table to `rows`; the key is made of their first columns."""
    width = len(columns.split())
    changed = []
    for row in rows:
        if old.pop(row[:width], None) != row:
            changed.append(row)
    ledger.put(table, changed)
    ledger.take(table, list(old), columns)


def _slugs_key(kind: TermKind) -> str:
    return f"slugs_{kind}"


def _term_of(data: bytes) -> Term:
    return decode(Term, marshal.loads(data))  # our own bytes


def _positions_of(data: bytes) -> tuple[int, ...]:
    positions = array("I")
    positions.frombytes(data)
    return tuple(positions)
