"""The command of the evaluation, and the measure of speed."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from random import Random

import pytest

from evaluation.__main__ import TASKS, main
from evaluation.hostile import spoilt
from evaluation.speed import articles_in, joined


def test_every_task_has_a_command_of_its_own() -> None:
    for task in TASKS:
        assert callable(import_module(f"evaluation.{task}").main)


def test_an_unknown_task_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["colours"]) == 2
    assert "  countries " in capsys.readouterr().out


def test_short_texts_are_joined_and_long_ones_cut_at_a_paragraph() -> None:
    assert list(joined(iter(["a" * 6, "b" * 6, "c" * 6]), 10)) == ["aaaaaa\n", "bbbbbb\n"]
    assert list(joined(iter(["a" * 25]), 10)) == ["a" * 10, "a" * 10]


def test_the_speed_is_told_with_what_was_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.txt").write_text("Talks end\n\nThe talks between Norway and Chile ended on Monday.\n", encoding="utf-8")
    (tmp_path / "more.jsonl").write_text(json.dumps({"text": "Peru waits."}) + "\n", encoding="utf-8")
    assert list(articles_in(tmp_path, 0)) == ["Peru waits.", "Talks end\n\nThe talks between Norway and Chile ended on Monday.\n"]
    assert main(["speed", str(tmp_path), "--number", "3", "--size", "0"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("3 articles of 28 characters: ")
    assert " findings each; memory " in told


def test_spoilt_texts_are_the_same_for_the_same_seed_and_all_are_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.txt").write_text("Talks end\n\nThe talks between Norway and Chile ended on Monday.\n" * 9, encoding="utf-8")
    texts = list(articles_in(tmp_path, 0))
    assert [spoilt(texts[0], texts[0], Random(seed)) for seed in (1, 2)] == [
        spoilt(texts[0], texts[0], Random(seed)) for seed in (1, 2)
    ]
    assert main(["hostile", str(tmp_path), "--number", "20"]) == 0
    assert capsys.readouterr().out.startswith("20 texts of ")
