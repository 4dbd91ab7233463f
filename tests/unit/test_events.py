"""Events and remarks: what was done and said, in order, with what names the page's subject before the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from broadsheet.engine.pipeline import BuildOptions, load_config
from broadsheet.pages.edition import Edition
from broadsheet.pages.events import ENTRIES_MAX, REMARKS_MAX, entries_of, naming, quotes, remarks_for, remarks_of
from newsroom import CLOCK, Newsroom, article

Make = Callable[..., Newsroom]


def edition_of(room: Newsroom) -> Edition:
    config = load_config(room.root, BuildOptions(clock=CLOCK)).value
    assert config is not None
    return Edition(room.catalog(), config, CLOCK)


def write(room: Newsroom, day: int, **metadata: Any) -> None:
    room.write(f"content/stories/d{day}.md", article(f"Day {day}", f"2020-01-{day:02}", **metadata))


def texts(edition: Edition, *, names: tuple[str, ...] = ()) -> list[str]:
    return [entry.text for entry in entries_of(edition, edition.catalog.listed, names=names)[0]]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Ann Lee arrives", True),
        ("Lee's train arrives", True),
        ("the Leeward Islands", False),
        ("Brownlee leaves", False),
        ("Leeward, then Lee", True),
        ("李明抵达北京", True),
        ("nobody", False),
    ],
)
def test_a_name_is_found_as_a_word_of_its_own(text: str, holds: bool) -> None:
    assert naming(["Ann Lee", "Lee", "李明"])(text) is holds


def test_a_name_of_a_letter_or_two_is_not_looked_for() -> None:
    assert naming(["Li", "UN"])("Li and the UN agree") is False


def test_entries_stand_in_order_of_time_and_each_has_its_story(newsroom: Make) -> None:
    room = newsroom()
    write(room, 2, events=[{"date": "2019-05-01", "text": "Later"}, {"date": 2018, "text": "Earlier"}])
    write(room, 3, events=[{"date": "2019-04", "text": "Between"}])
    shown, others = entries_of(edition_of(room), (0, 1))
    assert [(entry.text, entry.story.headline) for entry in shown] == [
        ("Earlier", "Day 2"),
        ("Between", "Day 3"),
        ("Later", "Day 2"),
    ]
    assert others == 0


def test_what_several_stories_tell_in_the_same_words_is_one_entry(newsroom: Make) -> None:
    room = newsroom()
    for day in (1, 2, 3):
        write(room, day, events=[{"date": "2019-05-01", "text": "They meet"}])
    ((entry,), _) = entries_of(edition_of(room), (0, 1, 2))
    assert (entry.story.headline, [card.headline for card in entry.also]) == ("Day 1", ["Day 2", "Day 3"])


def test_articles_capitals_and_commas_make_no_other_event(newsroom: Make) -> None:
    room = newsroom()
    write(room, 2, events=[{"date": "2020-01-01", "text": "The treaty is signed, in Oslo"}])
    write(room, 3, events=[{"date": "2020-01-01", "text": "Treaty is signed in Oslo"}])
    write(room, 4, events=[{"date": "2020-01-01", "text": "The treaty is not signed in Oslo"}])
    assert texts(edition_of(room)) == ["The treaty is signed, in Oslo", "The treaty is not signed in Oslo"]


def test_where_there_is_no_room_what_names_the_subject_stays_and_then_the_latest(newsroom: Make) -> None:
    room = newsroom()
    events = [{"date": f"{1900 + number}", "text": f"Event {number}"} for number in range(ENTRIES_MAX + 9)]
    write(room, 1, events=[*events, {"date": "1800", "text": "Ann Lee is born"}])
    edition = edition_of(room)
    shown, others = entries_of(edition, (0,), names=("Ann Lee",))
    assert (len(shown), others) == (ENTRIES_MAX, 10)
    assert [(entry.text, entry.own) for entry in shown[:2]] == [("Ann Lee is born", True), ("Event 10", False)]
    assert shown[-1].text == f"Event {ENTRIES_MAX + 8}"


def test_the_newest_words_are_shown_and_the_older_ones_counted(newsroom: Make) -> None:
    room = newsroom()
    for day in range(1, 29):
        said = [{"text": f"Word {day}", "speaker": "Ann Lee"}, {"text": "Mine", "speaker": "Bob Roe"}]
        write(room, day, actors=["Ann Lee", "Bob Roe"], quotes=said)
    edition = edition_of(room)
    remarks = remarks_of(edition, "ann-lee", "quote")
    shown = quotes(edition, remarks)
    assert (len(shown), remarks.older) == (REMARKS_MAX, 28 - REMARKS_MAX)
    assert [quote.text for quote in shown[:2]] == ["Word 28", "Word 27"]
    assert shown[0].date is not None
    assert (shown[0].date.iso, shown[0].story.headline if shown[0].story else "") == ("2020-01-28", "Day 28"), "the story's date"


def test_words_for_a_country_are_those_of_its_actors_where_the_story_or_the_register_says_so(newsroom: Make) -> None:
    room = newsroom("""
        -- content/actors/cy-poe.md --
        ---
        name: Cy Poe
        country: TR
        ---
        """)
    speakers = [{"text": f"By {name}", "speaker": name} for name in ("Ann Lee", "Bob Roe", "Cy Poe")]
    actors = [{"name": "Ann Lee", "country": "TR"}, {"name": "Bob Roe", "country": "NO"}, "Cy Poe"]
    write(room, 1, actors=actors, quotes=speakers, claims=[{"text": "It is so", "status": "denied", "attributed_to": "Ann Lee"}])
    edition = edition_of(room)
    remarks = remarks_for(edition, (0,), frozenset(("TR",)))
    assert [(each.kind, each.speaker) for each in remarks] == [
        ("quote", "ann-lee"),
        ("quote", "cy-poe"),
        ("claim", "ann-lee"),
    ]
    shown, _ = entries_of(edition, (0,), remarks=remarks, by_whom=True, sides=True)
    assert [(entry.text, entry.speaker.text if entry.speaker else "", entry.status_text) for entry in shown] == [
        ("By Ann Lee", "Ann Lee", ""),
        ("By Cy Poe", "Cy Poe", ""),
        ("It is so", "Ann Lee", "Denied"),
    ]
    assert {entry.side.text for entry in shown if entry.side} == {"Türkiye"}


def test_what_no_editor_has_looked_at_is_marked(newsroom: Make) -> None:
    room = newsroom("""
        -- content/stories/a.md --
        ---
        title: A
        date: 2020-01-01
        actors: [Ann Lee]
        ---
        “We begin today,” said Ann Lee.
        -- content/stories/a.auto.yaml --
        extractor: {version: 1}
        quotes:
          - id: quote-1
            value: {text: We begin today, speaker: Ann Lee}
            evidence: [[0, 5, "We be"]]
            rule: test
            confidence: 0.9
        """)
    edition = edition_of(room)
    (quote,) = quotes(edition, remarks_of(edition, "ann-lee", "quote"))
    assert quote.unreviewed
    ((entry,), _) = entries_of(edition, (0,), remarks=remarks_of(edition, "ann-lee", "quote").newest)
    assert entry.unreviewed
