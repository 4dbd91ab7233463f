"""Old addresses: what a first look at an archive finds of where its posts and lists were, and of how its posts are named."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from broadsheet.importing.addresses import on_site
from broadsheet.importing.bylines import Bylines
from broadsheet.importing.editions import Editions
from broadsheet.importing.emblems import Emblems
from broadsheet.importing.keys import by_clock
from broadsheet.importing.notebook import Notebook, NoteTable
from broadsheet.importing.permalinks import pattern_of, slug_named, story_file
from broadsheet.importing.post import Post
from broadsheet.importing.redirectrules import address_mark
from broadsheet.problems import Span

OUT = "out"  # said of a post that nothing holds back
# What stands before names in the table of places: of `post_url` and dated addresses, of files, and in addresses.
POST_URL, NAMED, SLUG = "\x04", "\x05", "\x06"
_MOST_SECTIONS, _RARE = 60, 2  # a publication has fewer desks, and each has more stories


@dataclass(slots=True)
class OldAddresses:
    """What a first look at an archive found: the old addresses of its posts, and by the place of each post its address."""

    notebook: Notebook = field(default_factory=Notebook)
    addresses: NoteTable = field(init=False)  # what is known of the post that was there, and how each is written
    places: NoteTable = field(init=False)
    patterns: NoteTable = field(init=False)  # of the addresses of stories, with the number of these
    files: NoteTable = field(init=False)  # that stories of which no address is known become, with the places of these
    # Addresses of the lists in which stories stood that are out: what each is now, how many of these that has, how many it had.
    lists: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)  # slugs of tags and sections that have a text, by `tag NAME`
    stories: int = 0  # that are out
    unplaced: int = 0  # stories of which no address is known
    editions: Editions = field(default_factory=Editions)
    bylines: Bylines = field(init=False)
    emblems: Emblems = field(init=False)
    sections: NoteTable = field(init=False)  # of stories, with the number of these
    clock: str = ""  # now, an instant in UTC
    crowded: bool = False  # several posts stand on one line of an export: its number tells of none of them
    _last: Span | None = None

    def __post_init__(self) -> None:
        self.bylines, self.emblems = Bylines(self.notebook), Emblems(self.notebook)
        self.addresses, self.places, self.patterns, self.files, self.sections = (self.notebook.table() for _ in range(5))

    def note(self, post: Post, base: str) -> None:
        """Take note of a post of the site at `base`."""
        self.crowded, self._last = self.crowded or post.span == self._last, post.span
        self.editions.note(post)
        self.emblems.note(post)
        for name in post.sections if post.shape == "story" else ():
            self.sections[name] = self.sections.get(name, 0) + 1
        self.bylines.note(post.authors, post.lang or self.editions.main)
        held = by_clock(post.held, post.publish_at, post.expires_at, self.clock)
        if not held:
            self._note_lists(post)
        addresses = [address for address in (on_site(written, base) for written in post.addresses) if address]
        if not addresses:  # nobody knows where it was: links to it lead to the article
            file = f"/{story_file(post)}" if post.shape == "story" and post.date else ""
            if file and self.files.setdefault(file, post.base) == post.base:
                self._note_place(post.base, file)
                self._note_names(post, file)
            self.unplaced += post.shape == "story"
            return
        for address in addresses[1:]:
            self.addresses.setdefault(address_mark(address), ("", address))
        if not (held and self.state_at(addresses[0]) == OUT):
            self.addresses[address_mark(addresses[0])] = (held or OUT, addresses[0])
        if post.shape == "story":
            pattern = pattern_of(post, addresses[0])
            self.patterns[pattern] = self.patterns.get(pattern, 0) + 1
        self._note_place(post.base, addresses[0])
        self._note_names(post, addresses[0])
        for query in post.queries:
            self.places.setdefault(query, addresses[0])

    def are_tags(self) -> bool:
        """Say whether what the archive calls categories are tags: so many of them, and most on one or two stories."""
        rare = sum(1 for number in self.sections.values() if number <= _RARE)
        return len(self.sections) > _MOST_SECTIONS and rare * 2 > len(self.sections)

    def _note_lists(self, post: Post) -> None:
        """Take note of the slug of a term, and of the lists in which a story stood that is out for good: else a
        redirect would lead nowhere one day.
        """
        if post.shape in ("tag", "section"):
            self.terms.setdefault(f"{post.shape} {post.title.casefold()}", slug_named(post.name))
        if post.shape != "story" or post.expires_at:
            return
        self.stories += 1
        for address, now in post.lists.items():
            known, has, had = self.lists.get(address, ("", 0, 0))
            self.lists[address] = (known or now, has + bool(now), had + 1)

    def led_lists(self) -> Iterator[tuple[str, str]]:
        """Yield the addresses of these lists, with what each is now; nothing where that has less than half of its stories."""
        yield from ((address, now if 2 * has >= had else "") for address, (now, has, had) in sorted(self.lists.items()))

    def _note_place(self, base: str, target: str) -> None:
        """Take note of where links to the file of an article lead."""
        if base:
            self.places.setdefault(base, target)
            self.places.setdefault(POST_URL + posixpath.splitext(posixpath.basename(base))[0], target)
            name = NAMED + _name(base)
            self.places[name] = target if self.places.get(name, target) == target else ""  # that of several

    def _note_names(self, post: Post, target: str) -> None:
        """Take note of where links to the name of an article lead, or to its date and name."""
        for name in (SLUG + post.name, f"{POST_URL}{post.date[:10]}-{post.name}") if post.base and post.name else ():
            self.places.setdefault(name, target)

    def has(self, address: str) -> str:
        """Return the old address of a post that an address means, `/a.html` and `/a` that of `/a/`, too; empty for none."""
        known = self.addresses.get(address_mark(address))
        return address if known and unquote(address) == unquote(known[1]) else quote(unquote(known[1])) if known else ""

    def state_at(self, address: str) -> str:
        """Return whether the post that was at an address is out, or why it is held back; empty where none was."""
        known = self.addresses.get(address_mark(address))
        return str(known[0]) if known else ""

    def state_of_another(self, address: str, own: str) -> str:
        """Return the same of a post that is another one than what was at `own`."""
        return self.state_at(address) if address_mark(address) != address_mark(own) else ""


def _name(base: str) -> str:
    """Return what an article is called: as its file, or as the folder of which its file is the `index`."""
    folder, file = posixpath.split(base)
    stem = posixpath.splitext(file)[0]
    first, dot, lang = stem.partition(".")
    return posixpath.basename(folder) + dot + lang if first in ("index", "_index") else stem
