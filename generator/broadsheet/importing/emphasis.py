"""Emphasis as kramdown reads it, which knows no blanks but those of ASCII: a no-break space may stand at the edges of its words.

Our engines take one for a blank, and would show the stars; so it goes before or behind them.
"""

from __future__ import annotations

import re

from broadsheet.importing.code import restored, without_code

_BLANK = "\u00a0"
_EMPHASIS = re.compile(
    r"(?<![\\*_\w])(\*{1,3}|_{1,3})(?![*_ \t])(\u00a0*)(?!\s)"
    r"((?:(?!\1)[^`\n]|\n(?=[ \t]*\S)){1,2000}?)(\u00a0*)(?<![ \t])\1(?!\*|(?<=_)\w)",
    re.DOTALL | re.MULTILINE,
)


def without_blanks_at_edges(text: str) -> str:
    """Return Markdown in which no emphasis begins or ends with a no-break space. Code stays as it is."""
    if _BLANK not in text:
        return text
    kept: list[str] = []
    return restored(_EMPHASIS.sub(_moved, without_code(text, kept)), kept)


def _moved(match: re.Match[str]) -> str:
    sign, before, words, behind = match.groups()
    return f"{before}{sign}{words}{sign}{behind}" if before or behind else match[0]
