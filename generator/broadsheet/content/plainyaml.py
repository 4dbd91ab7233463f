"""Plain YAML: the subset that nearly every article keeps to, read line by line, many times faster than a YAML parser reads it.

Mappings and lists in block style, keys of letters, digits, `-` and `_`, and values on one line: plain, quoted, or a flow list of
such. Whatever else stands in a text (a comment, an anchor, a tag, a block scalar, a value over several lines, a key that stands
twice, a character that might matter), this reader declines it as a whole, so that there is one judge of what is odd or wrong.
A property test holds its nodes equal to those that the YAML parser's events give.
"""

from __future__ import annotations

import re

from broadsheet.content.nodes import Mapping, Node, Scalar, Sequence

# Indentation, the dash of an item, a key, and the rest of the line.
_LINE = re.compile(r"( *+)(- ++)?+(?:([A-Za-z_][A-Za-z0-9_-]{0,60}+):(?: ++|$))?+(.*)")
# The inside of a text in double quotes, with those escape sequences that stand for characters every text may hold.
_QUOTED = r'[^"\\]*+(?:\\(?:["\\/nt]|u(?!00[01789]|d[89a-f]|fff[ef])[0-9a-f]{4})[^"\\]*+)*+'
_DOUBLE_QUOTED = re.compile(rf'"({_QUOTED})" *+')
_SINGLE_QUOTED = re.compile(r"'((?:[^']|'')*+)' *+")
_ESCAPE = re.compile(r"\\(?:u(....)|(.))")
_NAMED_ESCAPES = {"n": "\n", "t": "\t"}
# An item of a flow list: quoted, or plain; and what follows it.
_ITEM = re.compile(rf""" *+(?:"({_QUOTED})"|'([^']*+)'|([A-Za-z0-9\u00c0-\uffff][^,\[\]{{}}:#"'&*!|>%@`?\\]*+)) *+([,\]])""")
_PLAIN_STARTS = frozenset("($/+.~_\u201c\u2018\u00ab\u00bf\u00a1")  # and letters and digits
_MOST_INDENTED = 16  # keeps the depth, and with it the recursion, far below what the YAML parser allows

# Line number, column of the first character, dash, key, columns of what follows the dash and of the rest, the rest.
_Line = tuple[int, int, bool, str | None, int, int, str]


def plain_yaml(text: str, first_line: int = 1) -> Mapping | None:
    """Return the mapping that a text holds, or None where the text goes beyond the subset (or is empty, or faulty)."""
    # Letters, digits, punctuation and blanks: no tabs, no line ends but `\n`, nothing that YAML might refuse.
    if not text.replace("\n", "").isprintable():
        return None
    reader = _Reader(text, first_line)
    try:
        return reader.document()
    except _BeyondError:
        return None


class _BeyondError(Exception):
    """The text goes beyond the subset."""


class _Reader:
    """Reads one text. One use."""

    def __init__(self, text: str, first_line: int) -> None:
        self.lines: list[_Line] = []
        self.at = 0
        for number, line in enumerate(text.split("\n"), start=first_line):
            match = _LINE.match(line)
            if line and match:
                blanks, dash, key, rest = match.groups()
                indent = len(blanks)
                if dash:
                    self.lines.append((number, indent, True, key, indent + len(dash), match.start(4), rest))
                elif key or rest:
                    self.lines.append((number, indent, False, key, indent, match.start(4), rest))

    def document(self) -> Mapping:
        """Read the whole text."""
        if not self.lines or self.lines[0][1] or self.lines[0][2]:
            raise _BeyondError
        mapping = self._mapping(0)
        if self.at < len(self.lines):
            raise _BeyondError
        return mapping

    def _mapping(self, column: int) -> Mapping:
        lines = self.lines
        begun = lines[self.at][0]
        entries: dict[str, tuple[Scalar, Node]] = {}
        while self.at < len(lines):
            number, indent, dash, key, _, place, rest = lines[self.at]
            if indent != column or dash or key is None:
                break
            if key in entries:
                raise _BeyondError
            self.at += 1
            value = _value(rest, number, place + 1) if rest else self._nested(column, number, indent + len(key) + 2)
            entries[key] = (Scalar(key, True, number, column + 1), value)
        if not entries or (self.at < len(lines) and lines[self.at][1] > column):
            raise _BeyondError
        return Mapping(tuple(entries.values()), begun, column + 1)

    def _nested(self, column: int, number: int, place: int) -> Node:
        """Read what stands below a key without a value: a list, which need not be indented, a mapping, or nothing."""
        if self.at < len(self.lines):
            _, indent, dash, *_ = self.lines[self.at]
            if indent > _MOST_INDENTED:
                raise _BeyondError
            if dash and indent >= column:
                return self._sequence(indent)
            if indent > column:
                return self._mapping(indent)
        return Scalar("", True, number, place)

    def _sequence(self, column: int) -> Sequence:
        lines = self.lines
        begun = lines[self.at][0]
        items: list[Node] = []
        while self.at < len(lines):
            number, indent, dash, key, inner, place, rest = lines[self.at]
            if indent != column or not dash:
                break
            if key is None:
                self.at += 1
                items.append(_value(rest, number, place + 1))
            else:
                # The first key of a mapping: as if it stood on a line of its own.
                lines[self.at] = (number, inner, False, key, inner, place, rest)
                items.append(self._mapping(inner))
        if self.at < len(lines) and lines[self.at][1] > column:
            raise _BeyondError
        return Sequence(tuple(items), begun, column + 1)


def _value(text: str, number: int, column: int) -> Node:
    """Read what stands behind a key or a dash."""
    first = text[:1]
    if first == '"':
        inner = text[1:-1]
        if '"' not in inner and "\\" not in inner and text[-1] == '"' and len(text) > 1:  # nearly always, and cheaper to see
            return Scalar(inner, False, number, column)
        quoted = _DOUBLE_QUOTED.fullmatch(text)
        if quoted:
            return Scalar(_unescaped(quoted[1]), False, number, column)
    elif first == "'":
        quoted = _SINGLE_QUOTED.fullmatch(text)
        if quoted:
            return Scalar(quoted[1].replace("''", "'"), False, number, column)
    elif first == "[":
        return _flow_list(text, number, column)
    elif (first.isalnum() or first in _PLAIN_STARTS) and first and ": " not in text and " #" not in text:
        plain = text.rstrip(" ")
        if plain[-1] != ":":
            return Scalar(plain, True, number, column)
    raise _BeyondError


def _unescaped(text: str) -> str:
    """Return what a text in double quotes says."""
    return _ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _NAMED_ESCAPES.get(match[2], match[2])


def _flow_list(text: str, number: int, column: int) -> Sequence:
    items: list[Node] = []
    at = 1
    if text.rstrip(" ") != "[]":
        end = ","
        while end == ",":
            item = _ITEM.match(text, at)
            if not item:
                raise _BeyondError
            double, single, plain, end = item.groups()
            start = item.start(3) if plain else item.start(1 if single is None else 2) - 1
            text_of = plain.rstrip(" ") if plain else _unescaped(double) if double else single or ""
            items.append(Scalar(text_of, bool(plain), number, column + start))
            at = item.end()
        if text[at:].strip(" "):
            raise _BeyondError
    return Sequence(tuple(items), number, column)
