"""Build `broadsheet/extract/identity/public_persons.tsv.gz`: public persons with their other names and the offices they held.

From a folder of sources, whose facts are in the public domain or openly licensed:

- `wikidata/CODE/holders21.csv` and `bio.csv`, a folder a country (`-` for international bodies): who held which office, from the
  pages `html/` of the repositories github.com/every-politician-scrapers; their rows are Wikidata's, CC0.
- `leaders_wikidata.csv`: heads of state and government, of the same repositories (`world-leaders-2021`), CC0.
- `factbook_government.json`: those of today, from github.com/factbook/factbook.json, public domain.
- `executive.yaml`, `legislators-current.yaml`, `legislators-historical.csv`: github.com/unitedstates/congress-legislators, CC0.
- `data_aging_congress.csv`: who sat in which congress, from github.com/fivethirtyeight/data, CC BY 4.0.

`public_offices.tsv` and `public_names.tsv` beside this script add what these leave out. Left out: ambassadors, under-secretaries
and other deputies, and whoever left congress before 1945. Of whom Wikidata gave no end in January 2023 no more is known.

    python generator/tables/public_persons.py SOURCES generator/broadsheet/extract/identity/public_persons.tsv.gz
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from broadsheet.catalog.gazetteer import fold
from broadsheet.extract.identity.offices import code_of_country, read_office
from broadsheet.extract.people.personal_names import read_personal_name

HEADER = """\
# Public persons, built by generator/tables/public_persons.py, which names the sources: Wikidata (CC0), congress-legislators
# (CC0), the World Factbook (public domain), FiveThirtyEight's data on congress (CC BY 4.0). Sorted. Columns: the word that a
# line is looked up by  name  other names (;)  gender  country's code  Wikidata id  offices (;), each title@since@until, with *
# before an office whose holder is known by the surname alone, and ~ after an end of which no more is known than that it is not
# before
"""
SINCE = "1945"
LESSER = re.compile(
    r"(?i)ambassador|permanent representative|assistant|under.?secretary|parliamentary secretary|lord of the treasury|military"
    r"|deputy (?!prime minister|attorney general|secretary of state$|secretary-general)|vice.chief|special |policy planning"
    r"|chief of staff to|consul|whip|minister of state|economic secretary|financial secretary|senior adviso"
)
FIRST = re.compile(
    r"President|Prime Minister|(?:Federal )?Chancellor|Taoiseach|Premier|Monarch|monarch|Emperor|King|Queen|Shah"
    r"|Pope|Dalai Lama|Leader|Supreme Leader|Paramount leader|General Secretary"
    r"|(?:Vice p|P)residential nominee|State Counsellor|Party leader"
    r"|Opposition leader|Leader of the (?:Opposition|Islamic State|Bosnian Serbs)|Leader of al-Qaida|Political leader of Hamas"
    r"|Secretary-General of the United Nations|Secretary General of NATO|President of the European Commission"
)
FIRST_IN_US = re.compile(r"Vice President|Secretary of State|Chair of the Federal Reserve")
FAMILY_FIRST = frozenset(("CN", "TW", "HK", "KP", "KR", "VN", "KH", "MM", "SG"))
REIGNING = ("Pope ", "King ", "Queen ", "Emperor ")
UNKNOWN = "~"  # the source of January 2023 gives no end
MACRONS = str.maketrans("āēīōūĀĒĪŌŪ", "aeiouAEIOU")  # of a transcription that papers do not use
STYLE = re.compile(r"(?:Dr|Mr|Mrs|Ms|Sir|Gen|Col|Lt|Maj|H\.E|Prof|Hon)\.? ")
HEADS = re.compile(
    r"(President|Prime Minister|Premier|King|Queen|Chancellor|Taoiseach|Sultan|Amir) ([^,(]+?) \(since (?:.*?)(\d{4})\)"
)


@dataclass
class Person:
    """A person: names, the usual one first, and offices by what they are called, each with its terms."""

    names: list[str]
    gender: str = ""
    country: str = ""
    wikidata: str = ""
    born: str = ""
    offices: dict[str, tuple[str, set[tuple[str, str]]]] = field(default_factory=dict)

    def held(self, title: str, since: str, until: str) -> None:
        """Add a term; one that begins in the same year or the year beside is the same, and the more exact dates stay."""
        _, terms = self.offices.setdefault(read_office(title).name, (title, set()))
        for term in sorted(terms):
            if abs(int(term[0][:4]) - int(since[:4])) <= 1:
                terms.remove(term)
                since = max(since, term[0], key=len)
                until = max(until, term[1], key=lambda end: (UNKNOWN not in end, len(end)))
                break
        terms.add((since, until))


class Persons:
    """The persons by Wikidata's id, and by name and country."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self.by_id: dict[str, Person] = {}
        self.by_name: defaultdict[str, list[Person]] = defaultdict(list)
        self.usual = {fold(o): name for name, others, _ in table("public_names.tsv") for o in others.split(";") if o}

    def one(self, names: Iterable[str], country: str, wikidata: str = "", born: str = "") -> Person:
        """Return the person of an id, or of names that nobody of another id or year of birth bears in the country."""
        names = [re.sub(r",? \(.*|, .*", "", name).translate(MACRONS) for name in names]
        known = [each for name in names for each in (self.usual.get(fold(name), ""), name) if each]
        found = self.by_id.get(wikidata) if wikidata else None
        for name in known:
            found = found or next((p for p in self.by_name[fold(name)] if _may_be(p, country, wikidata, born)), None)
        if found is None:
            found = Person([], "", country)
            self.all.append(found)
        for name in names:
            if fold(name) not in map(fold, found.names):
                found.names.append(name)
        for name in known:
            if found not in self.by_name[fold(name)]:
                self.by_name[fold(name)].append(found)
        if wikidata:
            found.wikidata = found.wikidata or wikidata
            self.by_id[wikidata] = found
        found.born = found.born or born
        return found


