"""Headers of articles that are no front matter: `Key: value`, fields of reStructuredText, Nikola's comments, `<meta>` tags."""

from __future__ import annotations

import re
from pathlib import Path

from broadsheet.content.yamltext import Value
from broadsheet.importing.files import inside, read_text
from broadsheet.importing.jupyter import SUFFIX, read_notebook
from broadsheet.importing.restructured import read_restructured
from broadsheet.importing.values import Matter, read_matter

_LINE = re.compile(r"([A-Za-z][\w -]{0,40}?):[ \t]*(.*)\n?")
_MORE = re.compile(r"(?:[ ]{4}|\t)(.*)\n?")
_NIKOLA = re.compile(r"(?:<!--\s*\n)?((?:\.\. [\w-]+:.*\n)+)(?:\s*-->[ \t]*\n?)?")
_NIKOLA_LINE = re.compile(r"\.\. ([\w-]+):[ \t]*(.*)")
_META = re.compile(r"<meta\s+(?:name|property)=[\"']([^\"']+)[\"']\s+content=(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
RESTRUCTURED = frozenset((".rst", ".txt"))  # which Nikola's articles may be called
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.IGNORECASE | re.DOTALL)


def read_header(text: str, where: str, path: Path) -> Matter:
    """Split a text into what its header says and its body; what begins with front matter is read as that."""
    beside = path.with_suffix(".meta")
    above, text = (_nikola(read_text(beside, where)[0])[0], text) if inside(path.parent, beside) else _nikola(text)
    if path.suffix.lower() == SUFFIX:
        return read_notebook(text, where, above)
    if path.suffix.lower() in RESTRUCTURED:
        return read_restructured(text, where, above, path)
    if path.suffix.lower() in (".html", ".htm"):
        return Matter(above, text) if above else _page(text)
    if above:
        return Matter(above, text)
    if text.lstrip().startswith(("---", "+++", "{")):
        return read_matter(text, where)
    return _lines(text)


def lone_header(text: str) -> Matter:
    """Split off `Key: value` lines that tell headline and date, as Pelican's do, where nothing says that a text may have them."""
    found = _lines(text)
    return found if found.values and {"title", "date"} <= found.values.keys() else Matter(None, text)


def _nikola(text: str) -> tuple[dict[str, Value], str]:
    found = _NIKOLA.match(text.lstrip("\ufeff\n"))
    if not found:
        return {}, text
    return {match[1].lower(): match[2].strip() for match in _NIKOLA_LINE.finditer(found[1])}, text.lstrip("\ufeff\n")[
        found.end() :
    ]


def _lines(text: str) -> Matter:
    values: dict[str, Value] = {}
    at, name = 0, ""
    while at < len(text) and text[at] != "\n":
        more, line = _MORE.match(text, at) if name else None, _LINE.match(text, at)
        if more:
            values[name] = f"{values[name]} {more[1].strip()}".strip()
            at = more.end()
        elif line:
            name = line[1].strip().lower()
            values[name] = line[2].strip()
            at = line.end()
        else:
            return Matter(None, text)
    return Matter(values, text[at:].lstrip("\n")) if values else Matter(None, text)


def _page(text: str) -> Matter:
    values: dict[str, Value] = {match[1].lower(): match[2][1:-1].strip() for match in _META.finditer(text)}
    title, body = _TITLE.search(text), _BODY.search(text)
    if title:
        values["title"] = " ".join(title[1].split())
    return Matter(values or None, body[1] if body else text)
