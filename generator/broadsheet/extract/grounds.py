"""Grounds: what speaks for a name being a person's where it stands, and what speaks against it.

Each ground for it has a weight from 0 to 1, and grounds add up as independent ones do; each doubt is a factor. So a name is surer
the more the text says of it, and the strongest ground is the rule that an editor is shown.

Left out: what the rest of the document says of the same name (`people.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from broadsheet.extract.lexicon import GIVEN, SURNAME, WORD
from broadsheet.extract.runs import is_capitalised
from broadsheet.extract.setting import TITLE, Setting
from broadsheet.extract.titles import HONOURED, NATION, TITLED, Name

_INITIALS = re.compile(r"[A-Z]\.|(?:[A-Z]\.){2,}")
_BARE_INITIALS = re.compile(r"[A-Z]{1,2}")
_NUMERAL = re.compile(r"[IVX]{2,}|[IV]")
_ACRONYM = re.compile(r"[A-Z]{3,}|[A-Z]*\d[A-Z\d]*")
_ENDING = re.compile(
    r".{2,}(?:ov|ev|ova|eva|sky|skiy|ski|ska|enko|chuk|vic|vich|ić|ics|ez|son|sen|sson|ian|yan|shvili|dze|ini|elli|etti|oglu|oğlu"
    r"|escu|adze|zadeh|pour|nejad|wala|wicz|czyk|opoulos|akis|ides|idis|iou|aitis|kas|aite|inen|nen|quist|berg|stein|man|mann|etta)"
)
_SYLLABLES = re.compile(
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh|kw|ky|hy|hw|py|ts|ph|th|tr|ng|nh)?h?"
    r"(?:iang|iong|uang|yung|yong|young|yeon|yeong|ang|eng|ing|ong|oong|ung|eon|eun|ian|iao|uai|uan|yun|you|yoo|oon|ook|eok|uk|ak|ok"
    r"|ik|ai|ei|ao|ou|oo|ee|ae|an|en|in|un|on|am|im|om|um|ia|ie|iu|ua|ui|uo|ue|ye|il|al|ol|eol|ul|ih|uh|eh|a|e|i|o|u)){1,2}"
)
_AGE = re.compile(r"\d{1,3}")
_FIGURE = re.compile(r"\d+(?:[.:,]\d+)*")
_SCORE_MARKS = frozenset(("c", "b", "lbw", "st"))
_OUT = frozenset(("lbw", "run", "not", "retired", "hit"))
_BEATEN = frozenset(
    ("beat", "beats", "defeated", "defeats", "bt", "def", "downed", "overcame", "outpointed", "stunned", "eliminated")
)
_PLACED = frozenset(
    ("in", "at", "near", "into", "outside", "around", "via", "across", "through", "throughout", "towards", "In", "At", "Near")
)
_STRONG_MENTIONS = frozenset(("by", "against", "with", "told", "between", "than", "asked", "named", "called", "like", "via"))
_ARTICLES = frozenset(("the", "The", "a", "an", "A", "An", "this", "that", "its"))
_SHIPS = frozenset(
    ("USS", "HMS", "RMS", "SS", "MV", "MS", "FS", "INS", "HMAS", "HMCS", "HMNZS", "USNS", "S", "V", "CSS", "U.S.S.", "H.M.S.")
)
_HYPHENS = ("-", "‐", "‑")
_QUOTES = frozenset(('"', "“", "”", "'", "‘", "’", "`"))
_POSSESSIVES = ("'s", "’s")
_APPOSED = 7  # how many tokens after a comma are looked at for a role
_LIST_HEAD = 4  # how many tokens a list's label may have


class Ground(NamedTuple):
    """Why a name may be a person's: the rule and its weight."""

    rule: str
    weight: float


class Words:
    """The capitalised words of a name with their kinds; `inner` says whether there were particles between them."""

    __slots__ = ("first", "inner", "kinds", "last", "suffixed", "texts")

    def __init__(self, setting: Setting, name: Name) -> None:
        numbers = [n for n in range(name.first, name.last) if is_capitalised(setting.text_at(n))]
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


def grounds_for(setting: Setting, name: Name, words: Words, case: str) -> list[Ground]:
    """Return the grounds for a name being a person's: the name itself first, then what stands around it."""
    found = [lexical(setting, name, words)]
    found += (Ground(rule, weight) for rule, weight in _around(setting, name, words, case) if weight)
    return found


