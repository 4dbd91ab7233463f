"""Grouping: the findings of one article put together, so that an editor decides on few things, each with its sentence.

First what the story is, then who and where it is about, what of, and what is said in each paragraph. What is sure comes last, all
at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from broadsheet.findings.queue import Item

SURE = 0.9  # from here on findings are shown in short, and accepted as a whole
MOST = 9  # findings of a group, each told apart by a digit
_ABOUT = {
    **dict.fromkeys(("actors", "countries"), "who and where"),
    "tags": "subjects",
    **dict.fromkeys(("quotes", "claims", "events"), "what is said and what happened"),
}
_STORY = "what the story is"
_ORDER = (_STORY, *dict.fromkeys(_ABOUT.values()))


class Group(NamedTuple):
    """Findings that are decided on together: what they have in common, and whether they are sure, and so shown in short."""

    about: str
    items: tuple[Item, ...]
    is_sure: bool = False


def groups_of(items: Iterable[Item], paragraph_of: Callable[[Item], int]) -> tuple[Group, ...]:
    """Return the groups of one article's findings; `paragraph_of` says where the paragraph of a finding begins."""
    known = list(items)
    sure = [item for item in known if item.confidence >= SURE]
    groups = opened([item for item in known if item.confidence < SURE], paragraph_of)
    return (*groups, Group(f"sure, {SURE:.2f} and more", tuple(sure), is_sure=True)) if sure else groups


def opened(items: Sequence[Item], paragraph_of: Callable[[Item], int]) -> tuple[Group, ...]:
    """Return groups of findings none of which is shown in short."""
    return tuple(group for about in _ORDER for group in _about(about, items, paragraph_of))


def _about(about: str, items: Sequence[Item], paragraph_of: Callable[[Item], int]) -> Iterator[Group]:
    here = [item for item in items if _ABOUT.get(item.key, _STORY) == about]
    is_said = about == _ORDER[-1]
    here.sort(key=lambda item: (paragraph_of(item) if is_said else 0, _start(item) if about != _STORY else 0))
    for _, those in groupby(here, key=lambda item: paragraph_of(item) if is_said else 0):
        found = tuple(those)
        yield from (Group(about, found[at : at + MOST]) for at in range(0, len(found), MOST))


def _start(item: Item) -> int:
    return item.evidence[0].start if item.evidence else 0
