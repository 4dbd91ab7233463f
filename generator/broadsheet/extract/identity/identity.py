"""Identity: which entry of the registers a name in a text means, which it may mean, or none.

A full name or alias means its entry. A single word does so only where the text names its bearer in full or by the office, or
where it is one entry's own and no part of a longer name. An office means who held it on the day of publication. Whatever is not
certain becomes candidates, never a link; likeness of spelling only ever suggests.

Left out: what a register should be told (`duplicates.py`), and how names are found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from broadsheet.catalog.terms import name_key
from broadsheet.extract.identity.offices import Office, code_of_country, read_office
from broadsheet.extract.organisations.organisations import organisation_called
from broadsheet.extract.people.personal_names import INITIAL, PersonalName, fits, read_personal_name
from broadsheet.model import Entry, Role

_EXACT, _STRONG, _IN_FULL, _BY_ROLE, _BY_OFFICE, _BY_OFFICE_UNDATED = 0.95, 0.85, 0.9, 0.85, 0.9, 0.8
_SEVERAL, _POSSIBLE, _SPELLING = 0.5, 0.4, 0.3
_LIKE = 0.86  # share of common characters from which two spellings may be one name
_SHORTEST_LIKE = 5
_ORGANISATION = "organisation"


class NameInText(NamedTuple):
    """What a text says of one actor: the fullest name, person or organisation, the roles it states, the country's code.

    `forms` are what else the text calls it, such as "the Iranian Foreign Ministry".
    """

    name: str
    kind: str = ""
    roles: tuple[str, ...] = ()
    country: str = ""
    forms: tuple[str, ...] = ()


class Identity(NamedTuple):
    """The slug of the entry that is meant, or nothing and the slugs of those that may be; by which rule, and how sure that is."""

    slug: str
    candidates: tuple[str, ...]
    rule: str
    confidence: float


UNKNOWN = Identity("", (), "not in the register", 0.0)


@dataclass(frozen=True, slots=True)
class Identities:
    """The actors of the registers, and their slugs by names, words of names, first letters, offices. Made once for all texts."""

    entries: Mapping[str, Entry]
    by_key: Mapping[str, Collection[str]]
    by_word: Mapping[str, Collection[str]]
    by_start: Mapping[str, Sequence[tuple[str, str]]]
    offices: Mapping[str, Sequence[tuple[str, Role, str]]]


def read_identities(entries: Iterable[Entry]) -> Identities:
    """Return the index of the registers' actors. Linear in them."""
    actors = {entry.key: entry for entry in sorted(entries, key=lambda e: e.key) if entry.kind == "actor"}
    by_key: defaultdict[str, dict[str, None]] = defaultdict(dict)
    by_word: defaultdict[str, dict[str, None]] = defaultdict(dict)
    by_start: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    offices: defaultdict[str, list[tuple[str, Role, str]]] = defaultdict(list)
    for slug, entry in actors.items():
        by_key[name_key(slug)][slug] = None
        for name in names_of(entry):
            called = organisation_called(name) if entry.actor_kind == _ORGANISATION else ""
            for form in filter(None, (name, called)):
                by_key[name_key(form)][slug] = None
            for word in read_personal_name(name).words:
                by_word[word.rpartition("-")[2]][slug] = by_word[word][slug] = None
            by_start[name_key(name)[:1]].append((name_key(name), slug))
        for role in entry.roles:
            offices[read_office(role.title).name].append((slug, role, _country_of(entry, role)))
    return Identities(actors, dict(by_key), dict(by_word), dict(by_start), dict(offices))


def names_of(entry: Entry) -> tuple[str, ...]:
    """Return an entry's name and its aliases."""
    own = (entry.name.text,) if entry.name else ()
    return tuple(dict.fromkeys((*own, *(alias.text for alias in entry.aliases))))


def _country_of(entry: Entry, role: Role) -> str:
    named = role.country or entry.country
    return read_office(role.title).country or (code_of_country(named.text) if named else "")


