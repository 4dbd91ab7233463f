"""Frequencies: in how many documents each word occurs, frozen in a file, so that a new story never changes the tags of old ones.

The file is UTF-8 text that is committed with the publication and made anew only when somebody asks for it: lines of word, tab and
count, sorted by word, after a line with the number of documents. A table of English news (`frequencies.tsv`, built by
`generator/tables/frequencies.py`) serves where a publication has none, and beside its own where that is small.

Left out: which words count as words (`terms.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import log

from broadsheet.extract.document.document import Document
from broadsheet.extract.topics.terms import words_of

_DOCUMENTS = "(documents)"  # no word has brackets
_LEAST = 2
_DIGITS = 9
_ENOUGH = 500  # documents from which a publication's own frequencies need no others beside them


@dataclass(frozen=True, slots=True)
class Frequencies:
    """The number of documents, and in how many of them each word occurs; a word that is not there is in fewer than two."""

    documents: int
    counts: Mapping[str, int]

    def rarity(self, word: str) -> float:
        """Return how rare a word is: the logarithm of documents by those that have it, 0 for one that is in all."""
        return log((self.documents + 1) / (self.counts.get(word, 0) + 1))


class FrequencyError(ValueError):
    """A file of frequencies that cannot be read: why, and the line that shows it."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def count_frequencies(documents: Iterable[Document]) -> Frequencies:
    """Return the frequencies of documents. The order of the documents does not matter."""
    return frequent(*tally(documents))


def tally(documents: Iterable[Document]) -> tuple[int, Counter[str]]:
    """Return the number of documents, and in how many each word occurs; those of parts of an archive may be added up."""
    counts: Counter[str] = Counter()
    total = 0
    for document in documents:
        total += 1
        counts.update(words_of(document))
    return total, counts


def frequent(documents: int, counts: Mapping[str, int]) -> Frequencies:
    """Return frequencies without the words of a single document, which are most and tell nothing."""
    return Frequencies(documents, {word: counts[word] for word in sorted(counts) if counts[word] >= _LEAST})


def combined(own: Frequencies, others: Frequencies) -> Frequencies:
    """Return a publication's own frequencies, with others added while it has few documents."""
    if own.documents >= _ENOUGH:
        return own
    words = sorted({*own.counts, *others.counts})
    counts = {word: own.counts.get(word, 0) + others.counts.get(word, 0) for word in words}
    return Frequencies(own.documents + others.documents, counts)


def write_frequencies(frequencies: Frequencies) -> str:
    """Return the text of a file of frequencies: the same for the same counts."""
    rows = [f"{_DOCUMENTS}\t{frequencies.documents}"]
    rows += [f"{word}\t{frequencies.counts[word]}" for word in sorted(frequencies.counts)]
    return "\n".join(rows) + "\n"


def read_frequencies(text: str) -> Frequencies:
    """Return the frequencies in the text of a file; lines that begin with # are comments.

    Raises FrequencyError for a line that is no word, tab and count, a word that stands twice, a count of more documents than
    there are, and a text without the number of documents.
    """
    counts: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        word, tab, count = line.partition("\t")
        if not tab or not word or not (count.isdigit() and count.isascii() and len(count) <= _DIGITS):
            raise FrequencyError(f"{line[:60]!r} is not a word, a tab and a count", number)
        if word in counts:
            raise FrequencyError(f"{word[:60]!r} stands twice", number)
        counts[word] = int(count)
    if _DOCUMENTS not in counts:
        raise FrequencyError(f"there is no line {_DOCUMENTS!r} with the number of documents", 1)
    documents = counts.pop(_DOCUMENTS)
    wrong = next((word for word, number in counts.items() if number > documents), None)
    if wrong is not None:
        at = 1 + next(number for number, line in enumerate(text.split("\n")) if line.startswith(f"{wrong}\t"))
        raise FrequencyError(f"{wrong[:60]!r} is counted in more than the {documents} documents that there are", at)
    return Frequencies(documents, counts)


@lru_cache(maxsize=1)
def load_background() -> Frequencies:
    """Return the frequencies of English news that come with the program; about 5 ms."""
    return read_frequencies(files(__package__).joinpath("frequencies.tsv").read_text(encoding="utf-8"))
