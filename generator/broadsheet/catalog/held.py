"""Held entries: register files that nothing names but stories which are held back. They come out with the first of these.

Who prepares a story prepares the entries of whom it names, too: the page of one would tell of the story before it is out.
Sections are no secret, for menus lead to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from broadsheet.catalog.countries import CountryRegister
from broadsheet.catalog.records import AT, Values, terms_of
from broadsheet.catalog.story import CatalogStory, TermKey
from broadsheet.catalog.terms import NameRegister, name_key
from broadsheet.model import TERM_KINDS, TermKind

_ACTORS, _COUNTRIES, _QUOTES, _CLAIMS = (AT[name] for name in ("actors", "countries", "quotes", "claims"))
_TAGS, _DOSSIERS = AT["tags"], AT["dossiers"]


def held_entries(
    held: Iterable[Values],
    stories: Sequence[CatalogStory],
    named: Set[TermKey],
    registers: Mapping[TermKind, NameRegister],
    countries: CountryRegister,
) -> set[TermKey]:
    """Return the keys of the entries that stories which are held back name, and none of the `stories` that are out.

    `named` are the terms of those; who is quoted in them is asked here.
    """
    found = {key for values in held for key in _entries_in(values, registers, countries)} - named
    if found:
        for story in stories:
            if story.speakers or story.claimants:
                found.difference_update(("actor", slug) for slug in (*story.speakers, *story.claimants))
    return found


def _entries_in(values: Values, registers: Mapping[TermKind, NameRegister], countries: CountryRegister) -> Iterator[TermKey]:
    voices = (*(quote[1] for quote in values[_QUOTES]), *(claim[2] for claim in values[_CLAIMS]))
    names: dict[TermKind, Iterable[str]] = {
        "actor": (*(mention[0] for mention in values[_ACTORS]), *(voice[0] for voice in voices if voice)),
        "tag": values[_TAGS],
        "dossier": values[_DOSSIERS],
    }
    names |= {kind: terms_of(values, kind) for kind in registers if kind not in TERM_KINDS}
    for kind, texts in names.items():
        register = registers[kind]
        for text in texts:
            slug = register.slugs.get(name_key(text), text)
            if slug in register.entries:
                yield kind, slug
    for place in (*(country for country, _ in values[_COUNTRIES]), *(mention[2] for mention in values[_ACTORS])):
        code = countries.codes.get(name_key(place[0])) if place else None
        if code in countries.entries:
            yield "country", countries.slug(code)
