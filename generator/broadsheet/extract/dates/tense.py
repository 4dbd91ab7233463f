"""Tense: whether what a text dates is to come or has been, by the verbs of the sentence around the date.

Left out: everything that needs a parse; the nearest verb before the date decides, and where none is, the first one after it.
"""

from __future__ import annotations

from broadsheet.extract.dates.timewords import words_of
from broadsheet.extract.document.document import Document, Sentence

FUTURE, PAST, UNCLEAR = "future", "past", ""
_BACK, _AHEAD = 24, 14
_OPENERS = frozenset(('"', "“", "'", "‘"))
_IS = frozenset(("is", "are"))  # the hearing is Tuesday
_LEADS_TO_PLANS = _IS | {"starting", "beginning", "effective", "payable", "record"}
_BESIDE = 2  # tokens from a participle to its date
_ARTICLES = frozenset(("the", "a", "an", "its", "his", "her", "their", "this", "that"))
_NOBODY = frozenset(("neither", "Neither", "nobody", "Nobody", "no", "No", "none", "None"))
_COULD = frozenset(("could", "couldn't", "couldn’t"))
_SURELY = frozenset(("will", "shall", "won't", "won’t", "scheduled", "slated", "due"))
_BEFORE, _BEHIND = 10, 6  # tokens between a verb that leaves no doubt and its date
_STOPS = frozenset((";", "“", "”", '"', ":"))


def tense_at(document: Document, sentence: Sentence, first: int, last: int) -> str:
    """Return future, past or nothing for the tokens `first` to `last` of a sentence. Looks at some forty tokens."""
    start, end = max(sentence.first, first - _BACK), min(sentence.last, last + _AHEAD)
    words = [token.text for token in document.tokens[start:end]]
    if start == sentence.first and first > start:
        opened = words[0] in _OPENERS and first > start + 1  # the sentence begins within a quotation
        words[int(opened)] = _first_word(words[int(opened) :])
    if first > start and words[first - start - 1] in _LEADS_TO_PLANS:
        return FUTURE
    for at in range(first - start - 1, -1, -1):
        if words[at] in _STOPS and at < first - start - 1:
            break
        if found := _of_word(words, at, first - start):
            return found
    for at in range(last - start, len(words)):
        if words[at] in _STOPS:
            break
        if found := _of_word(words, at, len(words)):
            return found
    return UNCLEAR


def is_surely_to_come(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Say whether a verb near the tokens `first` to `last` leaves no doubt that what they date is to come."""
    near = document.tokens[max(sentence.first, first - _BEFORE) : min(sentence.last, last + _BEHIND)]
    return any(token.text in _SURELY or token.text.endswith(("'ll", "’ll")) for token in near)


def _first_word(words: list[str]) -> str:
    """Return a sentence's first word in small letters, unless it is a name ("Will Young") or a purpose ("To win, he …")."""
    named = len(words) > 1 and words[1][:1].isupper()
    return words[0] if named or words[0] == "To" else words[0].lower()


def _of_word(words: list[str], at: int, end: int) -> str:
    """Return the tense that a word shows; a name shows none. Words from `end` on are the date's."""
    word = words[at]
    after = words[at + 1] if at + 1 < end else ""
    if word[0].isupper():
        return UNCLEAR
    if word == "due" and after == "to":
        return _of_infinitive("", words[at + 2] if at + 2 < end else "")  # not "due to a landslide"
    if word in words_of("planned"):
        return FUTURE if after in ("to", "for", "on", "") or word not in ("set", "due") else UNCLEAR
    if word in words_of("to come") and at and words[at - 1].lower() in _ARTICLES:
        return UNCLEAR  # a plan
    if word in words_of("to come") or word.endswith(("'ll", "’ll")):
        return PAST if after == "have" and word not in ("will", "shall") else FUTURE
    if word == "to":
        return _of_infinitive(words[at - 1] if at else "", after)
    if word in words_of("was") or (word.endswith("ed") and len(word) > 3 and word not in words_of("no past")):
        if end - at <= _BESIDE and _IS & {*words[max(0, at - 2) : at]}:
            return FUTURE  # "if they are not released by Saturday"; not "is accused of having left on Saturday"
        return _of_past(words, at)
    return UNCLEAR


def _of_past(words: list[str], at: int) -> str:
    """Return the tense of what looks like a past form: "will be held" and "to be held" are to come."""
    for before in range(max(0, at - 3), at):
        if words[before] in _COULD and _is_denied(words, before):
            return PAST
    helpers = [word for word in words[max(0, at - 3) : at] if word in words_of("helper")]
    if not helpers or helpers == ["not"] or words[at - 1] in ("have", "has", "had"):
        return PAST
    return FUTURE if helpers[-1] != "to" or words[at] not in words_of("was") else UNCLEAR


def _is_denied(words: list[str], at: int) -> bool:
    """Say whether what could be was not: she could not be reached on Friday, nobody could."""
    return words[at] != "could" or words[at + 1 : at + 2] == ["not"] or bool({*words[:at]} & _NOBODY)


def _of_infinitive(before: str, verb: str) -> str:
    """Say what "to" and a verb mean: a plan, unless it is said of something done ("failed to", "had to")."""
    if not verb.isalpha() or not verb.islower() or verb in words_of("no verb") or before in words_of("no plan"):
        return UNCLEAR
    return UNCLEAR if verb.endswith(("ed", "s", "tion", "ing")) else FUTURE
