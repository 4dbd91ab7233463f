"""`build --verify` and `build --full`: what a warm build made, held against what a full one makes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from broadsheet.cli import main
from broadsheet.engine import verify
from engine.believed import lie
from newsroom import CLOCK, Newsroom, article


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path.resolve())
    for day in (1, 2, 3):
        room.write(f"content/stories/s{day}.md", article(f"Story {day}", f"2026-01-0{day}", tags=["Salt"]))
    room.build()
    return room


def codes(room: Newsroom) -> list[str]:
    assert room.report is not None
    return [problem.code for problem in room.report.problems]


def test_the_number_of_verified_files_is_that_of_all_outputs(room: Newsroom) -> None:
    report = room.build(verify=True)
    assert (report.published, report.verified, report.written) == (True, report.files, 0)


def test_other_bytes_are_named_with_the_place_where_they_begin(room: Newsroom) -> None:
    page = room.output / "404.html"
    data = page.read_bytes()
    assert lie(room.root, page, data[:100] + b"?" + data[101:])
    (problem,) = room.build(verify=True).problems
    assert problem.code == "stale-output"
    assert problem.message == (
        f"`404.html` has other bytes than a full build makes, from byte 100 on ({len(data)} bytes instead of {len(data)})"
    )


def test_a_missing_output_and_an_extra_one_are_told_apart(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = verify._paths

    def other(path: Path, key: bytes) -> set[str]:
        found = paths(path, key)
        return found - {"404.html"} if path.parent.name == verify.HERE else found - {"robots.txt"}

    monkeypatch.setattr(verify, "_paths", other)
    assert [problem.message for problem in room.build(verify=True).problems] == [
        "`404.html` is extra: a full build does not make it",
        "`robots.txt` is missing: a full build makes it",
    ]


def test_sources_that_change_meanwhile_are_not_held_against_the_build(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    compare = verify._differences

    def changed(*arguments: Any) -> Any:
        found = list(compare(*arguments))
        room.write("content/stories/s1.md", article("Story 1 once more", "2026-01-01"))
        return found

    monkeypatch.setattr(verify, "_differences", changed)
    assert room.build(verify=True).verified is not None  # both builds were done by then, and equal
    room.build()
    assert lie(room.root, room.output / "opml.xml", b"<opml/>")
    monkeypatch.setattr(verify, "_differences", lambda *arguments: [*changed(*arguments), _touch(room)])
    room.build(verify=True)
    assert codes(room) == ["unsettled-sources"]


def _touch(room: Newsroom) -> None:
    os.utime(room.root / "content/stories/s2.md", (1, 1))


@pytest.mark.parametrize(
    "options", [{"relative": True}, {"drafts": True}, {"output": "elsewhere"}, {"base_url": "https://a.b/c/"}]
)
def test_what_the_build_was_asked_holds_for_both(room: Newsroom, monkeypatch: pytest.MonkeyPatch, options: Any) -> None:
    monkeypatch.chdir(room.root)
    report = room.build(verify=True, workers=2, **options)
    assert (codes(room), report.verified) == ([], report.files)


def test_nothing_is_left_behind_when_the_full_build_fails(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(verify, "_differences", fail)
    with pytest.raises(OSError, match="No space"):
        room.build(verify=True)
    assert not (room.root / ".broadsheet" / verify.HERE).exists()


def test_a_build_with_errors_is_not_verified(room: Newsroom) -> None:
    room.write("content/stories/s4.md", "---\ntitle: No date\n---\n")
    assert room.build(verify=True).verified is None
    assert "stale-output" not in codes(room)


def test_verified_is_said_in_words_and_as_an_event(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(room.root), "--clock", CLOCK, "--verify"]) == 0
    files = len([path for path in room.output.rglob("*") if path.is_file() and not path.name.startswith(".broadsheet")])
    assert f"verified: {files} files are what a full build makes\n" in capsys.readouterr().out
    assert main(["build", str(room.root), "--clock", CLOCK, "--verify", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[-2] == {"event": "verified", "files": files}
    assert main(["build", str(room.root), "--clock", CLOCK, "--verify", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_full_build_renders_everything_and_touches_no_file_that_is_right(room: Newsroom) -> None:
    warm = room.build()
    assert (warm.rendered, room.written) == (0, ())
    full = room.build(full=True)
    assert full.rendered > 0
    assert (full.read, room.written, full.removed) == (3, (), 0)


def test_a_full_build_still_knows_which_files_are_ours(room: Newsroom) -> None:
    (room.root / "content/stories/s2.md").unlink()
    assert room.build(full=True).removed > 0
    assert not (room.output / "stories/2026/01/s2").exists()
