"""What is fetched from the ledger as it is asked for: stories by their places, terms and lists by their keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast, overload

from broadsheet.build.ledger import Ledger
from broadsheet.catalog.filed import FiledStory, unpack_filed

_AT_ONCE = 500  # rows in one query
_FEW = 12  # values of a kind that may be fetched one by one
K = TypeVar("K", bound=tuple[str, str])
V = TypeVar("V")


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


class FetchedStories(Sequence[FiledStory]):
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
            self.expect((position,))
            filed = self._known.get(position)
            if filed is None:
                raise IndexError(position)
        return filed

    def expect(self, positions: Iterable[int]) -> None:
        """Fetch stories that will be asked for."""
        wanted = [position for position in positions if position not in self._known]
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            query = f"SELECT position, filed, rest FROM stories WHERE position IN ({','.join('?' * len(some))})"
            for position, filed, rest in self._ledger.rows(query, tuple(some)):
                self._known[position] = unpack_filed(position, filed, rest, self._raws, position)


class Fetched(Mapping[K, V]):
    """A mapping whose values are fetched from a table of the ledger, keyed by two columns.

    They are fetched one by one, and all of a kind at once when many of it are asked for, but of pairs of countries: those are too
    many.
    """

    def __init__(self, ledger: Ledger, table: str, columns: str, value: Callable[[Any], V]) -> None:
        kind, key, data = columns.split()
        self._ledger = ledger
        self._one = f"SELECT {data} FROM {table} WHERE {kind} = ? AND {key} = ?"  # our own names
        self._all = f"SELECT {kind}, {key} FROM {table}"  # as above
        self._kind = f"SELECT {key}, {data} FROM {table} WHERE {kind} = ?"  # as above
        self._some = f"{self._kind} AND {key} IN ({{}})"
        self._value = value
        self._known: dict[K, V | None] = {}
        self._ahead: dict[str, dict[str, Any]] = {}  # data of all keys of a kind
        self._asked: Counter[str] = Counter()
        self._keys: list[K] | None = None

    def __getitem__(self, key: K) -> V:
        if key not in self._known:
            data = self._data(*key)
            self._known[key] = None if data is None else self._value(data)
        value = self._known[key]
        if value is None:
            raise KeyError(key)
        return value

    def expect(self, kind: str, keys: Iterable[str]) -> None:
        """Fetch values of a kind that will be asked for."""
        wanted = [key for key in keys if (kind, key) not in self._known and kind not in self._ahead]
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            found = dict(self._ledger.rows(self._some.format(",".join("?" * len(some))), (kind, *some)))
            for key in some:
                data = found.get(key)
                self._known[cast("K", (kind, key))] = None if data is None else self._value(data)

    def _data(self, kind: str, key: str) -> Any | None:  # noqa: ANN401
        if kind not in self._ahead:
            self._asked[kind] += 1
            if self._asked[kind] <= _FEW or kind == "pair":
                row = self._ledger.row(self._one, (kind, key))
                return row and row[0]
            self._ahead[kind] = dict(self._ledger.rows(self._kind, (kind,)))
        return self._ahead[kind].get(key)

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
