"""Grounds: what speaks for a name being a person's where it stands.

Each ground has a weight from 0 to 1, and grounds add up as independent ones do. So a name is surer the more the text says of it,
and the strongest ground is the rule that an editor is shown.

Left out: what speaks against it (`doubts.py`), and what the rest of the document says of the same name (`cast.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from broadsheet.extract.document.lexicon import GIVEN, SURNAME, WORD
from broadsheet.extract.people.name_words import Ground, NameWords, is_suffix, lexical
from broadsheet.extract.people.setting import TITLE, Setting, is_capitalised
from broadsheet.extract.people.titles import HONOURED, NATION, Name

_AGE = re.compile(r"\d{1,3}")
_FIGURE = re.compile(r"\d+(?:[.:,]\d+)*")
_SCORE_MARKS = frozenset(("c", "b", "lbw", "st"))
_LABELLED = frozenset((":", "-", "–"))
_ROUND = re.compile(r"[5-9]\d")
_LIST_HEAD = 4  # how many tokens a list's label may have
_LISTED = frozenset(("(", ",", ";"))
_YEAR, _BRACKET = 4, 16  # digits; tokens that a list in brackets is looked back over
_SCORED = frozenset(("c", "and", "lbw", ")", "sub"))
_OUT = frozenset(("lbw", "run", "not", "retired", "hit"))
_HYPHENS = ("-", "‐", "‑")
_CLOSING_QUOTES = frozenset(('"', "”", "’", "'", "»"))
_POSSESSIVES = ("'s", "’s")
_SOFT = frozenset(("verb of speech after", "verb after", "who after", "verb of speech before", "apposition", "possessor"))
_APPOSED = 7  # how many tokens after a comma are looked at for a role


def grounds_for(setting: Setting, name: Name, words: NameWords, case: str) -> list[Ground]:
    """Return the grounds for a name being a person's: the name itself first, then what stands around it."""
    several, trust = len(words.texts) > 1, _trust(words)
    found = [lexical(setting, name, words), Ground(*_titled(setting, name, words))]
    for rule, weight in (each(setting, name, several) for each in _RULES):
        if weight:
            found.append(Ground(rule, weight * trust if rule in _SOFT else weight))
    if name.first == name.run.sentence.first and name.last >= name.run.sentence.last and 2 <= len(words.texts) <= 3:
        found.append(Ground("line of its own", 0.3 if case != TITLE else 0.1))
    return found


def _trust(words: NameWords) -> float:
    """Return how far a verb or a noun beside these words says that they are a person's: firms and places speak, too."""
    if len(words.texts) > 1:
        return 1.0 if words.last != WORD else 0.8 if words.first & GIVEN and not words.first & WORD else 0.45
    if not words.first & WORD:
        return 1.0 if words.first else 0.65
    return 0.8 if words.first & (GIVEN | SURNAME) else 0.35


def _titled(setting: Setting, name: Name, words: NameWords) -> tuple[str, float]:
    if name.title == NATION:
        return "people before", 0.2 if words.first & GIVEN or not words.last & WORD else 0.0
    if not name.title:
        return "", 0.0
    if name.title == HONOURED:
        return "honorific", 0.93 if len(words.texts) > 1 or words.first != WORD else 0.6
    if len(words.texts) == 1 and words.first == WORD:
        return "title", 0.45 if words.texts[0].lower() not in setting.lower else 0.2
    return "title", 0.9


