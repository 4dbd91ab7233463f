"""Colours: how many pieces of a body stood out by the colour of their words. No colour comes over, but some say something."""

from __future__ import annotations

import re

_TAG = re.compile(r"<(?!a\b)[a-zA-Z][^<>]*>", re.IGNORECASE)  # links have a colour of their own
_COLOUR = re.compile(r"(?<![\w-])color\s*(?::\s*([^;\"'<>!]+)|=\s*[\"']?\s*([^\s\"'<>]+))", re.IGNORECASE)
# No colour at all, or one of all words: black, white and between.
_PLAIN = re.compile(
    r"black|white|inherit|initial|unset|revert|transparent|currentcolor|silver|gainsboro|whitesmoke|windowtext|auto|var\(.*"
    r"|(?:(?:dark|light|dim|slate|darkslate|lightslate)?gr[ae]y)?",
    re.IGNORECASE,
)
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{1,2})?", re.IGNORECASE)
_PARTS = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\b.*", re.IGNORECASE)
_CLOSE = 40  # how far the parts of a colour of 255 may be apart, and it is grey


def coloured(text: str) -> int:
    """Return the number of pieces of HTML, also of such in Markdown, whose words have a colour that stands out."""
    if "color" not in text.lower():
        return 0
    found = (_COLOUR.search(tag[0]) for tag in _TAG.finditer(text))
    return sum(not _is_plain((each[1] or each[2]).strip()) for each in found if each)


def _is_plain(colour: str) -> bool:
    written, told = _HEX.fullmatch(colour), _PARTS.fullmatch(colour)
    if written:
        digits = written[1] if len(written[1]) == 6 else "".join(digit * 2 for digit in written[1])
        parts = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    elif told:
        parts = [int(told[number]) for number in (1, 2, 3)]
    else:
        return _PLAIN.fullmatch(colour) is not None
    return max(parts) - min(parts) <= _CLOSE
