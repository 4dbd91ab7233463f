"""The queue of a review: story by story, every finding that no editor has decided on and whose key nobody wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.content.findings import FOUND_KEYS, LISTED, is_rejected, replacement
from broadsheet.content.frontmatter import SourceText, decode_text, parse_mapping
from broadsheet.content.nodes import Mapping, Node, Scalar
from broadsheet.content.nodes import Sequence as ListNode
from broadsheet.content.scan import SourceFile
from broadsheet.extract.finding import Evidence, Value
from broadsheet.findings.registering import AcceptedActor
from broadsheet.findings.source import ArticleSource, read_source
from broadsheet.problems import Problem
from broadsheet.sources import Sources

USABLE = 0.5  # what is less sure than this is for an editor who asks


class Filter(NamedTuple):
    """Which findings are asked about: those of some keys, whose confidence lies between two; `again`: also what was decided."""

    keys: Sequence[str] = FOUND_KEYS
    least: float = USABLE
    most: float = 1.0
    again: bool = False

    def has(self, item: Item) -> bool:
        """Say whether a finding is one of them."""
        return item.key in self.keys and self.least <= item.confidence <= self.most


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
class OpenStory:
    """An article: what stands beside it, its headline, its findings that are to be decided on, in their order, and all it has."""

    source: ArticleSource
    title: str
    items: tuple[Item, ...]
    found: tuple[Item, ...] = ()

    def free(self) -> tuple[str, ...]:
        """Return the keys to which an editor may add: lists that nobody wrote, and what was not found."""
        has = {item.key for item in self.found}
        return tuple(key for key in FOUND_KEYS if not self.source.writes(key) and (key in LISTED or key not in has))


@dataclass(frozen=True, slots=True)
class Queue:
    """The articles in which something was found, in the order of their paths, and what is wrong with their files.

    `actors` are the actors found in all articles, but for those that an editor rejected, with the number of articles of each.
    """

    stories: tuple[OpenStory, ...]
    actors: Lookup[AcceptedActor, int]
    problems: tuple[Problem, ...]

    @property
    def open(self) -> tuple[OpenStory, ...]:
        """Return those of which something is to be decided."""
        return tuple(story for story in self.stories if story.items)


def read_queue(sources: Sources, files: Sequence[SourceFile], chosen: Filter = Filter()) -> Queue:  # noqa: B008 (it is frozen)
    """Return the queue of some articles: the findings that were chosen."""
    stories: list[OpenStory] = []
    actors: Counter[AcceptedActor] = Counter()
    problems: list[Problem] = []
    for file in files:
        if file.findings is None:
            continue
        read = read_source(sources, file)
        problems += read.problems
        if read.value is not None and read.value.findings is not None:
            found = list(_found(read.value, read.value.findings))
            actors.update(set(_actors(read.value, found)))
            decided = () if chosen.again else read.value.decisions
            items = tuple(item for item in found if item.id not in decided and chosen.has(item))
            stories.append(OpenStory(read.value, _title(read.value, found), items, tuple(found)))
            problems += read.value.stale_decisions(read.value.findings)
    return Queue(tuple(stories), actors, tuple(problems))


def _found(source: ArticleSource, data: bytes) -> Iterator[Item]:
    """Yield the findings of an article for keys that nobody wrote."""
    text = decode_text(data, source.path).value
    found = parse_mapping(text, "bad-yaml", "a file of findings").value if text else None
    for key, node in found.entries if found else ():
        if key.text in FOUND_KEYS and not source.writes(key.text):
            yield from _items(source, key.text, node)


def _actors(source: ArticleSource, found: Iterable[Item]) -> Iterator[AcceptedActor]:
    """Yield the actors of an article, as an editor left them."""
    for item in found:
        decision = source.decisions.get(item.id)
        if item.key == "actors" and item.confidence >= USABLE and not is_rejected(decision):
            instead = replacement(decision)
            yield AcceptedActor.of(_plain(instead) if instead else item.value)


def _title(source: ArticleSource, found: Iterable[Item]) -> str:
    """Return the headline of an article that somebody wrote, else the first that was found."""
    written = source.written("title")
    return _text(written) or next((str(item.value) for item in found if item.key == "title"), "")


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
