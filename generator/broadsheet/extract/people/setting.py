"""The setting of a document's names: its tokens with what the lexicon and the gazetteer know of them, and the case of its lines.

Left out: which of them are persons (`people.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from broadsheet.extract.countries.places import Found
from broadsheet.extract.document.document import Document, Sentence, Token
from broadsheet.extract.document.lexicon import WORD, Lexicon

CAPITALS, TITLE, PROSE = "capitals", "title", "prose"
_FEWEST_LETTERS = 7
_SHARE_OF_CAPITALS = 0.75
_LONGEST_TITLE = 20  # tokens; a longer line is no headline
_MOST_NUMBERS, _LONGEST_LABEL = 1, 16
_LONG_WORD = 4  # headlines do not capitalise shorter ones
_FEWEST_WORDS, _SHARE_OF_TITLE = 4, 0.8
_STOPS = ".!;:,"
_LONGEST_WORD = 40  # letters
_APOSTROPHES = ("'", "’")


def is_capitalised(text: str) -> bool:
    """Say whether a token is written like a name: "Smith", "d'Estaing"."""
    if text[0].isupper():
        return len(text) <= _LONGEST_WORD
    return _LONGEST_WORD >= len(text) > 3 and text[1:2] in _APOSTROPHES and text[2].isupper()


class PlacePhrase(NamedTuple):
    """A phrase of the gazetteer: the number of the token after it, and how its readings name a place."""

    last: int
    hows: frozenset[str]


@dataclass(frozen=True)
class Setting:
    """A document with the kinds of its tokens and the places among them."""

    document: Document
    lexicon: Lexicon
    phrases: Sequence[Found]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Return the document's tokens."""
        return self.document.tokens

    @cached_property
    def kinds(self) -> tuple[int, ...]:
        """Return the lexicon's kinds of each token."""
        texts = self.document.texts
        known = self.lexicon.kinds_of(set(texts))
        return tuple([known[text] for text in texts])

    @cached_property
    def places(self) -> Mapping[int, PlacePhrase]:
        """Return the gazetteer's phrases by the number of their first token; those that mean nothing, too."""
        return {first: PlacePhrase(last, frozenset(each.how for each in readings)) for first, last, readings in self.phrases}

    @cached_property
    def within(self) -> Mapping[int, int]:
        """Return for each token inside a gazetteer's phrase, but for the first, the number of the token after the phrase."""
        return {number: place.last for first, place in self.places.items() for number in range(first + 1, place.last)}

    @cached_property
    def lower(self) -> frozenset[str]:
        """Return the words that the document has in small letters."""
        return frozenset([text for text in set(self.document.texts) if text.islower()])

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Return the words that a sentence of prose has with a capital."""
        prose = (s for s in self.document.sentences if self.case_of(s) == PROSE)
        return frozenset([text for s in prose for text in self.document.texts[s.first : s.last] if text[0].isupper()])

    @cached_property
    def openings(self) -> frozenset[int]:
        """Return the tokens with which a run may begin: those that are written like names, and small words of surnames."""
        texts, particles = self.document.texts, self.lexicon.words["opening particle"]
        opening = {text for text in set(texts) if is_capitalised(text) or text in particles}
        return frozenset([number for number, text in enumerate(texts) if text in opening])

    @cached_property
    def text_at(self) -> Callable[[int], str]:
        """Return what gives the text of a token, empty beyond the document's ends."""
        return defaultdict(str, enumerate(self.document.texts)).__getitem__

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

    def runs_on(self, first: int, last: int, case: str) -> bool:
        """Say whether in a headline in title case a name has a word of English that no prose here capitalises: Lee Backs Roe."""
        words = ((self.kinds[at], self.text_at(at)) for at in range(first, last) if case == TITLE)
        strange = ((kind, text.lower()) for kind, text in words if text not in self.capitals)
        return any(kind == WORD or (kind & WORD and text in self.lower) for kind, text in strange)
