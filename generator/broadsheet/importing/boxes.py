"""Boxes: notes and warnings that stand apart in Markdown of other programs, as quotations that say what they are.

Between lines of colons (`:::note Title`), as Docusaurus, VuePress and Starlight have them, or indented below `!!! note "Title"`,
as MkDocs has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# The kinds of alerts that Markdown knows, by the names of boxes; what others are called is no word of the text.
_ALERTS = {
    "note": "NOTE", "info": "NOTE", "secondary": "NOTE", "seealso": "NOTE", "tip": "TIP", "hint": "TIP", "success": "TIP",
    "important": "IMPORTANT", "warning": "WARNING", "attention": "WARNING", "caution": "CAUTION", "danger": "CAUTION",
    "error": "CAUTION",
}  # fmt: skip
_PLAIN = frozenset(("abstract", "details", "example", "question", "quote", "summary"))  # boxes, too
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_OPENED = re.compile(
    r" {0,3}(:{3,})[ \t]*([A-Za-z][\w-]*)(?:\[([^\]\n]*)\])?(?:[ \t]+([^\n{}]*?))?[ \t]*(?:\{[^\n{}]*\})?[ \t]*\Z"
)
_CLOSED = re.compile(r" {0,3}:{3,}[ \t]*\Z")
_MARKED = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+([A-Za-z][\w-]*)(?:[ \t]+[\w -]*)??(?:[ \t]+\"([^\"\n]*)\")?[ \t]*\Z")
_INDENT = 4
_DEEPEST = 16  # boxes in one another


def as_quotations(text: str) -> str:
    """Return Markdown in which boxes are quotations; as it is, where one of them has no end."""
    if ":::" not in text and "!!!" not in text and "???" not in text:
        return text
    lines = list(_of_colons(_of_marks(text.split("\n"))))
    return text if None in lines else "\n".join(line for line in lines if line is not None)


def _of_colons(lines: Sequence[str]) -> Iterator[str | None]:
    """Yield the lines with boxes between colons as quotations, and None where one has no end or no beginning."""
    opened: list[str] = []  # what stands before each line in a box
    fence = ""
    for line in lines:
        within, code = "".join(opened), _FENCE.match(line)
        box = None if fence or code else _OPENED.match(line)
        if not fence and not code and _CLOSED.match(line):
            if not opened:
                yield None
                return
            opened.pop()
            yield "".join(opened).rstrip()
            continue
        if len(opened) > _DEEPEST:
            yield None
            return
        if box:
            head = _head(box[2], box[3] or box[4] or "")
            is_quoted = box[2].lower() in _ALERTS or box[2].lower() in _PLAIN
            opened.append("> " if is_quoted else "")
            yield within.rstrip()
            yield from (f"{within}{opened[-1]}{each}".rstrip() for each in head)
            continue
        fence = ("" if code and line.strip().startswith(fence) else fence) if fence else code[1] if code else ""
        yield f"{within}{line}".rstrip() if within else line
    if opened:
        yield None


def _of_marks(lines: Sequence[str]) -> list[str]:
    """Return the lines with boxes below marks as quotations."""
    out: list[str] = []
    fence, inside = "", False
    for line in lines:
        code = _FENCE.match(line)
        box = None if fence else _MARKED.match(line)
        if box:
            inside = True
            out += ["", *(f"> {each}".rstrip() for each in _head(box[1], box[2] or ""))]
        elif inside and (line.startswith(" " * _INDENT) or not line.strip()):
            out.append(f"> {line[_INDENT:]}".rstrip())
        else:
            if inside:
                out.append("")
            inside = False
            fence = ("" if code and line.strip().startswith(fence) else fence) if fence else code[1] if code else ""
            out.append(line)
    return out


def _head(name: str, title: str) -> list[str]:
    """Return the lines at the head of a box: its title, or what kind of alert it is."""
    alert = _ALERTS.get(name.lower(), "")
    return [f"**{title.strip()}**", ""] if title.strip() else [f"[!{alert}]"] if alert else []
