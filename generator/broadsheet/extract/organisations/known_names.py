"""Known names: which of the names of known organisations that stand in a text mean them there.

A name that is also a word's, a person's or a place's counts where nothing speaks against it; a city's name means its club in
stories of sport; a name of several organisations means the one that the text also names otherwise.

Left out: names that are not in the table.
"""

from __future__ import annotations

from collections.abc import Collection

from broadsheet.extract.document.lexicon import WORD, load_lexicon
from broadsheet.extract.organisations.known_organisations import (
    BUSINESS,
    CITY,
    GENERIC,
    SEAT,
    STRONG,
    WEAK,
    KnownName,
    KnownOrganisation,
)
from broadsheet.extract.organisations.scene import CAPITALS, Candidate, OrganisationScene, is_capitalised

_KNOWN, _DOUBTFUL, _SHARED, _SHOUTED, _CLUB, _THERE = 0.95, 0.75, 0.6, 0.6, 0.6, 0.8
_LONGEST_ACRONYM, _SHORTEST_SHOUTED = 4, 3
_AGENCY = "agency"
_WORLDWIDE = frozenset(("US", "GB"))
_BRANDED = frozenset(("company", "media", "club", "agency", "sport"))
_ENOUGH_SPORT = 4


def find_known(scene: OrganisationScene) -> list[Candidate]:
    """Return the known organisations where they stand. Linear in the document."""
    pairs = zip(scene.document.sentences, scene.cases, strict=True)
    cases = [case for sentence, case in pairs for _ in range(sentence.last - sentence.first)]
    hits = list(scene.known.scan(scene.texts))
    sure = frozenset(
        readings[0].organisation.name
        for first, last, readings in hits
        if len(readings) == 1 and readings[0].strength == STRONG and not (last - first == 1 and scene.word(first).isupper())
    )
    is_sport = len(scene.known.words["sport"].intersection(scene.texts)) >= _ENOUGH_SPORT
    found = []
    for first, last, readings in hits:
        if readings[0].strength != CITY or (is_sport and _is_club(scene, first, last)):
            found.append(_judge(scene, first, last, readings, cases[first], sure))
    return [candidate for candidate in found if candidate is not None]


def _is_club(scene: OrganisationScene, first: int, last: int) -> bool:
    """Say whether a city's name in a story of sport is its club's: not after "in", not before a date or a country."""
    after = scene.word(last)
    dated = len(after) == 4 and after.isdigit() and after[:2] in ("19", "20")
    placed = scene.has("placing", scene.word(first - 1)) or (after == "," and last + 1 in scene.owners)
    beside = is_capitalised(after) and scene.joined(last) and not after.isupper()
    return not (dated or placed or beside)


def _judge(
    scene: OrganisationScene, first: int, last: int, readings: tuple[KnownName, ...], case: str, sure: Collection[str]
) -> Candidate | None:
    """Return the organisation that a name means where it stands, or nothing."""
    named = [reading for reading in readings if reading.organisation.name in sure]
    organisation, strength = (named or readings)[0]
    if not scene.persons.isdisjoint(range(first, last)) and (last - first == 1 or strength != STRONG):
        return None
    if _is_other_thing(scene, last, organisation.kind) or _is_plain_phrase(scene, first, last):
        return None
    shared = Candidate(first, last, organisation.kind, "known name of several", _SHARED, scene.text(first, last), "", first)
    if len(readings) > 1 and not named:
        there = [r.organisation for r in readings if scene.codes.get(r.organisation.country)]
        there = there or [r.organisation for r in readings if r.organisation.kind == _AGENCY]  # AFP is named all over the world
        if len(there) != 1:
            return shared
        name, kind, country = there[0]
        return Candidate(first, last, kind, "known name of a country's", _THERE, name, country, first)
    if last - first == 1 and strength == STRONG and _is_foreign_acronym(scene, scene.word(first), organisation, sure):
        return shared._replace(kind="body", rule="acronym of a country that is not named")
    confidence = _confidence(scene, first, last, case, (organisation.kind, strength))
    is_party = organisation.kind == "party"
    if not confidence or (is_party and _is_elsewhere(scene, first, last, organisation)):
        return None
    of_several = strength == GENERIC or (strength == WEAK and is_party)
    if of_several and not scene.is_about(organisation.country):
        return shared
    return Candidate(first, last, organisation.kind, "known", confidence, organisation.name, organisation.country, first)


