"""Cues: what the words around a capitalised name say of it: "carmaker Fiat", "Bosch shares", "Ann Smith of Nomura International".

Only names that nothing else accounts for are looked at: no person's, no country's, no known one. A firm's or group's name that a
cue shows once stands for it in the whole document.

Left out: names whose own words say what they are (`names.py`), and acronyms (`acronyms.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.extract.document.lexicon import WORD, load_lexicon
from broadsheet.extract.organisations.known_organisations import load_kinds
from broadsheet.extract.organisations.names import of_tail
from broadsheet.extract.organisations.scene import Candidate, OrganisationScene, Run

_TRADE, _TRAIT, _FIRM = 0.75, 0.65, 0.6
_LONGEST = 5


def find_by_cues(scene: OrganisationScene, left: Sequence[Run], claimed: frozenset[int]) -> list[Candidate]:
    """Return the organisations that the words around show among runs of capitalised words. `claimed` are others' tokens."""
    found: list[Candidate] = []
    for run in left:
        is_place = run.first in scene.owners  # a country's or a city's name, or a people's
        if is_place or run.last - run.first > _LONGEST or not claimed.isdisjoint(range(run.first, run.last)):
            continue
        found += filter(None, [_cued(scene, run)])
    return found


def _cued(scene: OrganisationScene, run: Run) -> Candidate | None:
    """Return the organisation that the words beside a name show."""
    first, last, before = run.first, run.last, scene.word(run.first - 1)
    if scene.joined(first) and scene.has("trade", before.lower()):
        kind, last = load_kinds().get(before, "company"), of_tail(scene, last, run, 10**9) or last
        return Candidate(first, last, kind, "trade before", _TRADE, own=first)
    if _person_of(scene, run):
        return Candidate(first, last, "company", "firm by its words", _FIRM, own=first)
    if scene.has("trait", scene.word(last)) and _may_be_firm(scene, run):
        return Candidate(first, last, "company", "trait after", _TRAIT, own=first)
    return None


def _person_of(scene: OrganisationScene, run: Run) -> bool:
    """Say whether a person is "of" or "at" a name of several words: "said Ann Smith of Nomura International"."""
    link = run.first - 1
    return scene.word(link) in ("of", "at", "with", "from") and link - 1 in scene.persons and run.last - run.first > 1


def _may_be_firm(scene: OrganisationScene, run: Run) -> bool:
    """Say whether a name before "shares" may be a firm's: no word of English, no people's name, no street."""
    words = [scene.word(number) for number in range(run.first, run.last)]
    if len(words) == 1 and load_lexicon().kind(words[0]) & WORD:
        return False
    return not any(scene.has("spoils", word) or scene.has("people", word) for word in words)
