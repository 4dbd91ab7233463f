"""Clauses: a sentence as its reporter built it, with each quotation folded into one word, and the cues in it.

A quotation that stands by itself in a sentence is one word, wherever it ends; one that is built into the article's own sentence
keeps its words, of which none is a cue.

Left out: whose words they are (`sources.py`) and what is said (`statements.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from broadsheet.extract.document.document import Document, Sentence
from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.cues import Cue, Cues
from broadsheet.extract.statements.quotations import Quotation

FOLDED = "“”"
_ENDS = frozenset("?!,-—–")
_MOST_WORDS = 400  # of a sentence: in a longer one, which is none, no statement is looked for
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "am", "get", "gets", "got", "getting"))
_NO_VERB_AFTER = frozenset(
    ("the", "a", "an", "his", "her", "their", "its", "my", "our", "your", "of", "no", "this", "these", "any")
)
_STATED = frozenset(("that", ":", ",", "it", "he", "she", "they", "the", "there", FOLDED))
_TITLE_LETTERS = 4
_LONG_QUOTE = 12  # words
_PRONOUNS = frozenset(("he", "she", "they", "we", "i", "it", "you"))
_ADVERBS = word_set("adverb")


class Word(NamedTuple):
    """A token of a clause, or a folded quotation; `quoted` is the number of the quotation that it is or stands in, or -1."""

    start: int
    end: int
    text: str
    lower: str
    quoted: int = -1

    @property
    def folded(self) -> bool:
        """Say whether this is a whole quotation."""
        return self.text == FOLDED

    @property
    def capital(self) -> bool:
        """Say whether the word begins with a capital letter."""
        return self.text[0].isupper()


@dataclass(slots=True)
class Clause:
    """The words of a sentence, and its verbal cues by their place in `words`."""

    words: list[Word]
    sentence: Sentence
    titled: bool
    cues: dict[int, Cue] = field(default_factory=dict)
    nouns: dict[int, Cue] = field(default_factory=dict)

    def lower(self, number: int) -> str:
        """Return a word in lower case, empty beyond the ends."""
        return self.words[number].lower if 0 <= number < len(self.words) else ""


def read_clauses(document: Document, quotations: Sequence[Quotation], cues: Cues) -> Iterator[Clause]:
    """Yield the document's sentences as clauses, in order; `quotations` are the outermost ones. Linear."""
    starts = [quotation.start for quotation in quotations]
    for number, sentence in enumerate(document.sentences):
        if sentence.last - sentence.first <= _MOST_WORDS:
            yield _read_clause(document, number, quotations, starts, cues)


def _read_clause(document: Document, number: int, quotations: Sequence[Quotation], starts: list[int], cues: Cues) -> Clause:
    """Return a sentence, by its number, as a clause. `starts` are the quotations'."""
    sentence = document.sentences[number]
    near = bisect_right(starts, sentence.end) - 1
    if near < 0 or quotations[near].end <= sentence.start:
        tokens = document.tokens[sentence.first : sentence.last]
        new = tuple.__new__  # a named tuple without the call of a function of Python's own
        words = [new(Word, (start, end, text, _lower(text), -1)) for start, end, text in tokens]
    else:
        words = list(_words(document, sentence, quotations, starts))
    if "--" in document.text[sentence.start : sentence.end]:
        words = list(_dashed(words))
    before = _asked_before(document, number, quotations, starts)
    if before is not None:
        words.insert(0, before)
    clause = Clause(words, sentence, _is_titled(words))
    _find_cues(clause, cues)
    return clause


def _words(document: Document, sentence: Sentence, quotations: Sequence[Quotation], starts: list[int]) -> Iterator[Word]:
    number = sentence.first
    while number < sentence.last:
        token = document.tokens[number]
        at = bisect_right(starts, token.start) - 1
        quotation = quotations[at] if at >= 0 and token.start < quotations[at].end else None
        if quotation is None:
            yield Word(token.start, token.end, token.text, _lower(token.text))
        elif _stands_alone(document.text, quotation, sentence):
            yield Word(quotation.start, quotation.end, FOLDED, FOLDED, at)
            while number + 1 < sentence.last and document.tokens[number + 1].start < quotation.end:
                number += 1
        elif quotation.first <= token.start < quotation.last:
            yield Word(token.start, token.end, token.text, token.text.lower(), at)
        number += 1


