"""Maps: the world by how many stories each country is in, and a country among those that it shares stories with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from broadsheet.catalog.terms import Term
from broadsheet.language.words import message, messages
from broadsheet.pages.alphabet import Alphabet
from broadsheet.pages.atlas import MapPart, degree, is_small, part_around, place, ranges, thresholds, whole
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.page import WITHHELD, Page
from broadsheet.pages.views.link import TermLink
from broadsheet.pages.views.worldmap import MapMark, MapSheet, MapTone, MapView
from broadsheet.problems import Span

MAP = "/map/"
_MAIN = 5  # of a country's partners, which are main ones: see `country_map`
_FIRST = 3
_HEADING = message("Map of the world")
_COVERED = messages(
    "%(num)s country in %(publication)s, by the number of stories that name it.",
    "%(num)s countries in %(publication)s, by the number of stories that name each.",
)


def map_page(edition: Edition) -> Page:
    """Plan the map of the world."""
    kind = WITHHELD * (not is_on_map(edition)) + "map"
    return Page(MAP, Span("broadsheet.yaml"), "map.html", partial(map_view, edition), kind)


def is_on_map(edition: Edition) -> bool:
    """Say whether any story names a country."""
    return any(edition.catalog.positions(term.key) for term in edition.catalog.of_kind("country"))


def map_view(edition: Edition) -> MapView:
    """Return the map of the world: each country with stories, its degree by how many they are."""
    terms = edition.catalog.of_kind("country")
    counts = {term: len(edition.catalog.positions(term.key)) for term in terms if edition.catalog.positions(term.key)}
    named = sorted(counts, key=lambda term: (edition.alphabet.key(term.name), term.slug))
    starts = thresholds(max(counts.values(), default=0))
    part = whole()
    marks = [_mark(term, term.permalink, counts[term], starts, part) for term in named]
    words = edition.words
    heading = words.gettext(_HEADING)
    covered = words.ngettext(*_COVERED, len(counts), publication=edition.config.title)
    tones = (MapTone(f"d{at}", first, last, 0) for at, (first, last) in enumerate(ranges(starts), 1))
    tallied = (MapTone(t.tone, t.first, t.last, sum(mark.tone == t.tone for mark in marks)) for t in tones)
    return MapView(
        meta=head(edition, title=heading, permalink=MAP, description=covered if counts else "", noindex=not counts),
        heading=heading,
        sheet=_sheet(part, marks, {term.code for term in named}),
        legend=tuple(tone for tone in tallied if tone.countries),
        by_count=tuple(sorted(marks, key=lambda mark: -mark.count)),
        by_name=tuple(TermLink(term.name, term.permalink, counts[term]) for term in named),
    )


def country_map(alphabet: Alphabet, home: Term, partners: Sequence[tuple[Term, TermLink, bool]]) -> MapSheet:
    """Return the part of the world that shows a country and its main partners, with all partners that fall into it.

    Of each, the first one first, it has the link, how many stories the two share, and whether they are a pair. A main partner
    shares a fifth as many as the first, or more, and is a pair with the country; where there is no pair, the first few are.
    """
    most = max((link.count for _, link, _ in partners), default=0)
    main = [other.code for other, link, close in partners if close and link.count * _MAIN >= most]
    part = part_around(home.code, main or [other.code for other, _, _ in partners[:_FIRST]])
    starts = thresholds(most)
    shown = [(other, link) for other, link, _ in partners if part.shows(other.code)]
    shown.sort(key=lambda partner: (alphabet.key(partner[0].name), partner[0].slug))
    marks = [_mark(other, link.permalink, link.count, starts, part) for other, link in shown]
    marks.append(_mark(home, "", 0, (), part))
    return _sheet(part, marks, {home.code, *(other.code for other, _ in shown)})


def _mark(term: Term, permalink: str, count: int, starts: tuple[int, ...], part: MapPart) -> MapMark:
    tone = f"d{degree(count, starts)}" if starts else "home"
    dot = part.within(*place(term.code, part.grid)) if is_small(term.code, part.grid) else None
    return MapMark(term.name, permalink, count, tone, part.paths.get(term.code, ""), dot)


def _sheet(part: MapPart, marks: Iterable[MapMark], shown: set[str]) -> MapSheet:
    """Return a map; what is not shown as a country of its own is one shape, and dots lie over shapes."""
    left, top, right, bottom = part.box
    land = "".join(path for code, path in part.paths.items() if code not in shown)
    ordered = tuple(sorted(marks, key=lambda mark: mark.dot is not None))
    return MapSheet(f"{left} {top} {right - left} {bottom - top}", part.dot, land, ordered)
