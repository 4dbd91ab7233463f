"""Forgotten names: what a publication remembers of persons whom it took out, so that nothing brings them back unseen.

Of a name only digests are kept, with a salt of the publication's own, one for each spelling. Who suspects a name can find out
that it is among them; who knows none learns none. Left out: what takes a person out (`forget/`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from broadsheet.catalog.gazetteer import fold
from broadsheet.expressions import expression
from broadsheet.problems import Problem, Span

Words = tuple[str, ...]
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"  # each letter is a word
_WORD = expression(f"[{UNSPACED}]|[^\\W_{UNSPACED}]+")
_ESCAPE = expression(r"\\u([0-9a-fA-F]{4})")
_PARTED = expression(r"\n\s*\n|[^\W\d_]{2}[.]\s|[^\w\s.,_+*~`'\u2019\u2010-\u2015\u00b7\u30fb-]|(?:\s++|[^\w\s]){7}")
_WORD_BEFORE = expression(r"\w\s")
WITHIN = expression(  # tags, and marks of links in Markdown, that may stand within a word or a name
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup"
    r"|time|tspan|tt|u|var|wbr)(?:\s[^<>]*)?/?>|<!--[^<>]{0,200}-->|!?\[|\](?:\([^()\n]*\)|\[[^\[\]\n]*\])",
    re.IGNORECASE,
)
MAY_BE_WITHIN = ("<", "](", "][")
_SHOWN = expression(r"\S")
_SIZE = 16  # bytes of a digest


class _Letters(dict[int, str]):
    """The form in which each character is compared: as names are, but for what parts words, which stays."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = fold(char) if unicodedata.category(char) not in ("Cc", "Cs") and _is_of_word(char) else char
        return self[code]


def _is_of_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "Cf"


_LETTERS = _Letters()


def flat(text: str) -> str:
    """Return a text as names in it are compared: no case, accents or invisible characters; what parts words stays."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).translate(_LETTERS)


def flat_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return a text as `flat` does, and from where in the text each of its characters comes, and the text's end."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    parts = [_LETTERS[ord(char)] for char in text]
    places = [at for at, part in enumerate(parts) for _ in part]
    return "".join(parts), [*places, len(text)]


def unescaped(text: str) -> str:
    """Return a text in which characters stand for their escapes in HTML, JSON and addresses."""
    if "\\u" in text:
        text = (
            _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    return unquote(unescape(text) if "&" in text else text)


def is_parted(found: str) -> bool:
    """Say whether a sentence or a paragraph ends, or a mark stands, between words that would be a name, as they are compared."""
    return _PARTED.search(found) is not None


def is_listed(text: str, start: int, end: int) -> bool:
    """Say whether a comma between words does not invert a name but parts two of a list: "Bo Lee, Ann Moss" has no Ann Lee."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return "," in text[start:end] and (
        _WORD_BEFORE.fullmatch(before) is not None or (after[:1].isspace() and after[1:].isupper())
    )


def words_of(text: str) -> Words:
    """Return the words of a text, as they are compared."""
    return tuple(_WORD.findall(flat(text)))


class Remembered(NamedTuple):
    """The forgotten names of a publication, and longer names that are somebody else's: digests by salt and number of words."""

    known: tuple[tuple[bytes, int, frozenset[bytes], frozenset[bytes]], ...] = ()

    @classmethod
    def of(cls, lines: Iterable[str]) -> Remembered:
        """Return what the lines of `forgotten` in broadsheet.yaml stand for, each made by `line_of`."""
        found: dict[tuple[bytes, int], tuple[set[bytes], set[bytes]]] = {}
        for line in lines:
            salt, number, digest, *other = line.split("-")
            found.setdefault((bytes.fromhex(salt), int(number)), (set(), set()))[bool(other)].add(bytes.fromhex(digest))
        return cls(tuple((*key, frozenset(own), frozenset(other)) for key, (own, other) in sorted(found.items())))

    def names(self, text: str) -> dict[int, str]:
        """Return where forgotten names begin in a text, in order, with the lines that know them. Costs a microsecond a word."""
        folded, places = flat_with_places(text)
        found = list(_WORD.finditer(folded))
        words = [match[0] for match in found]
        hits: dict[tuple[int, int], str] = {}
        taken: set[tuple[int, int]] = set()
        for salt, number, own, other in self.known:
            for at in range(len(words) - number + 1):
                digest = _digest(salt, words[at : at + number])
                if digest in own:
                    hits[at, at + number] = _line(salt, number, digest)
                elif digest in other:
                    taken.add((at, at + number))
        spans = {(first, last): (found[first].start(), found[last - 1].end()) for first, last in (*hits, *taken)}
        names = {each for each, (start, end) in spans.items() if not is_parted(folded[start:end])}
        names = {each for each in names if not is_listed(text, *(places[at] for at in spans[each]))}
        longer = names & taken
        alone = [each for each in sorted(names & hits.keys()) if not any(a <= each[0] and each[1] <= b for a, b in longer)]
        return {places[spans[each][0]]: hits[each] for each in alone}

    def problems(self, text: str, path: str) -> Iterator[Problem]:
        """Yield a problem for each forgotten name in a text, and for one in the path of its file."""
        for line in list(self.names(path).values())[:1]:
            yield Problem("forgotten-name", "the name of the file is that of somebody who is forgotten", Span(path), _hint(line))
        text = unicodedata.normalize("NFC", unescaped(text))
        found = self.names(text)
        if any(mark in text for mark in MAY_BE_WITHIN):  # once more without them, where all else keeps its place
            found |= self.names(WITHIN.sub(lambda tag: _SHOWN.sub(" ", tag[0]), text))
        for at, line in sorted(found.items()):
            span = Span(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
            yield Problem("forgotten-name", "the name of somebody who is forgotten stands here", span, _hint(line))


NONE_FORGOTTEN = Remembered()


def line_of(salt: str, words: Words, *, other: bool = False) -> str:
    """Return the line of `forgotten` that stands for a name: salt, number of words, digest; and whether it is somebody else's."""
    return _line(bytes.fromhex(salt), len(words), _digest(bytes.fromhex(salt), words)) + ("-other" if other else "")


def _line(salt: bytes, number: int, digest: bytes) -> str:
    return f"{salt.hex()}-{number}-{digest.hex()}"


def _hint(line: str) -> str:
    longer = "with --other for a longer name that is somebody else's"
    return (
        f"take it out with `broadsheet forget`, {longer}; to let it in again, remove `{line}` from `forgotten` in broadsheet.yaml"
    )


def _digest(salt: bytes, words: Sequence[str]) -> bytes:
    return blake2b(" ".join(words).encode("utf-8", "surrogatepass"), key=salt, digest_size=_SIZE).digest()
