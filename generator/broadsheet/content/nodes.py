"""Nodes: what YAML and JSON become before the schema looks at them. Every scalar is text, and everything knows its place.

Named tuples, not dataclasses: an article has some sixty of them, and a frozen dataclass costs three times as much to make.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

NULLS = frozenset(("", "~", "null", "Null", "NULL"))


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


# What stands under a key: a text and whether it is plain, or a node and False; line and column of the key; column of the value.
Entry = tuple["str | Node", bool, int, int, int]


class Mapping(NamedTuple):
    """What stands under each key, in the order of the file; no key stands twice.

    A scalar that begins on the line of its key is kept as text: most of an article is such, and a node is dear to make.
    """

    under: dict[str, Entry]
    line: int
    column: int

    @classmethod
    def of(cls, entries: Iterable[tuple[Scalar, Node]], line: int, column: int) -> Mapping:
        """Return the mapping of keys and their nodes."""
        return cls({key.text: entry_of(key.line, key.column, node) for key, node in entries}, line, column)

    @property
    def entries(self) -> tuple[tuple[Scalar, Node], ...]:
        """Return the keys and their nodes."""
        return tuple((Scalar(key, True, entry[2], entry[3]), node_of(entry)) for key, entry in self.under.items())

    def get(self, key: str) -> Node | None:
        """Return the node under a key, if there is one."""
        return node_of(self.under[key]) if key in self.under else None


Node = Scalar | Sequence | Mapping


def entry_of(line: int, column: int, node: Node) -> Entry:
    """Return the entry of a node under a key in a place."""
    if isinstance(node, Scalar) and node.line == line:
        return node.text, node.plain, line, column, node.column
    return node, False, line, column, node.column


def node_of(entry: Entry) -> Node:
    """Return the node that stands under a key."""
    value, plain, line, _, column = entry
    return Scalar(value, plain, line, column) if isinstance(value, str) else value


def is_null(node: Node) -> bool:
    """Say whether a node is the absent value: nothing at all, `~` or `null`, without quotes."""
    return isinstance(node, Scalar) and node.plain and node.text in NULLS


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
