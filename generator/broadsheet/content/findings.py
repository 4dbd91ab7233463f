"""Findings as metadata: what stands in a NAME.auto.yaml, what an editor decided of it, and the values that are published.

A finding is published when an editor accepted it or put another value in its place, or when it is sure enough and nobody rejected
it. Left out: how findings come about (`extract/`), and the writing of the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Lookup
from collections.abc import Sequence as Items
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from broadsheet.content.fields import Field, Reading
from broadsheet.content.frontmatter import SourceText
from broadsheet.content.nodes import Mapping, Node, Scalar, Sequence, described, shortened
from broadsheet.content.schema import STORY
from broadsheet.expressions import expression
from broadsheet.model import Unreviewed
from broadsheet.problems import Outcome, Problem, Span, allowed_values, did_you_mean

# The keys of a story that extraction fills in: those with several values, all in the order of the file, and what else it has.
LISTED = ("section", "labels", "authors", "actors", "countries", "places", "tags", "quotes", "claims", "events")
FOUND_KEYS = ("title", "standfirst", "date", "updated", *LISTED[:3], "dateline", *LISTED[3:7], "source", *LISTED[7:], "lang")
TOPICS, EXTRACTOR = "topics", "extractor"
_PARTS = frozenset(("id", "value", "evidence", "rule", "confidence"))
_ANEW = "run `broadsheet extract` to write the file anew"
_CONFIDENCE = expression(r"(?:0(?:\.[0-9]{1,2})?|1(?:\.00?)?)")
_WORDS = MappingProxyType({"name": "name", "country": "country", "text": "text"})
_NAME_LENGTH = 60


class Proposal(NamedTuple):
    """A finding as metadata: its id, the key that it is a value of, the value, and how sure extraction is."""

    id: str
    key: str
    value: Node
    confidence: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in an article: `path` is the file whose places the values have; `text` the digest of what was looked at."""

    path: str
    proposals: tuple[Proposal, ...] = ()
    text: str = ""


class Extracting(Protocol):
    """Extraction, as a reader of articles needs it."""

    def findings(self, source: SourceText, published: str, lang: str = "") -> Findings:
        """Return what is found in an article; its date (`YYYY-MM-DD`) and language are empty where nobody wrote them."""

    def body(self, source: SourceText, standfirst: str) -> Outcome[str]:
        """Return the text of a raw article's body: without its headline and what does not belong to it, paragraphs parted.

        The standfirst of the text is left out only if it is that of the story.
        """


class Chosen(NamedTuple):
    """What findings give to a story: values by attribute, the keys that have one, and what no editor has reviewed."""

    parsed: dict[str, Any]
    keys: frozenset[str]
    unreviewed: tuple[Unreviewed, ...]


def text_digest(text: str) -> str:
    """Return the digest of an article's text by which a change of it is noticed."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read_findings(mapping: Mapping | None, reading: Reading) -> Findings:
    """Read the mapping of a NAME.auto.yaml. What is not as extraction writes it is reported and left out."""
    proposals: list[Proposal] = []
    text = ""
    for key, node in mapping.entries if mapping else ():
        if key.text in _KEYS:
            proposals += _proposals(key.text, node, reading)
        elif key.text == EXTRACTOR:
            text = _text_digest_of(node)
        elif key.text != TOPICS:
            hint = did_you_mean(key.text, FOUND_KEYS, 0.75) or _ANEW
            reading.report("unknown-key", f"unknown key `{shortened(key.text)}`", key, hint)
    return Findings(reading.path, tuple(proposals), text)


_KEYS = frozenset(FOUND_KEYS)


def _text_digest_of(node: Node) -> str:
    entries = node.entries if isinstance(node, Mapping) else ()
    return next((value.text for name, value in entries if name.text == "text" and isinstance(value, Scalar)), "")


def _proposals(key: str, node: Node, reading: Reading) -> Iterable[Proposal]:
    if not isinstance(node, Sequence):
        reading.wrong_type(key, node, "a list of findings", _ANEW)
        return
    for item in node.items:
        if not isinstance(item, Mapping):
            reading.wrong_type(key, item, "a mapping of id, value, evidence, rule and confidence", _ANEW)
            continue
        parts = {name.text: value for name, value in item.entries}
        fault = _fault(parts)
        if fault:
            reading.report("bad-value", f"a finding of `{key}` {fault}", item, _ANEW)
            continue
        found, confidence = parts["id"], parts["confidence"]
        yield Proposal(found.text, key, parts["value"], float(confidence.text))  # type: ignore[union-attr]  # seen by _fault


def _fault(parts: dict[str, Node]) -> str:
    if parts.keys() != _PARTS:
        missing = sorted(_PARTS - parts.keys())
        return f"has no `{missing[0]}`" if missing else f"has an unknown key `{shortened(min(parts.keys() - _PARTS))}`"
    found, confidence = parts["id"], parts["confidence"]
    if not isinstance(found, Scalar) or not found.text:
        return f"has no id but {described(found)}"
    if not isinstance(confidence, Scalar) or not _CONFIDENCE.fullmatch(confidence.text):
        return f"has {described(confidence)} for a confidence, which goes from 0 to 1"
    return ""


# -- decisions

Decisions = Lookup[str, Node]  # by finding id: the word `accept` or `reject`, or the mapping `{replace: value}`


def decisions_of(sidecar: Mapping | None) -> Decisions:
    """Return what an editor decided, by the ids of findings; what is faulty was reported by the sidecar's own reading."""
    found = next((node for key, node in sidecar.entries if key.text == "decisions"), None) if sidecar else None
    return {key.text: node for key, node in found.entries} if isinstance(found, Mapping) else {}


