"""Deciding: an editor's decisions written into a story's sidecar, which nothing else of them is changed in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from broadsheet.content.findings import decisions_of
from broadsheet.content.frontmatter import decode_text, parse_mapping
from broadsheet.content.nodes import Node
from broadsheet.content.yamledit import Addition, RefusedError, add_below
from broadsheet.extract.finding import Value
from broadsheet.findings.replacing import replace_file
from broadsheet.problems import Problem, Span

ACCEPT, REJECT, ADD = "accept", "reject", "add"
_LONGEST_COMMENT = 80
_ID = 12  # characters of an id


class Decision(NamedTuple):
    """What an editor decided of a finding: accept, reject, or a value in the place of the found one; the key and value found.

    With the word `add` it is about nothing that was found: a value that is missing, and its key.
    """

    id: str
    word: str
    instead: Value | None
    key: str
    found: str

    def addition(self) -> Addition:
        """Return the line of the sidecar."""
        value = self.word
        if self.instead is not None:
            said = in_flow(self.instead)
            value = f"{{add: {{{self.key}: {said}}}}}" if self.word == ADD else f"{{replace: {said}}}"
        told = " ".join(f"{self.key}: {self.found}".split())
        return Addition(self.id, value, told if len(told) <= _LONGEST_COMMENT else told[: _LONGEST_COMMENT - 1] + "…")


def added(key: str, value: Value) -> Decision:
    """Return the decision that adds a value that was not found."""
    name = sha256(f"{key} {in_flow(value)}".encode("utf-8", "surrogatepass")).hexdigest()[:_ID]
    return Decision(name, ADD, value, key, worded(value))


def write_decisions(root: Path, path: str, decisions: Sequence[Decision]) -> Problem | None:
    """Add decisions to the sidecar at `path`, which is made where there is none; return why that cannot be done.

    The file is replaced when the new bytes are on the disk, so that it is whole whatever happens.
    """
    place = root / path
    try:
        data = place.read_bytes() if place.exists() else b""
        edited = add_below(data.decode("utf-8"), "decisions", [decision.addition() for decision in decisions])
    except PermissionError as error:
        return unwritable(path, error)
    except (RefusedError, UnicodeDecodeError) as refused:
        lines = "; ".join(f"{decision.addition().key}: {decision.addition().value}" for decision in decisions)
        message = f"the decision cannot be written into the file without changing more of it: {refused}"
        return Problem("refused-edit", message, Span(path), f"write it yourself, below `decisions:`: {lines}")
    try:
        replace_file(place, edited.encode("utf-8"), lasting=True)
    except PermissionError as error:
        return unwritable(path, error)
    return None


def decided_in(root: Path, path: str) -> Mapping[str, Node]:
    """Return what the sidecar at `path` says now, by the ids of findings; nothing where it cannot be read."""
    place = root / path
    text = decode_text(place.read_bytes(), path).value if place.is_file() else None
    return decisions_of(parse_mapping(text, "bad-front-matter", "the sidecar").value) if text else {}


def unwritable(path: str, error: OSError) -> Problem:
    """Return the problem that a file must not be written."""
    return Problem(
        "refused-edit", f"it cannot be written: {error.strerror}", Span(path), "let yourself write it, and decide again"
    )


def in_flow(value: Value) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_flow(str(each))}" for key, each in value.items()) + "}"
    return json.dumps(value, ensure_ascii=not value.isprintable())


def worded(value: Value) -> str:
    """Return a value on one line."""
    if isinstance(value, str):
        return " ".join(value.split())
    first, *rest = (" ".join(str(each).split()) for each in value.values())
    return f"{first} ({', '.join(rest)})" if rest else first
