"""Sources: whose words a cue gives, as the span of words in its clause that names them.

A source stands before its cue (its subject, perhaps with an insertion between), after it (said the minister), in the main clause
(… , adding that), before a relative pronoun, after "by", or is shared with a cue before.

Left out: which cues make statements (`statements.py`), and who a pronoun or a description is (`speakers.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.clauses import FOLDED, Clause, Word
from broadsheet.extract.statements.phrases import (
    DASHES,
    DETERMINERS,
    ENDS_PHRASE,
    FINITE,
    PERSONAL,
    PREPOSITIONS,
    STOPS,
    SUBORDINATORS,
    before_time,
    end_of_phrase,
    is_adverb,
    is_inside_word,
    joins,
    last_phrase,
    may_be_source,
    start_of_phrase,
    verb_group,
    without_adjunct,
)

OPENERS = word_set("opener")
_BODIES = word_set("body")
_PAST = word_set("finite")
_WHEN = word_set("time") | word_set("day") | {"day", "days", "moment", "moments", "hours", "minutes", "weeks", "months", "years"}
_DATING = _WHEN | {"this", "last", "next", "late", "early", "earlier", "on"}
_RELATIVE = frozenset(("who", "which", "whom"))
_COORDINATE = frozenset(("and", "or", "but", "then", "nor"))
_OBJECTS = frozenset(("him", "her", "them", "me", "us"))
_LONGEST_SUBJECT = 14
_LONGEST_INSERTION = 34
_FURTHEST_OPENING = 40


class SourcePhrase(NamedTuple):
    """The words from `first` to `last` (not included) of a clause that name a source; how it was found; how sure that is."""

    first: int
    last: int
    how: str
    sure: float


def source_before(clause: Clause, cue: int) -> SourcePhrase | None:
    """Return the source that is the subject of a cue, or stands in its place."""
    words = clause.words
    end = verb_group(clause, cue)
    if end == 0:
        return None
    before = words[end - 1].lower
    if before in _RELATIVE:
        return _antecedent(clause, end - 1)
    if before == "that":
        return _antecedent(clause, end - 1) if end > 1 and words[end - 2].lower.isalpha() else None
    if before in _COORDINATE or before == FOLDED:
        return None
    if before == ",":
        return _around_insertion(clause, end - 1, frozenset((",",)))
    if before in DASHES:
        return _around_insertion(clause, end - 1, DASHES)
    return _phrase(clause, end, "subject", 0.95)


def _before_bracket(clause: Clause, end: int) -> int:
    at = end - 1
    while at > 0 and clause.lower(at) not in ("(", "[") and end - at < 12:
        at -= 1
    return at if clause.lower(at) in ("(", "[") else 0


def _around_insertion(clause: Clause, close: int, marks: frozenset[str]) -> SourcePhrase | None:
    """Return what stands before an insertion that ends at `close`: Smith, a spokesman for the mayor, said."""
    at = close - 1
    while at > 0 and close - at < _LONGEST_INSERTION:
        lower = clause.lower(at)
        if lower in marks:
            if clause.lower(at - 1).isdigit() and clause.lower(at - 2) == ",":
                at -= 2  # "Smith, 34, who runs it, said"
            start = start_of_phrase(clause, at)
            if start > 1 and clause.words[start].lower in PREPOSITIONS and clause.lower(start - 1) in marks:
                at = start - 1  # "Smith, from Toronto, Canada, said"
                continue
            found = _phrase(clause, at, "insertion", 0.88)
            if found is None:
                return None
            described = clause.words[found.first].lower in DETERMINERS | {"one"} or clause.words[found.last - 1].text.islower()
            if described and _is_name(clause.words[at + 1 : close]):
                return SourcePhrase(at + 1, close, "insertion", 0.9)
            return _whole(clause, found)
        at -= 1
    return None


def _whole(clause: Clause, found: SourcePhrase) -> SourcePhrase:
    """Return the name before a phrase that only describes it: (Smith), the mayor, from Ohio, said."""
    first = clause.words[found.first]
    named = first.capital or (first.lower in DETERMINERS and clause.words[min(found.first + 1, found.last - 1)].capital)
    if named or clause.lower(found.first - 1) != ",":
        return found
    earlier = _phrase(clause, found.first - 1, "insertion", 0.85)
    return earlier if earlier is not None and earlier.sure >= 0.85 and clause.words[earlier.last - 1].capital else found


def _is_name(words: Sequence[Word]) -> bool:
    if not words or not words[0].capital or any(word.lower in _BODIES for word in words):
        return False
    if len(words) == 1 and "." in words[0].text:
        return False  # a state: Troy, N.Y.
    return len(words) <= 5 and all(word.capital or word.text in (".", "-") or len(word.text) <= 3 for word in words)


def _antecedent(clause: Clause, pronoun: int) -> SourcePhrase | None:
    end = pronoun - 1 if clause.lower(pronoun - 1) == "," or clause.lower(pronoun - 1) in DASHES else pronoun
    end = before_time(clause, end)
    first = start_of_phrase(clause, end)
    if first == end or clause.lower(end - 1) in PREPOSITIONS:
        return None
    return SourcePhrase(last_phrase(clause, first, end), end, "antecedent", 0.85)


def _phrase(clause: Clause, end: int, how: str, sure: float) -> SourcePhrase | None:
    """Return the noun phrase that ends before `end`, if it can be a source."""
    end = verb_group(clause, end)
    if clause.lower(end - 1) in (")", "]"):
        end = _before_bracket(clause, end)
    first = start_of_phrase(clause, end)
    words = clause.words
    if clause.lower(first - 1) in ("who", "which") and first > 1 and _opens_with_verb(clause, first, end):
        return _antecedent(clause, first - 1)  # Ann Lee who sponsored the bill said
    while first < end and _only_opens(words[first]):
        first += 1
    first = after_date(words, first, end)
    if first == end:
        return None
    if words[end - 1].lower in PERSONAL:
        first = end - 1
    elif words[first].lower in PREPOSITIONS or _opens_with_participle(words[first], first, end):
        first = last_phrase(clause, first, end)
        sure -= 0.07
    elif any(word.lower in PERSONAL for word in words[first : end - 1]):
        first = last_phrase(clause, first, end)
        sure -= 0.1
    last = without_adjunct(words, first, end)
    return SourcePhrase(first, last, how, round(sure, 2)) if may_be_source(words, first, last) else None


def _opens_with_verb(clause: Clause, first: int, end: int) -> bool:
    word = clause.words[first]
    return end - first > 1 and word.text.islower() and (word.lower.endswith("ed") or word.lower in _PAST or first in clause.cues)


def after_date(words: Sequence[Word], first: int, end: int) -> int:
    """Return where a subject begins after a date without a comma: This Wednesday [the minister] said."""
    at = first
    while at < end and words[at].lower in _DATING:
        at += 1
    dated = any(word.lower in _WHEN for word in words[first:at])
    return at if dated and at < end and words[at].lower not in ("'s", "’s") else first


def _only_opens(word: Word) -> bool:
    return word.lower not in ("both", "all") and (word.lower in OPENERS or is_adverb(word))


def _opens_with_participle(word: Word, first: int, end: int) -> bool:
    """Say whether a run of words opens with a participle: Speaking today Mr Roe."""
    return first == 0 and end > 2 and word.lower.endswith("ing") and len(word.lower) > 5


def noun_before(clause: Clause, end: int) -> SourcePhrase | None:
    """Return the noun phrase right before a participle that describes it: (the paper cited) unnamed sources claiming."""
    first = start_of_phrase(clause, end)
    if first == end:
        return None
    first = end - 1 if clause.lower(end - 1) in _OBJECTS else last_phrase(clause, first, end)
    return SourcePhrase(first, end, "noun", 0.88) if may_be_source(clause.words, first, end) else None


def source_after(clause: Clause, cue: int) -> SourcePhrase | None:
    """Return the source that stands after its cue: “…,” said the minister."""
    words, first = clause.words, cue + 1 + (clause.lower(cue + 1) == "out")  # “…,” pointed out Ann Lee
    while first < len(words) and is_adverb(words[first]):
        first += 1
    last = end_of_phrase(words, first)
    if not may_be_source(words, first, last):
        return None
    return SourcePhrase(first, last, "inverted", 0.95)


def agent(clause: Clause, cue: int) -> SourcePhrase | None:
    """Return the source of a passive: told by the minister."""
    for at in range(cue + 1, min(cue + 6, len(clause.words))):
        if clause.lower(at) == "by":
            last = end_of_phrase(clause.words, at + 1)
            return SourcePhrase(at + 1, last, "agent", 0.85) if may_be_source(clause.words, at + 1, last) else None
    return None


def main_subject(clause: Clause, before: int) -> SourcePhrase | None:
    """Return the subject of the main clause, which a participle or a second verb before it shares: X left, saying that."""
    words = clause.words
    first = after_date(words, _after_opening(clause, 0, before), before)
    last = first
    while last < before and last - first < _LONGEST_SUBJECT and not _ends_subject(clause, first, last, before):
        last += 1
    while first < last and (words[last - 1].lower in PREPOSITIONS or (last - first > 1 and is_adverb(words[last - 1]))):
        last -= 1
    short = last - first <= 3 and (words[last - 1].capital or words[last - 1].lower in PERSONAL)
    return SourcePhrase(first, last, "main", 0.88 if short else 0.75) if may_be_source(words, first, last) else None


def _ends_subject(clause: Clause, first: int, at: int, before: int) -> bool:
    words, lower = clause.words, clause.lower(at)
    if lower == "and" and at > first and joins(words, at, before):
        return False
    if lower in DASHES and is_inside_word(words, at):
        return False
    if lower in STOPS or lower in FINITE or at in clause.cues:
        return True
    if lower in ENDS_PHRASE - {"of"} or (at > first and (lower in _PAST or is_adverb(words[at]))):
        return True
    return at > first and (words[at - 1].lower in PERSONAL or _ends_name(words, at, first))


def _ends_name(words: Sequence[Word], at: int, first: int) -> bool:
    """Say whether a verb seems to follow a name: Trump tweeted, Canada bans the band; but not "Trump supporters"."""
    if not words[at - 1].capital or words[at].capital:
        return False
    if words[at].lower.endswith(("ed", "es", "ew", "ok", "ut", "nt", "ft")):
        return True
    following = words[at + 1] if at + 1 < len(words) else None
    return words[at].lower.endswith("s") and following is not None and (following.lower in DETERMINERS or following.capital)


def _opens_adjunct(word: Word, is_cue: bool) -> bool:
    lower = word.lower
    return lower in PREPOSITIONS or lower in SUBORDINATORS or (lower.endswith("ing") and is_cue) or lower in ("asked", "pressed")


def _after_opening(clause: Clause, first: int, before: int) -> int:
    """Return where the main clause begins after an opening such as "In an interview on Monday,"."""
    words = clause.words
    while first < before and (words[first].lower in OPENERS or is_adverb(words[first]) or words[first].text == ","):
        first += 1
    if first >= before or not (_opens_adjunct(words[first], first in clause.cues) or _is_participle(words[first], first)):
        return first
    for at in range(first, min(before, first + _FURTHEST_OPENING)):
        if words[at].text == ",":
            return at + 1
    return first


def _is_participle(word: Word, at: int) -> bool:
    return at == 0 and word.lower.endswith(("ing", "ed")) and len(word.lower) > 4
