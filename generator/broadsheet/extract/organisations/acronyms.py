"""Acronyms: those that a text explains ("World Health Organization (WHO)"), and words in capitals that nothing explains.

Left out: known acronyms, and what stands in lines that are all in capitals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from broadsheet.extract.organisations.scene import CAPITALS, Candidate, OrganisationScene, is_capitalised

_EXPLAINED_MORE, _EXPLAINED, _UNEXPLAINED, _WITH_ARTICLE = 0.85, 0.65, 0.5, 0.55
_SHORTEST, _LONGEST = 2, 7
_LONGEST_NAME = 12
_FOREIGN = -1
_SMALL = frozenset(("of", "the", "and", "for", "in", "to", "on", "de", "la", "du", "des", "del", "&", "-", "'s", "’s"))


class Explained(NamedTuple):
    """An acronym with the tokens of its full name; of none, where it is short for common words.

    `first` is negative where the letters are others': of "Civic Democratic Party (ODS)" in another language.
    """

    acronym: str
    first: int
    last: int


def find_explained(scene: OrganisationScene) -> list[Explained]:
    """Return the acronyms that the document explains: "Full Name (FN)" and "FN (Full Name)"."""
    found = []
    tokens = scene.document.tokens
    for number in [number for number, text in enumerate(scene.document.texts) if text == "("]:
        if not 0 < number < len(tokens) - 1:
            continue
        inner, close = tokens[number + 1].text, scene.word(number + 2)
        if close in (")", ",", ";") and is_acronym(inner):
            first = _name_before(scene, number, inner.replace(".", ""))
            if first is not None or _common_before(scene, number, inner):
                found.append(Explained(inner, number if first is None else first, number))
            elif inner.isupper():
                found.append(Explained(inner, _FOREIGN, number))
        elif is_acronym(tokens[number - 1].text) and is_capitalised(inner):
            last = _name_after(scene, number + 1, tokens[number - 1].text.replace(".", ""))
            if last is not None:
                found.append(Explained(tokens[number - 1].text, number + 1, last))
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


def _name_before(scene: OrganisationScene, end: int, acronym: str) -> int | None:
    """Return the first token of the name before a bracket whose words begin with an acronym's letters."""
    at, left = end - 1, len(acronym) - 1
    start: int | None = None
    for number in range(at, max(at - _LONGEST_NAME, -1), -1):
        word = scene.word(number)
        if not word[:1].isalnum() and word not in _SMALL:
            break
        if word[:1].upper() == acronym[left].upper() and word[:1].isupper():
            left, start = left - 1, number
            if left < 0:
                return start if number not in scene.persons and end - start > 1 else None
        elif word not in _SMALL and not is_capitalised(word):
            break
    return None


def _common_before(scene: OrganisationScene, end: int, acronym: str) -> bool:
    """Say whether the words before a bracket begin with an acronym's letters, in lower case: "unmanned aerial vehicle (UAV)"."""
    words = [word for number in range(max(0, end - len(acronym) - 3), end) if (word := scene.word(number)) not in _SMALL]
    return "".join(word[0] for word in words[-len(acronym) :]).upper() == acronym.upper()


def _name_after(scene: OrganisationScene, start: int, acronym: str) -> int | None:
    """Return the token after the name within brackets whose words begin with an acronym's letters."""
    letters = ""
    for number in range(start, min(start + _LONGEST_NAME, len(scene.document.tokens))):
        word = scene.word(number)
        if word == ")":
            return (
                number
                if letters.upper().startswith(acronym.upper()[: len(letters)]) and len(letters) >= len(acronym) - 1
                else None
            )
        if word[:1].isupper():
            letters += word[0]
        elif word not in _SMALL:
            return None
    return None


class _Meaning(NamedTuple):
    name: str
    kind: str
    country: str
    confidence: float


_NOTHING = _Meaning("", "", "", 0.0)


def find_acronyms(
    scene: OrganisationScene, explained: Sequence[Explained], named: Mapping[tuple[int, int], Candidate], claimed: frozenset[int]
) -> list[Candidate]:
    """Return explained acronyms with their names where nobody else found these, and words in capitals that are names.

    `named` are the organisations found so far by their tokens; an acronym of one of them is its name, too.
    """
    found: list[Candidate] = []
    meanings: dict[str, _Meaning] = {}
    ends = {key[1]: key for key in named}
    for acronym, first, last in explained:
        if first < 0:
            if last in ends:
                meanings[acronym] = _meaning(scene, named[ends[last]])
            continue
        whole = named.get(ends[last]) if last in ends and ends[last][0] <= first < last else None
        place = scene.ends.get(last) or scene.ends.get(last - 1)
        if place is not None and place.first <= first + 1:
            meanings[acronym] = _NOTHING
            continue
        if (
            whole is None
            and first < last
            and not scene.has("nobody", scene.word(last - 1))
            and claimed.isdisjoint(range(first, last))
        ):
            whole = Candidate(first, last, "body", "explained acronym", _EXPLAINED, own=first)
            found.append(whole)
        meanings[acronym] = _NOTHING if whole is None else _meaning(scene, whole)
    acronyms = {text for text in set(scene.texts) if is_acronym(text)}
    for sentence, case in zip(scene.document.sentences, scene.cases, strict=True):
        for number in range(sentence.first, sentence.last):
            if scene.texts[number] in acronyms and number not in claimed:
                found += _acronym(scene, number, meanings, case)
    return found


def _meaning(scene: OrganisationScene, whole: Candidate) -> _Meaning:
    confidence = max(_EXPLAINED, min(whole.confidence, _EXPLAINED_MORE))
    return _Meaning(whole.name or scene.text(whole.first, whole.last), whole.kind, whole.country, confidence)


def _acronym(scene: OrganisationScene, number: int, meanings: Mapping[str, _Meaning], case: str) -> list[Candidate]:
    meaning = meanings.get(scene.word(number))
    if meaning is None:
        return _unexplained(scene, number) if case != CAPITALS else []
    if not meaning.name:
        return []
    name, kind, country, confidence = meaning
    return [Candidate(number, number + 1, kind, "explained acronym", confidence, name, country, number)]


def _unexplained(scene: OrganisationScene, number: int) -> list[Candidate]:
    """Return a word in capitals that may be an organisation: no code, no unit, not part of a longer name."""
    word = scene.word(number)
    if number in scene.owners or number in scene.persons or not word.isupper() or scene.has("notacronym", word.rstrip(".")):
        return []
    before, after = scene.word(number - 1), scene.word(number + 1)
    longer = is_capitalised(before) and not scene.has("opener", before)
    if scene.joined(number) and (longer or before in ("-", "/", "$", "#")):
        return []
    if scene.joined(number + 1) and (is_capitalised(after) or after[:1].isdigit() or after in ("-", "/", ":", "$")):
        return []
    if (before == "(" and scene.word(number - 2) == "(") or (after == "." and scene.glued(number + 2)):
        return []  # an interviewer's mark; an address
    confidence = _WITH_ARTICLE if before in ("the", "The") else _UNEXPLAINED
    return [Candidate(number, number + 1, "body", "acronym", confidence, own=number)]
