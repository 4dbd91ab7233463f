"""Titles: what of a run of capitalised words is a name, and what stands before it.

"Iranian Foreign Minister Abbas Araghchi" is a name of two words after a people and a title; of "In London Mayor Khan" only the
last word is one.

Left out: whether the name is a person's (`grounds.py`), and the role as a text states it (`roles.py`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.extract.document.lexicon import GIVEN, SURNAME, WORD
from broadsheet.extract.people.runs import NameRun
from broadsheet.extract.people.setting import Setting, is_capitalised

NO_TITLE, TITLED, HONOURED, NATION = "", "title", "honorific", "nation"
_PEOPLES = frozenset(("demonym", "people", "abbreviation"))
_ABBREVIATION = re.compile(r"[A-Z]{3,}|(?:U\.N|E\.U|U\.S|U\.K|U\.S\.S|H\.M\.S|D\.C)\.|UN|EU|UK|US|FS|SS|MV|TV|MP|PM|AP|IT|PR")
_OF_A_PEOPLE, _SHORTEST_PEOPLE = ("er", "ers", "an", "ians", "ese", "ite"), 5
_SHORTEST_VERB = 3  # "If Nora Pelham Were …"; but "Van Do"
_INFLECTED = ("ed", "ing", "ly", "s")


class Name(NamedTuple):
    """A possible name in a run: its first token and the one after its last; what stands before it: a kind of title or nothing.

    `lead` is the first token of what stands before the name, the name's own first token where nothing does.
    """

    first: int
    last: int
    run: NameRun
    title: str
    lead: int


def read_name(setting: Setting, run: NameRun) -> Name | None:
    """Return the possible name in a run, or None where nothing of it can be one. Linear in the run."""
    last = _without_trail(setting, run)
    first, title = _after_office(setting, run, last)
    head = _last_title(setting, first, last)
    if head is not None:
        words = setting.lexicon.words
        first, title = head + 1, HONOURED if setting.text_at(head) in words["honorific"] else TITLED
    else:
        first, nation = _after_lead(setting, run, first, last)
        title = title or nation
    while first < last and not is_capitalised(setting.text_at(first)) and setting.text_at(first) in ("-", "'", "’"):
        first += 1
    if first >= last or _is_office(setting, run, first, last):
        return None
    return Name(first, last, run, title, run.first)


def _is_office(setting: Setting, run: NameRun, first: int, last: int) -> bool:
    """Say whether what is left of a run is no name but the office itself: "Chief Executive | Officer"."""
    text, words = setting.text_at(last - 1), setting.lexicon.words
    if last - first == 1 and f"{setting.text_at(first - 1)} {text}" in words["office"]:
        return True
    if setting.text_at(first - 1) == "Miss" and (setting.kinds[first] == WORD or last - 1 in setting.places):
        return True  # "Miss Tourism", "Miss Teen Namibia"
    if text not in words["title"] or text in setting.lexicon.words["title surname"]:
        return False
    before = setting.text_at(first - 2 if setting.text_at(first - 1) == "-" else first - 1) if first > run.first else ""
    in_office = before in words["title"] or before in words["modifier"]
    offices = all(setting.kinds[at] == WORD or setting.text_at(at) in words["modifier"] for at in range(first, last - 1))
    return not setting.kinds[last - 1] & (GIVEN | SURNAME) or (in_office and offices)


def _without_trail(setting: Setting, run: NameRun) -> int:
    """Return the end of a run without what stands after a name in it: days, months, signs, honours: "Clinton Wednesday", "QC"."""
    words, last = setting.lexicon.words, run.last
    while last - 1 > run.first:
        text = setting.text_at(last - 1)
        dated = text in words["opener"] and setting.text_at(last).isdigit()
        if (
            text[0].isalpha()
            and text not in words["postnominal"]
            and text not in words["day"]
            and not dated
            and (text not in words["auxiliary"] or setting.kinds[last - 1] & GIVEN or len(text) < _SHORTEST_VERB)
            and (text not in words["opener"] or setting.kinds[last - 1] & SURNAME)
        ):
            break
        if text == "I" and setting.text_at(run.first) in words["noble"]:
            break  # "King Carlos I"
        last -= 1
    return last


def _after_office(setting: Setting, run: NameRun, last: int) -> tuple[int, str]:
    """Return the first token after an office that began before the run: "Secretary of | State Warren Christopher"."""
    first, words = run.first, setting.lexicon.words
    before = first - 2 if setting.text_at(first - 1) == "the" else first - 1
    office = setting.text_at(before - 1)
    if setting.text_at(before) not in words["office of"] or (office not in words["title"] and office not in words["role"]):
        return first, NO_TITLE
    at = first
    while at < last - 1:
        text, place = setting.text_at(at), setting.places.get(at)
        if place is not None:
            at = place.last
        elif text in words["modifier"] or text in words["body"] or text in words["within title"] or setting.kinds[at] == WORD:
            at += 1
        else:
            break
    if at >= last:
        return last, NO_TITLE
    named = setting.kinds[at] & GIVEN or (setting.kinds[at] & SURNAME and not setting.kinds[at] & WORD)
    full = is_capitalised(setting.text_at(at)) and (last - at > 1 or office in words["title"])
    return (at, TITLED) if at > first and named and full and setting.text_at(at) not in words["body"] else (first, NO_TITLE)


def _last_title(setting: Setting, first: int, last: int) -> int | None:
    """Return the last token of a title within a run that a name follows: "Security Council President | Tono Eitel"."""
    words, kinds = setting.lexicon.words, setting.kinds
    for at in range(last - 2, first - 1, -1):
        text = setting.text_at(at)
        if text not in words["title"] and text not in words["honorific"] and text not in words["noble"]:
            opening = at == first and at + 2 < last and text.lower() in words["role"] and kinds[at + 1] != WORD
            known = kinds[at + 1] & (GIVEN | WORD) == GIVEN or setting.text_at(at + 1) in words["renowned"]
            several = known and _singular(text) in words["title"]
            if (not opening or kinds[at] & GIVEN) and not several:
                continue
        following, place = setting.text_at(at + 1), setting.places.get(at)
        if (place is not None and place.hows and place.last > at + 1) or at in setting.within:
            continue  # "Sri Lanka"
        particle = following in words["particle"] and at + 2 < last
        if following in words["body"] or following in words["suffix"] or not (particle or is_capitalised(following)):
            continue
        if text in setting.lexicon.words["title given"] and kinds[at + 1] & SURNAME and at + 2 == last:
            continue
        named = at > first and kinds[at - 1] & GIVEN and setting.text_at(at - 1) not in words["modifier"] | words["title"]
        named = named and at - 1 not in setting.places and at - 1 not in setting.within
        if named and kinds[at] & (GIVEN | SURNAME) and not text.endswith("."):
            continue  # "Martin Luther King" before a word that is no suffix
        return at
    return None


def _singular(text: str) -> str:
    """Return the title of one whom a title in the plural stands for: "Secretaries", "MPs"."""
    return text[:-3] + "y" if text.endswith("ies") else text.removesuffix("s")


def _after_lead(setting: Setting, run: NameRun, first: int, last: int) -> tuple[int, str]:
    """Return the first token after peoples, openers and abbreviations at the start of a run, and what the last of them is."""
    words, kinds = setting.lexicon.words["opener"], setting.kinds
    inside = (
        at for at in range(last - 2, first, -1) if setting.text_at(at) in words and kinds[at] == WORD and kinds[at + 1] & GIVEN
    )
    at, nation = next(inside, first - 1) + 1, NO_TITLE  # "Five Things to Know About | Ada Poe"
    while at < last - 1:
        step, is_nation = _step(setting, run, at, last)
        if step == at:
            break
        at, nation = step, NATION if is_nation else NO_TITLE
    return at, nation


def _step(setting: Setting, run: NameRun, at: int, last: int) -> tuple[int, bool]:
    """Return the token after what is no part of a name, or the same token; and whether it was a people or place."""
    text, place, words = setting.text_at(at), setting.places.get(at), setting.lexicon.words
    if place is not None and (place.hows or place.last - at > 1):
        if place.last >= last or not place.hows:
            return at, False
        return (place.last, True) if place.hows & _PEOPLES else (at, False)
    if text in words["group"]:
        return at + 1, True
    plain = (
        not text[0].isalpha()
        or (text in words["opener"] and not (text in setting.lexicon.words["month given"] and not setting.kinds[at + 1] & WORD))
        or (_ABBREVIATION.fullmatch(text) and not setting.text_at(at + 1)[0].islower())
        or _is_common(setting, at, last)
        or _opens(setting, run, at, last)
    )
    return (at + 1, False) if plain else (at, False)


def _is_common(setting: Setting, at: int, last: int) -> bool:
    """Say whether a word of English stands before a given name: "Baseball | Rob Manfred", "Queenslander | Mitchell Rawlins"."""
    kind, following, text = setting.kinds[at], setting.kinds[at + 1], setting.text_at(at)
    common = kind == WORD or (not kind and len(text) > _SHORTEST_PEOPLE and text.endswith(_OF_A_PEOPLE))
    named = following & GIVEN and not following & WORD and is_capitalised(setting.text_at(at + 1))
    return common and bool(named) and at + 2 < last


def _opens(setting: Setting, run: NameRun, at: int, last: int) -> bool:
    """Say whether a word of English has its capital because it opens the sentence; but not "Paschal Donohoe"."""
    text, kinds = setting.text_at(at), setting.kinds
    opens = at == run.first and (at == run.sentence.first or not any(c.isalnum() for c in setting.text_at(at - 1)))
    if not opens or not kinds[at] & WORD or not _is_first_word(setting, run, at) or _names_a_thing(setting, text):
        return False
    rare = last - at == 2 and kinds[at + 1] & SURNAME and not text.endswith(_INFLECTED)
    return not rare or text in setting.lexicon.words["auxiliary"]


def _names_a_thing(setting: Setting, text: str) -> bool:
    """Say whether a word makes of the name after it a place's or a thing's: "Typhoon Halong"."""
    words = setting.lexicon.words
    return text in words["storm"] or text in words["place"] or text in words["body"]


def _is_first_word(setting: Setting, run: NameRun, at: int) -> bool:
    """Say whether a word of English has its capital because it opens the sentence: not a given name, not "Xi"; "Will …?"."""
    text, words = setting.text_at(at), setting.lexicon.words
    if text in words["auxiliary"]:
        return setting.document.text[run.sentence.end - 1] == "?" or not setting.kinds[at] & GIVEN
    return not setting.kinds[at] & GIVEN and text not in words["family"] and text not in words["prefix"]