def is_rejected(decision: Node | None) -> bool:
    """Say whether a decision is to reject."""
    return isinstance(decision, Scalar) and decision.text == "reject"


def replacement(decision: Node | None) -> Node | None:
    """Return the value that an editor put in the place of a finding's, if any."""
    if isinstance(decision, Mapping) and len(decision.entries) == 1 and decision.entries[0][0].text == "replace":
        return decision.entries[0][1]
    return None


def addition(decision: Node | None) -> tuple[Scalar, Node] | None:
    """Return the key and the value that an editor added to what was found, if that is what a decision says."""
    if isinstance(decision, Mapping) and len(decision.entries) == 1 and decision.entries[0][0].text == "add":
        added = decision.entries[0][1]
        return added.entries[0] if isinstance(added, Mapping) and len(added.entries) == 1 else None
    return None


def choose(
    findings: Findings,
    decisions: Decisions,
    publish_at: float,
    given: Iterable[str],
    reading: Reading,
    sidecar: str = "",
) -> Chosen:
    """Return the values that findings give to the keys that nobody wrote (`given` are those that somebody wrote).

    A key that the publication declares is its own, and takes no finding. Of a key that takes one value the first that an editor
    decided for is taken, else the surest, else the first. `sidecar` is the path of the decisions.
    """
    chosen = Chosen({}, frozenset(), ())
    taken = {*given, *reading.own}
    by_key: dict[str, list[_Weighed]] = {}
    for proposal in findings.proposals:
        decision = decisions.get(proposal.id) if decisions else None
        if proposal.key in taken or is_rejected(decision) or (decision is None and proposal.confidence < publish_at):
            continue
        instead = replacement(decision)
        weighed = _Weighed(decision is not None, proposal, instead or proposal.value, sidecar if instead else findings.path)
        by_key.setdefault(proposal.key, []).append(weighed)
    for name, key, value in _added(decisions, reading, sidecar):
        if key not in taken:
            by_key.setdefault(key, []).append(_Weighed(True, Proposal(name, key, value, 1.0), value, sidecar))
    unreviewed: list[Unreviewed] = []
    for key in FOUND_KEYS:  # the order of what a page says of them
        those = by_key.get(key)
        if those:
            unreviewed += _take(key, those if key in LISTED else [min(those, key=_rank)], chosen.parsed, reading)
    return chosen._replace(keys=frozenset(by_key), unreviewed=tuple(unreviewed))


def _added(decisions: Decisions, reading: Reading, sidecar: str) -> Iterable[tuple[str, str, Node]]:
    """Yield the id, key and value of what an editor added."""
    for name, decision in decisions.items():
        added = addition(decision)
        if added is None:
            continue
        key, value = added
        if key.text in _KEYS:
            yield name, key.text, value
        else:
            hint = allowed_values(key.text, FOUND_KEYS)
            message = f"nothing can be added to a key `{shortened(key.text)}`"
            reading.beside(sidecar).report("bad-value", message, key, hint)


class _Weighed(NamedTuple):
    reviewed: bool
    proposal: Proposal
    value: Node
    path: str


def _rank(weighed: _Weighed) -> tuple[bool, float]:
    return not weighed.reviewed, -weighed.proposal.confidence


def _take(key: str, those: Items[_Weighed], parsed: dict[str, Any], reading: Reading) -> Iterable[Unreviewed]:
    """Parse the values of one key; say which of them no editor has reviewed, by their names where only some have been."""
    known = field_of(key)
    values: list[Any] = []
    open_values: list[str] = []
    for weighed in those:
        node = Sequence((weighed.value,), weighed.value.line, weighed.value.column) if key in LISTED else weighed.value
        value = known.parse(reading.beside(weighed.path), key, node)
        if value in (None, (), ""):
            continue
        values.append(value)
        if not weighed.reviewed:
            open_values.append(_called(weighed.value))
    if not values:
        return
    parsed[known.attribute or key] = tuple(item for value in values for item in value) if key in LISTED else values[0]
    if open_values:
        yield Unreviewed(key, tuple(open_values) if len(open_values) < len(values) else ())


@lru_cache(maxsize=64)
def field_of(key: str) -> Field:
    """Return the field of a story that a key is."""
    return next(known for known in STORY if known.key == key)


def _called(value: Node) -> str:
    """Return what a page calls a value: its text, or the name in it."""
    if isinstance(value, Mapping):
        value = next((node for name, node in value.entries if name.text in _WORDS), value)
    return shortened(value.text, _NAME_LENGTH) if isinstance(value, Scalar) else ""


def stale(findings: Findings, text: str) -> Problem | None:
    """Return the problem that an article changed since extraction, if it did."""
    if findings.text in ("", text_digest(text)):
        return None
    return Problem("stale-findings", "the article changed since extraction", Span(findings.path), "run `broadsheet extract`")
