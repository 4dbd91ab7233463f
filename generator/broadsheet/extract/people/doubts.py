"""Doubts: what speaks against a name being a person's where it stands; each is a factor.

Left out: what speaks for it (`grounds.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from broadsheet.extract.document.lexicon import GIVEN, SURNAME, WORD
from broadsheet.extract.people.name_words import INITIALS, NameWords
from broadsheet.extract.people.setting import TITLE, Setting, is_capitalised
from broadsheet.extract.people.titles import HONOURED, TITLED, Name

_ACRONYM = re.compile(r"[A-Z]{3,}|[A-Z]*\d[A-Z\d]*")
_BARE = re.compile(r"[A-Z]{2}")
_SETTLEMENT = re.compile(
    r".{2,}(?:abad|pur|pura|grad|gorod|burg|burgh|stan|ville|shire|land|lands|abad|kot|nagar|ganj|dorf|heim|stadt|furt|mouth|polis"
    r"|sk|ovo|evo|ice|cester|chester|minster|bury|borough|hausen|ingen|wyl|bach|tal|see|fjord|vik|gaon|guda|zai|tepe|koy|hisar)"
)
_NUMBER = re.compile(r"\d{1,3}")
_ARTICLES = frozenset(("the", "The", "a", "an", "A", "An", "this", "its"))
_QUOTES = frozenset(('"', "“", "”", "'", "‘", "’", "`"))
_HYPHENS = ("-", "‐", "‑")
_TOWNS = frozenset(("capital", "city", "region"))
_LONGEST_ACRONYM = 4
_CHARACTER = ("character", "characters")
_POSSESSIVES = ("'s", "’s", "'", "’")
_OF_ITSELF = frozenset(("is", "was", "will", "would", "has", "had", "plans", "does", "did"))
_STANDING = 6  # numbers after a team in a table of standings


class Case(NamedTuple):
    """A name with its words, where it stands, and what the rules about it ask for."""

    setting: Setting
    name: Name
    words: NameWords
    line: str
    titled: bool
    named: bool
    several: bool
    before: str
    after: str

    def has(self, kind: str, text: str) -> bool:
        """Say whether a word is of a kind of people_words.tsv."""
        return text in self.setting.lexicon.words[kind]


def doubt_of(setting: Setting, name: Name, words: NameWords, line: str) -> float:
    """Return the factor by which its words and what stands around them make a name less of a person's. `line` is its case."""
    families = setting.lexicon.words["family"] if len(words.texts) > 1 else ()
    case = Case(
        setting,
        name,
        words,
        line,
        name.title in (TITLED, HONOURED),
        bool(words.first & GIVEN) or INITIALS.fullmatch(words.texts[0]) is not None or words.texts[0] in families,
        len(words.texts) > 1,
        setting.text_at(name.first - 1),
        setting.text_at(name.last),
    )
    factor = 1.0
    for doubt in _DOUBTS:
        factor *= doubt(case)
        if not factor:
            break
    return factor


def is_acronym(text: str) -> bool:
    """Say whether a word is written as an acronym: "NATO", "G7"."""
    return _ACRONYM.fullmatch(text) is not None


def _by_headline(case: Case) -> float:
    """In a line that capitalises most words a capital says little."""
    if case.line != TITLE or case.titled or (case.several and case.after == "("):
        return 1.0  # what is followed by a bracket stands in a list
    if any(kind == WORD for kind in case.words.kinds):
        return 0.3
    known = case.words.first & GIVEN if case.several else case.has("renowned", case.words.texts[0])
    return 1.0 if known else 0.5


def _by_word(case: Case) -> float:
    """A word of English by itself, or several of them."""
    words = case.words
    if not case.several and (len(words.texts[0]) == 1 or (case.has("opener", words.texts[0]) and not case.name.title)):
        return 0.0
    if case.name.title:
        return 1.0
    if all(kind == WORD for kind in words.kinds):
        return 1.0 if not case.several and case.has("renowned", words.texts[0]) else 0.4
    opens = case.name.first == case.name.run.sentence.first and not case.has("renowned", words.texts[0])
    return 0.6 if not case.several and words.first & WORD and opens else 1.0


