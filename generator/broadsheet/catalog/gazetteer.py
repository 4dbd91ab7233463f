"""The gazetteer: the package's own table of the world's countries, and `fold`, by which names are compared.

The table `countries.tsv` has a row for each of the 249 codes of ISO 3166-1 and for Kosovo (XK, which ISO leaves to its users).
An alias is a spelling that is understood, not a name that is recommended. Each name, official name, alias and code is one
country's alone, so that metadata never need a guess. `ambiguous` names what else may be meant in running text: such a name is not
to be linked there without context ("Georgia"), and where it is no country's own name it resolves to nothing ("Korea").

Left out: dissolved states with several successors (the Soviet Union, Yugoslavia), which are actors; parts of countries (England,
Gaza); unions of countries; names in other languages, apart from well-known endonyms; and any resolving, linking or addressing.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from broadsheet.expressions import expression

_TABLE = Path(__file__).with_name("countries.tsv")
_LIST_SEPARATOR = ";"
# Accents, breathings and vowel points that a newspaper may print or leave out. The signs of Indic and Thai script and the voicing
# of kana are combining characters too, but letters to their readers: dropping them would make other words.
_MARKS = (
    *range(0x0300, 0x0370),  # Latin, Greek, Cyrillic
    *range(0x0591, 0x05BE), 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7,  # Hebrew points
    *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD),  # Arabic harakat, hamza, Koranic signs
    *range(0x06DF, 0x06E5), 0x06E7, 0x06E8, *range(0x06EA, 0x06EE), *range(0x08D3, 0x08E2), *range(0x08E3, 0x0900),
    *range(0x1AB0, 0x1B00), *range(0x1DC0, 0x1E00), *range(0x20D0, 0x2100), *range(0xFE20, 0xFE30),  # their extensions
)  # fmt: skip
_INVISIBLE = (
    0x00AD, 0x0640, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10), 0xFEFF,
)  # soft hyphen, tatweel, joiners, marks of direction, variation selectors  # fmt: skip
_SAME = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u2032\u05f3", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u05f4", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be", "-"),
    **dict.fromkeys("\u06cc\u0649", "\u064a"),  # Persian ye and alef maksura: Arabic ya
    "\u06a9": "\u0643",  # Persian kaf: Arabic kaf
    # Letters with a stroke, and digraphs, have no decomposition in Unicode; the press writes Lodz for Łódź, Soren for Søren.
    **{"Æ": "ae", "æ": "ae", "Œ": "oe", "œ": "oe", "Ø": "o", "ø": "o", "Ł": "l", "ł": "l", "Đ": "d", "đ": "d"},
    **{"Ð": "d", "ð": "d", "Þ": "th", "þ": "th", "Ħ": "h", "ħ": "h", "Ŧ": "t", "ŧ": "t", "ı": "i"},
}
_PLAIN = str.maketrans({**dict.fromkeys(map(chr, (*_MARKS, *_INVISIBLE))), **_SAME})
_SPACING_ACCENTS = str.maketrans("\u00b4\u0384\u1fbd\u1fbf\u1ffd", "'''''")  # NFKD would make a space and an accent of them
_CYRILLIC_LETTERS = expression("[\u0418\u0438\u0423\u0443]\u0306|[\u0406\u0456]\u0308")  # Й, Ў and Ї are no accented И, У and І
_GLUED_INITIAL = expression(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_]{2})")
_POINT = expression(r"(?<!\d)(?:(?<![^\W\d_]{2})\.|\.(?![^\W_]{2}))|\.(?!\w)")


@lru_cache(maxsize=1)
def load_countries() -> tuple[CountryRecord, ...]:
    """Return the countries of the table, sorted by code.

    Reads the table once. Raises `ValueError` if the installed table is not the one this program was made for.
    """
    header, *lines = _TABLE.read_text(encoding="utf-8").splitlines()
    if tuple(header.split("\t")) != CountryRecord._fields:
        raise ValueError(f"countries.tsv has the columns {header!r}, wanted are {CountryRecord._fields}")
    return tuple(_record(line) for line in lines)


def load_phrases() -> tuple[str, ...]:
    """Return phrases that hold a country's name and do not mean the country: "New Mexico", "Congo River"."""
    return tuple(_TABLE.with_name("phrases.txt").read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Return the form in which names of countries and actors are compared: what two usual spellings of a name have in common.

    Case, accents, vowel points, typographic variants of apostrophes and dashes, the points of abbreviations and initials
    ("U.S.A.", "George H. W. Bush"), white space and invisible characters do not count; Persian and Arabic ye and kaf are one.
    Words, hyphens and apostrophes stay. Any script is kept. Costs about 1 µs for a short ASCII name.
    """
    text = name.lower() if name.isascii() else _fold_letters(name)
    return _without_points(text) if "." in text else " ".join(text.split())


class CountryRecord(NamedTuple):
    """A country in the table: a row, with the columns as fields. All text is as it is to be shown."""

    code: str  # ISO 3166-1 alpha-2; XK is Kosovo
    alpha3: str
    numeric: str  # three digits; Kosovo has none
    name: str  # common English name, without an article
    article: str  # "the" where running text needs it, else empty
    official: str  # the formal English name
    demonyms: tuple[str, ...]  # adjectives and nouns; none where nobody lives, or where the only one is another country's
    capitals: tuple[str, ...]  # the constitutional one first, other spellings after it; none where there is no capital
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]
    region: str  # Africa, Americas, Antarctica, Asia, Europe or Oceania, after the geoscheme M49 of the United Nations


def _record(line: str) -> CountryRecord:
    code, alpha3, numeric, name, article, official, demonyms, capitals, aliases, ambiguous, region = line.split("\t")
    lists = (_list(demonyms), _list(capitals), _list(aliases), _list(ambiguous))
    return CountryRecord(code, alpha3, numeric, name, article, official, *lists, region)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(_LIST_SEPARATOR)) if cell else ()


def _fold_letters(name: str) -> str:
    text = unicodedata.normalize("NFKD", name.translate(_SPACING_ACCENTS))
    text = _CYRILLIC_LETTERS.sub(lambda letter: unicodedata.normalize("NFC", letter[0]), text)
    return unicodedata.normalize("NFC", text.translate(_PLAIN).casefold())


def _without_points(text: str) -> str:
    """Drop the points of abbreviations and join initials; a point in a number or an address stays ("3.5", "booking.com")."""
    words: list[str] = []
    after_initials = False
    for word in text.split():
        if "." not in word:
            words.append(word)
            after_initials = False
            continue
        letters = word.replace(".", "")
        initials = word[1::2] == "." * len(letters) and letters.isalpha()  # "h." or "u.s.a."
        if initials and after_initials:
            words[-1] += letters
        elif initials or word.find(".") == len(word) - 1:  # the second: "st."; regular expressions would take 3 µs for them
            words.append(letters)
        else:
            words.append(_POINT.sub("", _GLUED_INITIAL.sub(r"\1 ", word)))
        after_initials = initials
    return " ".join(" ".join(words).split())
