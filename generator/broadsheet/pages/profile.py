"""The profile: what the page of an actor or country says, for machines: the same values, with dates and numbers as such.

Statements name the story that they stand in by its address alone, so that a headline is nobody's fact but its story's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from broadsheet.catalog.companions import Companion
from broadsheet.catalog.story import TermKey
from broadsheet.pages.actor import ActorView
from broadsheet.pages.country import CountryView
from broadsheet.pages.edition import Edition
from broadsheet.pages.jsontext import Json, said, written
from broadsheet.pages.listview import ListView
from broadsheet.pages.recent import Recent
from broadsheet.pages.views.actor import RoleView
from broadsheet.pages.views.country import RelationView, SpeakerView
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.link import TermLink
from broadsheet.pages.views.statement import ClaimView, EntryView, QuoteView

_KEPT = 20_000  # terms with counts, and as many again
Facts = dict[str, Any]


def facts_of(edition: Edition, key: TermKey, view: ListView) -> Facts:
    """Return the facts of the page of an actor or a country, beyond its stories; nothing for other terms."""
    if isinstance(view, ActorView):
        own = _of_actor(edition, key, view)
    elif isinstance(view, CountryView):
        own = _of_country(edition, key, view)
    else:
        return {}
    periods = [said({"period": row.text, "stories": row.count}) for row in view.chart.rows] if view.chart else []
    return {**own, "sections": _terms(edition, view.sections), "dossiers": _terms(edition, view.dossiers), "periods": periods}


def _of_actor(edition: Edition, key: TermKey, view: ActorView) -> Facts:
    return {
        "links": [link.permalink for link in view.links],
        "roles": list(map(_role, view.roles)),
        "quotes": [_quote(edition, quote) for quote in view.quotes],
        "claims": [_claim(edition, claim) for claim in view.claims],
        "events": [_entry(edition, entry) for entry in view.events if entry.kind == "event"],
        "company": [_companion(edition, each) for each in edition.companions(key)],
        "named_with": _terms(edition, view.named_with),
        "countries": _terms(edition, view.countries),
    }


def _of_country(edition: Edition, key: TermKey, view: CountryView) -> Facts:
    lifts = {edition.link(("country", each.slug)).text: round(each.lift, 2) for each in edition.companions(key)}
    return {
        "links": [link.permalink for link in view.links],
        "speakers": [_speaker(edition, each) for each in (*view.people, *view.organisations)],
        "relations": [_relation(edition, each, lifts) for each in view.relations],
        "named_with": _terms(edition, view.partners),
        "parts": [said({"role": role.text, "stories": role.count}) for role in view.roles],
        "events": [_entry(edition, entry) for entry in view.events],
    }


def _terms(edition: Edition, links: Iterable[TermLink]) -> list[Json]:
    made = edition.once(_counted)
    return [made[link] for link in links]


def _counted(edition: Edition) -> Recent[TermLink, Json]:
    return Recent(partial(_term, edition), _KEPT)


def _term(edition: Edition, link: TermLink) -> Json:
    return said({"name": link.text, "url": edition.config.absolute(link.permalink), "stories": link.count})


def _companion(edition: Edition, each: Companion) -> Json:
    name, permalink = edition.link(("actor", each.slug))
    numbers = {"stories": each.together, "expected": round(each.expected, 2), "lift": round(each.lift, 2)}
    return written({"name": name, "url": edition.config.absolute(permalink), **numbers})


def _role(role: RoleView) -> Json:
    return said(
        {
            "title": role.title,
            "organisation": role.organisation,
            "country": role.country.text if role.country else "",
            "since": _iso(role.since),
            "until": _iso(role.until),
            "current": role.current,
            "stories": role.reports or "",
            "unreviewed": role.unreviewed,
        }
    )


def _quote(edition: Edition, quote: QuoteView) -> Json:
    story = edition.config.absolute(quote.story.permalink) if quote.story else ""
    return said({"text": quote.text, "date": _iso(quote.date), "story": story, "unreviewed": quote.unreviewed})


def _claim(edition: Edition, claim: ClaimView) -> Json:
    story = edition.config.absolute(claim.story.permalink) if claim.story else ""
    date = _iso(claim.date)
    return said({"text": claim.text, "status": claim.status, "date": date, "story": story, "unreviewed": claim.unreviewed})


def _entry(edition: Edition, entry: EntryView) -> Json:
    return said(
        {
            "kind": entry.kind,
            "date": entry.date.iso,
            "text": entry.text,
            "status": entry.status,
            "speaker": entry.speaker.text if entry.speaker else "",
            "stories": [edition.config.absolute(card.permalink) for card in (entry.story, *entry.also)],
            "unreviewed": entry.unreviewed,
        }
    )


def _speaker(edition: Edition, speaker: SpeakerView) -> Json:
    return said(
        {
            "name": speaker.name,
            "url": edition.config.absolute(speaker.permalink),
            "kind": speaker.kind,
            "role": speaker.role,
            "since": speaker.since,
            "until": speaker.until,
            "stories": speaker.count or "",
        }
    )


def _relation(edition: Edition, relation: RelationView, lifts: Mapping[str, float]) -> Json:
    return said(
        {
            "name": relation.name,
            "url": edition.config.absolute(relation.permalink),
            "stories": relation.count,
            "lift": lifts.get(relation.name, ""),
            "newest": edition.config.absolute(relation.newest.permalink),
        }
    )


def _iso(when: When | None) -> str:
    return when.iso if when else ""
