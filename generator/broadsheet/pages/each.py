"""What many pages say of one term or one byline: made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from broadsheet.pages.edition import Edition

K = TypeVar("K")
V = TypeVar("V")


class Each(dict[K, V]):
    """By keys, what `make` makes of the edition and a key, when it is first asked for. `edition.once(Each, make)` keeps it."""

    def __init__(self, edition: Edition, make: Callable[[Edition, K], V]) -> None:
        super().__init__()
        self._edition = edition
        self._make = make

    def __missing__(self, key: K) -> V:
        value = self[key] = self._make(self._edition, key)
        return value
