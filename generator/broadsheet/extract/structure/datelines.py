"""Datelines: where an article was filed from, as its first paragraph begins: "LONDON (Reuters) -", "KYIV, Ukraine —".

Left out: where the place is, and the date in the line.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.extract.countries.places import load_gazetteer
from broadsheet.extract.document.document import read_document
from broadsheet.extract.structure.timestamps import load_months
from broadsheet.extract.structure.vocabulary import load_vocabulary

_REACH = 110
_AGENCY = r"(?:\s?[(\[]\s?[A-Za-z][\w./& -]{1,30}[)\]])"
_DASH = r"(?:\s?(?:[—–‒―]{1,2}|--|_)|\s-|-(?=[\s“\"‘]|$))(?=\s|[“\"A-Z‘]|$)"  # but no hyphen within a word
_CAPITALS = r"[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я.'’ -]{1,30}[A-ZÀ-ÞА-Я.]"
_PROPER = r"[A-ZÀ-ÞА-Я][\w.'’-]+(?: [A-ZÀ-ÞА-Я][\w.'’-]+| (?:de|del|la|al|am|of|the|an|der)\b){0,3}"
_DATE = r"(?:,?\s(?:[^\W\d_]{3,9}\.?\s\d{1,2}|\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,9}\.?)(?:,?\s\d{4})?)"
_AFTER = rf"(?:{_DATE}{_DASH})?"
_FORMS = (
    # NEW YORK/LONDON, Feb 3 (Reuters) -    MOSCOW (AP) —    МОСКВА, 3 фев — РИА Новости    MOSCOW, January 8. /TASS/.
    # NAIROBI, Kenya (AP) — March 3, 2026 —
    (
        "place in capitals",
        re.compile(rf"({_CAPITALS}(?:/{_CAPITALS})*(?:, {_PROPER}){{0,2}}){_DATE}?{_AGENCY}?(?:{_DASH}|\.-|\.–){_AFTER}"),
    ),
    ("place in capitals", re.compile(rf"({_CAPITALS}(?:/{_CAPITALS})*(?:, {_PROPER}){{0,2}}){_DATE}?{_AGENCY}?:(?=\s)")),
    ("place with a date", re.compile(rf"({_CAPITALS}){_DATE}\. /[A-Z]+/\.")),
    (
        "place with an agency",
        re.compile(rf"({_PROPER}(?:/{_PROPER})*(?:, {_PROPER}){{0,2}}){_DATE}?{_AGENCY}(?:{_DASH}|\.-|:|\.){_AFTER}"),
    ),
    ("place with a date", re.compile(rf"({_PROPER}(?:, {_PROPER}){{0,2}}){_DATE}(?:{_DASH}|\.-|:)")),
    ("place and region", re.compile(rf"({_PROPER}, {_PROPER}(?:, {_PROPER})?)\s(?:[—–]|--)(?=\s)")),
    ("place with a dash", re.compile(rf"({_PROPER})\s(?:[—–]|--)\s(?=[A-ZА-Я“\"])")),
)
_MONTH = re.compile(r"[^\W\d_]{3,}")
_CAPITAL_WORD = re.compile(r"\b(?:[A-ZÀ-ÞА-Я]{3,}|ST|LA|EL|AL|DE|EN|OF)(?:['’][A-ZÀ-Þ]+)?\b")
_PLACED = frozenset(("name", "alias", "capital", "city", "region", "constituent"))


class Dateline(NamedTuple):
    """The dateline of a paragraph: offsets of the whole of it, the place as it would be published, the rule, how sure it is."""

    start: int
    end: int
    place: str
    rule: str
    confidence: float


def read_dateline(paragraph: str) -> Dateline | None:
    """Return the dateline that a paragraph begins with."""
    head = paragraph[:_REACH]
    for rule, pattern in _FORMS:
        match = pattern.match(head)
        if match is None or not _is_place(match[1]) or not _has_month(match[0][len(match[1]) :], rule):
            continue
        place = _in_letters(match[1].strip(" ,"))
        confidence = _confidence(rule, place, match[0][len(match[1]) :])
        return Dateline(0, match.end(), place, rule, confidence) if confidence else None
    return None


def _is_place(text: str) -> bool:
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", text)]
    return 0 < len(words) <= 8 and words[0] not in load_vocabulary()["no place"] and (len(words) > 1 or len(words[0]) > 2)


def _confidence(rule: str, place: str, rest: str) -> float:
    """Return how sure a dateline is: an agency or a date makes it so, else the place has to be a known one."""
    if "(" in rest or any(sign.isdigit() for sign in rest) or "/" in rest:
        return 0.95
    if _is_known(place):
        return 0.95 if rule in ("place in capitals", "place and region") else 0.85
    return {"place in capitals": 0.6, "place and region": 0.8}.get(rule, 0.0)


def _is_known(place: str) -> bool:
    """Say whether a place's name begins with one that the gazetteer has."""
    document = read_document(place)
    first = next(load_gazetteer().scan(document.tokens), None)
    return first is not None and first[0] == 0 and any(reading.how in _PLACED for reading in first[2])


def _has_month(rest: str, rule: str) -> bool:
    """Say whether what looks like a date in a dateline is one."""
    if rule != "place with a date":
        return True
    months = load_months()
    return any(word.casefold() in months for word in _MONTH.findall(rest))


def _in_letters(place: str) -> str:
    """Return a place set in capitals as it is written in a text."""
    return _CAPITAL_WORD.sub(lambda match: match[0].capitalize(), place)
