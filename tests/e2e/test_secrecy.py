"""Secrecy: what is not published yet, or no more, occurs nowhere in the output, in no form."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import pytest

from newsroom import Newsroom, article, picture, said

Make = Callable[..., Newsroom]

# Words that stand nowhere else, one for each place in which a story may say something.
WORDS = (
    "Zyxheadline", "Zyxstandfirst", "Zyxbody", "Zyxactor", "Zyxrole", "Zyxtag", "Zyxsection", "Zyxdossier", "Zyxauthor",
    "Zyxdateline", "Zyxplace",
    "Zyxquote", "Zyxclaim", "Zyxevent", "Zyxsource", "Zyxcitation", "Zyxcaption", "Zyxalias", "Zyxcorrection", "Zyxspeaker",
    "zyxslug", "zyxpicture", "Liechtenstein",
)  # fmt: skip
SECRET: dict[str, Any] = {
    "standfirst": "Zyxstandfirst",
    "actors": [{"name": "Zyxactor", "role": "Zyxrole", "country": "LI"}],
    "countries": [{"country": "LI", "role": "Zyxrole"}],
    "places": [{"name": "Zyxplace", "country": "LI"}],
    "tags": ["Zyxtag"],
    "section": "Zyxsection",
    "dossier": "Zyxdossier",
    "authors": "Zyxauthor",
    "dateline": "Zyxdateline",
    "quotes": [{"text": "Zyxquote", "speaker": "Zyxspeaker"}],
    "claims": [{"text": "Zyxclaim", "status": "reported"}],
    "events": [{"date": "2020-01-01", "text": "Zyxevent"}],
    "source": "Zyxsource",
    "citations": ["Zyxcitation"],
    "image": {"src": "zyxpicture.png", "alt": "Zyxcaption", "caption": "Zyxcaption"},
    "corrections": [{"date": "2020-01-02", "type": "correction", "text": "Zyxcorrection"}],
    "aliases": ["/Zyxalias/"],
}


def leaks(room: Newsroom) -> list[str]:
    """Return which of the words occur in which files, in their contents or names, whatever their case."""
    found = []
    for path, data in room.site().items():
        haystack = said(path, data)
        found += [f"{path}: {word}" for word in WORDS if word.encode().lower() in haystack]
    return found


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom()
    shared = {"section": "World", "tags": ["peace"], "actors": ["Ann Lee"], "countries": ["NO"]}
    made.stories(3, **shared)
    made.write("content/stories/zyxpicture.png", picture(700, 500))
    return made


def write_secret(room: Newsroom, *, date: str = "2020-01-02", **metadata: Any) -> None:
    room.write(
        "content/stories/zyxslug.md",
        article("Zyxheadline", date, "Zyxbody ![Zyxcaption](zyxpicture.png)", **SECRET, **metadata),
    )


def test_a_published_story_says_all_its_words(room: Newsroom) -> None:
    write_secret(room)
    room.publish()
    everything = b"".join(data for data in room.site().values())
    paths = "\n".join(room.site())
    assert [word for word in WORDS if word.encode() not in everything and word not in paths] == []


HELD: dict[str, dict[str, Any]] = {
    "a draft": {"draft": True},
    "a draft in another word": {"draft": "yes"},
    "under embargo for a second": {"publish_at": "2026-03-01T12:00:01Z"},
    "under embargo": {"publish_at": "2026-03-02"},
    "just expired": {"expires_at": "2026-03-01T12:00:00Z"},
    "expired": {"expires_at": "2026-02-01"},
    "dated a second ahead": {"date": "2026-03-01T12:00:01Z"},
    "dated in the future": {"date": "2030-01-01"},
}
ELSEWHERE: tuple[dict[str, Any], ...] = (
    {"published": False},
    {"status": "draft"},
    {"publishDate": "2030-01-01"},
    {"expirydate": "2020-02-01"},
    {"private": True},
    {"visibility": "unlisted"},
    {"_build": {"render": "never"}},
    {"password": "sesame"},
)


@pytest.mark.parametrize("metadata", HELD.values(), ids=HELD)
def test_no_word_of_a_story_that_is_not_out_is_in_the_output(room: Newsroom, metadata: dict[str, Any]) -> None:
    write_secret(room, **metadata)
    room.publish()
    assert leaks(room) == []
    room.edit("content/stories/story-0001.md", "title: ", "title: Once more ")
    room.publish()
    assert leaks(room) == [], "warm"
    shutil.rmtree(room.root / ".broadsheet")
    room.publish()
    assert leaks(room) == [], "without the ledger"
    write_secret(room)
    room.publish()
    assert leaks(room), "it was out"
    write_secret(room, **metadata)
    room.publish()
    assert leaks(room) == [], "and is back"


@pytest.mark.parametrize("metadata", ELSEWHERE, ids=lambda metadata: next(iter(metadata)))
def test_a_story_that_another_generator_would_hold_back_stops_the_build(room: Newsroom, metadata: dict[str, Any]) -> None:
    room.publish()
    before = room.site()
    write_secret(room, **metadata)
    for state in ("warm", "once more"):
        assert not room.build().published
        assert room.codes == ["held-elsewhere"], state
        assert room.site() == before
    shutil.rmtree(room.root / ".broadsheet")
    shutil.rmtree(room.output)
    assert not room.build().published
    assert room.site() == {}


def test_the_site_is_the_same_as_if_the_hidden_story_had_never_been_written(room: Newsroom) -> None:
    room.publish()
    without = room.site()
    write_secret(room, draft=True)
    room.publish()
    assert room.site() == without


def test_a_story_is_gone_altogether_once_it_has_expired_or_become_a_draft(room: Newsroom) -> None:
    write_secret(room, expires_at="2026-04-01T00:00:00Z")
    room.publish()
    assert leaks(room)
    room.publish(clock="2026-04-01T00:00:00Z")
    assert leaks(room) == []
    assert not (room.output / "stories/2020/01/zyxslug").exists(), "no empty folder is left either"


def test_an_embargoed_story_comes_out_by_the_clock_alone(room: Newsroom) -> None:
    write_secret(room, publish_at="2026-03-05T00:00:00Z")
    room.publish(clock="2026-03-04T23:59:59Z")
    assert leaks(room) == []
    room.publish(clock="2026-03-05T00:00:00Z")
    assert room.has("/stories/2020/01/zyxslug/")


def test_a_story_that_is_dated_ahead_comes_out_by_the_clock_alone(room: Newsroom) -> None:
    write_secret(room, date="2026-03-05T00:00:00Z")
    room.publish(clock="2026-03-04T23:59:59Z")
    assert leaks(room) == []
    room.publish(clock="2026-03-05T00:00:00Z")
    assert room.has("/stories/2026/03/zyxslug/")


def test_a_free_page_that_is_a_draft_is_hidden_with_its_pictures(newsroom: Make) -> None:
    room = newsroom(
        "-- content/pages/zyxslug.md --\n---\ntitle: Zyxheadline\ndraft: true\naliases: "
        "[/Zyxalias/]\n---\n![Zyxcaption](zyxpicture.png)\n"
    )
    room.write("content/pages/zyxpicture.png", picture(700, 500))
    room.publish()
    assert leaks(room) == []


def test_a_picture_of_a_term_that_no_page_shows_is_not_published(newsroom: Make) -> None:
    room = newsroom("-- content/actors/ann-lee.md --\n---\nname: Ann Lee\nimage: {src: ann.png, alt: Ann Lee}\n---\n")
    room.write("content/actors/ann.png", picture(500, 600))
    room.write("content/actors/zyxpicture.png", picture(700, 500))
    room.publish()
    assert leaks(room) == []
    assert room.has("/media/actors/ann.png")
    assert len([path for path in room.site() if path.startswith("assets/pictures/")]) == 2, "those of Ann Lee"


def test_a_translation_that_is_a_draft_is_not_named_by_its_original(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/treaty.md", article("Treaty", "2020-01-02"))
    room.write("content/stories/zyxslug.md", article("Zyxheadline", "2020-01-03", lang="li", translation_of="treaty", draft=True))
    room.publish()
    assert leaks(room) == []
    assert "hreflang" not in room.page("/stories/2020/01/treaty/")


def test_the_names_that_a_draft_gives_a_term_are_not_shown_by_other_stories(newsroom: Make) -> None:
    room = newsroom()
    room.write(
        "content/stories/a.md", article("Draft", "2020-01-01", draft=True, actors=[{"name": "ZYXACTOR", "kind": "organisation"}])
    )
    room.write("content/stories/b.md", article("Out", "2020-01-02", actors=["Jane Zyxother", "zyxactor"]))
    room.publish()
    assert "ZYXACTOR" not in room.page("/stories/2020/01/b/")
    assert '"kind":"organisation"' not in room.page("/stories/2020/01/b/index.json")
