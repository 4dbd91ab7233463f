"""Grammar: the small words of English and what they do in a sentence, as the table grammar.tsv lists them.

Left out: the words that make statements (`cues.py`).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, frozenset[str]]:
    text = files(__package__).joinpath("grammar.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {kind: frozenset(words.split(" ")) for kind, words in rows}


def word_set(kind: str) -> frozenset[str]:
    """Return the words of a kind of the table, in lower case."""
    return _table()[kind]
