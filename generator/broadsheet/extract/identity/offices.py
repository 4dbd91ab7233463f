"""Offices: what a title denotes whatever its words, so that "Foreign Minister" is the "Minister of Foreign Affairs".

An office is a head ("minister") with what it is of ("foreign"), and whether it is past or acting. Its country is apart.

Left out: finding titles in a text, and who holds an office (`identity.py`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from broadsheet.catalog.gazetteer import fold, load_countries

_HEADS = {
    **dict.fromkeys(("president", "head of state"), "president"),
    **dict.fromkeys(("prime minister", "premier", "head of government", "pm", "chief minister", "taoiseach"), "prime minister"),
    **dict.fromkeys(("vice president", "vice-president"), "vice president"),
    **dict.fromkeys(("deputy prime minister", "vice prime minister", "vice premier", "vice-premier"), "deputy prime minister"),
    **dict.fromkeys(("supreme leader",), "supreme leader"),
    **dict.fromkeys(("secretary of state",), "foreign minister"),
    **dict.fromkeys(("foreign secretary", "external affairs minister", "top diplomat", "chief diplomat"), "foreign minister"),
    **dict.fromkeys(("defense secretary", "defence secretary", "secretary of defense", "secretary of war"), "defence minister"),
    **dict.fromkeys(
        ("treasury secretary", "chancellor of the exchequer", "treasurer", "secretary of the treasury"), "finance minister"
    ),
    **dict.fromkeys(("home secretary", "home minister", "minister of home affairs"), "interior minister"),
    **dict.fromkeys(("secretary general", "secretary-general"), "secretary-general"),
    **dict.fromkeys(
        ("speaker of parliament", "speaker of the parliament", "parliament speaker", "parliamentary speaker"), "speaker"
    ),
    **dict.fromkeys(("chief executive", "chief executive officer", "ceo"), "chief executive"),
    **dict.fromkeys(("army chief", "chief of the army", "chief of army staff"), "army chief"),
    **dict.fromkeys(("central bank governor", "governor of the central bank"), "central bank governor"),
}
_WORDS = {
    **dict.fromkeys(("chairman", "chairwoman", "chairperson"), "chair"),
    **dict.fromkeys(("spokesman", "spokeswoman"), "spokesperson"),
    **dict.fromkeys(("rep", "congressman", "congresswoman"), "representative"),
    **{"sen": "senator", "gov": "governor"},
}
_OF = {
    **dict.fromkeys(("foreign", "foreign affairs", "external affairs", "external relations", "foreign relations"), "foreign"),
    **dict.fromkeys(("defence", "defense", "national defence", "national defense"), "defence"),
    **dict.fromkeys(("interior", "internal affairs", "home affairs", "home", "the interior"), "interior"),
    **dict.fromkeys(("finance", "finances", "the treasury"), "finance"),
    **dict.fromkeys(("economy", "economics", "economic affairs", "the economy", "economic"), "economy"),
    **dict.fromkeys(("labour", "labor", "employment"), "labour"),
    **dict.fromkeys(("transport", "transportation"), "transport"),
    **dict.fromkeys(("oil", "petroleum"), "oil"),
}
_PAST = re.compile(r"^(?:the )?(?:(?:former|ex|late|one time|onetime|then|outgoing|previous|deposed|ousted)[ -]+)+")
_ACTING = re.compile(r"^(?:the )?(?:(?:acting|interim|caretaker|new|incoming|current|incumbent|newly elected)[ -]+)+")
_MINISTER_OF = re.compile(r"(deputy |vice |prime )?minister (?:of|for) (?:the )?(.+)")
_OF_MINISTER = re.compile(r"(deputy |vice )?(.+?) minister")


class Office(NamedTuple):
    """An office by its one name ("foreign minister"), its country's code or nothing, and whether the title says it is past."""

    name: str
    country: str = ""
    past: bool = False


@lru_cache(maxsize=4096)
def read_office(title: str) -> Office:
    """Return the office that a title denotes: "Iran's President", "U.S. Secretary of State", "President of Iran"."""
    words = " ".join(fold(title).replace("-elect", "").split()).strip(",. ")
    words = words.removeprefix("the ")
    past = bool(_PAST.match(words))
    words = _ACTING.sub("", _PAST.sub("", words))
    country, words = _split_country(words)
    inner = " ".join(_WORDS.get(word.rstrip("."), word) for word in _ACTING.sub("", _PAST.sub("", words)).split())
    return Office(_office(inner), country, past or bool(_PAST.match(words)))


def _office(words: str) -> str:
    if words in _HEADS:
        return _HEADS[words]
    match = _MINISTER_OF.fullmatch(words)
    if match and match[1] != "prime ":
        return f"{match[1] or ''}{_OF.get(match[2], match[2])} minister"
    match = _OF_MINISTER.fullmatch(words)
    if match and match[2] != "prime":
        return f"{match[1] or ''}{_OF.get(match[2], match[2])} minister"
    return words


def _split_country(words: str) -> tuple[str, str]:
    """Return the country that stands before or after an office, and the words without it."""
    names = _names()
    parts = words.split()
    for count in range(min(5, len(parts) - 1), 0, -1):
        head = " ".join(parts[:count])
        head = head.removesuffix("'s").removesuffix("'") if head not in names else head
        if head in names:
            return names[head], " ".join(parts[count:])
    for link in (" of the ", " of ", " for "):
        before, found, after = words.rpartition(link)
        if found and after in names and before:
            return names[after], before
    return "", words


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return codes by the folded names, adjectives and abbreviations of countries."""
    names: dict[str, str] = {}
    for country in load_countries():
        for name in (country.name, country.official, *country.aliases):
            names.setdefault(fold(name), country.code)
    for country in load_countries():
        for name in country.demonyms:
            names.setdefault(fold(name), country.code)
    return names | {"us": "US", "uk": "GB", "american": "US", "british": "GB"}


def code_of_country(text: str) -> str:
    """Return the code of the country that a register names by a code or a name, or nothing."""
    bare = text.strip()
    return bare if len(bare) == 2 and bare.isupper() else _names().get(fold(bare), "")
