"""Fingerprints: the digest of what a page is rendered from, made of its view's values and nothing of how they lie in memory."""

from __future__ import annotations

import marshal
import types
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup

# The newest format of `marshal` that writes equal values as equal bytes: later ones refer to what is the same object.
_FORMAT = 2
_SIZE = 16  # bytes of a fingerprint; SHA-256 has an instruction in most processors, and is twice as fast there as others
_exactly_text: Callable[[Any], str] = str.__str__  # of `Markup`, too
Plain = Callable[[Any], Any]


def fingerprint(salt: bytes, view: Any) -> bytes:  # a view, or the text of a page without a template  # noqa: ANN401
    """Return the fingerprint of a page: of `salt` (what the renderer adds to the view) and the view.

    A view is a named tuple; its fields, and those of what it holds, are texts, numbers, truth values, None, named tuples, and
    tuples of such values, as their types say.
    """
    state = sha256(salt)
    kind: Any = type(view)
    state.update(view.encode("utf-8", "surrogatepass") if kind is str else marshal.dumps(_of_class(kind)(view), _FORMAT))
    return state.digest()[:_SIZE]


@cache
def _of_class(cls: Any) -> Plain:  # a named tuple  # noqa: ANN401
    """Return what turns a value of a class into a tuple or list of plain values."""
    hints = get_type_hints(cls)
    nested = [(at, plain) for at, plain in ((at, _of_hint(hints[name])) for at, name in enumerate(cls._fields)) if plain]
    if not nested:
        return tuple

    def plain(value: Any) -> Any:  # noqa: ANN401
        values = list(value)
        for at, convert in nested:
            if values[at] is not None:
                values[at] = convert(values[at])
        return values

    return plain


def _of_hint(hint: Any) -> Plain | None:  # a type of any shape  # noqa: ANN401
    """Return what makes plain values of those of a type; None where they are plain as they are."""
    if hint is Markup:
        return _exactly_text
    if hasattr(hint, "_fields"):
        return _of_class(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return next((plain for plain in map(_of_hint, arguments) if plain), None)
    if origin is not tuple:
        return None
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _of_hint(arguments[0])
        return None if each is None else lambda values: list(map(each, values))
    parts = [_of_hint(argument) or _as_it_is for argument in arguments]
    if all(part is _as_it_is for part in parts):
        return None
    return lambda values: [part(value) for part, value in zip(parts, values, strict=True)]


def _as_it_is(value: Any) -> Any:  # noqa: ANN401
    return value
