"""Publish: the output folder brought to what was planned, touching no file that is not ours."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.engine import publish as publish_module
from broadsheet.engine.publish import (
    MARK,
    MARK_TEXT,
    TEMPORARY,
    FileState,
    Folder,
    FolderWriter,
    Publisher,
    digest_of,
    list_of,
    paths_in,
)
from broadsheet.problems import Problem
from newsroom import Newsroom, article, picture


class Published(NamedTuple):
    """What became of the outputs: the paths that were written, how many files were removed, whether other paths are published."""

    written: list[str]
    removed: int
    rearranged: bool


def publish(folder: Path, outputs: dict[str, bytes], failing: Collection[str] = ()) -> Published:
    """Publish outputs as a build does that has no ledger: what is ours is known from the list in the folder alone.

    Fail on any problem. Pages that are `failing` are planned and not written.
    """
    planned = {*outputs, *failing}
    publisher, writer = Publisher(Folder(str(folder))), FolderWriter(str(folder))
    owned = set(publisher.listed())
    assert list(publisher.check(planned, planned, owned)) == []
    publisher.begin(planned, owned, listed=False)
    assert set(Publisher(Folder(str(folder))).listed()) == planned | owned, "whatever happens now, what is ours is known"
    brought = {path: writer.bring(path, data) for path, data in outputs.items()}
    publisher.finish(sorted(owned - planned), planned)
    assert Publisher(Folder(str(folder))).listed() == sorted(planned)
    assert publisher.mark() == (digest_of((folder / MARK).read_bytes()), _state(folder / MARK))
    return Published([path for path, (written, _) in brought.items() if written], publisher.removed, planned != owned)


@pytest.mark.parametrize(("mask", "file", "folder"), [(0o000, 0o644, 0o755), (0o002, 0o644, 0o755), (0o077, 0o600, 0o700)])
def test_nobody_else_may_write_what_is_published(tmp_path: Path, mask: int, file: int, folder: int) -> None:
    before = os.umask(mask)
    try:
        room = Newsroom(tmp_path)
        room.write("content/stories/p.png", picture(9, 9))
        room.write("content/stories/a.md", article("A", "2026-01-01", "![P](p.png)"))
        room.publish(output=str(tmp_path / "x/y/site"))
    finally:
        os.umask(before)
    made = [tmp_path / "x", *(tmp_path / "x").rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in made if path.is_file()} == {file}
    assert {path.stat().st_mode & 0o777 for path in made if path.is_dir()} == {folder}


def faults(folder: Path, *paths: str) -> list[Problem]:
    publisher = Publisher(Folder(str(folder)))
    return list(publisher.check(paths, set(paths), publisher.listed()))


def files(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    found.pop(MARK, None)
    return found


def test_what_was_planned_is_there_and_nothing_else(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, {"index.html": b"1", "a/index.html": b"2", "a/b/index.html": b"3"})
    published = publish(site, {"index.html": b"1", "a/index.html": b"changed"})
    assert files(site) == {"index.html": b"1", "a/index.html": b"changed"}
    assert published == (["a/index.html"], 1, True)
    assert not (site / "a" / "b").exists()


def test_equal_bytes_keep_their_file_and_its_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, {"a.html": b"same", "b.html": b"old"})
    os.utime(site / "a.html", ns=(1, 1))
    os.utime(site / "b.html", ns=(1, 1))
    before = (site / "a.html").stat()
    assert publish(site, {"a.html": b"same", "b.html": b"new"}).written == ["b.html"]
    after = (site / "a.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, 1)
    assert (site / "b.html").stat().st_mtime_ns != 1


def test_a_file_of_equal_length_and_other_bytes_is_replaced(tmp_path: Path) -> None:
    publish(tmp_path / "site", {"a": b"1234"})
    publish(tmp_path / "site", {"a": b"1235"})
    assert files(tmp_path / "site") == {"a": b"1235"}


def test_a_file_that_somebody_changed_is_mended(tmp_path: Path) -> None:
    publish(tmp_path / "site", {"a": b"ours"})
    (tmp_path / "site" / "a").write_bytes(b"tampered")
    publish(tmp_path / "site", {"a": b"ours"})
    assert files(tmp_path / "site") == {"a": b"ours"}


def test_files_of_others_stay_even_in_folders_that_empty(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, {"index.html": b"1", "old/index.html": b"2"})
    (site / "CNAME").write_bytes(b"example.org")
    (site / "old" / "notes.txt").write_bytes(b"mine")
    publish(site, {"index.html": b"1"})
    assert files(site) == {"index.html": b"1", "CNAME": b"example.org", "old/notes.txt": b"mine"}


def test_a_file_that_was_already_removed_is_no_trouble(tmp_path: Path) -> None:
    publish(tmp_path / "site", {"a": b"1", "b/c": b"2"})
    (tmp_path / "site" / "b" / "c").unlink()
    (tmp_path / "site" / "b").rmdir()
    assert publish(tmp_path / "site", {"a": b"1"}).removed == 0


@pytest.mark.parametrize("kind", ["a file", "a folder", "a symbolic link"])
def test_what_is_not_ours_at_a_planned_path_is_a_problem(tmp_path: Path, kind: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    target = site / "index.html"
    if kind == "a file":
        target.write_bytes(b"mine")
    elif kind == "a folder":
        target.mkdir()
    else:
        target.symlink_to(tmp_path / "elsewhere")
    assert [str(problem) for problem in faults(site, "index.html")] == [
        f"{target}:1:1: error: {kind} that no build of this publication wrote stands where a page must go; move it away "
        "(files to "
        "publish go into `static/`), or build into another folder with --output [foreign-output]"
    ]


def test_a_linked_folder_on_the_way_to_a_planned_path_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    codes = [problem.code for problem in faults(tmp_path / "site", "a/index.html")]
    assert set(codes) == {"foreign-output"}


def test_our_own_file_turned_into_a_link_is_a_problem(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, {"a": b"1"})
    (tmp_path / "victim").write_bytes(b"precious")
    (site / "a").unlink()
    (site / "a").symlink_to(tmp_path / "victim")
    assert [problem.code for problem in faults(site, "a")] == ["foreign-output"]
    assert (tmp_path / "victim").read_bytes() == b"precious"


def test_a_file_of_ours_that_became_a_link_is_not_followed_when_it_goes(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, {"a": b"1", "b": b"2"})
    (tmp_path / "victim").write_bytes(b"precious")
    (site / "b").unlink()
    (site / "b").symlink_to(tmp_path / "victim")
    publish(site, {"a": b"1"})
    assert (tmp_path / "victim").read_bytes() == b"precious"


def test_a_page_that_becomes_a_folder_can_be_published(tmp_path: Path) -> None:
    publish(tmp_path / "site", {"a": b"file"})
    publish(tmp_path / "site", {"a/index.html": b"folder"})
    assert files(tmp_path / "site") == {"a/index.html": b"folder"}


def test_a_folder_that_becomes_a_page_can_be_published(tmp_path: Path) -> None:
    publish(tmp_path / "site", {"a/index.html": b"folder"})
    publish(tmp_path / "site", {"a": b"file"})
    assert files(tmp_path / "site") == {"a": b"file"}


def test_a_page_that_failed_keeps_its_old_file(tmp_path: Path) -> None:
    publish(tmp_path / "site", {"a": b"old", "b": b"old"})
    publish(tmp_path / "site", {"a": b"new"}, failing=["b"])
    assert files(tmp_path / "site") == {"a": b"new", "b": b"old"}
    publish(tmp_path / "site", {"a": b"new"})
    assert files(tmp_path / "site") == {"a": b"new"}


def test_a_full_disk_leaves_the_old_file_and_no_half_of_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    publish(site, {"a": b"old"})
    write = os.write

    def full(handle: int, data: bytes) -> int:
        if len(data) > 11:
            return write(handle, data[:2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        FolderWriter(str(site)).bring("a", b"something new")
    monkeypatch.undo()
    assert files(site) == {"a": b"old"}
    assert not any((site / TEMPORARY).iterdir())


def test_a_system_that_writes_a_few_bytes_at_a_time_writes_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:3]))
    assert FolderWriter(str(tmp_path)).bring("a/b", b"something").written
    monkeypatch.undo()
    assert (tmp_path / "a/b").read_bytes() == b"something"


def test_the_state_that_is_returned_is_that_of_the_file_on_the_disk(tmp_path: Path) -> None:
    for data in (b"1", b"1", b"2"):
        _, state = FolderWriter(str(tmp_path)).bring("a", data)
        assert state == _state(tmp_path / "a")


def _state(path: Path) -> FileState:
    return FileState(path.stat().st_size, path.stat().st_mtime_ns, path.stat().st_ctime_ns)


def test_a_file_is_as_open_as_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    FolderWriter(str(tmp_path)).bring("ours", b"1")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_nothing_is_written_through_a_file_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"precious")
    (tmp_path / "a").symlink_to(tmp_path / "victim")
    for data in (b"precious", b"1"):
        assert FolderWriter(str(tmp_path)).bring("a", data).written
    assert (tmp_path / "victim").read_bytes() == b"precious"
    assert not (tmp_path / "a").is_symlink()


def test_nothing_is_written_into_a_folder_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    site = tmp_path / "site"
    site.mkdir()
    (site / "a").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    for path in ("a/x", "a/deep/x", "a/made/x"):
        with pytest.raises(OSError, match="a symbolic link stands where a folder must be"):
            FolderWriter(str(site)).bring(path, b"1")
    assert files(tmp_path / "elsewhere") == {}


def test_nothing_is_written_through_a_link_under_the_temporary_name(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"precious")
    (tmp_path / TEMPORARY).mkdir()
    (tmp_path / TEMPORARY / str(os.getpid())).symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="symbolic links"):
        FolderWriter(str(tmp_path)).bring("a", b"1")
    assert (tmp_path / "victim").read_bytes() == b"precious"


def test_a_mark_that_is_a_link_is_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    (tmp_path / "elsewhere").write_bytes(list_of(["a"]))
    (tmp_path / MARK).symlink_to(tmp_path / "elsewhere")
    assert [problem.code for problem in faults(tmp_path, "a")] == ["foreign-output"]


def test_a_file_that_the_list_does_not_name_is_not_ours(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, {"a": b"1"})
    (site / "b").write_bytes(b"mine")
    assert [problem.span and problem.span.path for problem in faults(site, "a", "b")] == [(site / "b").as_posix()]
    (site / MARK).unlink()
    assert [problem.code for problem in faults(site, "a")] == ["foreign-output"]


def test_a_list_that_is_what_it_was_is_not_written_again(tmp_path: Path) -> None:
    publish(tmp_path, {"a": b"1"})
    before = _state(tmp_path / MARK)
    assert publish(tmp_path, {"a": b"2"}) == (["a"], 0, False)
    assert _state(tmp_path / MARK) == before


@given(st.lists(st.text(st.characters(exclude_characters="\n\\:", exclude_categories=("Cs", "Cc")), min_size=1), max_size=5))
def test_a_list_says_what_was_put_into_it(names: list[str]) -> None:
    paths = {name for name in names if not {"", ".", ".."} & set(name.split("/"))}
    assert paths_in(list_of(paths)) == sorted(paths)


@pytest.mark.parametrize(
    "text",
    [b"", b"a\n", MARK_TEXT[:-1], b"\xff", MARK_TEXT.replace(b"Broadsheet", b"Broadside") + b"a\n"],
    ids=["empty", "bare", "cut", "bytes", "others"],
)
def test_what_is_no_list_of_ours_names_nothing(text: bytes) -> None:
    assert paths_in(text) == []


def test_a_damaged_list_names_what_can_be_read_of_it() -> None:
    assert "a/index.html" in paths_in(MARK_TEXT + b"\xff\xfe/x\na/index.html\n\0\nb\0c\n")
    assert not any("\0" in path for path in paths_in(MARK_TEXT + b"\xff\xfe/x\na/index.html\n\0\nb\0c\n"))


ASTRAY = (
    "../victim", "a/../../victim", "a/./victim", "/victim", "//victim", "a//victim", "..\\victim", "C:/victim", "C:victim",
    "..", ".", "", "a/..", "victim/",
)  # fmt: skip


@pytest.mark.parametrize("path", ASTRAY)
def test_a_listed_path_that_leads_out_of_the_output_is_none(tmp_path: Path, path: str) -> None:
    site = tmp_path / "site"
    publish(site, {"a/b": b"1"})
    victims = [tmp_path / "victim", site / "victim", site / "C:victim", site / "..\\victim"]
    for victim in victims:
        victim.write_bytes(b"precious")
    absolute = str(tmp_path / "victim") if path == "/victim" else path
    (site / MARK).write_bytes(list_of(["a/b", absolute]))
    assert publish(site, {"c": b"1"}).removed == 1
    assert [victim.read_bytes() for victim in victims] == [b"precious"] * 4
    assert not (site / "a").exists()


@pytest.mark.parametrize("link", ["away", "away/deep", "file"])
def test_a_listed_path_behind_a_link_is_not_removed(tmp_path: Path, link: str) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    publish(site, {"a": b"1"})
    (elsewhere / "deep").mkdir(parents=True)
    (elsewhere / "deep" / "victim").write_bytes(b"precious")
    (elsewhere / "victim").write_bytes(b"precious")
    if link == "file":
        (site / "victim").symlink_to(elsewhere / "victim")
    else:
        (site / "away").symlink_to(elsewhere, target_is_directory=True)
    listed = ["a", "victim", "away/victim", "away/deep/victim"]
    (site / MARK).write_bytes(list_of(listed))
    assert publish(site, {"c": b"1"}).removed == 1
    assert (elsewhere / "victim").read_bytes() == (elsewhere / "deep" / "victim").read_bytes() == b"precious"
    assert os.path.lexists(site / ("victim" if link == "file" else "away")), "the link is not ours either"


def test_a_listed_path_at_which_a_folder_stands_is_left_alone(tmp_path: Path) -> None:
    publish(tmp_path, {"a": b"1"})
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine").write_bytes(b"precious")
    (tmp_path / MARK).write_bytes(list_of(["a", "b"]))
    assert publish(tmp_path, {"a": b"1"}).removed == 0
    assert (tmp_path / "b" / "mine").read_bytes() == b"precious"


# -- the list and the build


def lose_ledger(room: Newsroom) -> None:
    room.remove(".broadsheet")


def test_a_story_that_became_a_draft_goes_though_the_ledger_is_lost(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    for name in ("one", "two"):
        room.write(f"content/stories/{name}.md", article(name.title(), "2020-01-01", tags=[f"only {name}"]))
    room.publish()
    assert room.has("/stories/2020/01/two/")
    (room.output / "CNAME").write_bytes(b"example.org")
    lose_ledger(room)
    room.edit("content/stories/two.md", 'title: "Two"', 'title: "Two"\ndraft: true')
    report = room.publish()
    assert report.removed > 1
    assert not room.has("/stories/2020/01/two/")
    assert not room.has("/tags/only-two/")
    assert not (room.output / "stories/2020/01/two").exists()
    assert (room.output / "CNAME").read_bytes() == b"example.org"
    (room.output / "CNAME").unlink()
    cold = room.cold()
    cold.publish()
    assert room.site() == cold.site()


def test_our_own_pages_are_never_foreign_and_equal_ones_are_not_written_again(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.stories(3, tags=["x"])
    room.write("static/robots.css", "a {}")
    room.publish()
    before = room.site()
    for _ in range(2):
        lose_ledger(room)
        room.publish()
        assert (room.written, room.site()) == ((), before)


def test_a_build_into_an_empty_folder_looks_for_no_page_before_it_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Newsroom(tmp_path)
    room.stories(2)
    found: list[str] = []
    look = publish_module._state_of_equal
    monkeypatch.setattr(publish_module, "_state_of_equal", lambda target, data: (found.append(target), look(target, data))[1])
    room.publish()
    assert {*found} <= {str(room.output / MARK)}
    lose_ledger(room)
    room.publish()
    assert str(room.output / "index.html") in found


def test_a_page_that_somebody_else_put_there_is_foreign_though_the_ledger_is_lost(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.stories(1)
    room.publish()
    lose_ledger(room)
    room.stories(1, start=2)
    place = room.output / "stories/2020/01/story-0002/index.html"
    place.parent.mkdir()
    place.write_bytes(b"mine")
    room.build()
    assert (room.codes, place.read_bytes()) == (["foreign-output"], b"mine")


def test_a_list_that_was_changed_is_mended_by_the_next_build(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.stories(2)
    room.publish()
    text = (room.output / MARK).read_bytes()
    for damaged in (None, b"", text.replace(b"index.html", b"../x"), text + b"\xff\n", MARK_TEXT):
        if damaged is None:
            (room.output / MARK).unlink()
        else:
            (room.output / MARK).write_bytes(damaged)
        room.publish()
        assert (room.output / MARK).read_bytes() == text, damaged


def test_files_that_nobody_owns_are_leftovers_but_hidden_ones_are_not(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, {"a/b": b"1"})
    for path in ("old.html", "a/old.html", ".hidden", ".git/config"):
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_bytes(b"")
    assert [path for path in Folder(str(site)).shown() if path != "a/b"] == ["old.html", "a/old.html"]
