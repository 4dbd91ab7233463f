"""Records: stories as plain values, that say in the end what the article said, and where."""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.catalog.records import AT, entry_of, page_of, record_of, story_of, story_values
from broadsheet.model import Body, BodyLink, Entry, FreePage, Named, Story
from broadsheet.pages.links import LinkResolver
from broadsheet.problems import Span
from growth import grows_evenly
from newsroom import Newsroom, article
from values import values_of

Make = Callable[..., Newsroom]
TEXTS = st.text(st.characters(), max_size=6)
STORIES = values_of(Story, TEXTS)
RESOLVED = {
    "sections": (),
    "tags": (),
    "dossiers": (),
    "actors": (),
    "countries": (),
    "places": (),
}  # what the catalog keeps by itself


def plain(value: Any) -> bool:
    """Say whether a value is made of what `marshal` writes, and of no object of ours."""
    if type(value) is tuple:
        return all(map(plain, value))
    return value is None or type(value) in (str, bytes, int, float, bool)


@given(STORIES)
def test_a_story_comes_back_from_its_values_but_for_the_names_that_the_catalog_resolves(story: Story) -> None:
    values = story_values(story)
    assert plain(values)
    assert story_of(marshal.loads(marshal.dumps(values))) == story._replace(**RESOLVED)
    assert values[AT["tags"]] == tuple(named.text for named in story.tags)
    assert [name for name, _, _, _ in values[AT["actors"]]] == [actor.name.text for actor in story.actors]


@given(st.one_of(values_of(Entry, TEXTS), values_of(FreePage, TEXTS)))
def test_entries_and_pages_come_back_from_their_records(value: Entry | FreePage) -> None:
    record = record_of(value, Body(""))
    assert plain(tuple(record))
    assert (record.owner, record.body) == (value.path, b"")
    assert (entry_of if isinstance(value, Entry) else page_of)(record) == value


@given(STORIES, STORIES)
def test_stamps_are_equal_where_stories_are(one: Story, other: Story) -> None:
    """Names that cannot be faulted have lost their places: these do not count."""
    body = Body("<p>x</p>")
    stamps = record_of(one, body).stamp, record_of(other, body).stamp
    assert (stamps[0] == stamps[1]) == (story_values(one) == story_values(other))
    assert record_of(story_copy(one), body) == record_of(one, body)


def story_copy(story: Story) -> Story:
    """Return an equal story of other objects: `marshal` must not write by which of them are the same."""
    return story._replace(title="".join(list(story.title)), tags=tuple(Named(str(t.text), Span(*t.span)) for t in story.tags))


def test_what_a_body_says_is_in_its_digest_and_links_that_may_lead_nowhere_in_the_record() -> None:
    def link(target: str) -> BodyLink:
        return BodyLink(target, Span("a.md", 3, 1), False)

    links = tuple(
        map(link, ("https://example.org/", "//example.org", "mailto:a@b.c", "#here", "#th%65re", "#gone", "b.md", "/x/"))
    )
    body = Body("<p>x</p>", links, ("here", "there"), 1)
    page = FreePage("content/pages/a.md", "T", "t")
    record = record_of(page, body)
    assert [target for target, _, _ in record.links] == ["#gone", "b.md", "/x/"]
    others = [body._replace(html="<p>y</p>"), body._replace(ids=("here",)), body._replace(words=2)]
    assert len({record_of(page, each).body for each in (body, *others)}) == 4
    assert {record_of(page, each).stamp for each in others} == {record.stamp}


# -- where problems lie that only the catalog finds

WRONG = {
    "actors": ["Ann Lee", {"name": "Bob Roe", "country": "Norwey"}],
    "countries": ["Atlantis"],
    "quotes": [{"text": "Yes.", "speaker": "An Lee"}],
    "claims": [{"text": "No.", "status": "reported", "attributed_to": "Bob Row"}],
}
FOUND = [
    "error: `Norwey` is not a country; did you mean `Norway`? [unknown-country]",
    "error: `Atlantis` is not a country; allowed are ISO 3166-1 codes and country names; a historical state goes under `actors` "
    "[unknown-country]",
    "warning: `An Lee` is not among the actors of the story; did you mean `Ann Lee`? [unknown-speaker]",
    "warning: `Bob Row` is not among the actors of the story; did you mean `Bob Roe`? [unknown-speaker]",
]


