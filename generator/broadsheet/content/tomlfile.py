"""TOML text to nodes.

The standard library's parser reads it and gives no places; a look through the lines finds where keys stand.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from broadsheet.content.nodes import Mapping, Node, Scalar, Sequence
from broadsheet.content.yamlfile import MAX_DEPTH
from broadsheet.expressions import expression
from broadsheet.problems import Outcome, Problem, Span

_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_NAMES = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_HEADER = expression(rf"[ \t]*\[\[?[ \t]*({_NAMES})[ \t]*\]\]?")
_KEY = expression(rf"[ \t]*({_NAMES})[ \t]*=[ \t]*")
_EACH = expression(_NAME)
# Keys in keys, of which the parser would take memory with the square of their number.
_TOO_DEEP = expression(rf"(?:^[ \t]*\[{{0,2}}|[{{,])[ \t]*(?:{_NAME}[ \t]*\.[ \t]*){{{MAX_DEPTH}}}", re.MULTILINE)
_AT = expression(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
Keys = tuple[str, ...]
Place = tuple[int, int, int]  # line and column of a key, column of what stands under it


def parse_toml(text: str, path: str, first_line: int = 1) -> Outcome[Mapping | None]:
    """Parse a TOML document; `first_line` is the line of the file that the text starts on. None where it cannot be read."""
    try:
        node = _node(load_toml(text), (), _places(text, first_line), (first_line, 1, 1))
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        line, column = (int(at[1]), int(at[2])) if at and at[1] else (text.count("\n") or 1, 1)
        what = str(error)[: at.start()] if at else str(error)
        problem = Problem("bad-front-matter", f"the TOML cannot be read: {what[:1].lower()}{what[1:]}")
        return Outcome(None, (problem._replace(span=Span(path, first_line + line - 1, column), hint="mend it, or write YAML"),))
    except RecursionError:
        message = f"lists and tables are nested more than {MAX_DEPTH} deep"
        return Outcome(None, (Problem("bad-front-matter", message, Span(path, first_line), "flatten the value"),))
    return Outcome(node if isinstance(node, Mapping) else None)


def load_toml(text: str) -> dict[str, Any]:
    """Return what a TOML document says; numbers with a point are texts.

    Raises ValueError, and RecursionError where keys stand too deep in keys.
    """
    if _TOO_DEEP.search(text):
        raise RecursionError
    return tomllib.loads(text, parse_float=str)


def _places(text: str, first_line: int) -> dict[Keys, Place]:
    """Return where keys stand, by all keys that lead to them. Of one that stands several times it is the first place."""
    places: dict[Keys, Place] = {}
    above: Keys = ()
    for number, line in enumerate(text.split("\n"), start=first_line):
        header = _HEADER.match(line)
        found = header or _KEY.match(line)
        if not found:
            continue
        keys = tuple(name.strip("\"'") for name in _EACH.findall(found[1]))
        if header:
            above = keys
        else:
            keys = (*above, *keys)
        column = found.start(1) + 1
        place = (number, column, column if header else found.end() + 1)
        for depth in range(1, len(keys) + 1):
            places.setdefault(keys[:depth], place)
    return places


def _node(value: Any, keys: Keys, places: dict[Keys, Place], place: Place, depth: int = 1) -> Node:  # noqa: ANN401  # whatever TOML holds
    """Return the node of a value; what has no place of its own has that of what holds it."""
    if depth > MAX_DEPTH:
        raise RecursionError
    line, _, inner = place
    if isinstance(value, dict):
        entries = []
        for key, each in value.items():
            at = places.get((*keys, key), (line, inner, inner))
            entries.append((Scalar(key, True, at[0], at[1]), _node(each, (*keys, key), places, at, depth + 1)))
        return Mapping.of(entries, line, inner)
    if isinstance(value, list):
        return Sequence(tuple(_node(each, keys, places, place, depth + 1) for each in value), line, inner)
    if isinstance(value, str):  # a number with a point among them
        return Scalar(value, False, line, inner)
    text = str(value).lower() if isinstance(value, bool) else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return Scalar(text, True, line, inner)
