"""Clusters: the persons of a text, each with all mentions, the usual full name, the role and the country that the text states.

Which mentions are of one person is decided by their names alone and given as groups. Left out: who that person is
(`identity.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.extract.people.people import PersonMention
from broadsheet.extract.people.roles import StatedRole

_SUREST = 0.99
_EACH_MORE, _MOST_MORE = 0.01, 0.05


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a text: the usual full name, the mentions in order, roles (the best first), the country's code or nothing."""

    name: str
    mentions: tuple[PersonMention, ...]
    roles: tuple[StatedRole, ...]
    country: str
    confidence: float

    @property
    def role(self) -> str:
        """Return the role as the text states it best, or nothing."""
        return self.roles[0].text if self.roles else ""


def gather_people(
    mentions: Sequence[PersonMention],
    groups: Sequence[int],
    roles: Sequence[StatedRole] = (),
    headline: tuple[int, int] | None = None,
) -> tuple[Person, ...]:
    """Return the persons of a text in the order of their first mentions. `groups` has a number for each mention.

    A mention in the headline says twice what a person is usually called.
    """
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        members[group].append(number)
    stated: defaultdict[int, list[StatedRole]] = defaultdict(list)
    for role in roles:
        stated[groups[role.mention]].append(role)
    return tuple(_person([mentions[n] for n in numbers], stated[group], headline) for group, numbers in members.items())


def _person(mentions: Sequence[PersonMention], roles: Sequence[StatedRole], headline: tuple[int, int] | None) -> Person:
    ranked = tuple(sorted(roles, key=lambda r: (not r.country, -r.confidence, -len(r.text.split()), r.start)))
    country = next((role.country for role in ranked if role.country), "")
    sure = max(m.confidence for m in mentions) + min(_MOST_MORE, _EACH_MORE * (len(mentions) - 1))
    return Person(_called(mentions, headline), tuple(mentions), ranked, country, round(min(_SUREST, sure), 2))


def _called(mentions: Sequence[PersonMention], headline: tuple[int, int] | None) -> str:
    """Return the full name that a text uses most, of several the longest: not the name at birth that it gives once.

    Where the text uses one surname by itself, a name that ends with it comes before one that goes on: "Pedro Pierluisi Urrutia".
    """
    fullest = max(mentions, key=lambda m: (len(m.words), -m.start))
    alone = Counter(m.words[0] for m in mentions if len(m.words) == 1)
    usual = max(alone, key=lambda word: (alone[word], word), default="")
    surname = usual if any(len(m.words) > 1 and m.words[-1] == usual for m in mentions) else fullest.words[-1]
    uses: Counter[str] = Counter()
    for mention in mentions:
        if len(mention.words) > 1 and (mention.words[0], mention.words[-1]) == (fullest.words[0], surname):
            uses[mention.text] += 1 + (headline is not None and headline[0] <= mention.start < headline[1])
    return max(uses, key=lambda text: (uses[text], len(text), text), default=fullest.text)
