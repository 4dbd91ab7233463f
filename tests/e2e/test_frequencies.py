"""The frequencies of a publication: counted when somebody asks for it, and what new tags are chosen by from then on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.findings import counting
from newsroom import Newsroom, article

DAMS = """Desalination and dams

3 February 2026

The desalination of water went on at the desalination works. The reservoir behind the dam is full.

A reservoir is no lake, and this reservoir has a dam. Desalination takes power. There is no desalination without power,
and the desalination of a lake is no desalination of the sea. The dam is old. No dam is forever.
A dam of stone, a dam of clay: each is a dam.
"""
FILE, FOUND = "content/frequencies.tsv", "content/stories/dams.auto.yaml"


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path, f"-- content/stories/dams.txt --\n{DAMS}")
    made.write("content/stories/described.md", article("Described", "2026-02-01", "Desalination is costly. Harbour news."))
    made.write("content/stories/lines.jsonl", json.dumps({"title": "A", "date": "2026-01-02", "body": "Of the harbour."}) + "\n")
    return made


def run(room: Newsroom, *arguments: str) -> int:
    return main(["extract", *arguments, str(room.root)])


def read(room: Newsroom, path: str) -> str:
    return (room.root / path).read_text(encoding="utf-8")


def cold(room: Newsroom) -> dict[str, bytes]:
    copy = room.cold()
    copy.publish()
    return copy.site()


def test_the_words_of_all_articles_are_counted_whoever_described_them(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(room, "--frequencies", "--check") == 1
    assert capsys.readouterr().out == f"{FILE} would change: the words of 3 articles\n"
    assert not (room.root / FILE).exists()
    assert run(room, "--frequencies") == 0
    assert capsys.readouterr().out == f"{FILE} written: the words of 3 articles\n"
    notice = "# written by `broadsheet extract --frequencies`: in how many articles of this publication each word occurs\n"
    assert read(room, FILE) == f"{notice}(documents)\t3\ndesalination\t2\nharbour\t2\n"
    assert run(room, "--frequencies", "--check") == 0
    assert capsys.readouterr().out == f"{FILE} is up to date: the words of 3 articles\n"
    assert not (room.root / FOUND).exists()


def test_the_same_articles_make_the_same_bytes_with_any_number_of_processes(room: Newsroom) -> None:
    for number in range(60):
        room.write(f"content/stories/more/{number}.txt", DAMS.replace("power", f"power of {'xyz'[number % 3] * 4}"))
    run(room, "--frequencies", "--workers", "1")
    before = read(room, FILE)
    (room.root / FILE).unlink()
    run(room, "--frequencies", "--workers", "2")
    assert read(room, FILE) == before
    assert "(documents)\t63\n" in before
    assert "xxxx\t20\n" in before


def test_stories_that_are_added_change_no_findings_of_others_until_words_are_counted_anew(room: Newsroom) -> None:
    run(room, "--frequencies")
    run(room)
    before, frozen = read(room, FOUND), read(room, FILE)
    for number in range(9):
        room.write(f"content/stories/more/{number}.md", article(f"T {number}", "2026-02-01", "Reservoir, reservoir, dam."))
    assert run(room) == 0
    assert (read(room, FOUND), read(room, FILE)) == (before, frozen)
    assert run(room, "--frequencies") == 0
    assert read(room, FOUND) == before
    assert run(room, "--check") == 1
    assert run(room) == 0
    assert read(room, FOUND) != before


def test_what_a_publication_often_writes_of_is_no_new_tag(room: Newsroom) -> None:
    tides = "Tidal energy makes tidal energy, and tidal energy pays. A flood barrier is a flood barrier, tidal energy or not."
    room.write("content/stories/dams.txt", f"Tidal energy and a flood barrier\n\n3 February 2026\n\n{tides} {tides}\n")

    def first(rows: str) -> str:
        room.write(FILE, rows)
        run(room)
        return read(room, FOUND).partition("\ntags:\n")[2].partition('value: "')[2].partition('"')[0].lower()

    assert first("(documents)\t9000\ntidal\t9000\nenergy\t9000\n") == "flood barrier"
    assert first("(documents)\t9000\nflood\t9000\nbarrier\t9000\n") == "tidal energy"


def test_a_build_that_extracts_goes_by_the_frequencies_warm_as_cold(room: Newsroom) -> None:
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\nextraction: {publish_at: 0.4}\n")
    room.publish()
    without = room.site()
    for rows in ("desalination\t9000\nworks\t9000", "reservoir\t9000\ndam\t9000"):
        room.write(FILE, f"(documents)\t9000\n{rows}\n")
        report = room.build()
        assert report.published
        assert report.read == 2  # the file itself, and the article that was extracted by it
        assert room.site() == cold(room)
        assert room.site() != without
        assert room.build().read == 0
    room.remove(FILE)
    room.publish()
    assert room.site() == without
    assert not any(path.endswith(".tsv") for path in room.site())


def test_a_faulty_file_is_an_error_with_its_line_until_it_is_made_anew(
    room: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    room.write(FILE, "(documents)\t3\nflood\n")
    said = (
        f"{FILE}:2:1: error: 'flood' is not a word, a tab and a count; "
        "make it anew with `broadsheet extract --frequencies`, or remove it [bad-frequencies]"
    )
    assert not room.build().published
    assert room.problems == [said]
    for arguments in (["extract", str(room.root)], ["extract", "--explain", str(room.root / "content/stories/dams.txt"), "tags"]):
        assert main(arguments) == 1
        assert said in capsys.readouterr().err
    assert not (room.root / FOUND).exists()
    assert run(room, "--frequencies") == 0
    room.publish()


def test_nothing_is_written_while_an_article_cannot_be_counted(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.write("content/stories/lines.jsonl", "{\n")
    assert run(room, "--frequencies") == 1
    assert "content/stories/lines.jsonl:1:2: error:" in capsys.readouterr().err
    assert not (room.root / FILE).exists()


def test_articles_are_not_counted_one_by_one(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "--frequencies", str(room.root / "content/stories/dams.txt")]) == 2
    assert capsys.readouterr().err == "broadsheet: --frequencies counts all articles of a publication; name none\n"


def test_a_machine_that_fails_leaves_the_file_as_it_was(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    run(room, "--frequencies")
    before = read(room, FILE)
    room.write("content/stories/more.txt", DAMS)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(counting.Path, "replace", full)
    assert run(room, "--frequencies") == 3
    assert read(room, FILE) == before
    assert sorted(path.name for path in (room.root / "content").iterdir()) == ["frequencies.tsv", "stories"]
