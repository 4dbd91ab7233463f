"""Emphasis as kramdown reads it, which knows no blanks but those of ASCII: a no-break space may stand at the edges of its words.

Our engines take one for a blank, and would show the stars; so it goes before or behind them.
"""

from __future__ import annotations

import re

from broadsheet.importing.fences import FENCED

_BLANK = "\u00a0"
_CODE_OR_EMPHASIS = re.compile(
    r"(`+)(?!`).+?(?<!`)\1(?!`)"
    r"|(?<![\\*_\w])(\*{1,3}|_{1,3})(?![*_ \t])(\u00a0*)(?!\s)"
    r"((?:(?!\2)[^`\n]|\n(?=[ \t]*\S)){1,2000}?)(\u00a0*)(?<![ \t])\2(?!\*|(?<=_)\w)",
    re.DOTALL | re.MULTILINE,
)


def without_blanks_at_edges(text: str) -> str:
    """Return Markdown in which no emphasis begins or ends with a no-break space. Code stays as it is."""
    if _BLANK not in text:
        return text
    pieces: list[str] = []
    at = 0
    for code in FENCED.finditer(text):
        pieces += (_CODE_OR_EMPHASIS.sub(_moved, text[at : code.start()]), code[0])
        at = code.end()
    return "".join((*pieces, _CODE_OR_EMPHASIS.sub(_moved, text[at:])))


def _moved(match: re.Match[str]) -> str:
    _, sign, before, words, behind = match.groups()
    return f"{before}{sign}{words}{sign}{behind}" if sign and (before or behind) else match[0]
