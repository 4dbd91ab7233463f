"""The output folder: what a build may touch, and what becomes of it when a build is stopped at any moment."""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.cli import main
from broadsheet.engine.lock import build_lock
from broadsheet.engine.publish import Brought, FileState, FolderWriter, Publisher
from newsroom import CLOCK, Newsroom, article, differing

Make = Callable[..., Newsroom]


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom()
    made.stories(4, section="World", tags=["Peace"], actors=["Ann Lee"], countries=["NO"])
    return made


def cold_site(room: Newsroom) -> dict[str, bytes]:
    other = room.cold()
    other.publish()
    return other.site()


def folders(room: Newsroom) -> list[str]:
    """Return the folders of the output in which there is nothing at all."""
    return [str(path.relative_to(room.output)) for path in room.output.rglob("*") if path.is_dir() and not any(path.iterdir())]


def test_a_second_build_writes_nothing_and_leaves_every_time_alone(room: Newsroom) -> None:
    room.publish()
    report = room.publish()
    assert (report.written, report.removed) == (0, 0)
    assert report.unchanged == report.files
    assert room.written == ()


def test_a_warm_build_equals_a_cold_one_after_every_kind_of_edit(room: Newsroom) -> None:
    room.publish()
    edits: list[Callable[[], Any]] = [
        lambda: room.edit("content/stories/story-0002.md", "Text.", "Another text about Norway."),
        lambda: room.edit("content/stories/story-0002.md", "Story number 2", "A new headline"),
        lambda: room.stories(1, start=5, tags=["War"], countries=["TR"]),
        lambda: room.remove("content/stories/story-0001.md"),
        lambda: room.rename("content/stories/story-0003.md", "content/stories/2020/renamed.md"),
        lambda: room.write("content/actors/ann-lee.md", "---\nname: Ann B. Lee\naliases: [Ann Lee]\n---\nBorn in Norway.\n"),
        lambda: room.edit("broadsheet.yaml", "The Test Times", "The Other Times"),
        lambda: room.write("templates/story.html", "<h1>{{ page.headline }}</h1>"),
        lambda: room.remove("templates"),
        lambda: room.write("static/x/y.txt", "y"),
        lambda: room.remove("static"),
        lambda: room.remove("content/actors"),
    ]
    for number, edit in enumerate(edits):
        edit()
        room.publish()
        assert differing(room.site(), cold_site(room)) == [], f"after edit {number}"
        assert folders(room) == []


def test_the_comparison_of_sites_finds_a_planted_difference(room: Newsroom) -> None:
    room.publish()
    (room.output / "tags/peace/index.html").write_bytes(b"stale")
    assert differing(room.site(), cold_site(room)) == ["tags/peace/index.html"]


def test_a_removed_story_takes_its_terms_and_folders_with_it(room: Newsroom) -> None:
    room.write("content/stories/lonely.md", article("Lonely", "2019-05-01", tags=["Lonely"], countries=["IS"]))
    room.publish()
    assert room.has("/countries/iceland/")
    room.remove("content/stories/lonely.md")
    report = room.publish()
    assert report.removed == 12
    gone = ("stories/2019", "countries/iceland", "tags/lonely", "archive/2019")
    assert [path for path in gone if (room.output / path).exists()] == []


def test_files_of_others_in_the_output_are_never_touched(room: Newsroom) -> None:
    room.publish()
    foreign = {"CNAME": b"example.org", "stories/2020/01/story-0001/notes.txt": b"mine", ".git/config": b"[core]"}
    for path, data in foreign.items():
        room.write(f"site/{path}", data)
    room.remove("content/stories/story-0001.md")
    room.publish()
    assert {path: room.site().get(path) for path in foreign} == foreign
    assert not room.has("/stories/2020/01/story-0001/")


