"""Words: by which a headline or a name is found, and what a reader types is cut into.

`plain` is the one folding of the search. `search.js` has the same rules, and a test holds the two together. Here as there marks
of every script fall away (accents, harakat, vowel signs), case and the variants of Arabic letters are one, Arabic and Persian
digits are digits. More falls together than when names are compared (`gazetteer.fold`): a search may find too much.

Chinese and Japanese put no blanks between words: each two characters that stand together count as a word, and so does the last.
Left out: Thai and its neighbours, which write without blanks too; a run of theirs is found by its beginning.
"""

from __future__ import annotations

import re
import unicodedata

from broadsheet.expressions import expression

_SAME = {
    **dict.fromkeys("'`´‘’‛ʹʻʼʽʾʿ′׳", "'"),
    **dict.fromkeys("-‐‑‒–—―−־", "-"),
    **{"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i"},
    "ς": "σ",
    **{"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"},
    **{chr(start + digit): str(digit) for start in (0x0660, 0x06F0) for digit in range(10)},
    "ـ": "",  # tatweel
}
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = expression(f"[{_HAN}]+")
_INITIALS = expression(r"(?<![^ ])([^ '-]) (?=[^ '-](?: |$))")
_SIMPLE = expression(r"[\x20-\x26\x28-\x2c\x2e-\x5f\x61-\x7e]*")  # ASCII without ', - and `
_WORD = expression("[a-z0-9]+")
_LONGEST_CHAIN = 3  # words with hyphens between them that also count as one
_SHORTEST_REST = 3  # letters after an apostrophe that count as a word: Iran in l'Iran


class _Folding(dict[int, str]):
    """What becomes of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = "".join(map(_folded, _SAME.get(chr(code)) or unicodedata.normalize("NFKD", chr(code))))
        return folded


def _folded(char: str) -> str:
    lower = char.lower()
    if lower in _SAME:
        return _SAME[lower]
    category = unicodedata.category(char)
    return lower if category[0] in "LN" else "" if category[0] == "M" or category == "Cf" else " "


_FOLDING = _Folding()


def plain(text: str) -> str:
    """Return a text in lower case: letters, digits, `'` and `-`, with single blanks for all else; initials are joined (u.s.)."""
    folded = _INITIALS.sub(r"\1", " ".join(text.translate(_FOLDING).split()))
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)  # syllables of Hangul were taken apart


def words_of(text: str) -> set[str]:
    """Return the words by which a text is found: those with an apostrophe or hyphens whole, and their parts."""
    if _SIMPLE.fullmatch(text):  # as most headlines are
        words = _WORD.findall(text.lower())
        single = [word for word in words if len(word) == 1]
        if len(single) < 2:  # no initials to be joined
            return set(words).difference(single)
    found: set[str] = set()
    for token in plain(text).split():
        if token.isalnum():
            found.add(token)
            continue
        parts = [part for part in token.split("-") if part]
        if 1 < len(parts) <= _LONGEST_CHAIN:
            found.add("".join(parts).replace("'", ""))
        for part in parts:
            found.add(part.replace("'", ""))
            rest = part.strip("'").rpartition("'")[2]
            if len(rest) >= _SHORTEST_REST:
                found.add(rest)
    runs = [word for word in found if not word.isascii() and _RUN.search(word)]
    for word in runs:
        found.remove(word)
        found.update(pair for part in _parts(word) for pair in ((*_pairs(part), part[-1]) if _RUN.match(part) else (part,)))
    return {word for word in found if is_sought(word)}


def sought(text: str) -> list[str]:
    """Return the words that are sought for what somebody typed, each once, in their order."""
    found = [word for token in plain(text).replace("-", " ").split() for word in _parts(token.replace("'", ""))]
    found = [pair for word in found for pair in (_pairs(word) if _RUN.match(word) else (word,))]
    return list(dict.fromkeys(word for word in found if is_sought(word)))


def is_sought(word: str) -> bool:
    """Say whether a word is long enough to be found: two letters, or a Chinese or Japanese character."""
    return len(word) > 1 or bool(_RUN.match(word))


def key_of(word: str, letters: int) -> str:
    """Return the beginning of a word that says in which shard it is: some letters, or a Chinese or Japanese character."""
    return word[: 1 if _RUN.match(word) else letters]


def _parts(word: str) -> list[str]:
    """Return the runs of Chinese and Japanese characters in a word, and what stands between them."""
    if word.isascii():
        return [word] if word else []
    return re.findall(f"[{_HAN}]+|[^{_HAN}]+", word)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]
