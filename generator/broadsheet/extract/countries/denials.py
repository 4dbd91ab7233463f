"""Denials: why a phrase that is called like a country, a part of one or a people does not mean it where it stands.

Each rule is given a spot and a reading, and returns the reason in a word, or nothing. The order is that in which an editor would
explain: what the phrase is part of first, what is said with it after.

Left out: names that several countries share, and how sure a mention is (`countries.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from broadsheet.extract.countries.places import PlaceMeaning
from broadsheet.extract.countries.spot import Spot

_PLACED = frozenset(("name", "alias", "capital", "region", "constituent", "city"))
_ADJECTIVES = frozenset(("demonym", "constituent"))
_STRONG_PREPOSITIONS = frozenset(("in", "from", "of", "into", "near", "across", "throughout", "between", "against", "outside"))
_PREPOSITIONS = _STRONG_PREPOSITIONS | {"to", "with", "for", "'s", "’s", "at", "and", "over", "on", "around"}
_SPEECH = frozenset(("said", "told", "who", "scored", "added", "says", "testified", "hit", "finished", "pleaded"))
_INITIAL = re.compile(r"[A-Z]\.")
_BODY_OF = re.compile(r"\b[A-Z][a-z]+(?:s|ion|urch|uild|\bCorp\.?|\bInc\.?|\bCo\.?) (?:of|in) $|\b(?:Corp|Inc|Co)\.? of $")
_AGED = re.compile(r"\s?,\s\d{1,2}(?:,|\sof\b|\sand\b)")
_MEDIUM_OF = re.compile(r"\b([A-Z][a-z]+)\s+of\s+(?:the\s+)?$")
_LEARNT = re.compile(
    r"\b(?:spoke|speaks?|speaking|fluent|translated|translation|learn|learns|learned|learning|taught|teach|teaches|studying|studies"
    r"|studied|understands?)\b(?:\s+\w+){0,2}\s+$"
)
_LANGUAGES = re.compile(r"\b[Ll]anguages?\b(?:[ :(,]+(?:[a-z]{2,9}|[A-Z][a-z]+)){0,6}[ :(,]+$")
_LONGEST_LIST = 16
_TONGUES_BEFORE = re.compile(r"\b(?:in|into|spoke|speaks|speaking) ([A-Z][a-z]+)(?:, [A-Z][a-z]+){0,4}(?:,? (?:and|or)|,) $")
_TONGUE_BEFORE = frozenset(
    ("in", "speak", "speaks", "speaking", "spoke", "into", "fluent", "broken", "learn", "learning", "taught")
)
_CLOSES = frozenset((".", ",", ")", "?", ";", "!", "”", '"', "’", "", "last", "next", "yesterday", "today"))
_STREETS = frozenset(("Street", "Road", "Avenue", "Township", "Creek", "Hills"))  # of which an adjective may be the name
_SHOUTED = frozenset(("US", "CAR", "ROK", "NZ"))  # words or other things in a line of capitals
_FIRST_WORDS = frozenset(("New", "North", "South", "West", "Rhode"))
_SECOND_WORDS = frozenset(("York", "Jersey", "Carolina", "Dakota", "Hampshire", "Mexico", "Virginia", "Island"))  # of states


def denial(spot: Spot, reading: PlaceMeaning) -> str:
    """Return why the spot does not mean what the reading says: masthead, person, language and so on; empty where it may."""
    return next(filter(None, (rule(spot, reading) for rule in _RULES)), "")


def _masthead(spot: Spot, reading: PlaceMeaning) -> str:
    """The Times of Russia, the Washington Post, China Daily, the Irish Times."""
    words = spot.scene.gazetteer.words
    head = _MEDIUM_OF.search(spot.head(24))
    if head and head[1] in words["medium"] - words["medium-weak"]:
        return "masthead"  # but not "News of Russia's answer"
    medium = spot.after
    if medium not in words["medium"] or not spot.joined_after or reading.how in ("abbreviation", "people"):
        return ""
    titled, weak = spot.before in ("The", "the"), medium in words["medium-weak"]
    if reading.how in _ADJECTIVES and not spot.text.endswith("land"):
        return "masthead" if titled and not weak else ""
    if reading.how in ("name", "alias") and weak and not titled:
        return "masthead" if medium in ("Daily", "Today") else ""
    return "masthead"


def _abbreviated(spot: Spot, reading: PlaceMeaning) -> str:
    """US$5 is money, US in a line of capitals a word, CAN without brackets another."""
    if "bracketed" in reading.traits:
        return "" if spot.before == "(" and spot.after in (")", ",", "/") and _follows_a_name(spot) else "abbreviation"
    if reading.how != "abbreviation":
        return ""
    if spot.in_capitals and spot.text in _SHOUTED and spot.before != "(":
        return "capitals"
    if spot.after == "$":
        return "currency"
    return ""


def _follows_a_name(spot: Spot) -> bool:
    """Say whether "(CZE)" stands after a name: not after a time, and not after the words it is short for."""
    tokens = spot.scene.document.tokens[max(0, spot.first - 1 - len(spot.text)) : spot.first - 1]
    initials = "".join(token.text[0] for token in tokens)
    return bool(tokens) and _is_name(tokens[-1].text) and initials.upper() != spot.text


def _person(spot: Spot, reading: PlaceMeaning) -> str:
    """Michael Jordan, Mr. Holland, Chad Smith: whom the document's people, or the words beside, show to be a person."""
    around = spot.scene.person_around(spot.start, spot.end)
    namesake = bool(reading.traits & {"given", "surname"})
    if around and (namesake or reading.how in _PLACED or around != (spot.start, spot.end)):
        return "person"
    if spot.text in spot.scene.surnames and (namesake or reading.how in ("city", "capital")):
        return "" if spot.before in _STRONG_PREPOSITIONS else "person"
    if spot.text in spot.scene.given_names and "given" in reading.traits and not spot.scene.supported.get(reading.code):
        return "" if spot.before in _STRONG_PREPOSITIONS else "person"
    if (not namesake and reading.how != "city") or spot.in_capitals:
        return ""
    return "person" if _called(spot, reading) else ""


