"""Clusters: the persons of a text, each with all mentions, the fullest name, the role and the country that the text states.

Which mentions are of one person is decided by their names alone and given as groups. Left out: who that person is
(`identity.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.extract.people.people import PersonMention
from broadsheet.extract.people.roles import StatedRole

_SUREST = 0.99
_EACH_MORE, _MOST_MORE = 0.01, 0.05


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a text: the fullest name, the mentions in order, roles (the best first), the country's code or nothing."""

    name: str
    mentions: tuple[PersonMention, ...]
    roles: tuple[StatedRole, ...]
    country: str
    honorific: str
    confidence: float

    @property
    def role(self) -> str:
        """Return the role as the text states it best, or nothing."""
        return self.roles[0].text if self.roles else ""


def gather_people(
    mentions: Sequence[PersonMention], groups: Sequence[int], roles: Sequence[StatedRole] = ()
) -> tuple[Person, ...]:
    """Return the persons of a text in the order of their first mentions. `groups` has a number for each mention."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        members[group].append(number)
    stated: defaultdict[int, list[StatedRole]] = defaultdict(list)
    for role in roles:
        stated[groups[role.mention]].append(role)
    return tuple(_person([mentions[n] for n in numbers], stated[group]) for group, numbers in members.items())


def _person(mentions: Sequence[PersonMention], roles: Sequence[StatedRole]) -> Person:
    fullest = max(mentions, key=lambda m: (len(m.words), -m.start))
    ranked = tuple(sorted(roles, key=lambda r: (not r.country, -r.confidence, -len(r.text.split()), r.start)))
    country = next((role.country for role in ranked if role.country), "")
    sure = max(m.confidence for m in mentions) + min(_MOST_MORE, _EACH_MORE * (len(mentions) - 1))
    honorific = next((m.honorific for m in mentions if m.honorific), "")
    return Person(fullest.text, tuple(mentions), ranked, country, honorific, round(min(_SUREST, sure), 2))
