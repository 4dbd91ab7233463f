"""Vocabulary: the kinds of words that the lines above an article are made of (`imprint.tsv`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType


@lru_cache(maxsize=1)
def load_vocabulary() -> Mapping[str, frozenset[str]]:
    """Return the words of every kind, in small letters."""
    text = files(__package__).joinpath("imprint.tsv").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in text.splitlines() if not row.startswith("#"))
    return MappingProxyType({kind: frozenset(words.split(";")) for kind, words in rows})
