"""Pieces: many short values in one block of memory, where a list of them would take three times as much.

A process that was forked shares the block for good: to look at an object of Python's own is to write to it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload


class Pieces(Sequence[bytes]):
    """Byte strings by their places, one after the other."""

    def __init__(self, data: bytes = b"", starts: array[int] | bytes = bytes(8)) -> None:
        self._data = data
        self._starts = array("Q", starts)

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> Pieces:
        """Return pieces in the order given."""
        maker = PiecesMaker()
        for piece in pieces:
            maker.add(piece)
        return maker.made()

    @property
    def parts(self) -> tuple[bytes, array[int]]:
        """Return the block, and where each piece begins and the last one ends: not to be changed."""
        return self._data, self._starts

    def plain(self) -> tuple[bytes, bytes]:
        """Return what makes equal pieces."""
        return self._data, self._starts.tobytes()

    def amended(self, others: Mapping[int, bytes]) -> Pieces:
        """Return these with other ones in some places, of which those behind the end come one after the other."""
        if all(place < len(self) and self[place] == piece for place, piece in others.items()):
            return self
        maker, number, after = PiecesMaker(), len(self), 0
        for place, piece in sorted(others.items()):
            maker.take(self, after, min(place, number))
            maker.add(piece)
            after = min(place + 1, number)
        maker.take(self, after, number)
        return maker.made()

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


class PiecesMaker:
    """Makes pieces, one after the other."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._starts = array("Q", (0,))

    def add(self, piece: bytes) -> None:
        """Add a piece behind the others."""
        self._data += piece
        self._starts.append(len(self._data))

    def take(self, pieces: Pieces, first: int, last: int) -> None:
        """Add some of other pieces: from the place `first` up to, but not, the place `last`."""
        data, starts = pieces.parts
        further = len(self._data) - starts[first]
        ends = starts[first + 1 : last + 1]
        self._data += data[starts[first] : starts[last]]
        self._starts += array("Q", [end + further for end in ends]) if further else ends

    def made(self) -> Pieces:
        """Return all pieces."""
        return Pieces(bytes(self._data), self._starts)


class Names(Sequence[str]):
    """Texts by their places, and where each is."""

    def __init__(self, texts: Iterable[str] | Pieces = ()) -> None:
        found = texts if isinstance(texts, Pieces) else Pieces.of(text.encode("utf-8", "surrogatepass") for text in texts)
        self._pieces = found
        self._data, self._starts = self._pieces.parts
        self._last: tuple[str, int | None] = ("", None)  # what was found last
        self._table = array("I")  # place + 1 by the hash of the text, 0 where there is none; what collides stands behind

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [piece.decode("utf-8", "surrogatepass") for piece in self._pieces[place]]
        if place < 0:
            raise IndexError(place)
        return self._data[self._starts[place] : self._starts[place + 1]].decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[str]:
        return (self[place] for place in range(len(self)))

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.find(text) is not None

    def find(self, text: str) -> int | None:
        """Return the place of a text, the first one of several; None where it has none."""
        if text == self._last[0] and text:
            return self._last[1]
        table = self._table or self._make_table()
        piece = text.encode("utf-8", "surrogatepass")
        most = len(table) - 1
        slot = hash(piece) & most
        while place := table[slot]:
            if self._data[self._starts[place - 1] : self._starts[place]] == piece:
                self._last = (text, place - 1)
                return place - 1
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
        for place, piece in enumerate(self._pieces.at(range(len(self))), 1):
            slot = hash(piece) & most
            while table[slot]:
                slot = (slot + 1) & most
            table[slot] = place
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
