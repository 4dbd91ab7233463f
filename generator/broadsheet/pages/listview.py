"""The views of lists: what those of terms and of pairs of countries have in common.

A page's stories are at `_positions`, oldest first. What begins with `_` is not for templates.
"""

from __future__ import annotations

from markupsafe import Markup

from broadsheet.catalog.catalog import ListKey
from broadsheet.catalog.terms import Term
from broadsheet.language.words import Words
from broadsheet.model import TermKind
from broadsheet.pages import jsonld
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.chart import chart_of
from broadsheet.pages.edition import Edition
from broadsheet.pages.events import is_mixed
from broadsheet.pages.head import head
from broadsheet.pages.listing import head_listing
from broadsheet.pages.own import own_fields
from broadsheet.pages.views.chart import ChartView
from broadsheet.pages.views.coverage import Coverage
from broadsheet.pages.views.fields import FieldView
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import TermLink
from broadsheet.pages.views.listing import Listing
from broadsheet.pages.views.on_demand import on_demand
from broadsheet.pages.views.statement import EntryView
from broadsheet.pages.wording import alias_of

SHOWN = 24  # terms of a kind


class ListView:
    """What the pages of terms and of pairs of countries show of their stories."""

    def __init__(self, edition: Edition, key: ListKey, permalink: str) -> None:
        self._edition = edition
        self._key = key
        self._permalink = permalink
        self._positions = edition.catalog.positions(key)

    @on_demand
    def listing(self) -> Listing:
        """The newest stories."""
        return head_listing(self._edition, self._positions, self._permalink)

    @on_demand
    def coverage(self) -> Coverage:
        """How many stories there are, and from when to when."""
        return self._edition.coverage(self._positions)


def most(kind: TermKind, limit: int | None = SHOWN) -> on_demand[tuple[TermLink, ...]]:
    """Return the field of a list's page with the terms of a kind that its stories stand under, most stories first."""
    return on_demand(lambda page: page._edition.links(kind, page._edition.tally(page._key, kind)[:limit]))


def more(kind: TermKind) -> on_demand[int]:
    """Return the field that says how many others there are."""
    return on_demand(lambda page: max(0, len(page._edition.tally(page._key, kind)) - SHOWN))


class ProfileView(ListView):
    """What the pages of actors, countries and pairs of countries have in common."""

    dossiers = most("dossier")
    _sections = most("section", None)

    @on_demand
    def sections(self) -> tuple[TermLink, ...]:
        """The sections in which its stories stand."""
        return self._sections if self._edition.has("profiles") else ()

    @on_demand
    def chart(self) -> ChartView | None:
        """How many stories there are of each month, year or decade."""
        return chart_of(self._edition, self._positions, self._permalink) if self._edition.has("profiles") else None

    @on_demand
    def events(self) -> tuple[EntryView, ...]:
        """What was done and said: the latest, oldest first."""
        return self._told[0]

    @on_demand
    def more_events(self) -> int:
        """How many others are not shown."""
        return self._told[1]

    @on_demand
    def unreviewed_events(self) -> int:
        """How many of those that are shown no editor has looked at."""
        return sum(entry.unreviewed for entry in self.events)

    @on_demand
    def marked(self) -> bool:
        """Whether some of them are its own, and some are what else its stories tell."""
        return is_mixed(self.events)

    @on_demand
    def _told(self) -> tuple[tuple[EntryView, ...], int]:
        raise NotImplementedError


def written() -> on_demand[Markup]:
    """Return the field of a term's page with the text of its register entry."""
    return on_demand(lambda page: page._bodies.of_term(page._term))


class TermListView(ListView):
    """What the pages of all terms have in common."""

    def __init__(self, edition: Edition, bodies: Bodies, term: Term) -> None:
        super().__init__(edition, term.key, term.permalink)
        self._bodies = bodies
        self._term = term
        self.name = term.name
        self.aliases = tuple(map(alias_of, term.aliases))

    @on_demand
    def fields(self) -> tuple[FieldView, ...]:
        """Its keys of the publication's own."""
        entry = self._term.entry
        return own_fields(self._edition.config.fields, entry.fields, self._edition.words) if entry else ()

    @on_demand
    def meta(self) -> Meta:
        """The head: it describes the term by how much is written about it."""
        edition, term, listing = self._edition, self._term, self.listing
        described = _described(edition.words, term.name, edition.config.title, self.coverage)
        entry = term.entry
        picture = edition.picture(entry.image, entry.path) if entry and entry.image else None
        return head(
            edition,
            title=term.name,
            permalink=term.permalink,
            description=described,
            trail=(edition.index_link(term.kind),),
            feed_title=f"{term.name} · {edition.config.title}" if edition.config.has_feeds(term.kind) else "",
            twin=edition.has("twins"),
            picture=picture.src if picture else "",
            picture_alt=picture.alt if picture else "",
            picture_size=(picture.width, picture.height) if picture else (0, 0),
            og_type="profile" if term.actor_kind == "person" else "website",
            graph=jsonld.term(edition, term, description=described, items=listing.cards)
            if edition.has("structured-data")
            else (),
            noindex=edition.is_withheld(term),
            following=listing.pagination.older if listing.pagination else "",
        )


def _described(words: Words, name: str, title: str, coverage: Coverage) -> str:
    """Return how much is written about a term, in a sentence."""
    stories = words.ngettext("%(num)s story", "%(num)s stories", coverage.total)
    values = {"name": name, "title": title, "stories": stories}
    if coverage.first is None or coverage.latest is None:
        return words.gettext("%(name)s in %(title)s: %(stories)s", **values)
    if coverage.total == 1:
        return words.gettext("%(name)s in %(title)s: %(stories)s, %(date)s.", **values, date=coverage.first.text)
    span = {"first": coverage.first.text, "latest": coverage.latest.text}
    return words.gettext("%(name)s in %(title)s: %(stories)s, %(first)s to %(latest)s.", **values, **span)
