"""Whole: claims and events that are read away from their text, completed from it, or else less sure than what is published.

What is put in stands in brackets: whom the pronoun means that a text begins with, and the date of a day that is counted from
another one. Left out: pronouns further on, which what stands before them explains.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.extract.dates.anchored import PUBLISHED
from broadsheet.extract.dates.dates import DateMention
from broadsheet.extract.document.document import Document
from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.finding import Finding
from broadsheet.extract.statements.phrases import FINITE
from broadsheet.extract.statements.speakers import ORGANISATION, PERSON, NamedActor, gender_of
from broadsheet.language.customs import ENGLISH

_UNSURE = 0.7
_FIRST = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_GENDERS = {"he": "m", "his": "m", "she": "f", "her": "f"}
_OTHERS = frozenset(("it", "its", "they", "their"))
_WHOSE = frozenset(("his", "her", "its", "their"))
_OPEN = FINITE | word_set("no beginning")
_IMPERSONAL = re.compile(
    r"it (?:is|was|would be|will be|has been|had been|may be|could be|might be|should be|’s|'s) "
    rf"(?:(?:not|so|very|too|more|most|now|\w+ly) )*(?:{'|'.join(sorted(word_set('impersonal')))})\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w+")
_EXACT = frozenset(("day", "month", "year"))
_OPENERS = "“\"‘'"
_REACH = 2  # sentences back to whom a pronoun means


class Wholes:
    """Completes the findings of a document by its dates and by whom it names, both in order."""

    def __init__(self, document: Document, dates: Sequence[DateMention], named: Sequence[NamedActor]) -> None:
        genders = {actor.name: gender for actor in named if (gender := actor.gender or gender_of(document, actor))}
        self._document, self._dates = document, dates
        self._named = [actor._replace(gender=genders.get(actor.name, "")) for actor in named]
        self._kinds: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for actor in self._named:
            self._kinds[actor.name].add((actor.kind, actor.gender))

    def complete(self, finding: Finding) -> Finding:
        """Return a claim or an event completed, known by the same key, and less sure where it cannot be."""
        assert not isinstance(finding.value, str)
        text = str(finding.value["text"])
        opened = self._opened(text, finding)
        dated = self._dated(opened or text, finding)
        halved = text.count('"') % 2 or text.count("“") != text.count("”")
        confidence = min(finding.confidence, _UNSURE) if opened is None or dated is None or halved else finding.confidence
        return replace(finding, value={**finding.value, "text": dated or opened or text}, confidence=confidence)

    def _opened(self, text: str, finding: Finding) -> str | None:
        """Return a text that says what it is of; None where that is not known, or where it is the rest of a sentence."""
        if text.startswith(("And ", "But ")):
            text = text[4:5].upper() + text[5:]
        found = _FIRST.match(text)
        if found is None:
            return text if text[:1] in _OPENERS or text[:1].isdigit() or text[:1] in "£$€" else None
        first = found[0].lower().replace("’", "'")
        if first not in _GENDERS and first not in _OTHERS:
            return None if first in _OPEN or (finding.field == "events" and text[0].islower()) else text
        if _IMPERSONAL.match(text):
            return text
        name = self._meant(first, finding)
        whose = ("’" if name.endswith("s") else "’s") if first in _WHOSE else ""
        return f"[{name}{whose}]{text[found.end() :]}" if name else None

    def _meant(self, pronoun: str, finding: Finding) -> str:
        """Return whom a pronoun means at the beginning of a claim or an event; empty where it may be anybody else.

        A person is meant where the sentence so far and the two before name nobody else whom the pronoun fits; the one who speaks
        where the sentence names them before it, or their gender is known.
        """
        assert not isinstance(finding.value, str)
        at = finding.evidence[0].start
        sentences = self._document.sentences
        number = bisect_left(sentences, (at + 1,)) - 1
        if number < 0:
            return ""
        start, of_person = sentences[number].start, pronoun in _GENDERS
        names = self._names(pronoun, sentences[max(0, number - _REACH)].start if of_person else start, at)
        if finding.field == "events":
            return names.pop() if of_person and len(names) == 1 else ""
        speaker = str(finding.value["attributed_to"])
        kinds = self._kinds.get(speaker, set())
        plural = not kinds and pronoun == "they" and speaker[-1:] == "s"
        known = not of_person or speaker in self._names(pronoun, start, at) or (PERSON, _GENDERS[pronoun]) in kinds
        fits = plural or (known and any(_fits(pronoun, *kind) for kind in kinds))
        return speaker if fits and at > start and names <= {speaker} else ""

    def _names(self, pronoun: str, start: int, end: int) -> set[str]:
        """Return the names between two offsets of those whom a pronoun may mean."""
        first, last = (bisect_left(self._named, (offset,)) for offset in (start, end))
        return {actor.name for actor in self._named[first:last] if _fits(pronoun, actor.kind, actor.gender)}

    def _dated(self, text: str, finding: Finding) -> str | None:
        """Return a text with the dates of what is counted from another day; None where such a date is not known."""
        place, beside = finding.evidence[0], finding.evidence[1].start if finding.field == "events" else -1
        first, last = (bisect_left(self._dates, (offset,)) for offset in (place.start, place.end))
        first -= first > 0 and self._dates[first - 1].end > place.start  # said that Monday's vote was lost
        for mention in self._dates[first:last]:
            words = self._document.text[max(mention.start, place.start) : mention.end]
            if not mention.anchor or words not in text or mention.start == beside:
                continue
            rest = _unsaid(words, mention) if mention.value and mention.precision in _EXACT else ""
            if (not mention.value and mention.precision == "day") or (rest and self._is_doubtful(mention)) or words == text:
                return None  # not known, not sure, or all that is said
            if rest and rest not in text and self._document.text[mention.end : mention.end + 1] != "-":  # Mar-a-Lago
                after = text.index(words) + len(words)
                after += 2 if text[after : after + 2] in ("'s", "’s") else 0
                text = f"{text[:after]} [{rest}]{text[after:]}"
        return text

    def _is_doubtful(self, mention: DateMention) -> bool:
        """Say whether a date may be of another year or week: a holiday, or a month that the text says of another year."""
        year, month = mention.value[:4], mention.value[5:7]
        said = (
            {d.value[:4] for d in self._dates if not d.anchor and d.value[5:7] == month}
            if mention.rule == "bare month"
            else {year}
        )
        return mention.confidence < _UNSURE or mention.rule == "holiday" or not said <= {year}


def _unsaid(words: str, mention: DateMention) -> str:
    """Return what words do not say of their date: "2026" for "late October", all of it for "Monday"."""
    if mention.rule == "clock" or mention.anchor != PUBLISHED or words == "Today":  # which is a programme's or a paper's name
        return ""
    said = _WORDS.findall(words)
    return " ".join(part for part in ENGLISH.date(mention.value).split() if not any(_says(word, part) for word in said))


def _says(word: str, part: str) -> bool:
    """Say whether a word is a part of a date: 3rd is its 3, Jan its January."""
    return part in (word, word[:-2]) or (len(word) > 2 and part.startswith(word))


def _fits(pronoun: str, kind: str, gender: str) -> bool:
    """Say whether a pronoun may mean an actor."""
    if pronoun in _GENDERS:
        return kind == PERSON and gender in ("", _GENDERS[pronoun])
    return kind == ORGANISATION
