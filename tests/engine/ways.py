"""Which ways builds took, and how often each has to be taken: the one place that knows what ways the engine has.

A build says which it took in the event that ends it (`ways`, see `broadsheet.build.report.Report`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.builds import Built

# Of a hundred builds at least so many must take each way, else a run says little of it.
LEAST: Mapping[str, float] = {
    "nothing": 5,
    "what differs made": 30,
    "lists asked": 5,
    "links as known": 10,
    "everything planned": 5,
    "everything made": 1,
    "workers": 5,
    "looked beside": 10,
}


@dataclass
class Tally:
    """The builds of a run: how many, how many were compared with a cold one, how many took which way."""

    builds: int = 0
    compared: int = 0
    ways: Counter[str] = field(default_factory=Counter)

    def take(self, built: Built) -> None:
        """Count a build."""
        self.builds += 1
        self.ways.update(built.event.get("ways", ()))

    def lacking(self) -> list[str]:
        """Return the ways that were not taken often enough, and those that nobody has said how often to take."""
        rare = [way for way, least in LEAST.items() if self.ways[way] * 100 < least * self.builds]
        told = [f"{way}: {self.ways[way]} of {self.builds}, not {LEAST[way]:g} of 100" for way in rare]
        return told + [f"{way}: not in the list" for way in sorted(set(self.ways) - set(LEAST))]

    def __str__(self) -> str:
        ways = ", ".join(f"{way} {number}" for way, number in self.ways.most_common())
        return f"{self.builds} builds, {self.compared} compared with a cold one; ways taken: {ways}"
