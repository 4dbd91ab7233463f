"""Offices: what a title denotes whatever its words, so that "Foreign Minister" is the "Minister of Foreign Affairs".

An office is a head ("minister") with what it is of ("foreign"), and whether it is past or acting. Its country is apart.

Left out: finding titles in a text, and who holds an office (`identity.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from broadsheet.catalog.gazetteer import fold, load_countries

_PAST = re.compile(r"^(?:the )?(?:(?:former|ex|late|one time|onetime|then|outgoing|previous|deposed|ousted)[ -]+)+")
_ACTING = re.compile(r"^(?:the )?(?:(?:acting|interim|caretaker|new|incoming|current|incumbent|newly elected)[ -]+)+")
_MINISTER_OF = re.compile(r"(deputy |vice )?minister (?:of|for) (?:the )?(.+)")
_OF_MINISTER = re.compile(r"(deputy |vice )?(?!prime )(.+?) minister")


@lru_cache(maxsize=1)
def _called() -> Mapping[str, Mapping[str, str]]:
    """Return the one name of what offices.tsv has, by kind and by what else it is called."""
    called: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for line in files(__package__).joinpath("offices.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, name, others = line.split("\t")
            called[kind] |= dict.fromkeys(others.split(";"), name)
    return called


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
    inner = " ".join(_called()["head"].get(word.rstrip("."), word) for word in _ACTING.sub("", _PAST.sub("", words)).split())
    return Office(_office(inner), country, past or bool(_PAST.match(words)))


def _office(words: str) -> str:
    """Return the one name of an office without country: a minister's is made of what the minister is of."""
    called = _called()
    if words in called["office"]:
        return called["office"][words]
    match = _MINISTER_OF.fullmatch(words) or _OF_MINISTER.fullmatch(words)
    return f"{match[1] or ''}{called['of'].get(match[2], match[2])} minister" if match else words


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
