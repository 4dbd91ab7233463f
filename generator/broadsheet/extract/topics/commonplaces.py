"""Commonplaces: words that name no subject however often a text has them, and are therefore no tags.

What every page of a newspaper has ("statement", "party"), what somebody is ("president", "special envoy"), and what a text has as
verbs ("announces the", "to gather").

Left out: how much a word tells of its document (`keyphrases.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from broadsheet.extract.document.document import Document
from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.document.lexicon import load_lexicon
from broadsheet.extract.topics.keyphrases import Keyphrase

_OBJECTS = word_set("determiner") | {"that", "him", "them", "it", "us", "me", "down", "up", "off", "out"}
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
    lines = files(__package__).joinpath("common_words.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def _posts() -> frozenset[str]:
    words = load_lexicon().words
    return frozenset(word.lower() for word in words["title"] | words["role"] | words["kinship"])


def _is_post(word: str) -> bool:
    """Say whether a word says what somebody is: president, envoys."""
    return word in _posts() or word.removesuffix("s") in _posts()


def without_parts(phrases: Sequence[Keyphrase]) -> list[Keyphrase]:
    """Return phrases in their order without those that the text has only as a part of another one of them."""
    padded = [f" {phrase.text.lower()} " for phrase in phrases]
    return [
        phrase
        for number, phrase in enumerate(phrases)
        if not any(
            number != other and padded[number] in padded[other] and phrases[other].count >= phrase.count
            for other in range(len(phrases))
        )
    ]
