"""Web pages: a saved page as the same parts as a copied article, and what its own metadata say: title, date, authors, address.

The body is found by trafilatura; what it leaves at head and tail that is no article is trimmed. Offsets count the text that was
extracted (`structure.source`): headline, standfirst and paragraphs, each a line. What stands only in the page's metadata has no
place there, and empty offsets. Left out: fetching pages, and what scripts would draw.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from types import ModuleType
from typing import Any

from broadsheet.extract.document.document import read_document
from broadsheet.extract.structure.boilerplate import load_phrases
from broadsheet.extract.structure.datelines import read_dateline
from broadsheet.extract.structure.lines import count_words, plain_source, read_lines, smooth
from broadsheet.extract.structure.metadata import Metadata, read_metadata
from broadsheet.extract.structure.pagetext import page_text, take_out_hidden
from broadsheet.extract.structure.rows import BYLINE, JUNK, LABEL, TIMESTAMP, Row, read_rows
from broadsheet.extract.structure.structure import Part, Structure, read_structure

_LARGEST = 10_000_000
_FEWEST_WORDS = 25
_TRIMMED_KINDS = frozenset((JUNK, TIMESTAMP, BYLINE, LABEL))
_NEVER_TEXT = frozenset(("advert", "sharing", "newsletter", "account", "cookies", "player"))
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Webpage:
    """A saved web page: its article's parts, and what its metadata say beside (a part's rule says where)."""

    structure: Structure
    site_name: Part | None = None
    address: Part | None = None


@dataclass(frozen=True, slots=True)
class UnreadablePage:
    """Why a web page has no article, and what to do about it."""

    why: str
    hint: str


def read_webpage(page: str | bytes) -> Webpage | UnreadablePage:
    """Return the article of a saved web page. Costs some 30 ms; raises nothing, whatever the page is."""
    if len(page) > _LARGEST:
        return UnreadablePage("the page is larger than 10 MB", "save the article alone")
    library = _library()
    if isinstance(library, UnreadablePage):
        return library
    try:
        tree = library.load_html(page)
        if tree is None:
            return UnreadablePage("there is no HTML in it", "save the page again, or write the article as plain text")
        visible = page_text(tree)
        metadata = read_metadata(tree, visible)
        take_out_hidden(tree)
        body = _body(library, tree)
        seen = read_structure(visible) if count_words(body) < _FEWEST_WORDS or _lacks(metadata) else None
    except Exception as fault:  # noqa: BLE001 (a parser's faults on a hostile page must not end a build)
        return UnreadablePage(f"the page cannot be read ({type(fault).__name__})", "write the article as plain text")
    if seen is not None:
        metadata = _completed(metadata, seen)
        if count_words(body) < _FEWEST_WORDS and not seen.whole:
            body = "\n".join(part.value for part in seen.paragraphs)
    if not body.strip():
        return UnreadablePage("no article was found in the page", "write the article as plain text")
    return _compose(body, metadata)


def _library() -> ModuleType | UnreadablePage:
    try:
        return import_module("trafilatura")
    except ImportError as fault:
        return UnreadablePage(f"articles in HTML need the package trafilatura ({fault})", "install it: pip install trafilatura")


def _body(library: ModuleType, tree: Any) -> str:  # noqa: ANN401 (lxml has no types of its own)
    found = library.bare_extraction(tree, favor_precision=True, include_comments=False, with_metadata=False)
    return (found.text or "") if found is not None else ""


def _lacks(metadata: Metadata) -> bool:
    return metadata.published is None or not metadata.authors or metadata.title is None


def _completed(metadata: Metadata, seen: Structure) -> Metadata:
    """Return metadata with what they lack and the page's visible lines say."""
    return replace(
        metadata,
        title=metadata.title or _unplaced(seen.headline),
        published=metadata.published or _unplaced(seen.published),
        updated=metadata.updated or _unplaced(seen.updated),
        authors=metadata.authors or tuple(part._replace(start=0, end=0) for part in seen.authors),
    )


def _unplaced(part: Part | None) -> Part | None:
    """Return a part without its place, which is one in another text."""
    return part and part._replace(start=0, end=0)


def _compose(body: str, metadata: Metadata) -> Webpage:
    """Return a page whose text is headline, standfirst and paragraphs."""
    title = metadata.title
    rows = trimmed(body, [*metadata.headings, *([title.value] if title else [])])
    standfirst = metadata.description if _is_standfirst(metadata, rows) else None
    values = [part.value for part in (title, standfirst) if part is not None]
    lines = [*values, *(row.line.text for row in rows)]
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 2
    source = "\n\n".join(lines)
    headline = title._replace(start=0, end=spans[0][1]) if title else None
    second = standfirst._replace(start=spans[len(values) - 1][0], end=spans[len(values) - 1][1]) if standfirst else None
    paragraphs = tuple(
        Part(start, end, source[start:end], row.kind, 0.9) for (start, end), row in zip(spans[len(values) :], rows, strict=True)
    )
    structure = Structure(
        source=source,
        document=read_document(source, headline=headline and headline[:2], standfirst=second and second[:2]),
        headline=headline,
        standfirst=second,
        labels=metadata.labels,
        authors=metadata.authors,
        published=metadata.published,
        updated=metadata.updated,
        dateline=_dateline(paragraphs),
        paragraphs=paragraphs,
    )
    return Webpage(structure, metadata.site_name, metadata.address)


def trimmed(body: str, titles: Sequence[str]) -> Sequence[Row]:
    """Return the lines of an extracted body without those at its head and tail that are no article, and without titles."""
    rows = list(read_rows(read_lines(smooth(plain_source(body))), load_phrases()))
    first, last = 0, len(rows)
    while first < last and (rows[first].kind in _TRIMMED_KINDS or any(_same(rows[first].line.text, title) for title in titles)):
        first += 1
    while last > first and rows[last - 1].kind in _TRIMMED_KINDS:
        last -= 1
    return [
        row for row in rows[first:last] if row.verdict is None or not row.verdict.whole or row.verdict.rule not in _NEVER_TEXT
    ]


def _same(one: str, other: str) -> bool:
    return _WORD.findall(one.casefold()) == _WORD.findall(other.casefold())


def _is_standfirst(metadata: Metadata, rows: Sequence[Row]) -> bool:
    """Say whether the page's description is a text of its own that a reader sees, and not the beginning of the article."""
    if metadata.description is None or not metadata.description_is_seen or not rows:
        return False
    words = _WORD.findall(metadata.description.value.casefold())
    return bool(words) and not any(_WORD.findall(row.line.text.casefold())[: len(words)] == words for row in rows)


def _dateline(paragraphs: Sequence[Part]) -> Part | None:
    for part in paragraphs[:2]:
        found = read_dateline(part.value)
        if found is not None:
            return Part(part.start, part.start + found.end, found.place, found.rule, found.confidence)
    return None
