"""Countries: which a text mentions, where and how, and what only looks like a mention.

The gazetteer says what a phrase may mean, the denials what it does not mean here, the document's cues which of several countries
share a name. What is left is a mention with a confidence from 0 to 1; one below 0.5 is kept for an editor who asks, not for use.

Left out: which countries a story is about (`standing.py`), and anything that organisations or people have to do with a country.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.extract.denials import denial
from broadsheet.extract.document import Document
from broadsheet.extract.places import Gazetteer, Reading
from broadsheet.extract.senses import METONYM, PLACE, sense_of
from broadsheet.extract.spot import Phrase, Scene, Spot, read_scene

_SURE = 0.95
_USABLE = 0.5
_TOWN = 0.35
_CITY, _CITY_OF_NAMED = 0.6, 0.75
_REGION = 0.8
_SENSES = {METONYM: 0.85, PLACE: 0.8}
_UNKNOWN_CAPITAL = 0.6
_ASSUMED = {"Georgia": 0.5, "Georgian": 0.5, "Georgians": 0.5}
_ASSUMED_ELSE, _MORE_CUES, _ONLY_CUES = 0.6, 0.75, 0.9


class CountryMention(NamedTuple):
    """A mention: its span (code points) and text, the country's code, how it is named, and how sure that is.

    `how` is one of name, alias, abbreviation, demonym (an adjective), people (a noun), constituent (a part with a name of its own:
    Scotland, Gaza), capital, city, region, historical (the code is then a former state's id). `note` is for the editor: the sense
    of a capital, what else the name may mean, that who governs the place is disputed.
    """

    start: int
    end: int
    text: str
    code: str
    how: str
    confidence: float
    note: str = ""


class NotCountry(NamedTuple):
    """A phrase that is called like a country and does not mean it here, with the reason: masthead, person, language, town …"""

    start: int
    end: int
    text: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class CountryReport:
    """The mentions of a document and what was left out, each in order."""

    mentions: tuple[CountryMention, ...]
    not_countries: tuple[NotCountry, ...]


def find_countries(
    document: Document, gazetteer: Gazetteer, people: Sequence[tuple[int, int]] = ()
) -> tuple[CountryMention, ...]:
    """Return the countries that a document mentions, in order, without overlaps. `people` are the spans of persons' names."""
    return read_countries(document, gazetteer, people).mentions


def read_countries(document: Document, gazetteer: Gazetteer, people: Sequence[tuple[int, int]] = ()) -> CountryReport:
    """Return the mentions of countries, and the phrases that are none with the reasons. Linear in the document."""
    scene = read_scene(document, gazetteer, people)
    mentions, not_countries = [], []
    for phrase in scene.phrases:
        if not phrase.readings:
            continue
        spot = Spot(scene, phrase)
        reading, confidence, note = _choose(scene, phrase)
        reason = denial(spot, reading) if reading.code else "another meaning"
        if reason:
            code = reading.code or phrase.readings[0].code
            not_countries.append(NotCountry(spot.start, spot.end, spot.text, code, reason))
        else:
            mentions.append(_mention(spot, reading, confidence, note))
    return CountryReport(tuple(mentions), tuple(not_countries))


def _choose(scene: Scene, phrase: Phrase) -> tuple[Reading, float, str]:
    """Return the reading that the document's cues speak for, how sure that is, and what else it may be."""
    readings = phrase.readings
    if len(readings) == 1:
        return readings[0], _SURE, "disputed" if "disputed" in readings[0].traits else ""
    scores = [scene.score(reading) for reading in readings]
    best = max(range(len(readings)), key=lambda number: (scores[number], -number))
    others = ", ".join(r.code for n, r in enumerate(readings) if n != best and r.code)
    note = f"may also be {others}" if others else ""
    if sum(scores) == scores[best]:
        if scores[best]:
            return readings[best], _ONLY_CUES, note
        name = scene.document.tokens[phrase.first].text.capitalize()
        return readings[best], _ASSUMED.get(name, _ASSUMED_ELSE), note
    return readings[best], _MORE_CUES, note


def _mention(spot: Spot, reading: Reading, confidence: float, note: str) -> CountryMention:
    scene, how = spot.scene, reading.how
    known = scene.named.get(reading.code, 0) > 0
    if how == "demonym" and _stands_for_people(spot):
        how = "people"
    if "town" in reading.traits and _is_town(spot, reading):
        confidence, note = _TOWN, "also a town in the United States, and the news is local"
    elif how == "capital":
        sense = sense_of(spot)
        confidence = min(confidence, _SENSES.get(sense, _UNKNOWN_CAPITAL))
        note = note or sense
    elif how == "city":
        confidence = min(confidence, _CITY_OF_NAMED if known else _CITY)
    elif how == "region":
        confidence = min(confidence, _REGION)
    return CountryMention(spot.start, spot.end, spot.text, reading.code, how, round(confidence, 2), note)


def _stands_for_people(spot: Spot) -> bool:
    """Say whether an adjective is a noun here: "an American who", "the French have"."""
    return spot.before in ("a", "an", "the", "an", "two", "three", "The", "An") and spot.after in (
        ".", ",", "who", "and", "was", "were", "are", "have", "had", "said", "whose", "in", ";", "will", "is", "to",
    )  # fmt: skip


def _is_town(spot: Spot, reading: Reading) -> bool:
    """Say whether a name means a town of the United States: local news that names neither the country's people nor others."""
    scene = spot.scene
    return reading.how in ("name", "alias") and scene.local and not scene.supported.get(reading.code) and scene.abroad <= 2
