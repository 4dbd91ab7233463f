"""Nodes: what YAML and JSON become before the schema looks at them. Every scalar is text, and everything knows its place.

Named tuples, not dataclasses: an article has some sixty of them, and a frozen dataclass costs three times as much to make.
"""

from __future__ import annotations

from typing import NamedTuple

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class Scalar(NamedTuple):
    """One value as text. `plain` says that it stood without quotes, so that `null` can be told from `"null"`."""

    text: str
    plain: bool
    line: int
    column: int


class Sequence(NamedTuple):
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(NamedTuple):
    """Keys and their nodes in the order of the file; no key stands twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


def is_null(node: Node) -> bool:
    """Say whether a node is the absent value: nothing at all, `~` or `null`, without quotes."""
    return isinstance(node, Scalar) and node.plain and node.text in _NULLS


def shortened(text: str, limit: int = 60) -> str:
    """Return text as a message shows it: on one line, cut after `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def described(node: Node) -> str:
    """Return what a message calls a node: its text in backticks, `a list`, `a mapping` or `nothing`."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a mapping"
    return "nothing" if is_null(node) else f"`{shortened(node.text)}`"
