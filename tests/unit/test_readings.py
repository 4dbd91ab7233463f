"""Readings: what is read again, and what is known from the last time."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import broadsheet
from broadsheet.config import Config
from broadsheet.content.scan import SourceFile
from broadsheet.engine import readings as readings_module
from broadsheet.engine.ledger import DamagedError, Ledger, open_ledger
from broadsheet.engine.program import code_salt
from broadsheet.engine.reading import Reader
from broadsheet.engine.readings import Inputs, Readings, find_inputs, look_at_texts, problems_in, records_in
from broadsheet.engine.workers import Forks
from broadsheet.sources import Sources
from newsroom import article

CONFIG = Config(title="T")
KEY = b"a key of the test's"
A, B = "content/stories/a.md", "content/stories/b.txt"
NOW_NS = 2_000_000_000_123_456_789
LONG_AGO_NS = 1_000_000_000_123_456_789


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger", KEY) as opened:
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


def look(root: Path, ledger: Ledger, *, later_ns: int = 10**12, trust: bool = True, workers: int = 1) -> Readings:
    """Read what changed as a build does that comes some time later, and keep it."""
    found = find_inputs(root, CONFIG)
    last = max((file.changed_ns for file in found.texts), default=0)
    return take(root, ledger, found._replace(scanned_ns=last + later_ns), trust=trust, workers=workers)


def take(root: Path, ledger: Ledger, inputs: Inputs, *, trust: bool = True, workers: int = 1) -> Readings:
    """Read what changed of these files, and keep it."""
    sources = look_at_texts(Sources(root), inputs, ledger, trust=trust)
    sources.load()
    sources.read(root, CONFIG, Forks(workers), lambda: None)
    with ledger.transaction():
        sources.store()
    return sources


def known(ledger: Ledger) -> list[str]:
    """Return the files that the ledger knows, by where it keeps what was found in them."""
    return sorted(path for part in ledger.each("records:").values() for path, _, _ in part)


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
    assert (list(first.changed), first.anew, first.changes_nothing) == (read, True, False)
    second = look(root, ledger)
    assert (second.changed, second.gone, second.touched, second.anew) == ({}, [], False, False)
    assert second.changes_nothing
    assert len(read) == 3
    assert dict(second.found()) == dict(first.found())
    assert [record.owner for _, found in second.found() for record in records_in(found)] == ["a", "b", "content/tags/t.md"]


def test_a_file_that_was_only_touched_is_not_read_as_an_article_again(root: Path, ledger: Ledger, read: list[str]) -> None:
    first = look(root, ledger)
    del read[:]
    os.utime(root / A, ns=(LONG_AGO_NS, LONG_AGO_NS))
    second = look(root, ledger)
    assert (read, second.changed, second.touched) == ([], {}, True)
    assert dict(second.found()) == dict(first.found())
    third = look(root, ledger)
    assert (third.changed, third.touched) == ({}, False), "the new identity was kept"


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
    sources = look(root, ledger)
    assert list(sources.changed) == read == [B if "b." in path else A]


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
    found = Inputs((file,), {}, {}, (), file.changed_ns + age_ns)
    assert list(take(root, ledger, found).changed) == [A]
    digests: list[str] = []
    real = readings_module.digest_of_file
    monkeypatch.setattr(readings_module, "digest_of_file", lambda *given: digests.append(A) or real(*given))
    again = take(root, ledger, found)
    assert digests == ([A] if racy else []), "it is compared by its bytes"
    assert (again.changed, read) == ({}, [A])


def test_two_edits_of_the_same_size_within_one_tick_of_the_clock_are_both_seen(
    root: Path, ledger: Ledger, read: list[str]
) -> None:
    for title in "CDE":
        place = write(root, A, article(title, "2020-01-01"))
        os.utime(place, ns=(NOW_NS, NOW_NS))
        found = find_inputs(root, CONFIG)
        (file,) = [file for file in found.texts if file.path == A]
        still = SourceFile(A, "article", (file.size, NOW_NS, NOW_NS, 7))  # a system whose clock and inodes stand still
        sources = take(root, ledger, Inputs((still,), {}, {}, (), NOW_NS + 1))
        assert list(sources.changed) == [A]
    assert read == [A] * 3


def test_what_another_program_or_configuration_read_is_not_trusted(root: Path, ledger: Ledger, read: list[str]) -> None:
    look(root, ledger, workers=2)
    parts = ledger.each("records:")
    assert len(parts) > 1
    ledger.put(f"records:{max(parts)}", [(A, (), ()), ("content/stories/old.md", (), ())])
    ledger.put("files", {**ledger.get("files"), "content/stories/old.md": (b"", b"", int(max(parts)))})
    del read[:]
    sources = look(root, ledger, trust=False)
    assert read == [A, B, "content/tags/t.md"]
    assert (sources.before, sources.gone) == ({}, [])
    assert known(ledger) == sorted(ledger.get("files")) == read
    assert dict(look(root, ledger).found()) == dict(sources.found()), "nothing that was found before has outlived it"


def test_a_removed_file_is_forgotten(root: Path, ledger: Ledger) -> None:
    first = dict(look(root, ledger).found())
    (root / A).unlink()
    (root / "content/tags/t.md").unlink()
    sources = look(root, ledger)
    assert (sources.gone, sources.changes_nothing) == ([A, "content/tags/t.md"], False)
    assert dict(sources.found()) == {B: first[B]}
    assert [record.owner for record in sources.old_records()] == ["a", "content/tags/t.md"]
    assert known(ledger) == list(ledger.get("files")) == [B]


def test_what_was_found_now_and_at_the_last_time_is_known_of_each_file_that_changed(root: Path, ledger: Ledger) -> None:
    first = dict(look(root, ledger).found())
    write(root, A, article("Z", "2020-01-01"))
    write(root, "content/stories/c.md", article("C", "2020-01-01"))
    sources = look(root, ledger)
    assert sources.before == {A: first[A]}
    assert [record.owner for record in sources.old_records()] == ["a"]
    assert [record.owner for record in sources.new_records()] == ["a", "c"]
    assert known(ledger) == sorted([*first, "content/stories/c.md"])


@pytest.mark.parametrize("workers", [1, 2])
def test_files_come_and_go_and_all_that_was_found_is_still_known(root: Path, ledger: Ledger, workers: int) -> None:
    for step in range(6):
        write(root, f"content/stories/n{step}.md", article(f"N{step}", "2020-01-01"))
        if step > 2:
            (root / f"content/stories/n{step - 2}.md").unlink()
        look(root, ledger, workers=workers)
    sources = look(root, ledger)
    assert sources.changes_nothing
    assert [path[-6:-3] for path, _ in sources.found()] == ["s/a", "/b.", "/n0", "/n4", "/n5", "s/t"]
    assert known(ledger) == [path for path, _ in sources.found()]
    with open_ledger(root.parent / "other", KEY) as other:
        assert dict(sources.found()) == dict(look(root, other).found()), "as if everything had been read now"


def test_a_story_that_moves_to_another_file_is_found_there(root: Path, ledger: Ledger) -> None:
    look(root, ledger)
    (root / A).unlink()
    write(root, "content/stories/a.txt", "Another text.\n")
    write(root, "content/stories/a.yaml", "title: A\ndate: 2020-01-01\n")
    sources = look(root, ledger)
    assert sources.gone == [A]
    assert [record.owner for record in sources.new_records()] == [record.owner for record in sources.old_records()] == ["a"]
    assert known(ledger) == ["content/stories/a.txt", B, "content/tags/t.md"]


@pytest.mark.parametrize(
    ("path", "old", "new", "same"),
    [
        (A, "title: ", "title:  ", True),
        (A, "Text.", "Text.\n\n", True),
        (A, "Text.", "Other text.", False),
        (A, '"A"', '"Z"', False),
        ("content/stories/b.yaml", "title: B", "title:   B", True),
        ("content/stories/b.yaml", "title: B", "title: Z", False),
        ("content/tags/t.md", "On t.", "Of t.", False),
    ],
)
def test_it_is_known_whether_what_was_read_says_anything_else(
    root: Path, ledger: Ledger, read: list[str], path: str, old: str, new: str, same: bool
) -> None:
    look(root, ledger)
    del read[:]
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1
    write(root, path, text.replace(old, new))
    assert look(root, ledger).changes_nothing is same
    assert read == [path.replace("b.yaml", "b.txt")]


def test_a_new_file_and_one_that_is_gone_change_something(root: Path, ledger: Ledger) -> None:
    look(root, ledger)
    write(root, "content/stories/c.md", article("C", "2020-01-01"))
    assert not look(root, ledger).changes_nothing
    (root / "content/stories/c.md").unlink()
    assert not look(root, ledger).changes_nothing
    assert look(root, ledger).changes_nothing


def test_what_was_wrong_with_a_file_is_said_again_without_reading_it(root: Path, ledger: Ledger, read: list[str]) -> None:
    write(root, A, "---\ntitle: A\ndate: yesterday\n---\n")
    first = look(root, ledger)
    del read[:]
    second = look(root, ledger)
    assert read == []
    (problem,) = problems_in(dict(second.found())[A])
    assert (problem.code, problem.span.path, problem.span.line) == ("bad-date", A, 3)
    assert dict(second.found())[A] == dict(first.found())[A]


def test_another_body_leaves_the_stamp_of_the_metadata_alone(root: Path, ledger: Ledger) -> None:
    look(root, ledger)
    write(root, A, article("A", "2020-01-01", "Text.\n\nAnd more."))
    sources = look(root, ledger)
    (record,), (before,) = sources.new_records(), sources.old_records()
    assert (record.values, record.stamp) == (before.values, before.stamp)
    assert record.body != before.body


@pytest.mark.parametrize("name", ["files", "records:000001"])
def test_what_was_found_is_believed_only_when_it_is_what_was_put_there(root: Path, ledger: Ledger, name: str) -> None:
    look(root, ledger)
    with closing(sqlite3.connect(ledger.path)) as other, other:
        (value,) = other.execute("SELECT value FROM parts WHERE name = ?", (name,)).fetchone()
        other.execute("UPDATE parts SET value = ? WHERE name = ?", (value[:-1] + bytes((value[-1] ^ 1,)), name))
    with pytest.raises(DamagedError, match=f"`{name}` in it is not what a build left there"):
        look(root, ledger)


def test_without_a_ledger_everything_is_read_and_nothing_kept(root: Path, read: list[str]) -> None:
    for _ in range(2):
        sources = look_at_texts(Sources(root), find_inputs(root, CONFIG), None)
        sources.load()
        sources.read(root, CONFIG, Forks(1), lambda: None)
        sources.store()
    assert read == [A, B, "content/tags/t.md"] * 2


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
