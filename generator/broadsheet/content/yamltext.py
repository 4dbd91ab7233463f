"""YAML as the program writes it: in the subset that is read without a YAML parser, whatever the values hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from broadsheet.expressions import expression

Value = str | bool | Sequence["Value"] | Mapping[str, "Value"]
# Needs no quotes: begins with a letter or a digit, and holds nothing that YAML could take for something else.
_BARE = expression(
    r"(?!(?:true|false|yes|no|on|off|null|y|n)\Z)[A-Za-z0-9](?:[A-Za-z0-9 _./+'’,()–-]|:(?=[0-9]))*(?<! )", re.IGNORECASE
)
_KEY = expression(r"[A-Za-z_][A-Za-z0-9_-]{0,60}")


def quoted(text: str) -> str:
    """Return a text in double quotes, as YAML reads it whatever is in it; what is not printable is written as its number."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{plain}"' if plain.isprintable() else f'"{"".join(map(_shown, plain))}"'


def mapping_text(values: Mapping[str, Value]) -> str:
    """Return the lines of a mapping, each ended."""
    return "".join(_mapping(values, 0))


def _mapping(values: Mapping[str, Value], depth: int) -> Iterator[str]:
    for name, value in values.items():
        key = name if _KEY.fullmatch(name) else quoted(name)
        yield from _entry(f"{'  ' * depth}{key}:", value, depth)


def _entry(head: str, value: Value, depth: int) -> Iterator[str]:
    if isinstance(value, str | bool):
        yield f"{head} {_scalar(value)}\n"
    elif not value:
        yield f"{head} {'{}' if isinstance(value, Mapping) else '[]'}\n"
    elif isinstance(value, Mapping):
        yield f"{head}\n"
        yield from _mapping(value, depth + 1)
    else:
        yield f"{head}\n"
        for item in value:
            yield from _item(item, depth)


def _item(item: Value, depth: int) -> Iterator[str]:
    lead = "  " * depth
    if isinstance(item, Mapping) and item:
        first, *rest = _mapping(item, depth + 1)
        yield f"{lead}- {first.lstrip(' ')}"
        yield from rest
    elif isinstance(item, str | bool | Mapping) or not item:
        yield from _entry(f"{lead}-", item, depth)
    else:
        yield f"{lead}-\n"
        for inner in item:
            yield from _item(inner, depth + 1)


def _scalar(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if _BARE.fullmatch(value) and value.isprintable() else quoted(value)


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
