"""Actor pages: a person or an organisation, as the register and the stories describe it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from urllib.parse import urlsplit

from broadsheet.catalog.terms import Term
from broadsheet.model import Entry, Role
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.chart import chart_of
from broadsheet.pages.chronicle import chronicle, claims, is_mixed, quotes, words_of
from broadsheet.pages.edition import Edition
from broadsheet.pages.listing import head_listing, older_pages
from broadsheet.pages.network import network_of
from broadsheet.pages.offices import stated_offices
from broadsheet.pages.page import Page
from broadsheet.pages.term import term_head
from broadsheet.pages.views.actor import ActorView, RoleView
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.link import Link
from broadsheet.pages.wording import KIND_TEXT, alias_of

_NAMED_WITH = 24
_ROLES_MAX = 12  # of those that stories state
_WORDS_BETWEEN = 12  # quotes, and as many claims, among the events


def actor_pages(edition: Edition, bodies: Bodies, term: Term) -> Iterator[Page]:
    """Plan the page of an actor, and the older pages of its stories."""
    trail = (edition.index_link("actor"),)
    positions = edition.catalog.positions(term.key)
    span = edition.span(term)
    yield Page(term.permalink, span, "actor.html", cache(partial(actor_view, edition, bodies, term)), "actor")
    yield from older_pages(edition, positions, term.permalink, term.name, trail, span)


def actor_view(edition: Edition, bodies: Bodies, term: Term) -> ActorView:
    """Return all that an actor's page shows."""
    positions = edition.catalog.positions(term.key)
    entry = term.entry
    profiled = edition.has("profiles")
    named_with = edition.counts(positions, "actor")
    named_with.pop(term.slug, None)
    countries = edition.counts(positions, "country")
    quoted, claimed = words_of(edition, term.slug, "quote"), words_of(edition, term.slug, "claim")
    words = (*quoted.newest[:_WORDS_BETWEEN], *claimed.newest[:_WORDS_BETWEEN]) if profiled else ()
    events, more_events = chronicle(edition, positions, names=_names(term), words=words)
    registered, stated = _registered_roles(edition, term), _stated_roles(edition, term, positions)
    return ActorView(
        meta=term_head(edition, term, edition.index_link("actor")),
        name=term.name,
        kind=term.actor_kind or "",
        kind_text=edition.words.gettext(KIND_TEXT[term.actor_kind or ""]),
        country=edition.country_link(term.country),
        aliases=tuple(map(alias_of, term.aliases)),
        standing=_standing(term, registered, stated),
        roles=tuple([role for role, _ in (*registered, *stated[:_ROLES_MAX])]),
        more_roles=max(0, len(stated) - _ROLES_MAX),
        biography=bodies.of_term(term),
        picture=edition.picture(entry.image, entry.path) if entry and entry.image else None,
        links=elsewhere(entry),
        coverage=edition.coverage(positions),
        chart=chart_of(edition, positions, term.permalink) if profiled else None,
        network=network_of(edition, term, positions),
        named_with=edition.most_common(named_with, "actor", _NAMED_WITH),
        more_named_with=max(0, len(named_with) - _NAMED_WITH),
        countries=edition.most_common(countries, "country", _NAMED_WITH),
        more_countries=max(0, len(countries) - _NAMED_WITH),
        sections=edition.most_common(edition.counts(positions, "section"), "section") if profiled else (),
        dossiers=edition.most_common(edition.counts(positions, "dossier"), "dossier", _NAMED_WITH),
        quotes=quotes(edition, quoted),
        more_quotes=quoted.older,
        claims=claims(edition, claimed),
        more_claims=claimed.older,
        events=events,
        more_events=more_events + (max(0, len(quoted.newest) + len(claimed.newest) - len(words)) if profiled else 0),
        marked=is_mixed(events),
        listing=head_listing(edition, positions, term.permalink),
    )


def _names(term: Term) -> tuple[str, ...]:
    """Return what an actor may be called in the text of an event: its names, and a person's surname."""
    surname = (term.name.rpartition(" ")[2],) if term.actor_kind == "person" else ()
    return (term.name, *term.aliases, *surname)


def elsewhere(entry: Entry | None) -> tuple[Link, ...]:
    """Return the links that lead from a term to other sites: those that have a name, Wikidata, and pages about the same."""
    if entry is None:
        return ()
    found = [Link(link.name, link.url) for link in entry.links]
    if entry.wikidata:
        found.append(Link(f"Wikidata {entry.wikidata}", f"https://www.wikidata.org/wiki/{entry.wikidata}"))
    known = {link.permalink for link in found}
    found += [Link(urlsplit(url).netloc.removeprefix("www.") or url, url) for url in entry.same_as if url not in known]
    return tuple(found)


def _registered_roles(edition: Edition, term: Term) -> list[tuple[RoleView, str]]:
    """Return the roles of the register, with their ends: those without an end first, then those that ended last."""
    roles = term.entry.roles if term.entry else ()
    in_order = sorted(roles, key=lambda role: (not role.until, role.until or role.since, role.since), reverse=True)
    return [(_registered(edition, role), role.until) for role in in_order]


def _registered(edition: Edition, role: Role) -> RoleView:
    code = edition.country_code(role.country.text) if role.country else ""
    since, until = (When(date, edition.words.date(date)) if date else None for date in (role.since, role.until))
    current = bool(role.since) and not role.until
    country = edition.country_link(code)
    organisation = "" if country and country.text == role.organisation else role.organisation
    return RoleView(role.title, organisation, country, since, until, current=current)


def _stated_roles(edition: Edition, term: Term, positions: tuple[int, ...]) -> list[tuple[RoleView, str]]:
    """Return each role that stories state, with the day of its last report; the one reported last comes first."""
    catalog, names = edition.catalog, (term.name, *term.aliases)
    found = []
    for office in stated_offices(edition, term, positions):
        since, until = catalog.day(office.told[0]), catalog.day(office.told[-1])
        view = RoleView(
            title=office.title,
            country=edition.country_link(office.country),
            since=When(since, edition.words.date(since)),
            until=When(until, edition.words.date(until)),
            stated=True,
            reports=len(office.told),
            unreviewed=all(catalog.is_unreviewed(position, "actors", *names) for position in office.told),
        )
        found.append((view, until))
    return found


def _standing(term: Term, registered: list[tuple[RoleView, str]], stated: list[tuple[RoleView, str]]) -> RoleView | None:
    """Return the role to open with: the current one of the register, else the one that ended or was reported last.

    A wording that two stories share goes before one that a single story has. What stories say of an organisation is the part
    it played there, and no standing.
    """
    if registered and registered[0][0].current:
        return _short(registered[0][0])
    offices = stated if term.actor_kind != "organisation" else []
    offices = [each for each in offices if each[0].reports > 1][:1] or offices[:1]
    latest = sorted((*registered[:1], *offices), key=lambda each: each[1])
    return _short(latest[-1][0]) if latest else None


def _short(role: RoleView) -> RoleView:
    """Return a role without the country where its title names that, as in "president of France"."""
    return role._replace(country=None) if role.country and role.country.text in role.title else role
