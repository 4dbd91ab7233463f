"""The tags of sanitised HTML, and of HTML as somebody wrote it.

Sanitised means: serialised by nh3, so tags are well formed and attributes double-quoted.
"""

from __future__ import annotations

from html import escape, unescape

from broadsheet.expressions import expression

# `<`, closing slash, name, attributes. Text never holds a bare `<`, and attribute values never a bare `"`.
TAG = expression(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>"]|"[^"]*")*)>')
ATTRIBUTE = expression(r'([^\s="/>]+)(?:="([^"]*)")?')
# What is in a tag as somebody wrote it. Quotes that do not end before the next tag do not count: so a text is read once.
WRITTEN = r"(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+"
_WRITTEN_ATTRIBUTE = expression(r"([^\s=/>\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")


def attributes(written: str) -> dict[str, str]:
    """Return a tag's attributes with their values as written (entities and all)."""
    return {match[1]: match[2] or "" for match in ATTRIBUTE.finditer(written)}


def written_attributes(written: str) -> dict[str, str]:
    """Return the attributes of a tag as somebody wrote it, with their values as text. Of two of one name the first counts."""
    found: dict[str, str] = {}
    for name, *values in _WRITTEN_ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), unescape("".join(values)).strip())
    return found


def start_tag(name: str, pairs: dict[str, str]) -> str:
    """Return a start tag of attributes whose values are escaped already."""
    return f"<{name}" + "".join(f' {key}="{value}"' for key, value in pairs.items()) + ">"


def quoted(value: str) -> str:
    """Return a value as it stands between double quotes."""
    return escape(value, quote=False).replace('"', "&quot;")
