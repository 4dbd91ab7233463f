"""Texts: what a reader sees of a piece of HTML that has to be a text of ours."""

from __future__ import annotations

import re
from html import unescape

from broadsheet.content.opening import excerpt

_BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ENDS = re.compile(r"</(?:p|div|li|blockquote|h[1-6]|tr)\s*>", re.IGNORECASE)
_SCRIPTS = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_SEEN = 20_000  # characters in which a text has begun
_LONGEST_BEGINNING = 80
_MARKS = re.compile(r"!\[[^\[\]]*\]\([^()\s]*\)|\[([^\[\]]*)\]\([^()\s]*\)|^[ \t]*(?:[#>*+-]+[ \t]+)+|[*`]+|~~", re.MULTILINE)
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


def worded(name: str) -> str:
    """Return the name of a file or folder as words; empty where it holds none."""
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def beginning(text: str, *, is_markdown: bool = False) -> str:
    """Return the first line of words in a piece of HTML or Markdown, cut where it is long; empty where there are none."""
    text = _SCRIPTS.sub("", UNPRINTABLE.sub("", text[:_SEEN]))
    if is_markdown:
        text = _MARKS.sub(lambda match: match[1] or "", text)
    plain = unescape(_TAG.sub("", _ENDS.sub("\n", _BREAKS.sub("\n", text))))
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return excerpt(next((line for line in lines if any(map(str.isalnum, line))), ""), _LONGEST_BEGINNING)
