"""Commonplaces: words that name no subject however often a text has them, and are therefore no tags.

What every page of a newspaper has ("statement", "party"), what somebody is ("president", "special envoy"), and what a text has as
verbs ("announces the", "to gather").

A phrase carries a story when the headline has it, and the text again and again: several words together, or a single word that
speaks for a topic.

Left out: how much a word tells of its document (`keyphrases.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from broadsheet.extract.document.document import Document
from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.document.lexicon import load_lexicon
from broadsheet.extract.document.tables import rows
from broadsheet.extract.topics.keyphrases import Keyphrase
from broadsheet.extract.topics.mediatopics import load_topic_words
from broadsheet.extract.topics.terms import load_stopwords

_OBJECTS = word_set("determiner") | {"that", "him", "them", "it", "us", "me", "down", "up", "off", "out"}
_TELLING, _SPEAKING = 3.0, 2.0
_REPEATED, _OFTEN = 3, 5
_WORDS = re.compile(r"\w+(?:[’'-]\w+)*")
_BEFORE_VERB = frozenset(("to", "will", "would", "can", "could", "may", "might", "must", "should", "did", "not", "cannot"))


@dataclass(frozen=True, slots=True)
class Commonplaces:
    """The phrases in small letters that are no tags of a document: `phrases` themselves, and those with one of its `verbs`."""

    phrases: frozenset[str]
    verbs: frozenset[str]

    def __contains__(self, phrase: object) -> bool:
        """Say whether a phrase is a commonplace."""
        words = str(phrase).split()
        if phrase in self.phrases or not self.verbs.isdisjoint(words):
            return True
        return (len(words) == 1 and words[0] in load_common_words()) or (bool(words) and _is_post(words[-1]))


def commonplaces(document: Document, phrases: frozenset[str]) -> Commonplaces:
    """Return the commonplaces of a document beside some phrases that are not wanted as tags. Linear in the document."""
    texts = document.texts
    around = zip(texts, ("", *texts), (*texts[1:], ""), strict=False)
    verbs = Counter([word for word, before, after in around if (after in _OBJECTS or before in _BEFORE_VERB) and word.islower()])
    uses = Counter(map(str.lower, texts))
    return Commonplaces(phrases, frozenset(word for word, count in verbs.items() if 2 * count > uses[word]))


@lru_cache(maxsize=1)
def load_common_words() -> frozenset[str]:
    """Return the words that are no tags by themselves, in small letters."""
    return frozenset(word for line, *_ in rows(__package__, "common_words.txt") for word in line.split())


@lru_cache(maxsize=1)
def _posts() -> frozenset[str]:
    words = load_lexicon().words
    return frozenset(word.lower() for word in words["title"] | words["role"] | words["kinship"])


def _is_post(word: str) -> bool:
    """Say whether a word says what somebody is: president, envoys."""
    return word in _posts() or word.removesuffix("s") in _posts()


def subjects_among(document: Document, phrases: Sequence[Keyphrase]) -> list[Keyphrase]:
    """Return the phrases that carry a story, in their order, without parts of others.

    Those of a headline in capitals are in small letters.
    """
    if document.headline is None:
        return []
    headline = f" {_stems(document.text[slice(*document.headline)])} "
    carrying = [
        phrase
        for phrase in phrases
        if f" {_stems(phrase.text)} " in headline and _carries(document, phrase) and not _is_cut(document, phrase.text)
    ]
    wholes = [phrase for phrase in carrying if " " in phrase.text]
    shouted = document.text[slice(*document.headline)].isupper()
    return [
        replace(phrase, text=phrase.text.lower()) if shouted else phrase
        for phrase in carrying
        if not any(
            phrase is not whole and _words(phrase) <= _words(whole) and whole.count * 2 >= phrase.count for whole in wholes
        )
    ]


def _words(phrase: Keyphrase) -> set[str]:
    return {*map(_stem, phrase.text.split())}


def _carries(document: Document, phrase: Keyphrase) -> bool:
    """Say whether a phrase of the headline is repeated as often as a subject is, and by itself; a single word is of a topic."""
    stem = _stem(phrase.text.split()[-1])
    uses = [(text, after) for text, after in pairwise((*document.texts, ".")) if _stem(text) == stem]
    alone = [after for _, after in uses if not after[0].isalpha() or after.lower() in load_stopwords()]
    weight = load_topic_words().weight(phrase.text.lower())
    known = " " in phrase.text and weight
    if 2 * len(alone) < len(uses) and not known:
        return False  # it mostly says of what kind the noun after it is
    if " " in phrase.text:
        return phrase.count >= _REPEATED and not phrase.text.endswith("ing")
    if weight >= _TELLING:
        return phrase.count >= _REPEATED
    part = all(text[0].isupper() for text, _ in uses)  # of a name, or one that is not known
    return weight >= _SPEAKING and phrase.count >= _OFTEN and not part


def _stem(word: str) -> str:
    return word.lower().removesuffix("s")


def _stems(phrase: str) -> str:
    return " ".join(map(_stem, _WORDS.findall(phrase)))


def _is_cut(document: Document, phrase: str) -> bool:
    """Say whether a text mostly has a phrase within a longer name: Games, of the Harbour Games."""
    pattern = rf"(?:\b([\w’']+) )?\b({re.escape(phrase)})\b(?: (\w))?"
    found = [match.groups(default="") for match in re.finditer(pattern, document.text, re.IGNORECASE)]
    within = [
        (before[:1].isupper() and before.lower() not in load_stopwords()) or after.isupper()
        for before, name, after in found
        if name[0].isupper()
    ]
    return bool(found) and 2 * sum(within) >= len(found)
