"""Organisations in running text: the known ones, national bodies, those that their words or the words around them show, acronyms.

Several finders propose; of proposals that overlap, the longest is taken, then the surest. What is left is a mention with a
confidence from 0 to 1: from 0.8 on it may be published without a look, below 0.5 it is for an editor who asks.

Left out: who published the article (`source.py`), people, countries (whose spans are given), and what register entry a name is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from broadsheet.catalog.terms import name_key
from broadsheet.extract.countries.countries import find_countries
from broadsheet.extract.countries.places import NAMING, load_gazetteer
from broadsheet.extract.document.document import Document, read_document
from broadsheet.extract.organisations.acronyms import find_acronyms
from broadsheet.extract.organisations.channels import with_channels
from broadsheet.extract.organisations.cues import find_by_cues
from broadsheet.extract.organisations.known_names import find_known
from broadsheet.extract.organisations.known_organisations import CITY, KnownOrganisations, load_organisations
from broadsheet.extract.organisations.mastheads import find_mastheads
from broadsheet.extract.organisations.names import find_names
from broadsheet.extract.organisations.national_bodies import TITLED, find_national_bodies, load_national_bodies
from broadsheet.extract.organisations.scene import (
    Candidate,
    OrganisationScene,
    Place,
    read_organisation_scene,
)
from broadsheet.extract.organisations.short_forms import find_short_forms

_OF_A_STATE = 0.9


class OrganisationMention(NamedTuple):
    """A mention: its span (code points) and text, the organisation's name and kind, its country's code or nothing.

    `own` is where the body's own name begins, after the country that it is of: at "foreign" in "Qatar's foreign ministry".
    """

    start: int
    end: int
    text: str
    name: str
    kind: str
    country: str
    rule: str
    confidence: float
    own: int


def find_organisations(
    document: Document,
    people: Sequence[tuple[int, int]] = (),
    countries: Sequence[Place] = (),
    *,
    publisher: str = "",
    known: KnownOrganisations | None = None,
) -> tuple[OrganisationMention, ...]:
    """Return the organisations that a document mentions, in order, without overlaps.

    `people` are the spans of persons' names, `countries` the mentions of countries and cities; `publisher` is whose own article
    it is: where it names itself is no mention. Linear in the document.
    """
    scene = read_organisation_scene(document, known or load_organisations(), people, countries)
    chosen = with_channels(scene, _choose(_candidates(scene)))
    own = name_key(publisher) if publisher else ""
    mentions = [_mention(scene, candidate) for candidate in chosen]
    return tuple(mention for mention in mentions if not own or name_key(mention.name) != own)


def organisation_called(text: str, known: KnownOrganisations | None = None) -> str:
    """Return the name that a mention would have whose text is the whole of a text, or nothing: for "NATO" the name in full."""
    readings = (known or load_organisations()).called(text)
    if readings:
        return readings[0].organisation.name if len(readings) == 1 and readings[0].strength != CITY else ""
    bodies, document = load_national_bodies(), read_document(text)
    if not any(word.lower() in bodies.root.children for word in document.texts):
        return ""
    countries = find_countries(document, load_gazetteer())
    scene = read_organisation_scene(document, known or load_organisations(), (), countries)
    found = find_national_bodies(scene, bodies)
    whole = [body for body in found if body.name and body.first == 0 and body.last == len(document.tokens)]
    return whole[0].name if whole else ""


def _candidates(scene: OrganisationScene) -> list[Candidate]:
    """Return all proposals: first of those who need no other's, then of those who look at what these left."""
    names, left = find_names(scene)
    names = [candidate for candidate in names if not _joins_countries(scene, candidate)]
    known = find_known(scene)
    by_span = {(candidate.first, candidate.last): candidate for candidate in known}
    names = [_known_with_country(scene, candidate, by_span) for candidate in names]
    first = _choose([*known, *find_national_bodies(scene, load_national_bodies()), *_mastheads(scene), *names])
    first = _choose([*first, *find_short_forms(scene, first)])
    claimed = _tokens(first)
    cued = find_by_cues(scene, left, claimed)
    second = _choose([*first, *cued, *find_acronyms(scene, first, claimed)])
    return [*second, *find_short_forms(scene, second)]


def _tokens(candidates: Sequence[Candidate]) -> frozenset[int]:
    return frozenset(number for candidate in candidates for number in range(candidate.first, candidate.last))


def _known_with_country(scene: OrganisationScene, candidate: Candidate, known: Mapping[tuple[int, int], Candidate]) -> Candidate:
    """Return a longer name as the known one that it is with its country: "United States Internal Revenue Service"."""
    owner = scene.owners.get(candidate.first)
    inner = known.get((owner.last, candidate.last)) if owner is not None else None
    if owner is None or inner is None or inner.country != owner.code or owner.how not in NAMING - {"constituent"}:
        return candidate
    return inner._replace(first=candidate.first)


def _joins_countries(scene: OrganisationScene, candidate: Candidate) -> bool:
    """Say whether a name begins with a country and a dash: "United States–European Union relations"."""
    owner = scene.owners.get(candidate.first)
    return owner is not None and scene.word(owner.last) in ("–", "—", "-") and owner.last < candidate.last


def _mastheads(scene: OrganisationScene) -> list[Candidate]:
    return [
        Candidate(first, last, "media", "masthead", confidence, own=first)
        for first, last, confidence in find_mastheads(scene.document, scene.known)
        if not any(number in scene.persons for number in range(first, last))
    ]


def _choose(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates that do not overlap, in order: the longest first, then the surest, then the first."""
    taken: set[int] = set()
    chosen = []
    for candidate in sorted(candidates, key=lambda c: (c.first - c.last, -_weight(c), c.rule != "known", c.first, c.rule)):
        tokens = range(candidate.first, candidate.last)
        if not any(number in taken for number in tokens):
            taken.update(tokens)
            chosen.append(candidate)
    return sorted(chosen)


def _weight(candidate: Candidate) -> float:
    """Return how sure a candidate is against others of its words: a state's parliament and court have one name in all texts."""
    own = candidate.rule == "national body" and candidate.kind in TITLED
    return max(candidate.confidence, _OF_A_STATE) if own else candidate.confidence


def _mention(scene: OrganisationScene, candidate: Candidate) -> OrganisationMention:
    tokens = scene.document.tokens
    text = scene.text(candidate.first, candidate.last)
    return OrganisationMention(
        tokens[candidate.first].start,
        tokens[candidate.last - 1].end,
        text,
        candidate.name or text,
        candidate.kind,
        candidate.country,
        candidate.rule,
        candidate.confidence,
        tokens[candidate.own].start,
    )
