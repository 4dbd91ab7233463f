"""Vocabulary: this room's tables, and the kinds of words that the lines above an article are made of (`imprint.tsv`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType


def read_table(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table beside this module, as their cells."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return (row.split("\t") for row in text.splitlines() if not row.startswith("#"))


@lru_cache(maxsize=1)
def load_vocabulary() -> Mapping[str, frozenset[str]]:
    """Return the words of every kind, in small letters."""
    return MappingProxyType({kind: frozenset(words.split(";")) for kind, words in read_table("imprint.tsv")})


def any_of(kind: str) -> str:
    """Return a pattern of all words of a kind, longer ones first; a `*` stands for more letters."""
    words = sorted(load_vocabulary()[kind], key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, words))})".replace(r"\*", r"\w*")
