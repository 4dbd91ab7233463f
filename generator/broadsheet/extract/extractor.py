"""The extractor: an article's text in, findings out, each finder given what it needs of the others' results.

Left out: what becomes of findings (`content/findings.py`), and where they are kept (`findings/`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from broadsheet.extract.article import MARKDOWN, PAGE, PLAIN, Article, Parts, read_parts
from broadsheet.extract.countries import CountryMention, read_countries
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.places import load_gazetteer
from broadsheet.extract.standing import primary_countries
from broadsheet.model import Entry

__all__ = ["MARKDOWN", "PAGE", "PLAIN", "VERSION", "Article", "Extraction", "Extractor", "LeftOut", "body_of", "program_digest"]
VERSION = "1"


class LeftOut(NamedTuple):
    """What looked like a value of a key and is none, with the reason; of the key `body`, a line that does not belong to it."""

    field: str
    evidence: Evidence
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in an article: findings in the order of their keys, topics, what was left out and why, the body's text.

    `fault` says why there is no article in the text, and what to do about it.
    """

    findings: tuple[Finding, ...] = ()
    topics: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    body: str = ""
    fault: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Extractor:
    """Extracts articles by the registers of a publication. `labels` are the publication's own."""

    registers: tuple[Entry, ...] = ()
    labels: tuple[str, ...] = ()

    def extract(self, article: Article) -> Extraction:
        """Return what is found in an article. Linear in its length; the same article and registers give the same findings."""
        parts = read_parts(article)
        return _Work(self, article, parts).done()


@dataclass(slots=True)
class _Work:
    """The extraction of one article."""

    extractor: Extractor
    article: Article
    parts: Parts

    def done(self) -> Extraction:
        findings = [*self.parts.findings]
        left_out = [LeftOut("body", Evidence(part.start, part.end, part.value), part.rule) for part in self.parts.dropped]
        countries = read_countries(self.parts.document, load_gazetteer())
        for standing in primary_countries(countries.mentions):
            evidence = tuple(map(_evidence, standing.mentions))
            rule = max(standing.mentions, key=lambda mention: mention.confidence).how
            findings.append(Finding("countries", standing.code, evidence, rule, standing.confidence))
        left_out += [LeftOut("countries", Evidence(n.start, n.end, n.text), n.reason) for n in countries.not_countries]
        return Extraction(tuple(map(self._placed, findings)), (), tuple(left_out), self.parts.body, self.parts.fault)

    def _placed(self, finding: Finding) -> Finding:
        """Return a finding whose evidence stands where it does in the file; what does not stand there is no evidence."""
        return replace(finding, evidence=tuple(filter(None, map(self._in_file, finding.evidence))))

    def _in_file(self, evidence: Evidence) -> Evidence | None:
        text, places = self.article.text, self.parts.places
        if places is None:
            return evidence._replace(text=text[evidence.start : evidence.end])
        start, end = places.of(evidence.start, evidence.end) if evidence.start < evidence.end else (0, 0)
        if start == end:  # it stands in the page's metadata
            start = text.find(evidence.text)
            end = start + len(evidence.text)
        return Evidence(start, end, evidence.text) if 0 <= start < end else None


def body_of(article: Article) -> tuple[str, tuple[str, str]]:
    """Return the text of an article's body alone, and why there is none."""
    parts = read_parts(article)
    return parts.body, parts.fault


@lru_cache(maxsize=1)
def program_digest() -> str:
    """Return the digest of the tables and rules of extraction: other ones may find something else."""
    state = sha256()
    here = Path(__file__).parent
    for path in (*sorted(here.iterdir()), here.parent / "catalog" / "countries.tsv"):
        if path.is_file():
            state.update(f"{path.name}\0".encode())
            state.update(path.read_bytes())
    return state.hexdigest()[:32]


def _evidence(mention: CountryMention) -> Evidence:
    return Evidence(mention.start, mention.end, mention.text)
