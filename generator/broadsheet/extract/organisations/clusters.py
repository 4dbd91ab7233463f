"""Organisations of a text: each once, with all its mentions, its kind and its country.

Mentions are one organisation's if they have the same name; finding that name is `organisations.py`'s work. Left out: which entry
of the registers it is (`identity.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.catalog.terms import name_key
from broadsheet.extract.organisations.organisations import OrganisationMention

_EACH_MORE, _MOST_MORE, _SUREST = 0.01, 0.05, 0.98


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of a text: its name, kind, country's code or nothing, mentions in order, and how sure it is."""

    name: str
    kind: str
    country: str
    mentions: tuple[OrganisationMention, ...]
    rule: str
    confidence: float


def gather_organisations(mentions: Sequence[OrganisationMention], least: float = 0.5) -> tuple[Organisation, ...]:
    """Return the organisations of a text in the order of their first mentions, from a confidence of `least` on.

    A country that only one of the mentions has is all mentions' country; two countries are two organisations.
    """
    by_name: defaultdict[str, list[OrganisationMention]] = defaultdict(list)
    for mention in mentions:
        if mention.confidence >= least:
            by_name[_bare(mention.name)].append(mention)
    found = []
    for several in by_name.values():
        codes = list(dict.fromkeys(mention.country for mention in several if mention.country))
        if len(codes) < 2:
            found.append(_organisation(several, codes[0] if codes else ""))
        else:
            found += [
                _organisation([m for m in several if m.country == code], code)
                for code in dict.fromkeys(m.country for m in several)
            ]
    return tuple(sorted(found, key=lambda organisation: organisation.mentions[0].start))


def _bare(name: str) -> str:
    return name_key(name).removeprefix("the ")


def _organisation(mentions: Sequence[OrganisationMention], country: str) -> Organisation:
    surest = max(mentions, key=lambda mention: (mention.confidence, -mention.start))
    confidence = surest.confidence + min(_MOST_MORE, _EACH_MORE * (len(mentions) - 1))
    return Organisation(surest.name, surest.kind, country, tuple(mentions), surest.rule, round(min(_SUREST, confidence), 2))
