"""Terms: a value of a taxonomy (an actor, country, tag, section, dossier …), and the register that finds it by any of its names.

Names are compared by `name_key`: case, diacritics and punctuation do not count, so that a name, a slug and an alias written in
any usual way lead to the same term. Unlisted names become terms of their own, in the order in which stories first mention them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from broadsheet.catalog.gazetteer import fold
from broadsheet.content.slugs import slug_of
from broadsheet.expressions import expression
from broadsheet.model import FOLDERS, ActorKind, Entry, Named, TermKind
from broadsheet.problems import Problem, Span

_NOT_WORD = expression(r"[\W_]+")


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: folded, punctuation as single spaces."""
    folded = fold(name)
    if folded.isascii():
        return _NOT_WORD.sub(" ", folded).strip() or name.casefold()
    # Vowel signs of Indic scripts are marks: no word characters to `re`, but part of the name.
    kept = "".join(char if char.isalnum() or unicodedata.category(char)[0] == "M" else " " for char in folded)
    return " ".join(kept.split()) or name.casefold()


class Term(NamedTuple):
    """A term with its page. `code` is a country's ISO code; `country` is the code of an actor's country."""

    kind: TermKind
    slug: str
    name: str
    permalink: str
    entry: Entry | None = None
    code: str = ""
    official: str = ""
    aliases: tuple[str, ...] = ()
    actor_kind: ActorKind | None = None
    country: str = ""
    parent: str = ""

    @property
    def key(self) -> tuple[TermKind, str]:
        """Return what identifies the term in the catalog."""
        return (self.kind, self.slug)

    @property
    def current_role(self) -> str:
        """Return the title of the role that the register gives an actor without an end; empty where there is none."""
        return next((role.title for role in self.entry.roles if not role.until), "") if self.entry else ""


@dataclass(slots=True)
class NameRegister:
    """The names of one kind of term, while a catalog is compiled.

    Register files come first and own their slug; `resolve` then turns what a story says into a slug, and makes a new term of an
    unlisted name. Two different names that share a slug (as transliterations may) are told apart by four hexadecimal digits of
    the later one's name, so that a slug depends on nothing but its own name and on who came first.
    """

    kind: TermKind
    slugs: dict[str, str] = field(default_factory=dict)  # name key -> slug
    names: dict[str, str] = field(default_factory=dict)  # slug -> name to show
    entries: dict[str, Entry] = field(default_factory=dict)  # slug -> register entry
    _claims: dict[str, Span] = field(default_factory=dict)  # name key -> where it was claimed
    known: dict[str, str] = field(default_factory=dict)  # text -> slug, of what was resolved before

    def add_entries(self, entries: Iterable[Entry]) -> Iterator[Problem]:
        """Register the entries of this kind and report each name that two of them claim."""
        for entry in sorted(entries, key=lambda e: e.path):
            own = entry.name or Named(entry.key, Span(entry.path))
            self.entries[entry.key] = entry
            self.names[entry.key] = own.text
            for named in (Named(entry.key, own.span), own, *entry.aliases, *entry.former):
                yield from self._claim(named, entry.key)

    def _claim(self, named: Named, slug: str) -> Iterator[Problem]:
        key = name_key(named.text)
        owner = self.slugs.setdefault(key, slug)
        if owner == slug:
            self._claims.setdefault(key, named.span)
            return
        kind = FOLDERS.get(self.kind, self.kind)
        yield Problem(
            "alias-conflict",
            f"`{named.text}` is claimed by two {kind}: `{self.names[owner]}` and `{self.names[slug]}`",
            named.span,
            "keep it in one of the two files",
            (self._claims[key],),
        )

    def resolve(self, text: str) -> str:
        """Return the slug of the term that `text` names, registering an unlisted name on its first mention."""
        known = self.known.get(text)
        if known is not None:
            return known
        key = name_key(text)
        slug = self.slugs.get(key) or (text if text in self.names else "")
        if not slug:
            slug = self._fresh_slug(text, key)
            self.names.setdefault(slug, text)
        self.slugs[key] = slug
        if self.names[slug] == slug != text and slug not in self.entries:
            self.names[slug] = text  # until now stories named it by its slug only
        self.known[text] = slug
        return slug

    def _fresh_slug(self, text: str, key: str) -> str:
        slug = slug_of(text)
        if self.names.get(slug, slug) == slug:
            return slug
        return f"{slug}-{blake2b(key.encode(), digest_size=2).hexdigest()}"
