"""Country pages, and the pages of pairs of countries that share three or more stories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial

from broadsheet.catalog.catalog import ListKey
from broadsheet.catalog.lists import pair_key
from broadsheet.catalog.terms import Term, name_key
from broadsheet.pages.actor import elsewhere
from broadsheet.pages.archive import years_of
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.listing import head_listing, older_pages
from broadsheet.pages.page import Page
from broadsheet.pages.story import latest_events
from broadsheet.pages.strip import strip_of
from broadsheet.pages.term import term_head
from broadsheet.pages.views import CountryView, PairView, RoleGroup, TermLink
from broadsheet.pages.worldmap import country_map
from broadsheet.problems import Span

_ROLE_GROUPS = 8
_OTHER_ACTORS = 60
_ON_MAP = 30


def pair_permalink(edition: Edition, pair: tuple[str, str]) -> str:
    """Return the address of a pair's page: below the first country, in the order of their slugs."""
    return f"{edition.term(('country', pair[0])).permalink}{pair[1]}/"


def country_pages(edition: Edition, bodies: Bodies, term: Term) -> Iterator[Page]:
    """Plan the page of a country, and the older pages of its stories."""
    parent = edition.index_link("country")
    positions = edition.catalog.positions(term.key)
    span = edition.span(term)
    yield Page(term.permalink, span, "country.html", partial(country_view, edition, bodies, term), "country")
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
    entry = term.entry
    events, more_events = latest_events(edition, positions)
    partners = _partners(edition, term, positions)
    return CountryView(
        meta=term_head(edition, term, edition.index_link("country")),
        name=term.name,
        code=term.code,
        official=term.official if term.official != term.name else "",
        aliases=term.aliases,
        overview=bodies.of_term(term),
        links=elsewhere(entry.links if entry else (), entry.wikidata if entry else ""),
        coverage=edition.coverage(positions),
        actors=_actors_by_role(edition, term),
        partners=tuple(link for _, link, _ in partners),
        map=country_map(edition.alphabet, term, [(other, link) for other, link, close in partners if close][:_ON_MAP])
        if edition.has("map")
        else None,
        roles=_roles_played(edition, term, positions),
        dossiers=edition.most_common(edition.counts(positions, "dossier"), "dossier"),
        events=events,
        more_events=more_events,
        years=years_of(edition, positions) if edition.has("dates") else (),
        listing=head_listing(edition, positions, term.permalink),
    )


def _actors_by_role(edition: Edition, term: Term) -> tuple[RoleGroup, ...]:
    """Return the country's actors under the commonest roles that stories state; the others last, each with its rarer role."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    stated: dict[str, str] = {}
    totals: Counter[str] = Counter()
    for slug, positions in edition.actors_of(term.code).items():
        totals[slug] = len(positions)
        for position in positions:
            role = next((role for other, role, _ in edition.catalog.facts.mentions(position, "actor") if other == slug), "")
            counts[role][slug] += 1
            stated[slug] = role or stated.get(slug, "")
    common = [role for role in counts if role and len(counts[role]) > 1]
    common.sort(key=lambda role: (-len(counts[role]), -sum(counts[role].values()), name_key(role), role))
    groups = [RoleGroup(role, edition.most_common(counts[role], "actor")) for role in common[:_ROLE_GROUPS]]
    grouped = {slug for role in common[:_ROLE_GROUPS] for slug in counts[role]}
    rest = edition.ranked({slug: n for slug, n in totals.items() if slug not in grouped}, "actor")[:_OTHER_ACTORS]
    if rest:
        groups.append(RoleGroup("", tuple(edition.term_link(("actor", s), totals[s], stated.get(s, "")) for s in rest)))
    return tuple(groups)


def _partners(edition: Edition, term: Term, positions: tuple[int, ...]) -> list[tuple[Term, TermLink, bool]]:
    """Return the countries that share stories with one, most first, what its page says of each, and whether they are a pair."""
    counts = edition.counts(positions, "country")
    counts.pop(term.slug, None)
    found = []
    for slug in edition.ranked(counts, "country"):
        other = edition.term(("country", slug))
        pair = (min(slug, term.slug), max(slug, term.slug))
        close = bool(edition.catalog.positions(pair_key(*pair)))
        permalink = pair_permalink(edition, pair) if close and edition.has("pairs") else other.permalink
        found.append((other, TermLink(other.name, permalink, counts[slug], kind="country"), close))
    return found


def _roles_played(edition: Edition, term: Term, positions: tuple[int, ...]) -> tuple[TermLink, ...]:
    counts = Counter(
        role
        for _, mentions in edition.catalog.facts.roles(positions, "country")
        for slug, role, _ in mentions
        if slug == term.slug
    )
    counts.pop("", None)
    return tuple(TermLink(role, "", counts[role]) for role in sorted(counts, key=lambda role: (-counts[role], role)))


def pair_view(edition: Edition, pair: tuple[str, str], positions: tuple[int, ...]) -> PairView:
    """Return all that the page of two countries shows."""
    first, second = (edition.link(("country", slug)) for slug in pair)
    permalink = pair_permalink(edition, pair)
    title = f"{first.text} and {second.text}"
    listing = head_listing(edition, positions, permalink)
    events, more_events = latest_events(edition, positions)
    return PairView(
        meta=head(
            edition,
            title=title,
            permalink=permalink,
            description=f"{title} in {edition.config.title}: what the stories that name both report.",
            trail=(edition.index_link("country"), first),
            following=listing.pagination.older if listing.pagination else "",
        ),
        countries=(first, second),
        coverage=edition.coverage(positions),
        actors=edition.most_common(edition.counts(positions, "actor"), "actor", 24),
        dossiers=edition.most_common(edition.counts(positions, "dossier"), "dossier"),
        events=events,
        more_events=more_events,
        strip=strip_of(edition, positions) if events else None,
        listing=listing,
    )
