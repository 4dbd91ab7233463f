"""Boilerplate: which line of a page is no part of the article, by what it says: navigation, sharing, cookies, comments.

The phrases are a table (`boilerplate.tsv`), in the languages of news sites. A line is looked up by its first words, its last ones
and as a whole, so that the cost does not grow with the table. Left out: what the lines around a line say (`body.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from broadsheet.extract.structure.vocabulary import read_table

DROP, ASIDE, END = "drop", "aside", "end"
LISTED = "listed"  # under the heading of an aside
_PART = re.compile(r"[^\W\d]+(?:['’][^\W\d]+)*|\d+(?:[.,]\d+)*|©|:|#")
_LONGEST = 9
_LONGEST_LINE, _LONGEST_START, _LONGEST_OPENING = 60, 45, 25
_SHORT = 9


class Verdict(NamedTuple):
    """What a line that is no article is (`navigation`, `comments` …), and its effect on those after it: drop, aside or end."""

    rule: str
    effect: str
    whole: bool


Phrases = Mapping[str, Mapping[str, Verdict]]


@lru_cache(maxsize=1)
def load_phrases() -> Phrases:
    """Return the phrases of the table by the place in a line where they stand, as words joined by blanks."""
    tables: dict[str, dict[str, Verdict]] = {where: {} for where in ("line", "start", "opening", "end", "word")}
    for rule, effect, where, phrase in read_table("boilerplate.tsv"):
        parts = _parts(phrase)
        if where == "line":
            parts = [part for part in parts if part != ":"]
        tables[where].setdefault(" ".join(parts), Verdict(rule, effect, where in ("line", "word")))
    return MappingProxyType(tables)


def judge(text: str, closed: bool, phrases: Phrases) -> Verdict | None:
    """Return what a line is if it is no article; `closed` says that it ends like a sentence."""
    parts = _parts(text[:400])
    if not parts or len(parts) > _LONGEST_LINE or len(text) > 400:
        return None
    bare = [part for part in parts if part != ":"]
    found = phrases["line"].get(" ".join(bare)) or _all_words(bare, phrases)
    if found is not None and len(bare) == 1 and text.endswith("."):
        return None  # an answer: "No."
    if found is not None or len(parts) > _LONGEST_START:
        return found
    return _by_start(parts, closed, phrases) or _by_end(bare, phrases)


def _all_words(parts: list[str], phrases: Phrases) -> Verdict | None:
    """Return the rule of a line that consists of nothing but words of one list, such as "Facebook Twitter Email"."""
    found = phrases["word"].get(parts[-1]) if parts else None
    if found is None or len(parts) > _SHORT * 2:
        return None
    first = next((phrases["word"].get(part) for part in parts if part != "#"), None)
    return first if first is not None and all(part == "#" or part in phrases["word"] for part in parts) else None


def _by_start(parts: list[str], closed: bool, phrases: Phrases) -> Verdict | None:
    opening = len(parts) <= _SHORT or (not closed and len(parts) <= _LONGEST_OPENING)
    key = ""
    for part in parts[:_LONGEST]:
        key = f"{key} {part}" if key else part
        found = phrases["start"].get(key) or (phrases["opening"].get(key) if opening else None)
        if found is not None:
            return found
    return None


def _by_end(parts: list[str], phrases: Phrases) -> Verdict | None:
    return next(filter(None, (phrases["end"].get(" ".join(parts[-count:])) for count in range(2, _LONGEST))), None)


def _parts(text: str) -> list[str]:
    """Return the words of a text in small letters, every number as a sign."""
    return ["#" if part[0].isdecimal() else part for part in _PART.findall(text.casefold().replace("’", "'").replace("(c)", "©"))]
