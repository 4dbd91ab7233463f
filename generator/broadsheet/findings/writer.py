"""The file of findings, NAME.auto.yaml: its one form, so that the same findings always make the same bytes.

It is written in the subset of YAML that is read without a YAML parser. Every text is in double quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from broadsheet.content.findings import EXTRACTOR, FOUND_KEYS, TOPICS
from broadsheet.content.yamltext import quoted
from broadsheet.extract.extractor import Extraction
from broadsheet.extract.finding import Finding, Value

_NOTICE = "written by `broadsheet extract`; decide what is right with `broadsheet review`, or in the sidecar"
_DIGEST = 32


@dataclass(frozen=True, slots=True)
class Header:
    """What findings depend on: the extractor's version, digests of the text, of the tables and rules, and of the registers.

    `published` is the date that a person gave the article, from which relative dates are counted; empty where none did.
    `written`: the keys of a described article that stand in its sidecar; those above it are part of the text.
    """

    version: str
    text: str
    gazetteer: str
    registers: str
    published: str = ""
    written: str = ""

    def lines(self) -> str:
        """Return the head of the file."""
        published = f"  published: {quoted(self.published)}\n" if self.published else ""
        written = f"  written: {quoted(self.written)}\n" if self.written else ""
        return (
            f"{EXTRACTOR}:\n  notice: {quoted(_NOTICE)}\n  version: {quoted(self.version)}\n  text: {quoted(self.text)}\n"
            f"  gazetteer: {quoted(self.gazetteer)}\n  registers: {quoted(self.registers)}\n{published}{written}"
        )


def findings_file(header: Header, extraction: Extraction) -> bytes:
    """Return the bytes of a file of findings."""
    rest = "".join(_body(extraction))
    return f"{header.lines()}  findings: {quoted(_digest(rest.encode()))}\n{rest}".encode()


def is_current(data: bytes, header: Header) -> bool:
    """Say whether a file of findings is what would be written: made from the same, and not touched by anybody since."""
    head = header.lines().encode()
    if not data.startswith(head):
        return False
    line, _, rest = data[len(head) :].partition(b"\n")
    return line == f"  findings: {quoted(_digest(rest))}".encode()


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:_DIGEST]


def _body(extraction: Extraction) -> Iterator[str]:
    by_key: dict[str, list[Finding]] = {}
    for finding in extraction.findings:
        by_key.setdefault(finding.field, []).append(finding)
    for key in FOUND_KEYS:
        yield from _listed(key, by_key.get(key, ()))
    yield from _listed(TOPICS, extraction.topics)


def _listed(key: str, findings: Iterable[Finding]) -> Iterator[str]:
    items = [line for finding in findings for line in _item(finding)]
    if items:
        yield f"{key}:\n"
        yield from items


def _item(finding: Finding) -> Iterator[str]:
    yield f"- id: {quoted(finding.id)}\n"
    yield f"  value:{_value(finding.value)}\n"
    yield "  evidence:\n" if finding.evidence else "  evidence: []\n"
    for start, end, text in finding.evidence:
        yield f"  - [{start}, {end}, {quoted(text)}]\n"
    yield f"  rule: {quoted(finding.rule)}\n"
    yield f"  confidence: {finding.confidence:.2f}\n"


def _value(value: Value) -> str:
    if isinstance(value, Mapping):
        return "".join(f"\n    {key}: {quoted(str(each))}" for key, each in value.items())
    return f" {quoted(value)}"
