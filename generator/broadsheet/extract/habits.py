"""Habits: where a publication's editors have filed stories so far, and where they would file one more, by its words.

A multinomial naive Bayes over the words of reviewed stories. It is silent until there are enough of them, and depends on nothing
but the counts: the same counts and the same text give the same proposals.

Left out: which stories were reviewed, and keeping the counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log

from broadsheet.extract.document import Document
from broadsheet.extract.terms import words_of

ENOUGH = 150  # reviewed stories
_FEWEST = 5  # stories of a section that it can be told by
_SMOOTH = 0.3
_BLUNT = 0.12  # words are not independent: their evidence counts for so much
_MOST = 3
_LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Habits:
    """Counts of reviewed stories: by section; and by section and word, how many have it."""

    stories: Mapping[str, int]
    words: Mapping[str, Mapping[str, int]]

    @property
    def total(self) -> int:
        """Return how many stories were reviewed."""
        return sum(self.stories.values())


def count_habits(filed: Iterable[tuple[Document, str]]) -> Habits:
    """Return the counts of documents, each with the section that an editor filed it under. Their order does not matter."""
    stories: Counter[str] = Counter()
    words: dict[str, Counter[str]] = {}
    for document, section in filed:
        stories[section] += 1
        words.setdefault(section, Counter()).update(words_of(document))
    ordered = {section: dict(sorted(words[section].items())) for section in sorted(words)}
    return Habits(dict(sorted(stories.items())), ordered)


def usual_sections(document: Document, habits: Habits) -> tuple[tuple[str, float], ...]:
    """Return the sections that a document would be filed under, likeliest first, each with its probability; at most three.

    Nothing where fewer than 150 stories were reviewed. Linear in the document's words by the number of sections.
    """
    if habits.total < ENOUGH:
        return ()
    sections = [section for section, count in habits.stories.items() if count >= _FEWEST]
    known = sorted(words_of(document))
    everywhere = [sum(habits.words[section].get(word, 0) for section in sections) for word in known]
    scores = []
    for section in sections:
        counts, stories = habits.words[section], habits.stories[section]
        score = log(stories / habits.total)
        for word, anywhere in zip(known, everywhere, strict=True):
            if anywhere > 1:
                share = (counts.get(word, 0) + _SMOOTH) / (stories + 2 * _SMOOTH)
                usual = (anywhere + _SMOOTH) / (habits.total + 2 * _SMOOTH)
                score += _BLUNT * log(share / usual)
        scores.append((score, section))
    if not scores:
        return ()
    best = max(score for score, _ in scores)
    weights = [(exp(score - best), section) for score, section in scores]
    whole = sum(weight for weight, _ in weights)
    ranked = sorted(((weight / whole, section) for weight, section in weights), key=lambda item: (-item[0], item[1]))
    return tuple((section, round(share, 2)) for share, section in ranked[:_MOST] if share >= _LEAST)
