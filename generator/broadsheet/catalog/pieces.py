"""Pieces: many short values in one block of memory, where a list of them would take three times as much.

A process that was forked shares the block for good: to look at an object of Python's own is to write to it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload


class Pieces(Sequence[bytes]):
    """Byte strings by their places, one after the other."""

    def __init__(self, data: bytes = b"", starts: bytes = bytes(8)) -> None:
        self._data = data
        self._starts = array("Q")
        self._starts.frombytes(starts)

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> Pieces:
        """Return pieces in the order given."""
        starts = array("Q", (0,))
        end = 0
        kept = []
        for piece in pieces:
            kept.append(piece)
            end += len(piece)
            starts.append(end)
        found = cls()
        found._data, found._starts = b"".join(kept), starts  # its own
        return found

    def plain(self) -> tuple[bytes, bytes]:
        """Return what makes equal pieces."""
        return self._data, self._starts.tobytes()

    def at(self, places: Iterable[int]) -> list[bytes]:
        """Return those at some places."""
        data, starts = self._data, self._starts
        return [data[starts[place] : starts[place + 1]] for place in places]

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return self.at(range(*place.indices(len(self))))
        if place < 0:
            raise IndexError(place)
        return self._data[self._starts[place] : self._starts[place + 1]]

    def __len__(self) -> int:
        return len(self._starts) - 1


class Names(Sequence[str]):
    """Texts by their places, and where each is."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._pieces = Pieces.of(text.encode("utf-8", "surrogatepass") for text in texts)
        self._table = array("I")  # place + 1 by the hash of the text, 0 where there is none; what collides stands behind

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return self._pieces[place].decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return len(self._pieces)

    def __iter__(self) -> Iterator[str]:
        return (self[place] for place in range(len(self)))

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.find(text) is not None

    def find(self, text: str) -> int | None:
        """Return the place of a text, the first one of several; None where it has none."""
        table = self._table or self._make_table()
        most = len(table) - 1
        slot = hash(text) & most
        while table[slot]:
            place = table[slot] - 1
            if self[place] == text:
                return place
            slot = (slot + 1) & most
        return None

    def prepare(self) -> None:
        """Make ready to find texts: what processes need that will be forked they share then."""
        if not self._table:
            self._make_table()

    def _make_table(self) -> array[int]:
        size = 1 << (2 * len(self) + 1).bit_length()
        table = self._table = array("I", bytes(4 * size))
        most = size - 1
        for place, text in enumerate(self):
            slot = hash(text) & most
            while table[slot]:
                slot = (slot + 1) & most
            table[slot] = place + 1
        return table


class Pairs(Sequence[tuple[str, str]]):
    """Pairs of texts by their places, of which the first holds no NUL."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._names = Names(f"{one}\0{other}" for one, other in pairs)

    @overload
    def __getitem__(self, place: int) -> tuple[str, str]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[str, str]]: ...
    def __getitem__(self, place: int | slice) -> tuple[str, str] | list[tuple[str, str]]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        one, _, other = self._names[place].partition("\0")
        return one, other

    def __len__(self) -> int:
        return len(self._names)

    def find(self, pair: tuple[str, str]) -> int | None:
        """Return the place of a pair, the first one of several; None where it has none."""
        return self._names.find(f"{pair[0]}\0{pair[1]}")
