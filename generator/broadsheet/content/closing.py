"""Ends for inline elements that an author left open, so that a stray `<b>` does not make the rest of a story bold."""

from __future__ import annotations

import re

from broadsheet.content.elements import BLOCKS, INLINE, OPAQUE, VOID
from broadsheet.expressions import expression

_TAG = expression(r"<(/?)([a-zA-Z][^\s/>]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|<!--.*?-->", re.DOTALL)
_OPEN_ENDED = frozenset(("p", "li", "dt", "dd", "td", "th", "tr"))
_KEEPS_PARAGRAPH = frozenset(("summary", "figcaption", "caption", "td", "th", "tr", "tbody", "thead", "tfoot", "col", "colgroup"))


def closed(html: str) -> str:
    """Return unsanitised HTML in which inline elements end with the block that they begin in. All else stays as it is."""
    out: list[str] = []
    open_tags: list[str] = []
    at = skip_to = 0
    for match in _TAG.finditer(html):
        name = (match[2] or "").lower()
        if match.start() < skip_to or name not in INLINE | BLOCKS:
            if name in OPAQUE and not match[1] and match.start() >= skip_to:
                end = html.find(f"</{match[2]}", match.end())
                skip_to = max(skip_to, end)
            continue
        out.append(html[at : match.start()])
        at = match.start()
        if match[1]:
            _end(name, open_tags, out)
        elif name not in VOID:
            if name in BLOCKS and name not in _KEEPS_PARAGRAPH:
                _end_implied(name, open_tags, out)
            open_tags.append(name)
    return "".join((*out, html[at:]))


def _end(name: str, open_tags: list[str], out: list[str]) -> None:
    """End what is open inside of the element that a closing tag ends."""
    for depth in range(len(open_tags) - 1, -1, -1):
        if open_tags[depth] == name:
            out += (f"</{inner}>" for inner in reversed(open_tags[depth + 1 :]) if inner in INLINE)
            del open_tags[depth:]
            return
        if name in INLINE and open_tags[depth] in BLOCKS:
            return


def _end_implied(name: str, open_tags: list[str], out: list[str]) -> None:
    """End the paragraph or item that the start of another one, or of a block, ends."""
    for depth in range(len(open_tags) - 1, -1, -1):
        tag = open_tags[depth]
        if tag == "p" or (tag == name and name in _OPEN_ENDED):
            out += (f"</{inner}>" for inner in reversed(open_tags[depth + 1 :]) if inner in INLINE)
            del open_tags[depth:]
            return
        if tag in BLOCKS:
            return
