"""Status: what a statement is worth by its own words: confirmed, reported, unconfirmed, disputed or denied; which words say so.

The cue decides, then the source, then what the sentence after it says of it. What nothing speaks of is reported. So the status is
that of who speaks: confirmed by them, denied by them.

Left out: whether the statement is true, and whether another party says the contrary.
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
_MEDIA = word_set("medium")
_WINDOW = 800  # code points of a sentence that are looked at


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
