"""Nominals: statements whose cue is no verb: according to, X's claim that, made the case that, is confident that, "Smith:".

Left out: cues that are verbs (`verbs.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.clauses import FOLDED, Clause
from broadsheet.extract.statements.cues import Cue, Cues
from broadsheet.extract.statements.draft import CLAUSE, INFINITIVE, PHRASE, Draft
from broadsheet.extract.statements.phrases import AUXILIARIES, FINITE, PREPOSITIONS, is_adverb, may_be_source
from broadsheet.extract.statements.sources import SourcePhrase, source_before

_ENDS = frozenset((".", ";", ":", "—", "–", "―", "(", ")", "?", "!", FOLDED))
_CONTENT_OPENERS = frozenset(("that", "about", "to", "of", "on", "for", "against", "regarding", "over", "as"))
_OWNERS = frozenset(("his", "her", "their", "its", "my", "our"))
_LONGEST_SOURCE = 26
_LONGEST_APPOSITION = 9
_DAYS = word_set("day")
_ROLES = word_set("role")
_GROUPS = frozenset(("firm", "company", "group", "agency", "newspaper", "charity", "organisation", "organization", "website"))
_UNFINISHED = frozenset(("and", "or", "but", "be", "been", "being", "the", "a", "an", "that", "not", "also", "largely"))
_WIDEST_MODIFIER = 3
_LIGHT = word_set("light verb")
_BE = frozenset(
    ("is", "are", "was", "were", "be", "been", "being", "am", "'s", "’s", "feel", "feels", "felt", "remain", "remains")
)
_LONGEST_LABEL = 7
_TOWARD = frozenset(("opposition", "objection", "reaction", "response", "resistance", "commitment"))
_NO_SPEAKERS = word_set("no speaker")
_RATES = frozenset(["request", "cent", "capita", "day", "week", "month", "year", "hour", "person", "head", "usual", "se"])
_ABOUT_SOURCE = frozenset(("who", "which", "whose", "a", "an"))
_SUBJECTS = frozenset(("he", "she", "they", "it", "there"))
_VIEWS = frozenset(("view", "opinion", "words", "estimation", "telling", "judgment", "judgement", "eyes"))


def read_nominals(clause: Clause, verbal: Sequence[Draft], cues: Cues) -> list[Draft]:
    """Return the statements of a clause whose cue is a preposition, a noun, an adjective, or the colon after a name."""
    found = []
    for number, word in enumerate(clause.words):
        if word.quoted >= 0:
            continue
        if word.lower == "according" and clause.lower(number + 1) == "to":
            found.append(_according(clause, number, number + 1))
        elif word.lower == "per" and clause.lower(number - 1) in ("", ",") and clause.lower(number + 1) not in _RATES:
            found.append(_according(clause, number, number))
        elif word.lower in _VIEWS and clause.lower(number + 1) == ",":
            found.append(_in_the_view(clause, number))
        elif word.lower in cues.adjectives and clause.lower(number + 1) in ("that", "about", "to"):
            found.append(_feeling(clause, number, cues.adjectives[word.lower]))
        elif number in clause.nouns:
            found.append(_owned(clause, number, clause.nouns[number]) or _named(clause, number, clause.nouns[number]))
    found.append(_labelled(clause, verbal))
    return [draft for draft in found if draft is not None]


def _according(clause: Clause, at: int, cue_last: int) -> Draft | None:
    """Return the statement of "according to" or "per": its source reaches to the next stop."""
    words, first = clause.words, cue_last + 1
    last = first
    while last < len(words) and last - first < _LONGEST_SOURCE and words[last].lower not in _ENDS:
        following = clause.lower(last + 1)
        if last > first and words[last].lower in _SUBJECTS and (following in FINITE or following.endswith("ed")):
            break  # according to the ministry he died
        if last > first and words[last].lower in FINITE and not _is_relative(clause, first, last):
            break  # who according to Israel was
        if last > first and words[last].lower == "the" and words[last - 1].text.islower() and words[last - 1].lower.endswith("s"):
            break  # according to officials the plan
        if words[last].lower == "," and not _goes_on(clause, last, first):
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
    rest = _after_apposition(clause, first, rest)
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


def _after_bracket(clause: Clause, at: int) -> int:
    """Return where a bracket after a source ends: according to the Elbar Agency (EA), [he left]."""
    if clause.lower(at) != "(":
        return at
    return next((n + 1 for n in range(at + 1, min(at + _LONGEST_APPOSITION, len(clause.words))) if clause.lower(n) == ")"), at)


def _is_relative(clause: Clause, first: int, last: int) -> bool:
    """Say whether a verb belongs to what describes the source: people who were there."""
    return any(clause.lower(at) in ("who", "which", "that", "what", "whose", "where") for at in range(first, last))


def _without_day(clause: Clause, first: int, last: int) -> int:
    """Return the end of a source without the day at its end: according to police on Thursday."""
    if last - first > 1 and clause.lower(last - 1) in _DAYS:
        last -= 1
        last -= last - first > 1 and clause.lower(last - 1) in ("on", "late", "early")
    return last


def _after_apposition(clause: Clause, first: int, rest: int) -> int:
    """Return where what is said begins after what the source is: according to Ann Lee, the mayor's aide, [he died]."""
    close = next((n for n in range(rest, min(rest + _LONGEST_APPOSITION, len(clause.words))) if clause.lower(n) == ","), None)
    if close is None or close == rest or clause.lower(rest - 1) != "," or not clause.words[rest - 2].capital:
        return rest
    own = range(rest, close)
    apposed = clause.lower(rest) in ("a", "an") or any(clause.lower(n) in ("'s", "’s") for n in own)
    verbal = any(clause.lower(n) in FINITE or n in clause.cues for n in own)
    is_what = clause.lower(close - 1) in _ROLES or clause.lower(close - 1) in _GROUPS
    return close + 1 if apposed and is_what and not verbal else rest


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


