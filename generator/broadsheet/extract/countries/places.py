"""The gazetteer for running text: every phrase that may name a country, a part of one, or a people, in one trie of tokens.

It joins the table of countries (`catalog/countries.tsv`) with this package's own: `places.tsv`, `shared_names.tsv`,
`namesakes.tsv`, `cities.tsv`, `phrases.txt`, and the catalog's phrases. The longest phrase wins, so that "New England" hides
"England". A phrase has its readings; a phrase without any means no country, whatever it holds.

Left out: what a phrase means where it stands (`countries.py`); and the European Union, the United Nations, NATO and their like,
which are actors.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from broadsheet.catalog.gazetteer import CountryRecord, load_countries, load_phrases
from broadsheet.extract.document.document import Token, read_document

_SHARED = "*"  # after a city whose name a town elsewhere has, too
FORMER = "x-"  # the codes of former states begin with it: no country of today
# The ways of naming that say which country: these decide whether a document names it.
NAMING = frozenset(("name", "alias", "abbreviation", "demonym", "people", "constituent"))
_SHORTEST_IN_CAPITALS = 5  # "POLE" and "FINN" are other words; names of countries and capitals may have four letters
_PLACES = frozenset(("name", "alias", "capital"))
_KEEPS_ITS_ACCENT = frozenset(("Réunion", "La Réunion", "Malé"))  # without it they are English words
_SHORTEST_ALIAS = 4  # shorter ones are abbreviations, and those that texts use stand in places.tsv


class PlaceMeaning(NamedTuple):
    """One meaning of a phrase: a country's code (or a former state's id), and how the phrase names it.

    `how` is one of name, alias, abbreviation, demonym, people, constituent, capital, city, region, historical; `traits` are those
    of places.tsv and `given`, `surname`, `town`, `shared`; `cues` are the words of shared_names.tsv that speak for this reading.
    """

    code: str
    how: str
    traits: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()


class _TokenNode:
    """A token's place in the trie: what may follow, and the readings of the phrase that ends here (None where none does)."""

    __slots__ = ("children", "readings")

    def __init__(self) -> None:
        self.children: dict[str, _TokenNode] | None = None
        self.readings: tuple[PlaceMeaning, ...] | None = None


Found = tuple[int, int, tuple[PlaceMeaning, ...]]  # a phrase among tokens: the first, the one after it, readings


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Phrases by their tokens, and the kinds of words that rules ask for (`namesakes.tsv`)."""

    root: Mapping[str, _TokenNode]
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def scan(self, tokens: Sequence[Token]) -> Iterator[Found]:
        """Yield the phrases among tokens from left to right, each as long as can be: first token, the one after it, readings.

        Phrases do not overlap. A phrase without readings is yielded, too: it hides what it holds. Linear in the tokens.
        """
        after, count, root = 0, len(tokens), self.root
        for at in [number for number, token in enumerate(tokens) if token[2] in root]:
            if at < after:
                continue
            node: _TokenNode | None = root[tokens[at].text]
            here, found, end = at, None, at
            while node is not None:
                here += 1
                if node.readings is not None:
                    found, end = node.readings, here
                node = node.children.get(tokens[here].text) if node.children and here < count else None
            if found is not None:
                yield at, end, found
                after = end


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer, read once from the package's tables; about 40 ms."""
    words = {kind: frozenset(names.split(";")) for kind, names in rows_of("namesakes.tsv")}
    root = _TokenNode()
    for tokens, readings in _tokenised(_phrases(words)):
        _add(root, tokens, () if readings[0].how == "none" and len(readings) == 1 else readings)
    return Gazetteer(root.children or {}, words)


