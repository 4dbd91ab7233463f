"""The editor: the person who reviews findings, as a review asks: what is shown, and what the answers may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from broadsheet.findings.excerpt import Excerpt
from broadsheet.findings.grouping import Group

CORRECT, SKIP, NEXT, ALL, OPEN = "correct", "skip", "next", "all", "open"
UNDO, TEXT, REGISTER, QUIT, NEITHER = "undo", "text", "register", "quit", "neither"
YES, DIFFERENT = "y", "d"


class Head(NamedTuple):
    """What stands above the findings of a story: its place among all, its path and headline, and what is to be decided on.

    `left_out` are the lines of the text that are no part of the article, `words` how many words those have.
    """

    number: int
    total: int
    path: str
    title: str
    findings: int
    left_out: tuple[str, ...] = ()
    words: int = 0


class Answer(NamedTuple):
    """What an editor says of a group: a word, and the numbers of the findings that are marked.

    Accepting means those that are not marked, and that these are rejected; all else means those that are marked, or all.
    `one`: the number of the only one that is meant, whatever is marked.
    """

    word: str
    marked: frozenset[int] = frozenset()
    one: int = 0


class Editor(Protocol):
    """The person who reviews. Every answer may be to quit."""

    def begin(self, head: Head) -> None:
        """Show which story it is about."""

    def show(self, group: Group, excerpts: Sequence[Sequence[Excerpt]]) -> None:
        """Show findings, each with its sentences; those of a group that is sure in short."""

    def decide(self, group: Group, marked: frozenset[int]) -> Answer:
        """Return what to do with the findings that were shown, of which some may be marked already."""

    def write(self, name: str, value: str) -> str | None:
        """Return a value to put in the place of one; None to give up."""

    def choose(self, question: str, choices: Sequence[tuple[str, str]]) -> str:
        """Return the answer to a question, or quit; `choices` are the keys to press with what they mean, Enter means neither."""

    def text(self, text: str, left_out: Sequence[str]) -> None:
        """Show the text of a story, and which of its lines are left out."""

    def say(self, text: str) -> None:
        """Say a sentence."""
