"""Story pages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from broadsheet.catalog.related import related_stories
from broadsheet.catalog.story import CatalogStory, PlainEvent, TermKey
from broadsheet.language.direction import direction
from broadsheet.language.words import Words
from broadsheet.model import Citation, EventDate, Source, Story
from broadsheet.pages import jsonld
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.citing import Reference, author_tag, citing
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.page import Page
from broadsheet.pages.replies import replies
from broadsheet.pages.share import share_permalink
from broadsheet.pages.views.card import Card
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.statement import ClaimView, EventView, QuoteView
from broadsheet.pages.views.story import (
    ActorInStory,
    CorrectionView,
    CountryInStory,
    DossierPosition,
    RelatedView,
    SourceView,
    StatusCount,
    StoryView,
)
from broadsheet.pages.wording import CORRECTION_TEXT, FOUND_TEXT, STATUS_TEXT, beginning, day_of, event_when, when
from broadsheet.pictures.card import HEIGHT, WIDTH
from broadsheet.problems import Span

_WORDS_A_MINUTE = 230
_REASON_TERMS = 3
_GLANCE = 3
EVENTS_MAX = 100  # on a term's page; the stories hold the rest


def story_page(edition: Edition, bodies: Bodies, position: int) -> Page:
    """Plan the page of the story at a position."""
    catalog = edition.catalog
    make = partial(story_view, edition, bodies, position)
    return Page(catalog.stories[position].permalink, Span(catalog.stories[position].path), "story.html", make, "story")


def story_view(edition: Edition, bodies: Bodies, position: int) -> StoryView:
    """Return all that the page of the story at a position shows."""
    filed = edition.catalog.stories[position]
    story, catalog = filed.story, edition.catalog
    body = edition.bodies[filed.id]
    picture = edition.picture(story.image, story.path) if story.image else None
    card = share_permalink(edition, filed)
    sections = tuple(edition.link(("section", slug)) for slug in filed.sections)
    lang = story.lang or edition.config.language
    words = edition.languages.of(lang)
    older, newer = _neighbours(edition, catalog.listed, filed)
    people, organisations = _actors(edition, filed, words)
    named = people + organisations
    trail = (sections[0],) if sections else (Link(edition.words.gettext("Archive"), "/archive/"),) if edition.has("dates") else ()
    translations = tuple(_translations(edition, filed))
    absolute = edition.config.absolute
    meta = head(
        edition,
        title=story.title,
        permalink=filed.permalink,
        description=story.standfirst or beginning(body.html),
        lang=lang,
        trail=trail,
        twin=edition.has("twins"),
        picture=card or (picture.src if picture else ""),
        picture_alt=picture.alt if picture and not card else "",
        picture_size=(WIDTH, HEIGHT) if card else (picture.width, picture.height) if picture else (0, 0),
        og_type="article",
        properties=tuple(_properties(edition, filed)),
        names=tuple(_citation_names(edition, filed)),
        translations=_alternates(edition, filed, translations),
        graph=jsonld.story(
            edition, filed, words=filed.words, picture=absolute(picture.src) if picture else absolute(card) if card else ""
        )
        if edition.has("structured-data")
        else (),
    )
    return StoryView(
        meta=meta,
        headline=story.title,
        standfirst=story.standfirst,
        kicker=sections[0] if sections else None,
        sections=sections,
        labels=edition.labels(filed, words),
        byline=story.authors,
        dateline=story.dateline,
        published=when(words, story.date),
        updated=when(words, story.updated) if story.updated else None,
        body=bodies.html(
            body, story.path, filed.permalink, passed=_unlisted(edition, filed), opening=picture is None, words=words
        ),
        picture=picture,
        people=people,
        organisations=organisations,
        countries=tuple(_countries(edition, filed, words)),
        tags=tuple(edition.link(("tag", slug)) for slug in filed.tags),
        dossiers=tuple(_position(edition, filed, slug) for slug in filed.dossiers),
        quotes=tuple(_quotes(edition, filed, words)),
        claims=tuple(_claims(edition, filed, words)),
        events=tuple(
            EventView(event_when(words, event.date), event.text) for event in sorted(story.events, key=lambda e: e.date.iso)
        ),
        source=_source(words, story.source) if story.source else None,
        citations=tuple(_citation(citation) for citation in story.citations),
        corrections=tuple(
            CorrectionView(day_of(words, c.date), c.type, words.gettext(CORRECTION_TEXT[c.type]), c.text)
            for c in sorted(story.corrections, key=lambda c: c.date.instant, reverse=True)
        ),
        retracted=any(c.type == "retraction" for c in story.corrections),
        related=tuple(
            RelatedView(edition.card(other), _reason(edition, shared))
            for other, shared in (related_stories(catalog, filed) if edition.has("related") else ())
        ),
        translations=tuple(t for t in translations if t[2].permalink != filed.permalink),
        older=older,
        newer=newer,
        reading_minutes=max(1, round(filed.words / _WORDS_A_MINUTE)),
        lang=lang,
        dir=direction(lang),
        unreviewed=words.and_list(tuple(_unreviewed(edition, filed, words))) if story.unreviewed else "",
        glance=tuple(Link(actor.name, actor.permalink) for actor in named[:_GLANCE]),
        unglanced=max(0, len(named) - _GLANCE),
        statuses=_statuses(story, words),
        aged=edition.aged(filed),
        citing=citing(_reference(edition, filed, words)) if edition.has("citing") else None,
        replies=replies(edition, filed, story, words),
    )


def _statuses(story: Story, words: Words) -> tuple[StatusCount, ...]:
    """Return how many of a story's claims have which status."""
    if not story.claims:
        return ()
    counts: Counter[str] = Counter(claim.status for claim in story.claims)
    return tuple(
        StatusCount(status, words.gettext(text), counts[status]) for status, text in STATUS_TEXT.items() if counts[status]
    )


