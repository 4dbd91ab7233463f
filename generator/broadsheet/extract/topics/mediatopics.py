"""The IPTC Media Topics that extraction may propose, and the words that speak for each, in one index from words to topics.

The names and codes are those of the International Press Telecommunications Council (`mediatopics.tsv`, CC BY 4.0); the words are
ours (`topicwords.tsv`).

Left out: which topics a text has (`topics.py`), and all levels below the second.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from broadsheet.extract.document.tables import rows
from broadsheet.extract.topics.terms import plural

PREFIX = "medtop:"
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")


class MediaTopic(NamedTuple):
    """A topic: its code (`medtop:11000000`), the code of the broader one (empty at the top), and its English name."""

    code: str
    broader: str
    name: str


class TopicCue(NamedTuple):
    """What a word or phrase speaks for: topics' codes with weights; `word` is its plain form."""

    word: str
    weights: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class TopicWords:
    """The topics by code; cues by their one word; and by the first of several words, with the rest, longest first."""

    topics: Mapping[str, MediaTopic]
    words: Mapping[str, TopicCue]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], TopicCue], ...]]

    def weight(self, phrase: str) -> float:
        """Return how much a phrase in small letters speaks for any topic."""
        first, *rest = phrase.split()
        cue = (
            next((cue for words, cue in self.phrases.get(first, ()) if words == tuple(rest)), None)
            if rest
            else self.words.get(first)
        )
        return max((weight for _, weight in cue.weights), default=0.0) if cue else 0.0

    def scan(self, words: Sequence[str]) -> Iterator[tuple[int, int, TopicCue]]:
        """Yield the cues among words in small letters, each with its first word's number and the next one after it.

        The longest phrase hides what it holds.
        """
        end, single, phrases = 0, self.words, self.phrases
        for at in [number for number, word in enumerate(words) if word in single or word in phrases]:
            if at < end:
                continue
            word = words[at]
            end, found = at + 1, single.get(word)
            for rest, cue in phrases.get(word, ()):
                if tuple(words[at + 1 : at + 1 + len(rest)]) == rest:
                    end, found = at + 1 + len(rest), cue
                    break
            if found is not None and found.weights:
                yield at, end, found


@lru_cache(maxsize=1)
def load_topics() -> Mapping[str, MediaTopic]:
    """Return the topics of the first two levels by their code."""
    return {code: MediaTopic(code, broader, name) for code, broader, name in rows(__package__, "mediatopics.tsv")}


@lru_cache(maxsize=1)
def load_topic_words() -> TopicWords:
    """Return the words that speak for topics, read once from the package's table; about 20 ms."""
    weights: defaultdict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    plain: dict[tuple[str, ...], str] = {}
    for code, weight, words in rows(__package__, "topicwords.tsv"):
        for word in words.split():
            shown = word.rstrip("~").replace("_", " ")
            for form in _forms(word):
                plain.setdefault(form, shown)
                if float(weight):
                    weights[form].setdefault(PREFIX + code, float(weight))
    singles: dict[str, TopicCue] = {}
    phrases: defaultdict[str, list[tuple[tuple[str, ...], TopicCue]]] = defaultdict(list)
    for form, shown in plain.items():
        cue = TopicCue(shown, tuple(sorted(weights[form].items())))
        if len(form) == 1:
            singles[form[0]] = cue
        else:
            phrases[form[0]].append((form[1:], cue))
    longest_first = {word: tuple(sorted(those, key=lambda p: (-len(p[0]), p[0]))) for word, those in phrases.items()}
    return TopicWords(load_topics(), singles, longest_first)


def _forms(word: str) -> Iterator[tuple[str, ...]]:
    """Yield the forms in which a text may have a word, as tokens: its plural, or a verb's endings."""
    if word.endswith("~"):
        stem = word[:-1]
        base = stem[:-1] if stem.endswith("e") else stem
        yield from ((form,) for form in (stem, stem + "s", base + "ed", base + "ing"))
        return
    tokens = tuple(_WORD.findall(word.replace("_", " ")))
    yield tokens
    yield (*tokens[:-1], plural(tokens[-1]))
