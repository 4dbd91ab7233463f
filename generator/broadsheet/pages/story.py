"""Story pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from html import unescape
from urllib.parse import unquote

from markupsafe import Markup

from broadsheet.catalog.catalog import ALL, Neighbours, is_before_christ
from broadsheet.catalog.related import related_stories
from broadsheet.catalog.story import CatalogStory, TermKey
from broadsheet.content.opening import begins_with, has_room_for_initial
from broadsheet.expressions import expression
from broadsheet.language.direction import direction
from broadsheet.language.ruled import has_rules
from broadsheet.language.words import Words
from broadsheet.model import AUTHORS, Claim, Moment, TermKind
from broadsheet.pages import jsonld
from broadsheet.pages.archive import archive_link
from broadsheet.pages.bodies import Bodies, unlisted_names
from broadsheet.pages.citing import citation_names, citing, reference
from broadsheet.pages.edition import Edition
from broadsheet.pages.feeds import timestamp
from broadsheet.pages.head import head
from broadsheet.pages.own import own_fields
from broadsheet.pages.page import Page
from broadsheet.pages.replies import replies
from broadsheet.pages.share import share_permalink
from broadsheet.pages.views.card import Card
from broadsheet.pages.views.citing import CitingView
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.fields import FieldView
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.on_demand import on_demand
from broadsheet.pages.views.picture import PictureView
from broadsheet.pages.views.replies import RepliesView
from broadsheet.pages.views.statement import ClaimView, EventView, QuoteView
from broadsheet.pages.views.story import (
    ActorInStory,
    CorrectionView,
    CountryInStory,
    DossierPosition,
    PlaceInStory,
    RelatedView,
    SourceView,
    StatusCount,
    TermsInStory,
)
from broadsheet.pages.wording import FOUND_TEXT, PLACE_TEXT, STATUS_TEXT, corrections, day_of, event_when, status_text, when
from broadsheet.pictures.card import HEIGHT, WIDTH
from broadsheet.problems import Span

_SHOWN = expression(r"<img\b[^<>]*?\ssrc=\"([^\"]*)\"")
_WORDS_A_MINUTE = 230
_REASON_TERMS = 3
_NAMED_FIRST = 3
_COUNTRIES_FIRST, _PLACES_FIRST = 4, 3


def story_page(edition: Edition, bodies: Bodies, position: int) -> Page:
    """Plan the page of the story at a position."""
    story = edition.catalog.stories[position]
    view = partial(StoryView, edition, bodies, story)
    return Page(story.permalink, Span(story.path), "story.html", view, "story", partial(_modified, story))


def _modified(story: CatalogStory) -> str:
    instant, iso = story.last_change
    return timestamp(Moment(iso, instant))


class StoryView:
    """A story page (template `story.html`). `byline` are its authors, `lang` the language it is in."""

    def __init__(self, edition: Edition, bodies: Bodies, story: CatalogStory) -> None:
        record = story.record
        self._edition = edition
        self._bodies = bodies
        self._story = story
        self._record = record
        self.headline = record.title
        self.byline = record.authors
        self.dateline = record.dateline
        self.lang = record.lang or edition.config.language

    @on_demand
    def standfirst(self) -> str:
        """Return its standfirst; empty where its text begins with these words, which then stand on cards only."""
        said = self._record.standfirst
        return "" if begins_with(self._edition.bodies[self._story.id].html, said) else said

    @on_demand
    def meta(self) -> Meta:
        """Return the head of the page."""
        edition, story, record, shown = self._edition, self._story, self._record, self._own_picture
        card = share_permalink(edition, story)
        trail = self.sections[:1] or ((edition.once(archive_link),) if edition.has("dates") else ())
        return head(
            edition,
            title=self.headline,
            permalink=story.permalink,
            description=record.standfirst or story.opening,
            lang=self.lang,
            trail=trail,
            twin=edition.has("twins"),
            picture=card or (shown.src if shown else ""),
            picture_alt=shown.alt if shown and not card else "",
            picture_size=(WIDTH, HEIGHT) if card else (shown.width, shown.height) if shown else (0, 0),
            og_type="article",
            properties=_properties(edition, story),
            names=citation_names(edition, story),
            translations=_alternates(edition, story),
            graph=jsonld.story(edition, story, shown.src if shown else card) if edition.has("structured-data") else (),
        )

    @on_demand
    def _words(self) -> Words:
        return self._edition.languages.of(self.lang)

    @on_demand
    def dir(self) -> str:
        """Return from which side it is read."""
        return direction(self.lang)

    @on_demand
    def kicker(self) -> Link | None:
        """Return the primary section."""
        return self.sections[0] if self.sections else None

    @on_demand
    def sections(self) -> tuple[Link, ...]:
        """Return its sections."""
        return self._links("section", self._story.sections)

    @on_demand
    def tags(self) -> tuple[Link, ...]:
        """Return its tags."""
        return self._links("tag", self._story.tags)

    @on_demand
    def authors(self) -> tuple[Link, ...]:
        """Return who wrote it, each with the address of their page; an empty one where authors have none."""
        return self._edition.authors(self._story)

    @on_demand
    def taxonomies(self) -> tuple[TermsInStory, ...]:
        """Return its terms of the publication's own taxonomies, but for its authors."""
        edition, story = self._edition, self._story
        found = [
            TermsInStory(each.name, edition.index_link(each.name), self._links(each.name, story.slugs(each.name)))
            for each in edition.config.taxonomies
            if each.name != AUTHORS
        ]
        return tuple([terms for terms in found if terms.links])

    def _links(self, kind: TermKind, slugs: tuple[str, ...]) -> tuple[Link, ...]:
        link = self._edition.link
        return tuple([link((kind, slug)) for slug in slugs])

    @on_demand
    def labels(self) -> tuple[str, ...]:
        """Return its labels in words: "Breaking", "Analysis"."""
        return self._edition.labels(self._story, self._words) if self._record.labels else ()

    @on_demand
    def published(self) -> When:
        """Return when it came out."""
        return when(self._words, self._record.date)

    @on_demand
    def updated(self) -> When | None:
        """Return when it was updated last."""
        return when(self._words, self._record.updated) if self._record.updated else None

    @on_demand
    def undated(self) -> bool:
        """Say whether nobody knows when it came out."""
        return self._story.is_undated

    @on_demand
    def aged(self) -> bool:
        """Say whether it is more than a year old."""
        return self._edition.aged(self._story)

    @on_demand
    def reading_minutes(self) -> int:
        """Return how long it takes to read."""
        return max(1, round(self._story.words / _WORDS_A_MINUTE))

    @on_demand
    def fields(self) -> tuple[FieldView, ...]:
        """Return its keys of the publication's own."""
        return own_fields(self._edition.config.fields, self._record.fields, self._words)

    @on_demand
    def body(self) -> Markup:
        """Return the body, with its links and the names that are linked in it."""
        edition, story = self._edition, self._story
        return self._bodies.html(
            edition.bodies[story.id],
            story.path,
            story.permalink,
            passed=unlisted_names(edition, story) if edition.has("linked-names") else (),
            opening=self.picture is None,
            words=self._words,
        )

    @on_demand
    def initial(self) -> bool:
        """Say whether its first letter may be a large one."""
        return has_room_for_initial(self.body)

    @on_demand
    def _own_picture(self) -> PictureView | None:
        record = self._record
        return self._edition.picture(record.image, record.path) if record.image else None

    @on_demand
    def picture(self) -> PictureView | None:
        """Return its picture; None where the body shows the same file, unless something is said of it here."""
        own, path, edition = self._own_picture, self._record.path, self._edition
        if own is None or own.caption or own.credit:
            return own
        in_body = (unquote(unescape(src)) for src in _SHOWN.findall(edition.bodies[self._story.id].html))
        return None if any(unquote(edition.media_permalink(each, path)) == unquote(own.src) for each in in_body) else own

    @on_demand
    def _named(self) -> tuple[ActorInStory, ...]:
        return tuple(_actors(self._edition, self._story, self._words))

    @on_demand
    def people(self) -> tuple[ActorInStory, ...]:
        """Return the actors in it but for organisations."""
        return tuple([actor for actor in self._named if actor.kind != "organisation"])

    @on_demand
    def organisations(self) -> tuple[ActorInStory, ...]:
        """Return the organisations in it."""
        return tuple([actor for actor in self._named if actor.kind == "organisation"])

    @on_demand
    def countries(self) -> tuple[CountryInStory, ...]:
        """Return the countries in it."""
        return tuple(_countries(self._edition, self._story, self._words))

    @on_demand
    def places(self) -> tuple[PlaceInStory, ...]:
        """Return the places below the country in it."""
        words, edition = self._words, self._edition
        return tuple(
            [
                PlaceInStory(name, words.gettext(PLACE_TEXT[kind]) if kind else "", edition.country_link(code, words))
                for name, kind, code in self._story.places
            ]
        )

    @on_demand
    def where(self) -> tuple[Link, ...]:
        """Return the first of its countries, and of its places, which have no page, for narrow sheets."""
        countries = [Link(country.name, country.permalink) for country in self.countries[:_COUNTRIES_FIRST]]
        return (*countries, *[Link(place.name, "") for place in self.places[:_PLACES_FIRST]])

    @on_demand
    def elsewhere(self) -> int:
        """Return how many others it has."""
        return len(self.countries) + len(self.places) - len(self.where)

    @on_demand
    def glance(self) -> tuple[Link, ...]:
        """Return the first of those who are named, for narrow sheets, where the full cast stands below the text."""
        named = self.people + self.organisations
        return tuple([Link(actor.name, actor.permalink) for actor in named[:_NAMED_FIRST]])

    @on_demand
    def unglanced(self) -> int:
        """Return how many others are named."""
        return max(0, len(self._named) - _NAMED_FIRST)

    @on_demand
    def dossiers(self) -> tuple[DossierPosition, ...]:
        """Return where it stands in its dossiers."""
        return tuple([self._in_dossier(slug) for slug in self._story.dossiers])

    def _in_dossier(self, slug: str) -> DossierPosition:
        key: TermKey = ("dossier", slug)
        older, newer, before = self._edition.catalog.neighbours(key, self._story.position)
        number = min(before + 1, len(self._edition.catalog.positions(key)))
        return DossierPosition(self._edition.link(key), number, self._card(older), self._card(newer))

    def _card(self, position: int | None) -> Card | None:
        return None if position is None else self._edition.card(position)

    @on_demand
    def quotes(self) -> tuple[QuoteView, ...]:
        """Return who says what in it."""
        link, words = self._edition.link, self._words
        return tuple(
            [
                QuoteView(
                    text=quote.text,
                    speaker=link(("actor", slug)) if slug else None,
                    speaker_name=quote.speaker.text if quote.speaker and not slug else "",
                    date=day_of(words, quote.date) if quote.date else None,
                )
                for quote, slug in zip(self._record.quotes, self._story.speakers, strict=True)
            ]
        )

    @on_demand
    def claims(self) -> tuple[ClaimView, ...]:
        """Return what is claimed in it."""
        shown = []
        for claim, slug in zip(self._record.claims, self._story.claimants, strict=True):
            by = self._edition.link(("actor", slug)) if slug else None
            name = claim.attributed_to.text if claim.attributed_to else ""
            unreviewed = self._is_unreviewed(claim)
            said = status_text(self._words, claim.status, by.text if by else name, unreviewed=unreviewed)
            shown.append(ClaimView(claim.text, claim.status, said, by, "" if by else name, unreviewed=unreviewed))
        return tuple(shown)

    def _is_unreviewed(self, claim: Claim) -> bool:
        return self._edition.catalog.is_unreviewed(self._story.position, "claims", claim.text)

    @on_demand
    def statuses(self) -> tuple[StatusCount, ...]:
        """Return how many of its claims have which status, the surest first; what no editor has looked at is only reported."""
        if not self._record.claims:
            return ()
        found = [
            "reported" if claim.status != "unconfirmed" and self._is_unreviewed(claim) else claim.status
            for claim in self._record.claims
        ]
        counts: Counter[str] = Counter(found)
        return tuple(
            [StatusCount(each, self._words.gettext(STATUS_TEXT[each]), counts[each]) for each in STATUS_TEXT if counts[each]]
        )

    @on_demand
    def events(self) -> tuple[EventView, ...]:
        """Return what it tells of, in order of time."""
        events = sorted(self._record.events, key=lambda event: event.date.iso)
        return tuple([EventView(event_when(self._words, event.date), event.text) for event in events])

    @on_demand
    def source(self) -> SourceView | None:
        """Return who published it first."""
        source = self._record.source
        if source is None:
            return None
        return SourceView(source.name, source.url, "", day_of(self._words, source.date) if source.date else None)

    @on_demand
    def citations(self) -> tuple[SourceView, ...]:
        """Return what it cites."""
        return tuple([SourceView(each.name, each.url, each.archived) for each in self._record.citations])

    @on_demand
    def corrections(self) -> tuple[CorrectionView, ...]:
        """Return its corrections, the newest first."""
        return corrections(self._record, self._words)

    @on_demand
    def retracted(self) -> bool:
        """Say whether it was withdrawn."""
        return any(each.type == "retraction" for each in self._record.corrections)

    @on_demand
    def related(self) -> tuple[RelatedView, ...]:
        """Return what else is about the same."""
        edition = self._edition
        found = related_stories(edition.catalog, self._story) if edition.has("related") else ()
        return tuple([RelatedView(edition.card(other), _reason(edition, shared)) for other, shared in found])

    @on_demand
    def translations(self) -> tuple[tuple[str, str, Link], ...]:
        """Return its other editions: language tag, direction, headline and address."""
        found = _translations(self._edition, self._story)
        return tuple([each for each in found if each[2].permalink != self._story.permalink])

    @on_demand
    def older(self) -> Card | None:
        """Return the story before this one in the whole archive."""
        return self._card(self._neighbours.older)

    @on_demand
    def newer(self) -> Card | None:
        """Return the story after this one."""
        return self._card(self._neighbours.newer)

    @on_demand
    def _neighbours(self) -> Neighbours:
        return self._edition.catalog.neighbours(ALL, self._story.position)

    @on_demand
    def unreviewed(self) -> str:
        """Return what was found in the text and no editor has looked at, in words."""
        found = _unreviewed(self._edition, self._story, self._words)
        return self._words.and_list(tuple(found)) if self._record.unreviewed else ""

    @on_demand
    def unruled(self) -> str:
        """Return its language, in words, where something was found in it, and there are no rules to find more."""
        if not self._record.unreviewed or has_rules(self.lang):
            return ""
        from broadsheet.language.cldr import language_name  # here: few stories need Babel

        return language_name(self.lang, self._words.language)

    @on_demand
    def citing(self) -> CitingView | None:
        """Return how it is cited."""
        edition = self._edition
        return citing(reference(edition, self._story, self._words)) if edition.has("citing") else None

    @on_demand
    def replies(self) -> RepliesView | None:
        """Return what was replied to it."""
        return replies(self._edition, self._story, self._words)


