"""Cues: what the words around a capitalised name say of it: "carmaker Fiat", "Bosch shares", "an analyst at Dresdner".

Only names that nothing else accounts for are looked at: no person's, no country's, no known one. A firm's or group's name that a
cue shows once stands for it in the whole document.

Left out: names whose own words say what they are (`organisation_names.py`), and acronyms (`acronyms.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.extract.document.lexicon import WORD, load_lexicon
from broadsheet.extract.organisations.names import of_tail
from broadsheet.extract.organisations.scene import POSSESSIVES, Candidate, OrganisationScene, Run, is_capitalised

_TRADE, _TRAIT, _FIGHTERS, _POST, _AIR, _FIRM, _NEWSROOM = 0.75, 0.65, 0.75, 0.75, 0.65, 0.6, 0.6
_NEWSROOMS = frozenset(("newsroom", "newsdesk"))
_SAID = frozenset(("said", "says", "announced", "reported", "posted", "expects", "plans"))
_LONGEST = 5
_TRAIT_OF_PERSONS = frozenset(("spokesman", "spokeswoman", "spokesperson", "lawyers", "supporters", "aide", "report"))
_BUILDINGS = frozenset(("station", "prison", "airport", "hospital", "school", "church", "restaurant", "camp", "base", "hall"))
_NOT_AIR = frozenset(("Force", "Base", "Traffic", "Marshal", "Strike", "Vice", "Chief", "Show", "Defence", "Defense"))
_OF_SOMETHING = frozenset(("party", "militia", "faction", "group", "movement", "union", "institute", "charity"))
_KINDS = {
    **dict.fromkeys(("party", "faction"), "party"),
    **dict.fromkeys(("newspaper", "daily", "magazine", "weekly", "tabloid", "broadcaster", "newsletter", "channel"), "media"),
    **dict.fromkeys(("charity", "watchdog", "institute", "thinktank"), "ngo"),
    **{"militia": "armed group", "union": "union", "agency": "agency"},
}


def find_by_cues(scene: OrganisationScene, left: Sequence[Run], claimed: frozenset[int]) -> list[Candidate]:
    """Return the organisations that the words around show among runs of capitalised words. `claimed` are others' tokens."""
    found = []
    for whole in left:
        run = _without_trade(scene, whole)
        if run.last - run.first > _LONGEST or any(number in claimed for number in range(run.first, run.last)):
            continue
        if _is_place(scene, run) and scene.word(run.last) not in _NEWSROOMS:
            continue
        candidate = _cued(scene, run)
        if candidate is not None:
            found.append(candidate)
    return found


def _without_trade(scene: OrganisationScene, run: Run) -> Run:
    """Return a run without the trade that opens its sentence: "Carmaker Zentra"."""
    word = scene.word(run.first)
    opens = run.opens and run.last - run.first > 1 and scene.has("trade", word.lower())
    opens = opens and not scene.has("head", word) and not scene.has("firm", word)
    return run._replace(first=run.first + 1, opens=False) if opens else run


def _is_place(scene: OrganisationScene, run: Run) -> bool:
    """Say whether a run is a country's or a city's name, or a people's."""
    owner = scene.owners.get(run.first)
    return owner is not None and owner.last >= run.last


def _cued(scene: OrganisationScene, run: Run) -> Candidate | None:
    before, after = scene.word(run.first - 1), scene.word(run.last)
    owned = run.first in scene.owners
    if scene.joined(run.last) and after in _NEWSROOMS:
        return Candidate(run.first, run.last + 1, "media", "newsroom", _NEWSROOM, own=run.first)
    if scene.joined(run.first) and scene.has("trade", before.lower()) and not owned:
        last = of_tail(scene, run.last, run, 10**9) if before in _OF_SOMETHING else 0
        return Candidate(run.first, last or run.last, _kind(before), "trade before", _TRADE, own=run.first)
    if scene.word(run.first) == "Air" and run.last - run.first > 1 and scene.word(run.first + 1) not in _NOT_AIR:
        return Candidate(run.first, run.last, "company", "airline", _AIR, own=run.first)
    if owned or _goes_on(scene, run):
        return None
    return _by_people(scene, run) or _by_trait(scene, run, after)


