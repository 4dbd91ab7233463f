"""What a page names and leads to: a text with an address, and a term with how often it is named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to an address of this site, or somewhere else."""

    text: str
    permalink: str


@dataclass(frozen=True, slots=True)
class TermLink:
    """A term that a page names, with how often (`count`, 0 where it is not counted) and in which words ("mediator")."""

    text: str
    permalink: str
    count: int = 0
    note: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a term; `lang` is set where it is in another script than Latin."""

    text: str
    lang: str = ""