def _unreviewed(edition: Edition, story: CatalogStory, words: Words) -> Iterator[str]:
    """Yield, in words, what no editor has reviewed: a key as a whole, or some of its values."""
    for found in story.record.unreviewed:
        names = found.values
        if found.key == "countries":
            links = [edition.country_link(name, words) for name in names]
            names = tuple(link.text if link else name for link, name in zip(links, names, strict=True))
        yield words.gettext(FOUND_TEXT[found.key]) + (f" ({'; '.join(names)})" if names else "")


def _actors(edition: Edition, story: CatalogStory, words: Words) -> Iterator[ActorInStory]:
    for slug, role, country in story.actors:
        shown = edition.once(_actor, slug)
        yield shown._replace(role=role, country=edition.country_link(country, words)) if role or country else shown


def _actor(edition: Edition, slug: str) -> ActorInStory:
    term = edition.term(("actor", slug))
    return ActorInStory(term.name, term.permalink, term.actor_kind or "")


def _countries(edition: Edition, story: CatalogStory, words: Words) -> Iterator[CountryInStory]:
    for slug, role, _ in story.countries:
        shown = edition.once(_country, slug, words)
        yield shown._replace(role=role) if role else shown


def _country(edition: Edition, slug: str, words: Words) -> CountryInStory:
    return CountryInStory(edition.country_name(slug, words), edition.term(("country", slug)).permalink)