def lexical(setting: Setting, name: Name, words: Words) -> Ground:
    """Return what the words of a name say by themselves."""
    texts, first, last = words.texts, words.first, words.last
    if len(texts) < 2:
        if len(texts[0]) == 1 or texts[0] in setting.lexicon.words["opener"]:
            return Ground("single word", 0.0)
        bare = 0.03 if first & WORD else 0.25 if first & (GIVEN | SURNAME) else 0.12
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


def _pair(setting: Setting, name: Name, words: Words) -> tuple[float, str]:
    """Return the weight of a name's first and last words together, and the rule."""
    texts, first, last = words.texts, words.first, words.last
    ending = 0 if last & WORD and not last & (SURNAME | GIVEN) else 1 if last & WORD else 2 if not last else 3
    if _INITIALS.fullmatch(texts[0]):
        return (0.15, 0.65, 0.7, 0.85)[ending], "initials"
    if _BARE_INITIALS.fullmatch(texts[0]):
        return (0.05, 0.3, 0.2, 0.6 if last & SURNAME else 0.2)[ending], "initials"
    if texts[0] in setting.lexicon.words["family"] and _is_family_first(setting, name, texts):
        return 0.82, "family name first"
    if first & GIVEN:
        return ((0.3, 0.55, 0.6, 0.8) if first & WORD else (0.52, 0.82, 0.82, 0.9))[ending], "given name"
    if first == 0:
        return (0.1, 0.35, 0.42, 0.55)[ending], "unknown words"
    if first == SURNAME:
        return (0.12, 0.3, 0.45, 0.52)[ending], "surnames"
    return (0.05, 0.12, 0.2, 0.3)[ending], "words"


def _is_family_first(setting: Setting, name: Name, texts: list[str]) -> bool:
    """Say whether what follows a family name is written in syllables: "Xi Jinping", "Kim Jong-un", "Nguyen Phu Trong"."""
    rest = [setting.text_at(n) for n in range(name.first + 1, name.last) if setting.text_at(n) not in _HYPHENS]
    return 1 <= len(rest) <= 3 and all(_SYLLABLES.fullmatch(text.lower()) for text in rest)


def _around(setting: Setting, name: Name, words: Words, case: str) -> list[tuple[str, float]]:
    """Return the rules that hold around a name, each with its weight or 0."""
    several = len(words.texts) > 1
    found = [_titled(setting, name, words)]
    found += (rule(setting, name, several) for rule in _RULES)
    if name.first == name.run.sentence.first and name.last >= name.run.sentence.last and 2 <= len(words.texts) <= 3:
        found.append(("line of its own", 0.3 if case != TITLE else 0.1))
    return found


def _titled(setting: Setting, name: Name, words: Words) -> tuple[str, float]:
    if name.title == NATION:
        return "people before", 0.2 if words.first & GIVEN or not words.last & WORD else 0.0
    if not name.title:
        return "", 0.0
    if len(words.texts) == 1 and words.first == WORD:
        return "title", 0.75 if words.texts[0].lower() not in setting.lower else 0.3
    return ("honorific", 0.93) if name.title == HONOURED else ("title", 0.9)


