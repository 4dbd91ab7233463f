"""Blocks of raw HTML whose lines are indented, as editors and converters write them.

Four spaces make code of a line in Markdown, also within HTML: after an empty line, or where a tag was closed too early. What
stands below HTML and begins with a tag was not meant as code, so its lines are moved to the left before the text is converted.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"\s*</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>]|$)|\s*<!--")
_INDENTED_TAG = re.compile(r"^(?: {4}|\t)[ \t]*<", re.MULTILINE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_PRE = re.compile(r"<(/?)pre\b", re.IGNORECASE)


def outdented(text: str) -> str:
    """Return a text in which indented lines that begin with a tag, and stand below HTML, are not indented."""
    if not _INDENTED_TAG.search(text):
        return text
    lines, html, fence, pre = text.split("\n"), False, "", False
    begins = True  # a block begins with the line in hand
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence or mark:
            fence = "" if fence and mark and mark[1].startswith(fence) else fence or (mark[1] if mark else "")
            html = False
        elif not line or line.isspace():
            begins = True
        else:
            tagged = _TAG.match(line) is not None
            if html and tagged and not pre:
                lines[at] = line.lstrip()
            if begins:
                html = tagged and (html or (line[:1] != "\t" and line[:4] != "    "))
            begins = False
            found = _PRE.findall(line)
            pre = not found[-1] if found else pre
    return "\n".join(lines)
