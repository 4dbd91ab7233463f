"""The stories of a compiled catalog: packed and laid aside one by one, and made again when they are asked for."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from broadsheet.catalog.filed import CardValues, FiledStory, pack_filed, unpack_filed
from broadsheet.catalog.pieces import Names, Pieces, PiecesMaker
from broadsheet.catalog.shelf import Shelf

_KEPT = 200  # stories that were looked at last: a page, its twin and its stamp ask in turn


class StoryMaker:
    """Lays stories aside, from the oldest, each as it is compiled."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._places = array("Q")  # on the shelf, of each story: itself, in its place, its card
        self._ids, self._paths, self._permalinks = PiecesMaker(), PiecesMaker(), PiecesMaker()

    def add(self, filed: FiledStory) -> None:
        """Add the story after the last one."""
        places = (filed.at, self._shelf.put(pack_filed(filed)), self._shelf.put(marshal.dumps(tuple(filed.card))))
        self._places.extend(places)
        for maker, text in ((self._ids, filed.id), (self._paths, filed.path), (self._permalinks, filed.permalink)):
            maker.add(text.encode("utf-8", "surrogatepass"))

    def made(self) -> Stories:
        """Return all stories."""
        names = (Names(self._ids.made()), Names(self._paths.made()), Names(self._permalinks.made()))
        return Stories(self._shelf, self._places, names)


class Stories(Sequence[FiledStory]):
    """Stories by their positions. Each is made anew when it is asked for: do not change it."""

    def __init__(self, shelf: Shelf, places: array[int], names: tuple[Names, Names, Names]) -> None:
        self.ids, self.paths, self.permalinks = names
        self._shelf = shelf
        self._places = places
        self._rest = Pieces()
        self._last: dict[int, FiledStory] = {}

    def complete(self, rest: Pieces) -> None:
        """Take note of what is known of each story when all are known, as `pack_rest` packs it."""
        self._rest = rest
        self._last.clear()

    def prepare(self) -> None:
        """Make ready for processes that will be forked."""
        self._shelf.flush()
        self.ids.prepare()
        self.paths.prepare()
        self.permalinks.prepare()

    def packed(self, position: int) -> tuple[bytes, bytes, bytes]:
        """Return a story in its place as bytes, the rest that is known of it, and the story itself."""
        return self._shelf[self._places[3 * position + 1]], self._rest[position], self._shelf[self._places[3 * position]]

    def card(self, position: int) -> CardValues:
        """Return what a story's card is made of: less than the story."""
        return CardValues(*marshal.loads(self._shelf[self._places[3 * position + 2]]))  # our own bytes

    @overload
    def __getitem__(self, position: int) -> FiledStory: ...
    @overload
    def __getitem__(self, position: slice) -> list[FiledStory]: ...
    def __getitem__(self, position: int | slice) -> FiledStory | list[FiledStory]:
        if isinstance(position, slice):
            return [self[at] for at in range(*position.indices(len(self)))]
        found = self._last.get(position)
        if found is None:
            if not 0 <= position < len(self):
                raise IndexError(position)
            if len(self._last) >= _KEPT:
                self._last.clear()
            raw, packed = self._places[3 * position], self._places[3 * position + 1]
            found = unpack_filed(position, self._shelf[packed], self._rest[position], self._shelf, raw)
            self._last[position] = found
        return found

    def __len__(self) -> int:
        return len(self._places) // 3


class Links(Mapping[str, str]):
    """The addresses of source files. `few` are those of the files that are no stories'; a file that holds many has none."""

    few: dict[str, str]


class StoryLinks(Links):
    """Links of a catalog that was compiled."""

    def __init__(self, stories: Stories, few: dict[str, str]) -> None:
        self._stories = stories
        self.few = few

    def __getitem__(self, path: str) -> str:
        found = self.few.get(path)
        if found is None:
            position = self._stories.paths.find(path)
            if position is None or "#" in self._stories.ids[position]:  # it is a line of a file
                raise KeyError(path)
            found = self._stories.permalinks[position]
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self.few
        yield from (path for path, name in zip(self._stories.paths, self._stories.ids, strict=True) if "#" not in name)

    def __len__(self) -> int:
        return sum(1 for _ in self)
