"""Labels: the names of sections and the labels above a headline, also where they were copied without anything between them.

"PoliticsBreaking News" is Politics and Breaking News: a chain is split only if every piece is a known name, so that no word of a
headline is lost to a guess. Left out: what a publication calls the sections (its own configuration).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from broadsheet.extract.structure.vocabulary import read_table

SECTION, LABEL, ROOT = "section", "label", "root"  # a root is where a breadcrumb begins: Home
_LONGEST = 80
_EDGES = " \t\u00a0|/\\›»>•·-–—:,#[]()*&"
_BETWEEN = re.compile(r"\s*(?:[|/\\›»>•·,;]|\s[-–—]\s|\t|\s{2,})\s*")


class Label(NamedTuple):
    """A label by its offsets in the line, its text, and what it is: section or label."""

    start: int
    end: int
    text: str
    kind: str


@lru_cache(maxsize=1)
def load_labels() -> Mapping[str, str]:
    """Return what every known name is, by the name in small letters."""
    return MappingProxyType({name: kind for name, kind in read_table("labels.tsv")})


def split_labels(line: str, known: Mapping[str, str] | None = None) -> tuple[Label, ...]:
    """Return the labels that a line consists of, in order; nothing if any part of it is something else."""
    if len(line) > _LONGEST:
        return ()
    known = load_labels() if known is None else known
    found: list[Label] = []
    at = 0
    for start, end in _parts(line):
        pieces = _chain(line, start, end, known)
        if pieces is None:
            return ()
        found += (Label(one, other, line[one:other], known[line[one:other].casefold()]) for one, other in pieces)
        at = end
    return tuple(found) if at else ()


def _parts(line: str) -> list[tuple[int, int]]:
    """Return the spans between signs that part labels."""
    spans, at = [], 0
    for match in (*_BETWEEN.finditer(line), None):
        end = match.start() if match else len(line)
        piece = line[at:end]
        bare = piece.strip(_EDGES)
        if bare:
            start = at + piece.index(bare)
            spans.append((start, start + len(bare)))
        at = match.end() if match else end
    return spans


def _chain(line: str, start: int, end: int, known: Mapping[str, str]) -> list[tuple[int, int]] | None:
    """Return the fewest known names that a span is made of, each beginning with a capital; None if it is not."""
    if line[start:end].casefold() in known:
        return [(start, end)]
    best: dict[int, list[tuple[int, int]]] = {start: []}
    for at in range(start, end):
        if at not in best:
            continue
        for stop in range(at + 2, end + 1):
            if stop < end and not line[stop].isupper():
                continue
            name = line[at:stop].rstrip()
            if name.casefold() in known and (stop not in best or len(best[stop]) > len(best[at]) + 1):
                best[stop] = [*best[at], (at, at + len(name))]
    return best.get(end)