def _may_be(person: Person, country: str, wikidata: str, born: str) -> bool:
    apart = (wikidata and person.wikidata and person.wikidata != wikidata) or (born and person.born and person.born != born)
    return not apart and (country in ("-", person.country) or person.country == "-")


def main(folder: str, target: str) -> None:
    """Write the table."""
    source, persons = Path(folder), Persons()
    for read in (historical, current, executive, holders, leaders, factbook, own):
        read(source, persons)
    rows = sorted({f"{word}\t{told}\n" for person in persons.all if (told := row(person)) for word in words_of(person)})
    text = HEADER + "".join(rows)
    Path(target).write_bytes(gzip.compress(text.encode(), mtime=0))


def row(person: Person) -> str:
    """Return a person's line, or nothing for somebody without an office since 1945."""
    offices = [(since, until, title) for title, terms in person.offices.values() for since, until in terms]
    if not any(not until or until >= SINCE for _, until, _ in offices):
        return ""
    offices.sort()
    told = ";".join(f"{'*' * is_first(title, person.country)}{title}@{since}@{until}" for since, until, title in offices)
    name, others = person.names[0], person.names[1:]
    fields = (name, ";".join(others), person.gender, person.country.replace("-", ""), person.wikidata, told)
    return "\t".join(each.replace("\t", " ") for each in fields)


def words_of(person: Person) -> frozenset[str]:
    """Return the words that a person is looked up by."""
    return frozenset(word for name in person.names for word in looked_up_by(name, person.country))


def looked_up_by(name: str, country: str) -> Iterator[str]:
    """Yield the words by which a text may call somebody alone: the surname, what stands after its hyphen, a family name first."""
    words = read_personal_name(name).words
    if name.startswith(REIGNING):
        yield words[0]
    elif words:
        yield words[-1]
        yield words[-1].rpartition("-")[2]
        if country in FAMILY_FIRST:
            yield words[0]


def is_first(title: str, country: str) -> bool:
    """Say whether who holds an office is known by the surname alone."""
    return bool(FIRST.fullmatch(title) or (country == "US" and FIRST_IN_US.fullmatch(title)))


def historical(source: Path, persons: Persons) -> None:
    """Read the former members of congress, and in which congresses they sat: two years each."""
    sat: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for each in rows_of(source / "data_aging_congress.csv"):
        sat[each["bioguide_id"], each["chamber"]].add(int(each["start_date"][:4]))
    for each in rows_of(source / "legislators-historical.csv"):
        seats = {
            title: sat.get((each["bioguide_id"], chamber))
            for chamber, title in (("House", "Representative"), ("Senate", "Senator"))
        }
        if not any(seats.values()):
            continue
        names = {"first": each["first_name"], "middle": each["middle_name"], "last": each["last_name"], "suffix": each["suffix"]}
        names |= {"nickname": each["nickname"], "official_full": each["full_name"]}
        bio = {"birthday": each["birthday"], "gender": each["gender"]}
        person = american(persons, names, {"wikipedia": each["wikipedia_id"]}, bio)
        for title, years in seats.items():
            for since, until in spans(sorted(years or ())):
                person.held(title, str(since), str(until))


