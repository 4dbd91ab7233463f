"""Excerpts: evidence shown in the sentence that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from broadsheet.content.article import is_page
from broadsheet.content.frontmatter import SourceText, body_start
from broadsheet.extract.document.document import read_document
from broadsheet.extract.finding import Evidence
from broadsheet.extract.structure.wrapping import unwrap

_AROUND = 120  # code points that are shown on each side, of a sentence that is longer
_WINDOW = 1_000  # code points of HTML around evidence that are looked at
_TAG = re.compile(r"<[^<>]*>")
_HALF_BEFORE, _HALF_AFTER = re.compile(r"^[^<>]*>"), re.compile(r"<[^<>]*$")
_PLACES = 1_000  # places of the same words among which the nearest is sought


class Excerpt(NamedTuple):
    """A piece of a text: what stands before the evidence, the evidence, what stands after it, its line, its sentence's offset."""

    before: str
    marked: str
    after: str
    line: int
    sentence: int


class Excerpts:
    """The excerpts of one article."""

    def __init__(self, source: SourceText) -> None:
        self._is_page = is_page(source.path)
        described = self._is_page or body_start(source.text) > 0
        self._text = source.text if described else unwrap(source.text).text
        self._document = read_document("" if self._is_page else self._text)

    def of(self, evidence: Evidence) -> Excerpt | None:
        """Return the sentence of some evidence; evidence that is no longer where it was is looked for by its text."""
        place = self.place_of(evidence)
        if place is None:
            return None
        start, end = place
        if self._is_page:
            before = _HALF_BEFORE.sub("", self._text[max(0, start - _WINDOW) : start])
            after = _HALF_AFTER.sub("", self._text[end : end + _WINDOW])
            parts = _shown(before).lstrip(), _shown(self._text[start:end]), _shown(after).rstrip()
            first = start
        else:
            sentence = self._document.sentence_at(start)
            first, last = (sentence.start, max(sentence.end, end)) if sentence else place
            parts = _flat(self._text[first:start]), _flat(self._text[start:end]), _flat(self._text[end:last])
        before, marked, after = parts
        if len(before) > _AROUND:
            before = "…" + before[-_AROUND:].partition(" ")[2]
        if len(after) > _AROUND:
            after = after[:_AROUND].rpartition(" ")[0] + "…"
        return Excerpt(before, marked, after, self._text.count("\n", 0, start) + 1, first)

    def paragraph_of(self, evidence: Sequence[Evidence]) -> int:
        """Return where the paragraph of the first piece of evidence begins; that of nothing is the text's beginning."""
        place = self.place_of(evidence[0]) if evidence else None
        return self._text.rfind("\n", 0, place[0]) + 1 if place else 0

    def place_of(self, evidence: Evidence) -> tuple[int, int] | None:
        """Return where evidence stands now: where it stood, else the nearest place that has its text, else None."""
        start, end, text = evidence
        here = self._text[start:end]
        if here == text or here.split() == text.split() or (self._is_page and _shown(here) == text):
            return start, end
        found = min(self._places(text), key=lambda at: (abs(at - start), at), default=None) if text else None
        return None if found is None else (found, found + len(text))

    def _places(self, words: str) -> Iterator[int]:
        at = self._text.find(words)
        for _ in range(_PLACES):
            if at < 0:
                return
            yield at
            at = self._text.find(words, at + 1)


def _flat(text: str) -> str:
    """Return a text on one line, with the blanks around it kept."""
    return text.replace("\n", " ").replace("\t", " ")


def _shown(html: str) -> str:
    """Return what a page shows of a piece of HTML, on one line with single blanks."""
    text = _flat(unescape(_TAG.sub(" ", html)))
    lead, tail = (" " if text[:1] == " " else ""), (" " if text[-1:] == " " else "")
    return f"{lead}{' '.join(text.split())}{tail}" if text.strip() else lead
