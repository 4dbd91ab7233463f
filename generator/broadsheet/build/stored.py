"""The catalog in the ledger: put there when it was compiled, taken from it piece by piece when little of it is needed."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from broadsheet.build.fetched import Fetched, FetchedStories
from broadsheet.build.ledger import Ledger
from broadsheet.catalog.catalog import Catalog, ListKey, Redirect
from broadsheet.catalog.facts import COLUMNS, Facts
from broadsheet.catalog.filed import FiledStory, TermKey, pack_filed, pack_rest, unpack_filed
from broadsheet.catalog.pieces import Names, Pieces
from broadsheet.catalog.shards import Shard
from broadsheet.catalog.stories import Links, Stories
from broadsheet.catalog.terms import Term
from broadsheet.codec import decode, encode
from broadsheet.model import Body, FreePage

_FACTS = "facts of "  # before the name of a column


def story_row(filed: FiledStory) -> tuple[int, str, str, bytes, bytes, bytes]:
    """Return the row of the ledger for a story."""
    rest = pack_rest(filed.earlier, filed.speakers, filed.claimants)
    return filed.position, filed.id, filed.permalink, pack_filed(filed), rest, filed.raw


class StoredShards(Mapping[str, Shard]):
    """The shards of the search in the ledger, each fetched when it is asked for; `changed` are those that were put in place."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.changed: dict[str, Shard] = {}

    def __getitem__(self, name: str) -> Shard:
        shard = self.changed.get(name)
        if shard is None:
            row = self._ledger.row("SELECT shard FROM shards WHERE name = ?", (name,))
            if row is None:
                raise KeyError(name)
            shard = Shard(*marshal.loads(row[0]))  # our own bytes
        return shard

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self._ledger.rows("SELECT name FROM shards"))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def put(self, name: str, shard: Shard) -> None:
        """Put another shard in place of one."""
        self.changed[name] = shard


class _Links(Links):
    """The addresses of source files; those of stories are fetched."""

    def __init__(self, ledger: Ledger, few: Mapping[str, str], source_dir: str) -> None:
        self._ledger = ledger
        self.few = dict(few)
        self._added: dict[str, str] = {}
        self._prefix = f"{source_dir}/stories/"

    def __getitem__(self, path: str) -> str:
        found = self.few.get(path) or self._added.get(path)
        if found is None and path.startswith(self._prefix):
            story_id = path.removeprefix(self._prefix).rpartition(".")[0]
            row = self._ledger.row("SELECT permalink, position FROM stories WHERE id = ?", (story_id,))
            if row and self._filed_path(row[1]) == path:
                found = row[0]
        if found is None:
            raise KeyError(path)
        return found

    def add(self, path: str, permalink: str) -> None:
        """Add the source file of a story."""
        self._added[path] = permalink

    def _filed_path(self, position: int) -> str:
        row = self._ledger.row("SELECT filed, rest FROM stories WHERE position = ?", (position,))
        return unpack_filed(position, row[0], row[1], (), 0).path if row else ""

    def __iter__(self) -> Iterator[str]:
        yield from self.few
        for position, data, rest in self._ledger.rows("SELECT position, filed, rest FROM stories ORDER BY position"):
            filed = unpack_filed(position, data, rest, (), 0)
            if "#" not in filed.id:
                yield filed.path
        yield from self._added

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCatalog(Catalog):
    """A catalog that fetches what is asked for from the ledger."""

    ledger: Ledger = field(repr=False)
    added: dict[str, int] = field(default_factory=dict)  # positions by ids
    owners: dict[str, str] = field(default_factory=dict)  # ids by addresses, of those

    def append(self, filed: FiledStory) -> None:
        """Add a story that is newer than all others."""
        assert isinstance(self.stories, FetchedStories)
        assert isinstance(self.links, _Links)
        self.stories.append(filed)
        self.facts.renew(filed)
        self.added[filed.id] = filed.position
        self.owners[filed.permalink] = filed.id
        if "#" not in filed.id:
            self.links.add(filed.path, filed.permalink)

    def expect(self, positions: Iterable[int]) -> None:
        """Fetch the stories at some positions, which will be asked for."""
        assert isinstance(self.stories, FetchedStories)
        self.stories.expect(positions)

    def expect_lists(self, kind: str, keys: Iterable[str]) -> None:
        """Fetch lists of a kind, which will be asked for."""
        assert isinstance(self.lists, Fetched)
        self.lists.expect(kind, keys)

    def renew(self, filed: FiledStory) -> None:
        """Take note that a story was edited."""
        self.facts.renew(filed)

    def put_list(self, key: ListKey, positions: tuple[int, ...]) -> None:
        """Replace a list."""
        assert isinstance(self.lists, Fetched)
        self.lists.put(key, positions)

    def place_of(self, story_id: str) -> int | None:
        """Return the position of a story by its id."""
        if story_id in self.added:
            return self.added[story_id]
        row = self.ledger.row("SELECT position FROM stories WHERE id = ?", (story_id,))
        return row[0] if row else None

    def id_at(self, position: int) -> str:
        """Return the id of the story at a position."""
        return self.stories[position].id

    def ids(self) -> Names:
        """Return the ids of all stories, oldest first."""
        return Names(self.each_id())

    def each_id(self) -> list[str]:
        """Return the ids of all stories, oldest first."""
        rows = sorted(self.ledger.rows("SELECT position, id FROM stories"))  # sorted here, for an index holds all of it
        return [*(row[1] for row in rows), *(story_id for story_id, position in self.added.items() if position >= len(rows))]

    def owner_at(self, permalink: str) -> str:
        """Return whose body is published at an address."""
        if permalink in self.owners:
            return self.owners[permalink]
        row = self.ledger.row("SELECT id FROM stories WHERE permalink = ?", (permalink,))
        if row:
            return str(row[0])
        return next((page.path for page, address in self.pages if address == permalink), "")


