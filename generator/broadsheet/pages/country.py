"""The page of a country, and that of two countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from broadsheet.catalog.catalog import ListKey
from broadsheet.catalog.lists import pair_key
from broadsheet.catalog.tally import Counted
from broadsheet.catalog.terms import Term
from broadsheet.model import UNDATED
from broadsheet.pages.actor import elsewhere
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.events import entries_of, remarks_for
from broadsheet.pages.head import head
from broadsheet.pages.listview import SHOWN, ProfileView, TermListView, written
from broadsheet.pages.offices import stated_offices
from broadsheet.pages.strip import strip_of
from broadsheet.pages.views.card import Card
from broadsheet.pages.views.country import RelationView, SpeakerView
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import TermLink
from broadsheet.pages.views.on_demand import on_demand
from broadsheet.pages.views.statement import EntryView
from broadsheet.pages.views.strip import StripView
from broadsheet.pages.views.worldmap import MapSheet
from broadsheet.pages.worldmap import country_map

_SPEAKERS_MAX = 24
_RELATIONS_MAX = 12
_RELATED = 2  # stories that countries share before they are said to have relations
_PARTNERS_MAX = 48  # further countries
_ON_MAP = 30
_BETWEEN_MAX = 12  # stories of two countries
_TELLING = 1.2  # lift that is worth saying
Partner = tuple[
    Term, TermLink, bool
]  # a country that shares stories with one, the link to it or their page, whether they are a pair


class CountryView(ProfileView, TermListView):
    """A country page (template `country.html`)."""

    overview = written()

    def __init__(self, edition: Edition, bodies: Bodies, term: Term) -> None:
        super().__init__(edition, bodies, term)
        self.code = term.code
        self.official = term.official if term.official != term.name else ""
        self.links = elsewhere(term.entry)

    @on_demand
    def map(self) -> MapSheet | None:
        """Where it lies, and the partners that it shares a page with."""
        edition = self._edition
        return country_map(edition.alphabet, self._term, self._partners[:_ON_MAP]) if edition.has("map") else None

    @on_demand
    def people(self) -> tuple[SpeakerView, ...]:
        """Who speaks for it, most stories first."""
        return tuple([each for each in self._speakers if each.kind != "organisation"])

    @on_demand
    def organisations(self) -> tuple[SpeakerView, ...]:
        """And which organisations do."""
        return tuple([each for each in self._speakers if each.kind == "organisation"])

    @on_demand
    def more_actors(self) -> int:
        """How many others speak for it."""
        return max(0, len(self._actors) - _SPEAKERS_MAX)

    @on_demand
    def relations(self) -> tuple[RelationView, ...]:
        """The countries that it is named with, most stories first."""
        edition, own, term = self._edition, set(self._positions), self._term
        lifts = {each.slug: each.lift for each in edition.companions(self._term.key)}
        found = []
        for other, link, _ in self._partners[: self._related]:
            lift = lifts.get(other.slug, 0)
            shared = [position for position in edition.catalog.positions(other.key) if position in own]
            newest = between(edition, shared, (term, other))[-1]
            found.append(
                RelationView(
                    name=link.text,
                    permalink=link.permalink,
                    paired=link.permalink != other.permalink,
                    count=link.count,
                    lift=edition.words.decimal(lift) if lift >= _TELLING else "",
                    newest=edition.card(newest),
                )
            )
        return tuple(found)

    @on_demand
    def partners(self) -> tuple[TermLink, ...]:
        """Further ones; the permalink is the pair's page where there is one."""
        return tuple([link for _, link, _ in self._partners[self._related : self._related + _PARTNERS_MAX]])

    @on_demand
    def more_partners(self) -> int:
        """How many others are not shown."""
        return max(0, len(self._edition.tally(self._key, "country")) - self._related - _PARTNERS_MAX)

    @on_demand
    def roles(self) -> tuple[TermLink, ...]:
        """Roles that it played ("host"), with counts; no permalink."""
        mentions = (self._edition.catalog.stories[position].countries for position in self._positions)
        counts = Counter(role for several in mentions for slug, role, _ in several if slug == self._term.slug)
        counts.pop("", None)
        return tuple([TermLink(role, "", counts[role]) for role in sorted(counts, key=lambda role: (-counts[role], role))])

    @on_demand
    def _related(self) -> int:
        """How many of its partners it has relations with."""
        if not self._edition.has("profiles"):
            return 0
        return sum(link.count >= _RELATED for _, link, _ in self._partners[:_RELATIONS_MAX])

    @on_demand
    def _partners(self) -> list[Partner]:
        """The countries that share most stories with it, as many as are shown."""
        edition, term = self._edition, self._term
        counted = edition.tally(self._key, "country")[: _RELATIONS_MAX + _PARTNERS_MAX]
        found = []
        for each, link in zip(counted, edition.links("country", counted), strict=True):
            other = edition.term(("country", edition.tallies("country").slug(each)))
            pair = pair_key(term.slug, other.slug)
            close = bool(edition.catalog.positions(pair))
            shown = link._replace(permalink=pair_permalink(edition, pair)) if close and edition.has("pairs") else link
            found.append((other, shown, close))
        return found

    @on_demand
    def _actors(self) -> list[tuple[str, tuple[int, ...]]]:
        """Its actors with the stories that show them as such, most stories first."""
        found = self._edition.actors_of(self._term.code)
        tallies = self._edition.tallies("actor")
        counted = tallies.counted({slug: len(positions) for slug, positions in found.items()})
        return [(slug, found[slug]) for slug in map(tallies.slug, counted)]

    @on_demand
    def _speakers(self) -> list[SpeakerView]:
        return [_speaker(self._edition, slug, positions) for slug, positions in self._actors[:_SPEAKERS_MAX]]

    @on_demand
    def _told(self) -> tuple[tuple[EntryView, ...], int]:
        edition, term = self._edition, self._term
        at_home = edition.catalog.positions(("nation", term.code))
        remarks = remarks_for(edition, at_home, frozenset((term.code,))) if edition.has("profiles") else ()
        return entries_of(edition, self._positions, names=(term.name, *term.aliases), remarks=remarks, by_whom=True)


