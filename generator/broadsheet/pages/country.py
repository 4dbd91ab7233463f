"""Country pages, and the pages of pairs of countries that share three or more stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial

from broadsheet.catalog.catalog import ListKey
from broadsheet.catalog.lists import pair_key
from broadsheet.catalog.terms import Term
from broadsheet.pages.actor import elsewhere
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.chart import chart_of
from broadsheet.pages.chronicle import chronicle, is_mixed, words_for
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.listing import head_listing, older_pages
from broadsheet.pages.offices import stated_offices
from broadsheet.pages.page import Page
from broadsheet.pages.strip import strip_of
from broadsheet.pages.term import term_head
from broadsheet.pages.views.country import CountryView, PairView, RelationView, SpeakerView
from broadsheet.pages.views.link import TermLink
from broadsheet.pages.wording import alias_of
from broadsheet.pages.worldmap import country_map
from broadsheet.problems import Span

_SPEAKERS_MAX = 24
_RELATIONS_MAX = 12
_RELATED = 2  # stories that countries share before they are said to have relations
_PARTNERS_MAX = 48  # further countries
_DOSSIERS_MAX = 24
_ON_MAP = 30
_ACTORS_MAX = 24
_TELLING = 1.2  # lift that is worth saying


def pair_permalink(edition: Edition, pair: tuple[str, str]) -> str:
    """Return the address of a pair's page: below the first country, in the order of their slugs."""
    return f"{edition.term(('country', pair[0])).permalink}{pair[1]}/"


def country_pages(edition: Edition, bodies: Bodies, term: Term) -> Iterator[Page]:
    """Plan the page of a country, and the older pages of its stories."""
    parent = edition.index_link("country")
    positions = edition.catalog.positions(term.key)
    span = edition.span(term)
    yield Page(term.permalink, span, "country.html", cache(partial(country_view, edition, bodies, term)), "country")
    yield from older_pages(edition, positions, term.permalink, term.name, (parent,), span)


def pair_pages(edition: Edition, key: ListKey) -> Iterator[Page]:
    """Plan the page of a pair of countries, and the older pages of its stories."""
    first, _, second = key[1].partition("+")
    pair = (first, second)
    positions = edition.catalog.positions(key)
    permalink = pair_permalink(edition, pair)
    heading = edition.words.and_list([edition.term(("country", slug)).name for slug in pair])
    span = Span(edition.catalog.stories[positions[0]].path)
    trail = (edition.index_link("country"), edition.link(("country", first)))
    yield Page(permalink, span, "pair.html", partial(pair_view, edition, pair, positions), "pair")
    yield from older_pages(edition, positions, permalink, heading, trail, span)


def country_view(edition: Edition, bodies: Bodies, term: Term) -> CountryView:
    """Return all that a country's page shows."""
    positions = edition.catalog.positions(term.key)
    profiled = edition.has("profiles")
    at_home = edition.catalog.positions(("nation", term.code))
    words = words_for(edition, at_home, frozenset((term.code,))) if profiled else ()
    events, more_events = chronicle(edition, positions, names=(term.name, *term.aliases), words=words, by_whom=True)
    speakers, more_actors = _speakers(edition, term)
    partners = _partners(edition, term, positions)
    related = sum(link.count >= _RELATED for _, link, _ in partners[:_RELATIONS_MAX]) if profiled else 0
    return CountryView(
        meta=term_head(edition, term, edition.index_link("country")),
        name=term.name,
        code=term.code,
        official=term.official if term.official != term.name else "",
        aliases=tuple(map(alias_of, term.aliases)),
        overview=bodies.of_term(term),
        links=elsewhere(term.entry),
        coverage=edition.coverage(positions),
        chart=chart_of(edition, positions, term.permalink) if profiled else None,
        map=country_map(edition.alphabet, term, partners[:_ON_MAP]) if edition.has("map") else None,
        people=tuple(each for each in speakers if each.kind != "organisation"),
        organisations=tuple(each for each in speakers if each.kind == "organisation"),
        more_actors=more_actors,
        relations=tuple(_relations(edition, term, positions, partners[:related])),
        partners=tuple(link for _, link, _ in partners[related : related + _PARTNERS_MAX]),
        more_partners=max(0, len(partners) - related - _PARTNERS_MAX),
        roles=_roles_played(edition, term, positions),
        sections=edition.most_common(edition.counts(positions, "section"), "section") if profiled else (),
        dossiers=edition.most_common(edition.counts(positions, "dossier"), "dossier", _DOSSIERS_MAX),
        events=events,
        more_events=more_events,
        marked=is_mixed(events),
        listing=head_listing(edition, positions, term.permalink),
    )