def _goes_on(clause: Clause, comma: int, first: int) -> bool:
    """Say whether a comma stands in the name of a source: Smith, Jr.; the mayor, Dee Margo, …"""
    if clause.lower(comma + 1) in ("jr.", "sr.", "inc.", "inc"):
        return True
    if clause.lower(comma - 1).isdigit() and len(clause.lower(comma + 1)) == 4 and clause.lower(comma + 1).isdigit():
        return True  # a March 14, 2019 report
    placed = clause.lower(comma - 2) in ("in", "of", "from", "near", "at") and clause.words[comma - 1].capital
    placed = placed and comma + 1 < len(clause.words) and clause.words[comma + 1].capital
    if placed and comma - 2 > first and any(clause.lower(n) == "," for n in (comma + 2, comma + 3)):
        return True  # police in Baytown, Texas, he left
    close = next((n for n in range(comma + 1, min(comma + 5, len(clause.words))) if clause.lower(n) == ","), None)
    described = clause.lower(first) in ("the", "a", "an", "its", "his", "her", "their")
    return described and close is not None and close > comma + 2 and all(w.capital for w in clause.words[comma + 1 : close])


def _left_start(clause: Clause, end: int) -> int:
    """Return where the clause before "according to" begins: after the last semicolon or quotation."""
    at = end
    while at > 0 and clause.lower(at - 1) not in (";", FOLDED):
        at -= 1
    return at if at < end else max(0, end - 1)


def _in_the_view(clause: Clause, at: int) -> Draft | None:
    """Return the statement of "in Smith's view, …"."""
    first = next((n for n in range(at - 1, max(-1, at - 8), -1) if clause.lower(n) == "in"), None)
    last = at - 1
    if first is None or at + 2 >= len(clause.words):
        return None
    if clause.lower(last) in ("'s", "’s"):
        last -= 1
    elif clause.lower(last) not in _OWNERS:
        return None
    if last <= first:
        return None
    draft = Draft(at, "thought", "view", frozenset(("thought",)), SourcePhrase(first + 1, last + 1, "owner", 0.8), "noun", 0.6)
    draft.cue_first = first
    draft.right = at + 2
    return draft


def _feeling(clause: Clause, at: int, cue: Cue) -> Draft | None:
    """Return the statement of an adjective: he is confident that."""
    verb = at - 1
    while verb > 0 and is_adverb(clause.words[verb]):
        verb -= 1
    opening = clause.lower(at + 1)
    if clause.lower(verb) not in _BE or (opening == "to" and "to" not in cue.traits) or at + 2 >= len(clause.words):
        return None
    source = source_before(clause, verb)
    if source is None or clause.lower(source.first) in ("it", "there", "this", "what"):
        return None
    draft = Draft(at, "thought", cue.word, cue.traits, source, "adjective", 0.6 if opening == "that" else 0.4)
    draft.right = at + 2 if opening != "to" else at + 1
    return draft


