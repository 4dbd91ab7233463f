"""Offices: what a role is, whatever the wording of a story: "U.S. president" and "President of the United States" are one.

The country is left out of a wording where the actor has it anyway. Left out: which wording is shown (`actor.py`, `index.py`), and
what is an office: a wording is taken as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.catalog.terms import name_key
from broadsheet.pages.edition import Edition

_OWNED = ("'s ", "’s ", "' ", "’ ", " ")


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
            if found and before and not after[:1].isalnum():
                return before + after
        owned = next((f"{name}{end}" for end in _OWNED if role.startswith(f"{name}{end}")), "")
        if owned:
            return role[len(owned) :]
    return role


def office_key(role: str, names: Sequence[str]) -> str:
    """Return what the wordings of one office have in common, for a country that goes by some names."""
    return name_key(without_country(role, names)).replace("-", " ").removeprefix("the ")
