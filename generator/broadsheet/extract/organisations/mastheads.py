"""Mastheads: names of newspapers, magazines and stations by their words: "The Times of Russia", "the Lancashire Telegraph".

Left out: media whose names have no such word, which are known or found by other means, and what a masthead means where it stands.
"""

from __future__ import annotations

from typing import NamedTuple

from broadsheet.extract.document.document import Document
from broadsheet.extract.organisations.known_organisations import KnownOrganisations

_LONGEST = 4
_CONFIDENCE, _PLAIN = 0.8, 0.7
_ARTICLES = frozenset(("The", "the"))
_NO_NAME = frozenset(
    ("Breaking", "Latest", "Sky", "Good", "Bad", "Fake", "World", "Business", "Other", "More", "Top", "This", "Local")
)
_WEAK_ALONE = frozenset(
    (
        "News",
        "Press",
        "Post",
        "Today",
        "Review",
        "Journal",
        "Magazine",
        "Television",
        "TV",
        "Radio",
        "Weekly",
        "Daily",
        "Online",
        "Wire",
    )
)
_OTHER_THINGS = frozenset(
    ("Star", "Sun", "Express", "Mirror", "Standard", "Monitor", "Mail", "Globe", "Register", "Blade", "Today")
)
_EDITIONS = frozenset(("Daily", "Sunday", "Evening", "Morning", "Weekend", "Boston", "Toronto", "Monitor", "Science", "Kansas"))
_MEDIUM_OF = frozenset(("Times", "Voice", "Radio", "News", "Herald", "Echo", "Chronicle", "Post"))


class Masthead(NamedTuple):
    """A masthead among a document's tokens: the first, the one after the last, and how sure it is that it is one.

    `first` is the article's, "The", where the name has it.
    """

    first: int
    last: int
    confidence: float


def find_mastheads(document: Document, known: KnownOrganisations) -> list[Masthead]:
    """Return the mastheads of a document, in order. Linear in the document."""
    words, found, taken = known.words["medium"], list[Masthead](), 0
    for number in [number for number, text in enumerate(document.texts) if text in words]:
        if number < taken:
            continue
        masthead = _masthead(document, number, known)
        if masthead is not None and masthead.first >= taken:
            found.append(masthead)
            taken = masthead.last
    return found


def _masthead(document: Document, number: int, known: KnownOrganisations) -> Masthead | None:
    tokens, openers = document.tokens, known.words["opener"]
    first = number
    while first > max(0, number - _LONGEST) and _joined(document, first) and _names(tokens[first - 1].text, openers):
        first -= 1
    article = first > 0 and tokens[first - 1].text in _ARTICLES and _joined(document, first)
    last = _of_place(document, number) if tokens[number].text in _MEDIUM_OF and article and first == number else 0
    if last:
        return Masthead(first - 1, last, _CONFIDENCE)
    if first == number or tokens[first].text in _NO_NAME:
        return None
    after = number + 1
    if after < len(tokens) and _joined(document, after) and _names(tokens[after].text, openers):
        return None
    if tokens[number].text in _OTHER_THINGS and tokens[number - 1].text not in _EDITIONS:
        return None
    weak = tokens[number].text in _WEAK_ALONE
    if weak and not article:
        return None
    capital = article and tokens[first - 1].text == "The"
    return Masthead(first - capital, number + 1, _PLAIN if weak or not article else _CONFIDENCE)


def _of_place(document: Document, number: int) -> int:
    """Return the token after "of Russia" behind a masthead's word, or 0."""
    tokens = document.tokens
    if number + 2 >= len(tokens) or tokens[number + 1].text != "of" or not _joined(document, number + 2):
        return 0
    at = number + 2 + (tokens[number + 2].text == "the")
    if at >= len(tokens) or not tokens[at].text[:1].isupper():
        return 0
    while at + 1 < len(tokens) and at < number + _LONGEST and _joined(document, at + 1) and tokens[at + 1].text[:1].isupper():
        at += 1
    return at + 1


def _names(word: str, openers: frozenset[str]) -> bool:
    return (word[:1].isupper() and word not in openers) or word in ("-", "&")


def _joined(document: Document, number: int) -> bool:
    tokens = document.tokens
    gap = document.text[tokens[number - 1].end : tokens[number].start]
    return gap in ("", " ")
