"""Public persons: who holds or held which office, with the names that texts call them by, as data that comes with the program.

`public_persons.tsv.gz` is built by `generator/tables/public_persons.py`, which says from what. A line is read when a text has
a word that it is looked up by.

Left out: whom a name in a text means (`bearers.py`), and the registers of a publication, which know better (`identity.py`).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from broadsheet.catalog.terms import name_key
from broadsheet.extract.identity.offices import read_office

_FIRST, _UNKNOWN = "*", "~"
_OF = re.compile(r" (?:of|to|for|at) ")
_LESSER, _COMMON = frozenset(("vice", "deputy")), frozenset(("minister",))
_SECOND = ("Secretary of State", "Vice President", "Vice presidential nominee", "Chair of the Federal Reserve")
_BEGINNING = 3  # bytes by which the table is cut
_LONG_AGO = 60  # years after an office


class HeldOffice(NamedTuple):
    """An office with its term, in partial dates; `first` says that its holder is known by the surname alone."""

    title: str
    since: str
    until: str
    first: bool

    def covers(self, date: str) -> bool:
        """Say whether the office was held on a day for all that the table knows; partial dates cover all of their year."""
        until = self.until.rstrip(_UNKNOWN)
        return date[: len(self.since)] >= self.since and (not until or date[: len(until)] <= until)

    def ended(self, date: str) -> bool:
        """Say whether the office was over on a day."""
        return bool(self.until) and self.until[-1] != _UNKNOWN and date[: len(self.until)] >= self.until

    def is_called(self, title: str) -> bool:
        """Say whether a text's title is this office: "Sen.", "House speaker", "former President"."""
        told, own = read_office(title).name, read_office(self.title).name
        heads = {_head(own), _head(name_key(self.title))}
        lesser = (frozenset(own.split()) ^ frozenset(told.split())) & _LESSER
        return told == own or (_head(told) in heads - _COMMON and not lesser)


class PublicPerson(NamedTuple):
    """A person: the usual name, others, gender (m, f or nothing), the country's code, Wikidata's id, offices in order."""

    name: str
    others: tuple[str, ...]
    gender: str
    country: str
    wikidata: str
    offices: tuple[HeldOffice, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return all names."""
        return (self.name, *self.others)

    def has(self, title: str, date: str) -> bool:
        """Say whether the person holds on a day an office that a text names."""
        return bool(date) and any(office.covers(date) and office.is_called(title) for office in self.offices)

    def had(self, title: str, date: str) -> bool:
        """Say whether the person holds or held it; without a day, at any time."""
        return any((not date or o.covers(date) or o.ended(date)) and o.is_called(title) for o in self.offices)

    def has_first(self, titles: Collection[str] = ()) -> bool:
        """Say whether the person ever had an office that is known by the surname alone, of some titles if they are given."""
        return any(office.first and (not titles or office.title in titles) for office in self.offices)

    def is_first(self, date: str) -> bool:
        """Say whether the person holds on a day an office that is known by the surname alone."""
        return bool(date) and any(office.first and office.covers(date) for office in self.offices)

    def is_head(self, date: str) -> bool:
        """Say whether the person leads a state, a government or a campaign on a day: relatives are told from such a one."""
        return bool(date) and any(o.first and o.covers(date) and o.title not in _SECOND for o in self.offices)

    def was_first(self, date: str) -> bool:
        """Say whether the person held such an office before a day, and not too long ago; without a day, at any time."""
        if not date:
            return self.has_first()
        return any(
            office.first and office.ended(date) and int(date[:4]) - int(office.until[:4]) <= _LONG_AGO for office in self.offices
        )

    def holds(self, date: str) -> bool:
        """Say whether the person holds any office on a day."""
        return bool(date) and any(office.covers(date) for office in self.offices)


@dataclass(frozen=True, slots=True)
class PublicPersons:
    """The table's lines as bytes, cut by the first letters of the words that they are looked up by: a tenth of a dictionary."""

    lines: Mapping[bytes, bytes]

    def called(self, word: str) -> tuple[PublicPerson, ...]:
        """Return the persons whom a folded word may mean by itself: a surname, a name that needs no other."""
        start = f"{word}\t".encode()
        return _called(self.lines.get(start[:_BEGINNING], b""), start)


@lru_cache(maxsize=1)
def load_public_persons() -> PublicPersons:
    """Return the table of public persons. It takes some 13 ms."""
    lines = gzip.decompress(files(__package__).joinpath("public_persons.tsv.gz").read_bytes()).splitlines()
    return PublicPersons({start: b"\n".join(those) for start, those in groupby(lines, itemgetter(slice(_BEGINNING)))})


@lru_cache(maxsize=256)
def _called(lines: bytes, start: bytes) -> tuple[PublicPerson, ...]:
    return tuple(_read(line.decode()) for line in lines.splitlines() if line.startswith(start))


def _head(office: str) -> str:
    """Return what an office is, without what it is of: "speaker" of the House, the House "speaker"."""
    return _OF.split(office, maxsplit=1)[0].rpartition(" ")[2]


def _read(line: str) -> PublicPerson:
    _, name, others, gender, country, wikidata, offices = line.split("\t")
    terms = (each.split("@") for each in offices.split(";"))
    held = tuple(HeldOffice(title.lstrip(_FIRST), since, until, title.startswith(_FIRST)) for title, since, until in terms)
    return PublicPerson(name, tuple(filter(None, others.split(";"))), gender, country, wikidata, held)