def spans(years: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the spans of congresses that follow each other."""
    first = last = 0
    for year in years:
        if first and year != last:
            yield first, last
            first = year
        first, last = first or year, year + 2
    if first:
        yield first, last


def current(source: Path, persons: Persons) -> None:
    """Read the members of today's congress, with all their terms."""
    for each in yaml.safe_load((source / "legislators-current.yaml").read_text(encoding="utf-8")):
        person = american(persons, each["name"], each["id"], each["bio"])
        for term in each["terms"]:
            person_term(person, "Senator" if term["type"] == "sen" else "Representative", term)


def american(persons: Persons, names: dict[str, str], ids: dict[str, str], bio: dict[str, str]) -> Person:
    """Return a politician of the United States with the usual name, the official one, and those of both given names."""
    suffix = f" {names['suffix']}" if names.get("suffix") else ""
    first = [names["first"], names.get("nickname"), f"{names['first']} {names['middle']}" if names.get("middle") else ""]
    several = [
        ids.get("wikipedia"),
        *(f"{given} {names['last']}{suffix}" for given in first if given),
        names.get("official_full"),
    ]
    person = persons.one(filter(None, several), "US", ids.get("wikidata") or "", (bio.get("birthday") or "")[:4])
    person.gender = person.gender or (bio.get("gender") or "").lower()
    return person


def person_term(person: Person, title: str, term: dict[str, str]) -> None:
    """Add a term to those before it, which it may go on with; one that ends in years to come has no end."""
    since, until = term["start"], "" if term["end"] > "2026-12" else term["end"]
    _, terms = person.offices.setdefault(read_office(title).name, (title, set()))
    before = next(
        (t for t in sorted(terms) if t[1] and t[1][:7] in (since[:7], f"{since[:4]}-01", f"{int(since[:4]) - 1}-12")), None
    )
    if before:
        terms.remove(before)
    terms.add((before[0] if before else since, until))


def executive(source: Path, persons: Persons) -> None:
    """Read the presidents and vice presidents of the United States."""
    titles = {"prez": "President", "viceprez": "Vice President"}
    for each in yaml.safe_load((source / "executive.yaml").read_text(encoding="utf-8")):
        person = american(persons, each["name"], each["id"], each["bio"])
        for term in each["terms"]:
            person_term(person, titles[term["type"]], term)


def holders(source: Path, persons: Persons) -> None:
    """Read who held which office of each country."""
    for folder in sorted((source / "wikidata").iterdir()):
        bios = {each["id"]: each for each in rows_of(folder / "bio.csv")}
        for each in rows_of(folder / "holders21.csv"):
            title = each["position"].replace("Defence", "Defense") if folder.name == "US" else each["position"]
            if not each["start"] or not each["person"] or LESSER.search(title):
                continue
            bio = bios.get(each["personID"], {})
            person = persons.one([bio.get("enwiki") or each["person"]], folder.name, each["personID"], bio.get("dob", "")[:4])
            person.gender = person.gender or {"male": "m", "female": "f"}.get(bio.get("gender", ""), "")
            person.held(title, each["start"], each["end"] or f"2023-01{UNKNOWN}")


def leaders(source: Path, persons: Persons) -> None:
    """Read the heads of state and government of all countries."""
    for each in rows_of(source / "leaders_wikidata.csv"):
        code = code_of_country(each["country"])
        title = re.sub(r" of .*", "", each["positionLabel"])
        if code and each["start_year"] and not LESSER.search(title):
            person = persons.one([each["officeholderLabel"]], code, each["officeholder"])
            person.held(title[0].upper() + title[1:], each["start_year"], each["end_year"] or f"2023-01{UNKNOWN}")


def factbook(source: Path, persons: Persons) -> None:
    """Read today's heads of state and government: the surname stands in capitals there."""
    for each in json.loads((source / "factbook_government.json").read_text(encoding="utf-8")):
        code = code_of_country(each["name"])
        for told in (each.get("chief_of_state") or "", each.get("head_of_government") or ""):
            for title, name, since in HEADS.findall(told):
                words = [word.capitalize() if word.isupper() and len(word) > 3 else word for word in STYLE.sub("", name).split()]
                named = " ".join(words)
                elsewhere = any(person.country != code for person in persons.by_name[fold(named)])  # who reigns over territories
                if code and len(words) > 1 and not elsewhere:
                    persons.one([named], code).held(title, since, "")


def own(_: Path, persons: Persons) -> None:
    """Read what the tables beside this script add."""
    for office, country, holding in table("public_offices.tsv"):
        for each in holding.split("; "):
            name, terms = re.fullmatch(r"(.+?)((?: \d{4}-(?:\d{4})?)+)", each).groups()  # type: ignore[union-attr]
            person = persons.one([name], country)
            for since, until in re.findall(r"(\d{4})-(\d{4})?", terms):
                person.held(office, since, until)
    for name, others, gender in table("public_names.tsv"):
        for person in persons.by_name[fold(name)][:1]:
            told = dict.fromkeys((name, *others.split(";"), *person.names))
            person.names = [each for each in told if each and (each == name or fold(each) != fold(name))]
            person.gender = gender or person.gender


def table(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table beside this script."""
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a source in commas; of a file that is not there, none."""
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
