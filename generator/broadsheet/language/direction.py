"""Direction: from which side a language is read."""

from __future__ import annotations

from functools import lru_cache

_RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"})


@lru_cache(maxsize=200)
def direction(language: str) -> str:
    """Return "rtl" for languages and scripts written from right to left, else "ltr"."""
    parts = language.lower().split("-")
    if any(part in _RTL_SCRIPTS for part in parts[1:]):
        return "rtl"
    return "rtl" if parts[0] in _RTL_LANGUAGES and "latn" not in parts else "ltr"
