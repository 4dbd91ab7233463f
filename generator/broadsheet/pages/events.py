"""Events and remarks: what stories say was done and said, in order of time, each entry with the story that tells it.

A page shows so many entries and no more. Where there are more, remarks and what names the page's own subject go before what else
happened in the same stories, and the latest before the earliest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from broadsheet.catalog.story import PlainEvent
from broadsheet.catalog.terms import name_key
from broadsheet.content.opening import excerpt
from broadsheet.model import EventDate
from broadsheet.pages.edition import Edition
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.statement import ClaimView, EntryView, EventView, QuoteView
from broadsheet.pages.wording import day_of, event_when, status_text

ENTRIES_MAX = 48
EVENTS_MAX = 100  # of a dossier; the stories hold the rest
REMARKS_MAX = 20  # quotes, and as many claims
_SHORTEST = 3  # letters of a name that is looked for in what happened
_EXCERPT = 240  # characters of an entry
_ALSO = 3  # further stories that tell the same
# Whether these stand in a text makes nothing else of it.
_ARTICLES = frozenset(("a", "an", "das", "der", "die", "el", "il", "la", "las", "le", "les", "lo", "los", "the"))


class Remark(NamedTuple):
    """A quote or a claim: the story it stands in, which one it is there, and whose it is."""

    position: int
    kind: str  # "quote" or "claim"
    number: int
    speaker: str


class Remarks(NamedTuple):
    """The newest remarks of somebody, newest first, and how many older ones there are."""

    newest: tuple[Remark, ...]
    older: int


def remarks_of(edition: Edition, actor: str, kind: str) -> Remarks:
    """Return the newest quotes (`kind` "quote") or claims ("claim") of an actor."""
    newest: list[Remark] = []
    number = 0
    for position in reversed(edition.voices(actor)):
        story = edition.catalog.stories[position]
        said = story.claimants if kind == "claim" else story.speakers
        number += said.count(actor)
        if len(newest) < REMARKS_MAX:
            newest += [Remark(position, kind, at, actor) for at, slug in enumerate(said) if slug == actor]
    return Remarks(tuple(newest[:REMARKS_MAX]), number - len(newest[:REMARKS_MAX]))


def remarks_for(edition: Edition, positions: Sequence[int], codes: frozenset[str]) -> tuple[Remark, ...]:
    """Return the newest remarks in some stories of those who act for one of several countries, newest first."""
    found: list[Remark] = []
    for position in reversed(positions):
        story = edition.catalog.stories[position]
        for kind, said in (("quote", story.speakers), ("claim", story.claimants)):
            for number, slug in enumerate(said):
                if slug and country_of(edition, position, slug) in codes:
                    found.append(Remark(position, kind, number, slug))
        if len(found) >= REMARKS_MAX:
            break
    return tuple(found[:REMARKS_MAX])


def country_of(edition: Edition, position: int, actor: str) -> str:
    """Return the code of the country that an actor is of in a story: where the story says, else where the register does."""
    mentions = edition.catalog.stories[position].actors
    stated = next((country for slug, _, country in mentions if slug == actor), "")
    return stated or edition.term(("actor", actor)).country


def quotes(edition: Edition, remarks: Remarks) -> tuple[QuoteView, ...]:
    """Return an actor's quotes, each with its story and date."""
    shown = []
    for position, _, number, _ in remarks.newest:
        story = edition.catalog.stories[position]
        quote = story.record.quotes[number]
        date = day_of(edition.words, quote.date or story.date)
        unreviewed = edition.catalog.is_unreviewed(position, "quotes", quote.text)
        shown.append(QuoteView(quote.text, date=date, story=edition.card(position), unreviewed=unreviewed))
    return tuple(shown)


def claims(edition: Edition, remarks: Remarks) -> tuple[ClaimView, ...]:
    """Return an actor's claims, each with its story and that story's date."""
    shown = []
    for position, _, number, actor in remarks.newest:
        story = edition.catalog.stories[position]
        claim = story.record.claims[number]
        unreviewed = edition.catalog.is_unreviewed(position, "claims", claim.text)
        who = edition.term(("actor", actor)).name
        shown.append(
            ClaimView(
                text=claim.text,
                status=claim.status,
                status_text=status_text(edition.words, claim.status, who, unreviewed=unreviewed),
                story=edition.card(position),
                date=day_of(edition.words, story.date),
                unreviewed=unreviewed,
            )
        )
    return tuple(shown)


def latest_events(edition: Edition, positions: tuple[int, ...]) -> tuple[tuple[EventView, ...], int]:
    """Return the latest events of several stories in order of time, each with its story, and how many earlier ones there are.

    What several stories tell in the same words is told once, with the earliest of them.
    """
    dated = sorted(
        (event[0][0], position, number, event)
        for position in positions
        for number, event in enumerate(edition.catalog.stories[position].events)
    )
    told: dict[PlainEvent, int] = {}
    for _, position, _, event in dated:
        told.setdefault(event, position)
    shown = tuple(
        EventView(event_when(edition.words, EventDate(*date)), text, edition.card(position))
        for (date, text), position in list(told.items())[-EVENTS_MAX:]
    )
    return shown, len(told) - len(shown)


