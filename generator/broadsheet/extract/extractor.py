"""The extractor: an article's text in, findings out, each finder given what it needs of the others' results.

Left out: what becomes of findings (`content/findings.py`), and where they are kept.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from broadsheet.extract.countries import CountryMention, read_countries
from broadsheet.extract.document import Document, read_document
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.places import load_gazetteer
from broadsheet.extract.standing import primary_countries
from broadsheet.model import Entry

VERSION = "1"
_LONGEST_HEADLINE = 250
_MONTHS = tuple(calendar.month_name[1:])
_MONTH = "|".join(_MONTHS)
_NAMED_MONTH = re.compile(
    rf"(?:(?P<day>\d{{1,2}}) (?P<month>{_MONTH})|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}}),?) (?P<year>\d{{4}})"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")


class Article(NamedTuple):
    """An article to extract: its text with `\\n` line ends, the name of its file without suffix, and what is known of it.

    `page`: the text is the HTML of a saved web page. `published` is its date, `YYYY-MM-DD`, where a person wrote one.
    """

    text: str
    name: str = ""
    page: bool = False
    published: str = ""


class Dropped(NamedTuple):
    """A part of the text that is not the article's body, and the rule that says so: code points, whole lines."""

    start: int
    end: int
    text: str
    rule: str


class LeftOut(NamedTuple):
    """What looked like a value of a key and is none, with the reason."""

    field: str
    evidence: Evidence
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in an article: findings in the order of their keys, topics, what is not body, what was left out and why."""

    findings: tuple[Finding, ...] = ()
    topics: tuple[Finding, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Extractor:
    """Extracts articles by the registers of a publication."""

    registers: tuple[Entry, ...] = ()
    labels: tuple[str, ...] = ()

    def extract(self, article: Article) -> Extraction:
        """Return what is found in an article. Linear in its length; the same article and registers give the same findings."""
        lines = _lines(article.text)
        dropped: list[Dropped] = []
        findings: list[Finding] = []
        if lines:
            start, end = lines[0]
            if end - start <= _LONGEST_HEADLINE:
                text = article.text[start:end]
                findings.append(Finding("title", text.strip(" #"), (Evidence(start, end, text),), "first-line", 0.85))
                dropped.append(Dropped(start, end, text, "headline"))
        findings += _dates(article, lines)
        document = read_document(article.text, _kept(article.text, dropped))
        findings += _countries(document)
        return Extraction(tuple(findings), (), tuple(dropped), ())


def page_text(html: str) -> str:
    """Return the text of the article in a saved web page, paragraphs parted by blank lines."""
    from html import unescape

    found = re.findall(r"<p\b[^<>]*>([^<]*(?:<(?!/p>)[^<]*)*)</p>", html, re.IGNORECASE)
    return "\n\n".join(unescape(re.sub(r"<[^<>]*>", "", each)).strip() for each in found)


@lru_cache(maxsize=1)
def program_digest() -> str:
    """Return the digest of the tables and rules of extraction: another one may find something else."""
    state = sha256()
    here = Path(__file__).parent
    for path in (*sorted(here.iterdir()), here.parent / "catalog" / "countries.tsv"):
        if path.is_file():
            state.update(f"{path.name}\0".encode())
            state.update(path.read_bytes())
    return state.hexdigest()[:32]


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the lines that are not blank."""
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _kept(text: str, dropped: Iterable[Dropped]) -> list[tuple[int, int]]:
    kept, at = [], 0
    for part in dropped:
        kept.append((at, part.start))
        at = part.end
    return [*kept, (at, len(text))]


def _dates(article: Article, lines: list[tuple[int, int]]) -> Iterable[Finding]:
    for start, end in (*lines[:8], *lines[-3:]):
        text = article.text[start:end]
        if len(text) > 60:
            continue
        match = _NAMED_MONTH.search(text)
        if match:
            month = _MONTHS.index(match["month"] or match["month2"]) + 1
            value = f"{match['year']}-{month:02d}-{int(match['day'] or match['day2']):02d}"
            place = Evidence(start + match.start(), start + match.end(), match.group())
            if _is_day(value):
                yield Finding("date", value, (place,), "dated-line", 0.9)
                return
    named = _ISO.match(article.name)
    if named and _is_day(named.group()):
        yield Finding("date", named.group(), (), "file-name", 0.9)


def _is_day(value: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _countries(document: Document) -> Iterable[Finding]:
    report = read_countries(document, load_gazetteer())
    for standing in primary_countries(report.mentions):
        evidence = tuple(_evidence(mention) for mention in standing.mentions)
        yield Finding("countries", standing.code, evidence, standing.mentions[0].how, standing.confidence)


def _evidence(mention: CountryMention) -> Evidence:
    return Evidence(mention.start, mention.end, mention.text)
