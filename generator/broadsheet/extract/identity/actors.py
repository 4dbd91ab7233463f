"""Actors: the people and organisations of a text as values of the key `actors`, told apart and recognised by the registers.

Who is who within the text is decided by names (`name_groups.py`), who is whom of the register by `identity.py`. A name that may
mean several entries stays a proposal for an editor. Left out: how people and organisations are found, and what they say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from broadsheet.catalog.gazetteer import load_countries
from broadsheet.catalog.terms import name_key
from broadsheet.extract.countries.places import FORMER
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.identity.bearers import Bearer
from broadsheet.extract.identity.identity import Identities, Identity, NameInText, resolve, resolve_office
from broadsheet.extract.identity.office_mentions import OfficeMention
from broadsheet.extract.organisations.clusters import Organisation
from broadsheet.extract.organisations.organisations import OrganisationMention
from broadsheet.extract.people.clusters import Person
from broadsheet.extract.people.people import PersonMention
from broadsheet.extract.statements.speakers import ORGANISATION, PERSON, NamedActor

_OF_A_STATE = frozenset(("party", "government", "parliament", "court", "army", "police"))
_AMBIGUOUS = 0.5  # below what is published without a look
_ONE_WORD = 0.7  # a surname alone: whose it is, a register or an editor has to say


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
        """Return the actor as a finding; it is known by the name in the text, whatever the registers say of it.

        A former state is nobody's country.
        """
        country = "" if self.country.startswith(FORMER) else self.country
        told = {"name": self.shown, "role": self.role, "country": country, "kind": self.kind}
        value = {key: text for key, text in told.items() if text}
        return Finding("actors", value, self.evidence, self.rule, self.confidence, name_key(self.name))

    @property
    def mentions(self) -> Iterator[NamedActor]:
        """Yield the places where the actor is named, for those who look for who is speaking."""
        for start, end, _ in self.evidence:
            yield NamedActor(start, end, self.shown, PERSON if self.kind == "person" else ORGANISATION)


def gather_actors(
    people: Sequence[Person],
    organisations: Sequence[Organisation],
    identities: Identities,
    date: str = "",
    offices: Sequence[OfficeMention] = (),
    bearers: Mapping[PersonMention, Bearer] = MappingProxyType({}),
) -> tuple[Actor, ...]:
    """Return the actors of a text, people first, each once, in the order of their first mentions. `date` is the text's.

    `offices` are the places that speak of somebody by an office alone, `bearers` the public persons whom mentions mean.
    """
    bodies = [m for body in organisations if body.country and body.kind in _OF_A_STATE for m in body.mentions]
    found = [*(_of_person(person, bodies, bearers) for person in people), *map(_of_organisation, organisations)]
    names = [NameInText(a.name, a.kind, (a.role,) if a.role else (), a.country, (a.shown,)) for a in found]
    known: dict[str, Actor] = {}
    for actor, identity in zip(found, resolve(names, identities, date), strict=True):
        recognised = _recognised(actor, identity, identities)
        key = f"{recognised.kind} {identity.slug or name_key(recognised.shown)}"
        known[key] = _merged(known[key], recognised) if key in known else recognised
    present = [key.partition(" ")[2] for key in known]
    for office in offices:
        identity = resolve_office(office.title, office.country, identities, date, present)
        if identity.slug:
            holder, key = _holder(office, identity, identities), f"person {identity.slug}"
            known[key] = _merged(known[key], holder) if key in known else holder
    return tuple(known.values())


def _holder(office: OfficeMention, identity: Identity, identities: Identities) -> Actor:
    """Return who is meant by an office, as the registers know them."""
    entry = identities.entries[identity.slug]
    shown = entry.name.text if entry.name else entry.key
    evidence = (Evidence(office.start, office.end, office.text),)
    return Actor(shown, shown, "person", office.title, "", evidence, f"register: {identity.rule}", identity.confidence)


def _of_person(person: Person, bodies: Sequence[OrganisationMention], bearers: Mapping[PersonMention, Bearer]) -> Actor:
    """Return a person as an actor; whose role is in a party or another body of a country is of that country.

    A public person is shown by the usual name, as the text spells it.
    """
    within = (body.country for role in person.roles for body in bodies if role.start <= body.start and body.end <= role.end)
    country = person.country or next(filter(None, within), "")
    evidence = tuple(Evidence(m.start, m.end, m.text) for m in person.mentions)
    rule = max(person.mentions, key=lambda mention: mention.confidence).rule
    shown, sure = person.name, person.confidence
    if known := [bearer for mention in person.mentions if (bearer := bearers.get(mention))]:
        surest = max(known, key=lambda bearer: bearer.confidence)
        usual, own = surest.person.name, surest.person.country
        country = own if any(own == record.code for record in load_countries()) else country  # one of today
        shown = next((m.text for m in person.mentions if name_key(m.text) == name_key(usual)), usual)
        rule, sure = (rule, sure) if sure >= surest.confidence else (f"public person: {surest.rule}", surest.confidence)
    elif " " not in person.name and _is_latin(person.name):
        sure = min(sure, _ONE_WORD)
    return Actor(person.name, shown, "person", person.role, country, evidence, rule, sure)


def _of_organisation(organisation: Organisation) -> Actor:
    evidence = tuple(Evidence(m.start, m.end, m.text) for m in organisation.mentions)
    name, sure = organisation.name, organisation.confidence
    return Actor(name, name, "organisation", "", organisation.country, evidence, organisation.rule, sure)


def _recognised(actor: Actor, identity: Identity, identities: Identities) -> Actor:
    """Return an actor as the registers know it."""
    if identity.slug:
        entry = identities.entries[identity.slug]
        shown = entry.name.text if entry.name else actor.name
        country = "" if entry.country else actor.country  # the register says where an actor belongs
        sure = max(actor.confidence, identity.confidence)
        return replace(actor, shown=shown, country=country, rule=f"register: {identity.rule}", confidence=sure)
    if identity.candidates:
        rule = f"may be {' or '.join(identity.candidates)}: {identity.rule}"
        return replace(actor, rule=rule, confidence=min(actor.confidence, _AMBIGUOUS))
    return actor


def _merged(one: Actor, other: Actor) -> Actor:
    """Return one actor of two that the register says are the same."""
    better = max(one, other, key=lambda actor: actor.confidence)
    evidence = tuple(sorted((*one.evidence, *other.evidence)))
    return replace(
        better,
        name=one.name,
        shown=one.shown,
        role=one.role or other.role,
        country=one.country or other.country,
        evidence=evidence,
    )


def _is_latin(text: str) -> bool:
    """Say whether a text has letters, and all of them are Latin."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and all(c.isascii() or unicodedata.name(c, "").startswith("LATIN ") for c in letters)
