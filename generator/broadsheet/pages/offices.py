"""Offices: what a role is, whatever the wording of a story: "U.S. president" and "President of the United States" are one.

The country is left out of a wording where the actor has it anyway. Left out: whether a wording is an office's at all.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from broadsheet.catalog.terms import Term, name_key
from broadsheet.pages.edition import Edition


class StatedOffice(NamedTuple):
    """An office as stories state it: the wording most of them use, the country's code or nothing, and which stories, in order."""

    title: str
    country: str
    told: tuple[int, ...]


_PARTIES = frozenset(("democratic", "republican", "labour", "conservative", "liberal", "socialist"))
_PAST = ("former ", "ex ", "onetime ", "late ")
_OWNED = ("'s ", "’s ", "' ", "’ ", " ")
_JOINERS = ("-", "\u2010", "\u2011", "\u2013")  # "of Austria-Hungary" is of another country than Austria


def country_names(edition: Edition, code: str) -> tuple[str, ...]:
    """Return the names, adjectives and abbreviations of a country, longest first."""
    record = edition.records.get(code)
    names = {record.name, *record.aliases, *record.demonyms} if record else set()
    link = edition.country_link(code)
    return tuple(sorted({*names, *((link.text,) if link else ())}, key=lambda name: (-len(name), name)))


def without_country(role: str, names: Sequence[str]) -> str:
    """Return "king" for "king of Jordan", and "secretary of state" for "United States secretary of state"."""
    for name in names:
        for phrase in (f" of the {name}", f" of {name}"):
            before, found, after = role.partition(phrase)
            if found and before and not after[:1].isalnum() and after[:1] not in _JOINERS:
                return before + after
        owned = next((f"{name}{end}" for end in _OWNED if role.startswith(f"{name}{end}")), "")
        if owned:
            return role[len(owned) :]
    return role


def office_key(role: str, names: Sequence[str]) -> str:
    """Return what the wordings of one office have in common, for a country that goes by some names."""
    return name_key(without_country(role, names)).replace("-", " ").removeprefix("the ")


def _join(wordings: dict[tuple[str, str], dict[str, list[int]]]) -> None:
    """Give the wordings of offices that are short for another to that."""
    for home in {home: None for _, home in wordings}:
        told = {office: sum(map(len, several.values())) for (office, where), several in wordings.items() if where == home}
        for short, office in fuller_offices(told).items():
            for wording, positions in wordings.pop((short, home)).items():
                wordings[office, home].setdefault(wording, []).extend(positions)


def fuller_offices(told: Mapping[str, int]) -> dict[str, str]:
    """Return of one actor's offices, each with how often it is told, those that are short for another: "speaker" of the House.

    "House speaker" is "speaker of the House", which is also "speaker of the House of Representatives", and a Democratic one is
    no other. A head by itself is short only where no two offices begin with it and it is not told more often.
    """
    parts = {office: _head_and_body(office) for office in told}
    found = {}
    for office, (head, body) in parts.items():
        if body:
            fuller = {other: b for other, (h, b) in parts.items() if h == head and b.startswith(f"{body} ")}
        else:
            fuller = {other: b for other, (h, b) in parts.items() if b and f"{b} {h}" == office}
            if not fuller:
                fuller = {other: b for other, (h, b) in parts.items() if b and h == head}
                fuller = fuller if sum(told[other] for other in fuller) >= told[office] else {}
        ordered = sorted(fuller, key=lambda other: (len(fuller[other]), other))
        if ordered and all(fuller[b].startswith(fuller[a]) for a, b in pairwise(ordered)):
            found[office] = ordered[-1]
    for office in told:
        party, _, plain = office.partition(" ")
        if party in _PARTIES and plain in told:
            found[office] = plain
    return {short: _end(short, found) for short in found}


def _end(office: str, fuller: Mapping[str, str]) -> str:
    while office in fuller:
        office = fuller[office]
    return office


def _head_and_body(office: str) -> tuple[str, str]:
    head, _, body = office.partition(" of ")
    return head, body.removeprefix("the ").removesuffix(" affairs")


def parts_of(told: Iterable[int], over: Iterable[int]) -> list[tuple[int, ...]]:
    """Return positions in order, parted wherever one of `over` stands between two."""
    ends, parts = sorted(over), list[list[int]]()
    for position in sorted(told):
        if not parts or bisect(ends, parts[-1][-1]) < bisect_left(ends, position):
            parts.append([])
        parts[-1].append(position)
    return list(map(tuple, parts))


def stated_offices(edition: Edition, term: Term, positions: tuple[int, ...]) -> list[StatedOffice]:
    """Return the offices that stories state of an actor, the one that was stated last first.

    Of its wordings that stands which most stories use, of those the longest. An office that a story in between calls a former one
    is told in parts: nobody was president all the time from one term to another.
    """
    wordings: dict[tuple[str, str], dict[str, list[int]]] = {}
    countries: dict[tuple[str, str], str] = {}
    for position in positions:
        for slug, role, country in edition.catalog.stories[position].actors:
            if slug == term.slug and role:
                home = country or term.country
                office = office_key(role, country_names(edition, home)), home
                wordings.setdefault(office, {}).setdefault(role, []).append(position)
                countries[office] = country or countries.get(office, "")
    _join(wordings)
    found = []
    for office, several in wordings.items():
        title = max(several, key=lambda wording: (len(several[wording]), len(wording), wording))
        over = {at for past in _PAST for those in wordings.get((past + office[0], office[1]), {}).values() for at in those}
        for told in parts_of({position for those in several.values() for position in those}, over):
            found.append((-told[-1], office, StatedOffice(title, countries[office], told)))
    return [office for _, _, office in sorted(found, key=lambda each: each[:2])]
