"""Stamps: digests of what a subject's pages are made from, cheap enough to be compared for every subject after every change.

Two equal stamps mean equal pages. A stamp is made of other stamps: that of a story as it is shown anywhere (its record with the
names and addresses of its terms), that of a list (its stories, in order), that of a term. So a renamed actor changes its stories,
those change the lists that hold them, and nobody has to remember who shows whom. What a page shows of stories beyond its own list
(its neighbours, what is related) was noted when it was made.

A stamp is the digests of its parts, one after the other, so two stamps of a subject also say in what it differs (`changes`).
"""

from __future__ import annotations

import marshal
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, cast

from broadsheet.catalog.filed import FiledStory, TermKey
from broadsheet.catalog.shards import stories_in
from broadsheet.catalog.terms import Term
from broadsheet.codec import decode, encode
from broadsheet.model import Picture, TermKind
from broadsheet.pages.booklet import has_booklet
from broadsheet.pages.edition import Edition
from broadsheet.pages.replies import is_open
from broadsheet.pages.sitemap import recent_stories
from broadsheet.pages.subjects import Subject

_TERM_KINDS = frozenset(("actor", "country", "tag", "section", "dossier"))
_PART = 6  # bytes of a part's digest
_SHOWN = 2 * _PART  # bytes of the stamp of a story as it is shown
_TERM = (
    "its register entry",
    "the text of its register entry",
    "a body in its feed or edition",
    "a story in its list",
    "a term beside it",
)
_ALL = ("a story of the archive", "a term of the archive", "the redirects, pages or translations", "a body in its feed")
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
        **dict.fromkeys(sorted(_TERM_KINDS), _TERM),
        "pair": ("one of its countries", "a story in its list"),
        "period": ("a story in its list", "the years and months that have stories"),
        "words": ("a headline or a name with one of its words",),
        "headlines": ("a story in it",),
        "page": ("its metadata", "its address", "its body"),
        "offline": ("the files of the theme",),
        "news": (*_ALL, "which stories the clock calls new"),
    }
)


def parts_of(kind: str) -> tuple[str, ...]:
    """Return, in words, what the stamp of a subject of some kind is made of."""
    return _PARTS.get(kind, _ALL)


def changes(kind: str, old: bytes, new: bytes) -> tuple[str, ...]:
    """Return the parts in which two stamps of a subject differ."""
    if len(old) != len(new):
        return ()
    pairs = ((name, slice(at * _PART, (at + 1) * _PART)) for at, name in enumerate(parts_of(kind)))
    return tuple(name for name, part in pairs if old[part] != new[part])


