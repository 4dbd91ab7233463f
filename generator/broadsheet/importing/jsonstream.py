"""JSON as a stream: the rows of the tables in a file, one after the other, whatever its size."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from broadsheet.importing.files import LARGEST, TOO_LARGE

_CHUNK = 262_144
_LONGEST_WORD = 12  # characters of what may be cut in two, such as `false` or an escape
_EARLY = "it ends early"
_SPACE = " \t\r\n"
_SIGN = re.compile(r"[\"{}\[\]]")
_QUOTED = re.compile(r"(?:[^\"\\]++|\\.)*+(\"?)", re.DOTALL)  # what is in a text, and its end
_DECODER = json.JSONDecoder(strict=False)


class TableRow(NamedTuple):
    """A row: the table that it stands in, what it says, and the line where it begins."""

    table: str
    value: Any
    line: int


class TooLarge:
    """Stands for a row that is too large to be read."""


class UnreadableError(ValueError):
    """The file is no JSON from some place on. `line` is that of the place."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class _TooLargeError(UnreadableError):
    """A value goes on for too long."""


def rows(path: Path, within: frozenset[str], *, listed: bool = False) -> Iterator[TableRow]:
    """Yield each row of the tables, which are lists, in a file. `within` are the keys below which tables are looked for.

    `listed`: a file that is a list is a table itself, and does not hold tables.
    A row that is too large has the value `TooLarge()`. Raises UnreadableError where the file is broken; what came before it was
    yielded.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as opened:
        yield from _JsonReader(opened, within).rows(listed=listed)


class _JsonReader:
    def __init__(self, opened: TextIO, within: frozenset[str]) -> None:
        self._opened = opened
        self._within = within
        self._text = ""
        self._at = 0
        self._line = 1

    def rows(self, *, listed: bool) -> Iterator[TableRow]:
        """Yield the rows of all tables."""
        try:
            yield from self._value("", within=not listed or self._next() != "[")
        except RecursionError as error:
            message = "it is too deep"
            raise UnreadableError(message, self._line) from error

    def _value(self, name: str, *, within: bool) -> Iterator[TableRow]:
        opening = self._next()
        if opening == "{" and within:
            yield from self._object()
        elif opening == "[":
            yield from self._list(name, within=within)
        else:
            yield self._row(name)

    def _object(self) -> Iterator[TableRow]:
        self._skip("{")
        while self._next() != "}":
            name = str(self._decoded())
            self._next()
            self._skip(":")
            yield from self._value(name, within=name in self._within)
            self._comma("}")
        self._skip("}")

    def _list(self, name: str, *, within: bool) -> Iterator[TableRow]:
        self._skip("[")
        while self._next() != "]":
            if within:
                yield from self._value(name, within=True)
            else:
                yield self._row(name)
            self._comma("]")
        self._skip("]")

    def _row(self, name: str) -> TableRow:
        line = self._line
        try:
            return TableRow(name, self._decoded(), line)
        except _TooLargeError:
            if self._next() not in '"{[':
                raise
            self._pass_over()
            return TableRow(name, TooLarge(), line)

    def _pass_over(self) -> None:
        """Go on behind a value without keeping it: one in quotes, or in brackets."""
        depth, quoted = 0, False
        while True:
            found = _QUOTED.match(self._text, self._at) if quoted else _SIGN.search(self._text, self._at)
            end = found.end() if found else len(self._text)
            self._line += self._text.count("\n", self._at, end)
            self._at = end
            if not found or (quoted and not found[1]):
                if not self._more():
                    raise UnreadableError(_EARLY, self._line)
                continue
            quoted = found[0] == '"' and not quoted
            depth += 0 if found.re is _QUOTED else {"{": 1, "[": 1, "}": -1, "]": -1}.get(found[0], 0)
            if not depth and not quoted:
                return

    def _comma(self, end: str) -> None:
        if self._next() != end:
            self._skip(",")

    def _next(self) -> str:
        """Return the character at which the next value begins."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self._line += self._text[self._at] == "\n"
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _skip(self, char: str) -> None:
        if self._text[self._at : self._at + 1] != char:
            message = f"`{char}` is missing" if self._at < len(self._text) else _EARLY
            raise UnreadableError(message, self._line)
        self._at += 1

    def _more(self) -> bool:
        """Read on; twice as much as is there, so that a long row is not tried again and again."""
        left = len(self._text) - self._at
        if left > LARGEST:
            raise _TooLargeError(TOO_LARGE, self._line)
        read = self._opened.read(max(_CHUNK, left))
        self._text, self._at = self._text[self._at :] + read, 0
        return bool(read)

    def _decoded(self) -> object:
        self._next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                goes_on = error.msg.startswith("Unterminated") or error.pos > len(self._text) - _LONGEST_WORD
                if not goes_on or not self._more():
                    raise UnreadableError(_EARLY if goes_on else error.msg, self._line) from error
                continue
            if end < len(self._text) or not self._more():  # a number may go on
                self._line += self._text.count("\n", self._at, end)
                self._at = end
                return value
