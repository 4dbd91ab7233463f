"""Participles: statements whose cue has no subject of its own: adding that, accused by, went on to say, cited as saying.

Left out: cues with a subject (`verbs.py`).
"""

from __future__ import annotations

from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.clauses import Clause, is_passive
from broadsheet.extract.statements.complements import Complement, complement
from broadsheet.extract.statements.cues import Cue
from broadsheet.extract.statements.draft import STRONG, Draft, new_draft, sure_of
from broadsheet.extract.statements.phrases import DASHES, PREPOSITIONS, is_adverb, verb_group, verb_of_object
from broadsheet.extract.statements.sources import SourcePhrase, agent, main_subject, noun_before, source_before

_CONTROLLING = word_set("before participle")
_MESSAGES, _ISSUED = word_set("message"), word_set("issued")
_PEOPLE = word_set("speaking people")
_CATENATIVE = word_set("leads to speech")


def participle(clause: Clause, at: int, cue: Cue, taken: Complement | None, earlier: list[Draft]) -> Draft | None:
    """Return the statement of a participle (adding that), whose source is the subject of its clause or what it describes."""
    start = at
    while start > 0 and (is_adverb(clause.words[start - 1]) or (start == 1 and clause.lower(0).endswith("ly"))):
        start -= 1
    if taken is None or ("weak" in cue.traits and taken.kind not in STRONG):
        return None
    if start == 0:
        return _fronted(clause, at, cue, taken)
    source, shape = _source_of(clause, at, start, earlier)
    if source is None:
        return None
    before = clause.lower(start - 1)
    draft = new_draft(clause, at, cue, source, shape, source.sure)
    if shape != "postmodifier":
        apart = before == "," or before in DASHES
        draft.cut = start - 1 if apart else start - 2 if clause.lower(start - 2) == "," else start - 1
    draft.take(taken)
    named = clause.words[source.last - 1].capital and clause.lower(source.first - 1) == "with"
    clear = before == "," or named or clause.lower(source.last - 1) in _PEOPLE or shape == "cited"
    draft.sure = round(min(draft.sure, sure_of(clause, cue, taken, draft) - (0.06 if clear else 0.2)), 2)
    return draft


def _source_of(clause: Clause, at: int, start: int, earlier: list[Draft]) -> tuple[SourcePhrase | None, str]:
    """Return the source of a participle, and how it is found, by the word before it."""
    before = clause.lower(start - 1)
    if before == "as" and (cited := _cited(clause, start - 1)) is not None:
        return cited, "cited"
    if before == "," or before in DASHES or before in _CONTROLLING:
        return shared_source(clause, start - 1, earlier), "participle"
    if before in PREPOSITIONS or before in (":", ";", "(", ".") or clause.words[start - 1].folded:
        return None, ""
    return _writer(clause, start) or noun_before(clause, at), "postmodifier"


def _writer(clause: Clause, end: int) -> SourcePhrase | None:
    """Return who issued the message that a participle describes: the mayor issued a statement saying."""
    verb = verb_of_object(clause, end - 1, _ISSUED) if clause.lower(end - 1) in _MESSAGES else None
    return source_before(clause, verb) if verb is not None else None


def _cited(clause: Clause, before: int) -> SourcePhrase | None:
    """Return whom an article quotes or cites as saying: was quoted by the agency as saying; cited the mayor as saying."""
    for at in range(before - 1, max(-1, before - 14), -1):
        cue = clause.cues.get(at)
        if cue is not None and cue.word in ("quote", "cite", "describe", "report"):
            if is_passive(clause, at, cue):
                return source_before(clause, at)
            return SourcePhrase(at + 1, before, "cited", 0.85) if at + 1 < before else source_before(clause, at)
    return None


def _fronted(clause: Clause, at: int, cue: Cue, taken: Complement) -> Draft | None:
    """Return the statement of a participle that opens its sentence: Calling it a fraud, Smith left."""
    comma = next((n for n in range(taken.first, len(clause.words)) if clause.lower(n) == "," or clause.words[n].folded), None)
    source = main_subject(clause, len(clause.words)) if comma is not None else None
    if comma is None or source is None or source.first <= at:
        return None
    draft = new_draft(clause, at, cue, source, "fronted", 0.6)
    draft.take(taken)
    draft.right_end = max(comma + clause.words[comma].folded, taken.first + 1)
    return draft


def infinitive(clause: Clause, at: int, cue: Cue, taken: Complement | None, earlier: list[Draft]) -> Draft | None:
    """Return the statement of an infinitive, whose source is the subject of its clause: went on to say that."""
    led = clause.lower(at - 2) in _CATENATIVE
    clear = taken is not None and (taken.kind in STRONG or (taken.kind == "clause" and "core" in cue.traits))
    if taken is None or not (clear or (led and "speech" in cue.traits)) or "quote" in cue.traits:
        return None
    source = shared_source(clause, at - 1, earlier)
    if source is None:
        return None
    draft = new_draft(clause, at, cue, source, "infinitive", 0.6 if taken.kind in STRONG else 0.5)
    draft.take(taken)
    return draft


def passive(clause: Clause, at: int, cue: Cue, taken: Complement | None) -> Draft | None:
    """Return the statement of a passive that names its agent: he was told by the minister that; it was denied by Iran."""
    source = agent(clause, at)
    if source is None:
        return None
    draft = new_draft(clause, at, cue, source, "agent", 0.6 if "speech" in cue.traits else 0.35)
    after = complement(clause, source.last - 1, cue)
    if after is not None and after.kind in STRONG | {"to", "topic"}:
        draft.right, draft.sure = after.first, 0.75 if after.kind in STRONG else 0.55
        return draft
    start = verb_group(clause, at)
    subject = source_before(clause, at)
    draft.left = (subject.first, subject.last) if subject is not None else (max(0, start - 3), start)
    return draft if draft.left[0] < draft.left[1] else None


def shared_source(clause: Clause, before: int, earlier: list[Draft]) -> SourcePhrase | None:
    """Return the source of the cue before, else the subject of the main clause."""
    for draft in reversed(earlier):
        if draft.source is None or draft.shape in ("postmodifier", "agent", "cited") or draft.cue >= before:
            continue
        if not _is_nested(clause, draft, earlier):
            return draft.source._replace(how="shared", sure=round(min(draft.source.sure, 0.85), 2))
    return main_subject(clause, before)


def _is_nested(clause: Clause, draft: Draft, others: list[Draft]) -> bool:
    """Say whether a statement stands in what another one says: Smith said [he thinks it is over], adding."""
    if draft.source is None or draft.cut is not None:
        return False
    first = draft.source.first
    if clause.lower(first - 1) == ",":
        return False
    return any(o is not draft and o.right is not None and o.cue < first and o.right <= first for o in others)
