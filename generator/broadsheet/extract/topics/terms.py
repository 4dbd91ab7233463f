"""Terms: the words and short phrases of a document that may name a subject, as runs of words that no stop word parts.

Left out: how much a term says of its document (`keyphrases.py`, `frequencies.py`), and any grammar.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from broadsheet.extract.document.document import Document
from broadsheet.extract.document.tables import rows

LONGEST = 3  # words of a term
_SHORTEST_WORD = 3
_HYPHENS = ("-", "‑")
_POSSESSIVES = ("'s", "’s")


class TermWord(NamedTuple):
    """A word of a run: its span (code points) and its plain form: in small letters, with straight apostrophes."""

    start: int
    end: int
    plain: str


@lru_cache(maxsize=1)
def load_stopwords() -> frozenset[str]:
    """Return the words that name no subject, in small letters with straight apostrophes."""
    return frozenset(word for line, *_ in rows(__package__, "stopwords.txt") for word in line.split())


def runs_of(document: Document) -> Iterator[list[TermWord]]:
    """Yield runs of words between stop words, signs and sentences' ends; parts of a hyphenated word are one word. Linear."""
    stopwords, tokens, source = load_stopwords(), document.tokens, document.text
    new = tuple.__new__  # a named tuple without the call of a function of Python's own
    for sentence in document.sentences:
        run: list[TermWord] = []
        hyphen = False
        for start, end, text in tokens[sentence.first : sentence.last]:
            if hyphen and run and text[0].isalnum() and run[-1].end + 1 == start:
                before = run.pop()
                run.append(TermWord(before.start, end, f"{before.plain}-{text.lower()}"))
                hyphen = False
                continue
            hyphen = text in _HYPHENS and bool(run) and run[-1].end == start
            plain = text.lower().replace("’", "'")
            if hyphen or text in _POSSESSIVES:
                continue
            part = source[end : end + 1] in _HYPHENS and source[end + 1 : end + 2].isalpha()
            if text[0].isalpha() and (part or plain not in stopwords) and len(plain) > 1:
                run.append(new(TermWord, (start, end, plain.removesuffix("'"))))
            elif run:
                yield run
                run = []
        if run:
            yield run


def words_of(document: Document) -> frozenset[str]:
    """Return the plain words of a document that may name a subject."""
    return frozenset(word.plain for run in runs_of(document) for word in run if len(word.plain) >= _SHORTEST_WORD)


def plural(word: str) -> str:
    """Return the plural of an English noun by its ending."""
    if word[-1:] in "yY" and word[-2:-1].lower() not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.lower().endswith(("s", "x", "z", "ch", "sh")) else "s")
