"""Blocks of raw HTML whose lines are indented, as editors and converters write them.

Four spaces make code of a line in Markdown, also within HTML: after an empty line, or where a tag was closed too early. What
stands below HTML and begins with a tag was not meant as code, so its lines are moved to the left before the text is converted.

Two more things would take all that follows for HTML or for code, and browsers see them otherwise: a heading that the end of
another level closes, and a fence in `<pre>`.
"""

from __future__ import annotations

import re

from broadsheet.expressions import expression

_TAG = expression(r"\s*</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>]|$)|\s*<!--")
_INDENTED_TAG = expression(r"^(?: {4}|\t)[ \t]*<", re.MULTILINE)
_FENCE = expression(r" {0,3}(`{3,}|~{3,})")
_PRE = expression(r"<(/?)pre\b", re.IGNORECASE)

_CODE = r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
_CODE_OR_PRE = re.compile(rf"{_CODE}|(?P<pre>^ {{0,3}}<(?i:pre)\b(?:(?!<(?i:pre)\b).)*?</(?i:pre)\s*>)", re.MULTILINE | re.DOTALL)
_CODE_OR_HEADING = re.compile(
    rf"{_CODE}|(?<!`)(?P<ticks>`++)[^\n]+?(?<!`)(?P=ticks)(?!`)"
    r"|(?P<heading><(?i:h)(?P<level>[1-6])\b[^<>]*>(?:(?!</?[hH][1-6]\b|\n[ \t]*\n).)*</(?i:h))(?!(?P=level))[1-6](?=\s*>)",
    re.MULTILINE | re.DOTALL,
)
_FENCE_BEGINS = re.compile(r"^( {0,3})(?:`(?=``)|~(?=~~))", re.MULTILINE)


def ended(text: str) -> str:
    """Return a text in which each heading in HTML ends as it began, and no code between fences begins in `<pre>`."""
    if "<pre" in text.lower() and _FENCE_BEGINS.search(text):
        text = _CODE_OR_PRE.sub(lambda found: _FENCE_BEGINS.sub(_as_text, found[0]) if found["pre"] else found[0], text)
    if "</h" in text.lower():
        text = _CODE_OR_HEADING.sub(lambda found: found["heading"] + found["level"] if found["heading"] else found[0], text)
    return text


def _as_text(mark: re.Match[str]) -> str:
    return f"{mark[1]}&#{ord(mark[0][-1])};"


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
