"""Status: what a statement is worth by its own words: confirmed, reported, unconfirmed, disputed or denied; which words say so.

The cue decides, then the source, then what the sentences beside it say of it, then whether another party says the contrary.
What nothing speaks of is reported.

Left out: whether the statement is true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.extract.document.document import Document
from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.statements import Statement, TextSpan

CONFIRMED, REPORTED, UNCONFIRMED, DISPUTED, DENIED = "confirmed", "reported", "unconfirmed", "disputed", "denied"
_SURE = {CONFIRMED: 0.9, REPORTED: 0.85, UNCONFIRMED: 0.9, DISPUTED: 0.85, DENIED: 0.92}
_UNNAMED = re.compile(
    r"\b(?:unnamed|anonymous|unidentified|undisclosed|unspecified|unconfirmed|unverified|rumou?rs?|sources?|insiders?|hearsay"
    r"|(?:person|people|individuals?|someone|those) (?:\w+ )?(?:familiar|close|briefed|with knowledge)"
    r"|(?:social media|online) (?:users|posts|accounts|rumou?rs)|speculation)\b",
    re.IGNORECASE,
)
_BARE_REPORTS = re.compile(
    r"^(?:(?:some|other|several|many|early|initial|local|media|press|news|recent) ){0,3}reports?\b", re.IGNORECASE
)
_NAMED_SOURCE = re.compile(r"\b(?:data|news|primary|energy|water|power|food) sources?\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:on (?:the )?condition of anonymity|(?:asked|declined|requested|wished|wanted) not to be (?:named|identified)"
    r"|not authori[sz]ed to (?:speak|discuss|comment)|(?:could|can) ?not (?:be )?(?:immediately |independently )*(?:be )?"
    r"(?:immediately |independently )*(?:verif(?:y|ied)|confirm(?:ed)?)|(?:has|have|had) (?:not|yet to) (?:yet )?(?:been |be )?"
    r"(?:independently |officially )*(?:verified|confirmed)|no (?:official|independent|immediate) (?:confirmation|comment)"
    r"|without (?:providing|offering|citing|giving) (?:any )?(?:evidence|proof|details)|unconfirmed(?! by)|unverified)\b",
    re.IGNORECASE,
)
_UNTRUE = re.compile(
    r"\b(?:as|was|were|is|are|calls?|called|calling) (?:[\w“\"'‘’]+ ){0,3}?[“\"‘']?(?:false|untrue|baseless|unfounded|groundless"
    r"|fabricat(?:ed|ion)s?|fake|nonsense|lies?|a lie|a hoax|bogus|fiction|inaccurate|propaganda)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:claims?|reports?|allegations?|accusations?|suggestions?|rumou?rs?|assertions?|charges?|speculation|idea|notion|that|accounts?)\b",
    re.IGNORECASE,
)
_CONTRASTING = re.compile(r"(?:^|[,;—] ?|\s)(?:but|while|whereas|though|although|however)\b", re.IGNORECASE)
_ASSERTIVE = word_set("assertive")
_FIRM = frozenset(["maintain", "insist", "contend", "deny", "reject", "dispute", "counter"])
_MEDIA = word_set("medium")
_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = word_set("common")
_MUCH_SHARED = 0.5
_LEAST_SHARED = 2
_BESIDE = 2_000
_WINDOW = 800  # code points of a sentence that are looked at
_LOOKED_BACK = 40


class Status(NamedTuple):
    """A status, the words that decided it, the rule, and how sure it is."""

    value: str
    evidence: tuple[TextSpan, ...]
    rule: str
    confidence: float


def judge_statements(document: Document, statements: Sequence[Statement]) -> tuple[Status, ...]:
    """Return the status of each statement, in the same order. Linear: each is compared with a few before it."""
    found = [_own_status(document, statement) for statement in statements]
    _look_beside(document, statements, found)
    _compare(document, statements, found)
    return tuple(found)


def _own_status(document: Document, statement: Statement) -> Status:
    """Return the status that the statement's own cue, source and sentence give it."""
    text, cue = document.text, statement.cue
    sentence = document.sentence_at(cue.start)
    start, end = (sentence.start, sentence.end) if sentence else (cue.start, cue.end)
    start, end = max(start, cue.start - _WINDOW), min(end, cue.end + _WINDOW)
    if statement.negation is not None and statement.traits & {"confirms", "denies"}:
        return _status(UNCONFIRMED, "not confirmed", statement.negation, cue)
    if statement.negation is None and "denies" in statement.traits:
        denied = _denied(document, statement, start, end)
        if denied is not None:
            return denied
    unnamed = _unnamed(document, statement)
    if unnamed is not None:
        return unnamed
    aside = _ASIDE.search(text, start, end)
    if aside:
        return _status(UNCONFIRMED, "aside", TextSpan(aside.start(), aside.end()))
    if "confirms" in statement.traits and statement.negation is None and not _is_medium(document, statement.source):
        return _status(CONFIRMED, "confirmed by its source", cue, statement.source)
    if "doubts" in statement.traits:
        return _status(DISPUTED, "doubted", cue)
    return _status(REPORTED, "reported", cue)