def _reference(edition: Edition, filed: CatalogStory, words: Words) -> Reference:
    """Return the reference by which a story is cited."""
    story, config = filed.story, edition.config
    return Reference(
        key=f"{filed.permalink.rstrip('/').rpartition('/')[2]}-{story.date.year}",
        title=story.title,
        authors=story.authors,
        publication=config.title,
        date=story.date.day,
        url=config.absolute(filed.permalink),
        lang=story.lang or config.language,
        section=edition.link(("section", filed.sections[0])).text if filed.sections else "",
        note=words.gettext("First published by %(source)s", source=story.source.name) if story.source else "",
    )


def _unreviewed(edition: Edition, filed: CatalogStory, words: Words) -> Iterator[str]:
    """Yield, in words, what no editor has reviewed: a key as a whole, or some of its values."""
    for found in filed.story.unreviewed:
        names = found.values
        if found.key == "countries":
            links = [edition.country_link(name, words) for name in names]
            names = tuple(link.text if link else name for link, name in zip(links, names, strict=True))
        yield words.gettext(FOUND_TEXT[found.key]) + (f" ({'; '.join(names)})" if names else "")


def _unlisted(edition: Edition, filed: CatalogStory) -> tuple[str, ...]:
    """Return the names in a story that hold other names: `Palestine Liberation Organization` does not mention Palestine."""
    terms = edition.catalog.terms
    actors = (terms[("actor", actor.slug)] for actor in filed.actors)
    names = [term.name for term in actors if not term.entry and " " in term.name]
    source = filed.story.source
    return (*names, source.name) if source and " " in source.name else tuple(names)


def _actors(edition: Edition, filed: CatalogStory, words: Words) -> tuple[tuple[ActorInStory, ...], tuple[ActorInStory, ...]]:
    people: list[ActorInStory] = []
    organisations: list[ActorInStory] = []
    for actor in filed.actors:
        shown = edition.once(_actor, actor.slug)
        if actor.role or actor.country:
            shown = shown._replace(role=actor.role, country=edition.country_link(actor.country, words))
        (organisations if shown.kind == "organisation" else people).append(shown)
    return tuple(people), tuple(organisations)


def _actor(edition: Edition, slug: str) -> ActorInStory:
    term = edition.term(("actor", slug))
    return ActorInStory(term.name, term.permalink, term.actor_kind or "")


def _countries(edition: Edition, filed: CatalogStory, words: Words) -> Iterator[CountryInStory]:
    for country in filed.countries:
        permalink = edition.term(("country", country.slug)).permalink
        yield CountryInStory(edition.country_name(country.slug, words), permalink, country.role)


def _position(edition: Edition, filed: CatalogStory, slug: str) -> DossierPosition:
    """Return where a story stands in a dossier, counted from its first; a translation stands where its original does."""
    positions = edition.catalog.positions(("dossier", slug))
    previous, following = _neighbours(edition, positions, filed)
    at = bisect_left(positions, edition.catalog.originals.get(filed.position, filed.position))
    return DossierPosition(edition.link(("dossier", slug)), min(at + 1, len(positions)), previous, following)


