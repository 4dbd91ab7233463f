"""What many pages show is one object: it is known by its identity, and what was made of it is found by that."""

from typing import TypeVar

T = TypeVar("T")


def shared(kind: type[T]) -> type[T]:
    """Have the objects of a named tuple compared by identity, which takes no time."""
    kind.__eq__, kind.__ne__, kind.__hash__ = object.__eq__, object.__ne__, object.__hash__  # type: ignore[method-assign]
    return kind
