"""Grouping: the findings of one article put together, so that an editor decides on few things, each with its sentence.

First what the story is, with who and where, then what is said, paragraph by paragraph, short ones together. What is sure comes
last, all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from broadsheet.findings.queue import Item

SURE = 0.9  # from here on findings are shown in short, and accepted as a whole
MOST = 9  # findings of a group, each told apart by a digit
FEW = 5  # findings of several short paragraphs that are shown together
_STORY, _SAID = "the story, who and where", "what is said and what happened"
_TOLD = ("quotes", "claims", "events")


class Group(NamedTuple):
    """Findings that are decided on together: what they have in common, and whether they are sure, and so shown in short."""

    about: str
    items: tuple[Item, ...]
    is_sure: bool = False
    numbers: tuple[int, ...] = ()  # of the items, where some of the group were decided on before; else from 1 on

    def numbered(self) -> tuple[tuple[int, Item], ...]:
        """Return the items with their numbers, which they keep."""
        return tuple(zip(self.numbers or range(1, len(self.items) + 1), self.items, strict=True))


def groups_of(items: Iterable[Item], paragraph_of: Callable[[Item], int]) -> tuple[Group, ...]:
    """Return the groups of one article's findings; `paragraph_of` says where the paragraph of a finding begins."""
    known = list(items)
    sure = [item for item in known if item.confidence >= SURE]
    groups = opened([item for item in known if item.confidence < SURE], paragraph_of)
    return (*groups, Group(f"sure, {SURE:.2f} and more", tuple(sure), is_sure=len(sure) > 1)) if sure else groups


def opened(items: Sequence[Item], paragraph_of: Callable[[Item], int]) -> tuple[Group, ...]:
    """Return groups of findings none of which is shown in short."""
    story = tuple(item for item in items if item.key not in _TOLD)
    told = sorted((item for item in items if item.key in _TOLD), key=lambda item: (paragraph_of(item), _start(item)))
    return (*(Group(_STORY, story[at : at + MOST]) for at in range(0, len(story), MOST)), *_told(told, paragraph_of))


def _told(items: Sequence[Item], paragraph_of: Callable[[Item], int]) -> Iterator[Group]:
    together: tuple[Item, ...] = ()
    for _, those in groupby(items, key=paragraph_of):
        found = tuple(those)
        if together and len(together) + len(found) > FEW:
            yield Group(_SAID, together)
            together = ()
        together += found
        while len(together) > MOST:
            yield Group(_SAID, together[:MOST])
            together = together[MOST:]
    if together:
        yield Group(_SAID, together)


def _start(item: Item) -> int:
    return item.evidence[0].start if item.evidence else 0
