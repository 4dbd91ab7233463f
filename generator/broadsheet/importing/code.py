"""Code in Markdown, told from text in one way: between fences, and in a line. What changes a text takes it out first."""

from __future__ import annotations

import re
from collections.abc import Callable

_MARK = r"(?:`{3,}(?=[^`\n]*$)|~{3,})"
# In `<pre>` no code begins. What nothing closes goes to the end; but one that stands further to the right, or in a quotation,
# must be closed: there it may be none. None of these looks beyond where it would begin again.
_FENCED = (
    r"(?P<html>^ {0,3}<(?i:pre)\b(?:(?!<(?i:pre)\b).)*?</(?i:pre)\s*>)"
    rf"|^(?: {{0,3}}|[ \t]*+[-*] )(?P<fence>{_MARK})[^\n]*\n.*?(?:^[ \t]*+(?P=fence)[`~]*[ \t]*$|\Z)"
    rf"|^[ \t>]*+(?:\d{{1,9}}[.)] )?(?P<deep>{_MARK})[^\n]*\n"
    r"(?:(?![ \t>]*+(?:\d{1,9}[.)] )?(?:```|~~~))[^\n]*\n)*+[ \t>]*+(?P=deep)[`~]*[ \t]*$"
)
_IN_LINE = r"(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)"
_FENCES = re.compile(_FENCED, re.MULTILINE | re.DOTALL)
_CODE = re.compile(f"{_FENCED}|{_IN_LINE}", re.MULTILINE | re.DOTALL)
_KEPT = re.compile("\x02([0-9]{1,9})\x03")


def without_code(text: str, kept: list[str]) -> str:
    """Return a text in which marks stand for its code, which `kept` takes; see `restored`."""
    return _CODE.sub(lambda match: match[0] if match["html"] else keep(match[0], kept), text)


def with_fenced(text: str, change: Callable[[str], str]) -> str:
    """Return a text in which each code between fences was changed."""
    return _FENCES.sub(lambda match: match[0] if match["html"] else change(match[0]), text)


def keep(piece: str, kept: list[str]) -> str:
    """Return the mark that stands for a piece, which `kept` takes."""
    kept.append(piece)
    return f"\x02{len(kept) - 1}\x03"


def restored(text: str, kept: list[str], number: int | None = None) -> str:
    """Return a text with what was kept for it, the first `number` pieces: in a piece stand only those kept before it."""
    most = len(kept) if number is None else number

    def found(mark: re.Match[str]) -> str:
        which = int(mark[1])
        return restored(kept[which], kept, which) if which < most else mark[0]

    return _KEPT.sub(found, text)
