"""Tags: which of a publication's own tags a story names, found by their names and aliases.

Left out: new tags (`keyphrases.py` proposes them), and tags that a text does not name but is about.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from broadsheet.extract.document.document import Document
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.topics.subjects import SubjectIndex

_LEAD = 500  # code points
_IN_HEADLINE, _OFTEN, _TWICE, _ONCE = 0.92, 0.88, 0.65, 0.6
_IN_LEAD = 0.1
_SHARED = 0.5  # of a name that several tags have
_MANY = 3
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TagProposal:
    """A tag of the register that a story names: its slug and name, how often, how sure that is, and where first."""

    slug: str
    name: str
    count: int
    confidence: float
    evidence: tuple[Evidence, ...]

    @property
    def finding(self) -> Finding:
        """Return the tag as a finding, its name as the value."""
        return Finding("tags", self.name, self.evidence, "register", self.confidence, self.slug)


def find_tags(document: Document, index: SubjectIndex) -> tuple[TagProposal, ...]:
    """Return the tags that a document names, the surest first, then in the order of the text. Linear in the document."""
    places: defaultdict[str, list[Evidence]] = defaultdict(list)
    shared: set[str] = set()
    for first, last, slugs in index.scan(document.tokens):
        start, end = document.tokens[first].start, document.tokens[last - 1].end
        for slug in slugs:
            places[slug].append(Evidence(start, end, document.text[start:end]))
        if len(slugs) > 1:
            shared.update(slugs)
    found = [
        TagProposal(
            slug, index.subjects[slug].name, len(those), _confidence(document, those, slug in shared), tuple(those[:_SHOWN])
        )
        for slug, those in places.items()
    ]
    return tuple(sorted(found, key=lambda tag: (-tag.confidence, tag.evidence[0].start, tag.slug)))


def _confidence(document: Document, places: list[Evidence], shared: bool) -> float:
    if shared:
        return _SHARED
    headline = document.headline or (0, document.paragraph_at(0)[1])
    if any(headline[0] <= place.start < headline[1] for place in places):
        return _IN_HEADLINE
    in_lead = places[0].start < headline[1] + _LEAD
    if len(places) >= _MANY and in_lead:
        return _OFTEN
    sure = _TWICE if len(places) > 1 else _ONCE
    return round(sure + (_IN_LEAD if in_lead else 0.0), 2)
