"""Held entries: what an editor prepares for a story that is to come is not let out by its register files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.cli import main
from newsroom import Newsroom, article, differing, said

Make = Callable[..., Newsroom]
NOW, LATER = "2026-03-01T12:00:00Z", "2026-04-01T12:00:00Z"
FILES = ("actors/zyx-person", "tags/zyx-tag", "dossiers/zyx-file", "series/zyx-series", "authors/zyx-author", "countries/GL")
HELD = {
    "draft": {"draft": True},
    "embargo": {"publish_at": "2026-03-20T00:00:00Z"},
    "expired": {"expires_at": "2026-02-20T00:00:00Z"},
}


def secret(**keys: object) -> str:
    return article(
        "Secret", "2026-02-02", actors=["Zyx Person"], tags=["Zyx Tag"], dossier="Zyx File", series=["Zyx Series"],
        authors="Zyx Author", countries=["GL"], **keys,
    )  # fmt: skip


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom()
    taxonomies = "taxonomies: {series: {label: Series}, authors: {label: Authors}}\nextraction: {on_build: false}\n"
    made.edit("broadsheet.yaml", "title:", f"{taxonomies}title:")
    made.write("content/stories/shown.md", article("Shown", "2026-02-01", "Zyx Person.", actors=["Ann Lee"]))
    made.write("content/actors/nobody.md", "---\nname: Nobody Yet\n---\nNo story names this one.\n")
    for file in FILES:
        name = "" if file.endswith("GL") else f"name: {file.partition('/')[2].replace('-', ' ').title()}\n"
        made.write(f"content/{file}.md", f"---\n{name}aliases: [zyxalias {file[:3]}]\n---\nWhat zyxnote is about.\n")
    return made


def heard(room: Newsroom, word: str) -> list[str]:
    return [path for path, data in room.site().items() if word.encode() in said(path, data)]


@pytest.mark.parametrize("why", HELD)
def test_a_register_file_waits_with_the_stories_that_name_it(room: Newsroom, why: str) -> None:
    room.write("content/stories/secret.md", secret(**HELD[why]))
    report = room.publish(clock=NOW)
    assert report.held == {why: 1, "entry": len(FILES)}
    for word in ("zyxnote", "zyxalias", "zyx-", "zyx tag"):
        assert heard(room, word) == [], word
    assert not room.has("/countries/greenland/")
    assert room.has("/actors/nobody/"), "which no story names"


def test_a_warm_build_holds_and_lets_out_what_a_cold_one_does(room: Newsroom) -> None:
    room.write("content/stories/secret.md", secret())
    room.publish(clock=NOW)
    assert heard(room, "zyxnote")
    for old, new in (("title", "draft: true\ntitle"), ("Zyx Person", "Bo Ek"), ("draft: true\n", "")):
        room.edit("content/stories/secret.md", old, new)
        room.publish(clock=NOW)
        cold = room.cold()
        cold.publish(clock=NOW)
        assert differing(room.site(), cold.site()) == [], new


def test_it_comes_out_with_the_first_of_them_and_goes_with_the_last(room: Newsroom) -> None:
    room.write("content/stories/secret.md", secret(publish_at="2026-03-20T00:00:00Z"))
    room.write("content/stories/draft.md", secret(draft=True))
    room.publish(clock=NOW)
    room.publish(clock=LATER)
    assert room.has("/stories/2026/02/secret/")
    for file in FILES[:-1]:
        assert "What zyxnote is about." in room.text(f"/{file}/")
    assert "What zyxnote is about." in room.text("/countries/greenland/")
    room.edit("content/stories/secret.md", "title", "draft: true\ntitle")
    room.publish(clock=LATER)
    assert heard(room, "zyxnote") == []


@pytest.mark.parametrize(
    ("file", "keys", "address"),
    [
        ("actors/zyx-person", {"actors": ["Zyx Person"]}, "/actors/zyx-person/"),
        ("actors/zyx-person", {"quotes": [{"text": "Yes.", "speaker": "Zyx Person"}], "actors": ["Bo"]}, "/actors/zyx-person/"),
        ("countries/GL", {"actors": [{"name": "Bo Ek", "country": "GL"}]}, "/countries/greenland/"),
    ],
    ids=["names it", "quotes it", "says that somebody is from there"],
)
def test_one_story_that_is_out_is_enough(room: Newsroom, file: str, keys: dict[str, object], address: str) -> None:
    room.write("content/stories/secret.md", secret(draft=True))
    room.write("content/stories/out.md", article("Out", "2026-02-03", **keys))
    room.publish()
    assert "What zyxnote is about." in room.text(address)


def test_what_an_entry_that_is_out_has_above_it_is_out(room: Newsroom) -> None:
    room.write("content/stories/secret.md", article("Secret", "2026-02-02", tags=["Low", "High", "Top"], draft=True))
    room.write("content/stories/out.md", article("Out", "2026-02-03", tags=["Low"]))
    for name, parent in (("low", "High"), ("high", "Top"), ("top", "")):
        room.write(f"content/tags/{name}.md", f"---\nname: {name.title()}\n{parent and f'parent: {parent}'}\n---\n")
    room.publish()
    assert [room.has(f"/tags/{name}/") for name in ("low", "high", "top")] == [True, True, True]


def test_what_only_a_faulty_story_names_waits_until_it_is_mended(room: Newsroom) -> None:
    for day, keys in enumerate(({}, *HELD.values()), 1):
        room.write("content/stories/secret.md", secret(**keys).replace("title:", "events: 5\ntitle:"))
        room.build(keep_going=True, clock=f"2026-03-01T12:00:0{day}Z")
        assert room.codes == ["wrong-type"]
        assert heard(room, "zyxnote") == []
    room.write("content/stories/secret.md", secret())
    room.build(keep_going=True)
    assert heard(room, "zyxnote")
    room.write("content/stories/secret.md", secret().replace("title:", "events: 5\ntitle:"))
    room.build(keep_going=True)
    assert heard(room, "zyxnote"), "what was published stands"


def test_a_section_is_no_secret(room: Newsroom) -> None:
    room.write("content/sections/world.md", "---\nname: World\n---\n")
    room.write("content/stories/secret.md", article("Secret", "2026-02-02", section="World", draft=True))
    room.publish()
    assert room.has("/sections/world/")


def test_it_is_said(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.write("content/stories/secret.md", secret(draft=True))
    assert main(["build", str(room.root), "--clock", NOW]) == 0
    line = capsys.readouterr().out.splitlines()[1]
    assert line == "held back 1 story: 1 draft; with them 6 register files that nothing else names"
    assert main(["explain", str(room.root), str(Path(room.root, "content/actors/zyx-person.md")), "--clock", NOW]) == 0
    assert "it is held back (only stories that are held back name it)" in capsys.readouterr().out
    room.write("content/stories/secret.md", secret().replace("title:", "events: 5\ntitle:"))
    assert main(["build", str(room.root), "--clock", NOW, "--keep-going"]) == 1
    assert capsys.readouterr().out.splitlines()[1] == "held back 6 register files that nothing else names"
