"""Short forms: how a text names an organisation again that it has named in full: "Northrop" after "Northrop Grumman Corp".

A firm is named by its first words, a body by its head ("the Commission" after "the Transport Commission"), anything by the same
words again. A one-word form that is a common word or a person's surname stands for nothing.

Left out: acronyms (`acronyms.py`), and lower-case references such as "the company".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from broadsheet.extract.document.document import Sentence
from broadsheet.extract.organisations.scene import CAPITALS, Candidate, OrganisationScene, is_capitalised

_SAME, _FIRM, _HEAD = 0.7, 0.65, 0.6
_SURE = 0.6
_FIRMS = frozenset(("company", "agency", "media", "bank", "armed group", "ngo"))
_HEADS = frozenset(
    (
        "Commission",
        "Council",
        "Committee",
        "Ministry",
        "Bank",
        "Court",
        "Tribunal",
        "Agency",
        "Authority",
        "Board",
        "Bureau",
        "Senate",
    )
)


class _Form(NamedTuple):
    candidate: Candidate
    confidence: float
    after: int  # the token after which the form stands for the organisation
    name: str


def find_short_forms(scene: OrganisationScene, found: Sequence[Candidate]) -> list[Candidate]:
    """Return the further mentions of organisations that a document names in full. Linear in the document."""
    forms = _forms(scene, found)
    if not forms:
        return []
    claimed = {number for candidate in found for number in range(candidate.first, candidate.last)}
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted(forms, key=len, reverse=True):
        firsts.setdefault(words[0], []).append(words)
    short = []
    for sentence, case in zip(scene.document.sentences, scene.cases, strict=True):
        if case == CAPITALS:
            short += _shouted(scene, sentence, forms, claimed)
            continue
        named = enumerate(scene.document.texts[sentence.first : sentence.last], sentence.first)
        for number in [number for number, text in named if text in firsts]:
            if number in claimed or number in scene.persons:
                continue
            for words in firsts[scene.word(number)]:
                candidate = _at(scene, number, words, forms[words])
                if candidate is not None:
                    short.append(candidate)
                    break
    return short


def _shouted(
    scene: OrganisationScene, sentence: Sentence, forms: Mapping[tuple[str, ...], _Form], claimed: set[int]
) -> list[Candidate]:
    """Return the mentions in a headline in capitals of what the text below names."""
    upper = {tuple(word.upper() for word in words): form for words, form in forms.items() if words[0] not in _HEADS}
    longest = max((len(words) for words in upper), default=0)
    found, at = [], sentence.first
    while at < sentence.last:
        for count in range(min(longest, sentence.last - at), 0, -1):
            form = upper.get(tuple(scene.word(number) for number in range(at, at + count)))
            if form is not None and claimed.isdisjoint(range(at, at + count)) and at not in scene.persons:
                origin = form.candidate
                confidence = round(min(_HEAD, form.confidence), 2)
                found.append(Candidate(at, at + count, origin.kind, "named below", confidence, form.name, origin.country, at))
                at += count - 1
                break
        at += 1
    return found


def _forms(scene: OrganisationScene, found: Sequence[Candidate]) -> Mapping[tuple[str, ...], _Form]:
    forms: dict[tuple[str, ...], _Form] = {}
    for candidate in found:
        if candidate.confidence < _SURE or candidate.rule in ("known", "national body", "acronym"):
            continue
        own = candidate.own if candidate.own >= 0 else candidate.first
        words = [scene.word(number) for number in range(own, candidate.last)]
        name = candidate.name or scene.text(candidate.first, candidate.last)
        for form, confidence in _short(scene, words, candidate):
            forms.setdefault(form, _Form(candidate, min(confidence, candidate.confidence), candidate.last, name))
    return forms


def _short(scene: OrganisationScene, words: Sequence[str], candidate: Candidate) -> list[tuple[tuple[str, ...], float]]:
    """Return the forms by which an organisation may be named again."""
    plain = list(words)
    while plain and (plain[-1] in (".", "&") or scene.has("legal", plain[-1].replace(".", ""))):
        plain.pop()
    if not plain:
        return []
    forms = [(tuple(words), _SAME), (tuple(plain), _SAME)]
    if candidate.kind in _FIRMS:
        while len(plain) > 1 and (scene.has("firm", plain[-1]) or plain[-1] in ("&", "-")):
            plain.pop()
            forms.append((tuple(plain), _FIRM))
        if len(plain) > 1 and candidate.rule == "legal form":
            forms.append((tuple(plain[:1]), _HEAD))
    elif len(words) > 1 and words[-1] in _HEADS:
        forms.append(((words[-1],), _HEAD))
    elif len(words) > 1 and words[0] in _HEADS and words[1] == "of":
        forms.append(((words[0],), _HEAD))
    return [(form, confidence) for form, confidence in forms if _may_stand_alone(scene, form)]


def _may_stand_alone(scene: OrganisationScene, form: tuple[str, ...]) -> bool:
    if not form or not is_capitalised(form[-1]) or not form[0][:1].isalnum():
        return False
    if len(form) > 1 or form[0] in _HEADS:
        return True
    word = form[0]
    return len(word) > 2 and word not in scene.surnames and not scene.has("short", word) and word.lower() not in scene.lower


def _at(scene: OrganisationScene, number: int, words: tuple[str, ...], form: _Form) -> Candidate | None:
    """Return the mention where a form stands, if no capitalised word beside makes another name of it."""
    last = number + len(words)
    if any(scene.word(number + step) != word for step, word in enumerate(words)):
        return None
    if words[0] in _HEADS and (number < form.after or scene.word(number - 1) not in ("the", "The")):
        return None
    before = scene.word(number - 1)
    if (
        scene.joined(number)
        and is_capitalised(before)
        and not scene.has("opener", before)
        and before != "."
        and number - 1 not in scene.owners
    ):
        return None
    if len(words) == 1 and (scene.owners.get(number) or any(n in scene.persons for n in (number - 1, last))):
        return None
    if (
        len(words) == 1
        and is_capitalised(scene.word(last))
        and scene.joined(last)
        and scene.word(last) not in ("Chief", "President")
    ):
        return None
    origin = form.candidate
    return Candidate(number, last, origin.kind, "named before", round(form.confidence, 2), form.name, origin.country, number)
