"""What was made of keys and asked for lately: kept, so that it is not made again, as long as there is room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(dict[K, V]):
    """By their keys, values that `make` makes when they are asked for: the last `most`, and up to as many before those."""

    def __init__(self, make: Callable[[K], V], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most
        self._before: dict[K, V] = {}

    def __missing__(self, key: K) -> V:
        value = self._before.pop(key) if key in self._before else self._make(key)
        if len(self) >= self._most:
            self._before = dict(self)
            self.clear()
        self[key] = value
        return value
