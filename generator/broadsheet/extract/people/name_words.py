"""Words of a name: what they say by themselves, by the lexicon and by how they are written.

Left out: what stands around the name (`grounds.py`, `doubts.py`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.extract.document.lexicon import GIVEN, SURNAME, WORD
from broadsheet.extract.people.setting import Setting, is_capitalised
from broadsheet.extract.people.titles import Name

INITIALS = re.compile(r"[A-Z]\.|(?:[A-Z]\.){2,}")
_NUMERAL = re.compile(r"[IVX]{2,}|[IV]")
_ENDING = re.compile(
    r".{2,}(?:ov|ev|ova|eva|sky|skiy|ski|ska|enko|chuk|vic|vich|ić|ics|ez|son|sen|sson|ian|yan|shvili|dze|ini|elli|etti|oglu|oğlu"
    r"|escu|adze|zadeh|pour|nejad|wala|wicz|czyk|opoulos|akis|ides|idis|iou|aitis|kas|aite|inen|nen|quist|berg|stein|man|mann|etta)"
)
_SYLLABLES = re.compile(
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh|kw|ky|hy|hw|py|ts|ph|th|tr|ng|nh)?h?"
    r"(?:iang|iong|uang|yung|yong|young|yeon|yeong|ang|eng|ing|ong|oong|ung|eon|eun|ian|iao|uai|uan|yun|you|yoo|oon|ook|eok|uk|ak|ok"
    r"|ik|ai|ei|ao|ou|oo|ee|ae|an|en|in|un|on|am|im|om|um|ia|ie|iu|ua|ui|uo|ue|ye|il|al|ol|or|eol|ul|ih|uh|eh|a|e|i|o|u)){1,2}"
)
_ARTICLES = frozenset(("Al", "El", "Ar", "As", "Ad", "Ash", "An", "Ul"))
_HYPHENS = ("-", "‐", "‑")


class Ground(NamedTuple):
    """Why a name may be a person's: the rule and its weight."""

    rule: str
    weight: float


class NameWords:
    """The capitalised words of a name with their kinds; `inner` says whether there were particles between them."""

    __slots__ = ("first", "inner", "kinds", "last", "suffixed", "texts")

    def __init__(self, setting: Setting, name: Name) -> None:
        numbers = [n for n in range(name.first, name.last) if is_capitalised(setting.text_at(n))]
        if len(numbers) > 1 and setting.text_at(numbers[0]) in _ARTICLES and setting.text_at(numbers[0] + 1) in _HYPHENS:
            del numbers[0]  # "Al-Mawasi" is one word
        self.inner = any(setting.text_at(n) in setting.lexicon.words["particle"] for n in range(name.first, name.last))
        self.suffixed = len(numbers) > 1 and is_suffix(setting, numbers[-1])
        if self.suffixed:
            del numbers[-1]
        self.texts = [setting.text_at(number) for number in numbers]
        self.kinds = [setting.kinds[number] for number in numbers]
        self.first, self.last = (self.kinds[0], self.kinds[-1]) if numbers else (WORD, WORD)


def is_suffix(setting: Setting, number: int) -> bool:
    """Say whether a token stands after a surname or a ruler's name: "Jr.", "XIV"."""
    text = setting.text_at(number)
    return text in setting.lexicon.words["suffix"] or _NUMERAL.fullmatch(text) is not None


def lexical(setting: Setting, name: Name, words: NameWords) -> Ground:
    """Return what the words of a name say by themselves."""
    texts, first, last = words.texts, words.first, words.last
    if len(texts) < 2:
        if len(texts[0]) == 1 or texts[0] in setting.lexicon.words["opener"]:
            return Ground("single word", 0.0)
        if texts[0] in setting.lexicon.words["renowned"]:
            return Ground("renowned", 0.6)
        bare = 0.03 if first & WORD else 0.28 if first & (GIVEN | SURNAME) else 0.12
        return Ground("single word", bare + 0.25 * words.inner * (not first & WORD))
    weight, rule = _pair(setting, name, words)
    if any(kind == WORD for kind in words.kinds[1:-1]):
        weight *= 0.5
    elif any(kind & GIVEN and not kind & WORD for kind in words.kinds[1:-1]) and not first & WORD:
        weight = 1 - (1 - weight) * 0.7
    if words.inner and not first & WORD:
        weight = 1 - (1 - weight) * 0.65
    if not last and not first & WORD and _ENDING.fullmatch(texts[-1]):
        weight = 1 - (1 - weight) * 0.75
    return Ground(rule, weight * (0.8 if len(texts) > 4 else 1))


def _pair(setting: Setting, name: Name, words: NameWords) -> tuple[float, str]:
    """Return the weight of a name's first and last words together, and the rule."""
    texts, first, last = words.texts, words.first, words.last
    ending = 0 if last & WORD and not last & (SURNAME | GIVEN) else 1 if last & WORD else 2 if not last else 3
    if INITIALS.fullmatch(texts[0]):
        return (0.15, 0.65, 0.7, 0.85)[ending], "initials"
    if is_family_first(setting, name.first, name.last):
        return 0.82, "family name first"
    if first & GIVEN:
        return ((0.3, 0.55, 0.6, 0.8) if first & WORD else (0.52, 0.82, 0.82, 0.9))[ending], "given name"
    if first == 0:
        return (0.1, 0.35, 0.45, 0.55)[ending], "unknown words"
    if first == SURNAME:
        return (0.12, 0.3, 0.45, 0.52)[ending], "surnames"
    return (0.05, 0.12, 0.2, 0.3)[ending], "words"


def is_family_first(setting: Setting, first: int, last: int) -> bool:
    """Say whether a family name begins a name and the rest is written in syllables: "Xi Jinping", "Kim Jong-un"."""
    if setting.text_at(first).capitalize() not in setting.lexicon.words["family"] or setting.text_at(first + 1) in _HYPHENS:
        return False
    rest = [text for text in map(setting.text_at, range(first + 1, last)) if text not in _HYPHENS]
    return 1 <= len(rest) <= 3 and all(_SYLLABLES.fullmatch(text.lower()) for text in rest)