def test_a_file_of_others_at_a_planned_path_is_refused_and_the_old_site_stays_whole(room: Newsroom) -> None:
    room.publish()
    room.write("site/stories/2020/01/story-0005/index.html", "mine")
    before = room.site()
    room.stories(1, start=5, tags=["Peace"])
    report = room.build()
    assert not report.published
    assert room.problems == [
        f"{room.output}/stories/2020/01/story-0005/index.html:1:1: error: a file that no build of this publication wrote stands "
        "where a page must go; move it away (files to publish go into `static/`), or build into another folder with --output "
        "[foreign-output]"
    ]
    assert room.site() == before
    room.remove("site/stories/2020/01/story-0005/index.html")
    room.publish()
    assert room.site() == cold_site(room)


@pytest.mark.parametrize("folder", ["content", "content/out", "static", "templates", "."])
def test_an_output_folder_among_the_sources_is_refused(room: Newsroom, folder: str) -> None:
    before = sorted(path for path in room.root.rglob("*") if ".broadsheet" not in path.parts)
    report = room.build(output=str(room.root / folder))
    assert not report.published
    assert sorted(path for path in room.root.rglob("*") if ".broadsheet" not in path.parts) == before


@pytest.mark.parametrize("path", ["tags/peace/index.html", "tags/peace"])
def test_an_output_or_folder_that_became_a_link_is_refused_and_nothing_is_written_through_it(
    room: Newsroom, tmp_path: Path, path: str
) -> None:
    room.publish()
    (room.output / path).rename(tmp_path / "elsewhere")
    (room.output / path).symlink_to(tmp_path / "elsewhere")
    before = {place: place.read_bytes() for place in tmp_path.glob("elsewhere/**/*") if place.is_file()}
    before = before or {tmp_path / "elsewhere": (tmp_path / "elsewhere").read_bytes()}
    room.edit("content/stories/story-0002.md", "Story number 2", "Another headline")
    report = room.build()
    assert set(room.codes) == {"foreign-output"}
    assert not report.published
    assert {place: place.read_bytes() for place in before} == before


def test_a_folder_full_of_somebody_elses_files_is_not_taken_over(room: Newsroom) -> None:
    room.write("site/index.html", "their site")
    room.write("site/about.html", "theirs")
    report = room.build()
    assert room.codes == ["foreign-output"]
    assert not report.published
    assert room.site() == {"index.html": b"their site", "about.html": b"theirs"}


def test_content_with_an_error_leaves_the_old_site_untouched(room: Newsroom) -> None:
    room.publish()
    before = room.site()
    room.edit("content/stories/story-0001.md", "2020-01-01", "2020-13-45")
    room.edit("content/stories/story-0002.md", "Story number 2", "Changed")
    report = room.build()
    assert room.codes == ["bad-date"]
    assert not report.published
    assert room.site() == before


def test_without_its_ledger_a_build_removes_what_is_no_more_and_leaves_what_is_not_its_own(room: Newsroom) -> None:
    room.publish()
    room.remove(".broadsheet")
    room.remove("content/stories/story-0001.md")
    room.write("site/CNAME", "example.org")
    room.publish()
    assert room.site() == cold_site(room) | {"CNAME": b"example.org"}


def test_a_damaged_ledger_is_set_aside_and_the_site_is_right(room: Newsroom) -> None:
    room.publish()
    (ledger,) = (room.root / ".broadsheet").glob("ledger-*.sqlite3")
    ledger.write_bytes(b"rubbish" * 1000)
    room.edit("content/stories/story-0002.md", "Text.", "Changed.")
    report = room.build()
    assert report.published
    assert room.site() == cold_site(room)
    assert ledger.with_name(ledger.name + ".aside").read_bytes() == b"rubbish" * 1000


def test_a_page_that_could_not_be_made_after_the_ledger_was_lost_is_still_ours(room: Newsroom) -> None:
    """What is known of it stands in the output's own list alone."""
    room.publish()
    whole = room.site()
    shutil.rmtree(room.root / ".broadsheet")
    room.write("templates/term.html", "{{ page.nothing }}")
    assert room.build().errors
    room.remove("templates/term.html")
    room.publish()
    assert room.site() == whole