def _by_ending(case: Case) -> float:
    """Foundation, River, Cup; a settlement's ending."""
    ending = case.words.texts[-1]
    if case.has("suffix", case.setting.text_at(case.name.last - 1)) and case.has("event", case.after):
        return 0.12  # Martin Luther King Jr. Day
    if case.has("body", ending) or case.has("place", ending) or case.has("event", ending):
        if INITIALS.fullmatch(case.words.texts[0]) or (case.titled and not case.several):
            honoured = case.name.title == HONOURED or case.several or case.has("likely", ending)
            return 0.85 if honoured else 0.4
        return 0.7 if case.named and case.words.last & SURNAME and case.has("likely", ending) else 0.12
    if case.several and len(ending) == 1 and not case.words.first & GIVEN:
        return 0.3  # "Bre-X"
    plural = case.several and case.words.last == WORD and ending.endswith("s") and not case.titled
    if plural and not (case.words.first & GIVEN and not case.words.first & WORD and case.name.first not in case.setting.places):
        return 0.4
    settled = case.several and not case.words.last and not case.named and _SETTLEMENT.fullmatch(ending)
    return 0.4 if settled else 1.0


def _by_opening(case: Case) -> float:
    """Hurricane, Mount, Beit."""
    if not case.several:
        return 1.0
    opening, factor = case.words.texts[0], 1.0
    if any(case.has("body", text) for text in case.words.texts[:-1]):
        factor *= 0.6 if case.words.first & GIVEN and case.words.last != WORD else 0.25
    if case.has("storm", opening) or (
        not case.words.first & GIVEN and (case.has("place", opening) or case.has("event", opening))
    ):
        factor *= 0.2
    if case.has("settlement", opening):
        factor *= 0.9 if opening == "Al" and not case.has("placed", case.before) and case.words.last & SURNAME else 0.55
    return factor


def _by_namesake(case: Case) -> float:
    """Firms, clubs, acronyms, and what is called like a person."""
    factor, person = 1.0, case.named and case.several
    called = person and (
        case.words.last & SURNAME or not case.has("firm", case.words.texts[0])
    )  # "Asia Argento", not "Africa Renewal"
    suspects = case.words.texts[-1:] if called else case.words.texts
    if any(case.has("firm", text) or (case.has("club", text) and not case.titled) for text in suspects):
        factor *= 0.7 if person else 0.15
    if any(case.has("group", text) for text in case.words.texts):
        family = case.several and case.words.last & SURNAME and not case.words.first & WORD  # "Fauzia Moslem", "Nazrul Islam"
        factor *= 0.7 if person or (family and not any(case.has("group", text) for text in case.words.texts[:-1])) else 0.1
    shouted = (person or case.titled) and len(case.words.texts[-1]) > _LONGEST_ACRONYM
    acronyms = case.words.texts[:-1] if shouted else case.words.texts
    if any(map(is_acronym, acronyms)) or any(map(_BARE.fullmatch, case.words.texts[1:-1])):
        factor *= 0.2
    if case.several:
        tokens = case.setting.tokens
        text = case.setting.document.text[tokens[case.name.first].start : tokens[case.name.last - 1].end]
        factor *= 0.1 if case.has("namesake", text) else 1.0
    return factor


def _by_place(case: Case) -> float:
    """A name that is called like a place, holds a people, or ends in a place."""
    name, words = case.name, case.words
    for number in range(name.first, name.last):
        place = case.setting.places.get(number)
        if place is None or (not place.hows and case.named and words.last & SURNAME and not case.has("opener", words.texts[0])):
            continue
        if number == name.first and place.last >= name.last:
            known = 0.95 if place.hows == {"city"} else 0.6
            if not case.several and case.has("renowned", words.texts[0]):
                return known
            return 0.06 if not case.titled else known if words.first & (GIVEN | SURNAME) else 0.2
        if number == name.first and not case.titled and any(case.has(k, words.texts[-1]) for k in ("place", "body", "event")):
            return 0.3
        beside = case.has("placed", case.before) or case.has("direction", case.before)
        if number == name.first and beside and place.hows & _TOWNS and not words.last & SURNAME:
            return 0.5  # "at London Heathrow"
        if number > name.first and place.last >= name.last and place.hows & {"demonym", "people"}:
            return 0.15 if not case.titled else 0.5
        if place.last - number > 1 and not case.titled:
            return 0.2
        surname = case.named and (number + 1 < name.last or words.last & SURNAME)
        if number > name.first and not surname and not case.titled:
            town = place.hows & _TOWNS and not beside and not words.first & WORD
            return 0.6 if town and case.named else 0.3
    return 1.0


