"""The register of countries: the package's table of names, with what the publication's own files add or override."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from broadsheet.catalog.gazetteer import CountryRecord, load_countries
from broadsheet.catalog.terms import name_key
from broadsheet.content.slugs import slug_of
from broadsheet.model import Entry, Named
from broadsheet.problems import Problem, Span, did_you_mean

_IN_ENGLISH: Mapping[str, str] = MappingProxyType({})
_NEAR = 0.78  # how alike a name must be to be suggested: "Soviet Union" is no slip of "Slovenia"


@dataclass(slots=True)
class CountryRegister:
    """Finds a country by code, name in any common form, alias or slug. The publication's files win over the table."""

    records: dict[str, CountryRecord]
    shown: Mapping[str, str] = field(default_factory=dict)  # code -> name in the publication's language, where it is not English
    codes: dict[str, str] = field(default_factory=dict)  # name key -> code
    entries: dict[str, Entry] = field(default_factory=dict)  # code -> register entry
    _claims: dict[str, Span] = field(default_factory=dict)

    def name(self, code: str) -> str:
        """Return the name to show: the publication's own, or that of its language."""
        entry = self.entries.get(code)
        return entry.name.text if entry and entry.name else self.shown.get(code) or self.records[code].name

    def slug(self, code: str) -> str:
        """Return the slug of the English name, which the publication's own name does not change."""
        return slug_of(self.records[code].name)

    def official(self, code: str) -> str:
        """Return the formal name, which is known in English only; empty where the publication is in another language."""
        return "" if self.shown else self.records[code].official

    def add_entries(self, entries: Iterable[Entry]) -> Iterator[Problem]:
        """Register the publication's files; report codes that do not exist and names claimed twice."""
        for entry in sorted(entries, key=lambda e: e.path):
            code = self.codes.get(name_key(entry.key))
            if code is None:
                hint = did_you_mean(entry.key, self.records) or "name the file by an ISO 3166-1 alpha-2 code, such as `IR.md`"
                yield Problem("unknown-country", f"`{entry.key}` is not a country code", Span(entry.path), hint)
                continue
            if code in self.entries:
                yield Problem(
                    "alias-conflict",
                    f"two files describe {self.name(code)}",
                    Span(entry.path),
                    "keep one of them",
                    (Span(self.entries[code].path),),
                )
                continue
            self.entries[code] = entry
            for named in (*((entry.name,) if entry.name else ()), *entry.aliases):
                yield from self._claim(named, code)

    def _claim(self, named: Named, code: str) -> Iterator[Problem]:
        key = name_key(named.text)
        owner = self.codes.setdefault(key, code)
        if owner == code:
            self._claims.setdefault(key, named.span)
            return
        where = (self._claims[key],) if key in self._claims else ()
        yield Problem(
            "alias-conflict",
            f"`{named.text}` already means {self.name(owner)}, it cannot be an alias of {self.name(code)}",
            named.span,
            "take the alias out",
            where,
        )

    def resolve(self, named: Named) -> str | Problem:
        """Return the code of the country that `named` names, or the problem that there is none."""
        code = self.codes.get(name_key(named.text))
        if code is not None:
            return code
        shared = sorted(r.name for r in self.records.values() if name_key(named.text) in map(name_key, r.ambiguous))
        if shared:
            what = "names more than one country" if len(shared) > 1 else "is not a country by itself"
            hint = "write " + " or ".join(f"`{name}`" for name in shared)
            return Problem("unknown-country", f"`{named.text}` {what}", named.span, hint)
        names = [*self.shown.values(), *(record.name for record in self.records.values())]
        aliases = [alias for record in self.records.values() for alias in record.aliases]
        hint = did_you_mean(named.text, names, _NEAR) or did_you_mean(named.text, aliases, _NEAR)
        hint = hint or "allowed are ISO 3166-1 codes and country names; a historical state goes under `actors`"
        return Problem("unknown-country", f"`{named.text}` is not a country", named.span, hint)


def country_register(shown: Mapping[str, str] = _IN_ENGLISH) -> CountryRegister:
    """Return the register with the package's own table: every ISO 3166-1 code and Kosovo.

    `shown`: the names in the publication's language, by code, where that is not English; they are understood, too.
    """
    records = {record.code: record for record in load_countries()}
    register = CountryRegister(records, {code: name for code, name in shown.items() if code in records})
    for record in register.records.values():
        for name in (record.code, record.alpha3, record.name, record.official, *record.aliases):
            if name:
                register.codes.setdefault(name_key(name), record.code)
    for code, name in register.shown.items():
        register.codes.setdefault(name_key(name), code)
    return register