@dataclass(slots=True)
class Stamps:
    """The stamps of an edition.

    `bodies`: owner -> digest of its body; `links`: owner -> where its links lead, which is no part of a stamp, for it is only
    known when everything has its address. `kept`: the stamps of the first stories, one after the other, from `kept_stamps`.
    """

    edition: Edition
    bodies: Mapping[str, bytes]
    links: Mapping[str, str] = field(default_factory=dict)
    kept: bytes = b""
    _shown: dict[int, bytes] = field(default_factory=dict)
    _facts: dict[TermKey, str] = field(default_factory=dict)
    _everything: bytes = b""
    _all_periods: str = ""

    def shown(self, position: int) -> bytes:
        """Return the stamp of a story as any page may show it, without its body."""
        stamp = self._shown.get(position) if self._shown else None
        if stamp is None:
            at = position * _SHOWN
            stamp = self.kept[at : at + _SHOWN]
            if not stamp:
                stamp = self._shown[position] = self._make_shown(self.edition.catalog.stories[position])
        return stamp

    def keep(self) -> None:
        """Make the stamps of all stories, and hold them as one."""
        self.kept = b"".join(map(self._made, range(len(self.edition.catalog.stories))))
        self._shown.clear()

    def renew(self, filed: FiledStory) -> None:
        """Make the stamp of a story that is not as it was kept."""
        self._shown[filed.position] = self._make_shown(filed)

    def kept_stamps(self) -> bytes:
        """Return the stamps of all stories, to be given to the stamps of an edition that differs in a few."""
        kept = bytearray(self.kept)
        for position in range(len(kept) // _SHOWN, len(self.edition.catalog.stories)):
            kept += self.shown(position)
        for position, stamp in self._shown.items():
            kept[position * _SHOWN : (position + 1) * _SHOWN] = stamp
        return bytes(kept)

    def _make_shown(self, filed: FiledStory) -> bytes:
        countries = [actor.country for actor in filed.actors]
        voices = (*filed.speakers, *filed.claimants)
        return self._shown_of(filed.own, filed.terms, countries, voices, self._picture(filed.image, filed.path))

    def _made(self, position: int) -> bytes:
        """Return what `_make_shown` makes, without looking at the story."""
        catalog = self.edition.catalog
        facts = catalog.facts
        countries = [country for _, _, country in facts.mentions(position, "actor")]
        voices = [slug for slugs in facts.voices(position) for slug in slugs]
        image = facts.column("images")[position]
        picture = self._picture(marshal.loads(image), catalog.path_at(position)) if image else ""  # our own bytes
        return self._shown_of(facts.column("own")[position], facts.keys(position), countries, voices, picture)

    def _shown_of(
        self, own: bytes, terms: Iterable[TermKey], countries: Iterable[str], voices: Iterable[str], picture: str
    ) -> bytes:
        facts = [self._fact(key) for key in terms]
        facts += [self._fact(("country", self._slug(code))) for code in countries if code]
        facts += [self._fact(("actor", slug)) for slug in voices if slug]
        if picture:
            own = blake2b(own + picture.encode(), digest_size=_PART).digest()
        return own + blake2b("\0".join(facts).encode("utf-8", "surrogatepass"), digest_size=_PART).digest()

    def _picture(self, image: Any, path: str) -> str:  # packed  # noqa: ANN401
        """Return what decides how the picture of a story, which is in a file, is shown."""
        return self.edition.picture_mark(self.edition.picture_path(decode(Picture, image).src.text, path)) if image else ""

    def _slug(self, code: str) -> str:
        return self.edition.catalog.country_slugs.get(code, "")

    def _fact(self, key: TermKey) -> str:
        """Return what other pages show of a term."""
        fact = self._facts.get(key)
        if fact is None:
            term = self.edition.catalog.terms.get(key)
            fact = (
                f"{term.name}\1{term.permalink}\1{term.actor_kind}\1{term.code}\1{term.country}\1{term.entry is None}"
                if term
                else ""
            )
            self._facts[key] = fact
        return fact

    def of(self, subject: Subject, reads: Iterable[str] = ()) -> bytes:
        """Return the stamp of a subject; `reads` are the ids of the other stories that its pages were seen to show."""
        kind, key = subject
        if kind == "story":
            return self._of_story(key, reads)
        if kind in _TERM_KINDS:
            return self._of_term(self.edition.catalog.terms[cast("TermKey", subject)])
        if kind == "pair":
            ends = [self._fact(("country", slug)) for slug in key.split("+")]
            return _digests("\0".join(ends), self._members(subject))
        if kind == "period":
            return _digests(self._members(subject), self._periods())
        if kind == "page":
            page = next(pair for pair in self.edition.catalog.pages if pair[0].path == key)
            return _digests(repr(encode(page[0])), page[1], self._text(key))
        if kind == "words":
            return _digests(repr(self.edition.shards[key]))
        if kind == "headlines":
            return _digests(b"".join(self.shown(position) for _, _, position in stories_in(self.edition.catalog, key)))
        if kind == "offline":
            return _digests(repr(sorted(self.edition.assets.items())))
        if kind == "news":
            return self.everything() + _digests("\0".join(filed.id for filed in recent_stories(self.edition)))
        return self.everything()

    def everything(self) -> bytes:
        """Return the stamp of the whole archive without its bodies."""
        if not self._everything:
            catalog = self.edition.catalog
            stories = b"".join(map(self.shown, range(len(catalog.stories))))
            terms = [repr(encode(catalog.terms[key])) for key in sorted(catalog.terms)]
            rest = repr((catalog.redirects, catalog.pages, sorted(catalog.originals.items())))
            feed = self._newest_bodies(catalog.listed)
            self._everything = _digests(stories, "\0".join(terms), rest, feed)
        return self._everything

    def _of_story(self, story_id: str, reads: Iterable[str]) -> bytes:
        catalog = self.edition.catalog
        filed = catalog.by_id(story_id)
        if filed is None:
            return b""
        others = map(catalog.place_of, reads)
        shown = b"".join(self.shown(other) if other is not None else b"-" for other in others)
        editions = catalog.editions.get(story_id, ())
        asked = bool(self.edition.config.comments.form) and is_open(self.edition, filed, filed.story)
        place = repr((self._place(filed), editions, self.edition.aged(filed), asked))
        return self.shown(filed.position) + _digests(str(filed.earlier), place, self._text(story_id), shown)

    def _place(self, filed: FiledStory) -> list[str]:
        """Return what stands before and after a story in the archive and in its dossiers, and where in those it stands."""
        catalog = self.edition.catalog
        here = catalog.originals.get(filed.position, filed.position)
        lists = [catalog.listed, *(catalog.positions(("dossier", slug)) for slug in filed.dossiers)]
        place = []
        for number, positions in enumerate(lists):
            at = bisect_left(positions, here)
            after = at + (positions[at : at + 1] == (here,))
            around = (*positions[max(0, at - 1) : at], -1, *positions[after : after + 1])
            place += [catalog.id_at(p) if p >= 0 else "" for p in around]
            place.append(str(at) if number else "")
        return place

    def _text(self, owner: str) -> str:
        return self.bodies.get(owner, b"").hex()

    def _newest_bodies(self, positions: tuple[int, ...]) -> str:
        """Return the state of the bodies that the feed of a list carries."""
        feeds = self.edition.config.feeds
        if feeds.content != "full":
            return ""
        return "".join(self._text(self.edition.catalog.id_at(position)) for position in positions[-feeds.limit :])

    def _members(self, key: tuple[str, str]) -> bytes:
        return b"".join(map(self.shown, self.edition.catalog.positions(key)))

    def _of_term(self, term: Term) -> bytes:
        catalog = self.edition.catalog
        text = self._text(term.entry.path) if term.entry else ""
        feed = self._newest_bodies(catalog.positions(term.key))
        if term.kind == "dossier" and has_booklet(self.edition, term):
            feed += "".join(self._text(catalog.id_at(position)) for position in catalog.positions(term.key))
        entry = repr(encode(term))
        if term.entry and term.entry.image:
            entry += self.edition.picture_mark(self.edition.picture_path(term.entry.image.src.text, term.entry.path))
        return _digests(entry, text, feed, self._members(term.key), "\0".join(self._beside(term)))

    def _beside(self, term: Term) -> list[str]:
        """Return what a term's page shows beyond its own stories."""
        catalog = self.edition.catalog
        country: TermKey = ("country", self._slug(term.country))
        if term.kind == "actor":
            roles = term.entry.roles if term.entry else ()
            codes = (self.edition.country_code(role.country.text) for role in roles if role.country)
            named = [self._fact(("country", self._slug(code))) for code in codes]
            return [self._fact(country), *named, self._members(("voice", term.slug)).hex(), self._company(term)]
        if term.kind == "country":
            at_home = [self._fact(native.key) for native in catalog.natives(term.code)]
            return [*at_home, self._members(("nation", term.code)).hex(), self._company(term)]
        if term.kind in ("tag", "section"):
            parent: TermKey = (cast("TermKind", term.kind), term.parent)
            children = [t.key for t in catalog.of_kind(term.kind) if t.parent == term.slug]
            return [self._fact(parent), *(f"{self._fact(key)}\1{len(catalog.positions(key))}" for key in children)]
        return []

    def _company(self, term: Term) -> str:
        return repr([(each.slug, each.expected) for each in self.edition.company(term.key)])

    def _periods(self) -> str:
        if not self._all_periods:
            self._all_periods = repr(sorted(key[1] for key in self.edition.catalog.lists if key[0] == "period"))
        return self._all_periods


def _digests(*parts: str | bytes) -> bytes:
    """Return the digest of each part, one after the other."""
    found = b""
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found += blake2b(data, digest_size=_PART).digest()
    return found
