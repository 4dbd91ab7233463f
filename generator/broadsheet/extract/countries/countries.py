"""Countries: which a text mentions, where and how, and what only looks like a mention.

The gazetteer says what a phrase may mean, the denials what it does not mean here, the document's cues which of several countries
share a name. What is left is a mention with a confidence from 0 to 1; one below 0.5 is kept for an editor who asks, not for use.

Left out: which countries a story is about (`standing.py`), and anything that organisations or people have to do with a country.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.extract.countries.denials import denial
from broadsheet.extract.countries.places import NAMING, Found, Gazetteer, PlaceMeaning
from broadsheet.extract.countries.senses import METONYM, PLACE, sense_of
from broadsheet.extract.countries.spot import Scene, Spot, read_scene
from broadsheet.extract.document.document import Document

ELSEWHERE = "also a place in another country"
_SURE = 0.95
_TOWN = 0.35
_CITY, _CITY_OF_NAMED = 0.6, 0.75
_REGION = 0.8
_SENSES = {METONYM: 0.85, PLACE: 0.8}
_UNKNOWN_CAPITAL = 0.6
_ASSUMED = {"Georgia": 0.5}
_LIST = 8  # how many of a list are looked at in each direction
_NAMES = frozenset(("name", "alias"))
_LISTING = frozenset((",", "and", "or", "the", "&", "/"))
_ASSUMED_ELSE, _MORE_CUES, _ONLY_CUES = 0.6, 0.75, 0.9
_ARTICLES = frozenset(("a", "an", "the", "two", "three"))
_BESIDE = 5  # what a place in the same list weighs, in cues


class FoundCountry(NamedTuple):
    """A mention: its span (code points) and text, the country's code, how it is named, and how sure that is.

    `how` is one of name, alias, abbreviation, demonym (an adjective), people (a noun), constituent (a part with a name of its
    own: Scotland, Gaza), capital, city, region, historical (the code is then a former state's id). `note` is for the editor: the
    sense of a capital, what else the name may mean, that who governs the place is disputed.
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

    mentions: tuple[FoundCountry, ...]
    not_countries: tuple[NotCountry, ...]


def find_countries(document: Document, gazetteer: Gazetteer, people: Sequence[tuple[int, int]] = ()) -> tuple[FoundCountry, ...]:
    """Return the countries that a document mentions, in order, without overlaps. `people` are the spans of persons' names."""
    return read_countries(document, gazetteer, people).mentions


def read_countries(
    document: Document, gazetteer: Gazetteer, people: Sequence[tuple[int, int]] = (), phrases: Sequence[Found] | None = None
) -> CountryReport:
    """Return the mentions of countries, and the phrases that are none with the reasons. Linear in the document.

    `phrases` are those of the gazetteer in the document, where somebody looked for them before.
    """
    scene = read_scene(document, gazetteer, people, phrases)
    judged = [_judge(scene, number) for number, phrase in enumerate(scene.phrases) if phrase.readings]
    towns = frozenset(spot.text for spot, _, reason in judged if reason in ("town", "street"))
    mentions, not_countries = [], []
    for spot, chosen, reason in judged:
        if reason:
            not_countries.append(NotCountry(spot.start, spot.end, spot.text, chosen.reading.code, reason))
        else:
            mentions.append(_mention(spot, chosen, towns))
    return CountryReport(tuple(mentions), tuple(not_countries))


class _Choice(NamedTuple):
    """A reading, how sure it is among the others of its phrase, and what else the phrase may mean."""

    reading: PlaceMeaning
    confidence: float
    note: str


def _judge(scene: Scene, number: int) -> tuple[Spot, _Choice, str]:
    """Return the spot of a phrase, the reading that fits it best, and why it is none, if it is none."""
    spot = Spot(scene, scene.phrases[number])
    chosen = _choose(scene, number)
    if chosen.reading.code:
        return spot, chosen, denial(spot, chosen.reading)
    return spot, chosen._replace(reading=scene.phrases[number].readings[0]), "another meaning"


def _choose(scene: Scene, number: int) -> _Choice:
    """Return the reading that the document's cues speak for."""
    phrase = scene.phrases[number]
    if len(phrase.readings) == 1:
        return _Choice(phrase.readings[0], _SURE, "disputed" if "disputed" in phrase.readings[0].traits else "")
    listed = _beside(scene, number)
    names = {other.code for other in listed if other.how in _NAMES}
    places = {other.code for other in listed if other.how not in NAMING}
    readings = [r for r in phrase.readings if r.how not in _NAMES or r.code not in names] or list(phrase.readings)
    near = [r.code in places or (r.how not in NAMING and r.code in names) for r in readings]
    scores = [scene.score(reading) + _BESIDE * beside for reading, beside in zip(readings, near, strict=True)]
    best = max(range(len(readings)), key=lambda each: (scores[each], -each))
    rivals = [r.code for n, r in enumerate(readings) if n != best and r.code]
    note = f"may also be {', '.join(rivals)}" if rivals else ""
    if not scores[best]:
        name = scene.document.tokens[phrase.first].text.capitalize()
        return _Choice(readings[best], _ASSUMED.get(name, _ASSUMED_ELSE) if rivals else _ONLY_CUES, note)
    return _Choice(readings[best], _ONLY_CUES if sum(scores) == scores[best] else _MORE_CUES, note)


def _beside(scene: Scene, number: int) -> list[PlaceMeaning]:
    """Return the readings of the phrases in one list with a phrase.

    "Tbilisi, Georgia" and "Florida, Georgia" say which Georgia it is; of "Guinea and Guinea-Bissau" the first is not the second.
    """
    found: list[PlaceMeaning] = []
    for step in (-1, 1):
        for at in range(number + step, number + step * (_LIST + 1), step):
            if not 0 <= at < len(scene.phrases) or not _listed(scene, *sorted((at - step, at))):
                break
            if len(scene.phrases[at].readings) == 1:
                found += scene.phrases[at].readings
    return found


def _listed(scene: Scene, one: int, other: int) -> bool:
    """Say whether two neighbouring phrases stand in a list."""
    start, end = scene.phrases[one].last, scene.phrases[other].first
    between = {token.text for token in scene.document.tokens[start : min(end, start + 4)]}
    return 0 < end - start <= 3 and between <= _LISTING


def _mention(spot: Spot, chosen: _Choice, towns: frozenset[str]) -> FoundCountry:
    (reading, confidence, note), how = chosen, chosen.reading.how
    if how == "demonym" and _stands_for_people(spot):
        how = "people"
    if "town" in reading.traits and _is_town(spot, reading, towns):
        confidence, note = _TOWN, "also a town in the United States, and the news is local"
    elif how == "capital":
        sense = sense_of(spot)
        confidence = min(confidence, _SENSES.get(sense, _UNKNOWN_CAPITAL))
        note = note or sense
    elif how == "city":
        confidence = min(confidence, _CITY_OF_NAMED if spot.scene.named.get(reading.code) else _CITY)
        note = note or (ELSEWHERE if "shared" in reading.traits else "")
    elif how == "region":
        confidence = min(confidence, _REGION)
        note = note or (ELSEWHERE if "shared" in reading.traits else "")
    return FoundCountry(spot.start, spot.end, spot.text, reading.code, how, round(confidence, 2), note)


def _stands_for_people(spot: Spot) -> bool:
    """Say whether an adjective is a noun here: "an American who", "the French have"."""
    after = spot.after
    return spot.before.lower() in _ARTICLES and (
        after in (".", ",", ";", "said", "whose", "have") or spot.scene.has("idle", after)
    )


def _is_town(spot: Spot, reading: PlaceMeaning, towns: frozenset[str]) -> bool:
    """Say whether a name means a town of the United States: called so elsewhere in the text, or in local news."""
    scene = spot.scene
    if reading.how not in ("name", "alias", "capital") or reading.code == "US" or scene.supported.get(reading.code):
        return False
    if spot.text in towns:
        return True
    return reading.how != "capital" and scene.has("small", spot.text) and scene.local and scene.abroad(reading.code) < 2
