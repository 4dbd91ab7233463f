"""Registered organisations: those that a publication's registers know, beside the ones that are known anyway.

An entry's name and aliases are found in texts, and its name is shown for whatever else the same organisation is called.

Left out: which entry a name in a text means (`identity.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from broadsheet.extract.document.document import read_document
from broadsheet.extract.document.lexicon import WORD, load_lexicon
from broadsheet.extract.identity.offices import code_of_country
from broadsheet.extract.organisations.known_organisations import (
    BUSINESS,
    STRONG,
    WEAK,
    KnownName,
    KnownOrganisation,
    KnownOrganisations,
)
from broadsheet.model import Entry

_KIND = "body"


def with_registers(known: KnownOrganisations, entries: Iterable[Entry]) -> KnownOrganisations:
    """Return the known organisations with those of the registers, which have the last word. Linear in both; some milliseconds."""
    renamed: dict[KnownOrganisation, KnownOrganisation] = {}
    added: dict[str, KnownName] = {}
    for entry in sorted(entries, key=lambda each: each.key):
        if entry.kind != "actor" or entry.actor_kind != "organisation" or entry.name is None:
            continue
        own = KnownOrganisation(entry.name.text, _KIND, code_of_country(entry.country.text) if entry.country else "")
        texts = dict.fromkeys((entry.name.text, *(alias.text for alias in entry.aliases)))
        for text in texts:
            readings = known.called(text)
            if len(readings) == 1 and readings[0].strength not in (WEAK, BUSINESS):
                other = readings[0].organisation
                own = own._replace(kind=other.kind, country=own.country or other.country)
                renamed[other] = own
        added |= {text: KnownName(own, _strength(text)) for text in texts}
    return KnownOrganisations(_merged(known, renamed, added), known.words)


def _strength(text: str) -> str:
    """Return how sure a register's name is in a text: a single word of English needs more than itself."""
    single = " " not in text and not text.isupper()
    return WEAK if single and load_lexicon().kind(text) & WORD else STRONG


def _merged(
    known: KnownOrganisations, renamed: Mapping[KnownOrganisation, KnownOrganisation], added: Mapping[str, KnownName]
) -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[KnownName, ...]], ...]]:
    names = {
        key: tuple(
            (rest, tuple(KnownName(renamed.get(r.organisation, r.organisation), r.strength) for r in readings))
            for rest, readings in several
        )
        if any(r.organisation in renamed for _, readings in several for r in readings)
        else several
        for key, several in known.names.items()
    }
    for text, name in added.items():
        texts = [token.text for token in read_document(text).tokens]
        if texts:
            key, start = known.key(texts, 0)
            rest = tuple(texts[start:])
            others = [pair for pair in names.get(key, ()) if pair[0] != rest]
            names[key] = tuple(sorted([*others, (rest, (name,))], key=lambda pair: -len(pair[0])))
    return names
