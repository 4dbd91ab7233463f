"""How well the names of one person are put together, within a text and across texts: B3 against names with links.

A set without types (AIDA-CoNLL as published) is read with a CoNLL-2003 file of the same documents (`--types FILE`), which says
which names are persons'; without one, all linked names count.

Across texts people of the same full name are one; who is named by a surname or an initial only joins the one person of the
collection whom that fits. Only this evaluation does that: on a site an editor says it.

    PYTHONPATH=generator:tests python -m evaluation.aliases FORMAT FOLDER [--types FILE] [--errors N]
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.extract.people.name_groups import group_names
from broadsheet.extract.people.personal_names import HEAD, INITIAL, PersonalName, fits, read_personal_name
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


def group_across(texts: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], ...]:
    """Return for each name of each text the number of the person in the whole collection."""
    within = [group_names(names) for names in texts]
    longest: dict[tuple[int, int], PersonalName] = {}
    for text, (names, groups) in enumerate(zip(texts, within, strict=True)):
        for name, group in zip(names, groups, strict=True):
            read, known = read_personal_name(name), longest.get((text, group))
            if known is None or len(read.words) > len(known.words):
                longest[text, group] = read
    persons = _persons(longest)
    return tuple(tuple(persons[text, group] for group in groups) for text, groups in enumerate(within))


def _persons(longest: Mapping[tuple[int, int], PersonalName]) -> dict[tuple[int, int], int]:
    """Return the person of each text's groups: by the full name, else by the one full name that the group's fits."""
    texts_of: defaultdict[PersonalName, int] = defaultdict(int)
    for name in longest.values():
        texts_of[name] += 1
    near: defaultdict[str, list[PersonalName]] = defaultdict(list)
    for name in texts_of:
        for key in _keys(name):
            near[key].append(name)
    numbers: dict[PersonalName, int] = {}
    target = {name: _fuller(name, near, texts_of) for name in sorted(texts_of)}
    return {key: numbers.setdefault(_end(name, target), len(numbers)) for key, name in longest.items()}


def _keys(name: PersonalName) -> dict[str, None]:
    """Return by what a name is found by a shorter or otherwise written one: its surname, its first two words."""
    return dict.fromkeys(
        (name.surname, name.surname.rpartition("-")[2], " ".join(" ".join(name.words).replace("-", " ").split()[:2]))
    )


def _fuller(name: PersonalName, near: Mapping[str, Sequence[PersonalName]], texts_of: Mapping[PersonalName, int]) -> PersonalName:
    """Return the full name of the one person of the collection whom a shorter name fits, or the name itself."""
    possible = dict.fromkeys(other for key in _keys(name) for other in near.get(key, ()))
    least = HEAD if len(name.words) > 1 else INITIAL
    fitting = [other for other in possible if other != name and fits(name, other) >= least and _is_fuller(other, name)]
    if not fitting:
        return name
    several = [other for other in fitting if not any(other != o and fits(other, o) for o in fitting)]
    if len(several) == 1:
        return several[0]
    ranked = sorted(fitting, key=lambda other: (-texts_of[other], other))
    return ranked[0] if texts_of[ranked[0]] >= 4 * texts_of[ranked[1]] else name


def _is_fuller(one: PersonalName, other: PersonalName) -> bool:
    """Say whether one name says more than another; of two that say the same, one is the name of both."""
    sizes = (len(one.words), sum(map(len, one.words)), one.words), (len(other.words), sum(map(len, other.words)), other.words)
    return sizes[0] > sizes[1]


def _end(name: PersonalName, target: Mapping[PersonalName, PersonalName]) -> PersonalName:
    for _ in range(4):
        if target[name] == name:
            break
        name = target[name]
    return name


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
