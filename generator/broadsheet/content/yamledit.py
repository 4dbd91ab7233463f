"""Edits of YAML that a person wrote: values are added, taken out or replaced, and every other byte stays what and where it is.

An entry is added to a mapping, an item to a list, or one value is replaced, wherever that can be done in place; in block and in
flow style, with the text's own indentation and line ends. What cannot be done so is refused: the caller then says what to write.
The result is read again, and must say what was there before, with what was asked for, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from typing import Any, NamedTuple

from broadsheet.content.nodes import Mapping, Node, is_null
from broadsheet.content.nodes import Sequence as ListNode
from broadsheet.content.yamlfile import parse_yaml


class RefusedError(ValueError):
    """A text cannot be edited in place."""


class Addition(NamedTuple):
    """What to write: the key (empty for an item of a list), the value as YAML on one line, and a comment or nothing."""

    key: str
    value: str
    comment: str = ""

    def block(self, indent: str) -> str:
        """Return the line that says it in block style."""
        comment = f"  # {self.comment}" if self.comment else ""
        return f"{indent}{self.key}: {self.value}{comment}" if self.key else f"{indent}- {self.value}{comment}"

    def flow(self) -> str:
        """Return what says it in flow style."""
        return f"{self.key}: {self.value}" if self.key else self.value


Path = tuple[str, ...]  # the keys that lead to a value; the number of an item, from 0, where it is one of a list


class Edit(NamedTuple):
    """What is to stand in the place of a stretch of a text, from `start` to `end`."""

    start: int
    end: int
    text: str = ""


def changes(text: str, gone: Collection[Path], values: Lookup[Path, str], write: Callable[[str], str]) -> list[Edit]:
    """Return the edits that take entries and items out of a text, and put `values`, as `write` has them, in place of scalars.

    A comment behind what is taken out goes with it. Where all items of a list go, name the list. Raises RefusedError.
    """
    layout = _read_layout(text)
    if layout.top is None:
        raise RefusedError("it is not a mapping")
    edits: list[Edit] = []
    for edit in sorted(_changes(text, layout.top, (), gone, {path: write(value) for path, value in values.items()})):
        if edits and edit.start < edits[-1].end:  # two that are taken out of brackets, one after the other
            last = edits.pop()
            edit = Edit(last.start, max(last.end, edit.end))
        edits.append(edit)
    if plain_yaml_of(with_edits(text, edits)) != _changed(plain_yaml_of(text), (), gone, values):
        raise RefusedError("the edit would change something else")
    return edits


def with_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with edits that are in order and do not overlap."""
    starts, ends = [*(edit.start for edit in edits), len(text)], [0, *(edit.end for edit in edits)]
    kept = [text[end:start] for start, end in zip(starts, ends, strict=True)]
    return "".join(part for pair in zip(kept, [*(edit.text for edit in edits), ""], strict=True) for part in pair)


def add_below(text: str, key: str, additions: Sequence[Addition]) -> str:
    """Return a text with additions to the mapping or list that stands under a key at the top, which is made where there is none.

    An entry whose key is there already gets the new value in the place of the old one. Raises RefusedError.
    """
    edited = text
    for addition in additions:
        edited = _add(edited, key, addition)
    _confirm(text, edited, key, additions)
    return edited


def add_entry(text: str, addition: Addition) -> str:
    """Return a text with an entry of its own at the end of the mapping that it is. Raises RefusedError."""
    layout = _read_layout(text)
    if layout.top is not None and (layout.top.flow or addition.key in layout.top.entries):
        raise RefusedError(
            f"it says `{addition.key}` already" if addition.key in layout.top.entries else "its keys stand in `{…}`"
        )
    if layout.top is None and layout.has_content:
        raise RefusedError("it is not a mapping")
    end = layout.end
    lead = "" if not text[:end] or text[:end].endswith(("\n", "\r")) else layout.line_end
    edited = text[:end] + lead + addition.block("") + layout.line_end + text[end:]
    old = plain_yaml_of(text)
    if not isinstance(old, dict) or plain_yaml_of(edited) != {**old, addition.key: plain_yaml_of(addition.value)}:
        raise RefusedError("the edit would change something else")
    return edited


def _add(text: str, key: str, addition: Addition) -> str:
    layout = _read_layout(text)
    under = layout.top.entries.get(key) if layout.top else None
    if layout.top is None or under is None:
        return _with_new_key(text, layout, key, addition)
    value = under.value
    if value.kind == "scalar":
        if value.text not in ("", "~", "null", "Null", "NULL") or value.quoted:
            raise RefusedError(f"`{key}` is not a {'mapping' if addition.key else 'list'}")
        return _put_block(text, layout, under.start, value, addition)
    if value.kind != ("mapping" if addition.key else "list") or value.anchored:
        raise RefusedError(f"`{key}` is not a {'mapping' if addition.key else 'list'} that can be added to")
    old = value.entries.get(addition.key) if addition.key else None
    if old is not None:
        return text[: old.value.start] + addition.value + text[old.value.end :]
    return _append_flow(text, value, addition) if value.flow else _append_block(text, layout, value, addition)


