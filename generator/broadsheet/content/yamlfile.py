"""YAML text to nodes: no implicit types, no custom tags, exact places, and no input that can exhaust the machine.

The nodes are built from the parser's events with a stack of our own, not by PyYAML's composer: the composer recurses (100,000
brackets would end the process) and resolves types that nobody asked for (`NO`, `12:30`). An alias shares the node it names; what
it stands for in full is counted and capped, so a "billion laughs" file is refused in linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from broadsheet.content.nodes import Mapping, Node, Scalar, Sequence, shortened
from broadsheet.content.plainyaml import plain_yaml
from broadsheet.expressions import expression
from broadsheet.problems import Outcome, Problem, Span

if TYPE_CHECKING:
    from yaml.error import YAMLError
    from yaml.events import AliasEvent, CollectionStartEvent, Event, NodeEvent, ScalarEvent

MAX_DEPTH = 64
MAX_ALIASED_NODES = 10_000
_UNPRINTABLE = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = expression("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NAMED_CHARACTER = expression(r"found character (?:'.+'|\".+\") that")
_KEY_AND_VALUE = expression(r"\s*(?:- +)*([^\s:#'\"\[{][^:]*): +(.*\S)")
# Where YAML allows tabs, and its parser does not: behind a value, before a comment, and between a key and its value.
_TABS = expression(r"(?<![ \t])[ \t]+(?=#|$)|(?<=:)[ \t]+(?=\S)", re.MULTILINE)
_CORE = "tag:yaml.org,2002:"
_CORE_TAGS = frozenset(_CORE + name for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map"))


def parse_yaml(text: str, path: str, first_line: int = 1) -> Outcome[Node | None]:
    """Parse one YAML document; `first_line` is the line of the file that the text starts on.

    The value is None when the text is empty or cannot be read. Linear in the length of the text.
    """
    plain = plain_yaml(text, first_line)
    return Outcome(plain) if plain else parse_any_yaml(text, path, first_line)


def parse_any_yaml(text: str, path: str, first_line: int = 1) -> Outcome[Node | None]:
    """Parse one YAML document by the events of the YAML parser; `parse_yaml` spares most texts that."""
    unprintable = _UNPRINTABLE.search(text)
    builder = _Builder(text, path, first_line)
    if unprintable:
        message = f"the YAML holds U+{ord(unprintable.group()):04X}, a character that YAML does not allow"
        return Outcome(None, (Problem("bad-yaml", message, builder.span_at(unprintable.start()), "remove the character"),))
    built = builder.build()
    if built.value is None and "\t" in text:
        spaced = _Builder(_TABS.sub(lambda match: " " * len(match[0]), text), path, first_line).build()
        return built if spaced.value is None else spaced
    return built


class _RefusedError(Exception):
    """Ends the parse of a document; carries the problem to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Built:
    """A finished node, the number of nodes it stands for when its aliases are written out, and its depth."""

    node: Node
    weight: int = 1
    depth: int = 1


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been reached."""

    is_mapping: bool
    span: Span
    anchor: str | None
    children: list[_Built] = field(default_factory=list)


class _Builder:
    """Builds nodes from events. One use."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text
        self.path = path
        self.first_line = first_line
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.anchors: dict[str, _Built] = {}
        self.aliased = 0
        self.documents = 0
        self.root: Node | None = None

    def build(self) -> Outcome[Node | None]:
        import yaml  # here, because a command that reads no YAML should not wait for it

        handlers: dict[type[Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._add_scalar,
            yaml.MappingStartEvent: self._open_collection,
            yaml.SequenceStartEvent: self._open_collection,
            yaml.MappingEndEvent: self._close_collection,
            yaml.SequenceEndEvent: self._close_collection,
            yaml.AliasEvent: self._add_alias,
            yaml.DocumentStartEvent: self._start_document,
        }
        # Both loaders only produce events here; the C one is some ten times faster and not on every platform.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            for event in yaml.parse(self.text, Loader=loader):
                handler = handlers.get(type(event))
                if handler:
                    handler(event)
        except _RefusedError as refused:
            return Outcome(None, (*self.problems, refused.problem))
        except yaml.YAMLError as error:
            return Outcome(None, (*self.problems, self._syntax_problem(error)))
        return Outcome(self.root, tuple(self.problems))

    def span_at(self, index: int) -> Span:
        """Return the place of a code point: by its index, because YAML also counts U+0085 and U+2028 as line ends."""
        row = bisect_right(self.starts, index)
        return Span(self.path, self.first_line + row - 1, index - self.starts[row - 1] + 1)

    def _place(self, event: Event) -> Span:
        return self.span_at(event.start_mark.index if event.start_mark else 0)

    def _refuse(self, message: str, span: Span, hint: str) -> NoReturn:
        raise _RefusedError(Problem("bad-yaml", message, span, hint))

    def _start_document(self, event: Event) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse("a second YAML document starts here", self._place(event), "keep one document in a file")

    def _add_scalar(self, event: ScalarEvent) -> None:
        span = self._place(event)
        self._check_tag(event, span)
        found = _FORBIDDEN.search(event.value)
        if found:
            message = f"the value holds the control character U+{ord(found.group()):04X}"
            self.problems.append(Problem("bad-yaml", message, span, "remove the escape sequence"))
        text = _FORBIDDEN.sub("\ufffd", event.value) if found else event.value
        # A tag such as !!str says that text is meant, even where it would be null.
        plain = not event.style and event.tag is None
        self._add(_Built(Scalar(text, plain, span.line, span.column)), event.anchor)

    def _open_collection(self, event: CollectionStartEvent) -> None:
        span = self._place(event)
        self._check_tag(event, span)
        if len(self.open) >= MAX_DEPTH:
            raise _RefusedError(self._too_deep(span))
        self.open.append(_Open(type(event).__name__ == "MappingStartEvent", span, event.anchor))

    def _too_deep(self, span: Span) -> Problem:
        return Problem("bad-yaml", f"lists and mappings are nested more than {MAX_DEPTH} deep", span, "flatten the value")

    def _close_collection(self, _event: Event) -> None:
        closed = self.open.pop()
        span, children = closed.span, closed.children
        weight = 1 + sum(child.weight for child in children)
        depth = 1 + max((child.depth for child in children), default=0)
        node: Node
        if closed.is_mapping:
            entries = self._entries([child.node for child in children])
            node = Mapping.of(entries, span.line, span.column)
        else:
            node = Sequence(tuple(child.node for child in children), span.line, span.column)
        self._add(_Built(node, weight, depth), closed.anchor)

    def _add_alias(self, event: AliasEvent) -> None:
        name, place = event.anchor or "", self._place(event)
        if name not in self.anchors:
            if any(opened.anchor == name for opened in self.open):
                self._refuse(f"the alias `*{name}` stands inside its own anchor", place, "write the value out")
            hint = self._hint("", event.start_mark.index if event.start_mark else 0)
            self._refuse(f"the alias `*{name}` names no anchor", place, hint)
        built = self.anchors[name]
        self.aliased += built.weight
        if self.aliased > MAX_ALIASED_NODES or len(self.open) + built.depth > MAX_DEPTH:
            message = f"the aliases stand for more than {MAX_ALIASED_NODES} values or {MAX_DEPTH} levels"
            self._refuse(message, place, "write the values out")
        self._add(built, None)

    def _add(self, built: _Built, anchor: str | None) -> None:
        if anchor is not None:
            self.anchors[anchor] = built
        if self.open:
            self.open[-1].children.append(built)
        else:
            self.root = built.node

    def _check_tag(self, event: NodeEvent, span: Span) -> None:
        tag = getattr(event, "tag", None)
        if tag and tag != "!" and tag not in _CORE_TAGS:
            shown = "!!" + tag.removeprefix(_CORE) if tag.startswith(_CORE) else tag
            hint = "remove the tag, or quote a value that starts with `!`"
            self.problems.append(Problem("bad-yaml", f"the tag `{shortened(shown)}` is not allowed", span, hint))

    def _entries(self, nodes: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        entries: dict[str, tuple[Scalar, Node]] = {}
        merged: list[Node] = []
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar) or not key.text:
                message = "a key is not text" if not isinstance(key, Scalar) else "a key is empty"
                self.problems.append(Problem("bad-yaml", message, self._span(key), "write keys as plain text"))
            elif key.text == "<<" and key.plain:
                merged.append(value)
            elif key.text in entries:
                self.problems.append(duplicate_key(key, entries[key.text][0], self.path))
            else:
                entries[key.text] = (key, value)
        for value in merged:
            self._merge(entries, value)
        return tuple(entries.values())

    def _merge(self, entries: dict[str, tuple[Scalar, Node]], value: Node) -> None:
        for mapping in value.items if isinstance(value, Sequence) else (value,):
            if isinstance(mapping, Mapping):
                for key, node in mapping.entries:
                    entries.setdefault(key.text, (key, node))
            else:
                message = "`<<` merges something that is not a mapping"
                self.problems.append(Problem("bad-yaml", message, self._span(mapping), "merge a mapping: `<<: *anchor`"))

    def _span(self, node: Node) -> Span:
        return Span(self.path, node.line, node.column)

    def _syntax_problem(self, error: YAMLError) -> Problem:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        # PyYAML's own parser words two common faults otherwise than libyaml does.
        what = _NAMED_CHARACTER.sub("found character that", getattr(error, "problem", None) or "it is malformed")
        what = what.replace("allowed here", "allowed in this context")
        if "end of stream" in what:  # of more use than where the file ends is what was opened, and where
            what, mark = "what was opened here is not closed", getattr(error, "context_mark", None) or mark
        index = min(mark.index, len(self.text)) if mark else 0
        if "maximum nesting depth" in what:  # libyaml has a limit of its own, which it meets before it gives us the first event
            return self._too_deep(self.span_at(index))
        return Problem("bad-yaml", f"the YAML cannot be read: {what}", self.span_at(index), self._hint(what, index))

    def _hint(self, what: str, index: int) -> str:
        start = self.text.rfind("\n", 0, index) + 1
        if "\t" in self.text[start : index + 1]:
            return "indent with spaces, YAML does not allow tabs there"
        if "not closed" in what:
            return "close the quote or bracket"
        if "',' or '" in what:
            return "close the bracket that was opened before, or write the comma that is missing"
        written = _KEY_AND_VALUE.match(self.text[start:].partition("\n")[0])
        if not written or index < start + written.start(2):
            return "check the indentation"
        if "mapping values are not allowed" in what:
            why = "that contains `: `"
        else:
            first = self.text[start + written.start(2)]
            why = f"that starts with `{first}`" if not first.isalnum() else "with special characters"
        return f"quote a value {why}{self._quoted(written)}"

    def _quoted(self, written: re.Match[str]) -> str:
        """Return the line as it should be, for the end of a hint; nothing for a line that is too long to show."""
        key, value = written.group(1), written.group(2)
        quoted = f'"{value}"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"
        return f", as in `{key}: {quoted}`" if len(key + quoted) <= 160 else ""


def duplicate_key(key: Scalar, first: Scalar, path: str) -> Problem:
    """Return the problem of a key that stands twice in one mapping; it names both places."""
    first_span = Span(path, first.line, first.column)
    message = f"the key `{shortened(key.text)}` stands twice, first in line {first.line}"
    return Problem("duplicate-key", message, Span(path, key.line, key.column), "remove one of the two", (first_span,))
