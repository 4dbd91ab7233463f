"""Records as plain tuples and back: how a value of the model gets into the ledger, and from one process to another.

A dataclass becomes the tuple of its fields' values, nested ones likewise; `marshal` writes such tuples faster than anything
else and can, unlike pickle, do no harm when the file was tampered with. An encoding is only read by the version that wrote it.
"""

from __future__ import annotations

import dataclasses
import marshal
import types
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Convert = Callable[[Any], Any]


def encode(value: Any) -> Any:  # any dataclass of the model  # noqa: ANN401
    """Return a dataclass as nested tuples of its fields' values, in the order of the fields."""
    kind: Any = type(value)
    return _encoder(kind)(value)


def decode(cls: type[T], values: tuple[Any, ...]) -> T:
    """Return the dataclass whose `encode` gave these values. It is trusted: nothing is validated again."""
    kind: Any = cls
    decoded: T = _decoder(kind)(values)
    return decoded


def pack(value: Any) -> bytes:  # any dataclass of the model  # noqa: ANN401
    """Return a dataclass as bytes."""
    return marshal.dumps(encode(value))


def unpack(cls: type[T], data: bytes) -> T:
    """Return the dataclass whose `pack` gave these bytes. Raises ValueError, EOFError or TypeError for others."""
    return decode(cls, marshal.loads(data))  # the ledger's own bytes; marshal runs no code


@cache
def field_index(cls: type[Any], name: str) -> int:
    """Return where a field stands in the encoding of a class."""
    return [field.name for field in dataclasses.fields(cls)].index(name)


@cache
def _encoder(cls: Any) -> Convert:  # noqa: ANN401
    names = [field.name for field in dataclasses.fields(cls)]
    nested = _nested(cls, lambda kind: _encoder(kind))
    get: Callable[[Any], Any] = attrgetter(*names)
    if len(names) == 1:
        only = get
        get = lambda value: (only(value),)  # noqa: E731
    if not nested:
        return get

    def encoded(value: Any) -> Any:  # noqa: ANN401
        values = list(get(value))
        for at, convert in nested:
            if values[at]:
                values[at] = convert(values[at])
        return tuple(values)

    return encoded


@cache
def _decoder(cls: Any) -> Convert:  # noqa: ANN401
    names = tuple(field.name for field in dataclasses.fields(cls))
    nested = _nested(cls, lambda kind: _decoder(kind))
    new, put = object.__new__, object.__setattr__

    def decoded(values: Any) -> Any:  # noqa: ANN401
        if nested:
            values = list(values)
            for at, convert in nested:
                if values[at]:
                    values[at] = convert(values[at])
        value = new(cls)
        for name, item in zip(names, values, strict=True):
            put(value, name, item)
        return value

    return decoded


def _nested(cls: type[Any], of: Callable[[Any], Convert]) -> tuple[tuple[int, Convert], ...]:
    """Return the fields that hold dataclasses, or tuples or mappings of them, each with its conversion."""
    hints = get_type_hints(cls)
    found = []
    for at, field in enumerate(dataclasses.fields(cls)):
        convert = _conversion(hints[field.name], of)
        if convert:
            found.append((at, convert))
    return tuple(found)


def _conversion(hint: Any, of: Callable[[Any], Convert]) -> Convert | None:  # a type of any shape  # noqa: ANN401
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return of(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        chosen = [c for c in (_conversion(argument, of) for argument in arguments) if c]
        return chosen[0] if chosen else None
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        item = _conversion(arguments[0], of)
        return None if item is None else lambda values: tuple(map(item, values))
    return None
