"""The sources: only regular files are read, and no link is followed that the publication does not allow."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from broadsheet.findings.replacing import replace_file
from broadsheet.pictures.cache import PictureCache
from broadsheet.sources import Sources, Walk, is_lock, is_plain, read_file


def made(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path, encoding="utf-8")
    return root


@pytest.mark.parametrize("size", [0, 1, 70_000, 200_000])
def test_a_file_is_read_whole(tmp_path: Path, size: int) -> None:
    (tmp_path / "a").write_bytes(b"x" * size)
    assert read_file(tmp_path / "a") == b"x" * size


def test_a_file_that_grows_while_it_is_read_is_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"one")
    fstat = os.fstat

    def growing(handle: int) -> os.stat_result:
        found = fstat(handle)
        with (tmp_path / "a").open("ab") as file:
            file.write(b"two" * 40_000)
        return found

    monkeypatch.setattr(os, "fstat", growing)
    assert read_file(tmp_path / "a") == b"one" + b"two" * 40_000


def test_nothing_but_a_regular_file_is_read(tmp_path: Path) -> None:
    made(tmp_path, "a")
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "away").symlink_to("nowhere")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("link", "symbolic link"), ("away", "symbolic link"), ("folder", "no file"), ("pipe", "no file")):
        with pytest.raises(OSError, match=why):
            read_file(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "b")


def test_a_link_is_read_only_where_links_are_followed_and_stay_within_the_folders(tmp_path: Path) -> None:
    made(tmp_path, "content/a.md", "static/x", "secret", "static/.env")
    for name, target in (("in", "../static/x"), ("out", "../secret"), ("hidden", "../static/.env")):
        (tmp_path / "content" / name).symlink_to(target)
    following = Sources(tmp_path, follow=True)
    assert following.read("content/in") == b"static/x"
    for path in ("content/out", "content/hidden"):
        with pytest.raises(OSError, match="symbolic link"):
            following.read(path)
    with pytest.raises(OSError, match="symbolic link"):
        Sources(tmp_path).read("content/in")


def test_a_walk_asks_the_system_once_for_each_file_and_opens_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, *(f"content/{number}.md" for number in range(20)))
    calls: list[str] = []
    for name in ("stat", "lstat", "readlink", "open"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *args, real=real, **kinds: calls.append(str(args[0])) or real(*args, **kinds))
    walk = Walk(Sources(tmp_path), is_lock)
    assert walk.through("content")
    assert len(walk.files) == 20
    assert [call for call in calls if call.endswith(".md")] == []  # `os.DirEntry.stat` asks, once


def test_folders_that_stand_too_deep_are_a_problem_and_hide_no_others(tmp_path: Path) -> None:
    made(tmp_path, f"content/{'d/' * 400}a.md", "content/e.md")
    walk = Walk(Sources(tmp_path), is_lock)
    assert walk.through("content")
    assert [path for path, _ in walk.files] == ["content/e.md"]
    (problem,) = walk.problems
    assert (problem.code, problem.message) == ("special-file", "its folders stand too deep in one another")
    assert problem.span.path.startswith("content/d/d/")


def test_only_what_is_plain_is_shown(tmp_path: Path) -> None:
    made(tmp_path, "broadsheet.yaml", "content/a.md", ".env", "content/.env", ".git/config")
    (tmp_path / "content" / "link.md").symlink_to("a.md")
    (tmp_path / "linked").symlink_to("content")
    shown = ("broadsheet.yaml", "content/a.md")
    hidden = (
        ".env",
        "content/.env",
        ".git/config",
        "content/link.md",
        "linked/a.md",
        "content",
        "../x",
        str(tmp_path / "content/a.md"),
    )
    assert [is_plain(tmp_path, path) for path in (*shown, *hidden)] == [True] * 2 + [False] * 8


def test_a_file_is_not_replaced_by_way_of_a_link_under_the_temporary_name(tmp_path: Path) -> None:
    made(tmp_path, "victim", "a.yaml")
    (tmp_path / f".a.yaml-{os.getpid()}.tmp").symlink_to("victim")
    replace_file(tmp_path / "a.yaml", b"1")
    assert (tmp_path / "a.yaml").read_bytes() == b"1"
    assert (tmp_path / "victim").read_text(encoding="utf-8") == "victim"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "victim"]


def test_the_cache_neither_reads_nor_writes_through_links(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"precious")
    (tmp_path / "outside").mkdir()
    cache = PictureCache(tmp_path / "pictures")
    cache.put("abc", b"1")
    (tmp_path / "pictures/ab/abc").unlink()
    (tmp_path / "pictures/ab/abc").symlink_to(tmp_path / "victim")
    assert (cache.read("abc"), cache.holds("abc")) == (None, False)
    (tmp_path / "pictures/cd").symlink_to(tmp_path / "outside")
    for name in ("abc", "cde"):
        cache.put(name, b"2")
        assert cache.read(name) == b"2"
    assert (tmp_path / "victim").read_bytes() == b"precious"
    assert list((tmp_path / "outside").iterdir()) == []
