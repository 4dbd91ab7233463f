"""Passing: whether a country is only named in passing, and where a text says first what it is about.

"A Canadian comedian", "born in Austria", "built in 1993 in Japan" and one of nine in a roll call name a country whose affair the
story is not. What a state does or suffers is: "Israeli strikes", "the Turkish government", "troops in Iraq".

Left out: what follows for the story (`standing.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from broadsheet.extract.countries.countries import FoundCountry
from broadsheet.extract.document.document import Document

ROLL_CALL, LIFE, PAST, ATTRIBUTE, COMPOUND = "one of a long list", "somebody's life", "the past", "an attribute", "a compound"
_PARAGRAPHS, _SENTENCES, _WORDS = 2, 5, 8  # of a lead, and of what is no longer a label or a date
_LONG_LIST = 5
_YEARS_AGO, _AROUND = 2, 10  # how long ago a year has to be, and how many words from it
_LISTING = frozenset((",", ";", "and", "or", "the", "&", "/"))
_LEADS_TO = frozenset(("in", "to", "from", "of", "at"))


class _Words(NamedTuple):
    """Kinds of words around a country's name (`passing.tsv`)."""

    affair: frozenset[str]
    life: frozenset[str]
    made: frozenset[str]


@lru_cache(maxsize=1)
def _load_words() -> _Words:
    lines = files(__package__).joinpath("passing.tsv").read_text(encoding="utf-8").split("\n")
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return _Words(**{kind: frozenset(words.split(";")) for kind, words in rows})


def lead_end(document: Document) -> int:
    """Return the offset at which a text's headline, standfirst and first two paragraphs end."""
    end = max((span[1] for span in (document.headline, document.standfirst) if span), default=0)
    paragraphs, sentences, line = 0, 0, -1
    for sentence in document.sentences:
        if sentence.start < end:
            continue
        if sentence.last - sentence.first >= _WORDS:
            own = document.paragraph_at(sentence.start)[0]
            paragraphs += own != line
            sentences, line = sentences + 1, own
        elif paragraphs == _PARAGRAPHS and document.paragraph_at(sentence.start)[0] != line:
            break
        if paragraphs > _PARAGRAPHS or sentences > _SENTENCES:
            break
        end = sentence.end
    return end


def passing(document: Document, mentions: Sequence[FoundCountry], published: str = "") -> dict[int, str]:
    """Return why mentions name their country only in passing, by their numbers. `published` is the day, for what is long ago."""
    found = dict.fromkeys(_roll_calls(document, mentions), ROLL_CALL)
    for number, mention in enumerate(mentions):
        why = found.get(number) or _why(document, mentions, number, mention, published)
        if why:
            found[number] = why
    return found


def _roll_calls(document: Document, mentions: Sequence[FoundCountry]) -> list[int]:
    """Return the mentions that stand in a list of many countries."""
    found: list[int] = []
    first = 0
    for number in range(1, len(mentions) + 1):
        if number < len(mentions) and _listed(document, mentions[number - 1], mentions[number]):
            continue
        if len({mention.code for mention in mentions[first:number]}) >= _LONG_LIST:
            found += range(first, number)
        first = number
    return found


def _listed(document: Document, one: FoundCountry, other: FoundCountry) -> bool:
    start, end = document.token_at(one.end), document.token_at(other.start)
    return 0 < end - start <= 3 and all(document.tokens[at].text in _LISTING for at in range(start, end))


def _why(document: Document, mentions: Sequence[FoundCountry], number: int, mention: FoundCountry, published: str) -> str:
    words = _load_words()
    first, after = document.token_at(mention.start), document.token_at(mention.end)
    following = _text(document, after)
    if following == "-" and _text(document, after + 1).lower() in words.made:
        return COMPOUND
    if _text(document, first - 1).lower() in _LEADS_TO and any(
        _text(document, at).lower() in words.life for at in range(max(0, first - 4), first - 1)
    ):
        return LIFE
    if _is_past(document, mention, published):
        return PAST
    if mention.how == "demonym" and not _is_affair(document, mentions, number):
        return ATTRIBUTE
    return ""


def _is_past(document: Document, mention: FoundCountry, published: str) -> bool:
    """Say whether the words around a mention are about a year that is long over."""
    sentence = document.sentence_at(mention.start)
    if sentence is None or not published:
        return False
    at = document.token_at(mention.start)
    near = range(max(sentence.first, at - _AROUND), min(sentence.last, at + _AROUND + 1))
    texts = (document.tokens[number].text for number in near)
    years = [int(text) for text in texts if len(text) == 4 and text.isdigit() and "1000" <= text <= "2999"]
    return bool(years) and max(years) <= int(published[:4]) - _YEARS_AGO


def _is_affair(document: Document, mentions: Sequence[FoundCountry], number: int) -> bool:
    """Say whether what an adjective is said of is a state's affair: the French government, Israeli and U.S. strikes."""
    while number + 1 < len(mentions) and _coordinated(document, mentions[number], mentions[number + 1]):
        number += 1
    after = document.token_at(mentions[number].end)
    words, affairs = [_text(document, at) for at in range(after, after + 3)], _load_words().affair
    return any(word.lower() in affairs for word in words) or not words[0][:1].isalpha()


def _coordinated(document: Document, one: FoundCountry, other: FoundCountry) -> bool:
    start, end = document.token_at(one.end), document.token_at(other.start)
    return end - start == 1 and document.tokens[start].text in ("and", "or", "-", "–", "/", ",")


def _text(document: Document, number: int) -> str:
    return document.tokens[number].text if 0 <= number < len(document.tokens) else ""
