"""The setting of a document's names: its tokens with what the lexicon and the gazetteer know of them, and the case of its lines.

Left out: which of them are persons (`people.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from broadsheet.extract.countries.places import Gazetteer, Reading
from broadsheet.extract.document.document import Document, Sentence, Token
from broadsheet.extract.document.lexicon import Lexicon

CAPITALS, TITLE, PROSE = "capitals", "title", "prose"
_FEWEST_LETTERS = 7
_SHARE_OF_CAPITALS = 0.75
_LONGEST_TITLE = 20  # tokens; a longer line is no headline
_MOST_NUMBERS, _LONGEST_LABEL = 1, 16
_LONG_WORD = 4  # headlines do not capitalise shorter ones
_FEWEST_WORDS, _SHARE_OF_TITLE = 4, 0.8
_STOPS = ".!;:,"


class Place:
    """A phrase of the gazetteer: the number of the token after it, and its readings."""

    __slots__ = ("codes", "hows", "last")

    def __init__(self, last: int, readings: tuple[Reading, ...]) -> None:
        self.last = last
        self.hows = frozenset(reading.how for reading in readings)
        self.codes = tuple(reading.code for reading in readings if reading.code)


@dataclass(frozen=True)
class Setting:
    """A document with the kinds of its tokens and the places among them."""

    document: Document
    lexicon: Lexicon
    gazetteer: Gazetteer

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Return the document's tokens."""
        return self.document.tokens

    @cached_property
    def kinds(self) -> tuple[int, ...]:
        """Return the lexicon's kinds of each token."""
        kind, known = self.lexicon.kind, dict[str, int]()
        found = []
        for _, _, text in self.document.tokens:
            value = known.get(text)
            if value is None:
                value = known[text] = kind(text)
            found.append(value)
        return tuple(found)

    @cached_property
    def places(self) -> Mapping[int, Place]:
        """Return the gazetteer's phrases by the number of their first token; those that mean nothing, too."""
        return {first: Place(last, readings) for first, last, readings in self.gazetteer.scan(self.document.tokens)}

    @cached_property
    def within(self) -> Mapping[int, int]:
        """Return for each token inside a gazetteer's phrase, but for the first, the number of the token after the phrase."""
        return {number: place.last for first, place in self.places.items() for number in range(first + 1, place.last)}

    @cached_property
    def lower(self) -> frozenset[str]:
        """Return the words that the document has in small letters."""
        return frozenset(token.text for token in self.document.tokens if token.text.islower())

    def text_at(self, number: int) -> str:
        """Return the text of a token, empty beyond the document's ends."""
        tokens = self.document.tokens
        return tokens[number].text if 0 <= number < len(tokens) else ""

    def case_of(self, sentence: Sentence) -> str:
        """Return how a sentence uses capitals: CAPITALS throughout, TITLE for most words, or PROSE."""
        text = self.document.text[sentence.start : sentence.end]
        if not text[1:2].islower():
            upper = sum(map(str.isupper, text))
            letters = upper + sum(map(str.islower, text))
            if letters >= _FEWEST_LETTERS and upper > _SHARE_OF_CAPITALS * letters:
                return CAPITALS
        if sentence.last - sentence.first > _LONGEST_TITLE or text[-1] in _STOPS:
            return PROSE
        labelled = ":" in text[:_LONGEST_LABEL]
        if labelled or text[0].isdigit() or sum(word[0].isdigit() for word in text.split()) > _MOST_NUMBERS:
            return PROSE  # a line of a table
        words = [word for word in text.split() if len(word) >= _LONG_WORD and word[0].isalpha()]
        capital = sum(word[0].isupper() for word in words)
        return TITLE if len(words) >= _FEWEST_WORDS and capital >= _SHARE_OF_TITLE * len(words) else PROSE
