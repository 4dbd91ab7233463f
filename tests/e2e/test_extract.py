"""The command `extract`: what it writes, what it leaves alone, and what it says."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.extract.document.document import Document
from broadsheet.extract.language_model import LanguageModel, MissingModel, ProposedOrganisation
from broadsheet.findings import extracting
from newsroom import SUMS, Newsroom, article, differing

TALKS = """Talks open in Oslo

3 February 2026

Diplomats of Norway and Egypt met in Oslo.

They will meet again, said the Egypt Times.
"""
TEXT, FOUND = "content/stories/talks.txt", "content/stories/talks.auto.yaml"


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path, f"-- {TEXT} --\n{TALKS}")


def extract(room: Newsroom, *arguments: str) -> int:
    return main(["extract", *(arguments or (str(room.root),))])


def found(room: Newsroom) -> list[str]:
    return sorted(path.name for path in (room.root / "content").rglob("*.auto.yaml"))


def sources(room: Newsroom) -> dict[str, tuple[bytes, int]]:
    files = (path for path in sorted((room.root / "content").rglob("*")) if path.is_file() and ".auto." not in path.name)
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_findings_are_written_beside_articles(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    before = sources(room)
    assert extract(room) == 0
    assert capsys.readouterr() == ("1 file of findings written, 0 up to date\n", "")
    assert found(room) == ["talks.auto.yaml"]
    assert sources(room) == before
    room.publish()
    assert "Talks open in Oslo" in room.text("/stories/2026/02/talks/")


def test_what_is_built_from_findings_is_what_is_built_without_them(room: Newsroom) -> None:
    room.publish()
    before = room.site()
    extract(room)
    room.publish()
    assert differing(room.site(), before) == sorted(SUMS), "which tell that there are findings"


def test_what_is_up_to_date_is_not_made_again(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    extract(room)
    before = (room.root / FOUND).stat()
    monkeypatch.setattr(extracting.PublicationExtractor, "extract", None)  # whoever calls it fails
    assert extract(room) == 0
    after = (room.root / FOUND).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (TEXT, TALKS + "More of Turkey.\n"),
        ("content/actors/ann-lee.md", "---\nname: Ann Lee\n---\n"),
        ("content/stories/talks.yaml", "date: 2026-02-02\n"),
        (FOUND, "title: []\n"),
    ],
)
def test_a_change_of_what_findings_depend_on_makes_them_anew(
    room: Newsroom, path: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    extract(room)
    room.write(path, text)
    assert extract(room, "--check", str(room.root)) == 1
    assert capsys.readouterr().err == f"{FOUND} would change\n"
    before = (room.root / FOUND).read_bytes()
    assert extract(room) == 0
    assert (room.root / FOUND).read_bytes() != before
    assert extract(room, "--check", str(room.root)) == 0


def test_a_biography_that_changes_changes_no_findings(room: Newsroom) -> None:
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\n---\nBorn in Oslo.\n")
    extract(room)
    room.write("content/actors/ann-lee.md", "---\n\nname:   Ann Lee\n---\nBorn in Bergen.\n")
    assert extract(room, "--check", str(room.root)) == 0


def test_a_check_writes_nothing(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract(room, "--check", str(room.root)) == 1
    assert capsys.readouterr() == ("1 file of findings would change, 0 up to date\n", f"{FOUND} would change\n")
    assert found(room) == []


DESCRIBED, ADDED = "content/stories/described.md", "content/stories/described.auto.yaml"


def test_of_a_described_article_only_what_nobody_wrote_is_found(room: Newsroom) -> None:
    room.write(DESCRIBED, article("Described", "2026-02-01", "Of Norway and Egypt.", section="World"))
    assert extract(room) == 0
    text = (room.root / ADDED).read_text(encoding="utf-8")
    assert "countries:" in text
    assert not re.search("^(?:title|date|section):", text, re.MULTILINE)
    room.publish()
    assert "Described" in room.text("/countries/norway/")
    room.write(DESCRIBED, article("Described", "2026-02-01", "Of Turkey.", section="World"))
    assert extract(room) == 0
    assert '"TR"' in (room.root / ADDED).read_text(encoding="utf-8")


def test_findings_go_when_somebody_writes_the_keys_and_come_back(room: Newsroom) -> None:
    room.write(DESCRIBED, article("Described", "2026-02-01", "Of Norway and Egypt.", section="World"))
    extract(room)
    room.write(DESCRIBED, article("Described", "2026-02-01", "Of Norway and Egypt.", section="World", countries=["NO"]))
    assert extract(room, "--check", str(room.root)) == 1
    assert extract(room) == 0
    assert found(room) == ["talks.auto.yaml"]
    assert extract(room, "--check", str(room.root)) == 0
    room.publish()
    assert "Described" not in room.text("/countries/egypt/")
    room.write(DESCRIBED, article("Described", "2026-02-01", "Of Norway and Egypt.", section="World"))
    extract(room)
    assert found(room) == ["described.auto.yaml", "talks.auto.yaml"]


def test_what_is_written_beside_a_described_article_is_not_found(room: Newsroom) -> None:
    room.write("content/stories/beside.txt", "Of Norway.\n")
    room.write("content/stories/beside.yaml", "title: Beside\ndate: 2026-02-01\nsection: World\n")
    extract(room)
    assert found(room) == ["beside.auto.yaml", "talks.auto.yaml"]
    room.write("content/stories/beside.yaml", "title: Beside\ndate: 2026-02-01\nsection: World\ncountries: [Egypt]\n")
    assert extract(room, "--check", str(room.root)) == 1
    extract(room)
    assert found(room) == ["talks.auto.yaml"]


def test_what_an_editor_decided_on_stays_among_the_findings(room: Newsroom) -> None:
    room.write("content/stories/beside.txt", "Of Norway.\n")
    room.write("content/stories/beside.yaml", "title: Beside\ndate: 2026-02-01\nsection: World\n")
    extract(room)
    known = re.findall(
        '^- id: "(.*)"', (room.root / "content/stories/beside.auto.yaml").read_text(encoding="utf-8"), re.MULTILINE
    )
    decided = f"title: Beside\ndate: 2026-02-01\nsection: World\ncountries: [Egypt]\ndecisions:\n  {known[0]}: accept\n"
    room.write("content/stories/beside.yaml", decided)
    assert extract(room) == 0
    assert known[0] in (room.root / "content/stories/beside.auto.yaml").read_text(encoding="utf-8")


def test_a_folder_of_articles_may_be_asked_for(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    room.write("content/stories/2026/a.txt", TALKS)
    monkeypatch.chdir(room.root / "content")
    assert extract(room, "stories/2026") == 0
    assert found(room) == ["a.auto.yaml"]


def test_what_is_no_article_is_said(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract(room, str(room.root / "content/stories/tolks.txt")) == 1
    said = capsys.readouterr().err
    assert "is no article of this publication; did you mean `content/stories/talks.txt`? [unknown-article]" in said
    assert found(room) == []


def test_a_decision_on_what_is_not_found_any_more_is_reported(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.write("content/stories/talks.yaml", "decisions:\n  000000000000: accept\n")
    assert extract(room) == 0
    warning = (
        "content/stories/talks.yaml:2:17: warning: the decision on `000000000000` is about nothing that is found in the article"
        " any more; write the value itself into the sidecar if it is still right, or remove the line [stale-decision]\n"
    )
    assert capsys.readouterr().err == warning
    extract(room)
    assert capsys.readouterr().err == warning


def test_two_processes_write_what_one_writes(room: Newsroom) -> None:
    for number in range(30):
        room.write(f"content/stories/copy-{number}.txt", TALKS.replace("Oslo", f"Oslo {number}"))
    extract(room, "--workers", "1", str(room.root))
    one = {name: (room.root / "content/stories" / name).read_bytes() for name in found(room)}
    for name in one:
        room.remove(f"content/stories/{name}")
    extract(room, "--workers", "2", str(room.root))
    assert {name: (room.root / "content/stories" / name).read_bytes() for name in found(room)} == one
    assert len(one) == 31


def test_what_a_killed_process_left_is_cleared_away(room: Newsroom) -> None:
    room.write("content/stories/.talks.auto.yaml-999.tmp", "x")
    extract(room)
    assert not (room.root / "content/stories/.talks.auto.yaml-999.tmp").exists()


def test_a_full_disk_leaves_the_old_file_and_says_so(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    extract(room)
    before = (room.root / FOUND).read_bytes()
    room.write(TEXT, TALKS + "More.\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    monkeypatch.setattr(Path, "replace", full)
    assert extract(room, "--workers", "1", str(room.root)) == 3
    assert f"no space left on device: {FOUND}; free some space" in capsys.readouterr().err
    assert (room.root / FOUND).read_bytes() == before
    assert list((room.root / "content/stories").glob(".*")) == []


def test_an_article_that_cannot_be_read_hides_no_other(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    room.write("content/stories/latin.txt", "Größe\n".encode("latin-1"))
    assert extract(room) == 1
    assert "content/stories/latin.txt:1:3: error: the file is not UTF-8" in capsys.readouterr().err
    assert found(room) == ["talks.auto.yaml"]


def test_what_was_found_is_explained_with_its_words_and_what_was_left_out(
    room: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    assert extract(room, "--explain", str(room.root / TEXT), "countries") == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{TEXT}: countries\n\n  NO\n    0.95 by “name”, published [")
    assert "\n    line 1: Talks open in [Oslo]\n    line 5: Diplomats of [Norway] and Egypt met in Oslo.\n" in shown
    assert shown.endswith("\n  left out:\n    line 7: Egypt (masthead)\n")
    assert found(room) == []


def test_an_explanation_says_what_became_of_a_finding(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    extract(room)
    main(["extract", "--json", "--explain", str(room.root / TEXT), "countries"])
    first, second = json.loads(capsys.readouterr().out.splitlines()[-1])["values"]
    room.write("content/stories/talks.yaml", f"decisions:\n  {first['id']}: reject\n  {second['id']}: {{replace: TR}}\n")
    main(["extract", "--json", "--explain", str(room.root / TEXT), "countries"])
    values = json.loads(capsys.readouterr().out.splitlines()[-1])["values"]
    assert [value["fate"] for value in values] == ["rejected by an editor", "an editor wrote `TR` instead"]
    room.write("content/stories/talks.yaml", "countries: [TR]\n")
    main(["extract", "--json", "--explain", str(room.root / TEXT), "country"])
    assert "did you mean `countries`?" in json.loads(capsys.readouterr().out.splitlines()[0])["hint"]
    main(["extract", "--json", "--explain", str(room.root / TEXT), "countries"])
    values = json.loads(capsys.readouterr().out.splitlines()[-1])["values"]
    assert {value["fate"] for value in values} == {"not used: somebody wrote this key"}


def test_a_language_model_that_is_asked_for_and_not_there_is_an_error_that_says_what_to_do(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\nextraction: {spacy: true}\n")
    missing = MissingModel("the language model is not installed", "install it: pip install 'broadsheet[spacy]'")
    monkeypatch.setattr(extracting, "load_language_model", lambda: missing)
    assert extract(room) == 1
    said = capsys.readouterr().err
    assert "1:1: error: the language model is not installed; install it: pip install 'broadsheet[spacy]' [bad-value]\n" in said
    assert found(room) == []


def test_a_language_model_adds_organisations_for_review_and_nothing_that_is_published(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract(room)
    room.publish()
    before, site = (room.root / FOUND).read_text(encoding="utf-8"), room.site()
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\nextraction: {spacy: true}\n")

    class Diplomats(LanguageModel):
        def propose(self, document: Document, taken: Sequence[tuple[int, int]] = ()) -> tuple[ProposedOrganisation, ...]:
            start = document.text.index("Diplomats")
            return (ProposedOrganisation(start, start + 9, "Diplomats"),)

    monkeypatch.setattr(extracting, "load_language_model", lambda: Diplomats(None))
    assert extract(room) == 0
    after = (room.root / FOUND).read_text(encoding="utf-8")
    assert '    name: "Diplomats"\n    kind: "organisation"\n' in after
    assert "  confidence: 0.40\n" in after.partition('name: "Diplomats"')[2].partition("- id")[0]
    assert 'name: "Diplomats"' not in before
    room.write("broadsheet.yaml", "title: The Test Times\nbase_url: https://example.org/\nextraction: {spacy: true}\n")
    room.publish()
    assert differing(room.site(), site) == sorted(SUMS)


def test_dates_wait_for_the_day_of_publication_and_are_told_as_left_out_until_then(
    room: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = room.write("content/stories/port.txt", "Port reopens\n\nThe harbour of Oslo reopened to all ships on Tuesday.\n")
    assert extract(room, "--explain", str(asked), "events") == 0
    assert capsys.readouterr().out == (
        "content/stories/port.txt: events\n\n  nothing was found\n\n  left out:\n"
        "    line 3: Tuesday (no day of publication to count from)\n"
    )
    extract(room)
    before = (room.root / "content/stories/port.auto.yaml").read_text(encoding="utf-8")
    assert "events:" not in before
    room.write("content/stories/port.yaml", "date: 2026-02-05\n")
    capsys.readouterr()
    assert extract(room, "--explain", str(asked), "events") == 0
    said = capsys.readouterr().out
    assert "2026-02-03 (The harbour of Oslo reopened to all ships on Tuesday." in said
    assert "left out" not in said
    extract(room)
    assert '    date: "2026-02-03"\n' in (room.root / "content/stories/port.auto.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("number", "others", "home", "says"), [(24, 6, "", True), (23, 0, "", False), (24, 12, "", False), (24, 0, "US", False)]
)
def test_the_country_that_most_articles_are_set_in_is_proposed_as_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], number: int, others: int, home: str, says: bool
) -> None:
    room = Newsroom(tmp_path, f"-- broadsheet.yaml --\ntitle: T\nhome: [{home}]\n")
    for each in range(number):
        place = "Hamburg" if each < others else "Wichita"
        text = f"Fair {each} opens in {place}\n\n3 February 2026\n\nThe fair of {place} opened on Friday with many rides.\n"
        room.write(f"content/stories/{each}.txt", text)
    assert extract(room) == 0
    said = "most of these articles are set in one country (United States): write `home: US` in broadsheet.yaml\n"
    assert capsys.readouterr().out == f"{number} files of findings written, 0 up to date\n{said if says else ''}"
