"""Groups of names: which names in a text are of one person, and which texts of a collection speak of the same person.

Within a text the longest name comes first, and shorter ones join the one that they fit best, the nearest before them where
several do. Across texts people of the same full name are one; who is named by a surname or an initial only joins the one person
of the collection whom that fits.

Left out: the registers (`identity.py`), which know better.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence

from broadsheet.extract.people.personal_names import HEAD, INITIAL, PersonalName, fits, read_personal_name, respelled

_MOST = 64  # how many groups of one surname are compared
_MAIN = 3  # mentions before a namesake's first one: the text is about that person
_AFTER = 100  # how many names farther one that follows counts than one that precedes


def group_names(names: Sequence[str], heads: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """Return for each name of a text, in order, the number of its group; groups are numbered as they first occur.

    `heads` are the numbers of the names in the headline.
    """
    read = [read_personal_name(name) for name in names]
    groups: list[tuple[PersonalName, list[int]]] = []
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    chosen = [-1] * len(names)
    for number in sorted(range(len(read)), key=lambda n: (-len(read[n].words), n)):
        group = _best(read[number], number, groups, by_word, heads)
        if group is None:
            group = len(groups)
            groups.append((read[number], []))
            for word in dict.fromkeys(part for whole in read[number].words for part in (whole, *whole.split("-"))):
                by_word[word].append(group)
                if respelled(word) != word:
                    by_word[respelled(word)].append(group)
        insort(groups[group][1], number)
        chosen[number] = group
    order: dict[int, int] = {}
    return tuple(order.setdefault(group, len(order)) for group in chosen)


def _best(
    name: PersonalName,
    number: int,
    groups: Sequence[tuple[PersonalName, list[int]]],
    by_word: Mapping[str, Sequence[int]],
    heads: frozenset[int],
) -> int | None:
    """Return the group that a name fits best, the nearest of those that it fits alike."""
    if not name.words:
        return None
    words = dict.fromkeys((name.words[-1], name.words[0], name.words[-1].rpartition("-")[2], respelled(name.words[-1])))
    possible = sorted({group for word in words for group in by_word.get(word, ())[-_MOST:]})
    found = [(fit, -_distance(number, groups[group][1]), group) for group in possible if (fit := fits(name, groups[group][0]))]
    if not found:
        return None
    best = max(found)
    alike = [group for fit, _, group in found if fit == best[0]]
    in_headline = [group for group in alike if not heads.isdisjoint(groups[group][1])] if len(name.words) == 1 else []
    if len(in_headline) == 1:
        return in_headline[0]
    return _main(number, [groups[group][1] for group in alike], alike, best[2]) if len(name.words) == 1 else best[2]


def _main(number: int, members: Sequence[list[int]], alike: Sequence[int], nearest: int) -> int:
    """Return the person who was named often before the others, each once, were; or the nearest."""
    first = min(range(len(alike)), key=lambda n: members[n][0])
    others = [those for n, those in enumerate(members) if n != first]
    named = bisect_left(members[first], min((those[0] for those in others), default=0))
    once = all(len(those) == 1 or those[1] > number for those in others)
    return alike[first] if named >= _MAIN and once else nearest


def _distance(number: int, members: Sequence[int]) -> int:
    """Return how far the nearest of a group's names is, in order of the text."""
    at = bisect_left(members, number)
    near = [number - members[at - 1]] if at else []
    if at < len(members):
        near.append(members[at] - number + _AFTER)
    return min(near)


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