def _with_new_key(text: str, layout: _Layout, key: str, addition: Addition) -> str:
    if layout.top is not None and layout.top.flow:
        raise RefusedError("its keys stand in `{…}`")
    if layout.top is None and layout.has_content:
        raise RefusedError("it is not a mapping")
    end = layout.end
    lead = "" if not text[:end] or text[:end].endswith(("\n", "\r")) else layout.line_end
    lines = f"{key}:{layout.line_end}{addition.block('  ')}{layout.line_end}"
    return text[:end] + lead + lines + text[end:]


def _put_block(text: str, layout: _Layout, start: int, value: _Value, addition: Addition) -> str:
    """Return a text in which a key without a value has its first entry or item."""
    rest = text[value.end :].partition("\n")[0].rstrip("\r")
    if rest.strip() and not rest.lstrip().startswith("#"):
        raise RefusedError("something stands behind the key")
    column = start - (text.rfind("\n", 0, start) + 1)
    before = text[: value.start].rstrip(" ") if value.start < value.end else text[: value.start]
    below = layout.line_end + addition.block(" " * (column + 2))
    return before + rest + below + text[value.end + len(rest) :]


def _append_block(text: str, layout: _Layout, value: _Value, addition: Addition) -> str:
    """Return a text with one more line behind the last entry or item of a block."""
    first = value.first
    indent = text[text.rfind("\n", 0, first) + 1 : first]
    if indent.strip(" "):
        raise RefusedError("its first entry does not begin a line")
    at = value.last_end
    at += len(text[at:].partition("\n")[0].rstrip("\r"))
    return text[:at] + layout.line_end + addition.block(indent) + text[at:]


def _append_flow(text: str, value: _Value, addition: Addition) -> str:
    """Return a text with one more entry or item before the bracket that closes a flow."""
    close = value.end - 1
    inner = text[value.start + 1 : close]
    if "#" in inner or "\n" in inner:
        raise RefusedError("its brackets hold comments or several lines")
    bare = inner.rstrip(" ")
    at = value.start + 1 + len(bare)
    joint = "" if not bare or bare.endswith(",") else ", "
    joint += " " if bare.endswith(",") else ""
    return text[:at] + joint + addition.flow() + text[at:]


def _changes(text: str, value: _Value, path: Path, gone: Collection[Path], written: Lookup[Path, str]) -> Iterator[Edit]:
    parts = list(value.entries.items())
    for at, (key, entry) in enumerate(parts):
        here = (*path, key)
        if here in gone:
            before = next((each for name, each in reversed(parts[:at]) if (*path, name) not in gone), None)
            after = parts[at + 1][1] if at + 1 < len(parts) else None
            yield (_cut_flow if value.flow else _cut_block)(text, entry, before, after)
        elif here in written:
            end = len(text[: entry.value.end].rstrip()) if text[entry.value.start] in "|>" else entry.value.end
            yield Edit(entry.value.start, end, written[here])
        else:
            yield from _changes(text, entry.value, here, gone, written)


def _cut_flow(text: str, entry: _Entry, before: _Entry | None, after: _Entry | None) -> Edit:
    """Take an item out of brackets, with the comma behind it, or, where it is the last, the one before it."""
    start = before.value.end if before and not after else entry.start
    edit = Edit(start, after.start if after else entry.value.end)
    if "#" in text[edit.start : entry.start] + text[entry.value.end : edit.end]:
        raise RefusedError("its brackets hold comments")
    return edit


def _cut_block(text: str, entry: _Entry, _before: _Entry | None, after: _Entry | None) -> Edit:
    """Take the lines of an entry or an item out; where a dash or a key stands before it, what follows moves up."""
    line = text.rfind("\n", 0, entry.start) + 1
    if text[line : entry.start].strip(" ") not in ("", "-"):
        raise RefusedError("it does not begin a line")
    end = len(text[: entry.value.last_end].rstrip())
    end = text.find("\n", end) + 1 or len(text)
    begins_item = "-" in text[line : entry.start] and text[entry.start : entry.value.start].strip() != ""
    if not begins_item:
        return Edit(line, end)
    if after is None or text[end : after.start].strip(" "):
        raise RefusedError("it is the first of an item")
    return Edit(entry.start, after.start)


# -- where things stand


