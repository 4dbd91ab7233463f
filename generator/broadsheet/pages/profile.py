"""The profile: what the page of an actor or country says, for machines: the same values, with dates and numbers as such.

Statements name the story that they stand in by its address alone, so that a headline is nobody's fact but its story's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from broadsheet.catalog.company import Companion
from broadsheet.catalog.story import TermKey
from broadsheet.catalog.terms import Term
from broadsheet.pages.actor import ActorView
from broadsheet.pages.country import CountryView
from broadsheet.pages.edition import Edition
from broadsheet.pages.views.actor import RoleView
from broadsheet.pages.views.country import RelationView, SpeakerView
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.link import TermLink
from broadsheet.pages.views.statement import ClaimView, EntryView, QuoteView

Facts = dict[str, Any]


def facts_of(edition: Edition, term: Term, make_view: Callable[[], Any]) -> Facts:
    """Return the facts of the page of an actor or a country, beyond its stories; `make_view` returns what that shows."""
    if term.kind == "actor":
        return _of_actor(_Facts(edition), term, make_view())
    return _of_country(_Facts(edition), term, make_view()) if term.kind == "country" else {}


def _of_actor(facts: _Facts, term: Term, view: ActorView) -> Facts:
    return {
        "links": [link.permalink for link in view.links],
        "roles": list(map(facts.role, view.roles)),
        "quotes": list(map(facts.quote, view.quotes)),
        "claims": list(map(facts.claim, view.claims)),
        "events": list(facts.entries(view.events, words=False)),
        "company": facts.company(term, facts.edition.company(term.key)),
        "named_with": facts.terms(view.named_with),
        "countries": facts.terms(view.countries),
        "sections": facts.terms(view.sections),
        "dossiers": facts.terms(view.dossiers),
        "periods": [{"period": row.text, "stories": row.count} for row in view.chart.rows] if view.chart else [],
    }


def _of_country(facts: _Facts, term: Term, view: CountryView) -> Facts:
    lifts = {facts.edition.link(("country", each.slug)).text: round(each.lift, 2) for each in facts.edition.company(term.key)}
    return {
        "links": [link.permalink for link in view.links],
        "speakers": list(map(facts.speaker, (*view.people, *view.organisations))),
        "relations": [facts.relation(each, lifts) for each in view.relations],
        "named_with": facts.terms(view.partners),
        "parts": [{"role": role.text, "stories": role.count} for role in view.roles],
        "events": list(facts.entries(view.events, words=True)),
        "sections": facts.terms(view.sections),
        "dossiers": facts.terms(view.dossiers),
        "periods": [{"period": row.text, "stories": row.count} for row in view.chart.rows] if view.chart else [],
    }


class _Facts:
    """Turns parts of a view into facts."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._absolute = edition.config.absolute

    def role(self, role: RoleView) -> Facts:
        return _kept(
            title=role.title,
            organisation=role.organisation,
            country=role.country.text if role.country else "",
            since=_iso(role.since),
            until=_iso(role.until),
            current=role.current,
            stories=role.reports,
            unreviewed=role.unreviewed,
        )

    def quote(self, quote: QuoteView) -> Facts:
        story = self._absolute(quote.story.permalink) if quote.story else ""
        return _kept(text=quote.text, date=_iso(quote.date), story=story, unreviewed=quote.unreviewed)

    def claim(self, claim: ClaimView) -> Facts:
        story = self._absolute(claim.story.permalink) if claim.story else ""
        return _kept(text=claim.text, status=claim.status, date=_iso(claim.date), story=story, unreviewed=claim.unreviewed)

    def entries(self, entries: Iterable[EntryView], *, words: bool) -> Iterable[Facts]:
        for entry in entries:
            if words or entry.kind == "event":
                yield _kept(
                    kind=entry.kind,
                    date=entry.date.iso,
                    text=entry.text,
                    status=entry.status,
                    speaker=entry.speaker.text if entry.speaker else "",
                    stories=[self._absolute(card.permalink) for card in (entry.story, *entry.also)],
                    unreviewed=entry.unreviewed,
                )

    def company(self, term: Term, company: Iterable[Companion]) -> list[Facts]:
        return [
            {
                **self._link(*self._named((term.kind, each.slug))),
                "stories": each.together,
                "expected": round(each.expected, 2),
                "lift": round(each.lift, 2),
            }
            for each in company
        ]

    def terms(self, terms: Iterable[TermLink]) -> list[Facts]:
        return [{**self._link(term.text, term.permalink), "stories": term.count} for term in terms]

    def speaker(self, speaker: SpeakerView) -> Facts:
        return _kept(
            **self._link(speaker.name, speaker.permalink),
            kind=speaker.kind,
            role=speaker.role,
            since=speaker.since,
            until=speaker.until,
            stories=speaker.count,
        )

    def relation(self, relation: RelationView, lifts: Mapping[str, float]) -> Facts:
        return _kept(
            **self._link(relation.name, relation.permalink),
            stories=relation.count,
            lift=lifts.get(relation.name, 0),
            newest=self._absolute(relation.newest.permalink),
        )

    def _named(self, key: TermKey) -> tuple[str, str]:
        term = self.edition.term(key)
        return term.name, term.permalink

    def _link(self, name: str, permalink: str) -> Facts:
        return {"name": name, "url": self._absolute(permalink)}


def _iso(when: When | None) -> str:
    return when.iso if when else ""


def _kept(**values: object) -> Facts:
    """Return the values that say something."""
    return {key: value for key, value in values.items() if value}