def _is_foreign_acronym(scene: OrganisationScene, word: str, organisation: KnownOrganisation, sure: Collection[str]) -> bool:
    """Say whether an acronym is a body's of a country of which the text does not speak, nor names the body in full."""
    short = word.isupper() and len(word) <= _LONGEST_ACRONYM and word != organisation.name and organisation.name not in sure
    return short and organisation.country not in ("", *_WORLDWIDE) and not scene.codes.get(organisation.country)


def _is_elsewhere(scene: OrganisationScene, first: int, last: int, party: KnownOrganisation) -> bool:
    """Say whether a party's name of common words stands in a text that names others' countries, and never its own."""
    own = not scene.codes or party.country in ("", *_WORLDWIDE) or scene.codes.get(party.country)
    return not own and last - first > 1 and all(_is_word(scene.word(number).lower()) for number in range(first, last))


def _is_other_thing(scene: OrganisationScene, last: int, kind: str) -> bool:
    """Say whether what follows makes another thing of a name: "Boeing 737", "Airbus A380", "World Athletics Championships"."""
    if not scene.joined(last):
        return False
    word, after = scene.word(last), scene.word(last + 1)
    if word == "-" or scene.glued(last):
        return (after if word == "-" else word)[:1].isdigit() and kind != "club"  # MiG-31, TVN24
    if kind == "company":
        number = word[:1].isdigit() or (word.isupper() and after[:1].isdigit() and scene.glued(last + 1))
        return number or scene.has("land", word)
    return kind == "sport" and scene.has("spoils", word)


def _is_plain_phrase(scene: OrganisationScene, first: int, last: int) -> bool:
    """Say whether "The" opens a sentence before a word of which a newspaper has its name: "The Australian government"."""
    second = scene.word(first + 1)
    if scene.word(first) != "The" or last - first != 2 or not (_is_word(second) or first + 1 in scene.owners):
        return False
    sentence = scene.document.sentence_at(scene.document.tokens[first].start)
    return sentence is not None and sentence.first == first and not scene.has("publishing", scene.word(last))


def _confidence(scene: OrganisationScene, first: int, last: int, case: str, name: tuple[str, str]) -> float:
    """Return how sure a name of a kind and a strength is, 0 where something speaks against it."""
    kind, strength = name
    if strength == CITY:
        return _CLUB
    one, word = last - first == 1, scene.word(first)
    if case == CAPITALS and one:
        sure = _KNOWN if strength == STRONG else _SHOUTED
        short = len(word) < _SHORTEST_SHOUTED and kind != "international"
        return 0.0 if short or _is_word(word) else sure
    if strength == SEAT and _is_building(scene, first):
        return 0.0
    if strength in (STRONG, GENERIC, SEAT):
        return 0.0 if one and kind in _BRANDED and _goes_on(scene, last) else _KNOWN
    if _beside_name(scene, first, last) or first in scene.owners or (strength == BUSINESS and not scene.is_business):
        return 0.0
    return _DOUBTFUL


def _is_building(scene: OrganisationScene, first: int) -> bool:
    """Say whether a seat of government is the place: "at the White House", "10 Downing Street"."""
    before = scene.word(first - 1)
    before = scene.word(first - 2) if before in ("the", "The") else before
    return (
        before[:1].isdigit()
        or scene.has("placing", before)
        or before in ("at", "outside", "visited", "left", "entered", "inside")
    )


def _goes_on(scene: OrganisationScene, last: int) -> bool:
    """Say whether a capitalised word after a single one makes another name: "Copa America", "Microsoft Windows"."""
    after = scene.word(last)
    if not scene.joined(last) or not is_capitalised(after) or last in scene.persons or after.isupper():
        return False
    return not any(scene.has(kind, after) for kind in ("officer", "legal", "opener", "head", "firm", "alone"))


def _is_word(word: str) -> bool:
    return bool(load_lexicon().kind(word) & WORD)


def _beside_name(scene: OrganisationScene, first: int, last: int) -> bool:
    """Say whether a capitalised word beside makes a longer name: "Ford Foundation", "Harrison Ford"."""
    before, after = scene.word(first - 1), scene.word(last)
    if is_capitalised(before) and scene.joined(first) and not scene.has("opener", before):
        return True
    return is_capitalised(after) and scene.joined(last)
