"""Keys of the publication's own, as `fields` in broadsheet.yaml declares them: their values, and what may be declared.

A value is kept as texts: one, or of a list several. A date is as `parse_partial` gives it.
"""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from broadsheet.config import OWN_TYPES, SHOWN_IN, OwnField
from broadsheet.content import values
from broadsheet.content.fields import Fault, Field, OwnParsers, Parser, Reading, Table, Text, read_fields
from broadsheet.content.nodes import Mapping, Node, shortened
from broadsheet.content.schema import ACTOR, COUNTRY, DOSSIER, STORY, TERM
from broadsheet.expressions import expression

_NAME = expression(r"[a-z][a-z0-9_-]{0,63}")
_NUMBER = expression(r"[+-]?(?:[0-9]{1,15})(?:\.[0-9]{1,9})?")
_YIELDING = {"places"}  # archives have terms of their own that are called so: what a publication declares goes first
TAKEN = frozenset(name for table in (STORY, ACTOR, COUNTRY, TERM, DOSSIER) for name in table.by_name) - _YIELDING | {"body"}
OWN_FIELD = Table(
    Field("type", ", ".join(OWN_TYPES), values.choice(OWN_TYPES), "what it takes; default text"),
    Field("label", "text", values.line, "what pages call it; default: its name"),
    Field(
        "show",
        ", ".join(SHOWN_IN),
        values.choice(SHOWN_IN),
        "where it is shown: default factsheet, a list on the page; none: on no page, though `index.json` beside it is public",
    ),
)


def is_own_name(name: str) -> bool:
    """Say whether a publication may declare a key of its own by a name."""
    return bool(_NAME.fullmatch(name)) and name not in TAKEN


@Text
def _number(text: str, _reading: Reading) -> str | Fault:
    if not _NUMBER.fullmatch(text):
        return Fault("bad-value", f"does not take `{shortened(text)}`: it has to be a number", "such as `12` or `0.5`")
    return text


_PARSERS: Lookup[str, Parser] = MappingProxyType(
    {
        "text": values.line,
        "number": _number,
        "date": Text(values.partial_date.parse, "a date"),
        "link": values.web_address,
        "list": values.list_of(values.line, "text", single=True),
    }
)


@lru_cache(maxsize=8)
def own_parsers(fields: tuple[OwnField, ...]) -> OwnParsers:
    """Return the parsers of the keys that a publication has declared, by their names."""

    def texts(parser: Parser) -> Parser:
        def parse(reading: Reading, key: str, node: Node) -> tuple[str, ...]:
            value = parser(reading, key, node)
            return value if isinstance(value, tuple) else (value,) if value else ()

        return parse

    return MappingProxyType({field.name: texts(_PARSERS[field.type]) for field in fields})


def read_own_fields(reading: Reading, key: str, node: Node) -> tuple[OwnField, ...] | None:
    """Parse the declaration of keys of the publication's own: a mapping of their names."""
    if not isinstance(node, Mapping):
        reading.wrong_type(key, node, "a mapping of names", f"write `{key}: {{party: {{label: Party}}}}`")
        return None
    found = []
    for name, said in node.entries:
        if not _NAME.fullmatch(name.text):
            message = f"`{key}` does not take the name `{shortened(name.text)}`"
            reading.report("bad-value", message, name, "begin with a small letter; use those, digits, `-` and `_`")
        elif name.text in TAKEN:
            reading.report("bad-value", f"`{name.text}` is a key of Broadsheet already", name, "choose another name")
        else:
            parsed: dict[str, Any] = {}
            if isinstance(said, Mapping):
                parsed = read_fields(OWN_FIELD, said, reading, f"{key}.{name.text}").parsed
            words = name.text.replace("_", " ").replace("-", " ")
            found.append(OwnField(name.text, **{"label": words[:1].upper() + words[1:], **parsed}))
    return tuple(found)