class _Event(NamedTuple):
    """An event, and the stories that tell it, oldest first."""

    date: EventDate
    text: str
    positions: tuple[int, ...]
    own: bool


def is_mixed(entries: Iterable[EntryView]) -> bool:
    """Say whether some of the entries are the subject's own, and some are not."""
    return len({entry.own for entry in entries}) > 1


def entries_of(
    edition: Edition,
    positions: Sequence[int],
    *,
    names: Iterable[str] = (),
    remarks: Iterable[Remark] = (),
    by_whom: bool = False,
    sides: bool = False,
    only_own: bool = False,
) -> tuple[tuple[EntryView, ...], int]:
    """Return the entries of some stories, oldest first, and how many events there is no room for.

    `names`: who the page is about; what names them is its own. `by_whom`: the remarks are not all of one
    speaker; `sides`: nor all of one country; `only_own`: what does not name them is left out. Costs what the events of
    the stories cost; only the stories that are shown are unpacked.
    """
    own = naming(names)
    events = [event for event in _events(edition, positions, own) if event.own or not only_own]
    said = [_said(edition, remark, by_whom=by_whom, sides=sides) for remark in remarks]
    room = max(0, ENTRIES_MAX - len(said))
    shown = sorted(events, key=lambda event: (event.own, event.date.iso, event.positions[0]))[-room:] if room else []
    entries = [_happened(edition, event) for event in shown] + said
    entries.sort(key=lambda entry: (entry.date.iso, entry.kind != "event", entry.story.date.iso, entry.story.permalink))
    return tuple(entries), len(events) - len(shown)


def naming(names: Iterable[str]) -> Callable[[str], bool]:
    """Return what says whether a text holds one of several names, as words of their own where the script has such."""
    looked_for = [name for name in dict.fromkeys(names) if len(name) >= _SHORTEST or not name.isascii()]

    def holds(text: str) -> bool:
        return any(name in text and _stands_alone(name, text) for name in looked_for)

    return holds


def _stands_alone(name: str, text: str) -> bool:
    """Say whether a name stands in a text without letters of the same word around it; only scripts with capitals have words."""
    at = text.find(name)
    while at >= 0:
        around = text[at - 1 : at] + text[at + len(name) : at + len(name) + 1] if at else text[len(name) : len(name) + 1]
        if not any(letter.islower() or letter.isupper() for letter in around):
            return True
        at = text.find(name, at + 1)
    return False


def _events(edition: Edition, positions: Sequence[int], own: Callable[[str], bool]) -> Iterator[_Event]:
    """Yield every event once, however many stories tell it in the same words; articles, capitals and commas do not count."""
    told: dict[tuple[object, ...], tuple[PlainEvent, list[int]]] = {}
    for position in positions:
        for event in edition.catalog.stories[position].events:
            date, text = event
            words = (word for word in name_key(text).split() if word not in _ARTICLES)
            told.setdefault((date, *words), (event, []))[1].append(position)
    for (date, text), tellers in told.values():
        yield _Event(EventDate(*date), text, tuple(dict.fromkeys(tellers)), own(text))


def _happened(edition: Edition, event: _Event) -> EntryView:
    first, *others = event.positions
    return EntryView(
        kind="event",
        date=event_when(edition.words, event.date),
        text=excerpt(event.text, _EXCERPT),
        story=edition.card(first),
        own=event.own,
        also=edition.cards(others[:_ALSO]),
        unreviewed=all(edition.catalog.is_unreviewed(at, "events", event.text) for at in event.positions),
    )


def _said(edition: Edition, remark: Remark, *, by_whom: bool, sides: bool) -> EntryView:
    story = edition.catalog.stories[remark.position]
    speaker: Link | None = edition.link(("actor", remark.speaker)) if by_whom else None
    side = edition.country_link(country_of(edition, remark.position, remark.speaker)) if sides else None
    if remark.kind == "quote":
        quote = story.record.quotes[remark.number]
        date, whole, status = quote.date or story.date, quote.text, ""
    else:
        claim = story.record.claims[remark.number]
        date, whole, status = story.date, claim.text, claim.status
    unreviewed = edition.catalog.is_unreviewed(remark.position, f"{remark.kind}s", whole)
    who = edition.term(("actor", remark.speaker)).name
    return EntryView(
        kind=remark.kind,
        date=day_of(edition.words, date),
        text=excerpt(whole, _EXCERPT),
        story=edition.card(remark.position),
        own=True,
        status=status,
        status_text=status_text(edition.words, status, who, unreviewed=unreviewed) if status else "",
        speaker=speaker,
        side=side,
        unreviewed=unreviewed,
    )
