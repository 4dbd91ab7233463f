"""Look-alikes: names of several stories, and entries of the register, that may be one actor; what an editor says of them.

A name that has no register file gets one when the editor says something of it: that is where it is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.catalog.terms import name_key
from broadsheet.content.slugs import slug_of
from broadsheet.extract.identity.duplicates import Duplicate, suggest_duplicates
from broadsheet.extract.identity.identity import names_of
from broadsheet.findings.merging import Merged, merge, tell_apart
from broadsheet.findings.registering import AcceptedActor, add_alias, new_entry
from broadsheet.model import ActorKind, Entry, Named
from broadsheet.problems import Span

_KINDS: tuple[ActorKind, ...] = ("person", "organisation")


@dataclass(slots=True)
class LookAlikes:
    """The pairs of actors that may be one, the likeliest first: of names found in stories and of the register's entries.

    `found` are the actors of all articles, with the number of articles of each.
    """

    found: Mapping[AcceptedActor, int]
    register: list[Entry]
    asked: set[tuple[str, str]] = field(default_factory=set)
    _entries: dict[str, Entry] = field(init=False)
    _pairs: tuple[Duplicate, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.refresh(self.register)

    def refresh(self, register: Iterable[Entry]) -> None:
        """Take the register as it is now."""
        self.register = list(register)
        known = {name_key(name): entry.key for entry in self.register if entry.kind == "actor" for name in names_of(entry)}
        self._entries = {entry.key: entry for entry in self.register if entry.kind == "actor"}
        for actor in sorted(self.found, key=lambda actor: (-self.found[actor], actor)):
            if name_key(actor.name) not in known:
                self._entries.setdefault(slug_of(actor.name), _entry_of(actor))
        self._pairs = suggest_duplicates(self._entries.values())

    def of(self, names: Iterable[str]) -> Iterator[tuple[Entry, Entry, Duplicate]]:
        """Yield the pairs that one of some names belongs to and that were not asked about, each once."""
        keys = {name_key(name) for name in names}
        for pair in self._pairs:
            one, other = (self._entries[slug] for slug in pair.slugs)
            if pair.slugs not in self.asked and any(name_key(name) in keys for each in (one, other) for name in names_of(each)):
                self.asked.add(pair.slugs)
                yield one, other, pair

    def left(self) -> Iterator[tuple[Entry, Entry, Duplicate]]:
        """Yield the pairs of the register that were not asked about."""
        for pair in self._pairs:
            one, other = (self._entries[slug] for slug in pair.slugs)
            if pair.slugs not in self.asked and one.path and other.path:
                self.asked.add(pair.slugs)
                yield one, other, pair

    def called(self, entry: Entry) -> str:
        """Return what a question calls an actor: its name, with its file or the number of its stories."""
        name = entry.name.text if entry.name else entry.key
        if entry.path:
            return f"{name} ({entry.path})"
        number = sum(count for actor, count in self.found.items() if slug_of(actor.name) == entry.key)
        return f"{name} ({number:,} {'story' if number == 1 else 'stories'})"


def settle(root: Path, source_dir: str, kept: Entry, other: Entry, register: Iterable[Entry], *, same: bool) -> Merged:
    """Make one actor of two, or tell them apart; either may have no file yet. Raises OSError."""
    done: list[str] = []
    if not kept.path:
        path = new_entry(root, source_dir, _actor_of(kept), register)
        kept = kept._replace(path=path, key=Path(path).stem)
        done.append(f"{path} is written")
    if not same:
        merged = tell_apart(root, kept, other)
    elif other.path:
        merged = merge(root, kept, other)
    else:
        name = _actor_of(other).name
        problem = add_alias(root, kept.path, name)
        merged = Merged((problem,)) if problem else Merged((), (f"{kept.path} has the alias {name}",))
    return Merged(merged.problems, (*done, *merged.done))


def _entry_of(actor: AcceptedActor) -> Entry:
    kind = next((kind for kind in _KINDS if kind == actor.kind), None)
    country = Named(actor.country, Span("")) if actor.country else None
    return Entry("actor", slug_of(actor.name), "", Named(actor.name, Span("")), actor_kind=kind, country=country)


def _actor_of(entry: Entry) -> AcceptedActor:
    country = entry.country.text if entry.country else ""
    return AcceptedActor(entry.name.text if entry.name else entry.key, entry.actor_kind or "", country)