def _status(value: str, rule: str, *evidence: TextSpan) -> Status:
    return Status(value, evidence, rule, _SURE[value])


def _denied(document: Document, statement: Statement, start: int, end: int) -> Status | None:
    """Return that a statement is denied: the cue denies, or rejects a claim, or calls it untrue."""
    if statement.word == "deny":
        return _status(DENIED, "denied", statement.cue)
    untrue = _UNTRUE.search(document.text, statement.cue.end, end)
    if untrue:
        return _status(DENIED, "called untrue", statement.cue, TextSpan(untrue.start(), untrue.end()))
    claim = _CLAIM.search(document.text, statement.cue.end, min(end, statement.cue.end + 60))
    if not claim:
        return None
    value = DISPUTED if statement.word in ("dispute", "contest", "question", "challenge") else DENIED
    return _status(value, "claim rejected", statement.cue, TextSpan(claim.start(), claim.end()))


def _unnamed(document: Document, statement: Statement) -> Status | None:
    source = document.text[statement.source.start : statement.source.end]
    match = _UNNAMED.search(source) or _BARE_REPORTS.search(source)
    if match is None or _NAMED_SOURCE.search(source):
        return None
    span = TextSpan(statement.source.start + match.start(), statement.source.start + match.end())
    return _status(UNCONFIRMED, "unnamed source", span)


def _is_medium(document: Document, source: TextSpan) -> bool:
    words = document.text[source.start : source.end].lower().split()
    return any(word.strip(".,") in _MEDIA for word in words)


def _look_beside(document: Document, statements: Sequence[Statement], found: list[Status]) -> None:
    """Let a sentence that says it is not confirmed decide on what is reported in the sentence before it."""
    for number, statement in enumerate(statements):
        if found[number].value != REPORTED:
            continue
        sentence = document.sentence_at(statement.cue.start)
        if sentence is None or sentence.end + 2 > len(document.text):
            continue
        following = document.sentence_at(min(len(document.text) - 1, sentence.end + 1))
        if following is None or "\n" in document.text[sentence.end : following.start]:
            continue
        aside = _ASIDE.search(document.text, following.start, min(following.end, following.start + _WINDOW))
        if aside and not any(following.start <= other.cue.start < aside.start() for other in statements[number + 1 : number + 4]):
            found[number] = _status(UNCONFIRMED, "sentence after", TextSpan(aside.start(), aside.end()))
        for other in statements[number + 1 : number + 4]:
            denied = other.negation if other.traits & {"confirms"} else None
            if denied is not None and following.start <= other.cue.start < following.end:
                found[number] = _status(UNCONFIRMED, "sentence after", denied, other.cue)


def _compare(document: Document, statements: Sequence[Statement], found: list[Status]) -> None:
    """Let two parties who say the contrary of each other make both statements disputed."""
    for number, statement in enumerate(statements):
        if found[number].value == DENIED:
            _deny(document, statements, found, number)
        elif found[number].value == REPORTED and statement.word in _ASSERTIVE:
            for other in range(number - 1, max(-1, number - _LOOKED_BACK), -1):
                before = statements[other]
                if statement.source.start - before.cue.end > _BESIDE:
                    break
                if found[other].value == REPORTED and _contrasts(document, before, statement):
                    found[other] = _status(DISPUTED, "contrary statements", before.cue, statement.cue)
                    found[number] = _status(DISPUTED, "contrary statements", before.cue, statement.cue)


def _deny(document: Document, statements: Sequence[Statement], found: list[Status], number: int) -> None:
    """Let a denial make disputed what another party has stated before."""
    denial = statements[number]
    denied = _content_words(document, denial)
    for other in range(max(0, number - _LOOKED_BACK), number):
        before = statements[other]
        if found[other].value not in (REPORTED, CONFIRMED) or _same_source(document, before, denial):
            continue
        if _shares_much(_content_words(document, before), denied):
            found[other] = _status(DISPUTED, "denied by another", before.cue, denial.cue)


def _contrasts(document: Document, one: Statement, other: Statement) -> bool:
    """Say whether a sentence sets one party's word against another's: X maintain that …, while Y insists …"""
    if not {one.word, other.word} & _FIRM or not {one.word, other.word} <= _ASSERTIVE or other.source.start < one.cue.end:
        return False
    sentence = document.sentence_at(one.cue.start)
    if sentence is None or not sentence.start <= other.source.start < sentence.end or _same_source(document, one, other):
        return False
    return bool(_CONTRASTING.search(document.text, max(one.cue.end, other.source.start - 12), other.source.start))


def _same_source(document: Document, one: Statement, other: Statement) -> bool:
    words = [document.text[s.source.start : s.source.end].lower().split() for s in (one, other)]
    return one.source == other.source or words[0][-1] == words[1][-1]


def _content_words(document: Document, statement: Statement) -> frozenset[str]:
    words = _CONTENT_WORD.findall(statement.text(document).lower())
    return frozenset(word[:6] for word in words if word not in _COMMON)


def _shares_much(one: frozenset[str], other: frozenset[str]) -> bool:
    both = len(one & other)
    return both >= _LEAST_SHARED and both >= _MUCH_SHARED * min(len(one), len(other))
