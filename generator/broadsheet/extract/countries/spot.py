"""Spots and their scene: a phrase with the words around it, and what the whole document says that one phrase cannot.

Left out: what follows from either (`denials.py`, `senses.py`, `countries.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from broadsheet.extract.countries.places import NAMING, Found, Gazetteer, PlaceMeaning
from broadsheet.extract.document.document import Document

_SUPPORTING = frozenset(("demonym", "people", "capital", "constituent"))
_SHORTEST_CAPS_LINE = 9  # a shorter line in capitals may be an abbreviation
_LONGEST_HEADLINE = 180
_LONG_WORD = 4  # headlines do not capitalise shorter ones
_SENTENCE_ENDS = frozenset((".", "!", "?", "“", '"', ":", "•", "-", "–", "—", "*"))
_AFTER_A_DATELINE = frozenset(("(", ",", "-", "–", "—", ";", ":"))
_NAMED_CUE, _PLACED_CUE = "=", "~"


class Phrase(NamedTuple):
    """What the gazetteer found: the first token, the one after the last, and the readings."""

    first: int
    last: int
    readings: tuple[PlaceMeaning, ...]


@dataclass(frozen=True)
class Scene:
    """A document with the gazetteer's phrases in it, and the spans of its people."""

    document: Document
    gazetteer: Gazetteer
    people: tuple[tuple[int, int], ...]
    phrases: tuple[Phrase, ...]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Return how often each token occurs."""
        return Counter(self.document.texts)

    @cached_property
    def named(self) -> Mapping[str, int]:
        """Return how often each country is named by a phrase that has this one reading."""
        readings = (phrase.readings[0] for phrase in self.phrases if len(phrase.readings) == 1)
        return Counter(r.code for r in readings if r.how in NAMING and not r.traits & {"named", "bracketed"})

    @cached_property
    def supported(self) -> Mapping[str, int]:
        """Return how often each country's people, capital or parts are named, which towns of the same name do not have."""
        readings = (phrase.readings[0] for phrase in self.phrases if len(phrase.readings) == 1)
        return Counter(r.code for r in readings if r.how in _SUPPORTING and "named" not in r.traits)

    @cached_property
    def placed(self) -> Mapping[str, int]:
        """Return how often cities and regions of each country are named by a phrase that has this one reading."""
        readings = (phrase.readings[0] for phrase in self.phrases if len(phrase.readings) == 1)
        return Counter(r.code for r in readings if r.how in ("city", "region"))

    @cached_property
    def starts(self) -> frozenset[int]:
        """Return the numbers of the tokens with which a phrase that has a reading begins."""
        return frozenset(phrase.first for phrase in self.phrases if phrase.readings)

    @cached_property
    def ends(self) -> frozenset[int]:
        """Return the numbers of the tokens after phrases that have a reading."""
        return frozenset(phrase.last for phrase in self.phrases if phrase.readings)

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Return the last words of the people's full names."""
        names = (self.document.text[start:end].split() for start, end in self.people)
        return frozenset(words[-1] for words in names if len(words) > 1)

    @cached_property
    def given_names(self) -> frozenset[str]:
        """Return the first words of the people's full names."""
        names = (self.document.text[start:end].split() for start, end in self.people)
        return frozenset(words[0] for words in names if len(words) > 1)

    @cached_property
    def local(self) -> bool:
        """Say whether the story is local news of the United States."""
        words, states = self.gazetteer.words["local"], self.gazetteer.words["state"]
        local = sum(count for word, count in self.counts.items() if word in words)
        return local >= 2 or (local == 1 and sum(count for word, count in self.counts.items() if word in states) >= 2)

    def abroad(self, code: str) -> int:
        """Return how many countries are named other than one and the United States."""
        return sum(1 for other in self.named if other not in ("US", code))

    @cached_property
    def _lines(self) -> tuple[list[int], list[str]]:
        starts, cases, at = [], [], 0
        for line in self.document.text.split("\n"):
            starts.append(at)
            cases.append(_case_of(line))
            at += len(line) + 1
        return starts, cases

    def line_of(self, offset: int) -> tuple[int, str]:
        """Return the start of the line that holds an offset, and its case: capitals, title or sentence."""
        starts, cases = self._lines
        number = bisect_right(starts, offset) - 1
        return starts[number], cases[number]

    def person_around(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of the person's name that a span is part of."""
        number = bisect_right(self.people, (start, len(self.document.text) + 1)) - 1
        if number >= 0 and self.people[number][1] >= end:
            return self.people[number]
        return None

    def score(self, reading: PlaceMeaning) -> int:
        """Return how many of a reading's cues the document has."""
        found = 0
        for cue in reading.cues:
            if cue.startswith(_NAMED_CUE):
                found += 2 * self.named.get(cue[1:], 0)
            else:
                found += self.placed.get(cue[1:], 0) if cue.startswith(_PLACED_CUE) else self.counts.get(cue, 0)
        return found

    def has(self, kind: str, word: str) -> bool:
        """Say whether a word is of a kind of namesakes.tsv."""
        return word in self.gazetteer.words[kind]


def _case_of(line: str) -> str:
    if len(line) >= _SHORTEST_CAPS_LINE and line.isupper():
        return "capitals"
    if len(line) > _LONGEST_HEADLINE:
        return "sentence"
    words = [word for word in line.split() if len(word) >= _LONG_WORD and word[0].isalpha()]
    return "title" if len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.8 * len(words) else "sentence"


def read_scene(
    document: Document, gazetteer: Gazetteer, people: Sequence[tuple[int, int]], phrases: Iterable[Found] | None = None
) -> Scene:
    """Return the scene of a document, with its people's spans in order and none inside another."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(people, key=lambda span: (span[0], -span[1])):
        if not spans or end > spans[-1][1]:
            spans.append((start, end))
    found = gazetteer.scan(document.tokens) if phrases is None else phrases
    return Scene(document, gazetteer, tuple(spans), tuple(map(Phrase._make, found)))


class Spot:
    """A phrase where it stands. `before`, `after` and so on are the tokens around it, empty at the document's ends."""

    __slots__ = ("after", "after2", "after3", "before", "before2", "end", "first", "last", "scene", "start", "text")

    def __init__(self, scene: Scene, phrase: Phrase) -> None:
        tokens = scene.document.tokens
        self.scene, self.first, self.last = scene, phrase.first, phrase.last
        self.start, self.end = tokens[self.first].start, tokens[self.last - 1].end
        self.text = scene.document.text[self.start : self.end]
        self.before, self.before2 = self._token(self.first - 1), self._token(self.first - 2)
        self.after, self.after2, self.after3 = (self._token(self.last + n) for n in range(3))

    def _token(self, number: int) -> str:
        tokens = self.scene.document.tokens
        return tokens[number].text if 0 <= number < len(tokens) else ""

    @property
    def joined_before(self) -> bool:
        """Say whether one space only parts the phrase from the token before it."""
        text = self.scene.document.text
        return text[self.start - 1 : self.start] == " " and self.scene.document.tokens[self.first - 1].end == self.start - 1

    @property
    def joined_after(self) -> bool:
        """Say whether one space only parts the phrase from the token after it."""
        text = self.scene.document.text
        return text[self.end : self.end + 1] == " " and text[self.end + 1 : self.end + 2] not in ("", " ", "\n")

    @property
    def opens_line(self) -> bool:
        """Say whether nothing stands before the phrase in its line."""
        return not self.scene.document.text[max(self.scene.line_of(self.start)[0], self.start - 40) : self.start].strip()

    @property
    def in_capitals(self) -> bool:
        """Say whether the phrase stands in a line that is all in capitals."""
        return self.scene.line_of(self.start)[1] == "capitals"

    @property
    def in_title(self) -> bool:
        """Say whether the line capitalises most words, so that a capital says nothing of a name."""
        return self.scene.line_of(self.start)[1] == "title"

    @property
    def before_opens_sentence(self) -> bool:
        """Say whether the token before the phrase is the first of a sentence or line, where a capital says nothing."""
        if self.first < 2 or self.before2 in _SENTENCE_ENDS:
            return True
        token = self.scene.document.tokens[self.first - 1]
        return self.scene.line_of(token.start)[0] > self.scene.document.tokens[self.first - 2].start

    @property
    def is_dateline(self) -> bool:
        """Say whether a story is filed from here: in capitals at a line's start, before a date, an agency or a dash."""
        if not self.text.isupper() or not self.opens_line:
            return False
        return self.after[:1].isdigit() or (self.after in _AFTER_A_DATELINE and not self.in_capitals)

    def head(self, length: int) -> str:
        """Return the text of the same line before the phrase, at most so many characters."""
        return self.scene.document.text[max(self.scene.line_of(self.start)[0], self.start - length) : self.start]

    def tail(self, length: int) -> str:
        """Return the text after the phrase, at most so many characters."""
        return self.scene.document.text[self.end : self.end + length]