def resolve(names: Sequence[NameInText], identities: Identities, date: str = "") -> tuple[Identity, ...]:
    """Return for each name of one text, in order, the entry that it means, or may mean. `date` is the text's, `YYYY-MM-DD`.

    Names in full are settled first; they vouch for the single words.
    """
    found = [_in_full(name, identities) for name in names]
    present = {identity.slug for identity in found if identity is not None and identity.slug}
    return tuple(
        identity if identity is not None else _in_part(name, identities, present, date)
        for name, identity in zip(names, found, strict=True)
    )


def _in_full(name: NameInText, identities: Identities) -> Identity | None:
    """Return what a name of several words, or an entry's own single word, means; None where other names have to vouch."""
    forms = dict.fromkeys(name_key(form) for form in (name.name, *name.forms) if form == name.name or " " in form)
    found = dict.fromkeys(slug for form in forms for slug in identities.by_key.get(form, ()))
    slugs = tuple(slug for slug in found if _same_kind(name, slug, identities))
    if len(slugs) != 1:
        return None
    slug = slugs[0]
    if _contradicted(name, identities.entries[slug]):
        return Identity("", slugs, "name, but of another country", _SEVERAL)
    if any(len(form.split()) > 1 and slug in identities.by_key.get(form, ()) for form in forms):
        return Identity(slug, (), "name", _EXACT)
    return Identity(slug, (), "only name", _STRONG) if _is_own_word(name.name, slug, identities) else None


def _same_kind(name: NameInText, slug: str, identities: Identities) -> bool:
    known = identities.entries[slug].actor_kind
    return not name.kind or known is None or known == name.kind


def _contradicted(name: NameInText, entry: Entry) -> bool:
    """Say whether a text gives a person a country that is none of the entry's."""
    own = code_of_country(entry.country.text) if entry.country else ""
    codes = {own, *(_country_of(entry, role) for role in entry.roles)} - {""}
    return bool(name.country and codes and name.country not in codes)


def _is_own_word(word: str, slug: str, identities: Identities) -> bool:
    """Say whether a single word is one entry's alone and no part of its longer name: "NATO", "Lula", but not a surname."""
    key = name_key(word)
    entry = identities.entries[slug]
    own = name_key(entry.name.text).split() if entry.name else []
    if len(own) > 1 and key in own:
        return False
    others = [s for s in identities.by_word.get(read_personal_name(word).surname, ()) if s != slug]
    return not others


def _in_part(name: NameInText, identities: Identities, present: Collection[str], date: str) -> Identity:
    """Return what a single word, an initial or a shortened name means, if the text's other names or the role vouch for it."""
    if name.kind == _ORGANISATION:
        return _known_word(name, identities, present) or _spelled_alike(name, identities)
    read = read_personal_name(name.name)
    words = dict.fromkeys((read.surname.rpartition("-")[2], *read.words[:1]))
    possible = [
        slug
        for slug in dict.fromkeys(slug for word in words for slug in identities.by_word.get(word, ()))
        if identities.entries[slug].actor_kind != _ORGANISATION and _fit(read, identities.entries[slug])
    ]
    vouched = [slug for slug in possible if slug in present and _fit(read, identities.entries[slug]) >= INITIAL]
    if len(vouched) == 1:
        return Identity(vouched[0], (), "part of a name in full", _IN_FULL)
    possible = [slug for slug in possible if not _contradicted(name, identities.entries[slug])]
    in_office = [slug for slug in possible if _holds(name, identities.entries[slug], date)]
    if len(in_office) == 1:
        return Identity(in_office[0], (), "part of a name with the role", _BY_ROLE)
    several = vouched or in_office or possible
    if several:
        return Identity("", tuple(sorted(several)), "part of a name", _SEVERAL if vouched or in_office else _POSSIBLE)
    return _known_word(name, identities, present) or _spelled_alike(name, identities)


