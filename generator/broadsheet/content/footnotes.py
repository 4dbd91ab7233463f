"""Footnotes as pyromark writes them, each where it was defined, gathered in one list at the end of the text.

The markup is that of Python-Markdown, so that one style sheet serves both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from broadsheet.expressions import expression

_MARK = expression(r'<sup class="footnote-reference"><a href="#([^"]*)">\d+</a></sup>')
_NOTE = expression(r'<div class="footnote-definition" id="([^"]*)"><sup class="footnote-definition-label">\d+</sup>\n?')
_DIVISION = expression(r"<(/?)div\b[^>]*>", re.IGNORECASE)
_NAME = expression(r"[\w.-]+")


@dataclass(slots=True)
class _Note:
    """A footnote: its number, what its ids are made of, how often it was referred to, and its text."""

    number: int
    key: str
    marks: int = 0
    html: str = ""


@dataclass(slots=True)
class _Notes:
    """The footnotes of a text by name, in the order in which they are first named."""

    by_name: dict[str, _Note] = field(default_factory=dict)

    def note(self, name: str) -> _Note:
        number = len(self.by_name) + 1
        key = name if _NAME.fullmatch(unescape(name)) else str(number)
        return self.by_name.setdefault(name, _Note(number, key))

    def mark(self, match: re.Match[str]) -> str:
        note = self.note(match[1])
        note.marks += 1
        mark_id = f"fnref{note.marks if note.marks > 1 else ''}:{note.key}"
        return f'<sup id="{mark_id}"><a class="footnote-ref" href="#fn:{note.key}">{note.number}</a></sup>'


def gathered(html: str) -> str:
    """Return HTML with its footnotes, if it has any, as a list behind the text. Linear in the length of the HTML."""
    first = _NOTE.search(html)
    if not first:
        return html
    text, written = _parted(html, first)
    notes = _Notes()
    text = _MARK.sub(notes.mark, text)
    for name, note_html in written:
        notes.note(name)
        notes.by_name[name].html = _MARK.sub(notes.mark, note_html)
    items = "\n".join(_item(note) for note in notes.by_name.values())
    return f'{text}<div class="footnote">\n<hr>\n<ol>\n{items}\n</ol>\n</div>\n'


def _parted(html: str, first: re.Match[str]) -> tuple[str, list[tuple[str, str]]]:
    """Part the text from the notes in it. A note ends with its division, or with the text when the author left one open."""
    out: list[str] = [html[: first.start()]]
    notes: list[tuple[str, str]] = []
    note: re.Match[str] | None = first
    while note:
        depth, end, behind = 1, len(html), len(html)
        for division in _DIVISION.finditer(html, note.end()):
            depth += -1 if division[1] else 1
            if not depth:
                end, behind = division.span()
                break
        notes.append((note[1], html[note.end() : end]))
        note = _NOTE.search(html, behind)
        out.append(html[behind : note.start() if note else len(html)].removeprefix("\n"))
    return "".join(out), notes


def _item(note: _Note) -> str:
    title = f"Jump back to footnote {note.number} in the text"
    back = "".join(
        f'<a class="footnote-backref" href="#fnref{mark if mark > 1 else ""}:{note.key}" title="{title}">&#8617;</a>'
        for mark in range(1, note.marks + 1)
    )
    html = note.html.rstrip()
    if back:
        html = f"{html.removesuffix('</p>')}&#160;{back}</p>" if html.endswith("</p>") else f"{html}\n<p>{back}</p>"
    return f'<li id="fn:{note.key}">\n{html}\n</li>'
