"""Explaining: what extraction finds for one key of one article, by which rules, on which words, and what it left out."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from broadsheet.content.findings import FOUND_KEYS, TOPICS, is_rejected, replacement
from broadsheet.content.nodes import described
from broadsheet.content.schema import STORY
from broadsheet.engine.configuration import load_config
from broadsheet.engine.report import BuildOptions
from broadsheet.extract.finding import Finding
from broadsheet.findings.deciding import worded
from broadsheet.findings.excerpt import Excerpt, Excerpts
from broadsheet.findings.extracting import PublicationExtractor, chosen_files
from broadsheet.findings.source import ArticleSource, read_source
from broadsheet.problems import Outcome, Problem, allowed_values
from broadsheet.sources import Sources

_BODY = "body"
_FIELDS = (*FOUND_KEYS, TOPICS, _BODY)
_MOST = 5  # pieces of evidence that are shown of one finding


class FoundValue(NamedTuple):
    """A finding as it is explained: its value in words, id, rule, confidence, what becomes of it, and where it stands."""

    value: str
    id: str
    rule: str
    confidence: float
    fate: str
    excerpts: tuple[Excerpt, ...]
    more: int  # pieces of evidence that are not shown


class NotTaken(NamedTuple):
    """What was left out, and why."""

    text: str
    reason: str
    line: int


class FieldExplained(NamedTuple):
    """All that extraction has to say of one key of one article."""

    path: str
    field: str
    values: tuple[FoundValue, ...]
    not_taken: tuple[NotTaken, ...]


def explain_findings(root: Path, name: str, field: str) -> Outcome[FieldExplained | None]:
    """Extract one article and explain what is found for a key; `body` explains which lines are no part of it."""
    settings = load_config(root, BuildOptions(clock="", relative=True))
    if settings.value is None:
        return Outcome(None, settings.problems)
    key = next((known.key for known in STORY if field in (known.key, *known.also)), field)
    if key not in _FIELDS:
        message = f"`{field}` is no key that extraction finds"
        return Outcome(None, (Problem("unknown-article", message, None, allowed_values(field, _FIELDS)),))
    files = chosen_files(root, settings.value, [name])
    if not files.value or any(problem.is_error for problem in files.problems):
        return Outcome(None, files.problems)
    read = read_source(Sources.of(root, settings.value), files.value[0])
    if read.value is None:
        return Outcome(None, read.problems)
    extractor = PublicationExtractor.of(root, settings.value)
    if extractor.problems:
        return Outcome(None, extractor.problems)
    return Outcome(_explained(extractor, read.value, key), read.problems)


def _explained(extractor: PublicationExtractor, source: ArticleSource, key: str) -> FieldExplained:
    found = extractor.extract(source)
    excerpts = Excerpts(source.text)
    values = [
        FoundValue(
            worded(finding.value),
            finding.id,
            finding.rule,
            finding.confidence,
            _fate(extractor, source, finding),
            tuple(filter(None, map(excerpts.of, finding.evidence[:_MOST]))),
            max(0, len(finding.evidence) - _MOST),
        )
        for finding in (*found.findings, *found.topics)
        if finding.field == key
    ]
    text = source.text.text
    not_taken = [
        NotTaken(evidence.text, reason, text.count("\n", 0, evidence.start) + 1)
        for field, evidence, reason in found.left_out
        if field == key
    ]
    return FieldExplained(source.file.path, key, tuple(values), tuple(not_taken))


def _fate(extractor: PublicationExtractor, source: ArticleSource, finding: Finding) -> str:
    """Return, in words, what becomes of a finding."""
    if finding.field == TOPICS:
        return "a topic, which is not published"
    decision = source.decisions.get(finding.id)
    if source.writes(finding.field):
        return "not used: somebody wrote this key"
    if decision is not None:
        instead = replacement(decision)
        if instead:
            return f"an editor wrote {described(instead)} instead"
        return "rejected by an editor" if is_rejected(decision) else "accepted by an editor"
    threshold = extractor.context.extraction.publish_at
    return "published" if finding.confidence >= threshold else f"not published: below {threshold:.2f}, and not reviewed"
