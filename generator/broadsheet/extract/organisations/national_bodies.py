"""National bodies: ministries, parliaments, courts, central banks, forces and state media, named by what they are and of whom.

"Qatar's foreign ministry", "the Iranian Foreign Ministry", "the foreign ministry of Qatar" and "the Ministry of Foreign Affairs
of Qatar" are one body. A body without its country ("the foreign ministry") is another's mention where the text says of whom.

Left out: bodies with names of their own, which are known (`known_organisations.tsv`) or found by their words (`names.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from broadsheet.catalog.gazetteer import load_countries
from broadsheet.extract.document.tables import rows
from broadsheet.extract.organisations.scene import APOSTROPHES, POSSESSIVES, Candidate, OrganisationScene, Owner

_ADJECTIVES = frozenset(
    ("demonym", "abbreviation", "name", "constituent", "region")
)  # "US", "U.S." and "Qatar foreign ministry", too
_LONGEST = 8  # of a body's words
_TITLED_WORDS = (" ministry", "central bank")
TITLED = frozenset(("parliament", "court"))  # there is one of each, and this is what it is called
_SHORT_NAMES = {"US": "U.S. {}", "GB": "UK {}"}
_MINISTRY = 0.9
_BARE = 0.6


class BodyKind(NamedTuple):
    """What a body is: by which word it is known, its kind, and how sure that is where its country stands before it."""

    name: str
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Node:
    children: dict[str, _Node]
    bodies: list[BodyKind]


@dataclass(frozen=True, slots=True)
class NationalBodies:
    """Bodies by their words in lower case, what ministries are of, and what bodies are called in a country of their own."""

    root: _Node
    topics: Mapping[str, str]
    called: Mapping[tuple[str, str], str]

    def at(self, words: list[str]) -> tuple[int, BodyKind] | None:
        """Return how many words name a body, and which, the longest first."""
        node, found = self.root, None
        for count, word in enumerate(words, 1):
            child = node.children.get(word)
            if child is None:
                break
            node = child
            if node.bodies:
                found = (count, node.bodies[0])
        return found


@lru_cache(maxsize=1)
def load_national_bodies() -> NationalBodies:
    """Return the table of bodies, read once."""
    root = _Node({}, [])
    topics: dict[str, str] = {}
    called: dict[tuple[str, str], str] = {}
    for kind, *row in rows(__package__, "national_bodies.tsv"):
        if kind == "called":
            called[row[0], row[1]] = row[2]
        elif kind == "topic":
            topics |= dict.fromkeys(row[1].split(";"), row[0])
        else:
            body = BodyKind(row[0], row[1], float(row[2]))
            for words in row[3].split(";"):
                _add(root, words, body)
    for topic, name in topics.items():
        body = BodyKind(f"{name} ministry", "government", _MINISTRY)
        _add(root, f"{topic} ministry", body)
        for words in ("ministry of", "ministry of the", "ministry for", "department of", "department of the"):
            _add(root, f"{words} {topic}", body)
    return NationalBodies(root, topics, called)


def _add(root: _Node, words: str, body: BodyKind) -> None:
    node = root
    for word in words.replace("'s", " 's").replace("’s", " ’s").replace("-", " - ").split():
        node = node.children.setdefault(word, _Node({}, []))
    node.bodies.append(body)


def find_national_bodies(scene: OrganisationScene, bodies: NationalBodies) -> list[Candidate]:
    """Return the bodies that a document names together with their country, and those without it that are such a body's."""
    found: list[tuple[Candidate, BodyKind]] = []
    alone: list[tuple[int, int, BodyKind]] = []
    openings = {text for text in set(scene.texts) if text.lower() in bodies.root.children}
    for sentence in scene.document.sentences:
        at = sentence.first
        while at < sentence.last:
            hit = _body_at(scene, bodies, at, sentence.last) if scene.texts[at] in openings else None
            if hit is None:
                at += 1
                continue
            last, body = hit
            candidate = _owned(scene, bodies, at, last, body)
            if candidate is not None:
                found.append((candidate, body))
            elif at not in scene.persons:
                alone.append((at, last, body))
            at = last
    return [candidate for candidate, _ in found] + _attributed(scene, bodies, found, alone)


