"""Readers of annotated place names: LGL, TR-News and GeoWebNews (XML), AIDA-CoNLL and Worldwide Newswire (columns), JSON lines.

Each yields documents with the spans that mean countries. What a set annotates beside countries (towns, rivers) is left out here;
a set that gives no country code is read by the name that stands in the text, or by the title of the page it links to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from broadsheet.catalog.gazetteer import fold, load_countries
from broadsheet.extract.countries.places import NAMING, load_gazetteer
from evaluation.names import annotated
from evaluation.score import files
from evaluation.tagged import read_tagged

_PARTS = {"england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "gaza strip": "PS", "west bank": "PS"}
_PLACES = ("LOC", "Location", "Nationality")
_TEAMS = (" national football team", " national rugby union team", " cricket team", " national cricket team", " davis cup team")


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A span of a document's text that means a country."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text, the mentions of countries in it, and the countries of the whole document.

    `unasked` are spans in which a country may be found or not: parts of names that mean something else, and what the set did
    not annotate.
    """

    id: str
    text: str
    mentions: tuple[GoldMention, ...]
    codes: frozenset[str]
    people: tuple[tuple[int, int], ...] = ()
    unasked: tuple[tuple[int, int], ...] = ()


def read_documents(folder: Path, form: str) -> Iterator[GoldDocument]:
    """Yield the annotated documents in a folder, file after file by name. `form` is a key of FORMS."""
    pattern, reader = FORMS[form]
    for path in files(folder, pattern):
        yield from reader(path)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    names = {fold(part): code for part, code in _PARTS.items()}
    for country in load_countries():
        for name in (country.name, country.official, *country.aliases):
            names.setdefault(fold(name), country.code)
            names.setdefault(fold(f"{country.article} {name}"), country.code)
    for country in load_countries():
        for name in country.demonyms:
            names.setdefault(fold(name), country.code)
    return names | {
        fold("Georgia"): "GE",
        fold("Georgia (country)"): "GE",
        fold("Korea"): "KR",
        fold("Republic of Ireland"): "IE",
    }


def code_of(name: str) -> str:
    """Return the code of the country that a name, a demonym or a page's title means by itself, or nothing."""
    found = _names().get(fold(name))
    if found is None:
        for node in (load_gazetteer().root.get(name),):
            readings = node.readings if node is not None and node.readings else ()
            found = readings[0].code if len(readings) == 1 and readings[0].how in NAMING else None
    return found or ""


def code_of_title(title: str) -> str:
    """Return the code of the country that an encyclopedia's page is about, its national teams and its people included."""
    plain = unquote(title).replace("_", " ").strip()
    for team in _TEAMS:
        head = plain.casefold().partition(team)[0] if team in plain.casefold() else ""
        if head:
            return code_of(head.title())
    plain = plain.removeprefix("Demographics of ").removeprefix("Languages of ").removesuffix(" people")
    found = _names().get(fold(plain))
    return found or ""


def _document(id_: str, text: str, mentions: list[GoldMention], people: list[tuple[int, int]] | None = None) -> GoldDocument:
    return GoldDocument(id_, text, tuple(mentions), frozenset(m.code for m in mentions), tuple(people or ()))


def _read_xml(path: Path) -> Iterator[GoldDocument]:
    """Read LGL, TR-News and GeoWebNews: an article's text, and its toponyms with start, end, phrase and a gazetteer tag."""
    for number, article in enumerate(ElementTree.parse(path).getroot().iter("article")):
        text = article.findtext("text") or ""
        mentions = []
        for toponym in article.iter("toponym"):
            start, end = int(toponym.findtext("start") or -1), int(toponym.findtext("end") or -1)
            code = _code_of_toponym(toponym, text[start:end])
            if code and start >= 0:
                mentions.append(GoldMention(start, end, code))
        yield _document(article.get("docid") or str(number), text, mentions)


def _code_of_toponym(toponym: ElementTree.Element, phrase: str) -> str:
    tag = toponym.find("gaztag")
    feature = ((tag.findtext("fcode") if tag is not None else "") or toponym.findtext("fcode") or "").upper()
    country = (tag.findtext("country") if tag is not None else "") or toponym.findtext("country") or ""
    country = country.upper() if len(country) == 2 else code_of(country)
    if feature:
        return country if feature.startswith("PCL") and len(country) == 2 else ""
    named = code_of(phrase)
    return "" if named and len(country) == 2 and country != named else named


