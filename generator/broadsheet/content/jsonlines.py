"""JSON to nodes, with the place of every value: the object in front of a body, and JSON lines, one object a line.

The standard parser gives no places, so the grammar is walked here; strings are read by the standard library's scanner.
"""

from __future__ import annotations

import re
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # public by name, and not in the type stubs
from typing import NoReturn

from broadsheet.content.nodes import Mapping, Node, Scalar, Sequence, shortened
from broadsheet.content.yamlfile import MAX_DEPTH, duplicate_key
from broadsheet.expressions import expression
from broadsheet.problems import Outcome, Problem, Span

_BLANK = expression(r"[ \t\r\n]*")
_NUMBER = expression(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD = expression(r"true|false|null")
_FORBIDDEN = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SEEN = expression(r"[\w.+-]+|.", re.DOTALL)


def parse_json_lines(text: str, path: str, largest: int = 0) -> Outcome[tuple[Mapping, ...]]:
    """Parse a text of one JSON object a line. Blank lines are skipped; a bad line is one problem and the next ones are read.

    So is a line of more than `largest` characters (0: any number).
    """
    problems: list[Problem] = []
    mappings: list[Mapping] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip(" \t\r"):
            continue
        if 0 < largest < len(line):
            message = f"the line has {len(line)} characters, and an article may have {largest}"
            hint = "split it, or raise `limits: {bytes: …}` in broadsheet.yaml"
            problems.append(Problem("over-limit", message, Span(path, number), hint))
            continue
        parser = _Parser(line, path, number)
        try:
            mappings.append(parser.line())
        except _RefusedTextError as refused:
            problems.append(refused.problem)
        else:
            problems.extend(parser.problems)
    return Outcome(tuple(mappings), tuple(problems))


def parse_json_object(text: str, path: str, start: int) -> tuple[Outcome[Mapping | None], int]:
    """Parse the object that begins at an offset of a text, and return it with the offset at which it ends.

    It is None where it cannot be read; the rest of the text is then taken for it.
    """
    parser = _Parser(text, path, 1)
    try:
        node, end = parser.value(start)
    except _RefusedTextError as refused:
        message = f"the JSON in front of the text cannot be read: {refused.problem.message}"
        problem = refused.problem._replace(code="bad-front-matter", message=message, hint="mend it, or write YAML")
        return Outcome(None, (problem,)), len(text)
    return Outcome(node if isinstance(node, Mapping) else None, tuple(parser.problems)), end


class _RefusedTextError(Exception):
    """Ends the parse of a line; carries the problem to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Parser:
    """A recursive-descent parser of one value, at most `MAX_DEPTH` deep; `number` is that of the first line of the text."""

    def __init__(self, text: str, path: str, number: int) -> None:
        self.text = text
        self.path = path
        self.number = number
        self.is_line = "\n" not in text
        self.problems: list[Problem] = []

    def line(self) -> Mapping:
        """Parse the whole line."""
        start = self._skip(0)
        node, end = self._value(start, 1)
        rest = self._skip(end)
        if rest < len(self.text):
            self._refuse(rest, "the line goes on after its value", "put one JSON object on a line")
        if not isinstance(node, Mapping):
            self._refuse(start, "the line is not a JSON object", 'write `{"title": …}`')
        return node

    def value(self, start: int) -> tuple[Node, int]:
        """Parse the value at an offset, and return where it ends."""
        return self._value(start, 1)

    def _place(self, at: int) -> tuple[int, int]:
        if self.is_line:
            return self.number, at + 1
        return self.number + self.text.count("\n", 0, at), at - self.text.rfind("\n", 0, at)

    def _value(self, at: int, depth: int) -> tuple[Node, int]:
        if depth > MAX_DEPTH:
            self._refuse(at, f"lists and objects are nested more than {MAX_DEPTH} deep", "flatten the value")
        opening = self.text[at : at + 1]
        if opening == "{":
            return self._mapping(at, depth)
        if opening == "[":
            return self._sequence(at, depth)
        if opening == '"':
            return self._string(at)
        literal = _WORD.match(self.text, at) or _NUMBER.match(self.text, at)
        if literal is None:
            self._expected(at, "a value")
        return Scalar(literal.group(), True, *self._place(at)), literal.end()

    def _mapping(self, start: int, depth: int) -> tuple[Node, int]:
        entries: dict[str, tuple[Scalar, Node]] = {}
        at = self._skip(start + 1)
        while self.text[at : at + 1] != "}":
            if entries:
                at = self._symbol(at, ",", "`,` or `}`")
            if self.text[at : at + 1] != '"':
                self._expected(at, 'a key in double quotes (`"`)')
            key, at = self._string(at)
            at = self._symbol(self._skip(at), ":", "`:`")
            value, at = self._value(at, depth + 1)
            at = self._skip(at)
            if key.text in entries:
                self.problems.append(duplicate_key(key, entries[key.text][0], self.path))
            else:
                entries[key.text] = (key, value)
        return Mapping.of(entries.values(), *self._place(start)), at + 1

    def _sequence(self, start: int, depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        at = self._skip(start + 1)
        while self.text[at : at + 1] != "]":
            if items:
                at = self._symbol(at, ",", "`,` or `]`")
            value, at = self._value(at, depth + 1)
            items.append(value)
            at = self._skip(at)
        return Sequence(tuple(items), *self._place(start)), at + 1

    def _string(self, at: int) -> tuple[Scalar, int]:
        try:
            text, end = scanstring(self.text, at + 1, True)
        except JSONDecodeError as error:
            self._refuse(error.pos, f"a string cannot be read: {error.msg}", 'close the string, and escape `"` and `\\`')
        forbidden = None if text.isprintable() else _FORBIDDEN.search(text)
        if forbidden:
            message = f"a string holds U+{ord(forbidden.group()):04X}, which is no text"
            self._refuse(at, message, "remove the escape sequence")
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return Scalar(text, False, *self._place(at)), end

    def _symbol(self, at: int, symbol: str, expected: str) -> int:
        if self.text[at : at + 1] != symbol:
            self._expected(at, expected)
        return self._skip(at + 1)

    def _skip(self, at: int) -> int:
        blank = _BLANK.match(self.text, at)
        return blank.end() if blank else at

    def _expected(self, at: int, expected: str) -> NoReturn:
        seen = _SEEN.match(self.text, at)
        found = f"`{shortened(seen.group(), 20)}`" if seen else "the end of the line"
        self._refuse(at, f"expected {expected}, found {found}", "write one JSON object on a line")

    def _refuse(self, at: int, message: str, hint: str) -> NoReturn:
        raise _RefusedTextError(Problem("bad-json", message, Span(self.path, *self._place(at)), hint))
