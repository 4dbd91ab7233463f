"""Readers of annotated dates: TimeML (TIMEX3 in .tml files), TIMEX2 (XML, as WikiWars has it), and JSON lines of documents.

Each yields documents with the expressions that name a point of the calendar, their values as EDTF. Times are cut to their day.
Expressions that name none are kept apart: durations and repetitions, which a finder is not asked for, and the rest ("now").
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from broadsheet.extract.dates import edtf
from evaluation.score import files

DATED, UNASKED, UNDATED = "dated", "unasked", "undated"
_SEASONS = {"SP": edtf.SPRING, "SU": edtf.SUMMER, "FA": edtf.AUTUMN, "AU": edtf.AUTUMN, "WI": edtf.WINTER}
_TIME = re.compile(r"T.*$")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_PART = re.compile(r"(\d{4})-(SP|SU|FA|AU|WI|Q[1-4]|H[12])")
_PLAIN = re.compile(r"-?\d{4}(?:-\d\d){0,2}")
_LONG_LINE = 40


@dataclass(frozen=True, slots=True)
class GoldTimex:
    """A span that was annotated; `kind` is dated, unasked (a duration, a repetition) or undated; `value` is EDTF."""

    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class DatedDocument:
    """A text, the day it was published, and its annotated expressions in order.

    `judged` is how far the text was annotated: some sets leave out all but the first sentences.
    """

    id: str
    text: str
    published: date | None
    timexes: tuple[GoldTimex, ...]
    judged: int | None = None


def read_documents(folder: Path, form: str) -> Iterator[DatedDocument]:
    """Yield the annotated documents in a folder, file after file by name. `form` is a key of FORMS."""
    pattern, reader = FORMS[form]
    for path in files(folder, pattern):
        yield from reader(path)


def as_edtf(value: str) -> str:
    """Return a TIMEX value as EDTF, or nothing where it names no point of the calendar."""
    plain = _TIME.sub("", value.strip().replace("FY", ""))
    while plain.endswith(("-XX", "-X", "-WXX", "-QX", "-HX")):
        plain = plain.rpartition("-")[0]
    if plain.startswith("BC"):
        return _before_christ(plain[2:])
    if match := _WEEK.fullmatch(plain):
        return _of_week(int(match[1]), int(match[2]), bool(match[3]))
    if match := _PART.fullmatch(plain):
        year, part = int(match[1]), match[2]
        if part in _SEASONS:
            return edtf.of_season(year, _SEASONS[part])
        return edtf.of_quarter(year, int(part[1])) if part[0] == "Q" else edtf.of_half(year, int(part[1]))
    if re.fullmatch(r"\d{3}[X]?", plain):
        return plain[:3] + "X"
    if re.fullmatch(r"\d{2}(?:XX)?", plain):
        return plain[:2] + "XX"
    return plain if _PLAIN.fullmatch(plain) else ""


def _before_christ(value: str) -> str:
    """Return what is counted backwards: a century of two figures, a decade of three, a year of four with what is in it."""
    if not value[:4].isdigit():
        return ""
    if len(value) == 2:
        return f"-{value}XX"
    if len(value) == 3:
        return edtf.between(edtf.of_year(-int(value) * 10 - 8), edtf.of_year(1 - int(value) * 10))
    year, _, part = value.partition("-")
    return edtf.of_year(1 - int(year)) + (f"-{_SEASONS.get(part, part)}" if part else "")


def _of_week(year: int, week: int, weekend: bool) -> str:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return ""
    return edtf.of_weekend(monday) if weekend else edtf.of_week(monday)


def _timex(start: int, end: int, kind: str, value: str) -> GoldTimex:
    if kind in ("DURATION", "SET") or re.match(r"P[\dXT]", value):
        return GoldTimex(start, end, UNASKED, "")
    plain = as_edtf(value)
    return GoldTimex(start, end, DATED if plain else UNDATED, plain)


def _day(value: str) -> date | None:
    plain = _TIME.sub("", value.strip())
    return date.fromisoformat(plain) if re.fullmatch(r"\d{4}-\d\d-\d\d", plain) else None


def _flat(element: ElementTree.Element, tag: str) -> tuple[str, list[tuple[int, int, Mapping[str, str]]]]:
    """Return the text of an element, and the spans of all elements of a name in it with their attributes."""
    pieces: list[str] = []
    spans: list[tuple[int, int, Mapping[str, str]]] = []
    length = 0

    def add(text: str | None) -> None:
        nonlocal length
        pieces.append(text or "")
        length += len(text or "")

    def walk(node: ElementTree.Element) -> None:
        start = length
        add(node.text)
        for child in node:
            walk(child)
            add(child.tail)
        if node.tag == tag:
            spans.append((start, length, node.attrib))

    walk(element)
    return "".join(pieces), sorted(spans, key=lambda span: span[:2])


def unwrapped(text: str) -> str:
    """Return a text of the same length in which the lines of a paragraph are joined; empty lines part paragraphs."""
    if "\n\n" not in text.strip():
        return text

    def joined(match: re.Match[str]) -> str:
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        return " " if len(line) > _LONG_LINE else "\n"

    return re.sub(r"(?<=\S)[ \t]*\n(?=[ \t]*[^\s])", lambda m: m.group()[:-1] + joined(m), text)


def _parsed(path: Path) -> ElementTree.Element:
    """Return a file's root; a bare ampersand, which some sets have, is text."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return ElementTree.fromstring(re.sub(r"&(?!(?:[a-z]+|#\d+|#x[0-9a-fA-F]+);)", "&amp;", text))


