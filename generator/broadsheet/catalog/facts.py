"""Facts: what the pages of a list want to know of all its stories, without looking at a story.

A list may hold half of the archive. Each kind of fact is a column: one short value a story, by its position.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import cast

from broadsheet.catalog.filed import Change, FiledStory, PackedEvent, TermKey, last_change
from broadsheet.catalog.pieces import Pieces, PiecesMaker
from broadsheet.content.nodes import shortened
from broadsheet.model import TermKind

Mention = tuple[str, str, str]  # the slug of a term, the role that the story states, the code of the country or an empty text
_BREAK = b"\0"


def _change(filed: FiledStory) -> bytes:
    return _bytes("\0".join(last_change(filed)))


def _day(filed: FiledStory) -> bytes:
    return filed.day.encode()


def _events(filed: FiledStory) -> bytes:
    return marshal.dumps(filed.events) if filed.events else b""


def _roles_of_actors(filed: FiledStory) -> bytes:
    if not any(actor.role or actor.country for actor in filed.actors):
        return b""
    return marshal.dumps([(actor.slug, actor.role, actor.country) for actor in filed.actors])


def _roles_of_countries(filed: FiledStory) -> bytes:
    if not any(country.role for country in filed.countries):
        return b""
    return marshal.dumps([(country.slug, country.role, "") for country in filed.countries])


def _voices(filed: FiledStory) -> bytes:
    return packed_voices(filed.speakers, filed.claimants)


def packed_voices(speakers: tuple[str, ...], claimants: tuple[str, ...]) -> bytes:
    """Return as bytes who is quoted in a story and who claims something."""
    return marshal.dumps((speakers, claimants)) if speakers or claimants else b""


def _unreviewed(filed: FiledStory) -> bytes:
    return marshal.dumps(filed.unreviewed) if filed.unreviewed else b""


def _slugs(kind: TermKind) -> Callable[[FiledStory], bytes]:
    return lambda filed: _bytes("\0".join(filed.slugs(kind)))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


_KINDS: tuple[TermKind, ...] = ("actor", "country", "tag", "section", "dossier")
COLUMNS: Mapping[str, Callable[[FiledStory], bytes]] = {
    "own": lambda filed: filed.own,
    "changes": _change,
    "days": _day,
    "events": _events,
    "images": lambda filed: marshal.dumps(filed.image) if filed.image else b"",
    "actor_roles": _roles_of_actors,
    "country_roles": _roles_of_countries,
    "voices": _voices,
    "unreviewed": _unreviewed,
    **{kind: _slugs(kind) for kind in _KINDS},
}


class Facts:
    """The facts of all stories. Those that are not known yet are fetched by `load`, by the name of the column.

    Stories may be added, and renewed: what was fetched of them before does not count any more.
    """

    def __init__(self, load: Callable[[str], Pieces] | None = None) -> None:
        self._load = load
        self._columns: dict[str, tuple[Pieces, int]] = {}  # and how many of the other stories it knows of
        self._other: list[FiledStory] = []  # those that were renewed or added

    @classmethod
    def of(cls, stories: Sequence[FiledStory]) -> Facts:
        """Return the facts of stories."""
        maker = FactsMaker()
        for filed in stories:
            maker.add(filed)
        return maker.made()

    @classmethod
    def made(cls, columns: Mapping[str, Pieces]) -> Facts:
        """Return facts of columns that are whole."""
        facts = cls()
        facts._columns.update({name: (column, 0) for name, column in columns.items()})
        return facts

    def put(self, name: str, column: Pieces) -> None:
        """Put a column in the place of the one there was."""
        self._columns[name] = (column, len(self._other))

    def column(self, name: str) -> Pieces:
        """Return a column."""
        known, number = self._columns.get(name) or self._loaded(name)
        if number < len(self._other):
            known = known.amended({filed.position: COLUMNS[name](filed) for filed in self._other[number:]})
            self._columns[name] = (known, len(self._other))
        return known

    def _loaded(self, name: str) -> tuple[Pieces, int]:
        assert self._load is not None
        found = self._columns[name] = (self._load(name), 0)
        return found

    def renew(self, filed: FiledStory) -> None:
        """Take note of a story that is not as it was, or of one behind all others."""
        self._other.append(filed)

    def last_change(self, positions: Iterable[int]) -> Change | None:
        """Return the newest publication or update among stories; None where there are none."""
        newest = max(self.column("changes").at(positions), default=None)
        if newest is None:
            return None
        instant, _, iso = newest.decode("utf-8", "surrogatepass").partition("\0")
        return instant, iso

    def day(self, position: int) -> str:
        """Return the local date of a story."""
        return self.column("days")[position].decode()

    def months(self, positions: Iterable[int]) -> Counter[str]:
        """Count stories by the month of their local dates."""
        days = Counter(day[:7] for day in self.column("days").at(positions))
        return Counter({month.decode(): number for month, number in days.items()})

    def counts(self, positions: Iterable[int], kind: TermKind) -> Counter[str]:
        """Count how many stories stand under each term of a kind."""
        counts = Counter(_BREAK.join(self.column(kind).at(positions)).decode("utf-8", "surrogatepass").split("\0"))
        counts.pop("", None)
        return counts

    def mentions(self, position: int, kind: TermKind) -> list[Mention]:
        """Return the actors or countries of a story, each with its role."""
        stated = self.column(f"{kind}_roles")[position]
        if stated:
            return cast("list[Mention]", marshal.loads(stated))  # our own bytes
        return [(slug, "", "") for slug in self.slugs(position, kind)]

    def slugs(self, position: int, kind: TermKind) -> list[str]:
        """Return the slugs of the terms of a kind that a story stands under."""
        found = self.column(kind)[position]
        return found.decode("utf-8", "surrogatepass").split("\0") if found else []

    def keys(self, position: int) -> list[TermKey]:
        """Return every term that a story stands under, as `FiledStory.terms` does."""
        kinds: tuple[TermKind, ...] = ("section", "dossier", "actor", "country", "tag")
        return list(dict.fromkeys([(kind, slug) for kind in kinds for slug in self.slugs(position, kind)]))

    def roles(self, positions: Iterable[int], kind: TermKind) -> Iterator[tuple[int, list[Mention]]]:
        """Yield the mentions of the stories that state any role or country, with their positions."""
        column = self.column(f"{kind}_roles")
        chosen = list(positions)
        for position, stated in zip(chosen, column.at(chosen), strict=True):
            if stated:
                yield position, marshal.loads(stated)  # our own bytes

    def terms(self, positions: Iterable[int], kind: TermKind) -> Iterator[list[str]]:
        """Yield the slugs of the terms of a kind that each of some stories stands under."""
        for slugs in self.column(kind).at(positions):
            yield slugs.decode("utf-8", "surrogatepass").split("\0") if slugs else []

    def voices(self, position: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return who is quoted in a story and who claims something, in the order of its quotes and claims."""
        voices = self.column("voices")[position]
        return marshal.loads(voices) if voices else ((), ())  # our own bytes

    def is_unreviewed(self, position: int, key: str, *names: str) -> bool:
        """Say whether no editor has looked at a value of a key of a story that goes by any of some names."""
        unreviewed = self.column("unreviewed")[position]
        for found, values in marshal.loads(unreviewed) if unreviewed else ():  # our own bytes
            if found == key:
                return not values or any(shortened(name) in values for name in names)
        return False

    def events(self, positions: Iterable[int]) -> Iterator[tuple[int, tuple[PackedEvent, ...]]]:
        """Yield the events of the stories that have any, with their positions."""
        chosen = list(positions)
        for position, events in zip(chosen, self.column("events").at(chosen), strict=True):
            if events:
                yield position, marshal.loads(events)  # our own bytes


class FactsMaker:
    """Collects the facts of stories, from the oldest."""

    def __init__(self) -> None:
        self._makers = [(column, name, PiecesMaker()) for name, column in COLUMNS.items()]

    def add(self, filed: FiledStory) -> None:
        """Add those of a story."""
        for column, _, maker in self._makers:
            maker.add(column(filed))

    def made(self) -> Facts:
        """Return the facts."""
        return Facts.made({name: maker.made() for _, name, maker in self._makers})
