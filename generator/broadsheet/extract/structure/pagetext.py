"""Page text: a parsed web page as the lines that a reader sees, one for every block, with nothing left out.

Left out: which of them are the article (`body.py`), and what is only drawn by scripts.
"""

from __future__ import annotations

from typing import Any

_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "canvas", "math", "select", "textarea")
)
# Elements that stand in a line of text; all others but cells begin one of their own.
# fmt: off
IN_LINE = frozenset((
    "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "input", "ins", "kbd", "mark", "meter", "output", "picture", "progress", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))
# fmt: on
_CELLS = frozenset(("td", "th"))
_HIDING = ("display:none", "visibility:hidden")


def page_text(tree: Any) -> str:  # noqa: ANN401 (lxml has no types of its own)
    """Return the text of a tree of lxml, a line for every block, blank lines between them."""
    pieces: list[str] = []
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:  # not recursive: pages may be nested deeper than Python's stack
        node, leaving = stack.pop()
        if leaving:
            pieces.append("  " if node.tag in _CELLS else "" if node.tag in IN_LINE else "\n")
            pieces.append(_inline(node.tail))
            continue
        if _is_seen(node):
            pieces.append("" if node.tag in IN_LINE or node.tag in _CELLS else "\n")
            pieces.append(_inline(node.text))
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
        else:
            pieces.append(_inline(node.tail))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n\n".join(line for line in lines if line)


def take_out_hidden(tree: Any) -> None:  # noqa: ANN401
    """Take out of a page what browsers do not show, but for scripts and the like, and for a page that is hidden as a whole."""
    for node in list(tree.iter("*")):
        if node.tag == "template" or (node.tag not in ("html", "body") and _is_hidden(node)):
            node.drop_tree()


def _is_seen(node: Any) -> bool:  # noqa: ANN401
    return isinstance(node.tag, str) and node.tag not in _UNSEEN and not _is_hidden(node)


def _is_hidden(node: Any) -> bool:  # noqa: ANN401
    style = (node.get("style") or "").replace(" ", "").casefold()
    return node.get("hidden") is not None or any(sign in style for sign in _HIDING)


def _inline(text: str | None) -> str:
    return " ".join(f"_{text}_".split())[1:-1].replace("\n", " ") if text else ""
