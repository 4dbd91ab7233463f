"""Complements: what a cue takes after it: a clause, a quotation, an infinitive, a noun phrase, a topic, or nothing.

"Told reporters on Monday that" takes a clause, though three phrases stand between. Left out: where what is said ends
(`statements.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.clauses import FOLDED, Clause
from broadsheet.extract.statements.cues import Cue
from broadsheet.extract.statements.phrases import AUXILIARIES, PREPOSITIONS, is_adverb

_ENDS = frozenset((".", ";", "?", "!", ")", "—", "–", "―"))
_WHETHER = frozenset(("what", "how", "why", "whether", "who"))
_IF = frozenset(("if", "where", "when", "which"))
_ASKING = word_set("asking")
_SUBJECTS = word_set("subject")
_DETERMINERS = word_set("opens clause")
_TOPIC = frozenset(("about", "of", "on", "against", "for", "over", "regarding", "with"))
_DAYS = word_set("day or time")
_PART_OF_TIME = frozenset(("last", "this", "late", "early", "next"))
_TIMES = word_set("time")
_FINITE = word_set("finite")
_AWAY = word_set("turns away")
_NAMING = frozenset(("call", "dub", "label", "nickname", "brand"))
_FOR = frozenset(("call", "apologise", "apologize", "ask", "plead", "beg", "pray"))
_STATING = frozenset(("core", "inverts", "confirms", "denies"))
_TO_TOPIC = frozenset(("refer", "allude", "respond", "object", "react"))
_NO_ADVERBS = frozenset(("both", "all", "himself", "herself", "themselves", "itself"))
_NEXT_CLAUSE = _AWAY | _IF | {",", "who", "that", "so"}
_ASIDE = frozenset(("until", "because", "although", "though", "while"))
_OWNERS = frozenset(("his", "her", "their", "its", "my", "our", "your"))
_HOURS = frozenset(("morning", "afternoon", "evening", "night"))
_NEGATING = word_set("negating")
_NO_INFINITIVES = _DETERMINERS | _SUBJECTS | {"reporters", "him", "them", "me"}
_REACH = 14
_NEAR = 9


class Complement(NamedTuple):
    """What a cue takes: `kind` is that, whether, quote, colon, to, clause, bare, object or topic; it begins with `first`.

    A bare one may be a clause, though its verb was not seen.
    """

    kind: str
    first: int


def complement(clause: Clause, cue: int, traits: Cue) -> Complement | None:
    """Return what stands after a cue as what is said, or None where nothing does."""
    found = _taken(clause, cue + 1, traits)
    if found is not None and found.kind == "clause" and _only_urges(traits):
        return None
    while found is not None and found.first - 1 > cue and clause.lower(found.first - 1) in _NEGATING:
        found = found._replace(first=found.first - 1)  # said not all of them came
    if found is not None and "quote" in traits.traits and found.kind not in ("quote", "colon"):
        return None
    return found


def _only_urges(cue: Cue) -> bool:
    """Say whether a cue takes a person and an infinitive, but no clause: encouraged them to go."""
    return {"person", "to"} <= cue.traits and not cue.traits & {"inverts", "core"}


def _taken(clause: Clause, at: int, traits: Cue) -> Complement | None:
    words = clause.words
    while at < len(words) and is_adverb(words[at]) and words[at].lower not in _NO_ADVERBS:
        at += 1
    if at >= len(words) or words[at].lower in _ENDS:
        return None
    lower = words[at].lower
    if lower == "that" and {"speech", "object"} <= traits.traits and not traits.traits & _STATING:
        return Complement("object", at)  # called that answer
    marked = _marked(clause, at, traits.traits)
    if marked is not None:
        return marked
    if lower in _IF:
        return Complement("whether", at) if traits.word in _ASKING else None
    if lower == ",":
        return _after_comma(clause, at)
    if "person" in traits.traits and lower not in PREPOSITIONS:
        return _after_person(clause, at, traits)
    if lower in PREPOSITIONS or lower in ("to", "out") or _is_time(clause, at):
        return _after_adjunct(clause, at, traits)
    if lower in _AWAY or lower == "so":
        return None
    return _bare(clause, at, traits)


def _is_time(clause: Clause, at: int) -> bool:
    """Say whether a date begins at a word: Monday, last week."""
    lower = clause.lower(at)
    if clause.lower(at + 1) in ("'s", "’s"):
        return False  # Thursday's accident
    return lower in _DAYS or (lower in _PART_OF_TIME and (clause.lower(at + 1) in _TIMES or clause.lower(at + 1) in _DAYS))


def _marked(clause: Clause, at: int, traits: frozenset[str]) -> Complement | None:
    """Return a complement that begins with a word of its own."""
    lower = clause.lower(at)
    if lower == "that":
        following = clause.lower(at + 1)
        return Complement("that", at + 1) if following and following not in _ENDS | {","} else None
    if lower == FOLDED:
        return Complement("quote", at)
    if lower == ":":
        return Complement("colon", at + 1)
    if lower in _WHETHER:
        return Complement("whether", at)
    if lower == "to" and "to" in traits and _is_infinitive(clause, at):
        return Complement("to", at)
    return None


def _is_infinitive(clause: Clause, at: int) -> bool:
    following = clause.lower(at + 1)
    return following.isalpha() and not clause.words[at + 1].capital and following not in _NO_INFINITIVES


def _after_comma(clause: Clause, at: int) -> Complement | None:
    """Return what follows an insertion: said, “…”; said, without naming anyone, that."""
    if clause.lower(at + 1) == FOLDED:
        return Complement("quote", at + 1)
    if clause.lower(at + 1) in PREPOSITIONS or clause.lower(at + 1) in ("citing", "referring", "according"):
        for ahead in range(at + 2, min(at + _REACH, len(clause.words) - 1)):
            if clause.lower(ahead) == "," and clause.lower(ahead + 1) in ("that", FOLDED):
                return _marked(clause, ahead + 1, frozenset())
    return None


def _after_person(clause: Clause, at: int, cue: Cue) -> Complement | None:
    """Return what follows the person spoken to: told the paper (that) he would; urged them to go; asked him about it."""
    words = clause.words
    for ahead in range(at + 1, min(at + _REACH, len(words))):
        lower = words[ahead].lower
        if lower in _ENDS or lower in _ASIDE or (lower == "and" and clause.lower(ahead + 1) == "that"):
            return None
        if lower == ",":
            return _marked(clause, ahead + 1, cue.traits) if clause.lower(ahead + 1) == "that" else _after_comma(clause, ahead)
        that = lower == "that" and words[ahead].quoted < 0
        if that or lower in (FOLDED, ":") or (lower in _WHETHER and lower not in ("who", "which")):
            return _marked(clause, ahead, cue.traits)
        if lower == "to" and _is_infinitive(clause, ahead):
            return Complement("to", ahead)
        if lower in ("about", "of", "against"):
            return Complement("topic", ahead + 1)
        if _begins_clause(clause, ahead):
            return Complement("clause", ahead)
        if lower in AUXILIARIES - {"'s", "’s"}:
            return Complement("clause", at if words[at].lower in _DETERMINERS else ahead - 1)
    return None


def _begins_clause(clause: Clause, at: int) -> bool:
    """Say whether a clause without a mark begins at a word: told reporters [he, the plan, Smith] would."""
    word, before = clause.words[at], clause.words[at - 1]
    if word.lower in _SUBJECTS or (word.lower in _DETERMINERS and before.lower not in PREPOSITIONS):
        return True
    fresh = before.text.isalpha() and before.text.islower() and before.lower not in PREPOSITIONS | _DETERMINERS | _AWAY
    return word.capital and fresh and not _is_time(clause, at)


def _after_adjunct(clause: Clause, at: int, cue: Cue) -> Complement | None:
    """Return what follows when, where or to whom it was said, or the topic: said on Monday that; complained about the delay."""
    words, prepositional = clause.words, clause.lower(at) in PREPOSITIONS
    for ahead in range(at + 1, min(at + _REACH, len(words))):
        lower = words[ahead].lower
        if lower in _ENDS or (ahead in clause.cues and "ing" not in clause.cues[ahead].forms and lower not in ("read",)):
            break
        if lower == "that" and words[ahead].quoted < 0 and clause.lower(ahead + 1) not in (*_ENDS, ","):
            return Complement("that", ahead + 1)
        if lower in (":", FOLDED):
            return Complement("quote" if lower == FOLDED else "colon", ahead + (lower == ":"))
    if clause.lower(at) == "to" and cue.word in _TO_TOPIC:
        return Complement("topic", at + 1) if at + 1 < len(words) else None
    dated = clause.lower(at) == "on" and _is_time(clause, at + 1)
    topical = clause.lower(at) in _TOPIC and not dated and (clause.lower(at) != "for" or cue.word in _FOR)
    topical = topical and clause.lower(at + 1) not in (",", *_ENDS)
    if topical and (cue.traits & {"about", "object"} or ("person" in cue.traits and clause.lower(at) == "of")):
        return Complement("topic", at + 1) if at + 1 < len(words) else None
    return _clause_after(clause, at, prepositional, cue)


def _clause_after(clause: Clause, at: int, prepositional: bool, cue: Cue) -> Complement | None:
    """Return a clause without a mark after an adjunct: said in a statement he would; said Monday the plan."""
    words = clause.words
    if ("clause" in cue.traits and "finding" not in cue.traits) or "quote" in cue.traits:
        return None
    for ahead in range(at + 1, min(at + 10, len(words))):
        lower, before = words[ahead].lower, words[ahead - 1].lower
        if lower in _ENDS or lower in (",", "so", FOLDED) or lower in _AWAY:
            return None
        if before in PREPOSITIONS or before in _DETERMINERS or clause.lower(ahead - 2) == "to":
            continue  # wrote to the embassy to waive her immunity
        if lower in _HOURS and before in _DAYS:
            continue  # said yesterday morning the law
        if lower in _SUBJECTS and (lower not in _OWNERS or has_finite(clause, ahead)):
            return Complement("clause", ahead)
        named = lower in _DETERMINERS or words[ahead].capital
        fresh = named and prepositional and ahead > at + 1 and not words[ahead - 1].capital
        quoted = "speech" in cue.traits and any(word.quoted >= 0 for word in words[ahead : ahead + 5])
        said = quoted or has_finite(clause, ahead) or ("core" in cue.traits and lower in _DETERMINERS - _OWNERS)
        if (fresh or before in _TIMES or before in _DAYS) and not _is_time(clause, ahead) and said:
            return Complement("clause", ahead)
    return None


def _bare(clause: Clause, at: int, cue: Cue) -> Complement | None:
    """Return what begins with neither a mark nor a preposition: a clause, if it seems to have a verb, or a noun phrase."""
    lower, traits = clause.lower(at), cue.traits
    if "quote" in traits or lower in AUXILIARIES:
        return Complement("bare", at) if "core" in traits and "quote" not in traits else None
    if lower in _SUBJECTS - {"it", "you"}:
        return Complement("clause", at)
    finite = has_finite(clause, at)
    if "clause" in traits:
        if finite and ("finding" in traits or lower in ("it", "there")):
            return Complement("clause", at)
        return Complement("object", at) if "finding" in traits else None
    if "object" in traits:
        relative = any(clause.lower(n) in ("which", "whom", "what") for n in range(at - _NEAR, at - 2))
        by_somebody = relative or clause.lower(at - 2) in _SUBJECTS
        if cue.word in _NAMING and not by_somebody and _is_name_itself(clause, at):
            return None
        stating = traits & _STATING and "weak" not in traits
        return Complement("clause" if finite and stating else "object", at)
    if not finite and clause.words[at].text.islower() and lower not in _DETERMINERS and _ends_soon(clause, at):
        return Complement("object", at)  # claimed responsibility
    return Complement("clause" if finite else "bare", at)


def _ends_soon(clause: Clause, at: int) -> bool:
    return any(clause.lower(ahead) in (*_ENDS, ",", "for", "") for ahead in range(at + 1, at + 3))


def _is_name_itself(clause: Clause, at: int) -> bool:
    """Say whether what follows is only a name, so that the cue is no statement: a process called “sifting”."""
    word = clause.words[at]
    return word.quoted >= 0 or (word.capital and clause.lower(at + 1) in (".", ",", "", "and", "in"))


def has_finite(clause: Clause, at: int) -> bool:
    """Say whether a clause's verb seems to follow before the next stop."""
    for ahead in range(at + 1, min(at + 12, len(clause.words))):
        lower = clause.lower(ahead)
        if lower in _ENDS or lower in _NEXT_CLAUSE:
            return False
        if lower in _FINITE or (lower.endswith("ed") and ahead > at + 1 and clause.words[ahead - 1].lower not in _DETERMINERS):
            return True
        cue = clause.cues.get(ahead)
        if cue is not None and ("past" in cue.forms or ("third" in cue.forms and "noun" not in cue.traits)):
            return True
    return False
