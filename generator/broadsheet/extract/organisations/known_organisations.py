"""Known organisations: the table of those that the news names often, by their tokens, and the kinds of words that names hold.

A name that several of them bear ("RSF") has several readings. A weak name is also a word's, a person's or a place's ("Apple"), a
city's name is a club's in stories of sport only.

Left out: what a name means where it stands (`organisations.py`), and names that are not in the table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from broadsheet.extract.document.document import read_document
from broadsheet.extract.document.tables import rows

STRONG, WEAK, CITY, GENERIC, BUSINESS, SEAT = "strong", "weak", "city", "generic", "business", "seat"
_MARKS = {"?": WEAK, "~": CITY, "!": GENERIC, "%": BUSINESS, "@": SEAT}
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
_ARTICLE = "The"
_LONGEST_POINTED = 5
_SHORTEST_SHOUTED = 5


class KnownOrganisation(NamedTuple):
    """An organisation of the table: the name by which it is known here, its kind, and its country's code or nothing."""

    name: str
    kind: str
    country: str


class KnownName(NamedTuple):
    """One meaning of a name: whose it is, and how sure the name is: strong, weak, city, generic, business, seat."""

    organisation: KnownOrganisation
    strength: str


_Names = Mapping[str, tuple[tuple[tuple[str, ...], tuple[KnownName, ...]], ...]]


@dataclass(frozen=True, slots=True)
class KnownOrganisations:
    """Names by their first token, each as the tokens after it with what it may mean, the longest first; the kinds of words.

    What begins with "The" is found by its second token, too, since so much does.
    """

    names: _Names
    words: Mapping[str, frozenset[str]]

    def scan(self, texts: Sequence[str]) -> Iterator[tuple[int, int, tuple[KnownName, ...]]]:
        """Yield the known names among tokens' texts, each as long as can be: first token, the one after it, readings.

        None overlap. An article is given up for a name that goes on: "The Guardian Council" is no newspaper's.
        """
        after, names = 0, self.names
        for number in [number for number, text in enumerate(texts) if text in names or text == _ARTICLE]:
            if number < after:
                continue
            at = number
            end, found = self._longest(texts, at)
            if found and texts[at] == _ARTICLE:
                other, without = self._longest(texts, at + 1)
                at, end, found = (at + 1, other, without) if without and other > end else (at, end, found)
            if found:
                yield at, end, found
            after = max(end, at + 1)

    def _longest(self, texts: Sequence[str], at: int) -> tuple[int, tuple[KnownName, ...]]:
        key, start = self.key(texts, at)
        for rest, readings in self.names.get(key, ()):
            end = start + len(rest)
            if tuple(texts[start:end]) == rest:
                return end, readings
        return at, ()

    @staticmethod
    def key(texts: Sequence[str], at: int) -> tuple[str, int]:
        """Return by what a name that begins at a token is found, and the first token after that."""
        if texts[at] != _ARTICLE or at + 1 >= len(texts):
            return texts[at], at + 1
        return f"{_ARTICLE} {texts[at + 1]}", at + 2

    def called(self, name: str) -> tuple[KnownName, ...]:
        """Return what a whole name may mean."""
        texts = [token.text for token in read_document(name).tokens]
        end, found = self._longest(texts, 0) if texts else (0, ())
        return found if end == len(texts) else ()


@lru_cache(maxsize=1)
def load_organisations() -> KnownOrganisations:
    """Return the known organisations, read once from the package's tables; about 80 ms."""
    names: defaultdict[str, dict[tuple[str, ...], tuple[KnownName, ...]]] = defaultdict(dict)
    for tokens, reading in _tokenised(list(_names())):
        texts = [intern(text) for text in tokens]
        key, start = KnownOrganisations.key(texts, 0)
        rest, several = tuple(texts[start:]), names[intern(key)]
        known = several.get(rest, ())
        if all(reading.organisation != other.organisation for other in known):
            several[rest] = (*known, reading)
    words = {kind: frozenset(words.split(";")) for kind, words in rows(__package__, "words.tsv")}
    longest_first = {key: tuple(sorted(several.items(), key=lambda pair: -len(pair[0]))) for key, several in names.items()}
    return KnownOrganisations(longest_first, words)


@lru_cache(maxsize=1)
def load_kinds() -> Mapping[str, str]:
    """Return the kinds of bodies by the words that say them: heads of names, and trades before names."""
    return {word: kind for kind, words in rows(__package__, "kinds.tsv") for word in words.split(";")}


def _names() -> Iterator[tuple[str, KnownName]]:
    for kind, country, name, aliases in rows(__package__, "known_organisations.tsv"):
        organisation = KnownOrganisation(name, kind, country)
        marked = [alias for alias in aliases.split(";") if alias]
        plain = {alias.lstrip("?~!%@") for alias in marked}
        for alias in marked if name in plain else [name, *marked]:
            strength = _MARKS.get(alias[0], STRONG)
            for form in _forms(alias.lstrip("?~!%@")):
                yield form, KnownName(organisation, strength)
                if not form.isupper() and (" " in form or len(form) >= _SHORTEST_SHOUTED):
                    yield from _shouted(form.upper(), KnownName(organisation, strength))


def _shouted(form: str, name: KnownName) -> Iterator[tuple[str, KnownName]]:
    """Yield a name in capitals, as in headlines: a single word may be another word there, a club's counts in sport."""
    if name.strength in (WEAK, BUSINESS):
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
