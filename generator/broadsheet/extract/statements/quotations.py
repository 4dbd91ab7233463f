"""Quotations: what stands between quotation marks, of every kind of mark, over paragraphs and one inside another.

A mark is judged by what stands beside it, so that apostrophes (O’Brien, the voters’ choice, ’90s) and inches are none. A
quotation that a paragraph does not close goes to the paragraph's end; where the next one opens with the same mark, it goes on.
One that its paragraph opens again at a sentence's end goes on there.

Left out: who said the words (`speakers.py`), and words quoted without marks (`dialogue.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from broadsheet.extract.document.document import Document

FEWEST_WORDS = 4  # of a quote that can stand by itself
_MARKS = re.compile(r"``|''|[\"“”„‟«»‹›‘’‚'`]")
_CLOSERS = {
    '"': ('"', "”", "“"),
    "“": ("”", '"', "“"),
    "”": ("”", '"'),
    "„": ("“", "”", '"'),
    "‟": ("”",),
    "«": ("»",),
    "»": ("«",),
    "‹": ("›",),
    "›": ("‹",),
    "‘": ("’", "'"),
    "‚": ("‘", "’"),
    "'": ("'", "’"),
    "`": ("'", "’", "`"),
    "``": ("''", '"', "”"),
    "''": ("''", '"', "”"),
}
_SINGLE = frozenset("‘’‚'`")
_DOUBLE = '"“”'
_OPENING_ONLY = frozenset(("„", "‟", "‚", "``"))
_BEFORE_OPENING = frozenset(" \t\xa0([{—–-―/:“\"‘'«„…")
_ELIDED = re.compile(r"(?:em|tis|twas|til|till|cause|n|bout|round|s|re|ll|ve|d|m|t|cuz|cos|tude)\b|\d\ds?\b", re.IGNORECASE)
_SMALL_WORDS = 4  # a title does not capitalise shorter ones
_SMALL = frozenset(("with", "from", "into", "over", "upon"))
_LONGEST_TITLE = 10
_DEEPEST = 4
_MOST = 3_000  # in a document: a text with more is no article, and what follows is left out
_LONGEST_SINGLE = 1_500  # code points: single marks farther apart are apostrophes


class Quotation(NamedTuple):
    """Quoted words: from `start` to `end` with their marks, from `first` to `last` without; offsets are code points.

    `words` counts them. `depth` is 0 where no other quotation is around. `closed` is false where the paragraph ends first, and
    `goes_on` is true where the quotation takes up that of the paragraph before. `form` is whole (it can stand by itself), part
    (a few words, or words built into the article's own sentence) or title (capitalised like the name of a work or a slogan).
    """

    start: int
    end: int
    first: int
    last: int
    words: int
    depth: int = 0
    closed: bool = True
    goes_on: bool = False
    form: str = "whole"


def find_quotations(document: Document) -> tuple[Quotation, ...]:
    """Return the quotations of a document in order of their start. Linear in the document."""
    found: list[Quotation] = []
    unclosed = ""
    for start, end in _paragraphs(document.text):
        here, still_open = _in_paragraph(document, start, end, unclosed)
        if here and unclosed and here[0].start == start and document.text[start] in _alike(unclosed):
            here[0] = here[0]._replace(goes_on=True)
        unclosed = still_open
        found += here
        if len(found) >= _MOST:
            break
    return tuple(found[:_MOST])


def outermost(quotations: tuple[Quotation, ...]) -> tuple[Quotation, ...]:
    """Return the quotations that stand in no other."""
    return tuple(quotation for quotation in quotations if not quotation.depth)


def _alike(mark: str) -> str:
    """Return the marks that a quotation may go on with in the next paragraph."""
    return _DOUBLE if mark in _DOUBLE else mark


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the lines that hold anything, without the blanks around them."""
    at = 0
    for line in text.split("\n"):
        shown = line.strip()
        if shown:
            start = at + line.index(shown[0])
            yield start, start + len(shown)
        at += len(line) + 1


class _Mark(NamedTuple):
    """A mark with the characters beside it; `opens` and `closes` say what it can do there."""

    start: int
    end: int
    text: str
    opens: bool
    closes: bool


def _in_paragraph(document: Document, start: int, end: int, unclosed: str) -> tuple[list[Quotation], str]:
    """Return a paragraph's quotations and the mark of one that it leaves open; `unclosed` is that of the paragraph before."""
    matches = islice(_MARKS.finditer(document.text, start, end), 2 * _MOST)
    marks = [_mark(document.text, match, start, end) for match in matches]
    if not marks:
        return [], ""
    found: list[Quotation] = []
    opened: list[_Mark] = []
    if unclosed and marks[0].text in _CLOSERS[unclosed] and marks[0].closes and not marks[0].opens:
        found.append(_quotation(document, start, marks[0].end, start, marks[0].start, 0)._replace(goes_on=True))
        marks = marks[1:]  # no mark opens this paragraph, and its first one closes
    last_single, going_on = _last_singles(document.text, marks), set[int]()
    for number, mark in enumerate(marks):
        level = _closed_by(mark, opened, document.text, last_single[number])
        if level is not None:
            opener = opened[level]
            del opened[level:]
            found.append(_quotation(document, opener.start, mark.end, opener.end, mark.start, level))
        elif _can_open(mark, opened, last_single[number]):
            if opened and opened[-1].text == mark.text and mark.text not in _SINGLE:
                opener = opened.pop()  # a mark opens twice by mistake, or where a quotation of several paragraphs stands in one
                last = opener.start + len(document.text[opener.start : mark.start].rstrip())
                if not opened and document.text[last - 1] in ".!?":
                    found.append(_quotation(document, opener.start, last, opener.end, last, 0)._replace(closed=False))
                    going_on.add(mark.start)
            if len(opened) < _DEEPEST:
                opened.append(mark)
    left = opened[0] if opened and opened[0].text not in _SINGLE else None
    if left is not None:
        found = [q for q in found if q.start < left.start or q.depth > 0]
        found.append(_quotation(document, left.start, end, left.end, end, 0)._replace(closed=False))
    whole = (q._replace(goes_on=q.goes_on or q.start in going_on) for q in found if q.last > q.first)
    return sorted(whole), left.text if left else ""


def _mark(text: str, match: re.Match[str], start: int, end: int) -> _Mark:
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    sign = match.group()
    spaced = after.isspace()
    if sign in _SINGLE:
        opens = not spaced and after.isalnum() and before in _BEFORE_OPENING
        opens = opens and not _ELIDED.match(text, match.end(), min(end, match.end() + 6))
        closes = not before.isspace() and not after.isalnum()
    else:
        opens = not spaced and (before in _BEFORE_OPENING or before.isspace() or not (before.isalnum() or after in ".,;:!?)"))
        opens = opens or (sign in "“«„‹" and not spaced)
        closes = not (before.isspace() and not spaced)
    return _Mark(match.start(), match.end(), sign, opens, closes and sign not in _OPENING_ONLY)


def _last_singles(text: str, marks: list[_Mark]) -> list[int]:
    """Return for each mark the offset of the next single mark after it that can only close; -1 where there is none.

    A possessive of the plural (the voters’ choice) looks like a closing mark: one after an s counts only if no other follows.
    """
    following, certain, any_closing = [], -1, -1
    for mark in reversed(marks):
        following.append(certain if certain >= 0 else any_closing)
        if mark.text in ("’", "'", "`"):
            if mark.opens:
                certain = any_closing = -1  # another quotation begins first
            if mark.closes and text[mark.start - 1] != "s":
                certain = mark.start
            if mark.closes:
                any_closing = mark.start
        elif mark.text == "‘":
            certain = any_closing = -1
    return following[::-1]


def _closed_by(mark: _Mark, opened: list[_Mark], text: str, next_single: int) -> int | None:
    """Return the level of the open quotation that a mark closes."""
    if not opened or not mark.closes:
        return None
    for level in range(len(opened) - 1, -1, -1):
        opener = opened[level]
        if mark.text not in _CLOSERS.get(opener.text, ()) or mark.start <= opener.end:
            continue
        if mark.text in _SINGLE and text[mark.start - 1] == "s" and _is_possessive(mark, opener, text, next_single):
            continue
        if mark.text == "“" and mark.opens:
            continue
        return level
    return None


def _is_possessive(mark: _Mark, opener: _Mark, text: str, next_single: int) -> bool:
    """Say whether a single mark after an s belongs to the word: another one closes the quotation later."""
    if not 0 <= next_single - opener.start <= _LONGEST_SINGLE:
        return False
    return text[mark.end : mark.end + 1] == " " and text[mark.end + 1 : mark.end + 2].islower()


def _can_open(mark: _Mark, opened: list[_Mark], next_single: int) -> bool:
    if not mark.opens or mark.text not in _CLOSERS:
        return False
    if mark.text not in _SINGLE:
        return True
    return 0 <= next_single - mark.end <= _LONGEST_SINGLE and not (opened and opened[-1].text in _SINGLE)


def _quotation(document: Document, start: int, end: int, first: int, last: int, depth: int) -> Quotation:
    tokens = document.tokens[document.token_at(first) : document.token_at(last)]
    words = [token.text for token in tokens if token.text[0].isalnum()]
    return Quotation(start, end, first, last, len(words), depth, form=_form(document.text, start, first, last, words))


def _form(text: str, start: int, first: int, last: int, words: list[str]) -> str:
    if not words:
        return "part"
    if _is_title(words, text[last - 1]):
        return "title"
    if len(words) < FEWEST_WORDS:
        return "part"
    before = text[max(0, start - 2) : start].strip()
    built_in = words[0][0].islower() and before[-1:].isalnum()
    return "part" if built_in and len(words) < 3 * FEWEST_WORDS and text[last - 1] not in ".!?" else "whole"


def _is_title(words: list[str], last: str) -> bool:
    """Say whether words are capitalised as in a title: Make America Great Again, The Art of the Deal."""
    if not 2 <= len(words) <= _LONGEST_TITLE or last in "?!":
        return False
    long = [word for word in words if len(word) >= _SMALL_WORDS and word not in _SMALL]
    return bool(long) and all(word[0].isupper() for word in (words[0], words[-1], *long))