def places(room: Newsroom) -> list[str]:
    """Return the places of the problems in the order of `FOUND`, as a first build, a second one, and a preparation find them."""
    found = []
    for act in (room.build, room.build, room.prepare):
        act()
        assert sorted(problem.partition(": ")[2] for problem in room.problems) == sorted(FOUND)
        found.append([next(p.partition(": ")[0] for p in room.problems if p.endswith(each)) for each in FOUND])
    assert found[0] == found[1] == found[2]
    return found[0]


BLOCK = """\
actors:
  - Ann Lee
  - name: Bob Roe
    country: Norwey
countries: [Atlantis]
quotes:
  - text: "Yes."
    speaker: An Lee
claims:
  - text: "No."
    status: reported
    attributed_to: Bob Row
"""


def test_places_in_front_matter(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/a.md", f"---\ntitle: A\ndate: 2020-01-01\n{BLOCK}---\nText.\n")
    at = "content/stories/a.md"
    assert places(room) == [f"{at}:7:14", f"{at}:8:13", f"{at}:11:14", f"{at}:15:20"]


def test_places_in_metadata_on_one_line(newsroom: Make) -> None:
    room = newsroom()
    text = article("A", "2020-01-01", **WRONG)
    room.write("content/stories/a.md", text)
    lines = text.split("\n")
    wanted = enumerate(("Norwey", "Atlantis", "An Lee", "Bob Row"), 3)
    assert places(room) == [f"content/stories/a.md:{at + 1}:{lines[at].index(json.dumps(name)) + 1}" for at, name in wanted]


@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_places_in_a_sidecar(newsroom: Make, suffix: str) -> None:
    room = newsroom()
    room.write(f"content/stories/a.{suffix}", "Text.\n")
    room.write("content/stories/a.yaml", f"title: A\ndate: 2020-01-01\n{BLOCK}")
    at = "content/stories/a.yaml"
    assert places(room) == [f"{at}:6:14", f"{at}:7:13", f"{at}:10:14", f"{at}:14:20"]


def test_places_in_front_matter_and_a_sidecar(newsroom: Make) -> None:
    room = newsroom()
    block = BLOCK.partition("quotes:")
    room.write("content/stories/a.md", f"---\ntitle: A\ndate: 2020-01-01\n{block[0]}---\nText.\n")
    room.write("content/stories/a.yaml", "".join(block[1:]))
    one, other = "content/stories/a.md", "content/stories/a.yaml"
    assert places(room) == [f"{one}:7:14", f"{one}:8:13", f"{other}:3:14", f"{other}:7:20"]


def test_places_in_json_lines(newsroom: Make) -> None:
    room = newsroom()
    first = json.dumps({"title": "First", "date": "2020-01-01", "actors": ["Ann Lee"]})
    line = json.dumps({"title": "A", "date": "2020-01-02", **WRONG})
    room.write("content/stories/many.jsonl", f"{first}\n{line}\n")
    at = "content/stories/many.jsonl:2"
    columns = [line.index(json.dumps(name)) + 1 for name in ("Norwey", "Atlantis", "An Lee", "Bob Row")]
    assert places(room) == [f"{at}:{column}" for column in columns]


def test_places_in_a_register_file(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/actors/a.md", "---\nname: A\ncountry: Norwey\nroles:\n  - title: mayor\n    country: Atlantis\n---\n")
    for _ in range(2):
        room.build()
        assert [problem.partition(": ")[0] for problem in room.problems] == [
            "content/actors/a.md:3:10",
            "content/actors/a.md:6:14",
        ]


def test_links_to_places_of_a_body_are_told_from_others_in_linear_time(newsroom: Make) -> None:
    edition = newsroom().prepare().edition

    def noted(size: int) -> Callable[[], object]:
        ids = tuple(f"note-{number}" for number in range(size))
        body = Body("x", tuple(BodyLink(f"#{name}", Span("a.md")) for name in ids), ids)
        return lambda: record_of(FreePage("content/pages/a.md", "a", "A"), body)

    def resolved(size: int) -> Callable[[], object]:
        body = Body("x", ids=tuple(f"note-{number}" for number in range(size)))
        resolver = LinkResolver(edition, set())
        return lambda: [resolver.resolve(f"#{name}", "content/pages/a.md", body, "/a/") for name in body.ids]

    assert grows_evenly(noted, 500)
    assert grows_evenly(resolved, 500)
