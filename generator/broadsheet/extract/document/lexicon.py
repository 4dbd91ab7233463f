"""The lexicon: which words are given names, surnames or words of English, and the kinds of words that tell where a person stands.

It reads `lexicon.txt.gz`, which generator/tables/names.py builds, and `people_words.tsv`, written by hand.

Left out: whether a name is one where it stands (`people.py`).
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

GIVEN, SURNAME, WORD = 1, 2, 4
_BEGINNING = 3  # letters by which the table is cut
_MOST_KNOWN = 20_000  # words whose kinds are kept
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "’": "'", "ʻ": "'"}
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a word is, as a sum of GIVEN, SURNAME and WORD, and the words of each kind that rules ask for.

    `table` has, for the first three letters of words, the rest of each with its kinds, in a tenth of the memory of a dictionary.
    """

    table: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    known: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def kind(self, word: str) -> int:
        """Return the kinds of a word as a text has it, or 0."""
        folded = word.lower() if word.isascii() else plain(word)
        entries, rest = self.table.get(folded[:_BEGINNING], ""), folded[_BEGINNING:]
        at = entries.find(f" {rest}=")
        return int(entries[at + len(rest) + 2]) if at >= 0 else 0

    def kinds_of(self, texts: Iterable[str]) -> dict[str, int]:
        """Return the kinds of words as a text has them, by the words; what was asked for lately is not looked up again."""
        known = self.known
        if len(known) > _MOST_KNOWN:
            known.clear()
        return {text: known[text] if text in known else known.setdefault(text, self.kind(text)) for text in texts}


def plain(word: str) -> str:
    """Return a word in lower-case letters without marks, as the lexicon has it."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_LETTERS)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the lexicon, read once from the package's tables; about 20 ms and 4 MB."""
    lines = gzip.decompress(files(__package__).joinpath("lexicon.txt.gz").read_bytes()).decode().split("\n")
    return Lexicon(dict(line.split("\t") for line in lines), dict(_word_lists()))


def _word_lists() -> list[tuple[str, frozenset[str]]]:
    lines = files(__package__).joinpath("people_words.tsv").read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(kind, frozenset(words.split(";"))) for kind, words in rows]