def _speakers(edition: Edition, term: Term) -> tuple[tuple[SpeakerView, ...], int]:
    """Return the country's actors, most stories first, each with the role stated last; and how many others there are."""
    found = edition.actors_of(term.code)
    ranked = edition.ranked({slug: len(positions) for slug, positions in found.items()}, "actor")
    return tuple(_speaker(edition, slug, found[slug]) for slug in ranked[:_SPEAKERS_MAX]), max(0, len(ranked) - _SPEAKERS_MAX)


def _speaker(edition: Edition, slug: str, positions: tuple[int, ...]) -> SpeakerView:
    actor = edition.term(("actor", slug))
    stated = stated_offices(edition, actor, positions)
    registered = next((role.title for role in actor.entry.roles if not role.until), "") if actor.entry else ""
    since, until = (edition.words.date(edition.catalog.day(positions[at])[:4]) if positions else "" for at in (0, -1))
    role = stated[0].title if stated else registered
    return SpeakerView(actor.name, actor.permalink, actor.actor_kind or "", role, since, until, len(positions))


def _relations(
    edition: Edition, term: Term, positions: tuple[int, ...], partners: Sequence[tuple[Term, TermLink, bool]]
) -> Iterator[RelationView]:
    """Yield what is said of each of some partners, with the newest story that names both."""
    lifts = {each.slug: each.lift for each in edition.company(term.key)}
    wanted = {other.slug for other, _, _ in partners}
    newest: dict[str, int] = {}
    latest = positions[::-1]
    for position, slugs in zip(latest, edition.catalog.slugs(latest, "country"), strict=True):
        for slug in wanted.intersection(slugs):
            newest.setdefault(slug, position)
        if len(newest) == len(wanted):
            break
    for other, link, _ in partners:
        lift = lifts.get(other.slug, 0)
        yield RelationView(
            name=link.text,
            permalink=link.permalink,
            paired=link.permalink != other.permalink,
            count=link.count,
            lift=edition.words.decimal(lift) if lift >= _TELLING else "",
            newest=edition.card(newest[other.slug]),
        )


def _partners(edition: Edition, term: Term, positions: tuple[int, ...]) -> list[tuple[Term, TermLink, bool]]:
    """Return the countries that share stories with one, most first, what its page says of each, and whether they are a pair."""
    counts = edition.counts(positions, "country")
    counts.pop(term.slug, None)
    found = []
    pairs = {slug: (min(slug, term.slug), max(slug, term.slug)) for slug in edition.ranked(counts, "country")}
    for slug, pair in pairs.items():
        other = edition.term(("country", slug))
        close = bool(edition.catalog.positions(pair_key(*pair)))
        permalink = pair_permalink(edition, pair) if close and edition.has("pairs") else other.permalink
        found.append((other, TermLink(other.name, permalink, counts[slug], kind="country"), close))
    return found


def _roles_played(edition: Edition, term: Term, positions: tuple[int, ...]) -> tuple[TermLink, ...]:
    counts = Counter(
        role for _, mentions in edition.catalog.roles(positions, "country") for slug, role, _ in mentions if slug == term.slug
    )
    counts.pop("", None)
    return tuple(TermLink(role, "", counts[role]) for role in sorted(counts, key=lambda role: (-counts[role], role)))


def pair_view(edition: Edition, pair: tuple[str, str], positions: tuple[int, ...]) -> PairView:
    """Return all that the page of two countries shows."""
    first, second = (edition.link(("country", slug)) for slug in pair)
    permalink = pair_permalink(edition, pair)
    title = edition.words.and_list((first.text, second.text))
    listing = head_listing(edition, positions, permalink)
    profiled = edition.has("profiles")
    codes = frozenset(edition.term(("country", slug)).code for slug in pair)
    actors = edition.counts(positions, "actor")
    words = words_for(edition, positions, codes) if profiled else ()
    events, more_events = chronicle(edition, positions, names=(first.text, second.text), words=words, by_whom=True, sides=True)
    return PairView(
        meta=head(
            edition,
            title=title,
            permalink=permalink,
            description=edition.words.gettext(
                "%(names)s in %(title)s: what the stories that name both report.", names=title, title=edition.config.title
            ),
            trail=(edition.index_link("country"), first),
            following=listing.pagination.older if listing.pagination else "",
        ),
        countries=(first, second),
        coverage=edition.coverage(positions),
        chart=chart_of(edition, positions, permalink) if profiled else None,
        actors=edition.most_common(actors, "actor", _ACTORS_MAX),
        more_actors=max(0, len(actors) - _ACTORS_MAX),
        sections=edition.most_common(edition.counts(positions, "section"), "section") if profiled else (),
        dossiers=edition.most_common(edition.counts(positions, "dossier"), "dossier", _DOSSIERS_MAX),
        events=events,
        more_events=more_events,
        marked=is_mixed(events),
        strip=strip_of(edition, positions) if events else None,
        listing=listing,
    )