def _neighbours(edition: Edition, positions: tuple[int, ...], filed: CatalogStory) -> tuple[Card | None, Card | None]:
    """Return the cards before and after a story in a list of positions, oldest first; a translation's are its original's."""
    here = edition.catalog.originals.get(filed.position, filed.position)
    before, after = bisect_left(positions, here), bisect_right(positions, here)
    older = edition.card(positions[before - 1]) if before else None
    return older, edition.card(positions[after]) if after < len(positions) else None


def _quotes(edition: Edition, filed: CatalogStory, words: Words) -> Iterator[QuoteView]:
    for quote, slug in zip(filed.story.quotes, filed.speakers, strict=True):
        yield QuoteView(
            text=quote.text,
            speaker=edition.link(("actor", slug)) if slug else None,
            speaker_name=quote.speaker.text if quote.speaker and not slug else "",
            date=day_of(words, quote.date) if quote.date else None,
        )


def _claims(edition: Edition, filed: CatalogStory, words: Words) -> Iterator[ClaimView]:
    for claim, slug in zip(filed.story.claims, filed.claimants, strict=True):
        yield ClaimView(
            text=claim.text,
            status=claim.status,
            status_text=words.gettext(STATUS_TEXT[claim.status]),
            attributed_to=edition.link(("actor", slug)) if slug else None,
            attributed_name=claim.attributed_to.text if claim.attributed_to and not slug else "",
        )


def latest_events(edition: Edition, positions: tuple[int, ...]) -> tuple[tuple[EventView, ...], int]:
    """Return the latest events of several stories in order of time, each with its story, and how many earlier ones there are.

    What several stories tell in the same words is told once, with the earliest of them.
    """
    dated = sorted(
        (event[0][0], position, number, event)
        for position, events in edition.catalog.events(positions)
        for number, event in enumerate(events)
    )
    told: dict[PlainEvent, int] = {}
    for _, position, _, event in dated:
        told.setdefault(event, position)
    shown = tuple(
        EventView(event_when(edition.words, EventDate(*date)), text, edition.card(position))
        for (date, text), position in list(told.items())[-EVENTS_MAX:]
    )
    return shown, len(told) - len(shown)


def _source(words: Words, source: Source) -> SourceView:
    return SourceView(source.name, source.url, "", day_of(words, source.date) if source.date else None)


def _citation(citation: Citation) -> SourceView:
    return SourceView(citation.name, citation.url, citation.archived)


def _reason(edition: Edition, shared: tuple[TermKey, ...]) -> str:
    names = [edition.term(key).name for key in shared if key[0] != "section"]
    return edition.words.gettext("Also about %(names)s", names=edition.words.and_list(names[:_REASON_TERMS]))


def _alternates(
    edition: Edition, filed: CatalogStory, translations: Sequence[tuple[str, str, Link]]
) -> tuple[tuple[str, str], ...]:
    """Return the editions of a story by language, each naming all, and the original as the one for all other languages."""
    if not translations:
        return ()
    original = edition.catalog.stories[edition.catalog.originals.get(filed.position, filed.position)]
    absolute = edition.config.absolute
    found = dict.fromkeys((tag, absolute(link.permalink)) for tag, _, link in translations)
    return (*found, ("x-default", absolute(original.permalink)))


def _translations(edition: Edition, filed: CatalogStory) -> Iterator[tuple[str, str, Link]]:
    for position in edition.catalog.editions.get(filed.id, ()):
        edition.reads.add(position)
        other = edition.catalog.stories[position]
        tag = other.story.lang or edition.config.language
        yield tag, direction(tag), Link(other.story.title, other.permalink)


def _properties(edition: Edition, filed: CatalogStory) -> Iterator[tuple[str, str]]:
    yield "article:published_time", filed.story.date.iso
    if filed.story.updated:
        yield "article:modified_time", filed.story.updated.iso
    if filed.sections:
        yield "article:section", edition.link(("section", filed.sections[0])).text
    for slug in filed.tags:
        yield "article:tag", edition.link(("tag", slug)).text


def _citation_names(edition: Edition, filed: CatalogStory) -> Iterator[tuple[str, str]]:
    """Yield what reference managers read; `dc.type` makes Zotero save a newspaper article."""
    story = filed.story
    yield "dc.type", "newspaperArticle"
    yield "citation_title", story.title
    yield "citation_publication_date", story.date.day.replace("-", "/")
    for author in story.authors:
        yield "citation_author", author_tag(author)
    yield "citation_language", story.lang or edition.config.language