@dataclass(slots=True)
class _Value:
    """A value in a text: kind (scalar, list, mapping), its offsets, whether in flow style; of a block where its parts stand."""

    kind: str
    start: int
    end: int
    flow: bool
    text: str
    quoted: bool
    anchored: bool
    first: int
    last_end: int
    entries: dict[str, _Entry]


class _Entry(NamedTuple):
    """A key's offset and its value."""

    start: int
    value: _Value


class _Layout(NamedTuple):
    """The mapping at the top, if any, the offset behind all content, the text's line end, and whether there is any content."""

    top: _Value | None
    end: int
    line_end: str
    has_content: bool


def _read_layout(text: str) -> _Layout:
    import yaml

    line_end = "\r\n" if "\r\n" in text else "\n"
    if re.search(r"\r(?!\n)", text):
        raise RefusedError("its lines end in old Macintosh style")
    try:
        events: list[Any] = list(yaml.parse(text, Loader=yaml.SafeLoader))  # the parser in Python knows where values end
    except yaml.YAMLError as error:
        raise RefusedError("it cannot be read") from error
    if any(isinstance(event, yaml.AliasEvent) for event in events):
        raise RefusedError("it has aliases")
    if any(isinstance(event, yaml.DocumentEndEvent) and event.explicit for event in events):
        raise RefusedError("it has a mark of its end")
    nodes = (event for event in events if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent))
    first = next(nodes, None)
    top = _value(first, nodes) if first is not None else None
    has_content = top is not None and not (top.kind == "scalar" and not top.text and not top.quoted)
    return _Layout(top if top and top.kind == "mapping" else None, len(text), line_end, has_content)


def _value(event: Any, events: Iterator[Any]) -> _Value:  # events of PyYAML, which is not typed  # noqa: ANN401
    import yaml

    scalar, mapping_start, end_of = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.CollectionEndEvent
    start, stop, anchored = event.start_mark.index, event.end_mark.index, bool(event.anchor or event.tag)
    if type(event) is scalar:
        return _Value("scalar", start, stop, False, event.value, bool(event.style), anchored, start, stop, {})
    is_mapping = type(event) is mapping_start
    found = _Value("mapping" if is_mapping else "list", start, start, bool(event.flow_style), "", False, anchored, -1, start, {})
    for each in events:
        if issubclass(type(each), end_of):
            found.end = each.end_mark.index
            break
        child = _value(each, events)
        value = _value(next(events), events) if is_mapping else child
        found.first = start
        found.last_end = value.last_end if value.kind != "scalar" and not value.flow else value.end
        found.entries[child.text if is_mapping else str(len(found.entries))] = _Entry(child.start, value)
    if found.flow:
        found.last_end = found.end
    return found


# -- the check


def _confirm(before: str, after: str, key: str, additions: Sequence[Addition]) -> None:
    """Raise RefusedError unless a text says what it said before, and what was added, and nothing else."""
    old, new = plain_yaml_of(before), plain_yaml_of(after)
    if not isinstance(old, dict) or not isinstance(new, dict):
        raise RefusedError("it is not a mapping")
    under: Any = old.get(key)
    under = ({} if additions and additions[0].key else []) if under is None else under
    for addition in additions:
        value = plain_yaml_of(addition.value)
        under = {**under, addition.key: value} if addition.key else [*under, value]
    if new != {**old, key: under}:
        raise RefusedError("the edit would change something else")


def _changed(value: Any, path: Path, gone: Collection[Path], values: Lookup[Path, str]) -> Any:  # noqa: ANN401
    """Return what a text says once it is changed."""
    if isinstance(value, dict):
        return {key: _changed(each, (*path, key), gone, values) for key, each in value.items() if (*path, key) not in gone}
    if isinstance(value, list):
        places = [(*path, str(at)) for at in range(len(value))]
        return [_changed(each, at, gone, values) for at, each in zip(places, value, strict=True) if at not in gone]
    return values.get(path, value)


def plain_yaml_of(text: str) -> Any:  # what YAML may hold  # noqa: ANN401
    """Return what a text says, as dictionaries, lists, texts and None. Raises RefusedError."""
    outcome = parse_yaml(text.removeprefix("\ufeff").replace("\r\n", "\n"), "")
    if any(problem.is_error for problem in outcome.problems):
        raise RefusedError("it cannot be read")
    return {} if outcome.value is None else _plain_node(outcome.value)


def _plain_node(node: Node) -> Any:  # noqa: ANN401
    if isinstance(node, Mapping):
        return {name.text: _plain_node(value) for name, value in node.entries}
    if isinstance(node, ListNode):
        return [_plain_node(item) for item in node.items]
    return None if is_null(node) else node.text
