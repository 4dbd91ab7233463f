"""Senses: whether a capital stands for its government ("Tehran insists") or for the place ("a street in Tehran").

Both mean the same country. The sense says how sure the mention is, and whether a capital alone puts a story on a country's page.
"""

from __future__ import annotations

from broadsheet.extract.countries.spot import Spot

METONYM, PLACE, UNCLEAR = "metonym", "place", "unclear"
_POSSESSIVES = ("'s", "’s")


def sense_of(spot: Spot) -> str:
    """Return metonym, place or unclear for a capital where it stands."""
    words = spot.scene.gazetteer.words
    before, after = spot.before.lower(), spot.after.lower()
    if spot.is_dateline:
        return PLACE
    if before in words["beside"] or after in words["verb"]:
        return METONYM
    if after in words["modal"] and before not in words["place"]:
        return METONYM
    if after in _POSSESSIVES and spot.after2 in words["policy"]:
        return METONYM
    if after == "and" and before not in ("in", "at") and _capital_follows(spot):
        return METONYM
    return PLACE if before in words["place"] or after == "," else UNCLEAR


def _capital_follows(spot: Spot) -> bool:
    """Say whether the phrase after "and" is a capital."""
    node = spot.scene.gazetteer.root.get(spot.after2)
    return node is not None and any(reading.how == "capital" for reading in node.readings or ())
