"""Hidden elements: what an author's HTML hides from readers, by the attribute `hidden` or by its style, is left out of a body.

The allow-list lets neither through, so that what was a note to nobody, or waited for a script, would be there for everybody.
"""

from __future__ import annotations

import re

from broadsheet.content.elements import BLOCKS, OPAQUE, VOID
from broadsheet.content.htmltags import WRITTEN, written_attributes
from broadsheet.expressions import expression

_EMPTY = VOID | frozenset(("area", "base", "embed", "input", "link", "meta", "param", "source", "track"))
_TAG = expression(
    rf"<(?:script|style)(?=[\s/>]).*?</(?:script|style)|<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])({WRITTEN})>|<!--.*?-->",
    re.DOTALL | re.IGNORECASE,
)
_VALUE = expression(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = expression(r"(?:^|\s)hidden(?=[\s/=]|$)", re.IGNORECASE)
_STYLE = expression(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def without_hidden(html: str) -> tuple[str, tuple[str, ...]]:
    """Return HTML, which nobody has looked at yet, without its hidden elements, and how the tag of each begins (`<div`).

    One that does not end hides all that follows, as in browsers; but a paragraph ends with its block, and so do words in it.
    """
    if not _may_hide(html):
        return html, ()
    kept: list[str] = []
    taken: list[str] = []
    unended: set[str] = set()
    name, depth, at, with_block = "", 0, 0, False
    for match in _TAG.finditer(html):
        found = (match[2] or "").lower()
        if depth and found == name and not with_block:
            depth += -1 if match[1] else 1
            at = match.end()
        elif depth and with_block and (found == name or found in BLOCKS):
            depth, at = 0, match.end() if found == name and match[1] else match.start()
        if depth or not found or match[1] or found in OPAQUE or not _is_hidden(match[3]):
            continue
        kept.append(html[at : match.start()])
        taken.append(f"<{match[2]}")
        name, depth, at = found, int(found not in _EMPTY), match.end()
        if name not in BLOCKS and name not in unended and html.rfind(f"</{match[2]}", at) < 0:
            unended.add(name)
        with_block = name == "p" or name in unended
    return "".join((*kept, "" if depth else html[at:])), tuple(taken)


def _may_hide(html: str) -> bool:
    lower = html.lower()  # to look for words whatever their case takes ten times as long
    return "hidden" in lower or "display" in lower


def _is_hidden(written: str) -> bool:
    if not _may_hide(written):
        return False
    style = written_attributes(written).get("style", "")
    return _STYLE.search(style) is not None or _ATTRIBUTE.search(_VALUE.sub("", written)) is not None
