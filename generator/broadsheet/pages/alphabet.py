"""Alphabets: in which order a language has its names, and under which letter a name stands.

Names are compared by their name keys, in which accents do not count. Where a language has letters of its own that Unicode keeps
elsewhere, they are put where its readers look for them: Spanish ñ after n; Turkish ç, ğ, ı, ö, ş and ü after c, g, h, o, s and u;
Persian آ before ا, پ after ب, چ after ج, ژ after ز, گ after ک, and و before ه. In Russian ё stands with е, in Arabic hamza and
its seats do not count. Chinese names are ordered by pinyin, without tones, of their characters' commonest readings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.catalog.terms import name_key
from broadsheet.content.slugs import slug_of

# Follows every other letter of a living script: what a letter is followed by to stand after all that begin with it.
_AFTER = "\U000103cf"
_LETTERS: Mapping[str, Mapping[str, str]] = {
    "es": {"ñ": f"n{_AFTER}"},
    "fa": {
        "آ": "ء",
        "پ": f"ب{_AFTER}",
        "چ": f"ج{_AFTER}",
        "ژ": f"ز{_AFTER}",
        "گ": f"ك{_AFTER}",
        "و": f"ن{_AFTER}",
        "ؤ": f"ن{_AFTER}",
    },
    "tr": {"ç": f"c{_AFTER}", "ğ": f"g{_AFTER}", "ı": f"h{_AFTER}", "ö": f"o{_AFTER}", "ş": f"s{_AFTER}", "ü": f"u{_AFTER}"},
}
_SHOWN: Mapping[str, str] = {"ك": "ک", "ي": "ی"}  # as Persian writes the letters that name keys have in their Arabic form
_TURKISH_LOWER = str.maketrans({"I": "ı", "İ": "i"})
_TURKISH_UPPER = {"i": "İ", "ı": "I"}


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The order of a language's letters."""

    language: str  # without region
    _letters: dict[int, str] = field(default_factory=dict)
    _own: dict[str, str] = field(default_factory=dict)  # how a key begins, by the letter that it begins with

    @classmethod
    def of(cls, tag: str) -> Alphabet:
        """Return the alphabet of a language by its tag."""
        language = tag.lower().split("-")[0]
        letters = _LETTERS.get(language, {})
        own: dict[str, str] = {}
        for letter, key in letters.items():
            own.setdefault(key, letter)
        return cls(language, str.maketrans(dict(letters)), own)

    def key(self, name: str) -> tuple[str, str]:
        """Return what names are sorted by: the letters, then the name as it is written."""
        return self._letters_of(name), name

    def initial(self, name: str) -> str:
        """Return the letter under which a name stands, `#` for a digit or a sign."""
        letters = self._letters_of(name)
        first = letters[:2] if letters[1:2] == _AFTER else letters[:1]
        first = self._own.get(first, first)
        if "가" <= first <= "힣":
            first = unicodedata.normalize("NFKD", first)[:1]  # a syllable stands under its first letter
        if self.language == "fa":
            first = _SHOWN.get(first, first)
        upper = _TURKISH_UPPER.get(first, first.upper()) if self.language == "tr" else first.upper()
        return upper if upper.isalpha() else "#"

    def _letters_of(self, name: str) -> str:
        if self.language == "zh":
            return slug_of(name).replace("-", " ") if any(map(str.isalnum, name)) else name
        if self._letters:
            text = unicodedata.normalize("NFC", name)
            lower = text.translate(_TURKISH_LOWER).lower() if self.language == "tr" else text.lower()
            return name_key(lower.translate(self._letters))
        return name_key(name)
