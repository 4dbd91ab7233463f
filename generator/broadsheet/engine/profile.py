"""The profile: where the time of a build went. It is kept only when somebody asks for it.

Stages are timed by the clock on the wall, in the main process. What is done for one file or one subject may be done in several
processes at once: there the times are added up.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_SLOWEST = 10
Spent = tuple[tuple[str, str, int, float], ...]  # of a subject: what ("template", "write"), which, how often, seconds
Tally = dict[str, list[float]]  # name -> how often, seconds


@dataclass(slots=True)
class Profile:
    """The times of one build, in seconds. `stages` stand in their order; the other tables are by name."""

    stages: Tally = field(default_factory=dict)
    templates: Tally = field(default_factory=dict)
    kinds: Tally = field(default_factory=dict)
    reading: dict[str, float] = field(default_factory=dict)  # by source file
    making: dict[str, float] = field(default_factory=dict)  # by story
    inside: Tally = field(default_factory=dict)  # what was done for single files and subjects, over all processes
    workers: int = 1
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, stage: str) -> None:
        """Put the time since the last lap down to a stage."""
        now = time.perf_counter()
        _add(self.stages, stage, 1, now - self._last)
        self._last = now

    def note(self, kind: str, key: str, seconds: float, spent: Spent) -> None:
        """Take note of a subject that was produced."""
        _add(self.kinds, kind, 1, seconds)
        _add(self.inside, "pages planned, made and written", 1, seconds)
        if kind == "story":
            self.making[key] = seconds
        for what, name, number, each in spent:
            if what == "template":
                _add(self.templates, name, number, each)
                _add(self.inside, "of that, rendered", number, each)
            else:
                _add(self.inside, "of that, written", number, each)

    def note_reading(self, times: Mapping[str, float]) -> None:
        """Take note of how long files took that were read."""
        for path, seconds in times.items():
            self.reading[path] = seconds
            _add(self.inside, "files read", 1, seconds)

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], list[tuple[str, int, float]]]]:
        """Yield title, columns and rows (name, how often, seconds) of each table."""
        over = f", added up over {self.workers} processes" if self.workers > 1 else ""
        yield "stages", ("stage", "", "seconds"), _rows(self.stages)
        yield f"files and subjects{over}", ("what", "number", "seconds"), _rows(self.inside)
        yield f"templates{over}", ("template", "pages", "seconds"), _by_time(self.templates)
        yield f"subjects{over}", ("kind", "number", "seconds"), _by_time(self.kinds)
        yield "the slowest to read", ("file", "", "seconds"), _slowest(self.reading)
        yield "the slowest stories to make", ("story", "", "seconds"), _slowest(self.making)

    def plain(self) -> dict[str, Any]:
        """Return every table as values for JSON, in seconds."""
        plain: dict[str, Any] = {"workers": self.workers}
        for name, tally in (
            ("stages", self.stages),
            ("inside", self.inside),
            ("templates", self.templates),
            ("kinds", self.kinds),
        ):
            plain[name] = {key: {"number": int(number), "seconds": round(spent, 6)} for key, (number, spent) in tally.items()}
        for name, slow in (("slowest_to_read", self.reading), ("slowest_to_make", self.making)):
            plain[name] = {key: round(seconds, 6) for key, _, seconds in _slowest(slow)}
        return plain


def _add(tally: Tally, name: str, number: int, seconds: float) -> None:
    entry = tally.setdefault(name, [0, 0.0])
    entry[0] += number
    entry[1] += seconds


def _rows(tally: Tally) -> list[tuple[str, int, float]]:
    return [(name, int(number), seconds) for name, (number, seconds) in tally.items()]


def _by_time(tally: Tally) -> list[tuple[str, int, float]]:
    return sorted(_rows(tally), key=lambda row: (-row[2], row[0]))


def _slowest(times: dict[str, float]) -> list[tuple[str, int, float]]:
    chosen: Iterable[tuple[str, float]] = sorted(times.items(), key=lambda item: (-item[1], item[0]))[:_SLOWEST]
    return [(name, 1, seconds) for name, seconds in chosen]
