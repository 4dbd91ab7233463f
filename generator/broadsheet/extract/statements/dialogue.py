"""Dialogue: words that are quoted without marks: the turns of a transcript, and a paragraph that a colon leads in.

Left out: quotations with marks (`quotations.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from broadsheet.extract.document.document import Document
from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.quotations import FEWEST_WORDS, Quotation

_LABEL = re.compile(
    r"[ \t]*[\"“]?(?P<name>(?:Q|A|[A-Z][A-Z.'’\-]{2,24}(?: [A-Z][A-Z.'’\-]{1,24}){0,3}"
    r"|[A-Z][\w.'’\-]{1,24}(?: [A-Z][\w.'’\-]{0,24}){0,3})(?: ?\([^()\n]{1,30}\))?)(?P<colon>[:.])[ \t]+(?=\S)"
)
_SIGNED = re.compile(r"(?P<dash>[—–―-]{1,2}) ?(?P<name>[^\W\d_][^\n()—–@]{1,60}?) \(@\w{1,30}\)")
_SIGNATURE = re.compile(
    r"[ \t\xa0]*(?:\n[ \t\xa0]*){0,2}(?P<dash>[—–―]|--?)[ \t\xa0]?"
    r"(?P<name>[A-Z][\w'’\-]{1,24}(?: (?:[A-Z]\.|[A-Z][\w'’\-]{0,24}|van|von|de|del|di|da|al|bin|la)){1,4})"
    r"(?: ?[,(][^\n.!?]{1,100})?[.]?[ \t\xa0]*(?:\n|$)"
)
_OURSELVES = re.compile(r"\b(?:I|we|We|our|Our|us|my|My|me)\b")
_MOST_BLOCKS, _LONGEST_LOOK = 12, 3_000
_NO_SPEAKERS = word_set("no speaker")
_ASKING, _ANSWERING = "Q", "A"
_SURE_CAPITALS, _SURE_NAMES = 0.9, 0.75
_FEWEST = 2
_FEWEST_NAMES = 4
_SHORTEST_BLOCK = 4  # words
_MOST = 3_000  # turns: a text with more is no transcript of one talk


class Turn(NamedTuple):
    """What one speaker of a transcript says: the spans of the words, of the label and of its colon."""

    words: tuple[int, int]
    label: tuple[int, int]
    colon: tuple[int, int]
    confidence: float


def find_turns(document: Document) -> tuple[Turn, ...]:
    """Return the turns of a transcript, in order; nothing where the document is none. Linear in the document."""
    found = list(islice(_labelled(document), _MOST))
    capitals = [turn for turn in found if _is_shouted(document, turn)]
    if len(capitals) >= _FEWEST and len({_name(document, turn) for turn in capitals}) > 1:
        return tuple(capitals)
    names = [_name(document, turn) for turn in found]
    if len(found) >= _FEWEST_NAMES and len(found) >= 2 * len(dict.fromkeys(names)) > 2:
        return tuple(turn._replace(confidence=_SURE_NAMES) for turn in found)
    return ()


def _labelled(document: Document) -> Iterator[Turn]:
    at = 0
    for line in document.text.split("\n"):
        match = _LABEL.match(line)
        if match and _may_speak(match):
            end = at + len(line.rstrip())
            label = at + match.start("name"), at + match.end("name")
            yield Turn((at + match.end(), end), label, (at + match.start("colon"), at + match.end("colon")), _SURE_CAPITALS)
        at += len(line) + 1


def _may_speak(match: re.Match[str]) -> bool:
    name = match["name"]
    if match["colon"] == ".":
        return name in (_ASKING, _ANSWERING)
    return name.split(" ")[0].rstrip("s.").lower() not in _NO_SPEAKERS and name.lower() not in _NO_SPEAKERS


def _is_shouted(document: Document, turn: Turn) -> bool:
    name = _name(document, turn)
    return name.upper() == name


def _name(document: Document, turn: Turn) -> str:
    return document.text[turn.label[0] : turn.label[1]].partition("(")[0].strip()


def find_signed(document: Document) -> tuple[Turn, ...]:
    """Return posts that are signed as the network shows them: text, a dash, a name and its handle. Linear in the document."""
    found: list[Turn] = []
    before = (0, 0)
    at = 0
    for line in document.text.split("\n"):
        if len(found) >= _MOST:
            break
        match = _SIGNED.search(line) if "(@" in line else None
        start, end = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        if match:
            own = at + len(line[: match.start()].rstrip())
            words = (start, own) if own > start else before
            if words[1] > words[0]:
                label = at + match.start("name"), at + match.end("name")
                found.append(Turn(words, label, (at + match.start("dash"), at + match.end("dash")), _SURE_CAPITALS))
        if end > start:
            before = start, end
        at += len(line) + 1
    return tuple(found)


class Signature(NamedTuple):
    """Whose a quotation is by the name below it: the number of the quotation, the spans of the name and of the dash before it."""

    quotation: int
    name: tuple[int, int]
    dash: tuple[int, int]


def find_signatures(document: Document, quotations: Sequence[Quotation]) -> tuple[Signature, ...]:
    """Return the signatures of quotations that are paragraphs of their own: “We stay.” — Ann Lee, a teacher. Linear."""
    found: list[Signature] = []
    text = document.text
    for number, quotation in enumerate(quotations):
        start, _ = document.paragraph_at(quotation.start)
        alone = quotation.closed and quotation.words >= FEWEST_WORDS and not text[start : quotation.start].strip()
        match = _SIGNATURE.match(text, quotation.end) if alone else None
        if match:
            found.append(Signature(number, match.span("name"), match.span("dash")))
    return tuple(found)


def blocks_after(document: Document, end: int) -> list[tuple[int, int]]:
    """Return the paragraphs that a colon at the end of a paragraph leads in: the next line that holds a sentence.

    Where it has no marks and speaks of itself (we, our), the lines after it go on as long as they do so, too.
    """
    found: list[tuple[int, int]] = []
    while len(found) < _MOST_BLOCKS:
        block = _block_after(document, found[-1][1] if found else end)
        if block is None or (found and not _speaks_of_itself(document, block)):
            break
        found.append(block)
        if not _speaks_of_itself(document, block):
            break
    return found


def _speaks_of_itself(document: Document, block: tuple[int, int]) -> bool:
    text = document.text[block[0] : min(block[1], block[0] + _LONGEST_LOOK)]
    return bool(_OURSELVES.search(text)) and not any(mark in text for mark in '"“”')


def _block_after(document: Document, end: int) -> tuple[int, int] | None:
    text, at = document.text, end
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or "\n" not in text[end:at]:
        return None
    start, stop = document.paragraph_at(at)
    line = text[start:stop]
    start += len(line) - len(line.lstrip())
    first, last = document.token_at(start), document.token_at(stop)
    return (start, start + len(line.strip())) if last - first >= _SHORTEST_BLOCK else None
