"""Withheld pages: a person whom only a machine found, in few stories, is kept from search engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.extract.finding import finding_id
from newsroom import Newsroom, article, differing

ADDRESS = "/actors/nils-berg/"
ROBOTS = '<meta name="robots" content="noindex">'


def raw(day: int, *, by: str = "Minister Nils Berg of Norway") -> str:
    said = f"{by} was accused of theft in Oslo on the salt of harbour {day}."
    return f"Talks on salt, day {day}\n\n{day} February 2026\n\n{said}\n"


def made(folder: Path, days: int, settings: str = "") -> Newsroom:
    files = "".join(f"-- content/stories/talks-{day}.txt --\n{raw(day)}" for day in range(1, days + 1))
    room = Newsroom(folder, files)
    if settings:
        room.edit("broadsheet.yaml", "title:", f"{settings}\ntitle:")
    room.publish()
    return room


def is_withheld(room: Newsroom, address: str = ADDRESS) -> bool:
    """Say whether the person's page asks not to be shown; site map and list of feeds have to agree."""
    asks = ROBOTS in room.page(address)
    for lists in ("/sitemap.xml", "/opml.xml"):
        assert (address not in room.page(lists)) == asks, lists
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


def test_copies_of_one_text_count_once(tmp_path: Path) -> None:
    text = f"{raw(1)}\n{'Salt was dear in every harbour of the coast. ' * 40}\n\nIt ends here.\n"  # the end is in no opening
    room = Newsroom(tmp_path)
    for day in range(1, 5):
        room.write(f"content/stories/talks-{day}.txt", text.replace("1 February", f"{day} February"))
    room.publish()
    assert is_withheld(room)
    for day in (3, 4):
        room.edit(f"content/stories/talks-{day}.txt", "It ends here.", f"It ends on day {day}.")
        room.publish()
        assert is_withheld(room) == (day < 4)
    room.edit("content/stories/talks-4.txt", "It ends on day 4.", "It ends on day 3.")
    room.publish()
    assert is_withheld(room)
    cold = room.cold()
    cold.publish()
    assert differing(room.site(), cold.site()) == []


def test_a_country_is_no_person_though_somebody_is_called_like_it(tmp_path: Path) -> None:
    room = made(tmp_path, 1)
    room.write("content/stories/norway.md", article("A Mr Norway", "2026-02-09", actors=["Norway"]))
    room.publish()
    assert room.has("/actors/norway/")
    assert not is_withheld(room, "/countries/norway/")


def test_a_section_that_a_saved_page_calls_like_a_person_is_withheld_too(tmp_path: Path) -> None:
    address = "/sections/nils-berg/"
    room = made(tmp_path, 1)
    page = '<html><head><title>On salt</title><meta property="article:section" content="Nils Berg"></head><body><article>'
    text = "".join(f"<p>{line}</p>" for line in ("2 February 2026", raw(2).splitlines()[-1]))
    room.write("content/stories/saved.html", f"{page}<h1>On salt</h1>{text}</article></body></html>")
    room.publish()
    assert is_withheld(room, address)
    accept(room)
    room.publish()
    assert not is_withheld(room)
    assert is_withheld(room, address), "which nobody has looked at"
    room.write("content/stories/saved.yaml", "section: Nils Berg\n")
    room.publish()
    assert not is_withheld(room, address)


def test_an_author_whom_only_a_machine_found_is_withheld_too(tmp_path: Path) -> None:
    address = "/authors/nils-berg/"
    room = Newsroom(tmp_path)
    room.edit("broadsheet.yaml", "title:", "taxonomies: {authors: {label: Authors}}\ntitle:")
    text = "The price of salt\n\nBy Nils Berg\n\n1 February 2026\n\nIn Oslo salt was dear again in harbour 1.\n"
    room.write("content/stories/salt-1.txt", text)
    room.publish()
    assert is_withheld(room, address)
    room.write("content/stories/salt-1.yaml", f"decisions:\n  {finding_id('authors', 'Nils Berg')}: accept\n")
    room.publish()
    assert not is_withheld(room, address)
    room.remove("content/stories/salt-1.yaml")
    for day in (2, 3):
        room.write(f"content/stories/salt-{day}.txt", text.replace("1", str(day)))
        room.publish()
        assert is_withheld(room, address) == (day < 3)
    room.remove("content/stories/salt-3.txt")
    room.write("content/authors/nils-berg.md", "---\nname: Nils Berg\n---\n")
    room.publish()
    assert not is_withheld(room, address)


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
