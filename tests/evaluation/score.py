"""What all evaluations share: precision, recall and F1; the words around a span; the options and examples of their commands."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

Gold = TypeVar("Gold")
USABLE = 0.5  # the confidence from which findings count
_WINDOW = 60


@dataclass(slots=True)
class Score:
    """Counts of what was found and right, found and wrong, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Return the share of what there is that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, found: frozenset[object], gold: frozenset[object]) -> None:
        """Count one document's sets."""
        self.right += len(found & gold)
        self.wrong += len(found - gold)
        self.missed += len(gold - found)

    def __str__(self) -> str:
        shares = f"P {self.precision:.1%}  R {self.recall:.1%}  F1 {self.f1:.1%}"
        return f"{shares}  ({self.right} right, {self.wrong} wrong, {self.missed} missed)"


def files(folder: Path, pattern: str) -> list[Path]:
    """Return the files below a folder that match, in order, without hidden ones; of a single file only itself."""
    return [folder] if folder.is_file() else sorted(path for path in folder.rglob(pattern) if not path.name.startswith("."))


def in_its_place(text: str, start: int, end: int) -> str:
    """Return a span in brackets with what stands around it, on one line."""
    return " ".join(f"{text[max(0, start - _WINDOW) : start]}[{text[start:end]}]{text[end : end + _WINDOW]}".split())


def options(what: str, forms: Iterable[str], *, least: float | None = None) -> argparse.ArgumentParser:
    """Return the options of a command that scores `what` in a folder; `least`: the confidence, if it can be chosen."""
    parser = argparse.ArgumentParser(description=f"Score {what} found in annotated text.")
    parser.add_argument("format", choices=sorted(forms))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show so many errors of each kind")
    parser.add_argument("--part", choices=("even", "odd"), help="every second document only, to hold the others back")
    if least is not None:
        parser.add_argument("--least", type=float, default=least, metavar="CONFIDENCE", help="count findings from this on")
    return parser


def part_of(documents: Iterable[Gold], part: str | None) -> Iterator[Gold]:
    """Yield documents: all, or every second one, of which the first is even."""
    return islice(documents, 1 if part == "odd" else 0, None, 2 if part else 1)


def examples(errors: Iterable[str], most: int, words: int = 1) -> Iterator[str]:
    """Yield the first lines of each kind of error, which their first words tell."""
    shown: Counter[str] = Counter()
    for line in errors:
        kind = " ".join(line.split()[:words])
        shown[kind] += 1
        if shown[kind] <= most:
            yield line + "\n"