def _read_timeml(path: Path) -> Iterator[DatedDocument]:
    root = _parsed(path)
    created = [node.get("value", "") for node in root.iter("TIMEX3") if node.get("functionInDocument") == "CREATION_TIME"]
    body = root.find(".//TEXT")
    text, spans = _flat(body if body is not None else root, "TIMEX3")
    timexes = [
        _timex(start, end, found.get("type", ""), found.get("value", ""))
        for start, end, found in spans
        if found.get("functionInDocument") != "CREATION_TIME" and end > start
    ]
    published = next((day for day in map(_day, created) if day), None)
    yield DatedDocument(path.stem, unwrapped(text), published, tuple(timexes))


def _read_timex2(path: Path) -> Iterator[DatedDocument]:
    root = _parsed(path)
    created = root.find(".//DATETIME/TIMEX2")
    body = root.find(".//TEXT")
    text, spans = _flat(body if body is not None else root, "TIMEX2")
    timexes = [
        _timex(start, end, "SET" if found.get("set") else "", found.get("val", found.get("VAL", "")))
        for start, end, found in spans
    ]
    yield DatedDocument(path.stem, text, _day(created.get("val", "")) if created is not None else None, tuple(timexes))


def _read_jsonl(path: Path) -> Iterator[DatedDocument]:
    """Read JSON lines with id, date, text and `timex`: a list of start, end, type and value; judged to the last one's line."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            record = json.loads(line)
            spans = sorted(record.get("timex", ()), key=lambda found: found["start"])
            timexes = [_timex(t["start"], t["end"], t.get("type", ""), t.get("value") or "") for t in spans]
            end = record["text"].find("\n", max((t.end for t in timexes), default=0))
            judged = end if end >= 0 else len(record["text"])
            yield DatedDocument(record["id"], record["text"], _day(record.get("date", "")), tuple(timexes), judged)


FORMS: Mapping[str, tuple[str, Callable[[Path], Iterator[DatedDocument]]]] = {
    "timeml": ("*.tml", _read_timeml),
    "timex2": ("*.xml", _read_timex2),
    "jsonl": ("*.jsonl", _read_jsonl),
}
