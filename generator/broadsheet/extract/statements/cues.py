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
confirms, denies, doubts   what it makes of what is stated

Left out: whether a word is a cue where it stands (`clauses.py`).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

_FORMS = {"verb": ("base", "third", "past", "participle", "ing"), "noun": ("singular", "plural")}


class Cue(NamedTuple):
    """A form of a word of the table. `forms` are of base, third, past, participle, ing; singular, plural."""

    word: str
    forms: frozenset[str]
    traits: frozenset[str]


class Cues(NamedTuple):
    """All forms, in lower case: of verbs, and of nouns."""

    verbs: dict[str, Cue]
    nouns: dict[str, Cue]


@cache
def load_cues() -> Cues:
    """Return the cues of the table."""
    found = {"verb": dict[str, Cue](), "noun": dict[str, Cue]()}
    table = files(__package__).joinpath("cues.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        kind, word, others, traits = line.split("\t")
        written = (word, *others.split(" "))
        for form in written:
            names = frozenset(name for name, other in zip(_FORMS[kind], written, strict=True) if other == form)
            found[kind].setdefault(form, Cue(word, names, frozenset(traits.split(","))))
    return Cues(found["verb"], found["noun"])
