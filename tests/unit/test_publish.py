"""Publish: the output folder brought to what was planned, touching no file that is not ours."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from broadsheet.build.ledger import Ledger, OutputRow, open_ledger
from broadsheet.build.publish import MARK, TEMPORARY, FileState, Publisher, Writer, digest_of
from broadsheet.problems import Problem


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger") as opened:
        yield opened


class Published(NamedTuple):
    """What became of the outputs: the paths that were written, and how many files were removed."""

    written: list[str]
    removed: int


def publish(folder: Path, ledger: Ledger, outputs: dict[str, bytes], failing: Collection[str] = ()) -> Published:
    """Publish outputs as a build does; fail on any problem. Pages that are `failing` are planned and not written."""
    owned, planned = ledger.outputs(), {*outputs, *failing}
    publisher, writer = Publisher(folder, owned), Writer(str(folder))
    assert list(publisher.check(planned, planned)) == []
    gone, fresh = sorted(owned.keys() - planned), sorted(planned - owned.keys())
    ledger.claim(fresh)
    publisher.begin(fresh, gone)
    brought = {path: writer.bring(path, data) for path, data in outputs.items()}
    publisher.finish(gone)
    with ledger.transaction():
        ledger.take("outputs", [(path,) for path in gone], "path")
        ledger.put("outputs", (row(path, digest_of(outputs[path]), state) for path, (_, state) in brought.items()))
    return Published([path for path, (written, _) in brought.items() if written], publisher.removed)


def row(path: str, digest: bytes, state: FileState) -> OutputRow:
    return OutputRow(path, "page:x", "page", "page.html", "/" + path, "", b"", digest, *state)


def faults(folder: Path, ledger: Ledger, *paths: str) -> list[Problem]:
    return list(Publisher(folder, ledger.outputs()).check(paths, set(paths)))


def files(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    found.pop(MARK, None)
    return found


def test_what_was_planned_is_there_and_nothing_else(tmp_path: Path, ledger: Ledger) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"index.html": b"1", "a/index.html": b"2", "a/b/index.html": b"3"})
    published = publish(site, ledger, {"index.html": b"1", "a/index.html": b"changed"})
    assert files(site) == {"index.html": b"1", "a/index.html": b"changed"}
    assert published == (["a/index.html"], 1)
    assert not (site / "a" / "b").exists()


def test_equal_bytes_keep_their_file_and_its_time(tmp_path: Path, ledger: Ledger) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"a.html": b"same", "b.html": b"old"})
    os.utime(site / "a.html", ns=(1, 1))
    os.utime(site / "b.html", ns=(1, 1))
    before = (site / "a.html").stat()
    assert publish(site, ledger, {"a.html": b"same", "b.html": b"new"}).written == ["b.html"]
    after = (site / "a.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, 1)
    assert (site / "b.html").stat().st_mtime_ns != 1


def test_a_file_of_equal_length_and_other_bytes_is_replaced(tmp_path: Path, ledger: Ledger) -> None:
    publish(tmp_path / "site", ledger, {"a": b"1234"})
    publish(tmp_path / "site", ledger, {"a": b"1235"})
    assert files(tmp_path / "site") == {"a": b"1235"}


def test_a_file_that_somebody_changed_is_mended(tmp_path: Path, ledger: Ledger) -> None:
    publish(tmp_path / "site", ledger, {"a": b"ours"})
    (tmp_path / "site" / "a").write_bytes(b"tampered")
    publish(tmp_path / "site", ledger, {"a": b"ours"})
    assert files(tmp_path / "site") == {"a": b"ours"}


def test_files_of_others_stay_even_in_folders_that_empty(tmp_path: Path, ledger: Ledger) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"index.html": b"1", "old/index.html": b"2"})
    (site / "CNAME").write_bytes(b"example.org")
    (site / "old" / "notes.txt").write_bytes(b"mine")
    publish(site, ledger, {"index.html": b"1"})
    assert files(site) == {"index.html": b"1", "CNAME": b"example.org", "old/notes.txt": b"mine"}


def test_a_file_that_was_already_removed_is_no_trouble(tmp_path: Path, ledger: Ledger) -> None:
    publish(tmp_path / "site", ledger, {"a": b"1", "b/c": b"2"})
    (tmp_path / "site" / "b" / "c").unlink()
    (tmp_path / "site" / "b").rmdir()
    assert publish(tmp_path / "site", ledger, {"a": b"1"}).removed == 0


@pytest.mark.parametrize("kind", ["a file", "a folder", "a symbolic link"])
def test_what_is_not_ours_at_a_planned_path_is_a_problem(tmp_path: Path, ledger: Ledger, kind: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    target = site / "index.html"
    if kind == "a file":
        target.write_bytes(b"mine")
    elif kind == "a folder":
        target.mkdir()
    else:
        target.symlink_to(tmp_path / "elsewhere")
    assert [str(problem) for problem in faults(site, ledger, "index.html")] == [
        f"{target}:1:1: error: {kind} that no build of this publication wrote stands where a page must go; move it away "
        "(files to "
        "publish go into `static/`), or build into another folder with --output [foreign-output]"
    ]


def test_a_linked_folder_on_the_way_to_a_planned_path_is_a_problem(tmp_path: Path, ledger: Ledger) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    codes = [problem.code for problem in faults(tmp_path / "site", ledger, "a/index.html")]
    assert set(codes) == {"foreign-output"}


def test_our_own_file_turned_into_a_link_is_a_problem(tmp_path: Path, ledger: Ledger) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"a": b"1"})
    (tmp_path / "victim").write_bytes(b"precious")
    (site / "a").unlink()
    (site / "a").symlink_to(tmp_path / "victim")
    assert [problem.code for problem in faults(site, ledger, "a")] == ["foreign-output"]
    assert (tmp_path / "victim").read_bytes() == b"precious"


def test_a_file_of_ours_that_became_a_link_is_not_followed_when_it_goes(tmp_path: Path, ledger: Ledger) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"a": b"1", "b": b"2"})
    (tmp_path / "victim").write_bytes(b"precious")
    (site / "b").unlink()
    (site / "b").symlink_to(tmp_path / "victim")
    publish(site, ledger, {"a": b"1"})
    assert (tmp_path / "victim").read_bytes() == b"precious"


def test_a_page_that_becomes_a_folder_can_be_published(tmp_path: Path, ledger: Ledger) -> None:
    publish(tmp_path / "site", ledger, {"a": b"file"})
    publish(tmp_path / "site", ledger, {"a/index.html": b"folder"})
    assert files(tmp_path / "site") == {"a/index.html": b"folder"}


def test_a_folder_that_becomes_a_page_can_be_published(tmp_path: Path, ledger: Ledger) -> None:
    publish(tmp_path / "site", ledger, {"a/index.html": b"folder"})
    publish(tmp_path / "site", ledger, {"a": b"file"})
    assert files(tmp_path / "site") == {"a": b"file"}


def test_a_page_that_failed_keeps_its_old_file(tmp_path: Path, ledger: Ledger) -> None:
    publish(tmp_path / "site", ledger, {"a": b"old", "b": b"old"})
    publish(tmp_path / "site", ledger, {"a": b"new"}, failing=["b"])
    assert files(tmp_path / "site") == {"a": b"new", "b": b"old"}
    publish(tmp_path / "site", ledger, {"a": b"new"})
    assert files(tmp_path / "site") == {"a": b"new"}


def test_a_full_disk_leaves_the_old_file_and_no_half_of_the_new_one(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"a": b"old"})
    write = os.write

    def full(handle: int, data: bytes) -> int:
        if len(data) > 11:
            return write(handle, data[:2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        Writer(str(site)).bring("a", b"something new")
    monkeypatch.undo()
    assert files(site) == {"a": b"old"}
    assert not any((site / TEMPORARY).iterdir())


def test_a_system_that_writes_a_few_bytes_at_a_time_writes_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:3]))
    assert Writer(str(tmp_path)).bring("a/b", b"something").written
    monkeypatch.undo()
    assert (tmp_path / "a/b").read_bytes() == b"something"


def test_the_state_that_is_returned_is_that_of_the_file_on_the_disk(tmp_path: Path) -> None:
    for data in (b"1", b"1", b"2"):
        _, state = Writer(str(tmp_path)).bring("a", data)
        assert state == FileState(1, *_times(tmp_path / "a"))


def _times(path: Path) -> tuple[int, int]:
    return path.stat().st_mtime_ns, path.stat().st_ctime_ns


def test_a_file_is_as_open_as_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    Writer(str(tmp_path)).bring("ours", b"1")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_nothing_is_written_through_a_file_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"precious")
    (tmp_path / "a").symlink_to(tmp_path / "victim")
    for data in (b"precious", b"1"):
        assert Writer(str(tmp_path)).bring("a", data).written
    assert (tmp_path / "victim").read_bytes() == b"precious"
    assert not (tmp_path / "a").is_symlink()


def test_nothing_is_written_into_a_folder_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    site = tmp_path / "site"
    site.mkdir()
    (site / "a").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    for path in ("a/x", "a/deep/x", "a/made/x"):
        with pytest.raises(OSError, match="a symbolic link stands where a folder must be"):
            Writer(str(site)).bring(path, b"1")
    assert files(tmp_path / "elsewhere") == {}


def test_nothing_is_written_through_a_link_under_the_temporary_name(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"precious")
    (tmp_path / TEMPORARY).mkdir()
    (tmp_path / TEMPORARY / str(os.getpid())).symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="symbolic links"):
        Writer(str(tmp_path)).bring("a", b"1")
    assert (tmp_path / "victim").read_bytes() == b"precious"


def test_a_mark_that_is_a_link_is_none(tmp_path: Path, ledger: Ledger) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    (tmp_path / "elsewhere").write_bytes(b"")
    (tmp_path / MARK).symlink_to(tmp_path / "elsewhere")
    assert [problem.code for problem in Publisher(tmp_path, ()).check(["a"], {"a"})] == ["foreign-output"]


def test_a_folder_that_bears_our_mark_is_ours_at_the_planned_paths_when_no_ledger_is_left(tmp_path: Path, ledger: Ledger) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"a": b"1"})
    assert list(Publisher(site, ()).check(["a"], {"a"})) == []
    (site / MARK).unlink()
    assert [problem.code for problem in Publisher(site, ()).check(["a"], {"a"})] == ["foreign-output"]


def test_files_that_nobody_owns_are_leftovers_but_hidden_ones_are_not(tmp_path: Path, ledger: Ledger) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"a/b": b"1"})
    for path in ("old.html", "a/old.html", ".hidden", ".git/config"):
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_bytes(b"")
    assert Publisher(site, ()).leftovers({"a/b"}) == ["old.html", "a/old.html"]
