"""Values of foreign metadata: whatever the format, each is a text, a list or a mapping; what is empty is an empty text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from broadsheet.content.frontmatter import SourceText, split_front_matter
from broadsheet.content.nodes import Node, Scalar, Sequence, is_null
from broadsheet.content.tomlfile import load_toml
from broadsheet.content.yamlfile import parse_yaml
from broadsheet.content.yamltext import Value
from broadsheet.problems import Problem

_DEEPEST = 32


class Matter(NamedTuple):
    """The metadata of a file (None where it has none), the body below, and what is wrong with either."""

    values: dict[str, Value] | None
    body: str
    problems: tuple[Problem, ...] = ()


def read_matter(text: str, path: str) -> Matter:
    """Split a text into front matter, in YAML, TOML or JSON, and body."""
    front, problems = split_front_matter(SourceText(path, text))
    unread = any(problem.is_error and problem.code != "duplicate-key" for problem in problems)
    has_none = front.metadata is None and (unread or front.body == text)
    return Matter(None if has_none else plain(front.metadata) if front.metadata else {}, front.body, problems)


def read_data(text: str, path: str, suffix: str) -> dict[str, Value]:
    """Return what a file of data says, empty where it cannot be read; `suffix` is .yaml, .yml, .toml or .json."""
    try:
        if suffix == ".toml":
            return _mapping(load_toml(text))
        if suffix == ".json":
            return _mapping(json.loads(text))
    except (ValueError, RecursionError):
        return {}
    node = parse_yaml(text if text.endswith("\n") else text + "\n", path).value
    values = plain(node) if node else {}
    return values if isinstance(values, dict) else {}


def plain(node: Node) -> Any:  # a value; its branches are not of one type  # noqa: ANN401
    """Return what a node of YAML says."""
    if isinstance(node, Scalar):
        return "" if is_null(node) else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def _mapping(values: object) -> dict[str, Value]:
    plain_values = from_python(values)
    return plain_values if isinstance(plain_values, dict) else {}


def from_python(value: object, depth: int = 0) -> Any:  # as above  # noqa: ANN401
    """Return what a value of TOML or JSON says."""
    if depth > _DEEPEST:
        return ""
    if isinstance(value, Mapping):
        return {str(key): from_python(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [from_python(each, depth + 1) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return "" if value is None else str(value).encode("utf-8", "replace").decode()  # JSON may hold half a character


def text_of(value: Value | None) -> str:
    """Return a value as one text; empty where it is a list or a mapping."""
    return value.strip() if isinstance(value, str) else ""


def texts_of(value: Value | None, split: str = "") -> tuple[str, ...]:
    """Return a value as texts: the items of a list, or one text, parted at the characters of `split`.

    An item that is a mapping stands for its `name`, `title` or `slug`.
    """
    if isinstance(value, str):
        parts = re.split(f"[{re.escape(split)}]", value) if split else [value]
        return tuple(part for part in (each.strip() for each in parts) if part)
    if isinstance(value, Mapping):
        return texts_of(first_text(value, "name", "title", "slug"))
    if isinstance(value, list | tuple):
        return tuple(text for item in value for text in texts_of(item))
    return ()


def first_text(values: Mapping[str, Value], *names: str) -> str:
    """Return the first text that stands under one of these names."""
    return next((found for found in (text_of(values.get(name)) for name in names) if found), "")


def flattened(values: Mapping[str, Value], above: str = "") -> Iterator[tuple[str, Value]]:
    """Yield each value with its path, `a.b` for one in a mapping, the mapping itself before what is in it."""
    for name, value in values.items():
        path = f"{above}{name}"
        yield path, value
        if isinstance(value, Mapping):
            yield from flattened(value, f"{path}.")
