"""The document: the text of an article with its tokens and sentences, made once for all who look for something in it.

Offsets are code points of the whole source text with `\n` as line ends. What is no part of the article (navigation, adverts, the
lines around it) is blanked, not cut out, so that an offset means the same everywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
      [a-z]++(?![^\W\d_]|['’])                         # most words
    | (?:[A-Z]\.){2,}                                  # U.S., J.K.
    | \b[A-Z]\.(?=\s?[A-Z])                            # an initial
    | \b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Maj|Sgt|Capt|Rev|Hon|Prof|St|Jr|Sr|Messrs|Adm|Cmdr|Pres|Sec|Atty|Amb|Insp|Supt
        |Det)\.
    | ['’]s\b                                          # the possessive, which may stand after a name
    | [^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*               # a word; O'Brien is one
    | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?\b             # a number, a time, an ordinal
    | [^\w\s]
    | \w+
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Maj|Sgt|Capt|Rev|Hon|Prof|St|Jr|Sr|vs|v|No|Inc|Corp|Ltd|Co|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sept|Sep|Oct|Nov|Dec|Mass|Calif|Conn|Fla|Ala|Ariz|Ark|Colo|Del|Ga|Ill|Ind|Kan|Ky|La|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev"
    r"|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|Adm|Cmdr|Pres|approx|etc|[Ww]ww|e\.g|i\.e|a\.m|p\.m)|\b[A-Z]|(?:[A-Z]\.)+[A-Z])\.$"
)
_ENDS_ANYWAY = re.compile(r"\b(?:U\.S|U\.K|U\.N|a\.m|p\.m|Inc|Corp|Ltd|Jr)\.$")
_ENDS_BEFORE_OPENER = re.compile(r"\b(?:U\.S|U\.K|U\.N)\.$")
_OPENER = re.compile(r"\s+(?:The|A|An|He|She|It|They|But|And|In|On|At|This|That|Mr|Mrs|We|I|If|As|For)\b")
_BREAK = re.compile(  # "left. He", but also "left.He"
    r"(?<=[.!?])[\"”’')\]]*(\s+(?=[\"“‘'(\[]?[A-Z0-9])|(?<=[a-z\d][a-z\d.!?\"”’][.!?\"”’)])(?=[\"“‘'(\[]?[A-Z]))|\n+"
)
_HOUR = re.compile(r"\b[ap]\.m\.$")
_AFTER_HOUR = re.compile(
    r"\s+(?:\(|(?:UTC|GMT|BST|CET|CEST|IST|JST|AEST|AEDT|[AECMP][SD]?T|Eastern|Central|Pacific|Mountain)\b"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.?\s\d)"
)
_CLOSERS = "\"”’')"


class Token(NamedTuple):
    """A word, number, abbreviation or sign; `text` is `source[start:end]`."""

    start: int
    end: int
    text: str


class Sentence(NamedTuple):
    """A sentence by its offsets, and its tokens as the range `first` to `last` (not included) of the document's."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """An article's text, as long as its source, what is no article blanked; its tokens; its sentences; where its headline is.

    A line end always ends a sentence, and a paragraph is a line. `headline` and `standfirst` are offsets, or None where the
    text has none; they are part of `text` and have sentences of their own. `texts` are the texts of the tokens.
    """

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    headline: tuple[int, int] | None = None
    standfirst: tuple[int, int] | None = None
    texts: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Keep the texts of the tokens, which most finders begin with."""
        object.__setattr__(self, "texts", tuple([token[2] for token in self.tokens]))

    def token_at(self, offset: int) -> int:
        """Return the number of the first token that starts at an offset or after it."""
        return bisect_left(self.tokens, (offset,))

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds an offset."""
        number = bisect_left(self.sentences, (offset + 1,)) - 1
        return self.sentences[number] if number >= 0 and offset < self.sentences[number].end else None

    def paragraph_at(self, offset: int) -> tuple[int, int]:
        """Return the offsets of the line that holds an offset."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return start, len(self.text) if end < 0 else end


def read_document(
    text: str,
    kept: Sequence[tuple[int, int]] | None = None,
    *,
    headline: tuple[int, int] | None = None,
    standfirst: tuple[int, int] | None = None,
) -> Document:
    """Return the document of a source text with `\n` as line ends, of which only the ranges `kept` are article (None: all).

    Linear in the length of the text.
    """
    shown = text if kept is None else _blanked(text, kept)
    new = tuple.__new__  # a named tuple without the call of a function of Python's own
    tokens = tuple([new(Token, (*match.span(), match.group())) for match in _TOKEN.finditer(shown)])
    return Document(shown, tokens, tuple(_sentences(shown, tokens)), headline, standfirst)


def _blanked(text: str, kept: Sequence[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in sorted(kept):
        pieces += [re.sub(r"[^\n]", " ", text[at:start]), text[max(at, start) : end]]
        at = max(at, end)
    pieces.append(re.sub(r"[^\n]", " ", text[at:]))
    return "".join(pieces)


def _sentences(text: str, tokens: Sequence[Token]) -> list[Sentence]:
    found: list[Sentence] = []
    at = number = 0

    def add(end: int) -> None:
        nonlocal number
        stripped = text[at:end].rstrip()
        start = at + len(stripped) - len(stripped.lstrip())
        if not stripped.strip():
            return
        first, number = number, bisect_left(tokens, (at + len(stripped),), number)
        found.append(Sentence(start, at + len(stripped), first, number))

    for match in _BREAK.finditer(text):
        if match[1] is not None and "\n" not in match.group() and _goes_on(text, match):
            continue
        add(match.start() if match[1] is None else match.start(1))
        at = match.end()
    add(len(text))
    return found


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Say whether what looks like a sentence's end is an abbreviation's point."""
    head = text[max(0, match.start() - 14) : match.start()].rstrip(_CLOSERS)[-12:]
    if _ABBREVIATION.search(head) and not _ENDS_ANYWAY.search(head):
        return True
    after = text[match.start(1) : match.start(1) + 12]
    if _HOUR.search(head) and _AFTER_HOUR.match(after):
        return True  # "at 11 p.m. EDT", "at 11 p.m. (0300 UTC)", "at 11 p.m. Sunday"
    return bool(_ENDS_BEFORE_OPENER.search(head[-6:])) and not _OPENER.match(after)
