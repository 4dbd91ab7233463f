"""Inputs: what is read again, and what is known from the last time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import broadsheet
from broadsheet.build import inputs as inputs_module
from broadsheet.build.inputs import Readings, find_inputs, read_changed
from broadsheet.build.ledger import Ledger, open_ledger
from broadsheet.build.program import code_salt
from broadsheet.build.reading import Reader
from broadsheet.build.workers import Alone
from broadsheet.config import Config
from broadsheet.content.scan import SourceFile
from newsroom import article

CONFIG = Config(title="T")
A, B = "content/stories/a.md", "content/stories/b.txt"
NOW_NS = 2_000_000_000_123_456_789
LONG_AGO_NS = 1_000_000_000_123_456_789


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger") as opened:
        yield opened


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "publication"
    write(folder, A, article("A", "2020-01-01"))
    write(folder, B, "Text of B.\n")
    write(folder, "content/stories/b.yaml", "title: B\ndate: 2020-01-02\n")
    write(folder, "content/tags/t.md", "---\nname: T\n---\nOn t.\n")
    return folder


def write(root: Path, path: str, text: str) -> Path:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def look(root: Path, ledger: Ledger, *, later_ns: int = 10**12, trust: bool = True) -> Readings:
    """Read what changed as a build does that comes some time later, and keep it."""
    found = find_inputs(root, CONFIG)
    last = max((file.changed_ns for file in found.texts), default=0)
    found = inputs_module.Inputs(found.texts, found.media, found.static, found.problems, last + later_ns)
    readings = read_changed(root, CONFIG, found, ledger, lambda _: Alone(), lambda: None, trust=trust)
    with ledger.transaction():
        readings.store(ledger)
    return readings


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list of the files that are read, as they are read."""
    found: list[str] = []
    real = Reader.read

    def noting(self: Reader, file: SourceFile) -> object:
        found.append(file.path)
        return real(self, file)

    monkeypatch.setattr(Reader, "read", noting)
    return found


def test_every_file_is_read_once_and_not_again_while_nothing_changes(root: Path, ledger: Ledger, read: list[str]) -> None:
    first = look(root, ledger)
    assert read == [A, B, "content/tags/t.md"]
    assert list(first.changed) == read
    second = look(root, ledger)
    assert (second.changed, second.gone, second.touched, second.racy) == ({}, [], {}, set())
    assert second.only_bodies
    assert len(read) == 3
    assert dict(second.all_found(ledger)) == dict(first.all_found(ledger)) == dict(first.changed)


def test_a_file_that_was_only_touched_is_not_read_as_an_article_again(root: Path, ledger: Ledger, read: list[str]) -> None:
    first = look(root, ledger)
    del read[:]
    os.utime(root / A, ns=(LONG_AGO_NS, LONG_AGO_NS))
    second = look(root, ledger)
    assert (read, second.changed, list(second.touched)) == ([], {}, [A])
    assert dict(second.all_found(ledger)) == dict(first.all_found(ledger))
    third = look(root, ledger)
    assert (third.changed, third.touched) == ({}, {}), "the new identity was kept"


