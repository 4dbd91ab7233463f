"""Actors: the people and organisations of a text as values of the key `actors`, told apart and recognised by the registers.

Who is who within the text is decided by names (`name_groups.py`), who is whom of the register by `identity.py`. A name that may
mean several entries stays a proposal for an editor. Left out: how people and organisations are found, and what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.catalog.terms import name_key
from broadsheet.extract.clusters import Person
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.identity import Identities, Identity, NameInText, resolve
from broadsheet.extract.organisations import OrganisationMention
from broadsheet.extract.slug_proposals import is_latin
from broadsheet.extract.speakers import ORGANISATION, PERSON, Named

_AMBIGUOUS = 0.5  # below what is published without a look
_ONE_WORD = 0.7  # a surname alone: whose it is, a register or an editor has to say
_USABLE = 0.5


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of a text: the name in it, the name that is shown, kind, role, country, where it is named, how it was found."""

    name: str
    shown: str
    kind: str
    role: str
    country: str
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float

    @property
    def finding(self) -> Finding:
        """Return the actor as a finding; it is known by the name in the text, whatever the registers say of it."""
        told = {"name": self.shown, "role": self.role, "country": self.country, "kind": self.kind}
        value = {key: text for key, text in told.items() if text}
        return Finding("actors", value, self.evidence, self.rule, self.confidence, name_key(self.name))

    @property
    def mentions(self) -> Iterator[Named]:
        """Yield the places where the actor is named, for those who look for who is speaking."""
        for start, end, _ in self.evidence:
            yield Named(start, end, self.shown, PERSON if self.kind == "person" else ORGANISATION)


def gather_actors(
    people: Sequence[Person], organisations: Sequence[OrganisationMention], identities: Identities, date: str = ""
) -> tuple[Actor, ...]:
    """Return the actors of a text, people first, each once, in the order of their first mentions. `date` is the text's."""
    found = [*map(_of_person, people), *_of_organisations(organisations)]
    names = [NameInText(actor.name, actor.kind, (actor.role,) if actor.role else (), actor.country) for actor in found]
    known: dict[str, Actor] = {}
    for actor, identity in zip(found, resolve(names, identities, date), strict=True):
        recognised = _recognised(actor, identity, identities)
        key = f"{recognised.kind} {identity.slug or name_key(recognised.shown)}"
        known[key] = _merged(known[key], recognised) if key in known else recognised
    return tuple(known.values())


def _of_person(person: Person) -> Actor:
    evidence = tuple(Evidence(m.start, m.end, m.text) for m in person.mentions)
    rule = max(person.mentions, key=lambda mention: mention.confidence).rule
    sure = person.confidence if " " in person.name or not is_latin(person.name) else min(person.confidence, _ONE_WORD)
    return Actor(person.name, person.name, "person", person.role, person.country, evidence, rule, sure)


def _of_organisations(mentions: Sequence[OrganisationMention]) -> Iterator[Actor]:
    by_name: dict[str, list[OrganisationMention]] = {}
    for mention in mentions:
        if mention.confidence >= _USABLE:
            by_name.setdefault(name_key(mention.name), []).append(mention)
    for those in by_name.values():
        best = max(those, key=lambda mention: mention.confidence)
        evidence = tuple(Evidence(m.start, m.end, m.text) for m in those)
        yield Actor(best.name, best.name, "organisation", "", best.country, evidence, best.rule, best.confidence)


def _recognised(actor: Actor, identity: Identity, identities: Identities) -> Actor:
    """Return an actor as the registers know it."""
    if identity.slug:
        entry = identities.entries[identity.slug]
        shown = entry.name.text if entry.name else actor.name
        country = "" if entry.country else actor.country  # the register says where an actor belongs
        sure = max(actor.confidence, identity.confidence)
        return Actor(actor.name, shown, actor.kind, actor.role, country, actor.evidence, f"register: {identity.rule}", sure)
    if identity.candidates:
        rule = f"may be {' or '.join(identity.candidates)}: {identity.rule}"
        sure = min(actor.confidence, _AMBIGUOUS)
        return Actor(actor.name, actor.shown, actor.kind, actor.role, actor.country, actor.evidence, rule, sure)
    return actor


def _merged(one: Actor, other: Actor) -> Actor:
    """Return one actor of two that the register says are the same."""
    evidence = tuple(sorted((*one.evidence, *other.evidence)))
    better = max(one, other, key=lambda actor: actor.confidence)
    role, country = one.role or other.role, one.country or other.country
    return Actor(one.name, one.shown, one.kind, role, country, evidence, better.rule, better.confidence)
