"""Build `broadsheet/extract/document/lexicon.txt.gz`: which words are given names, surnames, and words of English.

Given names and surnames come from the packages Faker (MIT; all its locales, other scripts in transcription) and names (MIT; the
United States census of 1990, public domain), from the data set of popular names by country (github.com/sigpwned, CC0), and from
`given_names.txt` and `surnames.txt` beside this script. The words of English, which tell a capitalised word from a name, are the
lower-case words of SCOWL (Debian's packages wamerican and wbritish); its notice stands in `lexicon_licence.txt` beside the table.

Left out: lists of Faker in Arabic, Persian, Hebrew, Thai, Chinese or Tamil script, which has no transcription by letters; census
surnames beyond the most frequent; given names of one or two letters.

    pip install faker==40.54.0 names==0.3.0
    python generator/tables/names.py FORENAMES.csv SURNAMES.csv american-english british-english FOLDER

FOLDER is `generator/broadsheet/extract/document`.
"""

from __future__ import annotations

import csv
import gzip
import importlib
import pkgutil
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from transliteration import romanised  # type: ignore[import-not-found,unused-ignore]

FREQUENT = 400  # of the census, men and women each: a capital makes these a name, though they are words as well, but for:
WORDS_FIRST = (
    "will may june april august grant rose grace hope faith joy crystal amber ruby summer dawn chase drew dale glen"
    " cliff clay reed lane miles wade ray art gene guy rusty sandy ginger misty robin holly ivy olive pearl melody"
    " harmony charity mercy destiny hunter mason tanner cooper carter chance angel christian prince earl duke king"
    " dean major norman lance pierce brook page penny patience constance violet iris daisy lily carol candy honey"
    " star sky eve merry gay lone van son long an my see so do jan sharon georgia virginia florence china asia india"
    " chelsea victoria brandy sherry cherry buddy skip rich royal forest"
)
CENSUS_SURNAMES = 20_000  # of 88,799: the rest are rare, and many are words
GIVEN, SURNAME, WORD = 1, 2, 4  # as broadsheet.extract.document.lexicon has them
SHORTEST_GIVEN, SHORTEST_SURNAME = 3, 2
BEGINNING = 3  # letters by which the table is cut, as broadsheet.extract.document.lexicon has it
PARTICLES = "al el de da do dos das del della di la le bin ibn ben bint van von der den ter du ul ur abu ould of the"
LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a"})
GIVEN_LISTS = re.compile(r"first_names|first_romanized_names|middle_names")
SURNAME_LISTS = re.compile(r".*last_(?:romanized_)?names")


def main(forenames: str, surnames: str, american: str, british: str, target: str) -> None:
    """Write the table into a folder."""
    own, family = {*known("given_names.txt")}, {*known("surnames.txt")}
    given: set[str] = set()
    given |= {name for path in ("dist.male.first", "dist.female.first") for name in census(path)}
    family |= {name for number, name in enumerate(census("dist.all.last")) if number < CENSUS_SURNAMES}
    given |= set(popular(forenames))
    family |= set(popular(surnames))
    for is_given, name in package():
        (given if is_given else family).add(name)
    kinds: dict[str, int] = {}
    words = {word for path in (american, british) for word in Path(path).read_text(encoding="utf-8").split("\n")}
    for name in parts(given):
        kinds[name] = GIVEN * (len(name) >= SHORTEST_GIVEN)
    kinds |= dict.fromkeys(parts(own), GIVEN)
    for name in parts(family):
        kinds[name] = kinds.get(name, 0) | SURNAME * (len(name) >= SHORTEST_SURNAME)
    lists = [census(path)[:FREQUENT] for path in ("dist.male.first", "dist.female.first")]
    frequent = {name for names in lists for name in parts(names)}.difference(WORDS_FIRST.split()) | {"khan"}
    for word in words:
        if word.isascii() and word.isalpha() and word.islower() and len(word) > 1 and word not in frequent:
            kinds[word] = kinds.get(word, 0) | WORD
    Path(target, "lexicon.txt.gz").write_bytes(gzip.compress(table(kinds).encode(), 9, mtime=0))


def table(kinds: Mapping[str, int]) -> str:
    """Return words with their kinds as the lexicon reads them: a line for all that begin with the same three letters."""
    lines = defaultdict(list)
    for word in sorted(word for word, kind in kinds.items() if kind):
        lines[word[:BEGINNING]].append(f" {word[BEGINNING:]}={kinds[word]}")
    return "\n".join(f"{beginning}\t{''.join(rest)}" for beginning, rest in lines.items())


def parts(names: Iterable[str]) -> Iterator[str]:
    """Yield the words of names once each, folded as the finder of people folds what it looks up."""
    seen = set[str]()
    for name in names:
        several = re.split(r"[\s.\-]+", folded(name))
        for part in several:
            alone = len(several) == 1 or part not in PARTICLES.split()
            if alone and part not in seen and re.fullmatch(r"[a-z]+(?:'[a-z]+)*", part):
                seen.add(part)
                yield part


def folded(name: str) -> str:
    """Return a name in lower case without marks."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("’", "'").replace("ʻ", "'")


def known(name: str) -> list[str]:
    """Return the names of a list beside this script."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").split("\n")
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def census(name: str) -> list[str]:
    """Return the names of a census list of the package names, the most frequent first."""
    folder = next(Path(place, "names") for place in sys.path if Path(place, "names", name).is_file())  # this file has its name
    return [line.split()[0] for line in (folder / name).read_text(encoding="utf-8").split("\n") if line.strip()]


def popular(path: str) -> Iterator[str]:
    """Yield the romanised names of a table of the data set of popular names by country."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["Romanized Name"]


def package() -> Iterator[tuple[bool, str]]:
    """Yield the names of all locales of the package Faker, in Latin letters, each with whether it is a given name."""
    persons = importlib.import_module("faker.providers.person")
    for module in sorted(m.name for m in pkgutil.iter_modules(persons.__path__)):
        provider = importlib.import_module(f"{persons.__name__}.{module}").Provider
        for attribute in sorted(vars(provider)):
            lists = getattr(provider, attribute)
            if not isinstance(lists, (list, tuple, dict)) or not (GIVEN_LISTS.match(attribute) or SURNAME_LISTS.match(attribute)):
                continue
            for name in lists:
                latin = romanised(name, module.startswith("uk"))
                if latin:
                    yield bool(GIVEN_LISTS.match(attribute)), latin


if __name__ == "__main__":
    main(*sys.argv[1:])