@pytest.mark.parametrize("path", [A, B, "content/stories/b.yaml"])
@pytest.mark.parametrize("back", [False, True], ids=["new-time", "time-set-back"])
def test_a_file_of_the_same_size_is_read_again_when_it_was_written(
    root: Path, ledger: Ledger, read: list[str], path: str, back: bool
) -> None:
    look(root, ledger)
    del read[:]
    place = root / path
    stat, text = place.stat(), place.read_text(encoding="utf-8")
    place.write_text(text.replace("B" if "b." in path else "A", "C"), encoding="utf-8")
    if back:
        os.utime(place, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    readings = look(root, ledger)
    assert list(readings.changed) == read == [B if "b." in path else A]


def test_files_that_are_exchanged_with_their_times_are_read_again(root: Path, ledger: Ledger, read: list[str]) -> None:
    write(root, "content/stories/c.md", article("C", "2020-01-01"))
    for name in ("a", "c"):
        os.utime(root / f"content/stories/{name}.md", ns=(LONG_AGO_NS, LONG_AGO_NS))
    look(root, ledger)
    del read[:]
    (root / A).rename(root / "between")
    (root / "content/stories/c.md").rename(root / A)
    (root / "between").rename(root / "content/stories/c.md")
    look(root, ledger)
    assert read == [A, "content/stories/c.md"]


@pytest.mark.parametrize(
    ("age_ns", "whole_seconds", "racy"),
    [
        (1_000_000, False, True),
        (19_000_000, False, True),
        (21_000_000, False, False),
        (-1_000_000_000, False, True),  # from the future, by a clock that was set back
        (1_900_000_000, True, True),
        (2_100_000_000, True, False),
    ],
)
def test_a_file_that_changed_just_before_it_was_read_is_looked_at_again(
    root: Path, ledger: Ledger, read: list[str], monkeypatch: pytest.MonkeyPatch, age_ns: int, whole_seconds: bool, racy: bool
) -> None:
    file = SourceFile(A, "article", (1, NOW_NS - NOW_NS % 10**9 if whole_seconds else NOW_NS, 0, 1))
    file = SourceFile(A, "article", (file.size, file.identity[1], file.identity[1], 1))
    found = inputs_module.Inputs((file,), {}, {}, (), file.changed_ns + age_ns)
    readings = read_changed(root, CONFIG, found, ledger, lambda _: Alone(), lambda: None)
    assert readings.racy == ({A} if racy else set())
    with ledger.transaction():
        readings.store(ledger)
    again = read_changed(root, CONFIG, found, ledger, lambda _: Alone(), lambda: None)
    assert list(again.touched) == ([A] if racy else []), "it is compared by its bytes"
    assert read == [A]


def test_two_edits_of_the_same_size_within_one_tick_of_the_clock_are_both_seen(
    root: Path, ledger: Ledger, read: list[str]
) -> None:
    for title in "CDE":
        place = write(root, A, article(title, "2020-01-01"))
        os.utime(place, ns=(NOW_NS, NOW_NS))
        found = find_inputs(root, CONFIG)
        (file,) = [file for file in found.texts if file.path == A]
        still = SourceFile(A, "article", (file.size, NOW_NS, NOW_NS, 7))  # a system whose clock and inodes stand still
        found = inputs_module.Inputs((still,), {}, {}, (), NOW_NS + 1)
        readings = read_changed(root, CONFIG, found, ledger, lambda _: Alone(), lambda: None)
        with ledger.transaction():
            readings.store(ledger)
        assert list(readings.changed) == [A]
    assert read == [A] * 3


def test_what_another_program_or_configuration_read_is_not_trusted(root: Path, ledger: Ledger, read: list[str]) -> None:
    look(root, ledger)
    ledger.put("files", [("content/stories/old.md", b"", b"", b"")])
    del read[:]
    readings = look(root, ledger, trust=False)
    assert read == [A, B, "content/tags/t.md"]
    assert readings.before == {}
    assert [row[0] for row in ledger.rows("SELECT path FROM files ORDER BY path")] == read


def test_a_removed_file_is_forgotten_with_its_body(root: Path, ledger: Ledger) -> None:
    look(root, ledger)
    assert ledger.rows("SELECT owner FROM bodies ORDER BY owner") == [("a",), ("b",), ("content/tags/t.md",)]
    (root / A).unlink()
    (root / "content/tags/t.md").unlink()
    readings = look(root, ledger)
    assert (readings.gone, readings.only_bodies) == ([A, "content/tags/t.md"], False)
    assert list(dict(readings.all_found(ledger))) == [B]
    assert ledger.rows("SELECT owner FROM bodies") == [("b",)]
    assert ledger.rows("SELECT path FROM files") == [(B,)]


def test_a_story_that_moves_to_another_file_keeps_its_body(root: Path, ledger: Ledger) -> None:
    look(root, ledger)
    (root / A).rename(root / "content/stories/a.txt")
    write(root, "content/stories/a.txt", "Another text.\n")
    write(root, "content/stories/a.yaml", "title: A\ndate: 2020-01-01\n")
    look(root, ledger)
    (body,) = ledger.row("SELECT html FROM bodies WHERE owner = 'a'") or ("",)
    assert "Another text." in body


@pytest.mark.parametrize(
    ("path", "old", "new", "only"),
    [
        (A, "Text.", "Other text.", True),
        (A, "title: ", "title:  ", True),
        (A, '"A"', '"Z"', False),
        (A, "Text.", "[x](/tags/t/)", False),
        (B, "Text", "Words", True),
        ("content/stories/b.yaml", "title: B", "title: Z", False),
        ("content/tags/t.md", "On t.", "Of t.", False),
    ],
)
def test_it_is_known_whether_only_the_bodies_of_stories_changed(
    root: Path, ledger: Ledger, path: str, old: str, new: str, only: bool
) -> None:
    look(root, ledger)
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1
    write(root, path, text.replace(old, new))
    readings = look(root, ledger)
    assert readings.only_bodies is only
    bodies = [record.owner for record in readings.changed_bodies()]
    assert bodies == ([] if "title" in old or "A" in old else ["content/tags/t.md" if "tags" in path else path[16:17]])


def test_a_new_file_is_more_than_a_body(root: Path, ledger: Ledger) -> None:
    look(root, ledger)
    write(root, "content/stories/c.md", article("C", "2020-01-01"))
    assert not look(root, ledger).only_bodies


def test_what_was_wrong_with_a_file_is_said_again_without_reading_it(root: Path, ledger: Ledger, read: list[str]) -> None:
    write(root, A, "---\ntitle: A\ndate: yesterday\n---\n")
    first = look(root, ledger)
    del read[:]
    second = look(root, ledger)
    assert read == []
    assert [p.code for p in dict(second.all_found(ledger))[A].problems] == ["bad-date"]
    assert dict(second.all_found(ledger))[A] == first.changed[A]


def test_equal_metadata_keep_their_packed_record_however_they_were_packed(root: Path, ledger: Ledger) -> None:
    first = look(root, ledger)
    write(root, A, article("A", "2020-01-01", "Another body."))
    (record,) = look(root, ledger).changed[A].records
    (before,) = first.changed[A].records
    assert (record.raw, record.stamp) == (before.raw, before.stamp)
    assert record.body != before.body


def test_media_and_static_files_are_found_with_their_state_and_not_read(root: Path, read: list[str]) -> None:
    for path in ("content/stories/p.png", "static/deep/x.css", "static/.gitkeep", "static/y~", "static/.well-known/z"):
        write(root, path, "12345")
    found = find_inputs(root, CONFIG)
    assert list(found.media) == ["content/stories/p.png"]
    assert sorted(found.static) == ["static/.well-known/z", "static/deep/x.css"]
    stat = (root / "static/deep/x.css").stat()
    assert found.static["static/deep/x.css"] == (5, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    assert read == []


def test_the_scan_notes_when_it_began(root: Path) -> None:
    before = time.time_ns()
    assert before <= find_inputs(root, CONFIG).scanned_ns <= time.time_ns()


def test_another_program_has_another_salt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "broadsheet"
    write(package, "__init__.py", "")
    write(package, "build/x.py", "a")
    monkeypatch.setattr(broadsheet, "__file__", str(package / "__init__.py"))
    salts = [code_salt(), code_salt()]
    write(package, "build/__pycache__/x.pyc", "compiled")
    salts.append(code_salt())
    assert len(set(salts)) == 1
    write(package, "build/x.py", "bc")
    salts.append(code_salt())
    monkeypatch.setattr(broadsheet, "__version__", "9.9.9")
    salts.append(code_salt())
    assert len(set(salts)) == 3


def test_files_in_one_piece_are_the_files() -> None:
    plain = SourceFile(A, "article", (1, 2, 3, 4))
    sidecar = SourceFile("content/stories/b.yaml", "sidecar", (5, 6, 7, 8))
    files = (
        plain,
        SourceFile(B, "article", (9, 9, 9, 9), sidecar),
        SourceFile(B, "saved-page", (9, 9, 9, 9), None, sidecar, (plain, sidecar)),
    )
    packed = inputs_module.Inputs(files, {}, {}, (), 0).packed()
    assert (tuple(packed.texts), len(packed.texts), packed.texts[1:]) == (files, 3, list(files[1:]))
