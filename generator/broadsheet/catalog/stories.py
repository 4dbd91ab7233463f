"""The stories of a compiled catalog: objects while everything looks at them, packed and laid aside before pages are made."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from broadsheet.catalog.filed import FiledStory, pack_filed, unpack_filed
from broadsheet.catalog.pieces import Names
from broadsheet.catalog.shelf import Shelf

_KEPT = 200  # stories that were looked at last: a page, its twin and its stamp ask in turn


class Stories(Sequence[FiledStory]):
    """Stories by their positions. Those that were laid aside are made anew when they are asked for: do not change them."""

    def __init__(self, filed: list[FiledStory], shelf: Shelf) -> None:
        self._filed: list[FiledStory] | None = filed
        self._number = len(filed)
        self._shelf = shelf
        self._raws = array("Q", [story.at for story in filed])
        self._first = 0  # the number on the shelf of the first one that was laid aside
        self._last: dict[int, FiledStory] = {}

    def lay_aside(self) -> None:
        """Pack all stories, and hold none of them any more."""
        if self._filed is None:
            return
        self._first = len(self._shelf)
        for filed in self._filed:
            self._shelf.put(pack_filed(filed))
        self._shelf.flush()
        self._filed = None

    def packed(self, position: int) -> tuple[bytes, bytes]:
        """Return a story in its place as bytes, and the story itself."""
        packed = self._shelf[self._first + position] if self._filed is None else pack_filed(self._filed[position])
        return packed, self._shelf[self._raws[position]]

    @overload
    def __getitem__(self, position: int) -> FiledStory: ...
    @overload
    def __getitem__(self, position: slice) -> list[FiledStory]: ...
    def __getitem__(self, position: int | slice) -> FiledStory | list[FiledStory]:
        if self._filed is not None:
            return self._filed[position]
        if isinstance(position, slice):
            return [self[at] for at in range(*position.indices(self._number))]
        found = self._last.get(position)
        if found is None:
            if not 0 <= position < self._number:
                raise IndexError(position)
            if len(self._last) >= _KEPT:
                self._last.clear()
            found = unpack_filed(position, self._shelf[self._first + position], self._shelf, self._raws[position])
            self._last[position] = found
        return found

    def __len__(self) -> int:
        return self._number


class Links(Mapping[str, str]):
    """The addresses of source files. `few` are those of the files that are no stories'; a file that holds many has none."""

    few: dict[str, str]


class StoryLinks(Links):
    """Links of a catalog that was compiled."""

    def __init__(self, paths: Names, permalinks: Names, few: dict[str, str]) -> None:
        self._paths = paths  # by the position of the story; empty where it is a line of a file
        self._permalinks = permalinks
        self.few = few

    def __getitem__(self, path: str) -> str:
        found = self.few.get(path)
        if found is None:
            position = self._paths.find(path) if path else None
            if position is None:
                raise KeyError(path)
            found = self._permalinks[position]
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self.few
        yield from (path for path in self._paths if path)

    def __len__(self) -> int:
        return sum(1 for _ in self)
