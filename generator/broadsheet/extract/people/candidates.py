"""Candidates: the possible names of a document, each weighed where it stands.

Left out: what the rest of the document says of the same name (`cast.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from broadsheet.extract.document.lexicon import WORD
from broadsheet.extract.people.doubts import doubt_of, is_acronym
from broadsheet.extract.people.grounds import grounds_for
from broadsheet.extract.people.name_words import NameWords
from broadsheet.extract.people.runs import NameRun, find_runs
from broadsheet.extract.people.setting import CAPITALS, PROSE, Setting
from broadsheet.extract.people.titles import Name, read_name

_OF_AN_OFFICE = frozenset(("of", "for", "to", "the"))
_WEIGHED_AFTER = frozenset(("and", "or", "with", "c", "b", "st", "lbw", "run", "not", "retired", "hit", "family"))


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
            if case != CAPITALS and run.last - run.first == 1 and _has_no_weight(setting, run, case):
                name = Name(run.first, run.last, run, "", run.first)
                yield NameCandidate(name, NameWords(setting, name), "single word", 0.0, case)
                continue
            read = read_name(setting, run) if case != CAPITALS else Name(run.first, run.last, run, "", run.first)
            if read is not None:
                yield _weighed(setting, read, case)


def _has_no_weight(setting: Setting, run: NameRun, case: str) -> bool:
    """Say whether a run of one word cannot be a name by itself, only by what the rest of the document says: it is not weighed.

    That is a country or a town, an acronym, a body's word ("Parliament"), and a word of English that opens a sentence and goes
    on in small letters.
    """
    at, words = run.first, setting.lexicon.words
    text = setting.text_at(at)
    if setting.text_at(at - 1) in _OF_AN_OFFICE or text in words["renowned"] or text in words["title"]:
        return False
    place = setting.places.get(at)
    if (place is not None and place.hows) or is_acronym(text):
        return True
    if any(text in words[kind] for kind in ("body", "place", "event")):
        return text not in words["likely"]
    if case != PROSE or at != run.sentence.first or setting.kinds[at] != WORD:
        return False
    after = setting.text_at(run.last)
    return after.isalpha() and after.islower() and after not in _WEIGHED_AFTER


def _weighed(setting: Setting, name: Name, case: str) -> NameCandidate:
    """Return a name with the strongest ground and the confidence of all of them together."""
    words = NameWords(setting, name)
    if not words.texts or case == CAPITALS or setting.runs_on(name.first, name.last, case):
        return NameCandidate(name, words, "capitals", 0.0, case)
    grounds = grounds_for(setting, name, words, case)
    against = 1.0
    for ground in grounds:
        against *= 1 - ground.weight
    strongest = max(grounds, key=lambda ground: ground.weight)
    return NameCandidate(name, words, strongest.rule, (1 - against) * doubt_of(setting, name, words, case), case)
