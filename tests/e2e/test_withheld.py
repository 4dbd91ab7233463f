"""Withheld pages: a person whom only a machine found, in few stories, is kept from search engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.extract.finding import finding_id
from newsroom import Newsroom

ADDRESS = "/actors/nils-berg/"
ROBOTS = '<meta name="robots" content="noindex">'


def raw(day: int, *, by: str = "Minister Nils Berg of Norway") -> str:
    return f"Talks on salt, day {day}\n\n{day} February 2026\n\n{by} was accused of theft in Oslo on the salt of the harbour.\n"


def made(folder: Path, days: int, settings: str = "") -> Newsroom:
    files = "".join(f"-- content/stories/talks-{day}.txt --\n{raw(day)}" for day in range(1, days + 1))
    room = Newsroom(folder, files)
    if settings:
        room.edit("broadsheet.yaml", "title:", f"{settings}\ntitle:")
    room.publish()
    return room


def is_withheld(room: Newsroom) -> bool:
    """Say whether the person's page asks not to be shown; what the site map says has to agree."""
    asks = ROBOTS in room.page(ADDRESS)
    assert (ADDRESS not in room.page("/sitemap.xml")) == asks
    return asks


def accept(room: Newsroom) -> None:
    identity = finding_id("actors", "Nils Berg")
    room.write("content/stories/talks-1.yaml", f"decisions:\n  {identity}: accept\n")


def test_a_person_whom_only_a_machine_found_is_withheld_until_there_are_enough_stories(tmp_path: Path) -> None:
    room = made(tmp_path, 2)
    assert is_withheld(room)
    assert "/countries/norway/" in room.page("/sitemap.xml")
    assert ROBOTS not in room.page("/countries/norway/")
    room.write("content/stories/talks-3.txt", raw(3))
    room.publish()
    assert not is_withheld(room)
    room.remove("content/stories/talks-1.txt")
    room.publish()
    assert is_withheld(room)


def test_a_person_whom_an_editor_accepted_in_one_story_is_shown(tmp_path: Path) -> None:
    room = made(tmp_path, 2)
    accept(room)
    room.publish()
    assert not is_withheld(room)
    room.remove("content/stories/talks-1.yaml")
    room.publish()
    assert is_withheld(room)


def test_that_an_editor_accepted_somebody_else_in_the_story_changes_nothing(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/talks-1.txt", raw(1, by="Minister NILS BERG of Norway and Minister Astrid Lund of Norway"))
    room.write("content/stories/talks-2.txt", raw(2))
    room.publish()
    assert room.has("/actors/astrid-lund/")
    identity = finding_id("actors", "Astrid Lund")
    room.write("content/stories/talks-1.yaml", f"decisions:\n  {identity}: accept\n")
    room.publish()
    assert is_withheld(room)
    assert ROBOTS not in room.page("/actors/astrid-lund/")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/actors/nils-berg.md", "---\nname: Nils Berg\n---\n"),
        ("content/stories/more.md", "---\ntitle: More\ndate: 2026-02-09\nactors: [Nils Berg]\n---\nText.\n"),
    ],
    ids=["an entry", "a story that somebody described"],
)
def test_a_person_of_whom_somebody_wrote_is_shown(tmp_path: Path, path: str, text: str) -> None:
    room = made(tmp_path, 1)
    assert is_withheld(room)
    room.write(path, text)
    room.publish()
    assert not is_withheld(room)


@pytest.mark.parametrize(("bound", "withheld"), [(0, False), (1, False), (2, True)])
def test_the_publication_says_how_few_stories_are_few(tmp_path: Path, bound: int, withheld: bool) -> None:
    room = made(tmp_path, 1, f"people: {{noindex_below: {bound}}}")
    assert is_withheld(room) is withheld
    room.edit("broadsheet.yaml", f"noindex_below: {bound}", f"noindex_below: {2 - bound}")
    room.publish()
    assert is_withheld(room) is (2 - bound > 1)


def test_older_pages_of_such_a_person_s_stories_are_withheld_too(tmp_path: Path) -> None:
    room = made(tmp_path, 2, "page_size: 1")
    older = f"{ADDRESS}page/1/"
    assert is_withheld(room)
    assert ROBOTS in room.page(older)
    assert older not in room.page("/sitemap.xml")
    accept(room)
    room.publish()
    assert ROBOTS not in room.page(older)
    assert older in room.page("/sitemap.xml")


def test_an_organisation_is_shown(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.txt", raw(1, by="The International Court of Justice"))
    room.publish()
    (actor,) = [path for path in room.site() if path.startswith("actors/") and path.count("/") == 2 and path.endswith(".html")]
    assert ROBOTS not in room.site()[actor].decode()
