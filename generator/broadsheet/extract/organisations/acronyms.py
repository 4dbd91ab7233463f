"""Acronyms: those that a text explains ("World Health Organization (WHO)"), and words in capitals that nothing explains.

Left out: known acronyms, and what stands in lines that are all in capitals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broadsheet.extract.organisations.scene import CAPITALS, POSSESSIVES, Candidate, OrganisationScene, is_capitalised

_EXPLAINED_MORE, _EXPLAINED, _UNEXPLAINED = 0.85, 0.65, 0.5
_SHORTEST, _LONGEST = 2, 7
_LONGEST_NAME = 12


def find_acronyms(scene: OrganisationScene, named: Sequence[Candidate], claimed: frozenset[int]) -> list[Candidate]:
    """Return explained acronyms with their names where nobody else found these, and words in capitals that are names.

    `named` are the organisations found so far; an acronym of one of them is its name, too. `claimed` are their tokens.
    """
    ends = {candidate.last: candidate for candidate in named}
    meanings: dict[str, Candidate | None] = {}
    for acronym, first, last in _explained(scene):
        whole = ends.get(last)
        if whole is None and not scene.has("nobody", scene.word(last - 1)):
            whole = Candidate(first, last, "body", "explained acronym", _EXPLAINED, own=first)
        meanings[acronym] = whole
    found = [whole for whole in meanings.values() if whole is not None and whole.rule == "explained acronym"]
    acronyms = {text for text in set(scene.texts) if is_acronym(text)}
    for sentence, case in zip(scene.document.sentences, scene.cases, strict=True):
        for number in range(sentence.first, sentence.last):
            word = scene.texts[number]
            if word not in acronyms or number in claimed:
                continue
            whole = meanings.get(word)
            if whole is not None:
                found.append(_short_for(scene, number, whole))
            elif word not in meanings and case != CAPITALS and _is_unexplained(scene, number):
                found.append(Candidate(number, number + 1, "body", "acronym", _UNEXPLAINED, own=number))
    return found


def is_acronym(word: str) -> bool:
    """Say whether a word is in capitals, perhaps with points, and of an acronym's length."""
    letters = word.replace(".", "")
    return (
        _SHORTEST <= len(letters) <= _LONGEST
        and letters.isalpha()
        and letters[0].isupper()
        and sum(map(str.isupper, letters)) > 1
    )


def _explained(scene: OrganisationScene) -> Iterator[tuple[str, int, int]]:
    """Yield the acronyms that the document explains, "Full Name (FN)", with the tokens of the name."""
    for number in [number for number, text in enumerate(scene.document.texts) if text == "("]:
        acronym = scene.word(number + 1)
        if scene.word(number + 2) in (")", ",", ";") and is_acronym(acronym) and number + 1 not in scene.owners:
            first = _name_before(scene, number, acronym.replace(".", ""))
            if first is not None:
                yield acronym, first, number - (scene.word(number - 1) in POSSESSIVES)


def _name_before(scene: OrganisationScene, end: int, acronym: str) -> int | None:
    """Return the first token of the name before a bracket whose words begin with an acronym's letters."""
    left = len(acronym) - 1
    for number in range(end - 1, max(end - 1 - _LONGEST_NAME, -1), -1):
        word = scene.word(number)
        if number in scene.persons or not (is_capitalised(word) or scene.has("small", word)):
            return None
        if word[0] == acronym[left].upper():
            left -= 1
            if left < 0:
                return number
    return None


def _short_for(scene: OrganisationScene, number: int, whole: Candidate) -> Candidate:
    """Return an acronym as another mention of what it is short for."""
    name = whole.name or scene.text(whole.first, whole.last)
    confidence = max(_EXPLAINED, min(whole.confidence, _EXPLAINED_MORE))
    return Candidate(number, number + 1, whole.kind, "explained acronym", confidence, name, whole.country, number)


def _is_unexplained(scene: OrganisationScene, number: int) -> bool:
    """Say whether a word in capitals may be an organisation: no code, no unit, no address, not part of a longer name."""
    word = scene.word(number)
    if number in scene.owners or number in scene.persons or not word.isupper() or scene.has("notacronym", word.rstrip(".")):
        return False
    before, after = scene.word(number - 1), scene.word(number + 1)
    longer = is_capitalised(before) and not scene.has("opener", before)
    if scene.joined(number) and (longer or before in ("-", "/", "$", "#")):
        return False
    if scene.joined(number + 1) and (is_capitalised(after) or after[:1].isdigit() or after in ("-", "/", ":", "$")):
        return False
    asking = before == "(" and scene.word(number - 2) == "("  # an interviewer's mark
    return not asking and not (after == "." and scene.glued(number + 2))
