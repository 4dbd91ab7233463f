"""Bearers: which public person a name in a text means, by the other names of the text, offices, the day and the headline.

A name in full means the one public person whom it fits. A surname with an office means who held it. A surname alone means who
is named in full; where nobody is, who holds an office on the day that is known by the surname alone, or is the only one who
held one. Where a relative is named in full, the holder is meant nevertheless, unless the headline is about the relative.
Whatever fits two is left to the rest of the text, or to an editor.

Left out: which mentions are of one person (`name_groups.py`), and the registers of a publication (`identity.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from broadsheet.extract.identity.identity import spelled_alike
from broadsheet.extract.identity.offices import read_office
from broadsheet.extract.identity.public_persons import PublicPerson, load_public_persons
from broadsheet.extract.people.people import PersonMention
from broadsheet.extract.people.personal_names import DROPPED, INITIAL, PersonalName, fits, read_personal_name
from broadsheet.extract.people.roles import StatedRole

_GENDERS = {"Mr.": "m", "Mr": "m", "Mrs.": "f", "Mrs": "f", "Ms.": "f", "Ms": "f", "Miss": "f"}
_BEFORE = ("before the name", "before a list")
_IN_FULL, _BY_OFFICE, _ON_THE_DAY, _FORMER = 0.92, 0.9, 0.86, 0.82
_INITIALS = 2  # letters
_OF_A_HEAD = re.compile(r" (?:administration|presidency|White House|era)\b")
_HEADS = ("President", "Prime Minister", "Chancellor")


class Bearer(NamedTuple):
    """Whom a name means, by which rule, and how sure that is."""

    person: PublicPerson
    rule: str
    confidence: float

    def name(self, text: str) -> str:
        """Return the person's usual name, or the name as a text has it where that is another one's spelling."""
        usual = self.person.name
        return usual if read_personal_name(usual).surname == read_personal_name(text).surname else text


def named_in(text: str, mention: PersonMention) -> str:
    """Return a mention's name with the suffix that a text says before it: the younger Trump is "Trump Jr."."""
    younger = " " not in mention.text and text.endswith("the younger ", 0, mention.start)
    return f"{mention.text} Jr." if younger else mention.text


class Naming(NamedTuple):
    """What a text says beside the names: words, day of publication, the headline's span, countries, surnames that all know."""

    text: str
    date: str
    headline: tuple[int, int] | None
    countries: Collection[str]
    renowned: Collection[str]


def find_bearers(mentions: Sequence[PersonMention], roles: Iterable[StatedRole], scene: Naming) -> tuple[Bearer | None, ...]:
    """Return for each mention of a text, in order, the public person whom it means, or None."""
    stated: defaultdict[str, list[str]] = defaultdict(list)
    titles: dict[int, str] = {}
    for role in roles:
        stated[mentions[role.mention].text].append(role.text)
        if role.rule in _BEFORE:
            titles.setdefault(role.mention, role.text)
    read = [read_personal_name(named_in(scene.text, mention)) for mention in mentions]
    text = _Text(scene, {}, {}, set())
    for name, mention in zip(read, mentions, strict=True):
        if len(name.words) > 1 and name not in text.named.setdefault(name.surname, {}):
            text.named[name.surname][name] = _in_full(name, stated[mention.text], scene)
        if scene.headline and scene.headline[0] <= mention.start < scene.headline[1]:
            text.heads.add(name)
    found: dict[int, Bearer | None] = {}
    alone = [number for number, name in enumerate(read) if len(name.words) == 1 and not name.suffix]
    for number in (number for number in alone if number in titles):
        found[number] = bearer = _by_office(read[number], titles[number], text)
        if bearer:
            text.titled.setdefault(read[number].surname, []).append(bearer)
    for number in alone:
        found[number] = found.get(number) or _alone(read[number], mentions[number], text)
    return tuple(found.get(n) or text.named.get(name.surname, {}).get(name) for n, name in enumerate(read))


class _Text(NamedTuple):
    """What a text says by surname: the names in full with their bearers, the bearers of names with an office."""

    scene: Naming
    named: dict[str, dict[PersonalName, Bearer | None]]
    titled: dict[str, list[Bearer]]
    heads: set[PersonalName]

    def known(self, surname: str) -> list[PublicPerson]:
        """Return the public persons of a surname whom the text names in full or by their office."""
        bearers = (*self.named.get(surname, {}).values(), *self.titled.get(surname, ()))
        return list(dict.fromkeys(bearer.person for bearer in bearers if bearer))

    def is_of_relatives(self, surname: str, holder: PublicPerson) -> bool:
        """Say whether others of a surname whom a text names leave it to the holder of an office.

        They do where the text names the holder, too, or all of them are known; and no headline names one of them only.
        """
        others = {name: b for name, b in self.named.get(surname, {}).items() if b is None or b.person.name != holder.name}
        known = holder in self.known(surname) or all(bearer or name.suffix for name, bearer in others.items())
        return known and (self.heads.isdisjoint(others) or PersonalName((surname,), "") in self.heads)