def _called(spot: Spot, reading: PlaceMeaning) -> bool:
    """Say whether the words beside make a person's name of the phrase."""
    words = spot.scene.gazetteer.words
    if spot.before in words["title"] or _INITIAL.fullmatch(spot.before) or _AGED.match(spot.tail(8)):
        return True
    if reading.how in ("demonym", "people") or spot.in_title:
        return False
    if not spot.scene.supported.get(reading.code) and _first_name_before(spot):
        return True
    follows = spot.joined_after and _is_name(spot.after) and spot.last not in spot.scene.starts
    if "given" in reading.traits and follows and spot.before.lower() not in _PREPOSITIONS:
        return spot.after not in words["follower"] and spot.after not in words["street"]
    return spot.text in ("Jordan", "Chad") and spot.after in _SPEECH and spot.scene.named.get(reading.code, 0) < 2


def _first_name_before(spot: Spot) -> bool:
    """Say whether a given name seems to stand before the phrase: "Michael Jordan", but not "In Jordan" or "Hosts Jordan"."""
    words, name = spot.scene.gazetteer.words, spot.before
    if not spot.joined_before or not _is_name(name) or name in words["leader"] or name in words["follower"]:
        return False
    if name.endswith("ing") or spot.first in spot.scene.ends:  # "the Syria Jordan border"
        return False
    return not spot.before_opens_sentence or not name.endswith(("s", "ed", "ly", "er", "an"))


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word.isalpha() and not word.isupper() and len(word) > 1


def _language(spot: Spot, reading: PlaceMeaning) -> str:
    """In Arabic, speaks French, a Spanish teacher."""
    words = spot.scene.gazetteer.words
    if spot.text not in words["tongue"]:
        return ""
    if spot.after in words["subject"] and (spot.scene.local or spot.text == "English"):
        return "language"
    if spot.after in words["lesson"] or (spot.after == "-" and spot.after2 in words["lesson"]):
        return "language"
    return "language" if _ends_there(spot) and _follows_a_verb_of_language(spot) else ""


def _ends_there(spot: Spot) -> bool:
    """Say whether the adjective belongs to no noun: "in French and English, he", but not "in French and German towns"."""
    if spot.after in ("and", "or"):
        return not spot.after3.islower() or spot.scene.has("idle", spot.after3)
    return spot.after in _CLOSES or spot.scene.has("idle", spot.after)


