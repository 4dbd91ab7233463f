"""Known organisations: the table of those that the news names often, as a trie of tokens, and the kinds of words that names hold.

A name that several of them bear ("RSF") has several readings. A weak name is also a word's, a person's or a place's ("Apple"), a
city's name is a club's in stories of sport only.

Left out: what a name means where it stands (`organisations.py`), and names that are not in the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from broadsheet.extract.document import Token, read_document

STRONG, WEAK, CITY, GENERIC = "strong", "weak", "city", "generic"
_MARKS = {"?": WEAK, "~": CITY, "!": GENERIC}
_SPELLINGS = (
    ("Organization", "Organisation"),
    ("Defense", "Defence"),
    ("Labor ", "Labour "),
    ("Center", "Centre"),
    ("Programme", "Program"),
    ("Co-operation", "Cooperation"),
    ("Stabilization", "Stabilisation"),
    ("Labour Org", "Labor Org"),
)
_LONG = (("United Nations ", ("UN ", "U.N. ")), ("United States ", ("U.S. ", "US ")), ("European Union ", ("EU ",)))
_LONGEST_POINTED = 5
_SHORTEST_SHOUTED = 5


class KnownOrganisation(NamedTuple):
    """An organisation of the table: the name by which it is known here, its kind, and its country's code or nothing."""

    name: str
    kind: str
    country: str


class KnownName(NamedTuple):
    """One meaning of a name: whose it is, and how sure the name is: strong, weak, city, generic."""

    organisation: KnownOrganisation
    strength: str


class _Node:
    __slots__ = ("children", "readings")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.readings: tuple[KnownName, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownOrganisations:
    """Names by their tokens; the kinds of words of organisation_words.tsv; national bodies by country and what they are."""

    root: Mapping[str, _Node]
    words: Mapping[str, frozenset[str]]

    def scan(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, tuple[KnownName, ...]]]:
        """Yield the known names among tokens, each as long as can be: first token, the one after it, readings. None overlap.

        An article is given up for a name that goes on: "The Guardian Council" is no newspaper's.
        """
        at, count, root = 0, len(tokens), self.root
        while at < count:
            if tokens[at].text not in root:
                at += 1
                continue
            end, found = self._longest(tokens, at)
            if found and tokens[at].text == "The":
                other, without = self._longest(tokens, at + 1)
                at, end, found = (at + 1, other, without) if without and other > end else (at, end, found)
            if found:
                yield at, end, found
            at = max(end, at + 1)

    def _longest(self, tokens: Sequence[Token], at: int) -> tuple[int, tuple[KnownName, ...]]:
        node = self.root.get(tokens[at].text) if at < len(tokens) else None
        here, end = at, at
        found: tuple[KnownName, ...] = ()
        while node is not None:
            here += 1
            if node.readings:
                found, end = node.readings, here
            node = node.children.get(tokens[here].text) if here < len(tokens) else None
        return end, found

    def called(self, name: str) -> tuple[KnownName, ...]:
        """Return what a whole name may mean."""
        found = next(self.scan(read_document(name).tokens), None)
        return found[2] if found is not None and found[0] == 0 and found[1] == len(read_document(name).tokens) else ()


@lru_cache(maxsize=1)
def load_organisations() -> KnownOrganisations:
    """Return the known organisations, read once from the package's tables; about 40 ms."""
    root = _Node()
    for tokens, reading in _tokenised(list(_names())):
        node = root
        for token in tokens:
            node = node.children.setdefault(token, _Node())
        if all(reading.organisation != other.organisation for other in node.readings):
            node.readings = (*node.readings, reading)
    return KnownOrganisations(
        root.children, {kind: frozenset(words.split(";")) for kind, words in _rows("organisation_words.tsv")}
    )


def _rows(name: str) -> Iterator[list[str]]:
    for line in files(__package__).joinpath(name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")


def _names() -> Iterator[tuple[str, KnownName]]:
    for kind, country, name, aliases in _rows("known_organisations.tsv"):
        organisation = KnownOrganisation(name, kind, country)
        marked = [alias for alias in aliases.split(";") if alias]
        plain = {alias.lstrip("?~!") for alias in marked}
        for alias in marked if name in plain else [name, *marked]:
            strength = _MARKS.get(alias[0], STRONG)
            for form in _forms(alias.lstrip("?~!")):
                yield form, KnownName(organisation, strength)
                if not form.isupper() and (" " in form or len(form) >= _SHORTEST_SHOUTED):
                    yield from _shouted(form.upper(), KnownName(organisation, strength))


def _shouted(form: str, name: KnownName) -> Iterator[tuple[str, KnownName]]:
    """Yield a name in capitals, as in headlines: a single word may be another word there, a club's counts in sport."""
    if name.strength == WEAK:
        if name.organisation.kind == "club":
            yield form, name._replace(strength=CITY)
    elif " " in form or name.strength != STRONG:
        yield form, name
    else:
        yield form, name._replace(strength=WEAK)


def _forms(name: str) -> Iterator[str]:
    """Yield the spellings of a name that a text may have."""
    forms = [name]
    for one, other in _SPELLINGS:
        forms += [form.replace(one, other) for form in forms if one in form]
        forms += [form.replace(other, one) for form in forms if other in form and one not in form]
    for whole, shorts in _LONG:
        forms += [short + form[len(whole) :] for form in forms if form.startswith(whole) for short in shorts]
    if name.isalpha() and name.isupper() and 2 <= len(name) <= _LONGEST_POINTED:
        forms.append(".".join(name) + ".")
    for form in dict.fromkeys(forms):
        yield form
        if "'" in form:
            yield form.replace("'", "’")


def _tokenised(names: Sequence[tuple[str, KnownName]]) -> Iterator[tuple[Sequence[str], KnownName]]:
    """Yield names as a document's tokens would be. Most are plain words; the rest are read together, as one document."""
    rest = []
    for name, reading in names:
        if name.replace(" ", "").isalpha():
            yield name.split(), reading
        else:
            rest.append((name, reading))
    tokens, at, start = read_document("\n\n".join(name for name, _ in rest)).tokens, 0, 0
    for name, reading in rest:
        first = at
        while at < len(tokens) and tokens[at].start < start + len(name):
            at += 1
        yield [token.text for token in tokens[first:at]], reading
        start += len(name) + 2
