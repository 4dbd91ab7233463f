"""Filing: by which words a term stands in an index. A person stands under the family name: `Sadat, Anwar`.

What the register says (`sort`) counts before any rule. Only who is known to be a person is filed by the rules; organisations,
and who may be either, stand as they are written. A particle with a small letter is passed over (`Gaulle, Charles de`), and so
is an Arabic article; one with a capital belongs to the name (`De Gasperi, Alcide`), and so does any where readers look under
it. As written stand rulers (`Nicholas II`), single names, and the names of peoples who put the family first, or have no
family names. Chinese, Korean, Japanese and Hungarian names are written in either order: lists of names (`filing.tsv`) tell
which.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from broadsheet.catalog.gazetteer import fold
from broadsheet.catalog.terms import Term

# Ethiopia, Iceland, Malaysia, Burma, Thailand and others have no family names; Vietnam, Cambodia and North Korea put them first.
_AS_WRITTEN = frozenset(("BT", "ER", "ET", "IS", "KH", "KP", "LA", "MM", "MN", "MY", "TH", "VN"))
_FAMILY_FIRST = frozenset(("CN", "HK", "KR", "MO", "TW"))
_EITHER_ORDER = frozenset(("", "SG"))
_SPANISH = frozenset(
    ("AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "PY", "SV", "UY", "VE")
)
_UNDER_PARTICLES = frozenset(("AU", "BE", "CA", "GB", "IE", "IT", "NZ", "US", "ZA"))
_WITH_ARTICLE = frozenset(("am", "des", "du", "im", "la", "le", "les", "vom", "zum", "zur"))  # these belong to the name
_KEPT_IN_ARABIC = frozenset(("أبو", "ابو", "أبي", "بو", "عبد", "آل", "ال"))
_JOINED = frozenset(("y", "e", "i"))
_NUMERAL = re.compile(r"[IVX]+")
_ARTICLE = re.compile(r"((?i:a[dlnrstz]|ash|e[dlsz])[-\u2011]|[dl]['\u2019])(?=\w\w)")
_ARABIC_ARTICLE = re.compile(r"ال(?=\w{3})")
_SYLLABLES = re.compile(
    r"(?:(?:[zcs]h|[b-df-hj-np-tw-z])?[aeiou]{1,3}(?:ng?|[hklmprw])?){1,2}|\w+-\w+"
)  # as those of Chinese, spelt in Latin letters
_OWN_ORDER = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # of Han, kana and Hangul


class Filed(NamedTuple):
    """How a term stands in an index, and the letters by which it is sorted there."""

    text: str
    letters: str


def filed(term: Term) -> Filed:
    """Return how a term stands in an index."""
    if term.entry and term.entry.sort:
        return Filed(term.entry.sort, term.entry.sort)
    if term.actor_kind != "person":
        return Filed(term.name, term.name)
    return filed_person(term.name, term.country)


def filed_person(name: str, country: str) -> Filed:
    """Return how a person stands in an index; `country` is a code, or empty."""
    words = name.replace(", Jr", " Jr").split()
    title, words = _parted(words)
    suffix = words.pop() if len(words) > 2 and _is("suffix", words[-1]) and not _is_of_a_ruler(words) else ""
    at = 0 if _stands_as_written(name, words, country) else _family(words, country)
    given = [*title, *words[:at]]
    family = letters = " ".join(words[at:])
    if at and country not in _UNDER_PARTICLES and (article := _ARTICLE.match(family)):
        given.append(article[1])
        family = letters = family[article.end() :]
    elif at and (article := _ARABIC_ARTICLE.match(family)):
        letters = family[article.end() :]  # the article is shown, as readers of Arabic expect
    comma = "، " if "\u0600" <= family[:1] <= "\u06ff" else ", "
    behind = "".join(comma + each for each in (" ".join(given), suffix) if each)
    return Filed(family + behind, letters + behind)


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, frozenset[str]]:
    """Return the kinds of words of filing.tsv."""
    lines = files(__package__).joinpath("filing.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {kind: frozenset(map(fold, words.split(";"))) for kind, words in rows}


def _is(kind: str, word: str) -> bool:
    return fold(word.rstrip(".,")) in _lists()[kind]


def _parted(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the titles before a name ("Duke of", "King"), and the rest, which has a word."""
    at = 0
    while at < len(words) - 1 and _is("title", words[at]):
        at += 1
    if at and at < len(words) - 1 and words[at] == "of":
        at += 1
    return words[:at], words[at:]


def _is_of_a_ruler(words: list[str]) -> bool:
    """Say whether a name has the number of a ruler or says where one ruled: "Edward VII", "Alexander II of Russia"."""
    if any(word in ("of", "the") for word in words[1:]):
        return True
    number = next((at for at, word in enumerate(words) if at and _NUMERAL.fullmatch(word)), 0)
    if not number:
        return False
    return number == 1 or words[number] == "I" or (number == 2 and _is("second of rulers", words[1]))


def _stands_as_written(name: str, words: list[str], country: str) -> bool:
    """Say whether a name, without titles, begins with what is looked for."""
    if len(words) < 2 or "," in name.replace(", Jr", "") or "،" in name or _OWN_ORDER.search(name) or _is_of_a_ruler(words):
        return True
    if country in _AS_WRITTEN or _is("son", words[-2]) or (len(words) == 2 and _is("title behind", words[-1])):
        return True
    first, last = words[0], words[-1]
    if first in ("Abu", "أبو") and len(words) == 2:
        return True
    if country in _FAMILY_FIRST:
        return _is("Chinese and Korean", first) or not _is("Chinese and Korean", last)
    if country == "JP":
        return _is("Japanese", first) and not _is("Japanese", last)
    if country == "HU":
        return _is("given in Hungarian", last) and not _is("given in Hungarian", first)
    if country in _EITHER_ORDER and _is("Chinese and Korean", first):
        return all(_SYLLABLES.fullmatch(fold(word)) for word in words[1:])
    return last.endswith(("ович", "евич", "овна", "евна", "ична"))


def _family(words: list[str], country: str) -> int:
    """Return where the family name begins among the words of a name with given names first; at least at the second."""
    last = len(words) - 1
    if _is("title behind", words[last]):
        last -= 1
    at = last
    if country in _SPANISH:
        at = next((n for n in range(1, last) if not _is("second in Spanish", words[n]) and words[n][-1:] != "."), last)
    elif last > 2 and words[last - 1] in _JOINED:
        at = last - 2
    while at > 1 and (_is_particle(words[at - 1]) or words[at - 1] in _KEPT_IN_ARABIC):
        at -= 1
    if country in _UNDER_PARTICLES or words[at] in _WITH_ARTICLE:
        return at
    return next((n for n in range(at, last) if not (words[n][0].islower() and _is_particle(words[n]))), last)


def _is_particle(word: str) -> bool:
    return _is("particle", word) and word[1:] != "."  # an initial
