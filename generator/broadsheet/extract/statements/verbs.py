"""Verbs: the statements that the verbal cues of a clause make, each in the way of its form.

Left out: cues that are nouns or prepositions (`nominals.py`).
"""

from __future__ import annotations

from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.agreement import agrees
from broadsheet.extract.statements.clauses import Clause, is_passive
from broadsheet.extract.statements.complements import Complement, complement, has_finite
from broadsheet.extract.statements.cues import Cue
from broadsheet.extract.statements.draft import FEWEST_LEFT, Draft, left_of, new_draft, quote_after, resumed, with_content
from broadsheet.extract.statements.participles import infinitive, participle, passive, shared_source
from broadsheet.extract.statements.phrases import DASHES, DETERMINERS, PERSONAL, PREPOSITIONS, SUBORDINATORS, verb_group
from broadsheet.extract.statements.sources import SourcePhrase, source_after, source_before

_BE = frozenset(("is", "are", "was", "were", "be", "been", "am", "'s", "’s", "'re", "’re", "'m", "’m"))
_WHO = word_set("role") | word_set("plural") | word_set("body") | {"police"}
_CONJUNCTIONS = word_set("conjunction")


def read_drafts(clause: Clause) -> list[Draft]:
    """Return the statements that the verbs of a clause make, in order of their cues."""
    found: list[Draft] = []
    for number in clause.cues:
        draft = _draft(clause, number, clause.cues[number], found)
        if draft is not None:
            found.append(draft)
    return found


def _draft(clause: Clause, at: int, cue: Cue, earlier: list[Draft]) -> Draft | None:
    taken = complement(clause, at, cue)
    if is_passive(clause, at, cue):
        return passive(clause, at, cue, taken)
    start = verb_group(clause, at)
    before = clause.lower(start - 1)
    if "ing" in cue.forms:
        if any(_took_quotation(clause, draft, at) for draft in earlier):
            return None  # tweeted her reasons, saying: “…”
        if not any(clause.lower(n) in _BE for n in range(start, at)):
            return participle(clause, at, cue, taken, earlier)
    elif before == "to" and "base" in cue.forms:
        return infinitive(clause, at, cue, taken, earlier)
    elif "participle" in cue.forms and (clause.lower(at + 1) == "by" or (cue.forms <= {"participle"} and start == at)):
        return None  # a claim echoed by the ministry; an email written in May
    return _finite(clause, at, start, cue, taken, earlier)


def _took_quotation(clause: Clause, draft: Draft, at: int) -> bool:
    """Say whether a statement before a participle has the quotation after it."""
    return draft.right is not None and draft.cue < at < draft.right < len(clause.words) and clause.words[draft.right].folded


def _finite(clause: Clause, at: int, start: int, cue: Cue, taken: Complement | None, earlier: list[Draft]) -> Draft | None:
    inverted = _inverted(clause, at, start, cue)
    if inverted is not None:
        draft = new_draft(clause, at, cue, inverted, "inverted", inverted.sure)
        draft.left = left_of(clause, start)
        following = quote_after(clause, inverted.last)
        whole = draft.left is not None and has_finite(clause, draft.left[0])  # said before its source
        if following is None and draft.left is not None and not clause.words[draft.left[1] - 1].folded and not whole:
            following = resumed(clause, inverted.last - 1)  # the winner, said Smith, was Roe
        draft.right, draft.right_end = following if following else (None, None)
        return draft if draft.left or draft.right else None
    source, shape = source_before(clause, at), "main"
    if source is None and clause.lower(start - 1) in ("and", "but", "then", "or", "nor"):
        source, shape = shared_source(clause, start - 1, earlier), "coordinate"
    if source is None or (shape == "main" and not agrees(clause, at, start, source, cue, taken)):
        return None
    draft = new_draft(clause, at, cue, source, source.how if shape == "main" else shape, source.sure)
    draft.cut = _cut(clause, source, start, shape)
    return with_content(clause, draft, cue, taken)


def _inverted(clause: Clause, at: int, start: int, cue: Cue) -> SourcePhrase | None:
    """Return the source after a cue that follows what was said: “…,” said the minister; the talks failed, says the report."""
    if "inverts" not in cue.traits or cue.forms <= {"base", "ing"} or start == 0:
        return None
    before = clause.words[start - 1]
    marked = before.lower in (",", *DASHES) and (start > FEWEST_LEFT or clause.words[start - 2].folded)
    if not (before.folded or marked):
        return None
    source = source_after(clause, at)
    if source is None or _is_quality(clause, source):
        return None
    quoted = before.folded or clause.words[start - 2].folded
    if quoted:
        return source
    # without a quotation: the source must end the sentence, or have no verb of its own
    rest = clause.words[source.last :]
    ended = not rest or rest[0].lower in (".", ",", ";", "in", "on", "at", "who", "during") or rest[0].lower.endswith("day")
    simple = source.last - source.first <= 8 and clause.words[source.first].lower not in ("he", "she", "they")
    own = source_before(clause, at)
    return source._replace(sure=0.8) if ended and simple and own is None else None


def _is_quality(clause: Clause, source: SourcePhrase) -> bool:
    """Say whether what follows a verb says how, not who: then went quiet for weeks."""
    end = next((n for n in range(source.first, source.last) if clause.lower(n) in PREPOSITIONS), source.last)
    words = clause.words[source.first : end]
    if not words or words[0].capital or words[0].lower in DETERMINERS or words[0].lower in PERSONAL:
        return False
    return not any(word.capital or word.lower.endswith("s") or word.lower in _WHO for word in words)


def _cut(clause: Clause, source: SourcePhrase, start: int, shape: str) -> int | None:
    """Return where a statement with a source of its own ends the content of the one before."""
    if shape == "coordinate":
        return start - 1
    at = source.first - 1
    if clause.lower(at) in _CONJUNCTIONS and source.how != "antecedent":
        return at - 1 if clause.lower(at - 1) == "," else at
    fronted = clause.lower(at) == "," and clause.lower(0) in SUBORDINATORS  # After she announced it, Smith said
    return at if fronted or clause.lower(at) == ";" else None