def rows_of(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table of this package, cut into their columns."""
    for line in files(__package__).joinpath(name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")


def _phrases(words: Mapping[str, frozenset[str]]) -> dict[str, tuple[PlaceMeaning, ...]]:
    """Return every phrase with its readings. What is said first holds: our own tables, countries, phrases, cities."""
    people = {word: frozenset(k for k in ("given", "surname", "town") if word in words[k]) for word in _namesakes(words)}
    found = _shared(people)
    for code, how, traits, names in _named():
        usual = (PlaceMeaning(code, how, traits),)
        for name in names:
            readings = usual if name not in people else (PlaceMeaning(code, how, people[name] | traits),)
            for form in _forms(name, how):
                found.setdefault(form, readings)
    return found


def _named() -> Iterator[tuple[str, str, frozenset[str], Iterable[str]]]:
    """Yield code, how, traits and names, first what wins; what means no country has no code and comes before the cities."""
    none: frozenset[str] = frozenset()
    for how, code, names, *traits in rows_of("places.tsv"):
        yield code, how, frozenset(traits[0].split() if traits else ()), names.split(";")
    for country in load_countries():
        for how, name in _of_country(country):
            yield country.code, how, none, (name,)
    for row in (*rows_of("phrases.txt"), load_phrases()):
        yield "", "none", none, row[0].split(";") if len(row) == 1 else row
    cities = [(code, names.split(";")) for code, names in rows_of("cities.tsv")]
    for plain in (True, False):  # Los Angeles is not Los Ángeles without its accent
        for code, several in cities:
            spelled = [name for name in several if name.isascii() is plain]
            yield code, "city", none, [name for name in spelled if not name.endswith(_SHARED)]
            yield code, "city", frozenset(("shared",)), [name[:-1] for name in spelled if name.endswith(_SHARED)]


def _namesakes(words: Mapping[str, frozenset[str]]) -> list[str]:
    return sorted(words["given"] | words["surname"] | words["town"])


def _shared(people: Mapping[str, frozenset[str]]) -> dict[str, tuple[PlaceMeaning, ...]]:
    found: dict[str, tuple[PlaceMeaning, ...]] = {}
    for names, code, how, cues in rows_of("shared_names.tsv"):
        for name in names.split(";"):
            reading = PlaceMeaning("" if code == "-" else code, how, people.get(name, frozenset()), frozenset(cues.split(";")))
            found[name] = (*found.get(name, ()), reading)
    return found | {name.upper(): readings for name, readings in found.items()}


def _of_country(country: CountryRecord) -> Iterator[tuple[str, str]]:
    """Yield how, and the name, for each name of a country that needs no context in running text."""
    unclear = set(country.ambiguous)
    yield "name", country.name
    own = {country.name, country.official, *country.aliases}
    for alias in (country.official, *country.aliases):
        if (
            alias.removeprefix("The ") not in own - {alias}
            and alias not in unclear
            and len(alias) >= _SHORTEST_ALIAS
            and "," not in alias
            and "(" not in alias
        ):
            yield ("abbreviation" if alias.isupper() and alias.isascii() else "alias"), alias
    for demonym in country.demonyms:
        if demonym not in unclear:
            yield ("people" if _is_noun(demonym, country.demonyms) else "demonym"), demonym
    for capital in country.capitals:
        if capital not in unclear:
            yield "capital", capital


def _is_noun(demonym: str, others: Sequence[str]) -> bool:
    """Say whether a demonym can only be people: "Iranians", "Dutchman", "New Zealander"."""
    return demonym[:-1] in others or (demonym.endswith(("man", "men", "er", "ers")) and demonym != "German")


def _forms(name: str, how: str) -> Iterator[str]:
    """Yield the spellings of a name that a text may have: typographic apostrophes, no accents, all capitals."""
    if name.isalpha() and name.isascii():
        yield name
        if len(name) >= _SHORTEST_IN_CAPITALS or how in _PLACES:
            yield name.upper()
        return
    spellings = [name]
    if not name.isascii() and name not in _KEEPS_ITS_ACCENT:
        plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        spellings.append(plain.replace("ø", "o").replace("ł", "l").replace("ʻ", "'"))
    if name.startswith("The "):
        spellings.append("the " + name[4:])
    for spelling in spellings:
        yield spelling
        if "'" in spelling:
            yield spelling.replace("'", "’")
        if len(spelling) >= _SHORTEST_IN_CAPITALS or how in _PLACES:
            yield spelling.upper()


def _tokenised(phrases: Mapping[str, tuple[PlaceMeaning, ...]]) -> Iterator[tuple[Sequence[str], tuple[PlaceMeaning, ...]]]:
    """Yield phrases as a document's tokens would be. Most are plain words; the rest are read together, as one document."""
    rest = []
    for phrase, readings in phrases.items():
        if phrase.replace(" ", "").isalpha():
            yield phrase.split(), readings
        else:
            rest.append(phrase)
    document = read_document("\n\n".join(rest))
    tokens, at, start = document.tokens, 0, 0
    for phrase in rest:
        first = at
        while at < len(tokens) and tokens[at].start < start + len(phrase):
            at += 1
        yield [token.text for token in tokens[first:at]], phrases[phrase]
        start += len(phrase) + 2


def _add(root: _TokenNode, tokens: Sequence[str], readings: tuple[PlaceMeaning, ...]) -> None:
    node = root
    for token in tokens:
        if node.children is None:
            node.children = {}
        child = node.children.get(token)
        if child is None:
            child = node.children[token] = _TokenNode()
        node = child
    if node.readings is None:
        node.readings = readings
