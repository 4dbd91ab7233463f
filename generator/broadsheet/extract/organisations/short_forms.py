"""Short forms: how a text names an organisation again that it has named in full: "Northrop" after "Northrop Grumman Corp".

A firm is named by its first words, anything by the same words again. A one-word form that is a common word or a person's surname
stands for nothing.

Left out: acronyms (`acronyms.py`), and references such as "the company" and "the Commission".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from broadsheet.extract.organisations.scene import Candidate, OrganisationScene, is_capitalised

_SAME, _FIRM, _FIRST = 0.7, 0.65, 0.6
_FIRMS = frozenset(("company", "agency", "media", "bank", "armed group", "ngo"))
_OF_THEIR_OWN = frozenset(("known", "national body", "acronym"))  # rules that find every mention by themselves


class _Form(NamedTuple):
    candidate: Candidate
    confidence: float
    name: str


def find_short_forms(scene: OrganisationScene, found: Sequence[Candidate]) -> list[Candidate]:
    """Return the further mentions of organisations that a document names in full. Linear in the document."""
    forms = _forms(scene, found)
    claimed = {number for candidate in found for number in range(candidate.first, candidate.last)}
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted(forms, key=len, reverse=True):
        by_first.setdefault(words[0], []).append(words)
    short = []
    for number in [number for number, text in enumerate(scene.document.texts) if text in by_first]:
        if number in claimed or number in scene.persons:
            continue
        for words in [words for words in by_first[scene.word(number)] if _stands_at(scene, number, words)][:1]:
            origin, confidence, name = forms[words]
            last = number + len(words)
            short.append(Candidate(number, last, origin.kind, "named before", confidence, name, origin.country, number))
    return short


def _forms(scene: OrganisationScene, found: Sequence[Candidate]) -> Mapping[tuple[str, ...], _Form]:
    """Return the forms by which the organisations may be named again, with what each stands for."""
    forms: dict[tuple[str, ...], _Form] = {}
    for candidate in found:
        if candidate.rule not in _OF_THEIR_OWN:
            name = candidate.name or scene.text(candidate.first, candidate.last)
            for form, confidence in _short(scene, candidate):
                if _may_stand_alone(scene, form):
                    forms.setdefault(form, _Form(candidate, min(confidence, candidate.confidence), name))
    return forms


def _short(scene: OrganisationScene, candidate: Candidate) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield the words of an organisation, without its legal form, and a firm's without what firms are called."""
    words = tuple(scene.word(number) for number in range(candidate.own, candidate.last))
    yield words, _SAME
    while words and (words[-1] in (".", "&") or scene.has("legal", words[-1].replace(".", ""))):
        words = words[:-1]
    yield words, _SAME
    if candidate.rule == "legal form" and len(words) > 1:
        yield words[:1], _FIRST
    while candidate.kind in _FIRMS and len(words) > 1 and (scene.has("firm", words[-1]) or words[-1] in ("&", "-")):
        words = words[:-1]
        yield words, _FIRM


def _may_stand_alone(scene: OrganisationScene, form: tuple[str, ...]) -> bool:
    """Say whether a form may stand for an organisation: a single word that is neither a common one nor a person's."""
    if len(form) != 1:
        return len(form) > 1
    word = form[0]
    common = word in scene.surnames or word.lower() in scene.lower or scene.has("people", word)
    return len(word) > 2 and is_capitalised(word) and not common


def _stands_at(scene: OrganisationScene, number: int, words: tuple[str, ...]) -> bool:
    """Say whether a form stands at a token, a single word neither as a place nor before a capitalised one."""
    last = number + len(words)
    if scene.texts[number:last] != words:
        return False
    longer = is_capitalised(scene.word(last)) and scene.joined(last)
    return len(words) > 1 or not (number in scene.owners or longer)
