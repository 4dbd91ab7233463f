"""An actor's page: a person or an organisation, as the register and the stories describe it."""

from __future__ import annotations

from urllib.parse import urlsplit

from broadsheet.catalog.terms import Term
from broadsheet.model import Entry, Role
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.events import Remarks, claims, entries_of, quotes, remarks_of
from broadsheet.pages.listview import ProfileView, TermListView, more, most, written
from broadsheet.pages.network import network_of
from broadsheet.pages.offices import stated_offices
from broadsheet.pages.views.actor import RoleView
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.network import NetworkView
from broadsheet.pages.views.on_demand import on_demand
from broadsheet.pages.views.picture import PictureView
from broadsheet.pages.views.statement import ClaimView, EntryView, QuoteView
from broadsheet.pages.wording import KIND_TEXT, date_of

_ROLES_MAX = 12  # of those that stories state
_REMARKS_BETWEEN = 12  # quotes, and as many claims, among the events


class ActorView(ProfileView, TermListView):
    """An actor page (template `actor.html`)."""

    named_with, more_named_with = most("actor"), more("actor")  # other actors; how many are not shown
    countries, more_countries = most("country"), more("country")
    biography = written()

    def __init__(self, edition: Edition, bodies: Bodies, term: Term) -> None:
        super().__init__(edition, bodies, term)
        self.kind = term.actor_kind or ""  # "person" or "organisation"
        self.kind_text = edition.words.gettext(KIND_TEXT[self.kind])
        self.country = edition.country_link(term.country)
        self.links = elsewhere(term.entry)  # official site, Wikidata

    @on_demand
    def picture(self) -> PictureView | None:
        """A portrait or emblem."""
        entry = self._term.entry
        return self._edition.picture(entry.image, entry.path) if entry and entry.image else None

    @on_demand
    def standing(self) -> RoleView | None:
        """The role that the page opens with: the current one, else the last."""
        return _standing(self._term, self._registered, self._stated)

    @on_demand
    def roles(self) -> tuple[RoleView, ...]:
        """The current and the latest first; those of the register before those that stories state."""
        return tuple([role for role, _ in (*self._registered, *self._stated[:_ROLES_MAX])])

    @on_demand
    def more_roles(self) -> int:
        """How many others stories state."""
        return max(0, len(self._stated) - _ROLES_MAX)

    @on_demand
    def network(self) -> NetworkView | None:
        """Those who are named with it more often than chance would have it."""
        return network_of(self._edition, self._term, self._positions)

    @on_demand
    def quotes(self) -> tuple[QuoteView, ...]:
        """The newest first."""
        return quotes(self._edition, self._quoted)

    @on_demand
    def more_quotes(self) -> int:
        """How many older ones are not shown."""
        return self._quoted.older

    @on_demand
    def claims(self) -> tuple[ClaimView, ...]:
        """The newest first."""
        return claims(self._edition, self._claimed)

    @on_demand
    def more_claims(self) -> int:
        """How many older ones are not shown."""
        return self._claimed.older

    @on_demand
    def unreviewed_roles(self) -> int:
        """How many of the roles no editor has looked at."""
        return sum(role.unreviewed for role in self.roles)

    @on_demand
    def unreviewed_quotes(self) -> int:
        """How many of the quotes no editor has looked at."""
        return sum(quote.unreviewed for quote in self.quotes)

    @on_demand
    def unreviewed_claims(self) -> int:
        """How many of the claims no editor has looked at."""
        return sum(claim.unreviewed for claim in self.claims)

    @on_demand
    def _told(self) -> tuple[tuple[EntryView, ...], int]:
        said = (*self._quoted.newest, *self._claimed.newest) if self._edition.has("profiles") else ()
        remarks = (*self._quoted.newest[:_REMARKS_BETWEEN], *self._claimed.newest[:_REMARKS_BETWEEN]) if said else ()
        events, others = entries_of(
            self._edition, self._positions, names=_names(self._term), remarks=remarks, only_own=self.kind == "person"
        )
        return events, others + len(said) - len(remarks)

    @on_demand
    def _quoted(self) -> Remarks:
        return remarks_of(self._edition, self._term.slug, "quote")

    @on_demand
    def _claimed(self) -> Remarks:
        return remarks_of(self._edition, self._term.slug, "claim")

    @on_demand
    def _registered(self) -> list[tuple[RoleView, str]]:
        """Those of the register, with their ends: those without an end first, then those that ended last."""
        roles = self._term.entry.roles if self._term.entry else ()
        in_order = sorted(roles, key=lambda role: (not role.until, role.until or role.since, role.since), reverse=True)
        return [(_role(self._edition, role), role.until) for role in in_order]

    @on_demand
    def _stated(self) -> list[tuple[RoleView, str]]:
        return _stated_roles(self._edition, self._term, self._positions)


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


def _role(edition: Edition, role: Role) -> RoleView:
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
        since, until = (catalog.stories[at].written for at in (catalog.first_dated(office.told), office.told[-1]))
        view = RoleView(
            title=office.title,
            country=edition.country_link(office.country),
            since=date_of(edition.words, since),
            until=date_of(edition.words, until),
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
