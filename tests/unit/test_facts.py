"""Facts: what lists are told of their stories is what the stories say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from broadsheet.catalog.facts import COLUMNS, Facts
from broadsheet.catalog.filed import FiledActor, FiledCountry, FiledStory, last_change
from broadsheet.catalog.pieces import Pieces
from broadsheet.model import Moment

FIRST = FiledStory(
    packed=(b"raw",),
    at=0,
    id="one",
    path="content/stories/one.md",
    title="One",
    standfirst="",
    labels=(),
    lang="",
    date=Moment("2020-01-31T23:30:00-05:00", "2020-02-01T04:30:00Z"),
    updated=None,
    position=0,
    permalink="/one/",
    words=1,
    breaking=False,
    sections=("world",),
    tags=("salt", "sugar"),
    dossiers=(),
    actors=(FiledActor("ann", "envoy", "NO"), FiledActor("bo")),
    countries=(FiledCountry("norway"), FiledCountry("chad", "host")),
    speakers=(),
    claimants=(),
    events=((("2020-01", "month"), "a truce"), (("1999-12-31", "day"), "a fire")),
)
SECOND = replace(
    FIRST,
    id="two",
    position=1,
    date=Moment("2020-02-01", "2020-02-01T00:00:00Z"),
    updated=Moment("2021-05-06", "2021-05-06T00:00:00Z"),
    tags=("salt",),
    actors=(FiledActor("ann"),),
    countries=(),
    events=(),
)


def test_lists_are_told_what_their_stories_say() -> None:
    facts = Facts.of([FIRST, SECOND])
    assert facts.last_change((0, 1)) == last_change(SECOND) == ("2021-05-06T00:00:00Z", "2021-05-06")
    assert facts.last_change((0,)) == last_change(FIRST)
    assert facts.last_change(()) is None
    assert [facts.day(0), facts.day(1)] == ["2020-01-31", "2020-02-01"]
    assert facts.months((0, 1, 0)) == Counter({"2020-01": 2, "2020-02": 1})
    assert facts.counts((0, 1), "tag") == Counter({"salt": 2, "sugar": 1})
    assert facts.counts((0, 1), "country") == Counter({"norway": 1, "chad": 1})
    assert facts.counts((0, 1), "dossier") == facts.counts((), "tag") == Counter()
    assert facts.mentions(0, "actor") == [("ann", "envoy", "NO"), ("bo", "", "")]
    assert facts.mentions(1, "actor") == [("ann", "", "")]
    assert facts.mentions(1, "country") == []
    assert [facts.keys(0), facts.keys(1)] == [list(FIRST.terms), list(SECOND.terms)]
    assert facts.slugs(0, "tag") == ["salt", "sugar"]
    assert list(facts.roles((1, 0), "country")) == [(0, [("norway", "", ""), ("chad", "host", "")])]
    assert list(facts.events((0, 1))) == [(0, FIRST.events)]


def test_what_was_fetched_gives_way_to_what_was_renewed_and_only_what_is_asked_for_is_fetched() -> None:
    stored = Facts.of([FIRST])
    asked: list[str] = []

    def load(name: str) -> Pieces:
        asked.append(name)
        return Pieces(*stored.column(name).plain())

    facts = Facts(load)
    assert facts.day(0) == "2020-01-31"
    edited = replace(FIRST, updated=Moment("2022-01-01", "2022-01-01T00:00:00Z"), events=())
    for filed in (edited, SECOND):
        facts.renew(filed)
    assert facts.last_change((0, 1)) == ("2022-01-01T00:00:00Z", "2022-01-01")
    assert (facts.day(1), asked) == ("2020-02-01", ["days", "changes"])
    expected = Facts.of([edited, SECOND])
    assert all(list(facts.column(name)) == list(expected.column(name)) for name in COLUMNS)
