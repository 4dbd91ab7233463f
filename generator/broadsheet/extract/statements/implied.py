"""Implied statements: quotations that no cue of their sentence holds, of whoever the sentence is about.

"Smith was blunt: “…”", "His answer: “…”", "“…,” Smith deadpanned". Left out: quotations whose sentence has nothing else
(`quotes.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.clauses import Clause
from broadsheet.extract.statements.draft import Draft
from broadsheet.extract.statements.phrases import AUXILIARIES, DASHES, PERSONAL, end_of_phrase, may_be_source
from broadsheet.extract.statements.sources import SourcePhrase, main_subject

_OWNERS = frozenset(("his", "her", "their", "its"))
_VERBAL = ("ed", "es", "id", "ew", "ung", "ote", "oke")
_IRREGULAR = word_set("finite") - AUXILIARIES
_SPEECH = frozenset(("speech",))
_AFTER_COLON, _AFTER_COMMA, _BEFORE_VERB = 0.6, 0.5, 0.55
_LONGEST_NAME = 8


def read_implied(clause: Clause, drafts: Sequence[Draft]) -> list[Draft]:
    """Return a statement for each folded quotation of a clause that none of the drafts holds and that somebody stands beside."""
    held = {at for draft in drafts for at in _held(clause, draft)}
    found = []
    for at, word in enumerate(clause.words):
        if not word.folded or at in held:
            continue
        draft = _after_subject(clause, at) or _before_verb(clause, at)
        if draft is not None:
            found.append(draft)
    return found


def _held(clause: Clause, draft: Draft) -> range | list[int]:
    ranges = [draft.left] if draft.left is not None else []
    if draft.right is not None:
        ranges.append((draft.right, draft.right_end if draft.right_end is not None else len(clause.words)))
    return [at for start, end in ranges for at in range(start, end)]


def _after_subject(clause: Clause, at: int) -> Draft | None:
    """Return the quotation of a sentence's subject, or of whose it is: Smith was blunt: “…”; His answer: “…”."""
    before = clause.lower(at - 1)
    if before not in (":", ","):
        return None
    source = main_subject(clause, at - 1)
    if source is not None and clause.lower(source.first) in _OWNERS:
        source = source._replace(last=source.first + 1)  # His answer
    if source is None or not _is_person_like(clause, source):
        return None
    sure = _AFTER_COLON if before == ":" else _AFTER_COMMA
    draft = Draft(at - 1, "speech", before, _SPEECH, source, "implied", sure)
    draft.right, draft.right_end = at, at + 1
    return draft


def _before_verb(clause: Clause, at: int) -> Draft | None:
    """Return the quotation before a name and a verb that the table does not have: “…,” Smith deadpanned."""
    first = at + 1
    while first < len(clause.words) and clause.lower(first) in DASHES | {","}:
        first += 1
    last = first
    if clause.lower(first) in PERSONAL - {"it", "you", "i", "we"}:
        last = first + 1
    else:
        end = end_of_phrase(clause.words, first, _LONGEST_NAME)
        while last < end and (clause.words[last].capital or clause.lower(last) in ("the", "of", "'s", "’s")):
            last += 1
    if last == first or last >= len(clause.words) or not may_be_source(clause.words, first, last):
        return None
    word = clause.lower(last)
    if not word.endswith(_VERBAL) and word not in _IRREGULAR:
        return None
    source = SourcePhrase(first, last, "implied", _BEFORE_VERB)
    draft = Draft(last, "speech", word, _SPEECH, source, "implied", _BEFORE_VERB)
    draft.left = (at, at + 1)
    return draft


def _is_person_like(clause: Clause, source: SourcePhrase) -> bool:
    last = clause.words[source.last - 1]
    opening = clause.lower(source.first)
    if source.last - source.first == 1 and opening in ("it", "this", "that", "there", "you"):
        return False
    return last.capital or last.lower in PERSONAL or opening in _OWNERS or opening in ("the", "one", "a", "an")
