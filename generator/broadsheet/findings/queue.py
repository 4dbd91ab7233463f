"""The queue of a review: every finding that no editor has decided on and whose key nobody wrote, the least certain first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from broadsheet.content.findings import FOUND_KEYS
from broadsheet.content.frontmatter import SourceText, decode_text, parse_mapping
from broadsheet.content.nodes import Mapping, Node, Scalar
from broadsheet.content.nodes import Sequence as ListNode
from broadsheet.content.scan import SourceFile
from broadsheet.extract.finding import Evidence, Value
from broadsheet.findings.source import ArticleSource, read_source
from broadsheet.problems import Problem
from broadsheet.sources import Sources

USABLE = 0.5  # what is less sure than this is for an editor who asks


@dataclass(frozen=True, slots=True)
class Item:
    """A finding to decide on: the article it is of, its sidecar, id, key, value, evidence, rule and confidence."""

    article: SourceText
    sidecar: str
    id: str
    key: str
    value: Value
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to be decided, in order, and what is wrong with the files."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]


def read_queue(sources: Sources, files: Sequence[SourceFile], least: float = USABLE, keys: Sequence[str] = FOUND_KEYS) -> Queue:
    """Return the queue of some articles: the findings for some keys, from a confidence on."""
    items: list[Item] = []
    problems: list[Problem] = []
    for file in files:
        if file.findings is None:
            continue
        read = read_source(sources, file)
        problems += read.problems
        if read.value is not None and read.value.findings is not None:
            items += (item for item in _open_items(read.value, read.value.findings, keys) if item.confidence >= least)
            problems += read.value.stale_decisions(read.value.findings)
    return Queue(tuple(sorted(items, key=lambda item: item.confidence)), tuple(problems))


def _open_items(source: ArticleSource, data: bytes, keys: Sequence[str]) -> Iterator[Item]:
    text = decode_text(data, source.path).value
    found = parse_mapping(text, "bad-yaml", "a file of findings").value if text else None
    for key, node in found.entries if found else ():
        if key.text not in keys or source.writes(key.text):
            continue
        for item in _items(source, key.text, node):
            if item.id not in source.decisions:
                yield item


def _items(source: ArticleSource, key: str, node: Node) -> Iterable[Item]:
    for each in node.items if isinstance(node, ListNode) else ():
        parts = {name.text: value for name, value in each.entries} if isinstance(each, Mapping) else {}
        value, evidence = _plain(parts.get("value")), parts.get("evidence")
        found, rule, confidence = (_text(parts.get(name)) for name in ("id", "rule", "confidence"))
        if found and value and confidence:
            places = tuple(_evidence(place) for place in evidence.items) if isinstance(evidence, ListNode) else ()
            yield Item(source.text, source.sidecar_path, found, key, value, places, rule, float(confidence))


def _plain(node: Node | None) -> Value:
    if isinstance(node, Mapping):
        return {name.text: _text(value) for name, value in node.entries}
    return _text(node)


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _evidence(node: Node) -> Evidence:
    start, end, text = [_text(part) for part in node.items] if isinstance(node, ListNode) else ("0", "0", "")
    return Evidence(int(start), int(end), text)
