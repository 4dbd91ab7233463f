"""Mastheads: names of newspapers, magazines and stations by their words: "the Lancashire Telegraph".

Left out: media whose names have no such word, which are known or found by other means, and what a masthead means where it stands.
"""

from __future__ import annotations

from typing import NamedTuple

from broadsheet.extract.document.document import Document
from broadsheet.extract.organisations.known_organisations import KnownOrganisations

_LONGEST = 4
_CONFIDENCE, _PLAIN = 0.8, 0.7
_ARTICLES = frozenset(("The", "the"))


class Masthead(NamedTuple):
    """A masthead among a document's tokens: the first, the one after the last, and how sure it is that it is one.

    `first` is the article's, "The", where the name has it.
    """

    first: int
    last: int
    confidence: float


def find_mastheads(document: Document, known: KnownOrganisations) -> list[Masthead]:
    """Return the mastheads of a document, in order. Linear in the document."""
    words = known.words["medium"] - known.words["unlikely"]
    numbers = [number for number, text in enumerate(document.texts) if text in words]
    return list(filter(None, (_masthead(document, number, known) for number in numbers)))


def _masthead(document: Document, number: int, known: KnownOrganisations) -> Masthead | None:
    """Return the masthead that ends with a medium's word, with the capitalised words before it; a weak word needs an article."""
    texts, openers, first = document.texts, known.words["opener"], number
    while first > max(0, number - _LONGEST) and _joined(document, first) and _names(texts[first - 1], openers):
        first -= 1
    after = number + 1
    goes_on = after < len(texts) and _joined(document, after) and _names(texts[after], openers)
    article = texts[first - 1] if first > 0 and _joined(document, first) else ""
    weak = texts[number] in known.words["weak"]
    if first == number or goes_on or (weak and article not in _ARTICLES):
        return None
    sure = article in _ARTICLES and not weak
    return Masthead(first - (article == "The"), after, _CONFIDENCE if sure else _PLAIN)


def _names(word: str, openers: frozenset[str]) -> bool:
    return (word[:1].isupper() and word not in openers) or word in ("-", "&")


def _joined(document: Document, number: int) -> bool:
    tokens = document.tokens
    gap = document.text[tokens[number - 1].end : tokens[number].start]
    return gap in ("", " ")