def _by_word_before(case: Case) -> float:
    """The …, in …, on …; the town of …; the character …"""
    before, surely = case.before, case.several and case.named
    if before == "of" and case.has("settled", case.setting.text_at(case.name.first - 2)) and not case.titled:
        return 0.2
    if before in _CHARACTER or (before == "of" and case.setting.text_at(case.name.first - 2) in _CHARACTER):
        return 0.1 if before in _CHARACTER else 0.5
    if case.titled:
        return 0.9 if case.has("placed", before) else 1.0
    if before in _ARTICLES and not case.has("household", case.after) and not case.has("renowned", case.words.texts[0]):
        sure = surely and not case.words.first & WORD
        return 0.7 if sure and case.words.last & SURNAME else 0.4 if sure else 0.15
    if case.has("ship", before):
        return 0.1
    if case.has("placed", before):
        return 0.85 if surely else 0.45 if case.several else 0.3
    kin = before == "of" and case.has("kin", case.setting.text_at(case.name.first - 2))
    known = kin or case.has("renowned", case.words.texts[0])
    return 0.75 if case.has("direction", before) and not surely and not known else 1.0


def _by_word_after(case: Case) -> float:
    """… shares, … of, … & Co, Springfield, Illinois."""
    factor, surely = 1.0, case.several and case.named
    if case.has("after-body", case.after) and not case.has("household", case.after):
        factor *= 0.9 if case.titled else 0.7 if surely else 0.3
    if case.after == "of" and case.words.last == WORD and not case.titled:
        factor *= 0.5
    if case.after in _POSSESSIVES and case.setting.text_at(case.name.last + 1) in case.setting.lexicon.words["patronage"]:
        factor *= 0.1
    if case.before == "&" or case.after == "&":
        firm = case.after == "&" and case.has("body", case.setting.text_at(case.name.last + 1))
        factor *= 0.7 if surely and not firm and not case.words.first & WORD else 0.2
    itself = case.setting.text_at(case.name.last + 1) == "it" and case.setting.text_at(case.name.last + 2) in _OF_ITSELF
    if itself and not (case.titled or case.named or case.words.first | case.words.last):
        factor *= 0.5  # "Coimisiún na Meán says it is …"
    if case.before in _QUOTES and case.after in _QUOTES:
        factor *= 0.35
    if case.after == "," and case.name.last + 1 in case.setting.places and not case.titled:
        factor *= 0.9 if surely else 0.5 if case.several else 0.35
    if case.after in _HYPHENS and not is_capitalised(case.setting.text_at(case.name.last + 1) or "x"):
        factor *= 0.8
    return factor


def _by_score(case: Case) -> float:
    """A line of results or standings: "Sokol Tychy 5 Lech Poznan 3", "Legia Warsaw 8 6 1 1 18 7 19"."""
    if not _NUMBER.fullmatch(case.after):
        return 1.0
    sentence = case.name.run.sentence
    if all(_NUMBER.fullmatch(case.setting.text_at(case.name.last + n)) for n in range(_STANDING)):
        return 0.15
    outside: list[str] = []
    for number in range(sentence.first, min(sentence.last, sentence.first + 16)):
        if case.setting.text_at(number) == "(":
            break
        outside.append(case.setting.text_at(number))
    numbers = [at for at, text in enumerate(outside) if _NUMBER.fullmatch(text)]
    teams = all(is_capitalised(text) or _NUMBER.fullmatch(text) or text in _HYPHENS for text in outside)
    return 0.1 if len(numbers) == 2 and teams and numbers[0] > 0 and numbers[0] + 1 < numbers[1] == len(outside) - 1 else 1.0


_DOUBTS: tuple[Callable[[Case], float], ...] = (
    _by_headline,
    _by_word,
    _by_ending,
    _by_opening,
    _by_namesake,
    _by_place,
    _by_word_before,
    _by_word_after,
    _by_score,
)
