"""Relative links: an HTML page rewritten so that it opens straight from a disk, wherever the folder lies."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from broadsheet.catalog.addresses import output_path

_TAG = re.compile(r'<[a-zA-Z][^<>"]*(?:"[^"]*"[^<>"]*)*>')
_ADDRESS = re.compile(r'(\s(?:href|src|poster|action|content)=")((?:0; ?url=)?)/(?!/)([^"]*)"')


def relativize(html: str, permalink: str, base_path: str) -> str:
    """Return `html`, published at `permalink`, with each address under `base_path` made relative, folders by their index.html."""
    folder = posixpath.dirname(output_path(unquote(permalink)))
    prefix = base_path.removeprefix("/")

    def address(match: re.Match[str]) -> str:
        start, refresh, path = match.groups()
        if not path.startswith(prefix) or (start.strip().startswith("content") and not refresh):
            return match.group()
        target, mark, fragment = path.removeprefix(prefix).partition("#")
        relative = posixpath.relpath("/" + output_path("/" + target), "/" + folder)
        return f'{start}{refresh}{relative}{mark}{fragment}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(address, tag.group()), html)
