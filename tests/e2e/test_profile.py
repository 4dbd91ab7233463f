"""`build --profile`, and what a start costs that finds nothing to do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.cli import main
from newsroom import CLOCK, Newsroom, article

WITHOUT = (
    "jinja2 markdown yaml nh3 slugify zoneinfo multiprocessing difflib html json "
    "broadsheet.pages broadsheet.catalog.catalog broadsheet.content.article"
)
PROGRAM = """
import sys
from broadsheet.cli import main
try:
    status = main(sys.argv[1:])
except SystemExit as exit:
    status = exit.code
print(status, *sys.modules)
"""


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path.resolve())
    for day in range(1, 10):
        room.write(f"content/stories/s{day}.md", article(f"Story {day}", f"2026-01-0{day}", tags=["Salt"]))
    return room


@pytest.mark.parametrize("workers", [1, 2])
def test_a_profile_has_every_stage_template_and_story(room: Newsroom, workers: int) -> None:
    profile = room.build(profile=True, workers=workers).profile
    assert profile is not None
    plain = profile.plain()
    assert plain["workers"] == workers
    assert {"find", "read", "compile", "stamp", "plan", "make and write", "record"} <= plain["stages"].keys()
    assert plain["templates"]["story.html"]["number"] == 9
    assert plain["kinds"]["story"]["number"] == 9
    assert plain["inside"]["files read"]["number"] == 9
    assert sorted(plain["slowest_to_read"]) == [f"content/stories/s{day}.md" for day in range(1, 10)]
    assert sorted(plain["slowest_to_make"]) == [f"s{day}" for day in range(1, 10)]


def test_a_profile_changes_no_byte(room: Newsroom) -> None:
    room.build(profile=True)
    assert room.build(full=True).written == 0


def test_no_profile_is_kept_when_nobody_asks(room: Newsroom) -> None:
    assert room.build().profile is None


def test_a_profile_is_printed_after_the_summary(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(room.root), "--clock", CLOCK, "--profile", "--workers", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("built 9 stories")
    assert lines.index("stages") > 1
    assert "templates, added up over 2 processes" in lines
    assert main(["build", str(room.root), "--clock", CLOCK, "--profile", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in events[-2:]] == ["profile", "done"]


def started(*arguments: str) -> tuple[str, set[str]]:
    """Run a command line by itself; return its exit status and the modules that it imported."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], check=True, capture_output=True, text=True)
    status, *modules = done.stdout.splitlines()[-1].split()
    return status, set(modules)


def test_a_build_that_finds_nothing_to_do_imports_little(room: Newsroom) -> None:
    room.build()
    command = ("build", str(room.root), "--clock", CLOCK)
    assert started(*command)[0] == "0"  # keeps the configuration and the templates' closures
    status, modules = started(*command)
    assert (status, sorted(modules & set(WITHOUT.split()))) == ("0", [])


@pytest.mark.parametrize(("argument", "status"), [("--version", "0"), ("--help", "0"), ("--nonsense", "2")])
def test_a_question_about_the_program_imports_none_of_it(argument: str, status: str) -> None:
    exited, modules = started(argument)
    heavy = {"dataclasses", "json", "sqlite3", "broadsheet.problems", "broadsheet.engine.pipeline"}
    assert (exited, modules & heavy) == (status, set())


@pytest.mark.parametrize("damage", [b"", b"?", b"\0" * 200])
def test_a_damaged_copy_of_the_configuration_is_passed_over(room: Newsroom, damage: bytes) -> None:
    room.build()
    kept = room.root / ".broadsheet/config"
    assert kept.is_file()
    kept.write_bytes(damage)
    assert room.build().published
    room.write("broadsheet.yaml", "title: Another\nbase_url: https://example.org/\n")
    room.build()
    assert "Another" in room.page("/")


def test_the_problems_of_the_configuration_are_told_every_time(room: Newsroom) -> None:
    room.write("broadsheet.yaml", "title: A\nbase_url: https://example.org/\ntitel: B\n")
    first = room.build().problems
    assert [problem.code for problem in first] == ["unknown-key"]
    assert room.build().problems == first
