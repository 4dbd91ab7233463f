"""Excerpts: evidence shown in the sentence that it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from broadsheet.content.frontmatter import SourceText
from broadsheet.extract.document import Document, read_document
from broadsheet.extract.finding import Evidence

_AROUND = 120  # code points that are shown on each side, of a sentence that is longer


class Excerpt(NamedTuple):
    """A piece of a text: what stands before the evidence, the evidence, what stands after it, and the line that it is in."""

    before: str
    marked: str
    after: str
    line: int


class Excerpts:
    """The excerpts of one article."""

    def __init__(self, source: SourceText) -> None:
        self._text = source.text
        self._document: Document = read_document(source.text)

    def of(self, evidence: Evidence) -> Excerpt | None:
        """Return the sentence of some evidence; evidence that is no longer where it was is looked for by its text."""
        place = self.place_of(evidence)
        if place is None:
            return None
        start, end = place
        sentence = self._document.sentence_at(start)
        first, last = (sentence.start, max(sentence.end, end)) if sentence else (start, end)
        before, after = self._text[first:start], self._text[end:last]
        if len(before) > _AROUND:
            before = "…" + before[-_AROUND:].partition(" ")[2]
        if len(after) > _AROUND:
            after = after[:_AROUND].rpartition(" ")[0] + "…"
        return Excerpt(_flat(before), _flat(self._text[start:end]), _flat(after), self._text.count("\n", 0, start) + 1)

    def place_of(self, evidence: Evidence) -> tuple[int, int] | None:
        """Return where evidence stands now: where it stood, else the nearest place that has its text, else None."""
        start, end, text = evidence
        if self._text[start:end] == text:
            return start, end
        found = min(_places(self._text, text), key=lambda at: (abs(at - start), at), default=None) if text else None
        return None if found is None else (found, found + len(text))


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _flat(text: str) -> str:
    """Return a text on one line, with the blanks around it kept."""
    return text.replace("\n", " ").replace("\t", " ")
