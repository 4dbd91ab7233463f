"""Publish: the output folder brought to what was planned, touching no file that is not ours."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.build.ledger import Ledger, open_ledger
from broadsheet.build.publish import MARK, Publisher, digest_of


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger") as opened:
        yield opened


def put(publisher: Publisher, path: str, data: bytes) -> None:
    publisher.note(path, digest_of(data), publisher.bring(path, data))


def publish(folder: Path, ledger: Ledger, outputs: dict[str, bytes]) -> Publisher:
    """Publish outputs as a build does; fail on any problem."""
    publisher = Publisher.open(folder, ledger)
    assert list(publisher.check(outputs)) == []
    publisher.begin(outputs)
    for path, data in outputs.items():
        put(publisher, path, data)
    publisher.finish(outputs)
    return publisher


def files(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    found.pop(MARK, None)
    return found


def test_what_was_planned_is_there_and_nothing_else(tmp_path: Path, ledger: Ledger) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"index.html": b"1", "a/index.html": b"2", "a/b/index.html": b"3"})
    publisher = publish(site, ledger, {"index.html": b"1", "a/index.html": b"changed"})
    assert files(site) == {"index.html": b"1", "a/index.html": b"changed"}
    assert (publisher.written, publisher.unchanged, publisher.removed) == (1, 1, 1)
    assert not (site / "a" / "b").exists()


def test_equal_bytes_keep_their_file_and_its_time(tmp_path: Path, ledger: Ledger) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"a.html": b"same", "b.html": b"old"})
    os.utime(site / "a.html", ns=(1, 1))
    os.utime(site / "b.html", ns=(1, 1))
    before = (site / "a.html").stat()
    publish(site, ledger, {"a.html": b"same", "b.html": b"new"})
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
    publisher = publish(tmp_path / "site", ledger, {"a": b"1"})
    assert publisher.removed == 0


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
    assert [str(problem) for problem in Publisher.open(site, ledger).check(["index.html"])] == [
        f"{target}:1:1: error: {kind} that no build of this publication wrote stands where a page must go; move it away "
        "(files to "
        "publish go into `static/`), or build into another folder with --output [foreign-output]"
    ]


def test_a_linked_folder_on_the_way_to_a_planned_path_is_a_problem(tmp_path: Path, ledger: Ledger) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    codes = [problem.code for problem in Publisher.open(tmp_path / "site", ledger).check(["a/index.html"])]
    assert set(codes) == {"foreign-output"}


def test_our_own_file_turned_into_a_link_is_a_problem(tmp_path: Path, ledger: Ledger) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"a": b"1"})
    (tmp_path / "victim").write_bytes(b"precious")
    (site / "a").unlink()
    (site / "a").symlink_to(tmp_path / "victim")
    assert [problem.code for problem in Publisher.open(site, ledger).check(["a"])] == ["foreign-output"]
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
    publisher = Publisher.open(tmp_path / "site", ledger)
    publisher.begin(["a", "b"])
    put(publisher, "a", b"new")
    publisher.note("b", "", written=False)
    publisher.finish({"a", "b"})
    assert files(tmp_path / "site") == {"a": b"new", "b": b"old"}
    publish(tmp_path / "site", ledger, {"a": b"new"})
    assert files(tmp_path / "site") == {"a": b"new"}


def test_a_full_disk_leaves_the_old_file_and_no_half_of_the_new_one(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    publish(site, ledger, {"a": b"old"})
    opened = Path.open

    class Full:
        def __init__(self, handle: Any) -> None:
            self.handle = handle

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            self.handle.close()

        def write(self, data: bytes) -> int:
            self.handle.write(data[:2])
            raise OSError(errno.ENOSPC, "No space left on device")

    def full(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        handle = opened(path, mode, *args, **kwargs)
        return Full(handle) if "w" in mode else handle

    monkeypatch.setattr(Path, "open", full)
    publisher = Publisher.open(site, ledger)
    with pytest.raises(OSError, match="No space left"):
        put(publisher, "a", b"something new")
    monkeypatch.undo()
    assert files(site) == {"a": b"old"}
