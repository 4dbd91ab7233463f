"""Keys of a publication's own: declared in broadsheet.yaml, checked as they are read, shown where it says."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from newsroom import Newsroom, article

Make = Callable[..., Newsroom]
SETTINGS = """title: T
base_url: https://example.org/
fields:
  party: {label: Party}
  votes: {type: number, show: card}
  signed: {type: date, label: Signed on}
  paper: {type: link}
  places: {type: list, show: none}
"""


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom()
    made.write("broadsheet.yaml", SETTINGS)
    own = {
        "party": "Green & Blue",
        "votes": 12,
        "signed": "1978-09",
        "paper": "https://x.example/a",
        "places": ["Oslo", "Bergen"],
    }
    made.write("content/stories/a.md", article("A", "2020-01-02", actors=["Ann Lee"], **own))
    made.write("content/stories/b.md", article("B", "2020-01-03", actors=["Ann Lee"]))
    made.write("content/actors/ann-lee.md", "---\nname: Ann Lee\nparty: Red\n---\n")
    return made


def test_they_are_shown_where_they_are_declared_to_be(room: Newsroom) -> None:
    room.publish()
    page = room.page("/stories/2020/01/a/")
    assert "<dt>Party</dt><dd>Green &amp; Blue</dd>" in page
    assert "<dt>Votes</dt><dd>12</dd>" in page
    assert '<dt>Signed on</dt><dd><time datetime="1978-09">September 1978</time></dd>' in page
    assert '<dt>Paper</dt><dd><a href="https://x.example/a" rel="noopener">https://x.example/a</a></dd>' in page
    assert "Bergen" not in page
    assert "<dt>Party</dt><dd>Red</dd>" in room.page("/actors/ann-lee/")
    assert '<span class="own-label">Votes</span> 12' in room.page("/actors/ann-lee/")
    assert "Green" not in room.page("/actors/ann-lee/")
    assert 'class="own"' not in room.page("/stories/2020/01/b/")


def test_twins_have_all_of_them(room: Newsroom) -> None:
    room.publish()
    twin = json.loads(room.site()["stories/2020/01/a/index.json"])
    assert twin["fields"] == {
        "party": "Green & Blue",
        "votes": "12",
        "signed": "1978-09",
        "paper": "https://x.example/a",
        "places": ["Oslo", "Bergen"],
    }
    assert json.loads(room.site()["actors/ann-lee/index.json"])["fields"] == {"party": "Red"}
    assert "fields" not in json.loads(room.site()["stories/2020/01/b/index.json"])


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("votes: 12", "votes: 13", {"stories/2020/01/a/index.html", "actors/ann-lee/index.html"}),
        ('party: "Green & Blue"', "party: Blue", {"stories/2020/01/a/index.html"}),
    ],
)
def test_an_edit_reaches_every_page_that_shows_it(room: Newsroom, old: str, new: str, changed: set[str]) -> None:
    room.publish()
    room.edit("content/stories/a.md", old, new)
    room.publish()
    assert changed <= set(room.written)
    before = room.site()
    room.publish(full=True)
    assert room.site() == before


def test_another_declaration_reads_everything_again(room: Newsroom) -> None:
    room.publish()
    room.write("broadsheet.yaml", SETTINGS.replace("show: none", "label: Where"))
    room.publish()
    assert "<dt>Where</dt><dd>Oslo, Bergen</dd>" in room.page("/stories/2020/01/a/")


def test_what_stands_in_a_sidecar_completes_what_stands_above(room: Newsroom) -> None:
    room.write("content/stories/b.yaml", "party: Blue\nvotes: 3\n")
    room.write("content/stories/b.md", article("B", "2020-01-03", votes=4))
    room.publish()
    assert json.loads(room.site()["stories/2020/01/b/index.json"])["fields"] == {"party": "Blue", "votes": "4"}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (
            "votes: many",
            "content/stories/b.md:4:8: error: `votes` does not take `many`: it has to be a number; such as `12` or `0.5`",
        ),
        ("signed: soon", "content/stories/b.md:4:9: error: `signed` is `soon`, which is not a day, month or year"),
        ("paper: javascript:x", "content/stories/b.md:4:8: error: `paper`"),
        ("party: [a]", "content/stories/b.md:4:8: error: `party` takes text, found a list"),
        ("parti: x", "content/stories/b.md:4:1: warning: unknown key `parti`; did you mean `party`?"),
    ],
)
def test_what_is_wrong_is_reported_with_its_place(room: Newsroom, key: str, said: str) -> None:
    room.write("content/stories/b.md", f"---\ntitle: B\ndate: 2020-01-03\n{key}\n---\n")
    assert any(problem.startswith(said) for problem in map(str, room.build().problems)), room.report.problems


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("fields: {title: {}}", "broadsheet.yaml:3:10: error: `title` is a key of Broadsheet already; choose another name"),
        ("fields: {Party: {}}", "broadsheet.yaml:3:10: error: `fields` does not take the name `Party`"),
        ("fields: [party]", "broadsheet.yaml:3:9: error: `fields` takes a mapping of names, found a list"),
        ("fields: {party: {type: colour}}", "broadsheet.yaml:3:24: error: `fields.party.type`"),
        ("fields: {party: {colour: red}}", "broadsheet.yaml:3:18: warning: unknown key `colour` in `fields.party`"),
    ],
)
def test_what_may_not_be_declared_is_reported(newsroom: Make, declared: str, said: str) -> None:
    room = newsroom()
    room.write("broadsheet.yaml", f"title: T\nbase_url: https://example.org/\n{declared}\n")
    assert any(problem.startswith(said) for problem in map(str, room.build().problems)), room.report.problems


def test_a_field_of_the_publications_own_does_not_let_out_what_another_generator_would_hold_back(newsroom: Make) -> None:
    room = newsroom()
    room.write(
        "broadsheet.yaml",
        "title: T\nbase_url: https://example.org/\n"
        "fields: {visibility: {type: text}, hidden: {type: text}, embargo: {type: date}}\n",
    )
    room.write("content/stories/a.md", article("A", "2020-01-02", visibility="regional", embargo="2030-01-01"))
    room.publish()
    assert "regional" in room.page("/stories/2020/01/a/")
    room.write("content/stories/a.md", article("A", "2020-01-02", visibility="members", hidden=True))
    assert not room.build().published
    assert room.codes == ["held-elsewhere", "held-elsewhere"]


@pytest.mark.parametrize(("declared", "places"), [(True, []), (False, ["Oslo"])])
def test_places_are_the_publications_where_it_declares_them(newsroom: Make, declared: bool, places: list[str]) -> None:
    made = newsroom()
    made.write("broadsheet.yaml", SETTINGS if declared else "title: T\nbase_url: https://example.org/\n")
    made.write(
        "content/stories/raw.txt", "Talks open\n\n3 February 2026\n\nOSLO, Norway (AP) - The talks of Norway opened in Oslo.\n"
    )
    assert made.build().published, made.problems
    twin = json.loads(made.site()["stories/2026/02/raw/index.json"])
    assert [place["name"] for place in twin.get("places", [])] == places
