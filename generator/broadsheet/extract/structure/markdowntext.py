"""The words of an article in Markdown: its text as readers see it, without markup, and where each word stands in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape

from broadsheet.extract.structure.pagetext import IN_LINE

_NOT_SHOWN = re.compile(
    r"^[ \t]*(?P<fence>`{3,}+|~{3,}+)[^\n]*\n.*?(?:^[ \t]*(?P=fence)[ \t]*$|\Z)"  # code
    r"|<!--.*?(?:-->|\Z)|<(?P<tag>script|style|pre|figure|iframe|svg)\b.*?(?:</(?P=tag)\s*>|\Z)"
    r"|\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|\{[:#.][^{}\n]*\}"  # template code, attributes
    r"|!\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])?"  # pictures
    r"|\[\^[^\[\]\n]+\]:?|<(?:https?://|mailto:)[^<>\s]*>"  # marks of notes, bare addresses
    r"|^[ \t]*\[[^\]\n]+\]:[^\n]*$"  # where references lead
    r"|^[ \t]*[-*_=](?:[ \t]*[-*_=]){2,}[ \t]*$"  # rules, and what makes a heading of the line above
    r"|^[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t:-]*+)+$",  # what makes a table
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])[^<>]*>")
_LINK = re.compile(r"\[((?:[^\[\]\n]|\n(?!\s*\n)|\[[^\[\]\n]*\])*)\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])")
_MARKS = re.compile(r"(\\)[!-/:-@\[-`{-~]|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|~~|`+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_LINE = re.compile(r"^[ \t]*(?:>[ \t]?)*[ \t]*((?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|#{1,6}[ \t]+|\|)?", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]*#{1,6}(?=[ \t])[^\n]*?((?:(?<![ \t])[ \t]+(?:#+[ \t]*)?)?(?:\n|\Z))", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|[^\n]*$", re.MULTILINE)
_CELL = re.compile(r"(?<![ \t])[ \t]*\|[ \t]*")
_APART = "\n\n"


class MarkdownText:
    """The text that an article shows between two places of its file; `of` gives the places in the file back.

    Whatever is no markup stands in it as it does in the file. Linear in the length of the text.
    """

    def __init__(self, source: str, start: int, end: int) -> None:
        self._source = source
        self._span = (start, end)
        self._hidden = bytearray(end)
        self._put: dict[int, str] = {}
        self._hide(0, start)
        self._look()
        pieces: list[str] = []
        # Of each piece: where it begins in the text, where in the file, and if it is as there.
        self._places: list[tuple[int, int, int]] = []
        length = 0
        for at, piece, own in self._pieces():
            self._places.append((length, at, own))
            pieces.append(piece)
            length += len(piece)
        self.text = "".join(pieces)
        self._starts = [place[0] for place in self._places]

    def of(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the file of a span of the text; an empty one where it stands nowhere there."""
        first, last = self._place(start), self._place(end - 1)
        return (first, last + 1) if 0 <= first <= last else (0, 0)

    def _place(self, at: int) -> int:
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return -1
        begins, place, own = self._places[number]
        return place + (at - begins) * own

    def _look(self) -> None:
        """Find what is hidden, and what stands for it: blocks are parted, so that no sentence goes over from one to the next."""
        for match in self._found(_NOT_SHOWN):
            self._hide(*match.span(), _APART if "\n" in match[0] else "")
        for match in self._found(_TAG):
            self._hide(*match.span(), "" if match[1].lower() in IN_LINE else _APART)
        for match in self._found(_LINK):
            self._hide(match.start(), match.start(1))
            self._hide(match.end(1), match.end())
        for match in self._found(_LINE):
            self._hide(*match.span(), _APART if match[1] else "")
        for match in self._found(_HEADING):
            self._hide(*match.span(1), _APART)
        for cell in (cell for row in self._found(_ROW) for cell in _CELL.finditer(self._source, *row.span())):
            self._hide(*cell.span(), _APART)
        for match in self._found(_MARKS):
            self._hide(match.start(), match.end(1) if match[1] else match.end())
        for match in (each for each in self._found(_ENTITY) if not self._hidden[each.start()]):
            self._hide(*match.span(), unescape(match[0]))

    def _found(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self._source, *self._span)

    def _hide(self, start: int, end: int, instead: str = "") -> None:
        self._hidden[start:end] = b"\1" * (end - start)
        if instead and start < end:
            self._put.setdefault(start, instead)

    def _pieces(self) -> list[tuple[int, str, int]]:
        """Return the pieces of the text: where each stands in the file, what it says, and 1 if it is as there, or 0."""
        pieces = [(at, text, 0) for at, text in self._put.items()]  # at what is hidden
        runs = (run.span() for run in re.finditer(b"\0+", self._hidden))
        return sorted((*pieces, *((start, self._source[start:end], 1) for start, end in runs)))
