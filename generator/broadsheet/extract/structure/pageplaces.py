"""Page places: where in the HTML of a saved page words stand that were found in the article's text.

Offsets of findings are those of the file that the editor has. What the page shows only after decoding (an entity, words parted by
tags) has the place of all that makes it. What stands nowhere in the page's visible text has the empty place at its start.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape

from broadsheet.extract.structure.pagetext import IN_LINE

_PIECE = re.compile(
    r"<(script|style|template|svg)\b|<!--|<[^<>]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", re.IGNORECASE
)
_TAG = re.compile(r"</?([a-z][\w-]*)", re.IGNORECASE)
_BLANKS = " \t\n\r\f\v\xa0"
_MOST_MISSES = 100  # lines that the page does not show; then no more are looked for in all of it


class PagePlaces:
    """The places of one page. `text` is what was extracted from it; its lines are looked for in what the page shows."""

    def __init__(self, page: str, text: str) -> None:
        self._text = text
        self._chars: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._misses = 0
        self._read(page)
        self._seen = "".join(self._chars)
        self._lines, self._found = self._place_lines()

    def of(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the page of a span of the text."""
        number = bisect_right(self._lines, start) - 1
        words = " ".join(self._text[start:end].split())
        at = -1
        if number >= 0 and self._found[number] >= 0:
            at = self._found[number] + len(" ".join(f"{self._text[self._lines[number] : start]}|".split())) - 1
            at = at if self._seen.startswith(words, at) else -1
        if at < 0:
            at = self._anywhere(words)
        if at < 0 or not words:
            return 0, 0
        return self._starts[at], self._ends[at + len(words) - 1]

    def _read(self, page: str) -> None:
        at = 0
        for match in _PIECE.finditer(page):
            if match.start() < at:  # inside what is not shown
                continue
            self._add(page[at : match.start()], at)
            piece, at = match.group(), match.end()
            if piece[0] == "&":
                self._append(unescape(piece), match.start(), at)
            elif match[1] or piece == "<!--":
                end = re.compile(re.escape(f"</{match[1]}" if match[1] else "-->"), re.IGNORECASE).search(page, at)
                at = end.end() if end else len(page)
            elif (tag := _TAG.match(piece)) and tag[1].lower() not in IN_LINE:
                self._append(" ", match.start(), at)
        self._add(page[at:], at)

    def _add(self, text: str, at: int) -> None:
        for number, char in enumerate(text, at):
            self._append(char, number, number + 1)

    def _append(self, text: str, start: int, end: int) -> None:
        for char in text:
            if char in _BLANKS:
                if self._chars and self._chars[-1] == " ":
                    continue
                char = " "
            self._chars.append(char)
            self._starts.append(start)
            self._ends.append(end)

    def _anywhere(self, words: str) -> int:
        if self._misses > _MOST_MISSES:
            return -1
        at = self._seen.find(words)
        self._misses += at < 0
        return at

    def _place_lines(self) -> tuple[list[int], list[int]]:
        """Return where the lines of the text begin, and where in what the page shows each was found (-1: nowhere)."""
        lines, found, at, seen = [], [], 0, 0
        for line in self._text.split("\n"):
            words = " ".join(line.split())
            if words:
                place = self._seen.find(words, seen)
                if place < 0:
                    place = self._anywhere(words)
                lines.append(at + len(line) - len(line.lstrip()))
                found.append(place)
                seen = max(seen, place)
            at += len(line) + 1
        return lines, found