def _known_word(name: NameInText, identities: Identities, present: Collection[str]) -> Identity | None:
    slugs = tuple(s for s in identities.by_key.get(name_key(name.name), ()) if _same_kind(name, s, identities))
    there = [slug for slug in slugs if slug in present]
    if len(there) == 1:
        return Identity(there[0], (), "part of a name in full", _IN_FULL)
    return Identity("", slugs, "part of a name", _POSSIBLE) if slugs else None


def _fit(read: PersonalName, entry: Entry) -> float:
    """Return how well a name may denote an entry's person, whichever of the two is longer."""
    names = [name for name in map(read_personal_name, names_of(entry)) if len(name.words) >= min(2, len(read.words))]
    return max((fits(*sorted((read, name), key=lambda each: len(each.words))) for name in names), default=0.0)


def _holds(name: NameInText, entry: Entry, date: str) -> bool:
    """Say whether the text gives a person an office that the entry has, on the day or, of a former holder, before it."""
    for office in map(read_office, name.roles):
        told = office.country or name.country
        for role in entry.roles:
            country = _country_of(entry, role)
            same = read_office(role.title).name == office.name and (told == country or not told or not country)
            if same and (not date or _in_time(role, office, date)):
                return True
    return False


def resolve_office(title: str, country: str, identities: Identities, date: str = "", present: Collection[str] = ()) -> Identity:
    """Return who is meant by an office of a country, as in "Iran's president".

    By the date of publication; without one only who is `present`, that is named in the same text, by slug.
    """
    office = read_office(title)
    code = office.country or country
    holders = [(slug, role) for slug, role, of in identities.offices.get(office.name, ()) if code and of == code]
    if date:
        fitting = [slug for slug, role in holders if _in_time(role, office, date)]
        rule, confidence = "office on the day", _BY_OFFICE
        if office.past:
            fitting = [slug for slug in fitting if slug in present] or fitting
    else:
        fitting = [slug for slug, _ in holders if slug in present]
        rule, confidence = "office of one who is named", _BY_OFFICE_UNDATED
    slugs = tuple(dict.fromkeys(fitting))
    if len(slugs) == 1 and (not office.past or slugs[0] in present):
        return Identity(slugs[0], (), rule, confidence)
    if not slugs:
        slugs = tuple(dict.fromkeys(slug for slug, _ in holders)) if not date else ()
    return Identity("", tuple(sorted(slugs)), "office of several", _POSSIBLE) if slugs else UNKNOWN


def _in_time(role: Role, office: Office, date: str) -> bool:
    """Say whether an office was held on a day, or before it where it is past. Partial dates cover all of their month or year."""
    if office.past:
        return bool(role.until) and date[: len(role.until)] >= role.until
    begun = not role.since or date[: len(role.since)] >= role.since
    return begun and (not role.until or date[: len(role.until)] <= role.until)


def _spelled_alike(name: NameInText, identities: Identities) -> Identity:
    """Return the entries whose names are spelled nearly alike, as candidates only."""
    key = name_key(name.name)
    if len(key) < _SHORTEST_LIKE:
        return UNKNOWN
    alike = {slug for other, slug in identities.by_start.get(key[:1], ()) if spelled_alike(key, other)}
    slugs = tuple(sorted(slug for slug in alike if _same_kind(name, slug, identities)))
    return Identity("", slugs, "spelled alike", _SPELLING) if slugs else UNKNOWN


def spelled_alike(one: str, other: str) -> bool:
    """Say whether two name keys are spelled nearly alike: Zelensky, Zelenskyy. A surname of another length is another's."""
    if abs(len(one) - len(other)) > 3 or len(one.split()) != len(other.split()):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _LIKE or matcher.quick_ratio() < _LIKE or matcher.ratio() < _LIKE:
        return False
    return all(
        SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.7 for a, b in zip(one.split(), other.split(), strict=True)
    )
