"""Candidates: the possible names of a document, each weighed where it stands.

Left out: what the rest of the document says of the same name (`cast.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from broadsheet.extract.people.doubts import doubt_of
from broadsheet.extract.people.grounds import grounds_for
from broadsheet.extract.people.name_words import NameWords
from broadsheet.extract.people.runs import find_runs
from broadsheet.extract.people.setting import CAPITALS, Setting
from broadsheet.extract.people.titles import Name, read_name


class NameCandidate(NamedTuple):
    """A possible name, its words, what speaks for it, and the case of its line."""

    name: Name
    words: NameWords
    rule: str
    confidence: float
    case: str


def find_candidates(setting: Setting) -> Iterator[NameCandidate]:
    """Yield the possible names of a document in order. A line of capitals is one candidate a run, of no weight."""
    openers = setting.lexicon.words["opener"]
    for sentence in setting.document.sentences:
        case = setting.case_of(sentence)
        for run in find_runs(setting, sentence):
            if run.last - run.first == 1 and setting.text_at(run.first) in openers:
                continue
            read = read_name(setting, run) if case != CAPITALS else Name(run.first, run.last, run, "", run.first)
            if read is not None:
                yield _weighed(setting, read, case)


def _weighed(setting: Setting, name: Name, case: str) -> NameCandidate:
    """Return a name with the strongest ground and the confidence of all of them together."""
    words = NameWords(setting, name)
    if not words.texts or case == CAPITALS:
        return NameCandidate(name, words, "capitals", 0.0, case)
    grounds = grounds_for(setting, name, words, case)
    against = 1.0
    for ground in grounds:
        against *= 1 - ground.weight
    strongest = max(grounds, key=lambda ground: ground.weight)
    return NameCandidate(name, words, strongest.rule, (1 - against) * doubt_of(setting, name, words, case), case)