def _in_full(name: PersonalName, roles: Sequence[str], scene: Naming) -> Bearer | None:
    """Return the one public person whom a name in full fits, of several the one of the role, or who holds an office."""
    fitting: dict[PublicPerson, float] = {}
    for person in load_public_persons().called(name.surname):
        if person.has_first() or _is_of(person, scene):
            known = person.has_first() or any(person.had(role, scene.date) for role in roles)
            sure = max(_fit(name, read_personal_name(own), known) for own in person.names)
            if sure >= (INITIAL if known and len(name.words[0]) > _INITIALS else DROPPED):
                fitting[person] = sure
    best = [person for person, sure in fitting.items() if sure == max(fitting.values())]
    of_role = [person for person in best if any(person.had(role, scene.date) for role in roles)]
    of_the_day = (
        [person for person in best if person.is_first(scene.date)],
        [person for person in best if person.holds(scene.date)],
    )
    meant = next(filter(None, map(_only, (best, of_role, *of_the_day))), None)
    return Bearer(meant, "name", _IN_FULL) if meant else None


def _fit(name: PersonalName, own: PersonalName, known: bool) -> float:
    """Return how well a text's name fits one of a person's; what it leaves out is asked for where it does not say who that is."""
    if (name.suffix and name.suffix != own.suffix) or (
        not known and (len(name.words) < len(own.words) or own.suffix != name.suffix)
    ):
        return 0.0
    fit = fits(name, own) if len(name.words) <= len(own.words) else fits(own, name) if len(own.words) > 1 else 0.0
    return fit or (INITIAL if known and spelled_alike(" ".join(name.words), " ".join(own.words)) else 0.0)


def _by_office(name: PersonalName, title: str, text: _Text) -> Bearer | None:
    """Return who has a surname and the office that a text gives, on the day, else before; not where another is named in full."""
    scene, named = text.scene, text.named.get(name.surname, {})
    persons = [p for p in load_public_persons().called(name.surname) if p.had(title, scene.date)]
    person = _only([p for p in persons if p in text.known(name.surname)])
    if person is None:
        today = [p for p in persons if p.has(title, scene.date)]
        person = _only(today if today and not read_office(title).past else persons)
        strange = person and not _is_of(person, scene) and name.words[-1].title() not in scene.renowned
        if person is None or strange or (named and not person.has_first()):
            return None
    return Bearer(person, "office", _BY_OFFICE)


def _alone(name: PersonalName, mention: PersonMention, text: _Text) -> Bearer | None:
    """Return whom a surname alone means."""
    word, scene, gender = name.surname, text.scene, _GENDERS.get(mention.honorific, "")
    known = [p for p in load_public_persons().called(word) if gender in ("", p.gender)]
    head = _HEADS if _OF_A_HEAD.match(scene.text, mention.end) else ()
    first = [p for p in known if p.has_first(head) and (mention.text in scene.renowned or _is_of(p, scene))]
    today = _only([p for p in first if p.is_first(scene.date)])
    there, named = [p for p in text.known(word) if p in known], text.named.get(word, {})
    if gender and len(named) > 1 and (person := _only([p for p in there if p.gender])):
        return Bearer(person, "form of address", _BY_OFFICE)
    if named or there:
        if (
            today
            and today.is_head(scene.date)
            and not any(p in first and p != today for p in there)
            and text.is_of_relatives(word, today)
        ):
            return Bearer(today, "office on the day", _ON_THE_DAY)
        return Bearer(there[0], "office", _BY_OFFICE) if len(there) == 1 and not named else None
    if today:
        return Bearer(today, "office on the day", _ON_THE_DAY)
    former = _only([p for p in first if p.was_first(scene.date)])
    others = [p for p in known if p != former and p.holds(scene.date) and _is_of(p, scene)]
    if former is None and name in text.heads and (holder := _only(others)):
        return Bearer(holder, "office on the day, and the headline", _FORMER)
    return Bearer(former, "former office", _FORMER) if former and not others else None


def _is_of(person: PublicPerson, scene: Naming) -> bool:
    """Say whether a text names the person's country, or the person is of none."""
    return not person.country or person.country in scene.countries


def _only(persons: Sequence[PublicPerson]) -> PublicPerson | None:
    """Return the one person, or the one whom several lines of the table name; else None."""
    return persons[0] if len({person.name for person in persons}) == 1 else None
