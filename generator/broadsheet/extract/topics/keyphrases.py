"""Keyphrases: words and phrases that set a document apart from others, proposed as new tags.

By how often a term occurs and how rare its words are in other documents (TF-IDF), with more weight for the headline and the
beginning. The frequencies are given: with the same ones, the same text has the same phrases for ever.

Left out: tags that there are already (`tags.py`), and whether a phrase is a good tag, which an editor decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from broadsheet.extract.document.document import Document
from broadsheet.extract.topics.frequencies import Frequencies
from broadsheet.extract.topics.terms import LONGEST, TermWord, runs_of

_LEAD = 400  # code points
_IN_HEADLINE, _IN_LEAD = 1.6, 1.2
_SHORTEST = 3
_WHOLE = 0.6  # a word that occurs in a phrase so often is proposed as the phrase
_REPEATED = 0.7  # each further mention counts less
_LONGEST_NOUN = 4  # a word in -ed up to this length is a noun: seed, shed
_RAREST = 5.0  # a word so rare is a name or a slip: how rare says no more
_LENGTHS = {1: 1.0, 2: 1.05, 3: 0.9}  # of phrases as frequent as their words, the phrase comes first


@dataclass(frozen=True, slots=True)
class Keyphrase:
    """A proposed phrase as the text has it first, its score, how often it occurs, and where first (code points)."""

    text: str
    score: float
    count: int
    start: int
    end: int


@dataclass(slots=True)
class _Seen:
    """The places of a term."""

    words: tuple[TermWord, ...]
    count: int = 0
    named: int = 0
    starts: list[int] = field(default_factory=list)


def find_keyphrases(
    document: Document,
    frequencies: Frequencies,
    most: int = 10,
    without: Container[str] = (),
    apart: Sequence[tuple[int, int]] = (),
) -> tuple[Keyphrase, ...]:
    """Return the phrases that tell most, best first.

    `without` are phrases in small letters that are not wanted, such as tags that there are; `apart` are spans (code points) of
    what is known as something else: the names of persons, organisations and countries.
    """
    seen = _seen(document, sorted(apart))
    headline = document.headline or (0, document.paragraph_at(0)[1])
    told = ((_score(headline, term, frequencies), key) for key, term in seen.items() if term.count > 1 or term.named)
    ranked = sorted(told, key=lambda x: (-x[0], x[1]))
    found: list[Keyphrase] = []
    taken: list[str] = []
    for score, key in ranked:
        if len(found) == most or score <= 0:
            break
        if key in without or _is_told(key, taken, seen):
            continue
        taken.append(key)
        term = seen[key]
        start, end = term.words[0].start, term.words[-1].end
        found.append(Keyphrase(document.text[start:end], round(score, 3), term.count, start, end))
    return tuple(found)


def _seen(document: Document, apart: Sequence[tuple[int, int]]) -> dict[str, _Seen]:
    """Return the terms of a document: of several words those that may be repeated, and names."""
    runs = list(_outside(runs_of(document), apart))
    counts = Counter(word.plain for run in runs for word in run)
    seen: dict[str, _Seen] = {}
    text = document.text
    for run in runs:
        capitals = [text[word.start].isupper() for word in run]
        rare = [counts[word.plain] < 2 for word in run]
        for first, word in enumerate(run):
            key, once, named = "", False, True
            for last in range(first, min(first + LONGEST, len(run))):
                once, named = once or rare[last], named and capitals[last]
                if once and not named and last > first:
                    break
                key = f"{key} {run[last].plain}" if key else run[last].plain
                term = seen.get(key)
                if term is None:
                    term = seen[key] = _Seen(tuple(run[first : last + 1]))
                term.count += 1
                term.named += named
                term.starts.append(word.start)
    return _one_number(seen)


def _outside(runs: Iterable[list[TermWord]], apart: Sequence[tuple[int, int]]) -> Iterator[list[TermWord]]:
    """Yield the parts of runs that overlap none of the spans, which are in order."""
    at, count, reach = 0, len(apart), -1
    for run in runs:
        part: list[TermWord] = []
        for word in run:
            while at < count and apart[at][0] < word.end:
                reach = max(reach, apart[at][1])
                at += 1
            if reach > word.start:
                if part:
                    yield part
                part = []
            else:
                part.append(word)
        if part:
            yield part


def _one_number(seen: dict[str, _Seen]) -> dict[str, _Seen]:
    """Join singular and plural: the one that the text has more often stands for both."""
    for key in list(seen):
        one, plural = seen.get(key), seen.get(key + "s")
        if one is None or plural is None or key.endswith("s"):  # a princess is no princes
            continue
        kept, gone = (plural, key) if plural.count > one.count else (one, key + "s")
        kept.count, kept.starts = one.count + plural.count, sorted(one.starts + plural.starts)
        del seen[gone]
    return seen


def _score(headline: tuple[int, int], term: _Seen, frequencies: Frequencies) -> float:
    """Return what a term tells. It must be repeated, or be a name of several words near the beginning."""
    words = term.words
    last = words[-1].plain
    if any(len(word.plain) < 2 for word in words) or len(last) < _SHORTEST or last.endswith("ly") or _is_verb(last):
        return 0.0
    in_headline = any(headline[0] <= start < headline[1] for start in term.starts)
    in_lead = term.starts[0] < headline[1] + _LEAD
    if term.count < 2 and not (in_lead and not in_headline and term.named and len(words) > 1):
        return 0.0
    rarity = sum(min(_RAREST, frequencies.rarity(word.plain)) for word in words) / len(words)
    place = _IN_HEADLINE if in_headline else _IN_LEAD if in_lead else 1.0
    return float(term.count**_REPEATED) * rarity * place * _LENGTHS[len(words)]


def _is_verb(word: str) -> bool:
    """Say whether a word looks like a past form, which names no subject: affected, supplied."""
    return len(word) > _LONGEST_NOUN and word.endswith("ed") and not word.endswith("eed")


def _is_told(key: str, taken: list[str], seen: dict[str, _Seen]) -> bool:
    """Say whether a term is part of a phrase that was taken, or holds one that is most of it."""
    for other in taken:
        if f" {key} " in f" {other} " and seen[other].count >= _WHOLE * seen[key].count:
            return True
        if f" {other} " in f" {key} " and seen[key].count < _WHOLE * seen[other].count:
            return True
    return False
