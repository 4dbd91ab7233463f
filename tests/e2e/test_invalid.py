"""Publications that must fail, or be warned of, with exactly these words.

Each folder of `tests/invalid` is a publication; its `problems.txt` holds every message of one build, in order.
A message is part of what users are given: a change of it is made in these files too, and read again.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from broadsheet.problems import CODES
from newsroom import Newsroom, article

INVALID = Path(__file__).resolve().parents[1] / "invalid"
NAMES = sorted(path.parent.name for path in INVALID.glob("*/problems.txt"))


def copy_of(name: str, tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path)
    shutil.copytree(INVALID / name, room.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("problems.txt"))
    return room


def expected(name: str) -> list[str]:
    return (INVALID / name / "problems.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_a_publication_is_told_exactly_what_is_wrong_with_it(name: str, tmp_path: Path) -> None:
    room = copy_of(name, tmp_path)
    report = room.build()
    assert room.problems == expected(name)
    assert report.published is (report.errors == 0)
    assert room.output.exists() is report.published


def test_twenty_mistakes_in_twenty_places_are_twenty_messages_in_one_run_and_the_old_site_stays(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/sound.md", article("A sound story", "2020-01-01", actors=["Ann Lee"]))
    room.publish()
    before = room.site()
    shutil.copytree(INVALID / "twenty", room.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("problems.txt"))
    report = room.build()
    assert report.errors == len(report.problems) == 20
    assert len({problem.span.path for problem in report.problems if problem.span}) == 20
    assert not report.published
    assert room.site() == before


@pytest.mark.parametrize("name", NAMES)
def test_every_message_names_a_place_that_is_there_and_what_is_allowed_or_a_remedy(name: str, tmp_path: Path) -> None:
    room = copy_of(name, tmp_path)
    report = room.build()
    for problem in report.problems:
        assert problem.hint or " takes " in problem.message or "`: " in problem.message, problem
        assert problem.span is not None
        lines = (room.root / problem.span.path).read_bytes().decode("utf-8", "replace").split("\n")
        assert problem.span.line <= len(lines), problem
        assert problem.span.column <= len(lines[problem.span.line - 1]) + 1, problem


def test_every_code_that_is_reported_stands_in_the_table() -> None:
    words = [line.rpartition("[")[2].rstrip("]") for name in NAMES for line in expected(name)]
    assert set(words) <= set(CODES)


def test_what_else_is_wrong_with_a_story_without_title_or_date_is_told_in_the_same_run(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.md", "---\ndate: soon\ncountries: [Atlantis]\n---\n[x](nowhere.md)\n")
    room.write("content/stories/b.jsonl", '{"title": "B", "countries": ["Atlantis"], "body": "[x](nowhere.md)"}\n')
    codes = [(problem.span.path[16:], problem.code) for problem in room.build().problems]
    assert sorted(codes) == [
        ("a.md", "bad-date"), ("a.md", "broken-link"), ("a.md", "missing-key"), ("a.md", "unknown-country"),
        ("b.jsonl", "broken-link"), ("b.jsonl", "missing-key"), ("b.jsonl", "unknown-country"),
    ]  # fmt: skip
    assert not room.output.exists()