def _read_aida(path: Path) -> Iterator[GoldDocument]:
    """Read AIDA-CoNLL: a token a line; B or I, mention, entity and page's address after it; a blank line after each sentence."""
    id_, pieces, mentions, at = "", [], [], 0
    for line in (*path.read_text(encoding="utf-8").split("\n"), "-DOCSTART-"):
        if line.startswith("-DOCSTART-"):
            if pieces:
                yield _document(id_, "".join(pieces), mentions)
            id_, pieces, mentions, at = line.partition("(")[2].rstrip(")"), [], [], 0
            continue
        token, *columns = line.rstrip("\r").split("\t")
        piece = token + " " if token else "\n"
        if len(columns) > 3 and columns[0] == "B":
            code = code_of_title(columns[3].rpartition("/")[2] if "/" in columns[3] else columns[2])
            if code:
                mentions.append(GoldMention(at, at + len(columns[1]), code))
        pieces.append(piece)
        at += len(piece)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def _read_entities(path: Path) -> Iterator[GoldDocument]:
    """Read JSON lines of documents with entities: type LOC, Location or Nationality, or a page and no type; PER are people.

    A country that acts is annotated as an organisation in some sets, and is a country here; a country within a longer name of
    another type ("the U.S. Army") is annotated by chance, and not asked for.
    """
    for record in _lines(path):
        mentions, people, others = [], [], []
        until = annotated(record) or len(record["text"])
        for entity in record["entities"]:
            kind = entity.get("type", "Location")
            start, end = entity["start"], entity["end"]
            if kind in ("PER", "PERSON", "Person"):
                people.append((start, end))
            if end > until:
                continue
            code = code_of_title(entity["page"].rpartition("/")[2]) if entity.get("page") else code_of(entity["text"])
            if code and kind in (*_PLACES, "ORG", "Organisation") and not entity["text"].islower():
                mentions.append(GoldMention(start, end, code))
            elif kind not in _PLACES:
                others.append((start, end))
        yield GoldDocument(
            record["id"],
            record["text"],
            _apart(mentions),
            frozenset(mention.code for mention in mentions),
            tuple(people),
            (*others, (until, len(record["text"]))),
        )


def _apart(mentions: Iterable[GoldMention]) -> tuple[GoldMention, ...]:
    """Return mentions without those that overlap an earlier one of the same country: a place that acts is annotated twice."""
    kept: list[GoldMention] = []
    for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
        if not any(mention.start < one.end and mention.code == one.code for one in kept[-3:]):
            kept.append(mention)
    return tuple(kept)


def _read_tagged(path: Path) -> Iterator[GoldDocument]:
    """Read Worldwide Newswire: places, and peoples where they have the name of a country's."""
    for id_, text, spans in read_tagged(path):
        named = [(start, end, code_of(text[start:end])) for kind, start, end in spans if kind in ("Location", "NORP")]
        mentions = tuple(GoldMention(start, end, code) for start, end, code in named if code)
        people = tuple((start, end) for kind, start, end in spans if kind == "Person")
        others = tuple((start, end) for kind, start, end in spans if kind not in ("Location", "NORP", "Date"))
        yield GoldDocument(id_, text, mentions, frozenset(m.code for m in mentions), people, others)


def _read_links(path: Path) -> Iterator[GoldDocument]:
    """Read JSON lines of news items with links to an encyclopedia's pages."""
    for record in _lines(path):
        coded = [(link["start"], link["end"], code_of_title(link["wiki"])) for link in record.get("links", ())]
        yield _document(record["id"], record["text"], [GoldMention(*found) for found in coded if found[2]])


def _read_sets(path: Path) -> Iterator[GoldDocument]:
    """Read JSON lines with `text` and the codes of its countries, and nothing of where they stand."""
    for number, record in enumerate(_lines(path)):
        yield GoldDocument(str(record.get("id", number)), record["text"], (), frozenset(record["countries"]))


FORMS: Mapping[str, tuple[str, Callable[[Path], Iterator[GoldDocument]]]] = {
    "lgl": ("*.xml", _read_xml),
    "trnews": ("*.xml", _read_xml),
    "geowebnews": ("*.xml", _read_xml),
    "aida": ("*.tsv", _read_aida),
    "entities": ("*.jsonl", _read_entities),
    "links": ("*.jsonl", _read_links),
    "worldwide": ("*.txt.tsv", _read_tagged),
    "sets": ("*.jsonl", _read_sets),
}
