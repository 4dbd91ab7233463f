"""Expressions of time as they are said ("Tuesday" is a weekday, whichever week it is in), and the span where a pattern found one.

Left out: the patterns (`date_grammar.py`), what their words say (`calendar_dates.py`, `relative_dates.py`), and what day it means
(`anchoring.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.extract.dates.timewords import value_of
from broadsheet.extract.document.document import Document, Sentence, Token

FROM_TEXT = frozenset(("same", "that", "following", "ensuing", "previous", "preceding", "prior"))
_SHIFTS = dict.fromkeys(("last", "past", "latest", "previous", "preceding", "prior"), -1) | dict.fromkeys(
    ("next", "coming", "upcoming", "following", "ensuing"), 1
)
_SHORTEST_MONTH = 4
_OPENERS = frozenset(("(", "[", "“", "‘", '"', "'"))


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time: the tokens `first` to `last` (not included), the rule, and what is said.

    `kind` says how it is anchored. `year` is None where none is said; `which` is the word that says from where it is counted
    (last, next, this, same …), `shift` how many units; `of_year`: what is counted is its year; `until` is the end of a range.
    """

    first: int
    last: int
    rule: str
    kind: str
    year: int | None = None
    month: int = 0
    day: int = 0
    unit: str = ""
    shift: int = 0
    which: str = ""
    of_year: bool = False
    until: Timex | None = None


class TimexMatch:
    """The tokens `first` to `last` of a sentence that a pattern matched, with the document's letters."""

    __slots__ = ("document", "first", "last", "letters", "sentence")

    def __init__(self, document: Document, letters: str, sentence: Sentence, first: int, last: int) -> None:
        self.document, self.letters, self.sentence, self.first, self.last = document, letters, sentence, first, last

    def timex(self, kind: str, **said: object) -> Timex:
        """Return what is said."""
        last = self.last - (self.ends_with == "." and not self._is_short(self.last - 2))
        return Timex(self.first, last, "", kind, **said)  # type: ignore[arg-type]

    def in_year(self, kind: str, **said: object) -> Timex:
        """Return what is said, in the year that the span names by its number, or counts from another one."""
        year = 1 - self.value("YDn") if self.has("d") else self.value("Y") or None
        which = (self.texts("LXHZCGJ") or [""])[-1].lower()
        of_year = year is None and self.has("v")
        return self.timex(kind, year=year, which=which, shift=shift_of(which), of_year=of_year, **said)

    def _is_short(self, at: int) -> bool:
        """Say whether a month or weekday is an abbreviation, to which a point belongs."""
        word = self.document.tokens[at].text
        short = len(word) < _SHORTEST_MONTH or (len(word) == _SHORTEST_MONTH and word not in ("June", "July"))
        return word != "May" and (short or word.startswith("Thurs"))

    def texts(self, letters: str) -> list[str]:
        """Return the words of some letters, in order."""
        tokens = self.document.tokens
        return [tokens[n].text for n in range(self.first, self.last) if self.letters[n] in letters]

    def values(self, letters: str) -> list[int]:
        """Return the numbers that the words of some letters stand for, in order."""
        return [value_of(text) for text in self.texts(letters)]

    def text(self, letters: str) -> str:
        """Return the first word of some letters, or nothing."""
        return next(iter(self.texts(letters)), "")

    def value(self, letters: str) -> int:
        """Return the number that the first word of some letters stands for, or 0."""
        return value_of(self.text(letters))

    def has(self, letters: str) -> bool:
        """Say whether there is a word of some letters."""
        return any(self.letters[n] in letters for n in range(self.first, self.last))

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Return the tokens."""
        return self.document.tokens[self.first : self.last]

    @property
    def ends_with(self) -> str:
        """Return the letter of the last token."""
        return self.letters[self.last - 1]

    @property
    def tight(self) -> bool:
        """Say whether nothing parts the tokens: 2026-02-03."""
        return all(one.end == other.start for one, other in zip(self.tokens, self.tokens[1:], strict=False))

    @property
    def joined_before(self) -> bool:
        """Say whether the span touches the token before it, other than what opens a bracket or a quotation."""
        if self.first == self.sentence.first:
            return False
        before, token = self.document.tokens[self.first - 1 : self.first + 1]
        return before.end == token.start and before.text not in _OPENERS

    @property
    def joined_after(self) -> bool:
        """Say whether the span touches the token after it."""
        tokens = self.document.tokens
        return self.last < self.sentence.last and tokens[self.last].start == tokens[self.last - 1].end

    @property
    def letter_after(self) -> str:
        """Return the letter of the token after the span, or nothing at the sentence's end."""
        return self.letters[self.last] if self.last < self.sentence.last else ""

    @property
    def in_part(self) -> bool:
        """Say whether a part is meant: early, mid, late, the end of."""
        return self.has("scIlj")

    def before(self, steps: int = 1) -> str:
        """Return a token before the span, or nothing before the sentence's start."""
        at = self.first - steps
        return self.document.tokens[at].text if at >= self.sentence.first else ""

    def after(self, steps: int = 0) -> str:
        """Return a token after the span, or nothing beyond the sentence's end."""
        at = self.last + steps
        return self.document.tokens[at].text if at < self.sentence.last else ""


def shift_of(word: str) -> int:
    """Return how many units from the anchor a word means: last, next, the following."""
    return _SHIFTS.get(word.lower(), 0)
