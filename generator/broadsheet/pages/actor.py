"""Actor pages: a person or an organisation, as the register and the stories describe it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from broadsheet.catalog.terms import Term
from broadsheet.model import NamedLink
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.listing import head_listing, older_pages
from broadsheet.pages.page import Page
from broadsheet.pages.story import claims_of, latest_events, quotes_of
from broadsheet.pages.term import term_head
from broadsheet.pages.views import ActorView, ClaimView, Link, QuoteView, RoleView
from broadsheet.pages.wording import KIND_TEXT

_NAMED_WITH = 24
_WORDS_MAX = 50  # quotes and claims on the page; the stories hold the rest


def actor_pages(edition: Edition, bodies: Bodies, term: Term) -> Iterator[Page]:
    """Plan the page of an actor, and the older pages of its stories."""
    trail = (edition.index_link("actor"),)
    positions = edition.catalog.positions(term.key)
    span = edition.span(term)
    yield Page(term.permalink, span, "actor.html", partial(actor_view, edition, bodies, term), "actor")
    yield from older_pages(edition, positions, term.permalink, term.name, trail, span)


def actor_view(edition: Edition, bodies: Bodies, term: Term) -> ActorView:
    """Return all that an actor's page shows."""
    positions = edition.catalog.positions(term.key)
    entry = term.entry
    named_with = edition.counts(positions, "actor")
    named_with.pop(term.slug, None)
    dossiers = edition.counts(positions, "dossier")
    quotes, claims = tuple(_said(edition, term)), tuple(_claimed(edition, term))
    events, more_events = latest_events(edition, positions)
    return ActorView(
        meta=term_head(edition, term, edition.index_link("actor")),
        name=term.name,
        kind=term.actor_kind or "",
        kind_text=edition.words.gettext(KIND_TEXT[term.actor_kind or ""]),
        country=edition.country_link(term.country),
        aliases=term.aliases,
        roles=(*_registered_roles(edition, term), *_stated_roles(edition, term, positions)),
        biography=bodies.of_term(term),
        picture=edition.picture(entry.image, entry.path) if entry and entry.image else None,
        links=elsewhere(entry.links if entry else (), entry.wikidata if entry else ""),
        coverage=edition.coverage(positions),
        named_with=edition.most_common(named_with, "actor", _NAMED_WITH),
        countries=edition.most_common(edition.counts(positions, "country"), "country"),
        dossiers=edition.most_common(dossiers, "dossier"),
        quotes=quotes[:_WORDS_MAX],
        more_quotes=max(0, len(quotes) - _WORDS_MAX),
        claims=claims[:_WORDS_MAX],
        more_claims=max(0, len(claims) - _WORDS_MAX),
        events=events,
        more_events=more_events,
        listing=head_listing(edition, positions, term.permalink),
    )


def elsewhere(links: tuple[NamedLink, ...], wikidata: str) -> tuple[Link, ...]:
    """Return the links that lead from a term to other sites."""
    found = [Link(link.name, link.url) for link in links]
    if wikidata:
        found.append(Link(f"Wikidata {wikidata}", f"https://www.wikidata.org/wiki/{wikidata}"))
    return tuple(found)


def _registered_roles(edition: Edition, term: Term) -> Iterator[RoleView]:
    for role in term.entry.roles if term.entry else ():
        code = edition.country_code(role.country.text) if role.country else ""
        since, until = (edition.words.date(date) if date else "" for date in (role.since, role.until))
        yield RoleView(role.title, role.organisation, edition.country_link(code), since, until)


def _stated_roles(edition: Edition, term: Term, positions: tuple[int, ...]) -> Iterator[RoleView]:
    """Yield each role that stories state, in the order of its first report, with first and last report and their number."""
    reports: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    last: dict[tuple[str, str], str] = {}
    for position, mentions in edition.catalog.facts.roles(positions, "actor"):
        for slug, role, country in mentions:
            if slug == term.slug and role:
                stated = (role, country)
                reports[stated] += 1
                last[stated] = edition.words.date(edition.catalog.facts.day(position))
                first.setdefault(stated, last[stated])
    for role, country in first:
        key = (role, country)
        yield RoleView(role, "", edition.country_link(country), first[key], last[key], stated=True, reports=reports[key])


def _said(edition: Edition, term: Term) -> Iterator[QuoteView]:
    for position in reversed(edition.voices(term.slug)):
        yield from quotes_of(edition, edition.catalog.stories[position], edition.words, speaker=term.slug)


def _claimed(edition: Edition, term: Term) -> Iterator[ClaimView]:
    for position in reversed(edition.voices(term.slug)):
        yield from claims_of(edition, edition.catalog.stories[position], edition.words, claimant=term.slug)
