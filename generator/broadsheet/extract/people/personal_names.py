"""Personal names: whether a shorter form of a name may denote the bearer of a longer one.

"Pezeshkian", "M. Pezeshkian" and "Masoud Pezeshkian" may be one person, "Bush Jr" and "Bush Sr" are not. Names are compared
folded, without honorifics.

Left out: who is meant (`name_groups.py` within a text, `identity.py` against the registers).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from broadsheet.catalog.gazetteer import fold

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_PARTICLES = frozenset(
    ("al", "el", "bin", "ibn", "ben", "bint", "abu", "van", "von", "de", "da", "di", "du", "del", "la", "le", "der")
)
_SON = frozenset(("bin", "ibn", "ben", "bint", "abu"))
_VOWELS = str.maketrans("eo", "iu")
_INITIALS = re.compile(r"(?:[a-z]\.?)+")
_SHORTEST = 3
SAME, DROPPED, SURNAME, INITIAL, TAIL, HEAD, MIDDLE, GIVEN = 1.0, 0.95, 0.9, 0.8, 0.85, 0.7, 0.6, 0.5


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    """Return the kinds of words of personal_names.tsv."""
    lines = files(__package__).joinpath("personal_names.tsv").read_text(encoding="utf-8").split("\n")
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {kind: frozenset(words.split(";")) for kind, words in rows}


class PersonalName(NamedTuple):
    """A name's words, folded, without honorifics; and its suffix (jr, iii) or nothing."""

    words: tuple[str, ...]
    suffix: str

    @property
    def surname(self) -> str:
        """Return the last word, or nothing."""
        return self.words[-1] if self.words else ""


@lru_cache(maxsize=16_384)
def read_personal_name(name: str) -> PersonalName:
    """Return a name's words and suffix. A name of honorifics only is kept as it is."""
    words = [word.strip(".,'\"") for word in fold(name.replace(".", ". ")).replace("'s ", " ").split()]
    words = [word for word in words if word]
    suffix = next((word for word in words[1:] if word in _SUFFIXES), "")
    bare = [word for number, word in enumerate(words) if number == 0 or word not in _SUFFIXES]
    first = 0
    while first < len(bare) - 1 and bare[first] in _words()["honorific"]:
        first += 1
    return PersonalName(tuple(bare[first:]), suffix)


def fits(short: PersonalName, full: PersonalName) -> float:
    """Return how well a name may denote the bearer of a name that is as long or longer; 0 where it cannot."""
    if short.suffix and full.suffix and short.suffix != full.suffix:
        return 0.0
    one, other = short.words, full.words
    if not one or not other or len(one) > len(other):
        return 0.0
    if one == other:
        return SAME if short.suffix == full.suffix or len(one) == 1 else 0.0  # a father and his son, both in full
    if _letters(one) == _letters(other):
        return SAME  # Kim Moon Soo and Kim Moon-soo
    if len(one) == len(other) and _SON.intersection(one) and [*map(respelled, one)] == [*map(respelled, other)]:
        return MIDDLE  # Usama bin Ladin and Osama bin Laden
    return _single(one[0], other) if len(one) == 1 else _several(one, other)


def respelled(word: str) -> str:
    """Return a word as Arabic names are written with one of the vowels that others choose: Laden as "ladin"."""
    return word.translate(_VOWELS)


def _letters(words: tuple[str, ...]) -> str:
    return "".join(words).replace("-", "")


def _single(word: str, full: tuple[str, ...]) -> float:
    """Return how well one word denotes the bearer of a full name: by the surname best, by the given name least."""
    if word == full[-1] or (word == full[0] and word in _words()["family first"] and len(full) < 4):
        return SURNAME
    bare = word.rpartition("-")[2]
    if bare == full[-1] or full[-1].rpartition("-")[2] == word:  # al-Assad and Assad
        return TAIL if word.split("-")[0] in _PARTICLES or full[-1].split("-")[0] in _PARTICLES else MIDDLE
    if len(full) > 2 and word in full[1:]:
        return MIDDLE
    if "-" in full[-1] and word in full[-1].split("-"):
        return MIDDLE
    return GIVEN if word == full[0] and len(word) >= _SHORTEST else 0.0


def _several(short: tuple[str, ...], full: tuple[str, ...]) -> float:
    if short[-1] == full[-1]:
        one, other = short[0], full[0]
        if len(short) > 2 and short[1][0] != full[1][0] and _are_initials(short[1]) and _are_initials(full[1]):
            return 0.0  # George W. Bush and George H. W. Bush
        if one == other:
            return DROPPED
        if one[0] == other[0] and (_are_initials(one) or _are_initials(other)):
            return INITIAL
        if not {f"{one}={other}", f"{other}={one}"}.isdisjoint(_words()["short"]):
            return INITIAL  # Bill and William Clinton
    if full[-len(short) :] == short:
        return TAIL
    if full[: len(short)] == short:
        return HEAD
    rest = iter(full[1:])
    inside = short[0] == full[0] and all(word in rest for word in short[1:])
    return MIDDLE if inside else 0.0  # Ana Ruiz and Ana M. Ruiz Vega


def _are_initials(word: str) -> bool:
    return len(word) < _SHORTEST and _INITIALS.fullmatch(word) is not None
