"""The tags of sanitised HTML. Sanitised means: serialised by nh3, so tags are well formed and attributes double-quoted."""

from __future__ import annotations

import re
from html import escape

# `<`, closing slash, name, attributes. Text never holds a bare `<`, and attribute values never a bare `"`.
TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>"]|"[^"]*")*)>')
ATTRIBUTE = re.compile(r'([^\s="/>]+)(?:="([^"]*)")?')


def attributes(written: str) -> dict[str, str]:
    """Return a tag's attributes with their values as written (entities and all)."""
    return {match[1]: match[2] or "" for match in ATTRIBUTE.finditer(written)}


def start_tag(name: str, pairs: dict[str, str]) -> str:
    """Return a start tag of attributes whose values are escaped already."""
    return f"<{name}" + "".join(f' {key}="{value}"' for key, value in pairs.items()) + ">"


def quoted(value: str) -> str:
    """Return a value as it stands between double quotes."""
    return escape(value, quote=False).replace('"', "&quot;")
