"""The edition: the catalog with what every planner asks of it again and again (cards, links to terms), each made once.

It also takes note of what a page shows of other stories (`reads`): a page must be looked at again when one of them changes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar, TypeVarTuple
from urllib.parse import quote, unquote, urlsplit

from broadsheet.catalog.addresses import index_permalink
from broadsheet.catalog.catalog import Catalog, ListKey
from broadsheet.catalog.companions import Companion, met_with
from broadsheet.catalog.gazetteer import CountryRecord, load_countries
from broadsheet.catalog.shards import Index, Shape, shape_of
from broadsheet.catalog.story import CatalogStory, TermKey
from broadsheet.catalog.tally import Counted, Tallies, count_of
from broadsheet.catalog.terms import Term, name_key
from broadsheet.codec import decode
from broadsheet.config import Config, ImageSettings
from broadsheet.content.opening import excerpt
from broadsheet.language.direction import direction
from broadsheet.language.languages import Languages
from broadsheet.language.words import Words
from broadsheet.model import AUTHORS, Body, Moment, Picture, TermKind
from broadsheet.pages.aging import is_aged
from broadsheet.pages.alphabet import Alphabet
from broadsheet.pages.own import own_fields
from broadsheet.pages.recent import Recent
from broadsheet.pages.views.card import Card
from broadsheet.pages.views.coverage import Coverage, When
from broadsheet.pages.views.index import IndexGroup
from broadsheet.pages.views.link import Link, TermLink
from broadsheet.pages.views.picture import PictureSource, PictureView
from broadsheet.pages.wording import KIND_HEADINGS, date_of, label_text
from broadsheet.pictures.original import Original
from broadsheet.pictures.variants import FOLDER, TYPES, fallback_of, making, variants_of
from broadsheet.problems import Span

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
MEDIA = "/media/"
_LINKS_KEPT = 20_000  # of each kind of term
_CARDS_KEPT = 8_000  # and as many again; to make one takes longer than to look one up, but a large archive has too many


@dataclass(slots=True)
class Edition:
    """What is published, as of `clock` (an instant in UTC). `media` and `static` are paths relative to the publication.

    `spoken`: the words of its pages; without, those that the program has.
    """

    catalog: Catalog
    config: Config
    clock: str
    media: frozenset[str] = frozenset()
    static: frozenset[str] = frozenset()
    pictures: Mapping[str, Original] = field(default_factory=dict)  # those that pages show, by their files
    assets: Mapping[str, str] = field(default_factory=dict)  # file of the theme -> the address it is published at
    lines: Mapping[str, str] = field(default_factory=dict)  # the lines of tables by their subjects
    addresses: Sequence[tuple[str, str]] = ()  # of all pages that people read, with their dates of change, sorted
    manifest: tuple[bytes, bytes] = (b"", b"")  # of the digests of everything else that is published, and the sums
    number_of_addresses: int = 0  # how many these will be
    reads: set[int] = field(default_factory=set)  # positions of stories of which cards were given out since it was last emptied
    spoken: Languages | None = None
    bodies: Mapping[str, Body] = field(default_factory=dict)  # by source path and, for a story, by its id
    _alphabet: Alphabet | None = None
    directory: dict[str, tuple[IndexGroup, ...]] = field(default_factory=dict)  # index -> its groups, where they take long
    _cards: Recent[int, Card] = field(init=False)
    _links: dict[TermKey, Link] = field(default_factory=dict)
    _days: dict[str, When] = field(default_factory=dict)
    _tallies: dict[TermKind, Tallies] = field(default_factory=dict)
    _counted_links: dict[TermKind, Recent[Counted, TermLink]] = field(default_factory=dict)
    _list: ListKey = ("", "")  # of which a tally was asked for last
    _tally: dict[TermKind, list[Counted]] = field(default_factory=dict)  # its tallies
    _met: dict[TermKey, tuple[Companion, ...]] = field(default_factory=dict)  # the last that was asked for
    _headings: dict[TermKind, str] = field(default_factory=dict)
    _once: dict[tuple[object, ...], Any] = field(default_factory=dict)
    _records: Mapping[str, CountryRecord] | None = None
    _index: Index | None = None
    _words: Words | None = None

    def __post_init__(self) -> None:
        self._cards = Recent(self._make_card, _CARDS_KEPT)

    @property
    def records(self) -> Mapping[str, CountryRecord]:
        """Return the package's own table of countries, by code."""
        if self._records is None:
            self._records = {record.code: record for record in load_countries()}
        return self._records

    @property
    def languages(self) -> Languages:
        """Return the words of pages by language."""
        if self.spoken is None:
            self.spoken = Languages(self.config.language)
        return self.spoken

    @property
    def words(self) -> Words:
        """Return the words of the publication's language."""
        if self._words is None:
            self._words = self.languages.words
        return self._words

    @property
    def alphabet(self) -> Alphabet:
        """Return the order in which the publication's language has its names."""
        if self._alphabet is None:
            self._alphabet = Alphabet.of(self.config.language)
        return self._alphabet

    @property
    def shape(self) -> Shape:
        """Return how the index of the search is cut."""
        return shape_of(len(self.catalog.stories), len(self.catalog.terms))

    @property
    def index(self) -> Index:
        """Return the index of the search."""
        if self._index is None:
            self._index = Index(self.catalog)
        return self._index

    @property
    def headings(self) -> Mapping[TermKind, str]:
        """Return what pages call the terms of each kind, as messages."""
        if not self._headings:
            self._headings = {**KIND_HEADINGS, **{each.name: each.label for each in self.config.taxonomies}}
        return self._headings

    def has(self, part: str) -> bool:
        """Say whether the publication has a part that the configuration may disable."""
        return self.config.has(part)

    def is_withheld(self, term: Term) -> bool:
        """Say whether search engines may not show a term: a person whom only extraction found, in few texts.

        A person is an actor who is no organisation, an author, and what is called like such an actor: a section that a saved
        page names.
        """
        person = term if term.kind == AUTHORS else self.catalog.terms.get(("actor", term.slug))
        if term.kind == "country" or term.entry or person is None or person.entry or person.actor_kind == "organisation":
            return False
        if name_key(person.name) != name_key(term.name):
            return False
        return self.catalog.is_in_few(term, self.config.people.noindex_below) and not self.catalog.is_reviewed(term)

    def card(self, position: int) -> Card:
        """Return the card of the story at a position."""
        self.reads.add(position)
        return self._cards[position]

    def _make_card(self, position: int) -> Card:
        story = self.catalog.stories[position]
        lang = story.lang if story.lang != self.config.language else ""
        shown = self._worded(self.words, story.labels, breaking=story.breaking)
        return Card(
            permalink=story.permalink,
            headline=story.title,
            standfirst=excerpt(story.standfirst or story.opening),
            date=self._day(story.written),
            section=self.link(("section", story.section)) if story.section else None,
            label=shown[0] if shown else "",
            picture=self.picture(decode(Picture, story.image), story.path) if story.image else None,
            lang=lang,
            dir=direction(lang) if lang and direction(lang) != direction(self.config.language) else "",
            fields=own_fields(self.config.fields, story.record.fields, self.words, ("card",)) if self.config.fields else (),
        )

    def _day(self, day: str) -> When:
        """Return a day, or what is known of it, which many stories have in common."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = date_of(self.words, day)
        return found

    def cards(self, positions: Iterable[int]) -> tuple[Card, ...]:
        """Return the cards of several stories, in the order given."""
        chosen, cards = tuple(positions), self._cards
        self.reads.update(chosen)
        return tuple([cards[position] for position in chosen])

    def labels(self, story: CatalogStory, words: Words) -> tuple[str, ...]:
        """Return a story's labels in words; "Breaking" only until it has run out."""
        return self._worded(words, story.labels, breaking=story.breaking)

    def _worded(self, words: Words, labels: Iterable[str], *, breaking: bool) -> tuple[str, ...]:
        return tuple([label_text(words, label) for label in labels if label != "breaking" or breaking])

    def aged(self, story: CatalogStory) -> bool:
        """Say whether a story's page says that the story is old."""
        return self.has("age-notice") and not story.is_undated and is_aged(story.date.iso, self.clock)

    def term(self, key: TermKey) -> Term:
        """Return a term of the catalog."""
        return self.catalog.terms[key]

    def link(self, key: TermKey) -> Link:
        """Return the link to a term's page."""
        link = self._links.get(key)
        if link is None:
            term = self.catalog.terms[key]
            link = self._links[key] = Link(term.name, term.permalink)
        return link

    def term_link(self, key: TermKey, count: int = 0, note: str = "") -> TermLink:
        """Return the link to a term's page with a count and a note; for an actor it says which kind."""
        term = self.catalog.terms[key]
        return TermLink(term.name, term.permalink, count, note, term.actor_kind or "" if term.kind == "actor" else term.kind)

    def authors(self, story: CatalogStory) -> tuple[Link, ...]:
        """Return who wrote a story, as it says, each with the address of their page; an empty one where authors have none."""
        names, slugs = story.authors, story.slugs(AUTHORS) if self.config.taxonomies else ()
        if not slugs:
            return tuple([Link(name, "") for name in names])
        links = [self.link((AUTHORS, slug)) for slug in slugs]
        return tuple(
            [Link(name, link.permalink) for name, link in zip(names, links, strict=True)] if len(names) == len(links) else links
        )

    def country_link(self, code: str, words: Words | None = None) -> Link | None:
        """Return the link to a country by its code, or None for the empty code; in the publication's language or another one."""
        slug = self.catalog.country_slugs.get(code)
        if not slug:
            return None
        link = self.link(("country", slug))
        return link if words is None else Link(self.country_name(slug, words), link.permalink)

    def country_name(self, slug: str, words: Words) -> str:
        """Return the name of a country in some language: what the publication calls it in its own."""
        term = self.term(("country", slug))
        if words is self.words:
            return term.name
        return words.countries.get(term.code) or self.records[term.code].name

    def country_code(self, name: str) -> str:
        """Return the code of a country by any of its names, or an empty string."""
        return self.catalog.country_codes.get(name_key(name), "")

    def span(self, term: Term) -> Span:
        """Return who asked for a term's page: its register file, or the first story that names it."""
        if term.entry:
            return Span(term.entry.path)
        positions = self.catalog.positions(term.key)
        return Span(self.catalog.stories[positions[0]].path) if positions else Span("broadsheet.yaml")

    def voices(self, actor: str) -> tuple[int, ...]:
        """Return the positions of the stories in which an actor is quoted or claims something, oldest first."""
        return self.catalog.positions(("voice", actor))

    def actors_of(self, code: str) -> Mapping[str, tuple[int, ...]]:
        """Return the actors of a country with the positions of the stories that show them as such, oldest first.

        An actor belongs where a story says, else where its register file says; one without stories has no positions.
        """
        found: dict[str, list[int]] = {term.slug: [] for term in self.catalog.natives(code)}
        terms = self.catalog.terms
        for position in self.catalog.positions(("nation", code)):
            for slug, _, country in self.catalog.stories[position].actors:
                if (country or terms[("actor", slug)].country) == code:
                    found.setdefault(slug, []).append(position)
        return {slug: tuple(positions) for slug, positions in found.items()}

    def companions(self, key: TermKey) -> tuple[Companion, ...]:
        """Return who is named with an actor or country more often than chance has it; nobody where profiles are left out."""
        return tuple([each for each in self.met(key) if each.lift > 1])

    def met(self, key: TermKey) -> tuple[Companion, ...]:
        """Return who shares enough stories with an actor or country to count; nobody where profiles are left out."""
        if not self.has("profiles"):
            return ()
        if key not in self._met:
            tallies = self.tallies(key[0])
            shared = ((tallies.slug(each), count_of(each)) for each in self.tally(key, key[0]))
            self._met = {key: met_with(self.catalog, key, shared)}
        return self._met[key]

    def once(self, make: Callable[[Edition, *Ts], T], *values: *Ts) -> T:
        """Return what `make` makes of the edition and some values: the first time it is made, then it is kept."""
        key = (make, *values)
        found: T | None = self._once.get(key)
        if found is None:
            found = self._once[key] = make(self, *values)
        return found

    def index_link(self, kind: TermKind, text: str = "") -> Link:
        """Return the link to the A–Z index of a kind; it leads nowhere where there are none."""
        return Link(
            text or self.words.gettext(self.headings[kind]),
            index_permalink(self.config.permalinks, kind) if self.has("indexes") else "",
        )

    def tallies(self, kind: TermKind) -> Tallies:
        """Return what counts the terms of a kind."""
        found = self._tallies.get(kind)
        if found is None:
            found = self._tallies[kind] = Tallies(self.catalog, kind)
        return found

    def tally(self, key: ListKey, kind: TermKind) -> list[Counted]:
        """Return the terms of a kind that the stories of a list stand under, counted, but for that whose list it is.

        Those of the list that was asked for last are kept.
        """
        if self._list != key:
            self._list, self._tally = key, {}
        counted = self._tally.get(kind)
        if counted is None:
            but = key[1] if key[0] == kind else ""
            counted = self._tally[kind] = self.tallies(kind).of(self.catalog.positions(key), but)
        return counted

    def links(self, kind: TermKind, counted: Iterable[Counted]) -> tuple[TermLink, ...]:
        """Return links to terms of a kind with their counts; there is one object for each term and count."""
        made = self._counted_links.get(kind)
        if made is None:
            made = self._counted_links[kind] = Recent(partial(self._make_counted, kind), _LINKS_KEPT)
        return tuple([made[each] for each in counted])

    def _make_counted(self, kind: TermKind, each: Counted) -> TermLink:
        return self.term_link((kind, self.tallies(kind).slug(each)), count_of(each))

    def named(self, kind: TermKind) -> list[Counted]:
        """Return all terms of a kind that have stories, counted."""
        lists = ((term.slug, self.catalog.positions(term.key)) for term in self.catalog.of_kind(kind))
        return self.tallies(kind).counted({slug: len(positions) for slug, positions in lists if positions})

    def coverage(self, positions: tuple[int, ...]) -> Coverage:
        """Return how much is written under a term whose stories stand at `positions`, oldest first."""
        if not positions:
            return Coverage(0, None, None)
        stories = self.catalog.stories
        first = next((story for story in map(stories.__getitem__, positions) if not story.is_undated), None)
        if first is None:
            return Coverage(len(positions), None, None)
        return Coverage(len(positions), self._day(first.written), self._day(stories[positions[-1]].written))

    def picture(self, picture: Picture, source: str) -> PictureView | None:
        """Return an image with its address, or None when there is no such file (which the link check reports)."""
        permalink = self.media_permalink(picture.src.text, source)
        if not permalink:
            return None
        return self.shown_at(permalink)._replace(alt=picture.alt, caption=picture.caption, credit=picture.credit)

    def shown_at(self, address: str) -> PictureView:
        """Return how the picture at an address is shown: with its size and copies, where it is one of ours."""
        original = self.pictures.get(self.path_at(address))
        return PictureView(address, "") if original is None else _shown(address, original, self.config.images)

    def picture_path(self, src: str, source: str) -> str:
        """Return the file that `src`, written in the file `source`, names; empty when it is none of the publication's."""
        return self.path_at(self.media_permalink(src, source))

    def path_at(self, address: str) -> str:
        """Return the file of the publication that is published at an address as it is; empty when there is none."""
        path = unquote(urlsplit(address).path)
        if address.startswith(MEDIA):
            return f"{self.config.source_dir}/{path.removeprefix(MEDIA)}"
        return "static" + path if address.startswith("/") and "static" + path in self.static else ""

    def picture_mark(self, path: str) -> str:
        """Return what changes when the picture in a file is another one, or is shown otherwise; empty where it is not known."""
        original = self.pictures.get(path) if path else None
        return f"{tuple(original)} {making(self.config.images)}" if original else ""

    def media_permalink(self, src: str, source: str) -> str:
        """Return the address of the media file that `src`, written in the file `source`, names; empty when there is none."""
        if "://" in src:
            return src
        if src.startswith("/"):
            return quote(src) if "static" + src in self.static else ""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), src))
        return media_address(path, self.config.source_dir) if path in self.media else ""

    def last_change(self, positions: Sequence[int]) -> Moment | None:
        """Return the newest published or updated moment among stories: the newest was published last."""
        if not positions:
            return None
        return self.catalog.last_change((max(positions), *self.once(_updated).intersection(positions)))


def _updated(edition: Edition) -> frozenset[int]:
    """Return the positions of the stories that were updated."""
    return frozenset([story.position for story in edition.catalog.stories if story.updated])


def _shown(address: str, original: Original, settings: ImageSettings) -> PictureView:
    """Return a picture with its copies; where one of them stands for the original, browsers are not sent that."""
    fallback = fallback_of(original, settings)
    by_type: dict[str, list[tuple[str, int]]] = {}
    for variant in variants_of(original, settings):
        if variant.form in settings.formats:
            by_type.setdefault(TYPES[variant.form], []).append((FOLDER + variant.name, variant.width))
    return PictureView(
        FOLDER + fallback.name if fallback else address,
        "",
        width=fallback.width if fallback else original.width,
        height=fallback.height if fallback else original.height,
        sources=tuple(PictureSource(kind, tuple(copies)) for kind, copies in by_type.items()),
    )


def media_address(path: str, source_dir: str) -> str:
    """Return the address of a media file by its path relative to the publication."""
    return MEDIA + quote(path.removeprefix(source_dir + "/"))