def _role_before(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """striker Alan Shearer; head of industry Jane Doe; the prime minister, John Major."""
    before, roles = setting.text_at(name.first - 1), setting.lexicon.words["role"]
    if before in roles or (before == "staff" and setting.text_at(name.first - 2) == "of"):
        return "role before", 0.75 if several else 0.62
    if before == "," and (
        setting.text_at(name.first - 2) in roles or setting.text_at(name.first - 2) in setting.lexicon.words["title"]
    ):
        kin = setting.text_at(name.first - 2) in setting.lexicon.words["kinship"] and setting.kinds[name.first] & GIVEN
        return "role before", 0.5 if several or kin else 0.0
    return "", 0.0


def _age_after(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """Jane Doe, 34, …; the 34-year-old Jane Doe."""
    if setting.text_at(name.first - 1) == "old" and setting.text_at(name.first - 2) in _HYPHENS:
        return "age", 0.7 if several else 0.4
    if setting.text_at(name.last) in (",", "(") and _AGE.fullmatch(setting.text_at(name.last + 1)):
        closing = setting.text_at(name.last + 2)
        if setting.text_at(name.last) == "(":
            return ("age", 0.6) if closing == ")" else ("", 0.0)
        if closing in (",", ".", ";") or closing in ("of", "from", "who", "and", "year", "-"):
            return "age", 0.8 if several else 0.5
    return "", 0.0


def _nation_after(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """Michael Johnson (U.S.)."""
    if setting.text_at(name.last) != "(":
        return "", 0.0
    place = setting.places.get(name.last + 1)
    if place is not None and place.hows and setting.text_at(place.last) in (")", ",", "/"):
        return "nation in brackets", 0.75 if several else 0.6
    return "", 0.0


def _verb_after(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """Clinton said, Ivanov scored; Peres, who …"""
    words, after = setting.lexicon.words, setting.text_at(name.last)
    if after in words["speech"]:
        return "verb of speech after", 0.7 if several else 0.62
    if after in words["action"]:
        return "verb after", 0.35 if several else 0.2 if after in ("will", "would") else 0.32
    if after == "," and setting.text_at(name.last + 1) in ("who", "whose", "whom"):
        return "who after", 0.7 if several else 0.6
    if setting.text_at(name.first - 1) in words["speech"]:
        quoted = setting.text_at(name.first - 2) in _CLOSING_QUOTES
        return "verb of speech before", 0.4 if several else 0.45 if quoted and not after[:1].isalpha() else 0.0
    return "", 0.0


def _apposition(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """Yossi Beilin, the head of …; Ann Lee, Iran's top diplomat."""
    if setting.text_at(name.last) != ",":
        return "", 0.0
    roles = setting.lexicon.words["role"]
    opening = setting.text_at(name.last + 1)
    if opening[:1].isupper() and name.last + 1 not in setting.places and setting.kinds[name.last + 1] & (GIVEN | SURNAME) != 0:
        return "", 0.0  # somebody else
    for number in range(name.last + 1, min(name.last + 1 + _APPOSED, name.run.sentence.last)):
        text = setting.text_at(number)
        if text in roles:
            return "apposition", 0.6 if several else 0.45
        if text in ("", ";") or text in setting.lexicon.words["unapposed"] or text in setting.lexicon.words["speech"]:
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
    caught = before in _SCORE_MARKS and (
        is_capitalised(setting.text_at(name.first - 2)) or setting.text_at(name.first - 2) in _SCORED
    )
    bowled = after in _SCORE_MARKS and (is_capitalised(setting.text_at(name.last + 1)) or setting.text_at(name.last + 1) == "and")
    if caught or bowled or (after in _OUT and setting.text_at(name.last + 1) in ("out", "b")):
        return "scorecard", 0.75
    if _FIGURE.fullmatch(after) and _in_figures(setting, name.last):
        return "bowling figures", 0.8
    if before in _LISTED and _FIGURE.fullmatch(after) and len(after) < _YEAR and _in_brackets(setting, name):
        return "score in brackets", 0.5
    opening = name.run.sentence.first
    label = next((n for n in range(opening, min(opening + _LIST_HEAD, name.first)) if setting.text_at(n) in _LABELLED), None)
    if (
        label is not None
        and after not in _HYPHENS
        and setting.lexicon.words["scorers"] & {setting.text_at(n) for n in range(opening, label)}
    ):
        return "list", 0.7
    if (
        several
        and after == "("
        and _FIGURE.fullmatch(setting.text_at(name.last + 1))
        and setting.text_at(name.last + 2) in _HYPHENS
    ):
        return "record in brackets", 0.45
    if several and _ROUND.fullmatch(after) and _ROUND.fullmatch(setting.text_at(name.last + 1)):
        return "rounds", 0.35
    numbered = name.first - opening in (1, 2) and setting.text_at(opening).isdigit()
    if numbered and several and (_FIGURE.fullmatch(after) or after == "("):
        return "table", 0.6
    return "", 0.0


def _in_brackets(setting: Setting, name: Name) -> bool:
    """Say whether a name and its number stand in a list in brackets: "( Thorpe 77 , Russell 41 not out ; Warne 4-31 )"."""
    after = name.last + 1 if setting.text_at(name.last + 1) not in _HYPHENS else name.last + 3
    if setting.text_at(after) not in _LISTED and setting.text_at(after) not in ("not", "no", ")"):
        return False
    signs = [
        setting.text_at(number) for number in range(name.first - 1, max(name.first - _BRACKET, name.run.sentence.first - 1), -1)
    ]
    return "(" in signs and ")" not in signs[: signs.index("(")]


def _in_figures(setting: Setting, number: int) -> bool:
    """Say whether figures with hyphens between them begin at a token: "10-2-32-1"."""
    return all(setting.text_at(n) in _HYPHENS and setting.text_at(n + 1).isdigit() for n in range(number + 1, number + 6, 2))


def _suffixed(setting: Setting, name: Name, several: bool) -> tuple[str, float]:
    """Ken Griffey Jr."""
    known = several or not setting.kinds[name.first] & WORD or name.title
    return ("suffix", 0.8) if known and name.last - name.first > 1 and is_suffix(setting, name.last - 1) else ("", 0.0)


_Rule = Callable[[Setting, Name, bool], tuple[str, float]]
_RULES: tuple[_Rule, ...] = (
    _role_before,
    _age_after,
    _nation_after,
    _verb_after,
    _apposition,
    _kin_after,
    _in_a_table,
    _suffixed,
)
