"""Words of time: what a token may be in a date, as one letter a token, and the number that it stands for.

A document's tokens become a string of letters, as long as there are tokens, in which the grammar (`date_grammar.py`) finds its
patterns. The words stand in timewords.tsv; the letters are these.

    M month            A a month that is also another word or a name (May, March, Jan)
    W weekday          w its abbreviation
    D 1 to 31          O the same as an ordinal     R an ordinal as a word    n another number    N a number as a word
    Y year             E decade (1990s)             e its short form (90s, nineties)    Q 470s    z 03.02.2026
    v "year"           U another unit of time       V a unit in the plural    S season            F fall
    T today …          t tonight, overnight         P part of a day           K time of a day     q Q
    L last             X next                       H this, current           Z that, same        J previous    G following
    B ago              I earlier                    l later                   b before, after     C coming
    s early, mid       c end, beginning             f fiscal                  d BC                i in  o of  h the  a a, an
    r to, until        & and                        m from                    u now               p 's          x anything else
    k am, pm           y Christmas, New             j part, latter

Left out: what the words mean together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

OTHER = "x"
_NUMERIC_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?|\d{1,2}[ap]m")
_DAY_WITH_TIME = re.compile(r"[0-3]\dT[0-2]\d")
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The letter of every known word as it may be written, the numbers of those that have one, and the words by their kind."""

    letters: Mapping[str, str]
    values: Mapping[str, int]
    kinds: Mapping[str, frozenset[str]]
    singulars: Mapping[str, str]


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Return the words of time, read once from the package's table."""
    letters: dict[str, str] = {}
    values: dict[str, int] = {}
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for kind, words in _rows():
        letter, _, writing = kind.partition(" ")
        for word, _, number in (word.partition("=") for word in words):
            kinds[kind].add(word)
            forms = _forms(word, writing) if len(letter) == 1 else (word,)
            if len(letter) == 1:
                letters.update(dict.fromkeys(forms, letter))
            if number:
                values.update(dict.fromkeys(forms, int(number)))
    units = kinds["U"] | kinds["v"]
    singulars = {unit + "s": unit for unit in units} | {"centuries": "century", "halves": "half"}
    return Vocabulary(letters, values, {kind: frozenset(words) for kind, words in kinds.items()}, singulars)


def _rows() -> Iterator[tuple[str, list[str]]]:
    for line in files(__package__).joinpath("timewords.tsv").read_text(encoding="utf-8").split("\n"):
        kind, _, words = line.partition("\t")
        if words:
            yield kind, words.split()


def _forms(word: str, writing: str) -> tuple[str, ...]:
    if writing == "exact":
        return (word,)
    return (word, word.upper()) if writing == "named" else (word, word.capitalize(), word.upper())


def words_of(kind: str) -> frozenset[str]:
    """Return the words of a kind of the table."""
    return load_vocabulary().kinds[kind]


def letters_of(texts: Sequence[str]) -> str:
    """Return a letter for each token. Linear, about 0.1 ms for an article."""
    known = load_vocabulary().letters.get
    letters = {text: known(text) or (_of_number(text) if text[0].isdigit() else OTHER) for text in set(texts)}
    return "".join([letters[text] for text in texts])


def _of_number(text: str) -> str:
    if text.isdigit() and text.isascii():
        value = int(text) if len(text) <= 4 else 0
        if len(text) <= 2 and 1 <= value <= _LAST_DAY:
            return "D"
        return "Y" if len(text) == 4 and _FIRST_YEAR <= value <= _LAST_YEAR else "n"
    if not text.isascii():
        return OTHER
    if text[-2:] in ("st", "nd", "rd", "th") and text[:-2].isdigit():
        return "O" if len(text) <= 4 and 1 <= int(text[:-2]) <= _LAST_DAY else OTHER
    if text.endswith("0s") and text[:-1].isdigit():
        return {5: "E", 4: "Q", 3: "e"}.get(len(text), OTHER)
    if _NUMERIC_DATE.fullmatch(text):
        return "z"
    if _CLOCK.fullmatch(text):
        return "K"
    return "D" if _DAY_WITH_TIME.fullmatch(text) else OTHER


def value_of(word: str) -> int:
    """Return the number that a token stands for: of a month 1 to 12, of a weekday 0 to 6, of a season its EDTF code."""
    known = load_vocabulary().values.get(word)
    if known is not None:
        return known
    digits = word[: len(word) - len(word.lstrip("0123456789"))]
    return int(digits[:6]) if digits else 0


def unit_of(word: str) -> str:
    """Return the unit that a token names, in the singular: day, week, month and so on."""
    plain = word.lower()
    return load_vocabulary().singulars.get(plain, plain)