def _body_at(scene: OrganisationScene, bodies: NationalBodies, at: int, limit: int) -> tuple[int, BodyKind] | None:
    """Return the token after a body's words that begin at a token, and the body."""
    hit = bodies.at([scene.texts[number].lower() for number in range(at, min(at + _LONGEST, limit))])
    return None if hit is None else (at + hit[0], hit[1])


def _owned(scene: OrganisationScene, bodies: NationalBodies, first: int, last: int, body: BodyKind) -> Candidate | None:
    """Return a body with the country before or after it."""
    owner = _owner_before(scene, first)
    if owner is not None:
        return _candidate(scene, bodies, owner, owner.first, last, body, first)
    if scene.word(last) != "of":
        return None
    follows = scene.owners.get(last + 1 + (scene.word(last + 1) == "the"))
    if follows is not None and follows.how in ("name", "alias", "abbreviation") and scene.word(follows.last) not in POSSESSIVES:
        return _candidate(scene, bodies, follows, first, follows.last, body, first)
    return None


def _owner_before(scene: OrganisationScene, first: int) -> Owner | None:
    """Return the country before a body, as an adjective or with a possessive."""
    owner = scene.ends.get(first)
    if owner is not None and owner.how in _ADJECTIVES:
        return owner
    before = scene.word(first - 1)
    possessive = before in POSSESSIVES or (before in APOSTROPHES and scene.word(first - 2).endswith("s"))
    return scene.ends.get(first - 1) if possessive else None


def _candidate(
    scene: OrganisationScene, bodies: NationalBodies, owner: Owner, first: int, last: int, body: BodyKind, own: int
) -> Candidate:
    of_part = owner.how in ("constituent", "region")
    name = scene.text(first, last) if of_part else body_name(bodies, owner.code, body)
    confidence = body.confidence
    return Candidate(first, last, body.kind, "national body", confidence, name, owner.code, own)


def body_name(bodies: NationalBodies, code: str, body: BodyKind) -> str:
    """Return the name of a country's body: its own, "Supreme Court of Ghana", "Foreign Ministry of Qatar", "Iran’s police"."""
    called = bodies.called.get((code, body.name.removesuffix(" ministry")))
    if called:
        return called
    country, article = _country_names().get(code, ("", ""))
    if country and (body.kind in TITLED or body.name.endswith(_TITLED_WORDS)):  # a name of its own, not one within a sentence
        words = (word if word in ("of", "for") else word[:1].upper() + word[1:] for word in body.name.split())
        return f"{' '.join(words)} of {article}{country}"
    short = _SHORT_NAMES.get(code)
    if short:
        return short.format(body.name)
    return f"{country}’ {body.name}" if country.endswith("s") else f"{country}’s {body.name}"


@lru_cache(maxsize=1)
def _country_names() -> Mapping[str, tuple[str, str]]:
    """Return countries' names with the article that running text needs, and a space after it."""
    return {country.code: (country.name, country.article and f"{country.article} ") for country in load_countries()}


def _attributed(
    scene: OrganisationScene,
    bodies: NationalBodies,
    owned: list[tuple[Candidate, BodyKind]],
    alone: list[tuple[int, int, BodyKind]],
) -> list[Candidate]:
    """Return the bodies without a country that are one which the text names with it; capitalised ones in any case."""
    codes: dict[str, list[str]] = {}
    for candidate, what in owned:
        codes.setdefault(what.name.removesuffix(" ministry"), []).append(candidate.country)
    found = []
    for first, last, body in alone:
        capitalised = scene.word(last - 1)[:1].isupper()
        if capitalised and scene.word(first - 1)[:1].isupper() and scene.word(first - 1) != "The":
            continue  # the end of another's name: Elbarshire Police
        owners = sorted(set(codes.get(body.name.removesuffix(" ministry"), ())))
        if len(owners) == 1 and (capitalised or (scene.word(first - 1) in ("the", "The") and body.name.endswith("ministry"))):
            name = body_name(bodies, owners[0], body)
            found.append(Candidate(first, last, body.kind, "national body named before", 0.7, name, owners[0], first))
        elif capitalised and last - first > 1 and not (body.kind == "media" and scene.word(last)[:1].isupper()):
            found.append(Candidate(first, last, body.kind, "body without a country", _BARE, own=first))
    return found
