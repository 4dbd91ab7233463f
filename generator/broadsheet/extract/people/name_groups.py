"""Groups of names: which names in a text are of one person.

The longest name comes first, and shorter ones join the one that they fit best, the nearest before them where several do.

Of two who bear a surname the headline's is meant, else who was named last; but who is only mentioned as a relative ("the father
of Ann Lee") is not meant by a surname that follows.

Left out: the registers (`identity.py`), which know better.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from broadsheet.extract.document.document import Document
from broadsheet.extract.people.people import PersonMention
from broadsheet.extract.people.personal_names import PersonalName, fits, read_personal_name, respelled

_MOST = 64  # how many groups of one surname are compared
_MAIN = 3  # mentions before a namesake's first one: the text is about that person
_AFTER = 100  # how many names farther one that follows counts than one that precedes


class _Group(NamedTuple):
    """The names of one person, of two words or more, the longest first; and where they stand, in order of the text."""

    names: list[PersonalName]
    members: list[int]

    def fit(self, name: PersonalName) -> tuple[float, bool]:
        """Return how well a name may denote the person, and whether its suffix is the person's."""
        return max((fits(name, own), name.suffix in ("", own.suffix)) for own in self.names)


def group_names(
    names: Sequence[str], heads: frozenset[int] = frozenset(), relatives: frozenset[int] = frozenset()
) -> tuple[int, ...]:
    """Return for each name of a text, in order, the number of its group; groups are numbered as they first occur.

    `heads` are the numbers of the names in the headline, `relatives` of those that `find_relatives` found.
    """
    read = [read_personal_name(name) for name in names]
    groups: list[_Group] = []
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    chosen = [-1] * len(names)
    for number in sorted(range(len(read)), key=lambda n: (-len(read[n].words), n)):
        name = read[number]
        group = _best(name, number, groups, by_word, heads, relatives)
        if group is None:
            group = len(groups)
            groups.append(_Group([name], []))
            for word in dict.fromkeys(part for whole in name.words for part in (whole, *whole.split("-"))):
                by_word[word].append(group)
                if respelled(word) != word:
                    by_word[respelled(word)].append(group)
        elif len(name.words) > 1 and name not in groups[group].names:
            groups[group].names.append(name)
        insort(groups[group].members, number)
        chosen[number] = group
    order: dict[int, int] = {}
    return tuple(order.setdefault(group, len(order)) for group in chosen)


def find_relatives(document: Document, mentions: Sequence[PersonMention], kin: Collection[str]) -> frozenset[int]:
    """Return the numbers of the mentions as somebody's relative: "the father of Ann Lee", "his wife Ann Lee"."""
    found = set()
    for number, mention in enumerate(mentions):
        at = document.token_at(mention.lead)
        before = document.texts[max(0, at - 2) : at]
        if before and (before[-1] in kin or (before[-1] in ("of", ",") and before[0] in kin)):
            found.add(number)
    return frozenset(found)


def _best(
    name: PersonalName,
    number: int,
    groups: Sequence[_Group],
    by_word: Mapping[str, Sequence[int]],
    heads: frozenset[int],
    relatives: frozenset[int],
) -> int | None:
    """Return the group that a name fits best, the nearest of those that it fits alike."""
    if not name.words:
        return None
    words = dict.fromkeys((name.words[-1], name.words[0], name.words[-1].rpartition("-")[2], respelled(name.words[-1])))
    possible = sorted({group for word in words for group in by_word.get(word, ())[-_MOST:]})
    found = {group: fit for group in possible if (fit := groups[group].fit(name))[0]}
    if not found:
        return None
    alike = [group for group, fit in found.items() if fit == max(found.values())]
    nearest = max(alike, key=lambda group: (-_distance(number, groups[group].members, relatives), group))
    if len(name.words) > 1:
        return nearest
    in_headline = [group for group in alike if not heads.isdisjoint(groups[group].members)]
    if len(in_headline) == 1:
        return in_headline[0]
    return _main(number, [groups[group].members for group in alike], alike, nearest)


def _main(number: int, members: Sequence[list[int]], alike: Sequence[int], nearest: int) -> int:
    """Return the person who was named often before the others, each once, were; or the nearest."""
    first = min(range(len(alike)), key=lambda n: members[n][0])
    others = [those for n, those in enumerate(members) if n != first]
    named = bisect_left(members[first], min((those[0] for those in others), default=0))
    once = all(len(those) == 1 or those[1] > number for those in others)
    return alike[first] if named >= _MAIN and once else nearest


def _distance(number: int, members: Sequence[int], relatives: frozenset[int]) -> int:
    """Return how far the nearest of a group's names is, in order of the text: one before, which is not a relative's."""
    earlier = (members[at] for at in range(bisect_left(members, number) - 1, -1, -1))
    before = next((member for member in earlier if member not in relatives), None)
    return number - before if before is not None else abs(members[0] - number) + _AFTER
