"""Nominals: statements whose cue is no verb: according to, made the case that, "Smith:".

Left out: cues that are verbs (`verbs.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.clauses import FOLDED, Clause
from broadsheet.extract.statements.cues import Cue
from broadsheet.extract.statements.draft import Draft, new_draft
from broadsheet.extract.statements.phrases import FINITE, PREPOSITIONS, may_be_source, verb_of_object
from broadsheet.extract.statements.sources import SourcePhrase, source_before

_ENDS = frozenset((".", ";", ":", "—", "–", "―", "(", ")", "?", "!", FOLDED))
_CONTENT_OPENERS = frozenset(("that", "about", "to", "of", "on", "for", "against", "regarding", "over", "as", ":", FOLDED))
_LONGEST_SOURCE = 26
_LONGEST_BRACKET = 9
_DAYS = word_set("day")
_UNFINISHED = frozenset(("and", "or", "but", "be", "been", "being", "the", "a", "an", "that", "not", "also", "largely"))
_LIGHT = word_set("light verb")
_LONGEST_LABEL = 7
_NO_SPEAKERS = word_set("no speaker")
_RATES = frozenset(["request", "cent", "capita", "day", "week", "month", "year", "hour", "person", "head", "usual", "se"])
_ABOUT_SOURCE = frozenset(("who", "which", "whose", "a", "an"))


def read_nominals(clause: Clause, verbal: Sequence[Draft]) -> list[Draft]:
    """Return the statements of a clause whose cue is a preposition, a noun, or the colon after a name."""
    found = []
    for number, word in enumerate(clause.words):
        if word.quoted >= 0:
            continue
        if word.lower == "according" and clause.lower(number + 1) == "to":
            found.append(_according(clause, number, number + 1))
        elif word.lower == "per" and clause.lower(number - 1) in ("", ",") and clause.lower(number + 1) not in _RATES:
            found.append(_according(clause, number, number))
        elif number in clause.nouns:
            found.append(_named(clause, number, clause.nouns[number]))
    found.append(_labelled(clause, verbal))
    return [draft for draft in found if draft is not None]


def _according(clause: Clause, at: int, cue_last: int) -> Draft | None:
    """Return the statement of "according to" or "per": its source reaches to the next stop."""
    words, first = clause.words, cue_last + 1
    last = first
    while last < len(words) and last - first < _LONGEST_SOURCE and words[last].lower not in _ENDS:
        if words[last].lower == "," and not _is_place_comma(clause, last, first):
            break
        last += 1
    named = _without_day(clause, first, last)
    if not may_be_source(words, first, named):
        return None
    draft = Draft(
        at, "speech", "according", frozenset(("speech",)), SourcePhrase(first, named, "according", 0.93), "according", 0.9
    )
    draft.cue_first, draft.cue_last = at, cue_last
    rest = _after_bracket(clause, last)
    rest += clause.lower(rest) == ","
    if clause.lower(rest) in ("who", "which") and rest > last:
        rest = next((n + 1 for n in range(rest, len(words)) if clause.lower(n) == ","), len(words))
    opens = at == 0 or (at == 1 and clause.lower(0) in ("but", "and", "yet", "still"))
    if opens:
        draft.right = rest
        return draft if rest < len(words) else None
    end = at - 1 if clause.lower(at - 1) == "," else at
    draft.left = (end - 1, end) if clause.words[end - 1].folded else (_left_start(clause, end), end)
    draft.cut = end
    unfinished = clause.lower(end - 1) in FINITE | PREPOSITIONS | _UNFINISHED
    if _resumes(clause, last, bool(draft.left[1] - draft.left[0] > 1), unfinished):
        draft.right = last + 1
    return draft


def _is_place_comma(clause: Clause, comma: int, first: int) -> bool:
    """Say whether a comma stands inside the place of a source: police in Baytown, Texas, said."""
    placed = (
        comma - 2 > first and clause.lower(comma - 2) in ("in", "of", "from", "near", "at") and clause.words[comma - 1].capital
    )
    named = comma + 2 < len(clause.words) and clause.words[comma + 1].capital
    return placed and named and "," in (clause.lower(comma + 2), clause.lower(comma + 3))


def _after_bracket(clause: Clause, at: int) -> int:
    """Return where a bracket after a source ends: according to the Elbar Agency (EA), [he left]."""
    if clause.lower(at) != "(":
        return at
    return next((n + 1 for n in range(at + 1, min(at + _LONGEST_BRACKET, len(clause.words))) if clause.lower(n) == ")"), at)


def _without_day(clause: Clause, first: int, last: int) -> int:
    """Return the end of a source without the day at its end: according to police on Thursday."""
    if last - first > 1 and clause.lower(last - 1) in _DAYS:
        last -= 1
        last -= last - first > 1 and clause.lower(last - 1) in ("on", "late", "early")
    return last


def _resumes(clause: Clause, comma: int, whole: bool, unfinished: bool = False) -> bool:
    """Say whether the rest of a sentence after its source is still what is said, not more about the source.

    `whole` says that a clause stands before the source, `unfinished` that it cannot end there: it was, according to …, dead.
    """
    if clause.lower(comma) != "," or comma + 2 >= len(clause.words) or comma + 1 in clause.cues:
        return False
    if clause.lower(comma + 1) in _ABOUT_SOURCE:
        return False
    rest = range(comma + 1, len(clause.words))
    return not whole or unfinished or any(clause.lower(at) in FINITE or at in clause.cues for at in rest)


def _left_start(clause: Clause, end: int) -> int:
    """Return where the clause before "according to" begins: after the last semicolon or quotation."""
    at = end
    while at > 0 and clause.lower(at - 1) not in (";", FOLDED):
        at -= 1
    return at if at < end else max(0, end - 1)


def _named(clause: Clause, at: int, cue: Cue) -> Draft | None:
    """Return the statement of a noun that is the object of a light verb: Smith made the false claim that."""
    opening, verb = clause.lower(at + 1), verb_of_object(clause, at, _LIGHT)
    source = source_before(clause, verb) if verb is not None and opening in _CONTENT_OPENERS else None
    if verb is None or source is None:
        return None
    draft = new_draft(clause, at, cue, source, "noun", 0.7 if opening == "that" else 0.45)
    draft.cue_first = verb
    draft.right = at + 2 - (opening == FOLDED)
    return draft


def _labelled(clause: Clause, verbal: Sequence[Draft]) -> Draft | None:
    """Return what follows a name and a colon: Smith: “We will go on”; in a headline without marks as well."""
    words = clause.words
    colon = next((n for n in range(1, min(_LONGEST_LABEL, len(words))) if words[n].lower == ":"), None)
    if colon is None or colon + 1 >= len(words) or any(draft.cue < colon for draft in verbal):
        return None
    label = words[:colon]
    if label[0].lower in _NO_SPEAKERS or label[0].lower.rstrip("s") in _NO_SPEAKERS:
        return None  # READ MORE: Smith leaves
    if not all(word.capital or word.lower in ("of", "the", "'s", "’s", "and") for word in label):
        return None
    if not words[colon + 1].folded and not (clause.titled and words[-1].lower not in (".", "?", "!")):
        return None
    draft = Draft(colon, "speech", ":", frozenset(("speech",)), SourcePhrase(0, colon, "label", 0.8), "label", 0.7)
    draft.right = colon + 1
    return draft
