"""Duplicates: entries of the registers that may be one actor, for an editor to look at.

Nothing is ever merged by likeness. Entries are compared only with those that share the first letters of a word of their name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from broadsheet.catalog.terms import name_key
from broadsheet.extract.identity.identity import names_of, spelled_alike
from broadsheet.extract.identity.offices import code_of_country
from broadsheet.extract.people.personal_names import INITIAL, fits, read_personal_name
from broadsheet.model import Entry

_LETTERS = 3
_MOST = 400  # entries that are compared with each other


class Duplicate(NamedTuple):
    """Two slugs that may be one actor, in order, why, and how likely that is."""

    slugs: tuple[str, str]
    reason: str
    confidence: float


def suggest_duplicates(entries: Iterable[Entry]) -> tuple[Duplicate, ...]:
    """Return the pairs of actors that may be one, the likeliest first, then by slug; not those that an editor told apart."""
    actors = {entry.key: entry for entry in sorted(entries, key=lambda e: e.key) if entry.kind == "actor"}
    apart = _told_apart(actors)
    near: defaultdict[str, list[str]] = defaultdict(list)
    for slug, entry in actors.items():
        starts = {word[:_LETTERS] for name in names_of(entry) for word in name_key(name).split()}
        for start in sorted(starts):
            near[start].append(slug)
    found: dict[tuple[str, str], Duplicate] = {}
    for start in sorted(near):
        slugs = near[start][:_MOST]
        for number, one in enumerate(slugs):
            for other in slugs[number + 1 :]:
                if (one, other) not in found and (one, other) not in apart:
                    likeness = _likeness(actors[one], actors[other])
                    if likeness is not None:
                        found[one, other] = Duplicate((one, other), *likeness)
    return tuple(sorted(found.values(), key=lambda pair: (-pair.confidence, pair.slugs)))


def _told_apart(actors: Mapping[str, Entry]) -> frozenset[tuple[str, str]]:
    """Return the pairs of slugs, each in order, of which one entry says that it is not the other."""
    slugs: dict[str, list[str]] = {}
    for slug, entry in actors.items():
        for name in (slug, *names_of(entry)):
            slugs.setdefault(name_key(name), []).append(slug)
    return frozenset(
        (min(slug, other), max(slug, other))
        for slug, entry in actors.items()
        for named in entry.different_from
        for other in slugs.get(name_key(named.text), ())
    )


def _likeness(one: Entry, other: Entry) -> tuple[str, float] | None:
    """Return why two entries may be one actor, and how likely that is."""
    if one.actor_kind and other.actor_kind and one.actor_kind != other.actor_kind:
        return None
    if one.wikidata and other.wikidata:
        return ("same Wikidata identifier", 0.99) if one.wikidata == other.wikidata else None
    keys = [name_key(name) for name in names_of(one)], [name_key(name) for name in names_of(other)]
    apart = 0.2 if _countries_differ(one, other) else 0.0
    if set(keys[0]) & set(keys[1]):
        return "same name", round(0.95 - apart, 2)
    if "organisation" not in (one.actor_kind, other.actor_kind) and _may_be_one_person(one, other):
        return "shorter form of the name", round(0.7 - apart, 2)
    longer = [[key for key in each if len(key) > _LETTERS + 1] for each in keys]
    if any(spelled_alike(a, b) for a in longer[0] for b in longer[1]):
        return "spelled alike", round(0.6 - apart, 2)
    return None


def _countries_differ(one: Entry, other: Entry) -> bool:
    codes = [code_of_country(entry.country.text) if entry.country else "" for entry in (one, other)]
    return bool(codes[0] and codes[1] and codes[0] != codes[1])


def _may_be_one_person(one: Entry, other: Entry) -> bool:
    """Say whether a name of one entry, of two words at least, is a shorter form of a name of the other."""
    for name in names_of(one):
        for longer in names_of(other):
            a, b = sorted((read_personal_name(name), read_personal_name(longer)), key=lambda read: len(read.words))
            if len(a.words) > 1 and fits(a, b) >= INITIAL:
                return True
    return False