def _owned(clause: Clause, at: int, cue: Cue) -> Draft | None:
    """Return the statement of a noun with its owner: Trump's claim that, his promise to."""
    words = clause.words
    opening = clause.lower(at + 1)
    toward = opening == "to" and "to" not in cue.traits
    if opening not in _CONTENT_OPENERS or (toward and cue.word not in _TOWARD):
        return None
    first = at
    while first > 0 and at - first < _WIDEST_MODIFIER:
        first -= 1
        lower = words[first].lower
        if lower in _OWNERS:
            source = SourcePhrase(first, first + 1, "owner", 0.7)
            break
        if lower in ("'s", "’s") or (lower in ("'", "’") and words[first - 1].lower.endswith("s")):
            source = _owner(clause, first)
            break
        if lower in _ENDS or lower in PREPOSITIONS or lower in (",", "the", "a", "an", "and") or is_adverb(words[first]):
            return None
    else:
        return None
    draft = _noun_draft(cue, at, source)
    draft.right = at + 1 if opening == "to" and not toward else at + 2
    draft.sure = {"that": 0.72, "to": 0.55}.get(opening, 0.45)
    draft.takes = {"that": CLAUSE, "to": INFINITIVE}.get(opening, PHRASE)
    if any(word.quoted >= 0 for word in words[at + 2 : at + 6]):
        draft.sure = max(draft.sure, 0.7)  # his claims of a “rigged” vote
    return draft


def _owner(clause: Clause, end: int) -> SourcePhrase:
    words, first = clause.words, end - 1
    while first > 0 and (words[first - 1].capital or words[first - 1].lower in ("the", "of")) and end - first < 8:
        if words[first - 1].lower == "of" and not words[first - 2].capital:
            break
        first -= 1
    return SourcePhrase(first, end, "owner", 0.7)


def _noun_draft(cue: Cue, at: int, source: SourcePhrase) -> Draft:
    kind = next(trait for trait in ("speech", "thought", "finding") if trait in cue.traits)
    return Draft(at, kind, cue.word, cue.traits, source, "noun", 0.5)


def _named(clause: Clause, at: int, cue: Cue) -> Draft | None:
    """Return the statement of a noun with a verb, a source after it, or that is a source itself."""
    opening = clause.lower(at + 1)
    verb = _light_verb(clause, at)
    if verb is not None and (opening in _CONTENT_OPENERS or opening in (":", FOLDED)):
        source = source_before(clause, verb)
        if source is not None:
            draft = _noun_draft(cue, at, source)
            draft.cue_first = verb
            draft.right, draft.sure = at + 2 - (opening == FOLDED), 0.7 if opening == "that" else 0.45
            return draft
    if opening in ("by", "from"):
        return _of_agent(clause, at, cue)
    if "source" in cue.traits and opening == "that" and at + 2 not in clause.cues and clause.lower(at + 2) not in AUXILIARIES:
        first = at - 1 if clause.lower(at - 1) not in PREPOSITIONS and at and clause.words[at - 1].text.isalpha() else at
        draft = _noun_draft(cue, at, SourcePhrase(first, at + 1, "itself", 0.5))
        draft.right, draft.sure = at + 2, 0.5
        return draft
    return None


def _light_verb(clause: Clause, at: int) -> int | None:
    """Return the verb whose object a noun is: made the false claim that."""
    for number in range(at - 1, max(-1, at - 6), -1):
        lower = clause.lower(number)
        if lower in _LIGHT:
            return number
        if lower in _ENDS or (lower in PREPOSITIONS and lower != "following") or lower == ",":
            return None
    return None


def _of_agent(clause: Clause, at: int, cue: Cue) -> Draft | None:
    """Return the statement of a noun with its source after it: a warning from the ministry that."""
    words, first = clause.words, at + 2
    last = first
    while last < len(words) and last - first < 12 and words[last].lower not in _ENDS | {",", "that", "to", "about"}:
        last += 1
    if clause.lower(last) not in ("that", "to", "about", ":", FOLDED) or not may_be_source(words, first, last):
        return None
    if clause.lower(last) == "to" and "to" not in cue.traits:
        return None
    draft = _noun_draft(cue, at, SourcePhrase(first, last, "agent", 0.65))
    draft.right = last + (clause.lower(last) != FOLDED)
    draft.sure = 0.45 if clause.lower(last) in ("to", "about") else 0.65
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
