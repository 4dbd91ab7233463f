"""Texts: what a reader sees of a piece of HTML that has to be a text of ours."""

from __future__ import annotations

import re
from html import unescape

_BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ENDS = re.compile(r"</(?:p|div|li|blockquote|h[1-6]|tr)\s*>", re.IGNORECASE)
_SCRIPTS = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def plain_text(text: str, *, lines: bool = False) -> str:
    """Return the words of a piece of HTML, on one line; `lines`: paragraphs stay apart."""
    text = UNPRINTABLE.sub("", text)
    if "<" in text:
        text = _TAG.sub("", _ENDS.sub("\n\n", _BREAKS.sub("\n", _SCRIPTS.sub("", text))))
    text = unescape(text).replace("\u00a0", " ")
    if not lines:
        return " ".join(text.split())
    paragraphs = (" ".join(line.strip() for line in part.split("\n")).strip() for part in re.split(r"\n\s*\n", text))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