def test_two_output_folders_do_not_know_of_each_other(room: Newsroom, tmp_path: Path) -> None:
    room.publish()
    room.publish(output=str(tmp_path / "elsewhere"))
    elsewhere = room.site()
    room.remove("content/stories/story-0001.md")
    room.publish()
    assert (tmp_path / "elsewhere/stories/2020/01/story-0001/index.html").is_file()
    assert elsewhere == {
        p.relative_to(tmp_path / "elsewhere").as_posix(): p.read_bytes()
        for p in (tmp_path / "elsewhere").rglob("*")
        if p.is_file() and p.name != ".broadsheet-output"
    }


KILLED = """
import os, sys
from importlib import import_module
from pathlib import Path
from broadsheet.engine.pipeline import BuildOptions, build
from broadsheet.key import read_key

root, moment = Path(sys.argv[1]), sys.argv[2]
place, _, count = moment.partition(":")
module, *owners, name = place.split(".")
owner = import_module(f"broadsheet.engine.{module}")
for each in owners:
    owner = getattr(owner, each)
left = int(count)
original = getattr(owner, name)

def dying(*args, **kwargs):
    global left
    if left == 0:
        os._exit(137)
    left -= 1
    return original(*args, **kwargs)

setattr(owner, name, dying)
build(root, BuildOptions(clock="2026-03-01T12:00:00Z", key=read_key()))
"""
HALF = """
import os, sys
from pathlib import Path
from broadsheet.engine.pipeline import BuildOptions, build
from broadsheet.key import read_key

root, left = Path(sys.argv[1]), int(sys.argv[2])
write = os.write

def half(handle, data):
    global left
    if left == 0:
        write(handle, data[: len(data) // 2])
        os._exit(137)
    left -= 1
    return write(handle, data)

os.write = half
build(root, BuildOptions(clock="2026-03-01T12:00:00Z", key=read_key()))
"""
MOMENTS = (
    "readings.Readings.read:0",
    "texts.taken_in:0",
    "publish.Publisher.begin:0",
    "publish.FolderWriter.bring:0",
    "publish.FolderWriter.bring:1",
    "publish.FolderWriter.bring:30",
    "publish.Publisher.finish:0",
    "publication.Publication._record:0",
    "ledger.Ledger.put:0",
    "ledger.Ledger.put:9",
)


def killed(script: str, *arguments: object) -> int:
    return subprocess.run([sys.executable, "-c", script, *map(str, arguments)], check=False, capture_output=True).returncode


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("first", [True, False], ids=["first-build", "rebuild"])
def test_after_a_kill_the_next_build_equals_a_cold_one(room: Newsroom, moment: str, first: bool) -> None:
    if not first:
        room.publish()
        room.remove("content/stories/story-0001.md")
        room.edit("broadsheet.yaml", "The Test Times", "The Other Times")
        room.stories(2, start=5, tags=["War"])
    assert killed(KILLED, room.root, moment) == 137
    room.remove("content/stories/story-0002.md")
    room.publish()
    assert differing(room.site(), cold_site(room)) == []
    assert folders(room) == []


@pytest.mark.parametrize("write", [1, 12])
def test_a_kill_in_the_middle_of_a_write_leaves_whole_files_and_is_repaired(room: Newsroom, write: int) -> None:
    room.publish()
    before = room.site()
    room.edit("broadsheet.yaml", "The Test Times", "The Other Times")
    after = cold_site(room)
    assert killed(HALF, room.root, write) == 137
    torn = {path for path, data in room.site().items() if data not in (before.get(path), after.get(path))}
    assert all(path.startswith(".broadsheet-tmp/") for path in torn)
    room.publish()
    assert {path: data for path, data in room.site().items() if path not in torn} == after


def test_the_temporary_file_of_a_killed_build_is_cleared_away(room: Newsroom) -> None:
    room.publish()
    room.edit("broadsheet.yaml", "The Test Times", "The Other Times")
    assert killed(HALF, room.root, 3) == 137
    room.publish()
    assert [path for path in room.site() if "tmp" in path] == []


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "site/index.html")