def _dashed(words: Sequence[Word]) -> Iterator[Word]:
    """Yield words with two hyphens in a row made one dash."""
    number = 0
    while number < len(words):
        word = words[number]
        following = words[number + 1] if number + 1 < len(words) else None
        if word.text == "-" and following is not None and following.text == "-" and following.start == word.end:
            yield Word(word.start, following.end, "—", "—", word.quoted)
            number += 1
        else:
            yield word
        number += 1


def _lower(text: str) -> str:
    """Return a token in lower case, a pronoun without the verb that is drawn to it: he'd."""
    lower = text.lower()
    if lower.isalpha():
        return lower
    head = lower.partition("'")[0].partition("’")[0]
    return head if head != lower and head in _PRONOUNS else lower


def _stands_alone(text: str, quotation: Quotation, sentence: Sentence) -> bool:
    built_in = text[quotation.first].islower() and text[max(0, quotation.start - 2)].isalnum()
    if quotation.form == "whole" and (quotation.start <= sentence.start or (quotation.words > _LONG_QUOTE and not built_in)):
        return True
    before = text[max(sentence.start, quotation.start - 3) : quotation.start].rstrip()
    opens = not before or before[-1] in ",:;.—–-?!)”"
    return opens or (quotation.form == "whole" and text[quotation.first].isupper())


def _asked_before(document: Document, number: int, quotations: Sequence[Quotation], starts: list[int]) -> Word | None:
    """Return the quotation that ends the sentence before where its mark seemed to end it: “Why?” Smith asked."""
    if not number:
        return None
    end, start = document.sentences[number - 1].end, document.sentences[number].start
    at = bisect_right(starts, end - 1) - 1
    if at < 0 or quotations[at].end != end or "\n" in document.text[end:start]:
        return None
    if document.text[quotations[at].last - 1] not in _ENDS:
        return None
    return Word(quotations[at].start, quotations[at].end, FOLDED, FOLDED, at)


def _is_titled(words: Sequence[Word]) -> bool:
    """Say whether a sentence capitalises its words, as headlines do."""
    long = [word for word in words[:40] if len(word.text) >= _TITLE_LETTERS and word.text.isalpha()]
    return len(long) >= 3 and sum(word.capital for word in long) >= 0.8 * len(long)


def _find_cues(clause: Clause, cues: Cues) -> None:
    for number, word in enumerate(clause.words):
        verb = cues.verbs.get(word.lower)
        if verb is not None and word.quoted < 0 and _is_verb(clause, number, verb):
            clause.cues[number] = verb
        elif word.quoted < 0 and word.lower in cues.nouns:
            clause.nouns[number] = cues.nouns[word.lower]


def _is_verb(clause: Clause, number: int, cue: Cue) -> bool:
    """Say whether a form that may be a verb of the table is one here: not in a name, not after an article."""
    word, before = clause.words[number], clause.lower(number - 1)
    if word.capital and number and not clause.titled and not clause.words[number - 1].folded and before not in (":", "—", "-"):
        return False
    if before in _NO_VERB_AFTER or (before in ("'s", "’s") and clause.lower(number - 2) not in ("he", "she", "it")):
        return False
    if before in ("'", "’") and clause.lower(number - 2).endswith("s"):
        return False  # the protesters' demands
    if word.lower in ("state", "states") and clause.lower(number + 1) not in _STATED:
        return False
    return not ("-" in (before, clause.lower(number + 1)) and clause.words[number - 1].end == word.start)


def is_passive(clause: Clause, number: int, cue: Cue) -> bool:
    """Say whether a cue is a participle after a form of be, as in "was told"."""
    if "participle" not in cue.forms:
        return False
    at = number - 1
    while at >= 0 and number - at < 4 and (clause.lower(at).endswith("ly") or clause.lower(at) in _ADVERBS):
        at -= 1
    return clause.lower(at) in _BE
