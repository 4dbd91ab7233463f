"""Markdown that stands in HTML: in a cell of a table, behind a `<summary>`.

Python-Markdown takes all for HTML from a tag to its end. As in CommonMark, what stands behind an empty line is Markdown, unless
it begins with a tag, too.
"""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

from broadsheet.expressions import expression

_BETWEEN = expression(r"(\n(?:[ \t]*\n)+)")
_COMMENTS = expression(r"(?:\s*<!--.*?-->)*\s*", re.DOTALL)
_FIRST = expression(r"(?:[ \t]*<!--.*?-->\s*)* {0,3}</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])", re.DOTALL)
_RAW = expression(r" {0,3}<(pre|script|style|textarea)\b", re.IGNORECASE)
_ELEMENT = expression(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>")
_HOLDS_BLOCKS = frozenset(("article", "aside", "blockquote", "center", "dd", "details", "div", "figcaption", "footer", "header"))
_HOLDS_BLOCKS |= {"li", "main", "nav", "section", "td", "th"}


class OpenHtml(Preprocessor):
    """Takes every block of HTML out of a text in which one opens an element, and Markdown follows."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of a text, with a placeholder for each block of HTML where Markdown stands in one."""
        text = "\n".join(lines)
        if "<" not in text or "\n\n" not in text:
            return lines
        blocks = _BETWEEN.split(text)
        if not self._hold_markdown(blocks):
            return lines
        raw = ""
        for at in range(0, len(blocks), 2):
            closing = raw and re.search(rf"</{raw}\s*>", blocks[at], re.IGNORECASE)
            opening = _RAW.match(blocks[at])
            if opening and not re.search(rf"</{opening[1]}\s*>", blocks[at], re.IGNORECASE):
                raw = opening[1]
            elif not raw and self._is_html(blocks[at]):
                blocks[at] = self.md.htmlStash.store(blocks[at].strip("\n"))
            raw = "" if closing else raw
        return "".join(blocks).split("\n")

    def _hold_markdown(self, blocks: list[str]) -> bool:
        following = ""
        for block in reversed(blocks[::2]):
            if (
                following
                and self._is_html(block)
                and not self._is_html(following)
                and following[:4] != "    "
                and _is_open(block)
            ):
                return True
            if not _COMMENTS.fullmatch(block):
                following = block
        return False

    def _is_html(self, block: str) -> bool:
        tag = _FIRST.match(block.lstrip("\n"))
        return tag is not None and self.md.is_block_level(tag[1].lower())


def _is_open(html: str) -> bool:
    """Say whether a block of HTML ends with a tag, and leaves an element open that may hold Markdown."""
    found: list[str] = []
    end = 0
    for tag in _ELEMENT.finditer(html):
        name, end = tag[2].lower(), tag.end()
        if not tag[1]:
            found.append(name)
        elif name in found:
            del found[len(found) - 1 - found[::-1].index(name) :]
    return bool(found) and found[-1] in _HOLDS_BLOCKS and not html[end:].strip()
