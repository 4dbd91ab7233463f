"""Tense: whether what a text dates is to come or has been, by the verbs of the sentence around the date.

Left out: everything that needs a parse; the nearest verb before the date decides, and where none is, the first one after it.
"""

from __future__ import annotations

from broadsheet.extract.document import Document, Sentence
from broadsheet.extract.timewords import words_of

FUTURE, PAST, UNCLEAR = "future", "past", ""
_BACK, _AHEAD = 24, 14
_STOPS = frozenset((";", "“", "”", '"', ":"))


def tense_at(document: Document, sentence: Sentence, first: int, last: int) -> str:
    """Return future, past or nothing for the tokens `first` to `last` of a sentence. Looks at some forty tokens."""
    words = [_plain(token.text) for token in document.tokens[max(sentence.first, first - _BACK) : first]]
    for at in range(len(words) - 1, -1, -1):
        if words[at] in _STOPS and at < len(words) - 1:
            break
        found = _of_word(words, at)
        if found:
            return found
    ahead = [_plain(token.text) for token in document.tokens[last : min(sentence.last, last + _AHEAD)]]
    for at in range(len(ahead)):
        if ahead[at] in _STOPS:
            break
        found = _of_word(ahead, at)
        if found:
            return found
    return UNCLEAR


def _plain(word: str) -> str:
    """Return a word in small letters, but for May, who may be a minister."""
    return word if word == "May" else word.lower()


def _of_word(words: list[str], at: int) -> str:
    word, before = words[at], words[max(0, at - 3) : at]
    if word.endswith(("'ll", "’ll")):
        return FUTURE
    if word in words_of("planned"):
        follows = words[at + 1] if at + 1 < len(words) else ""
        return FUTURE if follows in ("to", "for", "on", "") or word not in ("set", "due") else UNCLEAR
    if word in words_of("to come"):
        return FUTURE
    if word == "to":
        return _of_infinitive(words, at)
    if word in words_of("was") or (word.endswith("ed") and len(word) > 3 and word not in words_of("no past")):
        helped = [helper for helper in before if helper in words_of("helper")]
        if helped and helped != ["not"] and (words[at - 1] if at else "") not in ("have", "has", "had"):
            return FUTURE if helped[-1] != "to" or word not in words_of("was") else UNCLEAR
        return PAST
    return UNCLEAR


def _of_infinitive(words: list[str], at: int) -> str:
    """Say what "to" and a verb mean: a plan, unless it is said of something done ("failed to", "had to")."""
    following = words[at + 1] if at + 1 < len(words) else ""
    before = words[at - 1] if at else ""
    if not following.isalpha() or following in words_of("no verb") or following.endswith("ing") or before in words_of("no plan"):
        return UNCLEAR
    return FUTURE if following.islower() and not following.endswith(("ed", "s", "tion")) else UNCLEAR
