"""Extraction as a build does it: of articles without metadata, by the registers of the publication, when the first one comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from broadsheet.catalog.merging import merged
from broadsheet.content.article import is_page
from broadsheet.content.context import ReadContext
from broadsheet.content.deadline import in_time, uncounted
from broadsheet.content.findings import FOUND_KEYS, Findings, Proposal
from broadsheet.content.frontmatter import SourceText, decode_text
from broadsheet.content.nodes import Mapping, Node, Scalar
from broadsheet.content.register import read_entry
from broadsheet.content.scan import MARKDOWN_FILES, scan_registers
from broadsheet.engine.readings import digest_of_file, registers_digest
from broadsheet.extract.extractor import Extraction, Extractor
from broadsheet.extract.finding import Value
from broadsheet.extract.structure.article import MARKDOWN, PAGE, PLAIN, Article, TakenBody, read_body
from broadsheet.extract.topics.frequencies import Frequencies, FrequencyError, read_frequencies
from broadsheet.model import Entry
from broadsheet.problems import Outcome, Problem, Span
from broadsheet.sources import Sources, unreadable


@dataclass(slots=True)
class OnBuild:
    """Extraction for a reader. `registers` is the digest of the registers that it knows; `used`: something was extracted."""

    sources: Sources
    context: ReadContext
    used: bool = False
    registers: bytes = b""
    _extractor: Extractor | None = None
    # The text that was extracted last, its body, and the standfirst that is left out of that.
    _last: tuple[str, TakenBody, str] = ("", TakenBody(""), "")

    def findings(self, source: SourceText, published: str, lang: str = "") -> Findings:
        """Return what is found in an article."""
        self.used = True
        if self._extractor is None:
            self._extractor = uncounted(self._ready)
        found = self._extractor.extract(article_of(source, published, lang or self.context.language))
        own = next((str(finding.value) for finding in found.findings if finding.field == "standfirst"), "")
        self._last = (source.text, TakenBody(found.body, found.fault, found.whole), own)
        return findings_of(found, source)

    def _ready(self) -> Extractor:
        known = read_registers(self.sources, self.context)
        self.registers = known.digest
        context = self.context
        return Extractor(
            known.entries, context.labels, frequencies=known.frequencies, language=context.language, home=context.home
        )

    def body(self, source: SourceText, standfirst: str) -> Outcome[str]:
        """Return the text of a raw article's body; `standfirst` is that of the story."""
        text, last, own = self._last
        taken = (
            last
            if text == source.text and own in ("", standfirst)
            else read_body(article_of(source, lang=self.context.language), standfirst)
        )
        return Outcome(taken.text, (*unread(source.path, taken.fault), *((_whole(source.path),) if taken.whole else ())))


def unread(path: str, fault: tuple[str, str]) -> tuple[Problem, ...]:
    """Return the problem that there is no article in a file, if there is none."""
    why, hint = fault
    return (Problem("unread-page", why, Span(path), hint),) if why else ()


def _whole(path: str) -> Problem:
    """Return the warning that nothing was left out of a text, though most of it looked like no article."""
    message = "most of the text looked like no part of an article; all of it is kept"
    hint = "write `title` in front matter above what is the article, and take out what is not"
    return Problem("kept-whole", message, Span(path), hint)


def article_of(source: SourceText, published: str = "", lang: str = "en") -> Article:
    """Return the article of a source file, as an extractor takes it; `lang` is its language where its words do not say."""
    name = source.path.rpartition("/")[2]
    form = PAGE if is_page(name) else MARKDOWN if name.lower().endswith(MARKDOWN_FILES) else PLAIN
    return Article(source.text, name.rpartition(".")[0] or name, form, published, lang)


class Registers(NamedTuple):
    """What extraction knows of a publication: entries, the digest of all, its own frequencies, and what is wrong with those."""

    entries: tuple[Entry, ...]
    digest: bytes
    frequencies: Frequencies | None = None
    problems: tuple[Problem, ...] = ()


def read_registers(sources: Sources, context: ReadContext) -> Registers:
    """Return the registers that extraction looks into. Faulty entries are left out; a build says what is wrong with them."""
    entries: list[Entry] = []
    frequencies: Outcome[Frequencies | None] = Outcome(None)
    states: list[tuple[str, bytes]] = []
    scanned = scan_registers(sources)
    for file in scanned.value:
        states.append((file.path, digest_of_file(sources, file)))
        try:
            data = (sources.read if file.role == "frequencies" else sources.text)(file.path)
            decoded = decode_text(data, file.path)
        except OSError as error:
            decoded = Outcome(None, (unreadable(file.path, error),))
        if file.role == "frequencies":
            frequencies = frequencies_in(decoded.value) if decoded.value else Outcome(None, decoded.problems)
        elif decoded.value:
            read = partial(read_entry, file.role, decoded.value, context)
            found = in_time(context.limits.seconds, Span(file.path), read, None).value
            entries += [found[0]] if found else []
    problems = (*(problem for problem in scanned.problems if problem.is_error), *frequencies.problems)
    return Registers(merged(entries).value, registers_digest(states), frequencies.value, problems)


def frequencies_in(source: SourceText) -> Outcome[Frequencies | None]:
    """Return the frequencies in a file of the publication."""
    try:
        return Outcome(read_frequencies(source.text))
    except FrequencyError as error:
        hint = "make it anew with `broadsheet extract --frequencies`, or remove it"
        return Outcome(None, (Problem("bad-frequencies", str(error), Span(source.path, error.line), hint),))


def findings_of(found: Extraction, source: SourceText) -> Findings:
    """Return what was extracted as findings whose places are those of the evidence in the article."""
    places = _Places(source.text)
    proposals = [
        Proposal(finding.id, finding.field, _node(finding.value, *places.of(finding.evidence)), finding.confidence)
        for finding in found.findings
        if finding.field in FOUND_KEYS
    ]
    return Findings(source.path, tuple(proposals))


class _Places:
    """Lines and columns of offsets."""

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, evidence: Iterable[tuple[int, int, str]]) -> tuple[int, int]:
        """Return the line and column at which the first of some evidence starts."""
        at = next((start for start, _, _ in evidence), 0)
        return self._text.count("\n", 0, at) + 1, at - self._text.rfind("\n", 0, at)


def _node(value: Value, line: int, column: int) -> Node:
    if isinstance(value, str):
        return Scalar(value, False, line, column)
    entries = ((Scalar(key, False, line, column), _node(each, line, column)) for key, each in value.items())
    return Mapping.of(entries, line, column)