def _role_before(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """striker Alan Shearer; the prime minister, John Major."""
    before, roles = setting.text_at(name.first - 1), setting.lexicon.words["role"]
    if before in roles:
        return "role before", 0.75 if several else 0.62
    if before == "," and several and setting.text_at(name.first - 2) in roles:
        return "role before", 0.5
    if before in _HYPHENS and setting.text_at(name.first - 2) in roles and several:
        return "role before", 0.4
    return "", 0.0


def _age_after(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """Jane Doe, 34, …"""
    if setting.text_at(name.last) in (",", "(") and _AGE.fullmatch(setting.text_at(name.last + 1)):
        closing = setting.text_at(name.last + 2)
        if setting.text_at(name.last) == "(":
            return ("age", 0.6) if closing == ")" else ("", 0.0)
        if closing in (",", ".", ";") or closing in ("of", "from", "who", "and", "year", "-"):
            return "age", 0.8 if several else 0.5
    return "", 0.0


def _nation_after(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """Michael Johnson (U.S.), Orrin Hatch (R-Utah)."""
    if setting.text_at(name.last) != "(":
        return "", 0.0
    place, inside = setting.places.get(name.last + 1), setting.text_at(name.last + 1)
    if place is not None and place.hows and setting.text_at(place.last) in (")", ",", "/"):
        return "nation in brackets", 0.75 if several else 0.6
    if inside in ("R", "D", "I", "Republican", "Democrat", "Labour", "Conservative"):
        return "party in brackets", 0.8 if several else 0.6
    return "", 0.0


def _verb_after(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """Clinton said, Ivanov scored; Peres, who …"""
    words, after = setting.lexicon.words, setting.text_at(name.last)
    if after in words["speech"]:
        return "verb of speech after", 0.7 if several else 0.62
    if after in words["action"]:
        return "verb after", 0.35 if several else 0.28
    if after == "," and setting.text_at(name.last + 1) in ("who", "whose", "whom"):
        return "who after", 0.7 if several else 0.6
    if setting.text_at(name.first - 1) in words["speech"] and several:
        return "verb of speech before", 0.4
    if after == "," and setting.text_at(name.last + 1) in words["speech"] and several:
        return "verb of speech after", 0.3
    return "", 0.0


def _apposition(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """Yossi Beilin, the head of …; Ann Lee, Iran's top diplomat."""
    if setting.text_at(name.last) != ",":
        return "", 0.0
    roles = setting.lexicon.words["role"]
    for number in range(name.last + 1, min(name.last + 1 + _APPOSED, name.run.sentence.last)):
        text = setting.text_at(number)
        if text in roles:
            return "apposition", 0.6 if several else 0.45
        if text in (",", ".", ";", "and", "which") or text in setting.lexicon.words["speech"]:
            break
    return "", 0.0


def _kin_after(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """Clinton's wife."""
    if setting.text_at(name.last) in _POSSESSIVES and setting.text_at(name.last + 1) in setting.lexicon.words["kin"]:
        return "possessor", 0.4
    return "", 0.0


def _in_a_table(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """c Healy b Warne 12; Srinath 10-2-32-1; 269 Tiger Woods 68 67; Scorers: Shearer 23."""
    before, after = setting.text_at(name.first - 1), setting.text_at(name.last)
    if before in _SCORE_MARKS or after in _SCORE_MARKS or (after in _OUT and setting.text_at(name.last + 1) in ("out", "b")):
        return "scorecard", 0.75
    if _FIGURE.fullmatch(after) and _in_figures(setting, name.last):
        return "bowling figures", 0.8
    if before in _BEATEN:
        return "beaten", 0.4
    opening = name.run.sentence.first
    label = next((n for n in range(opening, min(opening + _LIST_HEAD, name.first)) if setting.text_at(n) == ":"), None)
    if label is not None and setting.lexicon.words["scorers"] & {setting.text_at(n) for n in range(opening, label)}:
        return "list", 0.7
    numbered = name.first - opening in (1, 2) and setting.text_at(opening).isdigit()
    if numbered and several and (_FIGURE.fullmatch(after) or after == "("):
        return "table", 0.6
    return "", 0.0


def _in_figures(setting: Setting, number: int) -> bool:
    """Say whether figures with hyphens between them begin at a token: "10-2-32-1"."""
    signs = [setting.text_at(n) for n in range(number + 1, number + 6, 2)]
    return all(sign in _HYPHENS for sign in signs[:2]) and setting.text_at(number + 2).isdigit()


def _mentioned(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """By Jane Doe; … led by Jane Doe."""
    before = setting.text_at(name.first - 1)
    if before == "By" and several and name.first - 1 == name.run.sentence.first:
        return "byline", 0.7
    if several and before in setting.lexicon.words["object"]:
        return "object of a verb", 0.3
    return ("mentioned", 0.2) if before in _STRONG_MENTIONS and several else ("", 0.0)


def _suffixed(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """Ken Griffey Jr."""
    return ("suffix", 0.8) if name.last - name.first > 1 and is_suffix(setting, name.last - 1) else ("", 0.0)


_Rule = Callable[[Setting, Name, bool], tuple[str, float]]
_RULES: tuple[_Rule, ...] = (
    _role_before,
    _age_after,
    _nation_after,
    _verb_after,
    _apposition,
    _kin_after,
    _in_a_table,
    _mentioned,
    _suffixed,
)


def doubt_of(setting: Setting, name: Name, words: Words, case: str) -> float:
    """Return the factor by which what stands around a name makes it less of a person's."""
    factor = _doubt_by_words(setting, name, words) * _doubt_by_neighbours(setting, name, words)
    if case == TITLE:
        if any(kind == WORD for kind in words.kinds):
            factor *= 0.3
        elif not (words.first & GIVEN and len(words.texts) > 1):
            factor *= 0.5
    return factor


def _doubt_by_words(setting: Setting, name: Name, words: Words) -> float:
    lists, factor = setting.lexicon.words, 1.0
    named = bool(words.first & GIVEN) or _INITIALS.fullmatch(words.texts[0]) is not None
    ending = words.texts[-1]
    if len(words.texts) == 1 and (len(ending) == 1 or (ending in lists["opener"] and not name.title)):
        return 0.0
    if ending in lists["body"] or ending in lists["place"] or ending in lists["event"]:
        factor *= 0.8 if name.title and len(words.texts) == 1 else 0.6 if named and words.last & SURNAME else 0.12
    if any(text in lists["body"] for text in words.texts[:-1]):
        factor *= 0.25
    if len(words.texts) > 1 and (words.texts[0] in lists["place"] or words.texts[0] in lists["event"]):
        factor *= 1 if words.first & GIVEN else 0.2
    if any(text in lists["firm"] for text in words.texts):
        factor *= 0.7 if named and len(words.texts) > 1 else 0.15
    if any(text in lists["group"] for text in words.texts):
        factor *= 0.7 if named and len(words.texts) > 1 else 0.1
    if len(words.texts) > 1 and setting.document.text[_start(setting, name) : _end(setting, name)] in lists["namesake"]:
        return 0.1
    if len(words.texts) > 1 and words.texts[0] in lists["settlement"]:
        factor *= 0.55
    if any(_ACRONYM.fullmatch(text) for text in words.texts):
        factor *= 0.2
    return factor * _doubt_by_places(setting, name, words, named)


def _start(setting: Setting, name: Name) -> int:
    return setting.tokens[name.first].start


def _end(setting: Setting, name: Name) -> int:
    return setting.tokens[name.last - 1].end


def _doubt_by_places(setting: Setting, name: Name, words: Words, named: bool) -> float:
    """A name that is called like a place, holds a people, or ends in a place."""
    titled = name.title in (TITLED, HONOURED)
    for number in range(name.first, name.last):
        place = setting.places.get(number)
        if place is None or (not place.hows and named):
            continue
        if number == name.first and place.last >= name.last:
            return 0.6 if titled else 0.06
        if number > name.first and place.last >= name.last and place.hows & {"demonym", "people"}:
            return 0.15 if not titled else 0.5
        if place.last - number > 1 and not titled:
            return 0.2
        if number > name.first and not named and not titled:
            return 0.3
    return 1.0


def _doubt_by_neighbours(setting: Setting, name: Name, words: Words) -> float:
    lists, factor = setting.lexicon.words, 1.0
    before, after = setting.text_at(name.first - 1), setting.text_at(name.last)
    titled = name.title in (TITLED, HONOURED)
    named, several = bool(words.first & GIVEN), len(words.texts) > 1
    if before in _ARTICLES and not titled:
        sure = several and named and not words.first & WORD
        factor *= 0.7 if sure and words.last & SURNAME else 0.4 if sure else 0.15
    if before in _PLACED:
        factor *= 0.9 if titled else 0.85 if several and named else 0.45 if several else 0.3
    if after in lists["after-body"]:
        factor *= 0.9 if titled else 0.7 if several and named else 0.3
    if before in _SHIPS:
        factor *= 0.1
    if after == "of" and words.last & WORD and not titled:
        factor *= 0.5
    if before == "&" or after == "&":
        factor *= 0.2
    if before in _QUOTES and after in _QUOTES:
        factor *= 0.35
    if after == "," and name.last + 1 in setting.places and not titled:
        factor *= 0.9 if several and named else 0.5 if several else 0.35
    if after in _HYPHENS and not is_capitalised(setting.text_at(name.last + 1) or "x"):
        factor *= 0.8
    return factor
