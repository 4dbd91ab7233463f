"""Prose: the paragraphs in which Markdown sees nothing but words, as most of news text, converted without the parser.

The result is byte for byte what Python-Markdown makes of the whole text with the extensions in use (a property test holds it to
that). Blocks that may hold markup go to the parser; a text with something that reaches beyond its block goes to it whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby

# Fences, raw HTML, entities, footnotes, link definitions, abbreviations and definition lists; several blank lines (which count
# in code), lines of blanks, and whatever else the parser normalises or some functions take for the end of a line.
_BEYOND_ITS_BLOCK = re.compile(
    "```|~~~|\n\n\n|&(?! )|[<\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\ufeff]"
    "|\\[\\^|\\*\\[|^ {0,3}(?:\\[[^\\]]*\\]:|:)|^[^\\S\n]+$",
    re.MULTILINE,
)
_MARKUP = re.compile(r"[\\`*_\[\]>#~|{}]")
_LINE_MARKUP = re.compile(r"^(?:[-+=]|\d+[.)])|^\s|\s$", re.MULTILINE)
_SMART = re.compile(r"['\"]|--|\.\.")


def to_html(text: str, parse: Callable[[str], str], *, smart: bool = False) -> str:
    """Convert a text; `parse` is the parser, which is given as little as can be. `smart`: it makes typographic punctuation."""
    inner = text.strip("\n")
    if _BEYOND_ITS_BLOCK.search(inner):
        return parse(text)
    blocks = inner.split("\n\n")
    return "\n".join(_converted(blocks, parse, smart))


def _converted(blocks: list[str], parse: Callable[[str], str], smart: bool) -> Iterator[str]:
    for prose, run in groupby(blocks, lambda block: is_prose(block, smart=smart)):
        if prose:
            yield from (f"<p>{block.replace('&', '&amp;')}</p>" for block in run)
        else:
            html = parse("\n\n".join(run))
            if html:
                yield html


def is_prose(block: str, *, smart: bool = False) -> bool:
    """Say whether the parser could make nothing of a block but a paragraph with the same words."""
    return bool(block) and not (_MARKUP.search(block) or _LINE_MARKUP.search(block) or (smart and _SMART.search(block)))
