"""Sections: where a story belongs, by the labels on its page and by its topics, in the terms of the publication.

A label that the publication knows by name or alias decides; one that the vocabulary of newspapers knows (`sections.tsv`) does
where the publication has a section of that kind; topics only propose.

Left out: labels that are no sections, such as Breaking News (`labels.py`), and what an editor has filed similar stories under.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from broadsheet.catalog.gazetteer import fold
from broadsheet.extract.document.tables import rows
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.topics.mediatopics import PREFIX
from broadsheet.extract.topics.subjects import Subject
from broadsheet.extract.topics.topics import TopicProposal

_BY_NAME, _BY_KIND, _BY_LABEL = 0.97, 0.9, 0.85
_TOPIC_KNOWN, _TOPIC_UNKNOWN = 0.85, 0.6  # how much of a topic's confidence a section by topic has, where there is such a section
_TOO_BROAD = frozenset(("news", "latest", "latest news", "top stories", "uk", "us", "home", "national", "local", "regional"))


class SectionKind(NamedTuple):
    """A section as newspapers have it: its usual name, what pages call it, and the topics that are filed there."""

    name: str
    labels: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionProposal:
    """A section: its slug (empty where the publication has none such), its name, how it was found, and how sure that is."""

    slug: str
    name: str
    rule: str
    confidence: float
    evidence: tuple[Evidence, ...]

    @property
    def finding(self) -> Finding:
        """Return the section as a finding, its name as the value."""
        return Finding("section", self.name, self.evidence, self.rule, self.confidence, self.slug)


@lru_cache(maxsize=1)
def load_section_kinds() -> tuple[SectionKind, ...]:
    """Return the sections that newspapers have, the more special ones first."""
    return tuple(
        SectionKind(name, tuple(labels.split(";")), tuple(PREFIX + code for code in codes.split()))
        for name, labels, codes in rows(__package__, "sections.tsv")
    )


def find_sections(
    labels: Sequence[Evidence], topics: Sequence[TopicProposal], known: Iterable[Subject] = ()
) -> tuple[SectionProposal, ...]:
    """Return the sections of a story, the one it is filed under first: by labels in their order, else the one by its topics.

    `labels` are the names of sections that stand on the page, `known` the publication's own sections.
    """
    sections = _SectionsByName(tuple(known))
    found: dict[str, SectionProposal] = {}
    for label in labels:
        proposal = sections.by_label(label)
        if proposal is not None:
            found.setdefault(fold(proposal.name), proposal)
    if not found:
        for topic in _most_special(topics):
            proposal = sections.by_topic(topic)
            if proposal is not None:
                return (proposal,)
    return tuple(found.values())


def _most_special(topics: Sequence[TopicProposal]) -> list[TopicProposal]:
    """Return the first topic, with the one below it before it."""
    below = [topic for topic in topics[1:2] if topic.broader == topics[0].code]
    return [*below, *topics[:1]]


@lru_cache(maxsize=1)
def _kinds_by_name() -> Mapping[str, SectionKind]:
    return {fold(name): kind for kind in reversed(load_section_kinds()) for name in (kind.name, *kind.labels)}


class _SectionsByName:
    """The publication's sections by their names, and by the kinds of newspapers' sections that they are."""

    def __init__(self, known: tuple[Subject, ...]) -> None:
        self.known = known
        self.names = {
            fold(name): subject for subject in reversed(known) for name in (subject.name, *subject.aliases, subject.slug)
        }
        self.kinds = _kinds_by_name()

    def by_label(self, label: Evidence) -> SectionProposal | None:
        name = fold(label.text)
        if name in self.names:
            subject = self.names[name]
            return SectionProposal(subject.slug, subject.name, "label", _BY_NAME, (label,))
        kind = self.kinds.get(name)
        if kind is None:
            return None if name in _TOO_BROAD or self.known else SectionProposal("", label.text, "label", _BY_LABEL, (label,))
        subject_of = self._of_kind(kind)
        if subject_of is not None:
            return SectionProposal(subject_of.slug, subject_of.name, "label", _BY_KIND, (label,))
        return SectionProposal("", label.text, "label", _BY_LABEL if not self.known else _TOPIC_UNKNOWN, (label,))

    def by_topic(self, topic: TopicProposal) -> SectionProposal | None:
        for kind in load_section_kinds():
            if topic.code in kind.topics:
                subject = self._of_kind(kind)
                if subject is not None:
                    sure = round(topic.confidence * _TOPIC_KNOWN, 2)
                    return SectionProposal(subject.slug, subject.name, "topic", sure, topic.evidence)
                if topic.broader and self.known:
                    return None
                return SectionProposal("", kind.name, "topic", round(topic.confidence * _TOPIC_UNKNOWN, 2), topic.evidence)
        return None

    def _of_kind(self, kind: SectionKind) -> Subject | None:
        """Return the publication's section that is of a kind by one of its names."""
        return next((self.names[fold(name)] for name in (kind.name, *kind.labels) if fold(name) in self.names), None)
