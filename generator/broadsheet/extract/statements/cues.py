"""Cues: the words that show that someone says, thinks or finds something, in all their forms, with what they can take.

The table cues.tsv gives each word its traits:

speech, thought, finding   what kind of statement it makes
core        takes a clause even where no sign of its verb is seen
inverts     may stand before its source: “…,” said the minister
person      takes whom it is said to before what is said: told reporters that
to          takes an infinitive: promised to pay
object      takes a noun phrase: denied the report
about       takes of, about, on, against: complained about the delay
clause      is a cue only before a clause with its own mark (that, whether, a quotation)
quote       is a cue only beside a quotation
weak        is often no statement
noun        has forms that are nouns as well: claims, demands
source      a noun that is a source itself: reports, a poll
confirms, denies, doubts   what it makes of what is stated

Left out: whether a word is a cue where it stands (`clauses.py`).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

_DOUBLED = frozenset("bdgmnprt")
_VOWELS = frozenset("aeiou")


class Cue(NamedTuple):
    """A form of a word of the table. `forms` are of base, third, past, participle, ing; singular, plural; adjective."""

    word: str
    kind: str
    forms: frozenset[str]
    traits: frozenset[str]


class Cues(NamedTuple):
    """All forms, in lower case: of verbs, and of nouns and adjectives."""

    verbs: dict[str, Cue]
    nouns: dict[str, Cue]
    adjectives: dict[str, Cue]


@cache
def load_cues() -> Cues:
    """Return the cues of the table."""
    found = Cues({}, {}, {})
    table = files(__package__).joinpath("cues.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        kind, word, irregular, traits = line.split("\t")
        into = {"verb": found.verbs, "noun": found.nouns, "adjective": found.adjectives}[kind]
        for form, names in _inflected(kind, word, irregular.split()).items():
            into.setdefault(form, Cue(word, kind, frozenset(names), frozenset(traits.split(","))))
    return found


def _inflected(kind: str, word: str, irregular: list[str]) -> dict[str, set[str]]:
    if kind == "adjective":
        return {word: {"adjective"}}
    if kind == "noun":
        return {word: {"singular"}, _with_s(word): {"plural"}}
    forms: dict[str, set[str]] = {word: {"base"}}
    past = irregular[0] if irregular else _past(word)
    participle = irregular[1] if len(irregular) > 1 else past
    for form, name in ((_with_s(word), "third"), (past, "past"), (participle, "participle"), (_ing(word, past), "ing")):
        forms.setdefault(form, set()).add(name)
    if word.endswith("al") and past.endswith("lled"):  # signalled, signaled
        forms.setdefault(word + "ed", {"past", "participle"})
        forms.setdefault(word + "ing", {"ing"})
    return forms


def _with_s(word: str) -> str:
    if word.endswith(("s", "sh", "ch", "x", "z")) or word == "go":
        return word + "es"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _past(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ied"
    return word + "ed"


def _ing(word: str, past: str) -> str:
    doubled = {"beg", "bet", "put", "begin", "forget", "swear"} & {word}
    if past == word + word[-1] + "ed" or (doubled and word[-1] in _DOUBLED and word != "swear"):
        return word + word[-1] + "ing"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + "ing"
    return word + "ing"