def load_catalog(ledger: Ledger, bodies: Mapping[str, Body], source_dir: str) -> StoredCatalog:
    """Return the catalog that was stored last."""
    rest = ledger.get_meta("catalog")
    return StoredCatalog(
        ledger=ledger,
        stories=FetchedStories(ledger),
        terms=Fetched[TermKey, Term](ledger, "terms", "kind slug term", _term_of),
        lists=Fetched[ListKey, tuple[int, ...]](ledger, "lists", "kind key positions", _positions_of),
        country_slugs=rest["country_slugs"],
        country_codes=rest["country_codes"],
        pages=tuple((decode(FreePage, page), permalink) for page, permalink in rest["pages"]),
        redirects=tuple(decode(Redirect, redirect) for redirect in rest["redirects"]),
        links=_Links(ledger, rest["links"], source_dir),
        facts=Facts(lambda name: Pieces(*(ledger.get_meta(_FACTS + name) or ()))),
        editions=rest["editions"],
        originals=rest["originals"],
        until=rest["until"],
        bodies=bodies,
    )


def store_catalog(ledger: Ledger, catalog: Catalog) -> None:
    """Put a catalog into the ledger, touching only the rows that differ. Call it within a transaction."""
    row = ledger.row("SELECT COUNT(*) FROM stories")
    before = row[0] if row else 0
    ledger.put("stories", _other_stories(ledger, catalog, before))
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
    rest = {
        "country_slugs": dict(catalog.country_slugs),
        "country_codes": dict(catalog.country_codes),
        "pages": tuple((encode(page), permalink) for page, permalink in catalog.pages),
        "redirects": tuple(map(encode, catalog.redirects)),
        "links": dict(catalog.links.few),
        "editions": dict(catalog.editions),
        "originals": dict(catalog.originals),
        "until": catalog.until,
    }
    ledger.put_meta(catalog=rest)


def _other_stories(ledger: Ledger, catalog: Catalog, before: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the stories that the ledger does not have; there are rows of `before` positions."""
    for row in _rows(catalog):
        if row[0] >= before or ledger.row("SELECT * FROM stories WHERE position = ?", row[:1]) != row:
            yield row


def _rows(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    stories = catalog.stories
    if isinstance(stories, Stories):
        for at, (story_id, permalink) in enumerate(zip(stories.ids, stories.permalinks, strict=True)):
            yield (at, story_id, permalink, *stories.packed(at))
    else:
        yield from map(story_row, stories)


def store_facts(ledger: Ledger, catalog: Catalog, *, grown: bool) -> None:
    """Put what lists want to know of all their stories into the ledger; `grown`: there are others, else some were edited."""
    names = COLUMNS if grown else ("own", "changes", "events")
    ledger.put_meta(**{_FACTS + name: catalog.facts.column(name).plain() for name in names})


def store_lists(ledger: Ledger, lists: Mapping[ListKey, tuple[int, ...]]) -> None:
    """Put some lists into the ledger."""
    ledger.put("lists", [(*key, array("I", positions).tobytes()) for key, positions in lists.items()])


def store_shards(ledger: Ledger, shards: Mapping[str, Shard], *, whole: bool) -> None:
    """Put shards into the ledger; `whole`: they are all."""
    if whole:
        known = {row[:1]: row for row in ledger.rows("SELECT * FROM shards")}
        _replace(ledger, "shards", "name", known, ((name, _packed_shard(shard)) for name, shard in shards.items()))
    else:
        ledger.put("shards", [(name, _packed_shard(shard)) for name, shard in shards.items()])


def _packed_shard(shard: Shard) -> bytes:
    return marshal.dumps((shard.terms, shard.words), 2)  # a format that packs equal values equally


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


def _term_of(data: bytes) -> Term:
    return decode(Term, marshal.loads(data))  # our own bytes


def _positions_of(data: bytes) -> tuple[int, ...]:
    positions = array("I")
    positions.frombytes(data)
    return tuple(positions)
