"""People: which persons a text names, where, and how sure that is.

A run of capitalised words is read as a title and a name; the name is weighed by the lexicon and by what stands around it. Then
the document speaks: a word that is the surname of somebody who is named in full is that person's.

Left out: which mentions are of one person (`clusters.py`), and what the text says of a person (`roles.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from broadsheet.extract.countries.places import Found, load_gazetteer
from broadsheet.extract.document.document import Document
from broadsheet.extract.document.lexicon import Lexicon
from broadsheet.extract.people.candidates import NameCandidate, find_candidates
from broadsheet.extract.people.cast import Cast
from broadsheet.extract.people.setting import Setting
from broadsheet.extract.people.titles import HONOURED, TITLED, Name

_USABLE = 0.5
_SUREST = 0.98


class PersonMention(NamedTuple):
    """A mention of a person by name: its span (code points) and text, without titles, and how sure it is, from 0 to 1.

    `words` are the words of the name; `lead` is where what stands before it in the same run begins (a title, a people), or
    `start`; `honorific` says that a title of courtesy stands directly before it; `rule` is the strongest ground.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    lead: int
    honorific: str
    rule: str
    confidence: float


def find_people(document: Document, lexicon: Lexicon, phrases: Sequence[Found] | None = None) -> tuple[PersonMention, ...]:
    """Return the persons that a document names, in order, without overlaps, from a confidence of 0.5 on.

    `phrases` are those of the gazetteer in the document, where somebody looked for them before. Linear in the document, about
    3 ms for an article of 4.6 kB.
    """
    setting = Setting(document, lexicon, tuple(load_gazetteer().scan(document.tokens)) if phrases is None else phrases)
    candidates = tuple(find_candidates(setting))
    cast = Cast(setting, candidates)
    judged = [(candidate, *cast.judge(candidate)) for candidate in candidates]
    cast.raise_listed(judged)
    found = [mention for each in judged for mention in _mentions(setting, cast, *each)]
    return tuple(sorted(found))


def _mentions(setting: Setting, cast: Cast, candidate: NameCandidate, rule: str, confidence: float) -> Iterable[PersonMention]:
    """Yield the mentions of a candidate: one, or those of known persons inside a longer run."""
    name = candidate.name
    if confidence >= _USABLE:
        return (_mention(setting, name, rule, confidence),)
    return [_mention(setting, inside, rule, sure) for inside, rule, sure in cast.inside(candidate) if sure >= _USABLE]


def _mention(setting: Setting, name: Name, rule: str, confidence: float) -> PersonMention:
    tokens = setting.tokens
    start, end = tokens[name.first].start, tokens[name.last - 1].end
    words = tuple(setting.document.text[start:end].split())
    honorific = setting.text_at(name.first - 1) if name.title == HONOURED and name.first > name.run.first else ""
    lead = tokens[name.lead].start if name.title in (TITLED, HONOURED) or name.lead < name.first else start
    return PersonMention(
        start, end, setting.document.text[start:end], words, lead, honorific, rule, round(min(confidence, _SUREST), 2)
    )
