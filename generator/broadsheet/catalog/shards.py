"""Shards: the index of headlines and names in pieces, each small enough to be fetched while somebody types.

Two kinds of pieces. A *shard* holds the words with certain first letters: the terms that have such a word in a name, and for each
word the numbers of the stories whose headlines have it. A *chunk* holds the headlines of some days. Which shard a word is in
depends on its letters and on the size of the archive, rounded to a power of two; which chunk a story is in on its day and on how
many stories its year has. So one more story changes the shards of its own words and one chunk.

A story's number is its day and twelve bits of its address. Two stories of a day may share one: whoever looks a number up compares
the headlines too. Of a word that is in more than `COMMON` headlines the newest are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zlib import crc32

from broadsheet.catalog.catalog import Catalog, ListKey, is_year
from broadsheet.catalog.gazetteer import load_countries
from broadsheet.catalog.terms import Term
from broadsheet.catalog.words import key_of, words_of
from broadsheet.model import TermKind

COMMON = 2_000
_KINDS: tuple[TermKind, ...] = ("actor", "country", "dossier", "tag", "section")
_SHARD = 160  # stories and terms that are worth a shard
_MOST_SHARDS = 512
_LARGE = 30_000  # stories and terms from which on three letters, not two, say in which shard a word is
_CHUNK = 400  # headlines
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BITS = 12  # of a story's address that tell it from the others of its day
_PAIRS = tuple(one + other for one in _DIGITS for other in _DIGITS)
_BLOCK = 8  # days

TermRow = tuple[int, str, str, int, str, tuple[str, ...]]  # kind, name, address, weight, country, other names
WordRow = tuple[str, str, int]  # word, numbers of stories, how many older ones are left out


@dataclass(frozen=True, slots=True)
class Shape:
    """How an index is cut: into how many shards, and how many letters of a word say into which it goes."""

    shards: int
    letters: int

    def shard_of(self, word: str) -> str:
        """Return the name of the shard that a word is in."""
        return _shard_of(key_of(word, self.letters), self.shards)


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of the index: terms by kind and address, words in alphabetical order."""

    terms: tuple[TermRow, ...] = ()
    words: tuple[WordRow, ...] = ()


@lru_cache(maxsize=65_536)
def _shard_of(key: str, shards: int) -> str:
    number = 0
    for char in key:
        number = (number * 31 + ord(char)) & 0xFFFFFFFF
    return str(number % shards)


def shape_of(stories: int, terms: int) -> Shape:
    """Return how an index of so many stories and terms is cut."""
    shards = 1
    while shards * _SHARD < stories + terms and shards < _MOST_SHARDS:
        shards *= 2
    return Shape(shards, 2 if stories + terms < _LARGE else 3)


