"""Records as plain tuples and back: how a value of the model gets into the ledger, and from one process to another.

A named tuple becomes a plain tuple of its fields' values, nested ones likewise; `marshal` writes such tuples faster than anything
else and can, unlike pickle, do no harm when the file was tampered with. An encoding is only read by the version that wrote it.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Convert = Callable[[Any], Any]


def encode(value: Any) -> Any:  # any named tuple of the model  # noqa: ANN401
    """Return a named tuple as nested tuples of its fields' values, plain ones."""
    kind: Any = type(value)
    return _encoder(kind)(value)


def decode(cls: type[T], values: tuple[Any, ...]) -> T:
    """Return the named tuple whose `encode` gave these values. It is trusted: nothing is validated again."""
    kind: Any = cls
    decoded: T = _decoder(kind)(values)
    return decoded


def field_index(cls: type[Any], name: str) -> int:
    """Return where a field stands in the encoding of a class."""
    fields: tuple[str, ...] = cls._fields
    return fields.index(name)


@cache
def _encoder(cls: Any) -> Convert:  # noqa: ANN401
    nested = _nested(cls, lambda kind: _encoder(kind))
    if not nested:
        return tuple

    def encoded(value: Any) -> Any:  # noqa: ANN401
        values = list(value)
        for at, convert in nested:
            if values[at]:
                values[at] = convert(values[at])
        return tuple(values)

    return encoded


@cache
def _decoder(cls: Any) -> Convert:  # noqa: ANN401
    nested = _nested(cls, lambda kind: _decoder(kind))
    make: Convert = cls._make
    if not nested:
        return make

    def decoded(values: Any) -> Any:  # noqa: ANN401
        values = list(values)
        for at, convert in nested:
            if values[at]:
                values[at] = convert(values[at])
        return make(values)

    return decoded


def _nested(cls: Any, of: Callable[[Any], Convert]) -> tuple[tuple[int, Convert], ...]:  # noqa: ANN401
    """Return the fields that hold named tuples, or tuples or mappings of them, each with its conversion."""
    hints = get_type_hints(cls)
    found = []
    for at, name in enumerate(cls._fields):
        convert = _conversion(hints[name], of)
        if convert:
            found.append((at, convert))
    return tuple(found)


def _conversion(hint: Any, of: Callable[[Any], Convert]) -> Convert | None:  # a type of any shape  # noqa: ANN401
    if hasattr(hint, "_fields"):
        return of(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        chosen = [c for c in (_conversion(argument, of) for argument in arguments) if c]
        return chosen[0] if chosen else None
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        item = _conversion(arguments[0], of)
        return None if item is None else lambda values: tuple(map(item, values))
    return None