def _follows_a_verb_of_language(spot: Spot) -> bool:
    if spot.before in _TONGUE_BEFORE and spot.before2 not in ("the", "a", "an"):
        return True
    others = _TONGUES_BEFORE.search(spot.head(64))
    if others and (spot.scene.has("tongue", others[1]) or spot.scene.has("speech", others[1])):
        return True
    return bool(_LEARNT.search(spot.head(48)) or _LANGUAGES.search(spot.head(64))) or _beside_a_language(spot)


def _beside_a_language(spot: Spot) -> bool:
    """Say whether the adjective stands in a list with a language that no country is named after: "Arabic, French and Hindi"."""
    tokens, words = spot.scene.document.tokens, spot.scene.gazetteer.words
    for step, start in ((-1, spot.first - 1), (1, spot.last)):
        for number in range(start, start + step * _LONGEST_LIST, step):
            word = tokens[number].text if 0 <= number < len(tokens) else ""
            if word in words["speech"]:
                return True
            if word not in words["tongue"] and word not in (",", "and", "or", "/"):
                break
    return False


def _thing(spot: Spot, reading: PlaceMeaning) -> str:
    """French fries, a German shepherd, an Italian restaurant; but not "Korean food prices"."""
    if reading.how not in _ADJECTIVES or not spot.joined_after or spot.scene.has("trade", spot.after2):
        return ""
    return "thing" if spot.scene.has("thing", spot.after) else ""


def _street(spot: Spot, reading: PlaceMeaning) -> str:
    """Washington Street, Lebanon High School, Cuba Township."""
    if spot.in_capitals or not spot.joined_after:
        return ""
    if spot.text == "Washington" and spot.scene.has("college", spot.after):
        return "street"
    if reading.how not in ("name", "alias", "capital", "demonym") or not spot.scene.has("street", spot.after):
        return ""
    if reading.how == "demonym" and spot.after not in _STREETS:
        return ""
    return "street"


def _town(spot: Spot, reading: PlaceMeaning) -> str:
    """Athens, Ga.; Paris, Texas; Moscow, Idaho."""
    if reading.how not in ("capital", "name", "city", "alias") or spot.after != "," or reading.code in ("US", "CA"):
        return ""
    words = spot.scene.gazetteer.words
    if spot.after2 in words["state"] or (spot.after2 in words["state-short"] and spot.after3 == "."):
        return "town"
    return "town" if spot.after2 in _FIRST_WORDS and spot.after3 in _SECOND_WORDS else ""


def _english(spot: Spot, reading: PlaceMeaning) -> str:
    """English is the language, unless it is said of something: "English football", "the English captain"."""
    if spot.text not in ("English", "ENGLISH"):
        return ""
    taught = spot.before in (",", "and", "or") and spot.scene.has("taught", spot.before2)
    if taught or spot.after2 in ("school", "schools"):
        return "language"
    said_of = spot.after.isalpha() and spot.after.islower() and not spot.scene.has("idle", spot.after)
    return "" if said_of or spot.scene.has("english", spot.after) else "language"


def _unsupported(spot: Spot, reading: PlaceMeaning) -> str:
    """A name that has to be borne out by another: Wellington, CAR, St. Vincent; the Emirates needs its article."""
    if "article" in reading.traits and spot.before not in ("the", "The"):
        return "no article"
    if "named" not in reading.traits or spot.is_dateline:
        return ""
    return "" if spot.scene.named.get(reading.code) or spot.scene.supported.get(reading.code) else "not borne out"


def _organisation(spot: Spot, reading: PlaceMeaning) -> str:
    """All-American, Miss America, Boy Scouts of America, American Heart Association: names that say nothing of the country."""
    if reading.code != "US":
        return ""
    if spot.text == "American" and spot.scene.has("association", spot.after):
        return "organisation"
    if spot.text != "America":
        return ""
    if spot.before in ("Miss", "Mr.", "Captain", "Copa", "Club", "Mister", "Mrs.") and spot.joined_before:
        return "organisation"
    return "organisation" if _BODY_OF.search(spot.head(40)) and not spot.in_title else ""


_RULES: tuple[Callable[[Spot, PlaceMeaning], str], ...] = (
    _masthead,
    _abbreviated,
    _person,
    _language,
    _english,
    _thing,
    _street,
    _town,
    _organisation,
    _unsupported,
)
