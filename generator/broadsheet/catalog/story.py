"""A story in the catalog: its values, its place, its address, and its terms by their slugs."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, NamedTuple

from broadsheet.catalog.records import AT, Values, story_of
from broadsheet.model import UNDATED, Moment, Precision, Story, TermKind, known_of

_TITLE, _STANDFIRST, _OPENING, _LABELS, _LANG = (AT[name] for name in ("title", "standfirst", "opening", "labels", "lang"))
_ID, _PATH, _DATE, _UPDATED = AT["id"], AT["path"], AT["date"], AT["updated"]
_AUTHORS, _EVENTS, _IMAGE, _UNREVIEWED = AT["authors"], AT["events"], AT["image"], AT["unreviewed"]
TermKey = tuple[TermKind, str]
PlainEvent = tuple[tuple[str, Precision], str]  # date and its precision, text
Mention = tuple[str, str, str]  # the slug of a term, the role that the story states, the code of the country or an empty text
NO_VOICES: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


class StoryActor(NamedTuple):
    """An actor in a story, resolved: its slug, the role as stated, the country's code or empty."""

    slug: str
    role: str = ""
    country: str = ""


class StoryCountry(NamedTuple):
    """A country in a story, resolved: its slug, the role as stated; `country` is always empty."""

    slug: str
    role: str = ""
    country: str = ""


class CatalogStory:
    """A story in its place: `position` counts from the oldest; all names are resolved to slugs.

    `values` are those of its record, `stamp` their digest. `words` is the length of its body. `speakers` and `claimants` stand in
    the order of the story's quotes and claims; an empty slug means that the name has no page.
    """

    __slots__ = (
        "_record",
        "actors",
        "breaking",
        "claimants",
        "countries",
        "dossiers",
        "permalink",
        "position",
        "sections",
        "speakers",
        "stamp",
        "tags",
        "terms",
        "text",
        "values",
        "words",
    )

    def __init__(
        self,
        values: Values,
        stamp: bytes,
        text: bytes,  # the digest of its body
        words: int,
        position: int,
        permalink: str,
        breaking: bool,  # its label "breaking" has not run out
        sections: tuple[str, ...],
        dossiers: tuple[str, ...],
        actors: tuple[StoryActor, ...],
        countries: tuple[StoryCountry, ...],
        tags: tuple[str, ...],
        terms: tuple[TermKey, ...],
    ) -> None:
        self.values = values
        self.stamp = stamp
        self.text = text
        self.words = words
        self.position = position
        self.permalink = permalink
        self.breaking = breaking
        self.sections = sections
        self.dossiers = dossiers
        self.actors = actors
        self.countries = countries
        self.tags = tags
        self.terms = terms  # every term that it stands under, each once, in the order of the page
        self.speakers: tuple[str, ...]
        self.claimants: tuple[str, ...]
        self.speakers, self.claimants = NO_VOICES
        self._record: Story | None = None

    @property
    def id(self) -> str:
        """Return the story's id."""
        return self.values[_ID]  # type: ignore[no-any-return]

    @property
    def path(self) -> str:
        """Return the path of its source."""
        return self.values[_PATH]  # type: ignore[no-any-return]

    @property
    def title(self) -> str:
        """Return its headline."""
        return self.values[_TITLE]  # type: ignore[no-any-return]

    @property
    def standfirst(self) -> str:
        """Return its standfirst."""
        return self.values[_STANDFIRST]  # type: ignore[no-any-return]

    @property
    def opening(self) -> str:
        """Return how its text begins; empty where it has a standfirst."""
        return self.values[_OPENING]  # type: ignore[no-any-return]

    @property
    def labels(self) -> tuple[str, ...]:
        """Return its labels."""
        return self.values[_LABELS]  # type: ignore[no-any-return]

    @property
    def lang(self) -> str:
        """Return its language; empty for that of the publication."""
        return self.values[_LANG]  # type: ignore[no-any-return]

    @property
    def authors(self) -> tuple[str, ...]:
        """Return its byline."""
        return self.values[_AUTHORS]  # type: ignore[no-any-return]

    @property
    def date(self) -> Moment:
        """Return when it came out."""
        return Moment(*self.values[_DATE])

    @property
    def iso(self) -> str:
        """Return when it came out, as it is written."""
        return self.values[_DATE][0]  # type: ignore[no-any-return]

    @property
    def instant(self) -> str:
        """Return when it came out, in UTC."""
        return self.values[_DATE][1]  # type: ignore[no-any-return]

    @property
    def day(self) -> str:
        """Return its local date."""
        return self.values[_DATE][0][:10]  # type: ignore[no-any-return]

    @property
    def written(self) -> str:
        """Return all that is known of its date without the time of day, in EDTF."""
        iso, _, edtf = self.values[_DATE]
        return edtf or iso[:10]  # type: ignore[no-any-return]

    @property
    def is_undated(self) -> bool:
        """Say whether nobody knows when it came out."""
        return self.values[_DATE][2] == UNDATED  # type: ignore[no-any-return]

    @property
    def periods(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the year in which it came out, and of the month, where that is known."""
        iso, _, edtf = self.values[_DATE]
        if edtf == UNDATED:
            return (("period", UNDATED),)
        known = known_of(edtf) if edtf else iso
        if known[0] == "-":
            return (("period", known[:5]),)
        return (("period", known[:4]),) if len(known) == 4 else (("period", known[:4]), ("period", known[:7]))

    @property
    def updated(self) -> Moment | None:
        """Return when it was updated last."""
        updated = self.values[_UPDATED]
        return Moment(*updated) if updated else None

    @property
    def last_change(self) -> tuple[str, str]:
        """Return when it was published or last updated: the instant, and how that is written."""
        iso, instant, _ = self.values[_DATE]
        updated = self.values[_UPDATED]
        return max((instant, iso), (updated[1], updated[0])) if updated else (instant, iso)

    @property
    def events(self) -> tuple[PlainEvent, ...]:
        """Return its events, as plain values."""
        return self.values[_EVENTS]  # type: ignore[no-any-return]

    @property
    def image(self) -> Any:  # noqa: ANN401
        """Return its picture as plain values, or None."""
        return self.values[_IMAGE]

    @property
    def unreviewed(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the keys that were found in its text and that nobody has reviewed, with the values."""
        return self.values[_UNREVIEWED]  # type: ignore[no-any-return]

    @property
    def section(self) -> str:
        """Return its first section, or nothing."""
        return self.sections[0] if self.sections else ""

    @property
    def own(self) -> bytes:
        """Return the digest of what the story says by itself, wherever it is shown: 6 bytes."""
        return blake2b(self.stamp + f"{self.permalink}{'!' * self.breaking}".encode(), digest_size=6).digest()

    @property
    def record(self) -> Story:
        """Return the story's record, without the names that are resolved here."""
        if self._record is None:
            self._record = story_of(self.values)
        return self._record

    def slugs(self, kind: TermKind) -> tuple[str, ...]:
        """Return the slugs of the terms of one kind that the story stands under."""
        if kind == "actor":
            return tuple([actor[0] for actor in self.actors])
        if kind == "country":
            return tuple([country[0] for country in self.countries])
        if kind in ("tag", "section", "dossier"):
            return self.tags if kind == "tag" else self.sections if kind == "section" else self.dossiers
        return tuple([slug for each, slug in self.terms if each == kind])
