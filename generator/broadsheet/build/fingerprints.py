"""Fingerprints: the digest of what a page is rendered from, made of its view's values and nothing of how they lie in memory."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from typing import Any

from markupsafe import Markup

from broadsheet.pages.views import Card

_CARDS_KEPT = 50_000
_TEXTS = frozenset((str, Markup))
_BEGIN, _END, _BETWEEN, _NONE, _NOTHING = (
    "\x02",
    "\x03",
    "\x1f",
    "\x04",
    "\x05",
)  # control characters that no text of a view holds


def fingerprint(salt: bytes, view: Any) -> bytes:  # a view, or the text of a page without a template  # noqa: ANN401
    """Return the fingerprint of a page: of `salt` (what the renderer adds to the view) and the view."""
    if type(view) is str:
        text = view
    else:
        parts: list[str] = []
        _add(view, parts)
        text = _BETWEEN.join(parts)
    state = blake2b(salt, digest_size=16)
    state.update(text.encode("utf-8", "surrogatepass"))
    return state.digest()


def _add(value: Any, parts: list[str]) -> None:  # noqa: ANN401
    """Add a value to the parts of a text, so that other values make another text."""
    kind: Any = type(value)
    if kind is Card:
        parts.append(_card(value))
        return
    if kind is tuple or kind is list:
        items: Any = value
        of_first: Any = type(value[0]) if value else None
        get = _flat_fields(of_first)
        if get is not None and len(set(map(type, value))) == 1:  # many links, in C
            parts.append(_BEGIN)
            parts.extend(map(str, chain.from_iterable(map(get, value))))
            parts.append(_END)
            return
    elif kind is dict:
        items = value.items()
    else:
        get = _fields(kind)
        if get is None:
            parts.append(value if kind in _TEXTS else f"{_BEGIN}{value!r}")  # a text, number, truth value or None
            return
        items = get(value)
    parts.append(_BEGIN)
    for item in items:
        of = type(item)
        if of in _TEXTS:
            parts.append(item)
        elif item is None or (of is tuple and not item):
            parts.append(_NONE if item is None else _NOTHING)
        else:
            _add(item, parts)
    parts.append(_END)


@lru_cache(maxsize=_CARDS_KEPT)
def _card(card: Card) -> str:
    """Return the text of a card, which stands on many pages."""
    parts: list[str] = []
    for item in _fields(Card)(card):  # type: ignore[misc]  # a card has fields
        if type(item) in _TEXTS:
            parts.append(item)
        else:
            _add(item, parts)
    return _BETWEEN.join(parts)


@cache
def _flat_fields(kind: Any) -> Callable[[Any], tuple[Any, ...]] | None:  # noqa: ANN401
    """Return what gets the values of a class whose fields are all texts and numbers; None for others."""
    get = _fields(kind) if isinstance(kind, type) else None
    return get if get and all(field.type in ("str", "int") for field in dataclasses.fields(kind)) else None


@cache
def _fields(kind: Any) -> Callable[[Any], tuple[Any, ...]] | None:  # noqa: ANN401
    if not dataclasses.is_dataclass(kind):
        return None
    names = [field.name for field in dataclasses.fields(kind)]
    get: Callable[[Any], Any] = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)
