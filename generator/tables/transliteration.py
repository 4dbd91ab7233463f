"""Letters of other scripts in Latin transcription, as news in English writes them: Cyrillic, Greek, Armenian, Georgian, Indic.

Left out: scripts that do not write vowels (Arabic, Hebrew) or whose transcription needs a dictionary (Thai, Chinese, Japanese).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

Key = TypeVar("Key", str, int)


def _table(letters: Iterable[Key], sounds: str) -> dict[Key, str]:
    return dict(zip(letters, sounds.split(), strict=True))


_CYRILLIC = _table(
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґѓќљњџјѕ",
    "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i i ie g g k l n dz j dz",
)
_UKRAINIAN = {**_CYRILLIC, "г": "h", "и": "y", "й": "y", "ю": "iu", "я": "ia", "є": "ie", "ї": "i"}
_GREEK = _table(
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "a v g d e z i th i k l m n x o p r s s t y f ch ps o a e i i o y o i y i y",
)
_GREEK_PAIRS = {"ου": "ou", "ού": "ou", "αυ": "av", "ευ": "ev", "μπ": "b", "ντ": "d", "γκ": "g", "γγ": "ng", "γχ": "nch"}
_ARMENIAN = _table(
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփքօֆև",
    "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts p k o f ev",
)
_GEORGIAN = _table(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h",
)
# By the place in the block, which the scripts of India have in common.
_INDIC_VOWELS = {5: "a", 6: "a", 7: "i", 8: "i", 9: "u", 10: "u", 11: "ri", 15: "e", 16: "ai", 19: "o", 20: "au"}
_INDIC_SIGNS = {62: "a", 63: "i", 64: "i", 65: "u", 66: "u", 67: "ri", 71: "e", 72: "ai", 75: "o", 76: "au"}
_INDIC_CONSONANTS = _table(
    range(21, 58),
    "k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h",
)
_INDIC_NASAL, _INDIC_SILENT = (1, 2), 77
_INDIC_BLOCKS = range(0x0900, 0x0B80)


def romanised(name: str, ukrainian: bool = False) -> str:
    """Return a name in Latin letters, or nothing where its script has no table here."""
    lower = name.lower()
    if any(ord(letter) in _INDIC_BLOCKS for letter in lower):
        return _indic(lower)
    for table in (_UKRAINIAN if ukrainian else _CYRILLIC, _ARMENIAN, _GEORGIAN):
        if any(letter in table for letter in lower):
            if table is _ARMENIAN:
                lower = lower.replace("ու", "u")
            return "".join(table.get(letter, letter) for letter in lower).replace("_", "")
    if any(letter in _GREEK for letter in lower):
        for pair, letters in _GREEK_PAIRS.items():
            lower = lower.replace(pair, letters)
        return "".join(_GREEK.get(letter, letter) for letter in lower)
    return lower if re.fullmatch(r"[a-zà-ɏḀ-ỿ'’ .-]+", lower) else ""


def _indic(name: str) -> str:
    """Return a name in Latin letters: a consonant has an `a` after it but for a sign, a stop, or the end of the word."""
    letters: list[str] = []
    open_vowel = False
    for letter in name:
        place = ord(letter) % 0x80
        if ord(letter) not in _INDIC_BLOCKS:
            letters.append(letter)
            open_vowel = False
            continue
        if open_vowel and place not in _INDIC_SIGNS and place != _INDIC_SILENT:
            letters.append("a")
        open_vowel = place in _INDIC_CONSONANTS
        if place in _INDIC_NASAL:
            letters.append("n")
        letters.append(_INDIC_CONSONANTS.get(place) or _INDIC_SIGNS.get(place) or _INDIC_VOWELS.get(place) or "")
    return "".join(letters)
