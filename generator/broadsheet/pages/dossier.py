"""A dossier's page: a running story with its cast, its countries and its timeline."""

from __future__ import annotations

from broadsheet.catalog.terms import Term
from broadsheet.language.words import message
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.booklet import booklet_permalink
from broadsheet.pages.edition import Edition
from broadsheet.pages.events import latest_events
from broadsheet.pages.listview import TermListView, most, written
from broadsheet.pages.strip import strip_of
from broadsheet.pages.views.on_demand import on_demand
from broadsheet.pages.views.statement import EventView
from broadsheet.pages.views.story import ActorInStory
from broadsheet.pages.views.strip import StripView

_STATUS_TEXT = {"open": message("Running"), "closed": message("Closed")}


class DossierView(TermListView):
    """A dossier page (template `dossier.html`): timeline oldest first, listing newest first."""

    countries = most("country", None)
    scope_note = written()

    def __init__(self, edition: Edition, bodies: Bodies, term: Term) -> None:
        super().__init__(edition, bodies, term)
        self.status = term.entry.status if term.entry else "open"  # or "closed"
        self.status_text = edition.words.gettext(_STATUS_TEXT[self.status])
        self.booklet = booklet_permalink(edition, term)  # where all of it can be read as one document, or empty

    @on_demand
    def cast(self) -> tuple[ActorInStory, ...]:
        """Most often named first, each in the newest role that a story states."""
        edition = self._edition
        newest: dict[str, tuple[str, str]] = {}
        for position in self._positions:
            for slug, stated, stated_in in edition.catalog.stories[position].actors:
                role, country = newest.get(slug, ("", ""))
                newest[slug] = (stated or role, stated_in or country)
        cast = []
        for slug in map(edition.tallies("actor").slug, edition.tally(self._key, "actor")):
            term = edition.term(("actor", slug))
            role, country = newest[slug]
            cast.append(ActorInStory(term.name, term.permalink, term.actor_kind or "", role, edition.country_link(country)))
        return tuple(cast)

    @on_demand
    def timeline(self) -> tuple[EventView, ...]:
        """The latest events."""
        return self._told[0]

    @on_demand
    def more_events(self) -> int:
        """How many earlier ones there are."""
        return self._told[1]

    @on_demand
    def strip(self) -> StripView | None:
        """The stories and events along an axis of time."""
        return strip_of(self._edition, self._positions)

    @on_demand
    def _told(self) -> tuple[tuple[EventView, ...], int]:
        return latest_events(self._edition, self._positions)
