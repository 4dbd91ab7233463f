"""The article: a source file's text as its parts (headline, labels, body …), whatever form it has, and what those parts say.

An article with front matter is taken as it stands, for a person took it apart. Left out: what the words of the body mean.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import NamedTuple

from broadsheet.content.frontmatter import body_start
from broadsheet.extract.document import Document, read_document
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.lines import read_lines, shown, smooth
from broadsheet.extract.structure import Part, Structure, read_structure

PLAIN, MARKDOWN, PAGE = "plain", "markdown", "page"
_ENOUGH_WORDS = 3  # of a file's name, to stand for a headline
_LONGEST = 110
_DATED = re.compile(r"^\d{4}-\d{2}-\d{2}-?")
_LABELS = {"breaking news": "breaking"}


class Article(NamedTuple):
    """An article to extract: its text with `\\n` line ends, the name of its file without suffix, its form, what is known of it.

    `form` is plain, markdown or page (the HTML of a saved web page). `published` is its date, `YYYY-MM-DD`, where somebody
    wrote one.
    """

    text: str
    name: str = ""
    form: str = PLAIN
    published: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """An article's parts: the document of its words, the text of its body, what the parts say, and what is no part of it."""

    document: Document
    body: str
    findings: tuple[Finding, ...] = ()
    dropped: tuple[Part, ...] = ()


def read_parts(article: Article) -> Parts:
    """Return the parts of an article. Linear in the length of its text."""
    if article.form == PAGE:
        return _page(article)
    start = body_start(article.text)
    if start:
        return Parts(read_document(article.text, [(start, len(article.text))]), article.text[start:])
    found = read_structure(article.text)
    if not found.paragraphs:
        found = _short(found)
    findings = [*_heading(found), *_dates(article, found)]
    if not found.headline:
        findings[:0] = _stand_in(article, found)
    body = _blanked(found) if article.form == MARKDOWN else "\n\n".join(part.value for part in found.paragraphs)
    return Parts(found.document, body, tuple(findings), found.dropped)


def _short(found: Structure) -> Structure:
    """Return a text in which no body could be told from what is around it, taken as it stands: a headline, and the rest."""
    lines = read_lines(smooth(found.source))
    parts = [Part(line.start, line.end, shown(found.source, line.start, line.end), "short text", 0.8) for line in lines]
    headline = parts[0] if len(parts) > 1 and len(parts[0].value) <= _LONGEST else None
    body = tuple(parts[1:] if headline else parts)
    span = headline and (headline.start, headline.end)
    document = read_document(smooth(found.source), headline=span)
    return Structure(found.source, document, headline, paragraphs=body)


def _heading(found: Structure) -> Iterator[Finding]:
    if found.headline:
        yield _finding("title", found.headline, found.headline.value.lstrip("# "))
    if found.standfirst:
        yield _finding("standfirst", found.standfirst)
    for label in found.labels:
        if label.rule == "section":
            yield _finding("section", label)
        elif label.value.casefold() in _LABELS:
            yield _finding("labels", label, _LABELS[label.value.casefold()])


def _stand_in(article: Article, found: Structure) -> Iterator[Finding]:
    """Yield a headline for an article that has none: the words of its file's name, or how it begins. It claims nothing else."""
    words = _DATED.sub("", article.name).replace("-", " ").replace("_", " ").split()
    if len(words) >= _ENOUGH_WORDS and sum(word.isalpha() for word in words) * 2 > len(words):
        text = " ".join(words)
        yield Finding("title", text[:1].upper() + text[1:], (), "file name", 0.8)
    elif found.paragraphs:
        start, end, *_ = found.document.sentences[0] if found.document.sentences else found.paragraphs[0]
        text = " ".join(found.source[start:end].split())
        if len(text) > _LONGEST:
            text = text[:_LONGEST].rpartition(" ")[0].rstrip(",;:–—") + "…"
        yield Finding("title", text.rstrip("."), (Evidence(start, end, found.source[start:end]),), "first sentence", 0.8)


def _finding(key: str, part: Part, value: str = "") -> Finding:
    return Finding(key, value or part.value, (Evidence(part.start, part.end, part.value),), part.rule, part.confidence)


def _blanked(found: Structure) -> str:
    """Return the source with empty lines in the place of all that is no body: other lines keep their numbers and markup."""
    outside = [part for part in (found.headline, found.standfirst, *found.labels, *found.dropped) if part]
    pieces, at = [], 0
    for part in sorted(outside):
        start, end = found.source.rfind("\n", 0, part.start) + 1, found.source.find("\n", part.end)
        end = len(found.source) if end < 0 else end
        if start >= at:
            pieces += [found.source[at:start], "\n" * found.source.count("\n", start, end)]
            at = end
    return "".join((*pieces, found.source[at:]))


# A small stand-in for saved pages and for lines that say when an article appeared.

_MONTHS = tuple(calendar.month_name[1:])
_MONTH = "|".join(_MONTHS)
_NAMED_MONTH = re.compile(
    rf"(?:(?P<day>\d{{1,2}}) (?P<month>{_MONTH})|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}}),?) (?P<year>\d{{4}})"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_TITLE = re.compile(r"<h1\b[^<>]*>([^<]+)</h1>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p\b[^<>]*>([^<]*(?:<(?!/p>)[^<]*)*)</p>", re.IGNORECASE)


def _page(article: Article) -> Parts:
    paragraphs = [match.span(1) for match in _PARAGRAPH.finditer(article.text)]
    texts = [unescape(re.sub(r"<[^<>]*>", "", article.text[start:end])).strip() for start, end in paragraphs]
    title = _TITLE.search(article.text)
    findings: list[Finding] = []
    if title:
        place = Evidence(*title.span(1), title[1])
        findings.append(Finding("title", unescape(title[1]).strip(), (place,), "page heading", 0.9))
    findings += _dates_in(article, paragraphs)
    return Parts(read_document(article.text, paragraphs), "\n\n".join(texts), tuple(findings))


def _dates(article: Article, found: Structure) -> Iterator[Finding]:
    lines = [(part.start, part.end) for part in (*found.dropped, *found.paragraphs[:4], *found.paragraphs[-3:])]
    yield from _dates_in(article, lines)


def _dates_in(article: Article, lines: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    for start, end in lines:
        match = _NAMED_MONTH.search(article.text, start, min(end, start + 60)) if end - start <= 60 else None
        if match:
            month = _MONTHS.index(match["month"] or match["month2"]) + 1
            value = f"{match['year']}-{month:02d}-{int(match['day'] or match['day2']):02d}"
            if _is_day(value):
                yield Finding("date", value, (Evidence(*match.span(), match.group()),), "dated line", 0.9)
                return
    named = _ISO.match(article.name)
    if named and _is_day(named.group()):
        yield Finding("date", named.group(), (), "file name", 0.9)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
