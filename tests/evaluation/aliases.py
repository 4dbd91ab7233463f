"""How well the names of one person are put together, within a text and across texts: B3 against names with links.

A set without types (AIDA-CoNLL as published) is read with a CoNLL-2003 file of the same documents (`--types FILE`), which says
which names are persons'; without one, all linked names count.

    PYTHONPATH=generator:tests python -m evaluation.aliases FORMAT FOLDER [--types FILE] [--errors N]
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.extract.people.name_groups import group_across, group_names
from evaluation.names import FORMS, GoldNames, read_names

_UNLINKED = ("", "--NME--")
Grouping = Callable[[Sequence[str]], Sequence[int]]


@dataclass(frozen=True, slots=True)
class B3:
    """Precision and recall of clusters, averaged over mentions."""

    precision: float
    recall: float
    mentions: int

    @property
    def f1(self) -> float:
        """Return the harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"B3 P {self.precision:.1%}  R {self.recall:.1%}  F1 {self.f1:.1%}  ({self.mentions} mentions)"


def b3(found: Sequence[Hashable], gold: Sequence[Hashable]) -> B3:
    """Return how well clusters agree: for each mention the share of its cluster that is right, and of its gold cluster found."""
    ours, theirs = defaultdict(set), defaultdict(set)
    for number, (one, other) in enumerate(zip(found, gold, strict=True)):
        ours[one].add(number)
        theirs[other].add(number)
    if not found:
        return B3(0.0, 0.0, 0)
    shared = [(len(ours[a] & theirs[b]), len(ours[a]), len(theirs[b])) for a, b in zip(found, gold, strict=True)]
    precision = sum(both / size for both, size, _ in shared) / len(found)
    return B3(precision, sum(both / size for both, _, size in shared) / len(found), len(found))


def persons(documents: Iterable[GoldNames], types: Path | None = None) -> list[tuple[list[str], list[str]]]:
    """Return for each document its persons' names, as they stand, and what each is linked to; unlinked names are left out.

    With types, only documents of that file count; they are found by their words.
    """
    typed = {gold.text: frozenset(gold.spans("PER")) for gold in read_names(types, "conll")} if types else None
    found = []
    for gold in documents:
        if typed is not None and gold.text not in typed:
            continue
        people = typed[gold.text] if typed is not None else None
        kept = [
            (gold.text[start:end], link)
            for kind, start, end, link in gold.names
            if link not in _UNLINKED and ((start, end) in people if people is not None else kind.startswith("PER"))
        ]
        found.append(([name for name, _ in kept], [link for _, link in kept]))
    return found


def score(texts: Sequence[tuple[Sequence[str], Sequence[str]]], within: Grouping = group_names) -> tuple[B3, B3]:
    """Return B3 within texts (clusters of different texts are different) and across texts."""
    inside = [(number, group) for number, (names, _) in enumerate(texts) for group in within(names)]
    gold_inside = [(number, link) for number, (_, links) in enumerate(texts) for link in links]
    across = [group for groups in group_across([names for names, _ in texts]) for group in groups]
    return b3(inside, gold_inside), b3(across, [link for _, links in texts for link in links])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of a folder."""
    parser = argparse.ArgumentParser(description="Score how well the names of one person are put together.")
    parser.add_argument("format", choices=sorted(FORMS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--types", type=Path, help="a CoNLL-2003 file of the same documents")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show so many persons who were torn apart")
    given = parser.parse_args(arguments)
    texts = persons(read_names(given.folder, given.format), given.types)
    inside, across = score(texts)
    sys.stdout.write(f"within texts  {inside}\nacross texts  {across}\n")
    for line in _torn(texts)[: given.errors]:
        sys.stdout.write(line + "\n")
    return 0


def _torn(texts: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[str]:
    groups = [group for each in group_across([names for names, _ in texts]) for group in each]
    by_link, by_group = defaultdict(lambda: defaultdict(set)), defaultdict(set)
    for group, name, link in zip(
        groups, (n for names, _ in texts for n in names), (k for _, links in texts for k in links), strict=True
    ):
        by_link[link][group].add(name)
        by_group[group].add(link)
    torn = [f"torn    {link}: {[sorted(n) for n in parts.values()]}" for link, parts in sorted(by_link.items()) if len(parts) > 1]
    return torn + [f"mixed   {sorted(links)}" for _, links in sorted(by_group.items()) if len(links) > 1]


if __name__ == "__main__":
    raise SystemExit(main())