def pieces_of(catalog: Catalog, day: str, titles: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield kind and name of the pieces that hold the headline of a story of some day, whichever of some titles it has."""
    yield "headlines", chunk_of(day, level_of(catalog.lists, day[:4]))
    shape = shape_of(len(catalog.stories), len(catalog.terms))
    yield from {("words", shape.shard_of(word)): None for title in titles for word in words_of(title)}


class Index:
    """The words of a catalog's headlines and the rows of its terms, by the names of their shards."""

    def __init__(self, catalog: Catalog) -> None:
        shape = shape_of(len(catalog.stories), len(catalog.terms))
        self.names = [str(number) for number in range(shape.shards)]
        self._numbers: dict[str, list[int]] = defaultdict(list)
        for story in catalog.stories:
            number = number_of(story.day, story.permalink)
            for word in words_of(story.title):
                self._numbers[word].append(number)
        self._words: dict[str, list[str]] = defaultdict(list)
        for word in self._numbers:
            self._words[shape.shard_of(word)].append(word)
        self._terms: dict[str, list[TermRow]] = defaultdict(list)
        for name, row in _term_rows(catalog, shape):
            self._terms[name].append(row)

    def __getitem__(self, name: str) -> Shard:
        """Return a shard by its name."""
        rows = (_word_row(word, set(self._numbers[word])) for word in sorted(self._words.get(name, ())))
        return Shard(tuple(self._terms.get(name, ())), tuple(rows))

    def state(self, name: str) -> str:
        """Return what changes when a shard does, in less time than it takes to make it."""
        words = sorted(self._words.get(name, ()))
        return repr((self._terms.get(name), words, [self._numbers[word] for word in words]))


def groups_of(catalog: Catalog) -> tuple[TermKind, ...]:
    """Return the kinds of terms in the order of the groups in which they are found."""
    return tuple(dict.fromkeys((*_KINDS, *catalog.kinds)))


def _term_rows(catalog: Catalog, shape: Shape) -> Iterator[tuple[str, TermRow]]:
    for group, kind in enumerate(groups_of(catalog)):
        for term in catalog.of_kind(kind):
            yield from _rows_of_term(catalog, term, group, shape, len(catalog.positions(term.key)))


def _rows_of_term(catalog: Catalog, term: Term, group: int, shape: Shape, stories: int) -> Iterator[tuple[str, TermRow]]:
    """Yield the rows of a term with so many stories, each with the name of its shard.

    Each has those of the term's other names that have a word in the shard.
    """
    shards: dict[str, list[str]] = {shape.shard_of(word): [] for word in sorted(words_of(term.name))}
    for other in _other_names(term):
        for shard in sorted({shape.shard_of(word) for word in words_of(other)}):
            shards.setdefault(shard, []).append(other)
    at_home = catalog.terms.get(("country", catalog.country_slugs.get(term.country, ""))) if term.country else None
    note = at_home.name if at_home else ""
    weight = stories.bit_length()  # it grows when the number doubles
    for shard, others in shards.items():
        yield shard, (group, term.name, term.permalink, weight, note, tuple(others))


def _other_names(term: Term) -> tuple[str, ...]:
    known = _country_names().get(term.code, ()) if term.code else ()
    return tuple(dict.fromkeys(name for name in (*term.aliases, *known) if name != term.name))


@lru_cache(maxsize=1)
def _country_names() -> Mapping[str, tuple[str, ...]]:
    return {record.code: (record.name, record.official, *record.aliases) for record in load_countries()}


def number_of(day: str, permalink: str) -> int:
    """Return a story's number: its day, counted from 1 January of the year 1, and a digest of its address."""
    return _ordinal(day) << _BITS | crc32(permalink.encode()) & ((1 << _BITS) - 1)


@lru_cache(maxsize=4096)
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _word_row(word: str, numbers: set[int]) -> WordRow:
    kept = sorted(numbers, reverse=True)[:COMMON]
    return word, _text_of(kept), len(numbers) - len(kept)


def _text_of(numbers: list[int]) -> str:
    """Return numbers, the highest first, as text: the first day in four digits of 64, then days in between by five bits a digit.

    A digit of 32 or more is followed by another one. After each day come two digits for the rest of the number.
    """
    before = numbers[0] >> _BITS
    parts = [_PAIRS[before >> 12], _PAIRS[before & 4095]]
    mask = (1 << _BITS) - 1
    for number in numbers:
        day = number >> _BITS
        parts.append(_between(before - day))
        parts.append(_PAIRS[number & mask])
        before = day
    return "".join(parts)


@lru_cache(maxsize=4096)
def _between(days: int) -> str:
    text = ""
    while days > 31:
        text += _DIGITS[32 + (days & 31)]
        days >>= 5
    return text + _DIGITS[days]


def level_of(lists: Mapping[ListKey, tuple[int, ...]], year: str) -> int:
    """Return how finely the headlines of a year are cut.

    0 the century is one chunk, 1 the decade is, 2 the year, 3 each quarter, 4 each month, 5 each eight days, 6 each day.
    """
    for level, digits in ((0, 2), (1, 3)):
        start = int(year[:digits]) * 10 ** (4 - digits)
        if sum(_stories(lists, f"{start + more:04d}") for more in range(10 ** (4 - digits))) <= _CHUNK:
            return level
    months = [_stories(lists, f"{year}-{month:02d}") for month in range(1, 13)]
    quarters = [sum(months[at : at + 3]) for at in (0, 3, 6, 9)]
    sizes = (sum(months), max(quarters), max(months), max(months) // 4)
    return next((level for level, size in enumerate(sizes, 2) if size <= _CHUNK), 6)


def _stories(lists: Mapping[ListKey, tuple[int, ...]], period: str) -> int:
    return len(lists.get(("period", period), ()))


def chunk_of(day: str, level: int) -> str:
    """Return the name of the chunk that holds the headlines of a day: the beginning of its date, or a part of a year or month."""
    if level == 3:
        return f"{day[:4]}-q{(int(day[5:7]) + 2) // 3}"
    if level == 5:
        return f"{day[:7]}-{'abcd'[(int(day[8:]) - 1) // _BLOCK]}"
    return day[: (2, 3, 4, 0, 7, 0, 10)[level]]


def chunks_of(catalog: Catalog) -> list[str]:
    """Return the names of all chunks, the oldest first."""
    days = sorted({story.day for story in catalog.stories})
    levels = {year: level_of(catalog.lists, year) for year in {day[:4] for day in days}}
    return list(dict.fromkeys(chunk_of(day, levels[day[:4]]) for day in days))


def levels_of(catalog: Catalog) -> tuple[int, str]:
    """Return the first year with stories and how finely each year from then on is cut, a digit a year."""
    years = {key[1] for key in catalog.lists if key[0] == "period" and is_year(key[1])}
    years |= {catalog.stories[position].day[:4] for position in (*catalog.originals, *catalog.vague)}
    if not years:
        return 0, ""
    first, last = int(min(years)), int(max(years))
    return first, "".join(str(level_of(catalog.lists, f"{year:04d}")) for year in range(first, last + 1))


def stories_in(catalog: Catalog, chunk: str) -> list[tuple[int, str, int]]:
    """Return number, address and position of the stories of a chunk, translations too, by their numbers."""
    digits = min(len(chunk), 4)
    start = int(chunk[:digits]) * 10 ** (4 - digits)
    years = [f"{start + more:04d}" for more in range(10 ** (4 - digits))]
    level = level_of(catalog.lists, years[0])
    months = [f"{chunk[:4]}-{int(chunk[-1]) * 3 + more:02d}" for more in (-2, -1, 0)] if level == 3 else [chunk[:7]]
    periods = months if level > 2 else years
    positions = [position for period in periods for position in catalog.positions(("period", period))]
    days = ((each, catalog.stories[each].day) for each in {*positions, *catalog.originals, *catalog.vague})
    found = [
        (number_of(day, permalink), permalink, position)
        for position, day in days
        if day[:digits] == chunk[:digits] and chunk_of(day, level) == chunk
        for permalink in (catalog.stories[position].permalink,)
    ]
    return sorted(found)