def _by_people(scene: OrganisationScene, run: Run) -> Candidate | None:
    """Return a name at which somebody is, or that speaks of itself."""
    if _follows_post(scene, run) and not (run.opens and run.last - run.first == 1):
        return Candidate(run.first, run.last, "company", "post", _POST, own=run.first)
    if _person_of(scene, run) or _speaks_of_itself(scene, run):
        return Candidate(run.first, run.last, "company", "firm by its words", _FIRM, own=run.first)
    return None


def _by_trait(scene: OrganisationScene, run: Run, after: str) -> Candidate | None:
    """Return a name of which the word after it says what it is."""
    if not scene.joined(run.last) or scene.has("people", scene.word(run.last - 1)):
        return None
    if run.last - run.first == 1 and (_is_common(scene, run) or scene.word(run.first - 1) == "-"):
        return None
    if scene.has("fighters", after):
        return Candidate(run.first, run.last, "armed group", "fighters after", _FIGHTERS, own=run.first)
    if scene.has("trait", after) and _may_be_firm(scene, run, after):
        return Candidate(run.first, run.last, "company", "trait after", _TRAIT, own=run.first)
    return None


def _is_common(scene: OrganisationScene, run: Run) -> bool:
    """Say whether a single word is a word of English, or a people's or a faith's: "Dock workers", "Druze fighters"."""
    word = scene.word(run.first)
    return scene.has("people", word) or word.endswith(("ist", "ists", "ese")) or bool(load_lexicon().kind(word) & WORD)


def _kind(trade: str) -> str:
    return _KINDS.get(trade, "company")


def _goes_on(scene: OrganisationScene, run: Run) -> bool:
    """Say whether a name goes on after an apostrophe: "Fishmongers' Hall"."""
    return scene.word(run.last) in ("'", "’", *POSSESSIVES) and scene.glued(run.last) and is_capitalised(scene.word(run.last + 1))


def _follows_post(scene: OrganisationScene, run: Run) -> bool:
    """Say whether somebody is "at" the name: an analyst at, a spokesman for."""
    link, post = scene.word(run.first - 1), scene.word(run.first - 2)
    at = run.first - 1
    if link in ("the", "The"):
        link, post, at = post, scene.word(run.first - 3), at - 1
    if not scene.joined(run.first) or scene.word(run.last) in _BUILDINGS:
        return False
    if link in ("at", "with") or (link in ("for", "of") and post.startswith("spokes")):
        return scene.has("post", post)
    if link == "for" and post in ("worked", "works", "working", "work"):
        return True
    return link == "of" and post in ("analyst", "economist", "strategist", "trader", "broker", "executive") and at > 0


def _person_of(scene: OrganisationScene, run: Run) -> bool:
    """Say whether a person is "of" or "at" a name of several words: "said Ann Smith of Nomura International"."""
    link = run.first - 1
    if scene.word(link) not in ("of", "at", "with", "from") or link - 1 not in scene.persons or not scene.joined(run.first):
        return False
    return run.last - run.first > 1 and run.first not in scene.owners


def _speaks_of_itself(scene: OrganisationScene, run: Run) -> bool:
    """Say whether what a name says is about "it" or "its", as a firm does: "Omnicorp said on Monday it would"."""
    if scene.word(run.last) not in _SAID or not scene.joined(run.last):
        return False
    if run.last - run.first == 1 and (_is_common(scene, run) or scene.word(run.first) in scene.surnames):
        return False
    follows = [scene.word(number) for number in range(run.last + 1, run.last + 6)]
    return any(word in ("it", "its") for word in follows) and "that" not in follows[:1]


def _may_be_firm(scene: OrganisationScene, run: Run, trait: str) -> bool:
    """Say whether a name before "shares" or "spokesman" may be a firm's and no person's."""
    words = [scene.word(number) for number in range(run.first, run.last)]
    if run.opens and len(words) == 1 and words[0].lower() in scene.lower:
        return False
    if len(words) == 1 and words[0] in scene.surnames:
        return False
    if trait in _TRAIT_OF_PERSONS and (len(words) > 1 or words[0] in scene.surnames):
        return False
    return not any(word in POSSESSIVES or scene.has("spoils", word) for word in words)
