"""Lines: a raw text as the lines that a reader sees, with offsets into the source, whatever line ends and unseen signs it has.

The text that is worked on is as long as its source: unseen characters are blanks in it. Left out: paragraphs over several lines
(`wrapping.py`), and what the lines are (`boilerplate.py`, `body.py`, `headline.py`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

SEPARATORS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_UNSEEN = "\ufeff\ufffe\uffff\u200b\u200e\u200f\u061c\u2060\u00ad" + "".join(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
_CONTROL = "".join(chr(code) for code in (*range(0x00, 0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n" + SEPARATORS)
_SEEN_AS = str.maketrans(dict.fromkeys(SEPARATORS, "\n") | dict.fromkeys(_UNSEEN + _CONTROL, " "))
_ODD = re.compile(f"[{SEPARATORS}{_UNSEEN}{re.escape(_CONTROL)}]")
_WITHIN_WORDS = str.maketrans(dict.fromkeys("\u200b\u2060\u00ad\ufeff"))
_WORD = re.compile(r"[^\W_]+")
_IDEOGRAPH = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_ENDINGS = ".!?…。！？؟।։"
_CLOSERS = "\"”’')]»›“」』*"


class Line(NamedTuple):
    """A line that has something in it: offsets without the blanks around it, its text, how many words, whether it ends like a
    sentence, and how many empty lines stand before it."""

    start: int
    end: int
    text: str
    words: int
    closed: bool
    gap: int


def plain_source(text: str) -> str:
    """Return a source text with `\\n` as its only line end: what all offsets count."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def smooth(source: str) -> str:
    """Return a source text as it is read, equally long: unseen characters are blanks."""
    return source.translate(_SEEN_AS) if _ODD.search(source) else source


def read_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a smooth text that are not empty. Linear in the length of the text."""
    found, at, gap = [], 0, 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + len(raw) - len(raw.lstrip())
            found.append(Line(start, start + len(stripped), stripped, count_words(stripped), is_closed(stripped), gap))
            gap = 0
        else:
            gap += 1
        at += len(raw) + 1
    return tuple(found)


def part_of(line: Line, start: int, end: int) -> Line:
    """Return a piece of a line as a line of its own; offsets are those in its text."""
    text = line.text[start:end].strip()
    first = line.start + line.text.index(text, start)
    return Line(first, first + len(text), text, count_words(text), is_closed(text), line.gap if start == 0 else 1)


def joined(line: Line, other: Line) -> Line:
    """Return two neighbouring lines as one."""
    text = f"{line.text} {other.text}"
    return Line(line.start, other.end, text, line.words + other.words, other.closed, line.gap)


def shown(source: str, start: int, end: int) -> str:
    """Return what a reader sees in a span: no unseen characters, single blanks."""
    text = source[start:end]
    if _ODD.search(text):
        text = text.translate(_WITHIN_WORDS).translate(_SEEN_AS)
    return " ".join(text.split())


def count_words(text: str) -> int:
    """Return how many words a text has; in scripts without blanks two signs count as one."""
    ideographs = 0 if text.isascii() else len(_IDEOGRAPH.findall(text))
    return len(_WORD.findall(text)) + ideographs // 2


def is_closed(text: str) -> bool:
    """Say whether a text ends as a sentence does."""
    bare = text.rstrip(_CLOSERS + " ")
    return bool(bare) and (bare[-1] in _ENDINGS or (len(bare) < len(text) and bare[-1] in ",-—"))
