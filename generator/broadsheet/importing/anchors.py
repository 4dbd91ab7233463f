"""Anchors: the ids that other generators made of headings, as links within a text name them, and what they are here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from broadsheet.config import MarkdownSettings
from broadsheet.content.annotate import unique
from broadsheet.content.opening import bare
from broadsheet.content.pythonmarkdown import PythonMarkdown
from broadsheet.content.slugs import slug_of

_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]*([^\n]+)|^([^\n]+)\n {0,3}(?:=+|-+)[ \t]*$"
    r"|<(h[1-6])\b(?![^<>]*\bid\s*=)[^<>]*>((?:(?!<h[1-6]\b).)*?)</\3\s*>",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_ID = re.compile(r"\b(?:id|name)\s*=\s*[\"']?([^\"'\s<>]+)|\{[^{}\n#]*#([^\s{}]+)", re.IGNORECASE)
_END = re.compile(r"[ \t]*#*[ \t]*\Z")
_MARKED, _TAG = re.compile(r"[*_`\[\]\\<&]"), re.compile(r"<[^<>]*>")


def anchor_in(body: str, fragment: str) -> str:
    """Return the fragment by which a heading of a text is found here that an old one names; the old one where none is meant.

    However a generator makes an id of a heading, it leaves its letters and digits as they are.
    """
    old = unquote(fragment)
    headings, ids = _anchors(body)
    heading = "" if old in ids else headings.get(bare(old), "")
    return unique(slug_of(_words(heading)), {}) if heading else fragment


@lru_cache(maxsize=2)
def _anchors(body: str) -> tuple[Mapping[str, str], Set[str]]:
    """Return the headings of a text, by their letters and digits, and the ids that it gives itself."""
    found: dict[str, str] = {}
    for atx, underlined, _, inner in _HEADING.findall(body):
        heading = _END.sub("", atx or underlined or inner).strip()
        found.setdefault(bare(unescape(_TAG.sub("", heading))), heading)
    return {name: heading for name, heading in found.items() if name}, {one or other for one, other in _ID.findall(body)}


def _words(heading: str) -> str:
    html = PythonMarkdown(MarkdownSettings()).to_html(heading) if _MARKED.search(heading) else heading
    return " ".join(unescape(_TAG.sub("", html)).split())