def _reason(edition: Edition, shared: list[TermKey]) -> str:
    names = [edition.link(key).text for key in shared[:_REASON_TERMS]]
    return edition.words.gettext("Also about %(names)s", names=edition.words.and_list(names))


def _alternates(edition: Edition, story: CatalogStory) -> tuple[tuple[str, str], ...]:
    """Return the editions of a story by language, each naming all, and the original as the one for all other languages."""
    absolute = edition.config.absolute
    found = dict.fromkeys((tag, absolute(link.permalink)) for tag, _, link in _translations(edition, story))
    if not found:
        return ()
    original = edition.catalog.stories[edition.catalog.originals.get(story.position, story.position)]
    return (*found, ("x-default", absolute(original.permalink)))


def _translations(edition: Edition, story: CatalogStory) -> Iterator[tuple[str, str, Link]]:
    for position in edition.catalog.editions.get(story.id, ()):
        edition.reads.add(position)
        other = edition.catalog.stories[position]
        tag = other.record.lang or edition.config.language
        yield tag, direction(tag), Link(other.record.title, other.permalink)


def _properties(edition: Edition, story: CatalogStory) -> Iterator[tuple[str, str]]:
    if not is_before_christ(story.instant):
        yield "article:published_time", story.record.date.iso
    if story.record.updated:
        yield "article:modified_time", story.record.updated.iso
    if story.sections:
        yield "article:section", edition.link(("section", story.sections[0])).text
    for slug in story.tags:
        yield "article:tag", edition.link(("tag", slug)).text
