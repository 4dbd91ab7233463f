"""Relative links: an HTML page rewritten so that it opens straight from a disk, wherever the folder lies."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from broadsheet.catalog.addresses import output_path
from broadsheet.expressions import expression

_TAG = expression(r'<[a-zA-Z][^<>"]*(?:"[^"]*"[^<>"]*)*>')
_COPIES = expression(r'(\ssrcset=")([^"]*)"')
_COPY = expression(r"(?<![^\s,])/(?!/)(\S*)")
_ADDRESS = expression(r'(\s(?:href|src|poster|action|content)=")((?:0; ?url=)?)/(?!/)([^"]*)"')


def relativize(html: str, permalink: str, base_path: str) -> str:
    """Return `html`, published at `permalink`, with each address under `base_path` made relative, folders by their index.html."""
    folder = posixpath.dirname(output_path(unquote(permalink)))
    prefix = base_path.removeprefix("/")

    def address(match: re.Match[str]) -> str:
        start, refresh, path = match.groups()
        if not path.startswith(prefix) or (start.strip().startswith("content") and not refresh):
            return match.group()
        return f'{start}{refresh}{relative(path)}"'

    def copy(match: re.Match[str]) -> str:
        return relative(match[1]) if match[1].startswith(prefix) else match.group()

    def relative(path: str) -> str:
        target, mark, fragment = path.removeprefix(prefix).partition("#")
        return posixpath.relpath("/" + output_path("/" + target), "/" + folder) + mark + fragment

    def tag(match: re.Match[str]) -> str:
        text = _ADDRESS.sub(address, match.group())
        return _COPIES.sub(lambda copies: f'{copies[1]}{_COPY.sub(copy, copies[2])}"', text) if "srcset" in text else text

    return _TAG.sub(tag, html)
