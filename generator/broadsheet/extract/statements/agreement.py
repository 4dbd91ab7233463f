"""Agreement: whether a subject and a form of a cue go together, and whether a form that is a noun as well is a verb there.

Left out: which subject a cue has (`sources.py`).
"""

from __future__ import annotations

from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.clauses import Clause
from broadsheet.extract.statements.complements import Complement
from broadsheet.extract.statements.cues import Cue
from broadsheet.extract.statements.phrases import DETERMINERS, FINITE, PREPOSITIONS, is_adverb
from broadsheet.extract.statements.sources import SourcePhrase

_PLURAL = word_set("plural")
_BEFORE_SUBJECT = word_set("subordinator") | word_set("conjunction") | PREPOSITIONS
_QUOTE_NEAR = 3
_SINGULAR = frozenset(("he", "she", "it"))


def agrees(clause: Clause, at: int, start: int, source: SourcePhrase, cue: Cue, taken: Complement | None) -> bool:
    """Say whether a source and a form go together, and whether a form that is a noun as well is a verb here."""
    head, forms = clause.words[source.last - 1], cue.forms
    opening = clause.lower(source.first)
    helped = any(clause.lower(n) not in ("'s", "’s") and not is_adverb(clause.words[n]) for n in range(start, at))
    if opening in ("it", "there") and source.last - source.first == 1:
        if cue.traits & {"thought", "finding"} and "speech" not in cue.traits:
            return False
        return opening == "it" and taken is not None and taken.kind not in ("bare", "object", "topic")
    if helped:
        return True
    if forms <= {"base"}:
        plural = head.lower in _PLURAL or (head.lower.endswith("s") and not head.capital) or _is_joined(clause, source)
        plural = plural or (head.capital and head.text.endswith("s")) or source.how == "antecedent"
        named = "noun" in cue.traits and head.capital and opening in ("the", "a", "an")  # the Jones quote
        if not plural or named or head.lower in _SINGULAR:
            return False
    if forms <= {"third"} and (head.lower in _PLURAL and head.lower not in ("all", "police")):
        return False
    if "noun" in cue.traits and forms & {"base", "third"} and not forms & {"past"}:
        return _is_supported(clause, cue, source, head.capital, head.lower, taken)
    return True


def _is_joined(clause: Clause, source: SourcePhrase) -> bool:
    return any(clause.lower(n) == "and" for n in range(source.first, source.last))


def _is_supported(clause: Clause, cue: Cue, source: SourcePhrase, capital: bool, head: str, taken: Complement | None) -> bool:
    """Say whether a form like "claims" is a verb: after a pronoun or a name, or before a clause."""
    if _is_of_noun(clause, cue, source, capital, taken):
        return False
    if source.how == "antecedent" or head in _SINGULAR | _PLURAL:
        return taken is not None
    alone = not capital and source.last - source.first == 1
    if alone and (head.endswith(("ing", "ed")) or clause.lower(source.first - 1) in PREPOSITIONS):
        return False  # rejecting claims, amid media reports
    if taken is None:
        return capital
    if taken.kind == "that" and (clause.lower(taken.first) in FINITE or taken.first in clause.cues):
        return False  # demands that were met
    if taken.kind in ("that", "whether", "clause") and "object" not in cue.traits:
        return True
    if taken.kind == "to" and clause.lower(source.first) in DETERMINERS:
        return True  # the army plans to go
    if taken.kind in ("quote", "colon") and (clause.lower(taken.first - 1) in (",", ":") or taken.first - 1 in clause.cues):
        return True
    return capital or (taken.kind == "bare" and clause.words[taken.first].capital)


def _is_of_noun(clause: Clause, cue: Cue, source: SourcePhrase, capital: bool, taken: Complement | None) -> bool:
    """Say whether the form is the noun that what stands before it belongs to."""
    counted = any(clause.lower(at).isdigit() for at in range(source.first, source.last))
    if counted and clause.lower(source.first) not in DETERMINERS and cue.forms <= {"third"}:
        return True  # 29 hate crime charges
    inside = clause.words[source.first - 1].text if source.first else ""
    verbal = inside in _BEFORE_SUBJECT or source.first - 1 in clause.cues
    if capital and source.last - source.first == 1 and inside.islower() and inside.isalpha() and not verbal:
        return True  # to halt Florida recounts
    # replied to the new rules via a website: “…”
    return taken is not None and taken.kind in ("quote", "colon") and taken.first - source.last > _QUOTE_NEAR
