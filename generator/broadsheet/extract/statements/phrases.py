"""Phrases: where a noun phrase begins and ends, and what belongs to a verb, told by small words, capitals and stops alone.

Left out: which phrase is the source of a statement (`sources.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.clauses import FOLDED, Clause, Word

AUXILIARIES = word_set("auxiliary")
FINITE = AUXILIARIES - {"being", "be", "been", "having", "'s", "’s"}
PREPOSITIONS = word_set("preposition")
SUBORDINATORS = word_set("subordinator")
DETERMINERS = word_set("determiner")
PERSONAL = frozenset(("he", "she", "they", "we", "i", "it", "you"))
DASHES = frozenset(("—", "–", "-", "―"))
STOPS = DASHES | {".", ";", ":", "?", "!", "(", ")", "[", "]", ",", "•", "|", "/", '"', FOLDED}
ENDS_PHRASE = STOPS | word_set("ends phrase") | word_set("day")
_ADVERBS = word_set("adverb")
_NOT_ADVERBS = word_set("no adverb")
_ALONE = frozenset(("others", "many", "some", "several", "most", "one", "all", "both", "few", "those"))  # stand without a noun
_CONTRACTED = frozenset(("'d", "’d", "'ve", "’ve", "'ll", "’ll", "'m", "’m", "'re", "’re"))
_DAYS = word_set("day")
_TIMES = word_set("time")
_WHEN = frozenset(("last", "this", "early", "late", "earlier", "on", "in", "at", "over", "next"))
_BEFORE_NAME = (
    PREPOSITIONS | DETERMINERS | word_set("role") | word_set("title") | word_set("body") | {"al", "bin", "van", "von", "de"}
)
_SPLITTING = AUXILIARIES - {"'s", "’s"}
_MOMENTS = word_set("time") | {"time", "day", "moment", "hour", "minute"}
_SHORT = 4
_FURTHEST = 18


def verb_group(clause: Clause, cue: int) -> int:
    """Return the number of the first word of the verb group that ends with a cue: has since repeatedly said."""
    words, at = clause.words, cue
    while at > 0:
        word = words[at - 1]
        floating = word.lower in ("all", "both") and (at < 2 or words[at - 2].lower in SUBORDINATORS | STOPS)
        since = word.lower == "since" and at > 1 and words[at - 2].lower in AUXILIARIES  # has since said
        if since or (not floating and (word.lower in AUXILIARIES or word.lower in _CONTRACTED or is_adverb(word))):
            at -= 1
            continue
        skipped = before_time(clause, at)
        if skipped == at:
            return at
        at = skipped
    return at


def verb_of_object(clause: Clause, noun: int, verbs: frozenset[str]) -> int | None:
    """Return the number of the verb, one of `verbs`, whose object a noun is: made the false claim."""
    for at in range(noun - 1, max(-1, noun - 6), -1):
        lower = clause.lower(at)
        if lower in verbs:
            return at
        if lower in STOPS or (lower in PREPOSITIONS and lower != "following"):
            return None
    return None


def is_adverb(word: Word) -> bool:
    """Say whether a word may stand between a subject and its verb."""
    lower = word.lower
    return lower in _ADVERBS or (len(lower) > 4 and lower.endswith("ly") and lower not in _NOT_ADVERBS and not word.capital)


def before_time(clause: Clause, at: int) -> int:
    """Return where a date before a verb begins: Trump [on Tuesday] said."""
    back = at
    if clause.lower(back - 1) in _DAYS and (clause.lower(back - 1).endswith("day") or not clause.words[back - 1].capital):
        back -= 1
    elif clause.lower(back - 1) in _TIMES and clause.lower(back - 2) in _WHEN:
        back -= 2
    else:
        return at
    while back > 1 and clause.lower(back - 1) in _WHEN:
        back -= 1
    return back if back > 0 else at


def start_of_phrase(clause: Clause, end: int) -> int:
    """Return where the run of words that ends before `end` begins: after a stop, a conjunction, or a verb."""
    words, at = clause.words, end
    while at > 0 and end - at < _FURTHEST:
        lower = words[at - 1].lower
        if lower in STOPS and not _is_list_comma(words, at - 1, end) and not is_inside_word(words, at - 1):
            break
        pointing = lower == "that" and clause.lower(at - 2) in PREPOSITIONS  # the judge in that case
        if (lower in SUBORDINATORS and not pointing) or (lower in FINITE and at < end):
            break
        if lower in ("and", "or") and not joins(words, at - 1, end):
            break
        if _is_finite_cue(clause, at - 1, end):
            break
        at -= 1
    return at


def _is_finite_cue(clause: Clause, at: int, end: int) -> bool:
    """Say whether a word is a verb that ends the search for a subject, and not a noun: what some [reports] suggest."""
    cue = clause.cues.get(at)
    if cue is None or cue.forms & {"base", "ing"} or clause.words[at].capital:
        return False
    return not ("noun" in cue.traits and cue.forms <= {"third"} and at == end - 1)


def _is_list_comma(words: Sequence[Word], at: int, end: int) -> bool:
    """Say whether a comma stands in a list of names: Cruz, Rubio and Kasich said; or before a degree: Smith, Jr."""
    if words[at].text != "," or not 0 < at < end - 1:
        return False
    following = [word.lower for word in words[at + 1 : min(end, at + 6)]]
    if following[0] in ("jr.", "jr", "sr.", "sr"):
        return True
    return words[at - 1].capital and words[at + 1].capital and "and" in following


def is_inside_word(words: Sequence[Word], at: int) -> bool:
    """Say whether a sign stands inside a word: a hyphen, the point of a web address."""
    if (words[at].text not in DASHES and words[at].text != ".") or not 0 < at < len(words) - 1:
        return False
    return words[at - 1].end == words[at].start and words[at].end == words[at + 1].start


def joins(words: Sequence[Word], at: int, end: int) -> bool:
    """Say whether "and" joins two names or two nouns of one subject, not two clauses."""
    if at == 0 or at + 1 >= end:
        return False
    before, after = words[at - 1], words[at + 1]
    if before.capital and (after.capital or after.lower in ("the", "his", "her", "their")):
        return True
    if after.capital or after.lower in PERSONAL or (before.capital and at > 1):
        return False
    plural = before.lower.endswith("s") or before.lower in ("police", "people")
    return plural and any(word.lower.endswith("s") for word in words[at + 1 : end])


def last_phrase(clause: Clause, first: int, end: int) -> int:
    """Return where the last noun phrase of a run of words begins: (in an interview with) the campaign manager."""
    words, at = clause.words, end - 1
    while at > first:
        lower, before = words[at].lower, words[at - 1]
        if lower in DETERMINERS and before.lower != "of":
            return at
        if words[at].capital and before.text.islower() and before.lower not in _BEFORE_NAME:
            return at  # met Ann Lee
        if before.lower in PREPOSITIONS and before.lower not in ("of", "for"):
            return at
        if (
            before.lower in PERSONAL
            or (before.lower in _DAYS and lower not in ("'s", "’s"))
            or before.lower in _SPLITTING
            or (is_adverb(before) and not before.capital)
        ):
            return at
        if before.lower in ("of", "for") and at - 1 <= first:
            return at
        at -= 1
    return at


def without_adjunct(words: Sequence[Word], first: int, end: int) -> int:
    """Return the end of a name without where or when: Trump [in a speech in Ohio] said."""
    for at in range(first + 1, end):
        lower = words[at].lower
        several = at - 1 == first and words[first].lower.endswith("s")  # Officials in Washington
        if lower in ("in", "on", "at", "during", "after") and words[at - 1].capital and at + 1 < end and not several:
            return at
    while end - first > 1 and words[end - 1].text.islower() and _is_loose(words[end - 2].lower, words[end - 1].lower):
        end -= 1  # a poll released (on Wednesday), reports circulating
    return end


def _is_loose(noun: str, word: str) -> bool:
    return word.endswith("ed") or (word.endswith("ing") and noun.endswith("s") and noun not in ("'s", "’s"))


def end_of_phrase(words: Sequence[Word], first: int, longest: int = 14) -> int:
    """Return the end of the noun phrase that begins at a word."""
    at = first
    while at < len(words) and at - first < longest:
        lower = words[at].lower
        if is_inside_word(words, at) or (lower == "and" and at > first and joins(words, at, len(words))):
            at += 1
            continue
        if lower in ENDS_PHRASE or lower in AUXILIARIES - {"'s", "’s"}:
            break
        at += 1
    return at


def may_be_source(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether words can name somebody: not a bare article, not an infinitive, not "there"."""
    if first >= last:
        return False
    opening, closing = words[first].lower, words[last - 1].lower
    if closing in PREPOSITIONS or closing in DETERMINERS - _ALONE:
        return False
    if opening in ("there", "to", "not") or (opening in DETERMINERS and closing in _MOMENTS and last - first <= _SHORT):
        return False  # at the same time
    return any(word.text[0].isalpha() for word in words[first:last])
