"""Stamps: the one test of what must be made again. A stamp is a digest of all that a subject's pages are made from.

Two equal stamps mean equal pages. A stamp is made of other stamps: that of a story as it is shown anywhere (its record with the
names and addresses of its terms), that of a list (its stories, in order), that of a term. So a renamed actor changes its stories,
those change the lists that hold them, and nobody has to remember who shows whom. What a page shows of stories beyond its own list
(its neighbours, what is related) was noted when it was made. Where the links in a body lead is known only when everything has its
address; it is compared apart (`engine.work`).

A stamp is the digests of its parts, one after the other, so two stamps of a subject also say in what it differs (`changes`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from types import MappingProxyType

from broadsheet.catalog.catalog import ALL, ListKey
from broadsheet.catalog.companions import numbers_then
from broadsheet.catalog.related import Relatable
from broadsheet.catalog.shards import stories_in
from broadsheet.catalog.story import CatalogStory, TermKey
from broadsheet.catalog.terms import Term
from broadsheet.codec import decode, encode
from broadsheet.model import Picture, TermKind
from broadsheet.pages.booklet import has_booklet
from broadsheet.pages.edition import Edition
from broadsheet.pages.replies import is_open
from broadsheet.pages.sitemap import recent_stories
from broadsheet.pages.subjects import GATHERING, SINGLES, Subject

_PART = 6  # bytes of a part's digest
Kept = tuple[bytes, bytes]
_TERM = (
    "its register entry",
    "the text of its register entry",
    "a body in its feed or edition",
    "a story in its list",
    "a term beside it, or whether search engines may show it",
)
_ALL = ("a story of the archive", "a term of the archive", "the redirects, pages or translations", "a body in its feed")
_TERMS = ("a term of the archive", "how many stories a term has", "a role that a story states")
_PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "story": (
            "its headline or metadata",
            "the name or address of one of its terms",
            "the earlier stories that share its terms",
            "what stands beside it in the archive, its age, or whether replies are taken",
            "its body",
            "a story it shows",
        ),
        **dict.fromkeys((*SINGLES, *GATHERING, "fulltext"), _ALL),
        "pair": ("one of its countries", "a story in its list"),
        "period": ("a story in its list", "the year or month beside it"),
        "words": ("a headline or a name with one of its words",),
        "headlines": ("a story in it",),
        "page": ("its metadata", "its address", "its body"),
        "index": (*_TERMS, "the headline or address of a page"),
        "map": _TERMS[:2],
        "search": (*_TERMS[:2], "the years and months that have stories"),
        "manifest": ("the bytes of any other output", "the bytes of a source of one"),
        "opml": (*_TERMS[:1], "whom search engines may not show"),
        "archive": ("the years and months that have stories",),
        "hosting": ("the redirects, pages or translations",),
        "redirects": ("the redirects, pages or translations",),
        "offline": ("the files of the theme",),
        "news": (*_ALL, "which stories the clock calls new"),
    }
)


def parts_of(kind: str) -> tuple[str, ...]:
    """Return, in words, what the stamp of a subject of some kind is made of."""
    return _PARTS.get(kind, _TERM)


def changes(kind: str, old: bytes, new: bytes) -> tuple[str, ...]:
    """Return the parts in which two stamps of a subject differ."""
    if len(old) != len(new):
        return ()
    pairs = ((name, slice(at * _PART, (at + 1) * _PART)) for at, name in enumerate(parts_of(kind)))
    return tuple(name for name, part in pairs if old[part] != new[part])


@dataclass(slots=True)
class Stamps:
    """The stamps of an edition. `bodies`: owner -> digest of its body."""

    edition: Edition
    bodies: Mapping[str, bytes]
    _shown: list[bytes] = field(default_factory=list)
    _facts: dict[TermKey, bytes] = field(default_factory=dict)
    _whole: dict[str, bytes] = field(default_factory=dict)  # stamps of what the whole archive has, by name
    _relatable: Relatable = field(init=False)

    def __post_init__(self) -> None:
        self._relatable = Relatable(self.edition.catalog)

    @property
    def shown(self) -> list[bytes]:
        """Return the stamps of all stories as any page may show them, without their bodies, by their positions."""
        if not self._shown:
            self._shown = list(map(self._make_shown, self.edition.catalog.stories))
        return self._shown

    def keep(self, kept: Kept, changed: Iterable[int]) -> set[int]:
        """Take the stamps that `kept` gave, but for those of stories at some positions, and return which of these differ now."""
        shown, terms = kept
        self._shown = [shown[at : at + 2 * _PART] for at in range(0, len(shown), 2 * _PART)]
        self._whole["terms"] = terms
        others = {at: stamp for at in changed if (stamp := self._make_shown(self.edition.catalog.stories[at])) != self._shown[at]}
        for at, stamp in others.items():
            self._shown[at] = stamp
        return set(others)

    @property
    def kept(self) -> Kept:
        """Return the stamps of all stories, in one piece, and that of all terms."""
        return b"".join(self.shown), self._once("terms", self._terms)

    def prepare(self) -> None:
        """Make the stamps of all stories, and what they are made of, before there are several processes that would."""
        bool(self.shown)

    def of(self, subject: Subject, reads: Sequence[str] = ()) -> bytes:
        """Return the stamp of a subject.

        `reads` are the ids of the other stories that its pages were seen to show, or of a term what `reads_of_term` returned.
        """
        kind, key = subject
        if kind == "story":
            return self._of_story(key, reads)
        if subject in self.edition.catalog.terms:
            return self._of_term(self.edition.catalog.terms[subject], reads)
        if kind == "pair":
            ends = b"".join([self._fact(("country", slug)) for slug in key.split("+")])
            return _digests(ends, self.members(subject))
        if kind == "period":
            return _digests(self.members(subject), repr(self.edition.catalog.around(key)))
        if kind == "page":
            page = next(pair for pair in self.edition.catalog.pages if pair[0].path == key)
            return _digests(repr(encode(page[0])), page[1], self._text(key))
        if kind == "words":
            return _digests(self.edition.index.state(key))
        if kind == "headlines":
            return _digests(b"".join([self.shown[position] for _, _, position in stories_in(self.edition.catalog, key)]))
        return self._of_single(kind)

    def _of_single(self, kind: str) -> bytes:
        """Return the stamp of what there is only one of, or of an index."""
        if kind == "offline":
            return _digests(repr(sorted(self.edition.assets.items())))
        if kind == "archive":
            return self._once("periods", self._periods)
        if kind in ("hosting", "redirects"):
            return self._once("rest", self._rest)
        parts = self._once("terms", self._terms)
        if kind == "opml":
            return parts + self._once("withheld", self._withheld)
        if kind in ("map", "index", "search"):
            parts += self._once("counts", self._counts)
            if kind == "index":
                parts += self._once("roles", self._roles) + self._once("pages", self._pages)
            return parts + (self._once("periods", self._periods) if kind == "search" else b"")
        everything = self._once("everything", self._everything)
        if kind == "news":
            return everything + _digests("\0".join(story.id for story in recent_stories(self.edition)))
        return everything

    def members(self, key: tuple[str, str]) -> bytes:
        """Return the stamps of the stories in a list, in order."""
        shown = self.shown
        return b"".join([shown[position] for position in self.edition.catalog.positions(key)])

    def of_cards(self, positions: Iterable[int], text: str) -> bytes:
        """Return the stamp of a page that shows the cards of some stories, and beyond these what `text` says."""
        shown = self.shown
        return _digests(b"".join([shown[position] for position in positions]) + text.encode("utf-8", "surrogatepass"))

    # -- stories

    def _make_shown(self, story: CatalogStory) -> bytes:
        known = self._facts
        facts = [known.get(key) or self._fact(key) for key in story.terms]
        facts += [self._fact(("country", self._slug(actor[2]))) for actor in story.actors if actor[2]]
        facts += [self._fact(("country", self._slug(place[2]))) for place in story.places if place[2]]
        facts += [self._fact(("actor", slug)) for slug in (*story.speakers, *story.claimants) if slug]
        own = story.own
        if story.image:
            own = blake2b(own + self._picture(story).encode(), digest_size=_PART).digest()
        return own + blake2b(b"".join(facts), digest_size=_PART).digest()

    def _picture(self, story: CatalogStory) -> str:
        """Return what decides how the picture of a story is shown."""
        return self.edition.picture_mark(self.edition.picture_path(decode(Picture, story.image).src.text, story.path))

    def _slug(self, code: str) -> str:
        return self.edition.catalog.country_slugs.get(code, "")

    def _fact(self, key: TermKey) -> bytes:
        """Return the digest of what other pages show of a term."""
        fact = self._facts.get(key)
        if fact is None:
            term = self.edition.catalog.terms.get(key)
            shown = (term.name, term.permalink, term.actor_kind, term.code, term.country) if term else ()
            registered = (term.current_role, term.entry is None) if term else ()
            fact = self._facts[key] = _digests(repr((shown, registered)))
        return fact

    def _of_story(self, story_id: str, reads: Iterable[str]) -> bytes:
        catalog, shown = self.edition.catalog, self.shown
        story = catalog.by_id(story_id)
        if story is None:
            return b""
        place_of = catalog.places.get
        others = [place_of(other) for other in reads]
        shows = b"".join([shown[other] if other is not None else b"-" for other in others])
        related = str(self._relatable.to(story)) if self.edition.has("related") else ""
        asked = is_open(self.edition, story)
        place = f"{self._place(story)} {catalog.editions.get(story_id, '')} {self.edition.aged(story)} {asked}"
        return shown[story.position] + _digests(related, place, self._text(story_id), shows)

    def _place(self, story: CatalogStory) -> str:
        """Return what stands before and after a story in the archive and in its dossiers, and where in those it stands."""
        before, after, _ = self._around(ALL, story)
        dossiers = [self._around(("dossier", slug), story) for slug in story.dossiers]
        return f"{before} {after} {dossiers or ''}"

    def _around(self, key: ListKey, story: CatalogStory) -> tuple[str, str, int]:
        """Return the ids of the stories before and after one in a list, and how many stand before it."""
        older, newer, number = self.edition.catalog.neighbours(key, story.position)
        stories = self.edition.catalog.stories
        return "" if older is None else stories[older].id, "" if newer is None else stories[newer].id, number

    def _text(self, owner: str) -> bytes:
        return self.bodies.get(owner, b"")

    # -- terms

    def _of_term(self, term: Term, reads: Sequence[str]) -> bytes:
        catalog = self.edition.catalog
        text = self._text(term.entry.path) if term.entry else b""
        positions = catalog.positions(term.key)
        feed = self._newest_bodies(positions)
        if term.kind == "dossier" and has_booklet(self.edition, term):
            feed += b"".join([self._text(catalog.stories[position].id) for position in positions])
        beyond = b"\0".join(self._beyond(term, reads)) + b"!" * self.edition.is_withheld(term)
        return _digests(self._entry(term), text, feed, self.members(term.key), beyond)

    def _entry(self, term: Term) -> str:
        entry = repr(term)
        if term.entry and term.entry.image:
            entry += self.edition.picture_mark(self.edition.picture_path(term.entry.image.src.text, term.entry.path))
        return entry

    def _newest_bodies(self, positions: tuple[int, ...]) -> bytes:
        """Return the state of the bodies that the feed of a list carries."""
        feeds, stories = self.edition.config.feeds, self.edition.catalog.stories
        if feeds.content != "full":
            return b""
        return b"".join([self._text(stories[position].id) for position in positions[-feeds.limit :]])

    def _beyond(self, term: Term, reads: Sequence[str]) -> list[bytes]:
        """Return what a term's page shows beyond its own stories."""
        catalog = self.edition.catalog
        country: TermKey = ("country", self._slug(term.country))
        if term.kind == "actor":
            roles = term.entry.roles if term.entry else ()
            codes = (self.edition.country_code(role.country.text) for role in roles if role.country)
            named = [self._fact(("country", self._slug(code))) for code in codes]
            return [self._fact(country), *named, self.members(("voice", term.slug)), self._companions(term, reads)]
        if term.kind == "country":
            at_home = [self._fact(native.key) for native in catalog.natives(term.code)]
            return [*at_home, self.members(("nation", term.code)), self._companions(term, reads)]
        if term.kind != "dossier":
            parent: TermKey = (term.kind, term.parent)
            children = (
                [t.key for t in catalog.of_kind(term.kind) if t.parent == term.slug] if self._has_parents(term.kind) else ()
            )
            return [self._fact(parent), *[self._fact(key) + b"%d" % len(catalog.positions(key)) for key in children]]
        return []

    def _has_parents(self, kind: TermKind) -> bool:
        return bool(self._once(f"parents of {kind}", lambda: any(t.parent for t in self.edition.catalog.of_kind(kind)) * b"!"))

    def reads_of_term(self, term: Term) -> tuple[str, ...]:
        """Return whose numbers of stories a term's pages depend on: of those that it shares enough of its own with."""
        return tuple([each.slug for each in self.edition.met(term.key)]) if term.kind in ("actor", "country") else ()

    def _companions(self, term: Term, reads: Sequence[str]) -> bytes:
        if not reads or not self.edition.catalog.positions(term.key):
            return b""
        return repr(numbers_then(self.edition.catalog, term.key, reads)).encode()

    # -- the whole archive

    def _once(self, name: str, make: Callable[[], bytes]) -> bytes:
        found = self._whole.get(name)
        if found is None:
            found = self._whole[name] = make()
        return found

    def _everything(self) -> bytes:
        """Return the stamp of the whole archive without its bodies."""
        catalog = self.edition.catalog
        stories = _digests(b"".join(self.shown))
        feed = _digests(self._newest_bodies(catalog.listed))
        return stories + self._once("terms", self._terms) + self._once("rest", self._rest) + feed

    def _terms(self) -> bytes:
        terms = self.edition.catalog.terms
        return _digests("\0".join([self._entry(terms[key]) for key in sorted(terms)]))

    def _withheld(self) -> bytes:
        edition = self.edition
        return _digests(repr(sorted(key for key, term in edition.catalog.terms.items() if edition.is_withheld(term))))

    def _counts(self) -> bytes:
        catalog = self.edition.catalog
        return _digests(repr([len(catalog.positions(key)) for key in sorted(catalog.terms)]))

    def _roles(self) -> bytes:
        stories = self.edition.catalog.stories
        return _digests(repr([story.actors for story in stories if any(actor[1] for actor in story.actors)]))

    def _pages(self) -> bytes:
        return _digests(repr([(page.title, permalink) for page, permalink in self.edition.catalog.pages]))

    def _rest(self) -> bytes:
        catalog = self.edition.catalog
        return _digests(repr((catalog.redirects, catalog.pages, sorted(catalog.originals.items()))))

    def _periods(self) -> bytes:
        lists = self.edition.catalog.lists
        return _digests(repr(sorted((key[1], len(positions)) for key, positions in lists.items() if key[0] == "period")))


def _digests(*parts: str | bytes) -> bytes:
    """Return the digest of each part, one after the other."""
    found = b""
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found += blake2b(data, digest_size=_PART).digest()
    return found