def test_a_full_disk_ends_with_3_and_whole_files_and_the_next_build_repairs(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    room.publish()
    before = room.site()
    room.edit("broadsheet.yaml", "The Test Times", "The Other Times")
    after = cold_site(room)
    replace, calls = os.replace, iter(range(1000))

    def full(path: str | Path, target: str | Path) -> None:
        if ".broadsheet-tmp" in Path(path).parts and next(calls) >= 8:
            no_space()
        replace(path, target)

    monkeypatch.setattr(os, "replace", full)
    assert main(["build", str(room.root), "--clock", CLOCK]) == 3
    monkeypatch.undo()
    error = capsys.readouterr().err
    assert error == "broadsheet: no space left on device: site/index.html; free some space and build again, nothing is lost\n"
    stopped = room.site()
    assert {path for path, data in stopped.items() if data not in (before.get(path), after.get(path))} == set()
    assert len([path for path, data in stopped.items() if data != before[path]]) == 8
    room.publish()
    assert room.site() == after


def test_a_folder_that_cannot_be_written_ends_with_3(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "site")

    monkeypatch.setattr(Publisher, "begin", denied)
    assert main(["build", str(room.root)]) == 3
    assert capsys.readouterr().err == "broadsheet: permission denied: site; check who owns the folder\n"


@pytest.mark.parametrize("configured", [True, False])
def test_an_output_folder_among_the_sources_is_said_once(room: Newsroom, configured: bool) -> None:
    if configured:
        room.write("broadsheet.yaml", "title: T\nbase_url: https://a.example/\noutput_dir: content/site\n")
    room.build(**({} if configured else {"output": str(room.root / "content/site")}))
    assert [("overlap" in problem, "broadsheet.yaml:3:13:" in problem) for problem in room.problems] == [(True, configured)]


@contextlib.contextmanager
def holder(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold the lock of a publication in another process until it is told to let go."""
    script = (
        "import sys; from pathlib import Path; from broadsheet.engine.lock import build_lock\n"
        "with build_lock(Path(sys.argv[1]), print): print('held', flush=True); sys.stdin.readline()"
    )
    lock = str(root / ".broadsheet" / "lock")
    with subprocess.Popen(
        [sys.executable, "-c", script, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_build_waits_and_is_told_who_holds_the_lock(room: Newsroom) -> None:
    told, done = threading.Event(), threading.Event()
    words: list[str] = []

    def waiting(text: str) -> None:
        words.append(text)
        told.set()

    def second() -> None:
        with build_lock(room.root / ".broadsheet" / "lock", waiting):
            done.set()

    with holder(room.root) as first:
        thread = threading.Thread(target=second)
        thread.start()
        assert told.wait(200)
        assert not done.is_set()
        assert len(words) == 1
        since = r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
        assert re.fullmatch(rf"process {first.pid} on {re.escape(platform.node())}, {since}", words[0])
        assert first.stdin is not None
        first.stdin.write("\n")
        first.stdin.flush()
        assert done.wait(200)
        thread.join(200)


def test_the_lock_of_a_killed_process_is_free(room: Newsroom) -> None:
    with holder(room.root) as first:
        first.kill()
        first.wait(200)
    words: list[str] = []
    with build_lock(room.root / ".broadsheet" / "lock", words.append):
        pass
    assert words == []


def test_a_build_that_fails_before_it_writes_leaves_no_output_folder(newsroom: Make) -> None:
    room = newsroom("-- content/stories/a.md --\n---\ntitle: A\n---\n")
    room.build()
    assert room.codes == ["missing-key"]
    assert not room.output.exists()


def test_every_file_is_published_through_the_one_writer(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FolderWriter, "bring", lambda *_: Brought(False, FileState(0, 0, 0)))
    room.build()
    assert list(room.output.rglob("*")) == []


def test_the_output_folder_can_be_thrown_away(room: Newsroom) -> None:
    room.publish()
    before = room.site()
    shutil.rmtree(room.output)
    room.publish()
    assert room.site() == before
