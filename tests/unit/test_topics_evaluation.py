"""The scorer of topics and keyphrases, on folders in the public forms, written for these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.topics import main, read_documents, score_topics

STRIKER = "Striker scores twice\nThe striker scored twice as his team won the match. The match was the team's last of the season."
COURT = "Murder trial opens\nThe court heard the prosecutor. The murder shocked the town, the court was told."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text, keys in (
        ("sports-101", STRIKER, "Striker\nmatch\nteam\n\n"),
        ("politics_world-7", COURT, "murder\ncourt\n"),
    ):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        place = tmp_path / "keys" if name.startswith("sports") else tmp_path
        place.mkdir(exist_ok=True)
        (place / f"{name}.key").write_text(keys, encoding="utf-8")
    (tmp_path / "notes-1.txt").write_text("No section of this name.", encoding="utf-8")
    return tmp_path


def test_a_text_has_the_topics_of_its_section_and_the_phrases_of_its_readers(folder: Path) -> None:
    first, second = read_documents(folder, "kpcrowd")
    assert (first.id, first.codes, first.keyphrases) == ("politics_world-7", ("medtop:11000000",), ("murder", "court"))
    assert (second.id, second.codes, second.keyphrases) == ("sports-101", ("medtop:15000000",), ("Striker", "match", "team"))


def test_topics_are_counted_at_first_and_among_three(folder: Path) -> None:
    total = score_topics(read_documents(folder, "kpcrowd"))
    assert (total.documents, total.first, total.among) == (2, 1, 1)
    assert total.errors[0].startswith("medtop:11000000 not medtop:02000000 politics_world-7: ")


def test_the_command_prints_topics_and_keyphrases(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpcrowd", str(folder), "--errors", "5"]) == 0
    out = capsys.readouterr().out
    assert "topics  top-1 50.0%  top-3 50.0%  (2 documents)\n" in out
    assert "keyphrases  P@5 " in out
    assert "sports-101: " in out


def test_folders_named_like_sections_and_items_with_a_section_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "sport").mkdir()
    (tmp_path / "sport" / "001.txt").write_text(STRIKER, encoding="utf-8")
    (tmp_path / "items.jsonl").write_text(
        '{"id": "a", "section": "Law and crime", "text": "A murder."}\n{"id": "b", "text": ""}\n'
    )
    assert [filed.codes for filed in read_documents(tmp_path, "sections")] == [("medtop:15000000",)]
    assert [filed.id for filed in read_documents(tmp_path, "items")] == ["a"]