def _speaker(edition: Edition, slug: str, positions: tuple[int, ...]) -> SpeakerView:
    actor = edition.term(("actor", slug))
    stated = stated_offices(edition, actor, positions)
    ends = (edition.catalog.first_dated(positions), positions[-1]) if positions else ()
    periods = [edition.catalog.stories[each].periods[0][1] for each in ends] or ("", "")
    since, until = ["" if period == UNDATED else edition.words.date(period) for period in periods]
    role = stated[0].title if stated else actor.current_role
    return SpeakerView(actor.name, actor.permalink, actor.actor_kind or "", role, since, until, len(positions))


def between(edition: Edition, shared: Sequence[int], two: Sequence[Term]) -> Sequence[int]:
    """Return the positions of those among stories that name two countries in which both take part; all where there are none.

    A country takes part where somebody acts for it, or in a role in which another country does, too, for parties come in twos;
    and two do of which alone a story is.
    """

    def is_between(position: int) -> bool:
        return len(edition.catalog.stories[position].countries) == len(two) or all(
            _takes_part(edition, position, country) for country in two
        )

    return list(filter(is_between, shared)) or shared


def _takes_part(edition: Edition, position: int, country: Term) -> bool:
    story = edition.catalog.stories[position]
    roles = [role for _, role, _ in story.countries]
    role = next((role for slug, role, _ in story.countries if slug == country.slug), "")
    if role and roles.count(role) > 1:
        return True
    actors = edition.catalog.terms
    return any((code or actors["actor", slug].country) == country.code for slug, _, code in story.actors)


def pair_permalink(edition: Edition, key: ListKey) -> str:
    """Return the address of a pair's page: below the first country, in the order of their slugs."""
    first, _, second = key[1].partition("+")
    return f"{edition.term(('country', first)).permalink}{second}/"


class PairView(ProfileView):
    """Two countries that share three or more stories (template `pair.html`).

    What is told of the two is from stories in which both take part, where there are any.
    """

    def __init__(self, edition: Edition, key: ListKey) -> None:
        super().__init__(edition, key, pair_permalink(edition, key))
        self._terms = [edition.term(("country", slug)) for slug in key[1].split("+")]
        self.countries = tuple([edition.link(term.key) for term in self._terms])

    @on_demand
    def meta(self) -> Meta:
        """The head."""
        edition, pagination = self._edition, self.listing.pagination
        title = edition.words.and_list([term.name for term in self._terms])
        return head(
            edition,
            title=title,
            permalink=self._permalink,
            description=edition.words.gettext(
                "%(names)s in %(title)s: what the stories that name both report.", names=title, title=edition.config.title
            ),
            trail=(edition.index_link("country"), self.countries[0]),
            following=pagination.older if pagination else "",
        )

    @on_demand
    def newest(self) -> Card:
        """The newest story in which both take part."""
        return self._edition.card(self._between[-1])

    @on_demand
    def between(self) -> tuple[Card, ...]:
        """The newest ones, newest first, where others name both."""
        apart = len(self._between) < len(self._positions)
        return self._edition.cards(self._between[: -_BETWEEN_MAX - 1 : -1]) if apart else ()

    @on_demand
    def actors(self) -> tuple[TermLink, ...]:
        """Who is in them, most stories first."""
        return self._edition.links("actor", self._cast[:SHOWN])

    @on_demand
    def more_actors(self) -> int:
        """How many others are."""
        return max(0, len(self._cast) - SHOWN)

    @on_demand
    def _cast(self) -> list[Counted]:
        return self._edition.tallies("actor").of(self._between)

    @on_demand
    def _between(self) -> Sequence[int]:
        return between(self._edition, self._positions, self._terms)

    @on_demand
    def strip(self) -> StripView | None:
        """The stories and events along an axis of time, where there are events."""
        return strip_of(self._edition, self._between) if self.events else None

    @on_demand
    def _told(self) -> tuple[tuple[EntryView, ...], int]:
        edition, positions = self._edition, self._between
        remarks = remarks_for(edition, positions, frozenset(term.code for term in self._terms)) if edition.has("profiles") else ()
        names = [term.name for term in self._terms]
        return entries_of(edition, positions, names=names, remarks=remarks, by_whom=True, sides=True)
