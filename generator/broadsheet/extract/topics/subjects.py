"""Subjects: the terms of a register, such as tags or sections, found in running text by any of their names.

Names are matched by whole words in any case, also in the plural; an abbreviation of capitals only in capitals. The longest name
wins. Left out: what a publication's files hold (`content/`), and whether a subject fits a story (`tags.py`, `sections.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.extract.document.document import Token, read_document
from broadsheet.extract.topics.terms import plural

_LONGEST_ABBREVIATION = 6


class Subject(NamedTuple):
    """A term: its slug, its name, and the other names by which texts call it."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()


class _WordNode:
    """A word's place in the trie: what may follow, and the slugs that are named here."""

    __slots__ = ("children", "exact", "slugs")

    def __init__(self) -> None:
        self.children: dict[str, _WordNode] = {}
        self.slugs: list[str] = []
        self.exact: dict[str, list[str]] = {}


@dataclass(frozen=True, slots=True)
class SubjectIndex:
    """The names of subjects in a trie of words, and the subjects by their slug."""

    root: _WordNode
    subjects: Mapping[str, Subject]

    def scan(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Yield the names among tokens: first token, the one after it, and the slugs that have that name. Linear."""
        at, count = 0, len(tokens) if self.root.children else 0
        words = [_plain(token.text) for token in tokens[:count]]
        while at < count:
            node, here, end = self.root, at, at
            slugs: tuple[str, ...] = ()
            while here < count and words[here] in node.children:
                node = node.children[words[here]]
                here += 1
                named = _named(node, tokens[at:here])
                if named:
                    slugs, end = named, here
            if slugs:
                yield at, end, slugs
            at = max(end, at + 1)


def index_subjects(subjects: Iterable[Subject]) -> SubjectIndex:
    """Return the index of subjects. A name that several have is found for all of them."""
    known = {subject.slug: subject for subject in sorted(subjects)}
    root = _WordNode()
    for subject in known.values():
        for name in dict.fromkeys((subject.name, *subject.aliases)):
            tokens = [token.text for token in read_document(name.replace("\n", " ")).tokens]
            if tokens:
                _add(root, tokens, subject.slug)
    return SubjectIndex(root, known)


def _add(root: _WordNode, tokens: Sequence[str], slug: str) -> None:
    text = " ".join(tokens)
    abbreviated = text.isupper() and len(text) <= _LONGEST_ABBREVIATION
    forms = [tokens] if abbreviated or not tokens[-1].isalpha() else [tokens, [*tokens[:-1], plural(tokens[-1])]]
    for form in forms:
        node = root
        for token in form:
            node = node.children.setdefault(_plain(token), _WordNode())
        slugs = node.exact.setdefault(text, []) if abbreviated else node.slugs
        if slug not in slugs:
            slugs.append(slug)


def _named(node: _WordNode, tokens: Sequence[Token]) -> tuple[str, ...]:
    exact = node.exact.get(" ".join(token.text for token in tokens), ()) if node.exact else ()
    return (*node.slugs, *(slug for slug in exact if slug not in node.slugs))


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")
