"""Dates of other programs: what they mean in ours, and what means none."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.dates import date_of, story_date_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-03-10", "2024-03-10"),
        ("2024-3-1", "2024-03-01"),
        ("2024/03/10", "2024-03-10"),
        ("20240310", "2024-03-10"),
        ("2015-03-17 14:00:00 -4", "2015-03-17 14:00:00 -4"),
        ("2013-06-04T21:37:25.123Z", "2013-06-04T21:37:25Z"),
        ("2020-01-02 10:20:30 UTC+01:00", "2020-01-02 10:20:30+01:00"),
        ("Mon, 04 Mar 2019 10:00:00 GMT", "2019-03-04T10:00:00+00:00"),
        ("4 March 2019", "2019-03-04"),
        ("March 4, 2019", "2019-03-04"),
        ("2019-03-04 01:02 PM", "2019-03-04T13:02:00"),
        ("30 \u062c\u0648\u0646 2026", "2026-06-30"),
        ("4 mars 2019 \u00e0 13h05", "2019-03-04T13:05"),
        ("4. 3. 2019", "2019-03-04"),
        ("\u0447\u0435\u0442\u0432\u0435\u0440\u0433, 4 \u043c\u0430\u0440\u0442\u0430 2019", "2019-03-04"),
        ("03.04.2019", "2019-04-03"),
        ("04/03/2019 or later", ""),
        ("2 hours ago", ""),
        ("4 March 2019 to 6 March 2019", ""),
        ("Maria May 4 2019", ""),
        ("03/04/2019", ""),
        ("0000-00-00 00:00:00", ""),
        ("2019-02-30", ""),
        ("197811", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_as_it_was_meant_or_not_at_all(written: str, meant: str) -> None:
    assert date_of(written) == meant
    assert story_date_of(written) == meant


@pytest.mark.parametrize("written", ["1978", "1978-09", "1978-09~", "1978/1979", "-0043"])
def test_a_story_may_have_less_than_a_day(tmp_path: Path, written: str) -> None:
    assert date_of(written) == ""
    assert story_date_of(written) == written
    archive = Archive(tmp_path)
    archive.write("stories.jsonl", f'{{"id": "a", "title": "One", "date": "{written}", "updated": "1999", "body": "Words."}}\n')
    report = archive.run(source="stories.jsonl")
    assert report.held == []
    (story,) = archive.stories()
    assert f"date: {written}\n" in archive.story(story).replace('"', "")
    assert archive.built().codes == []


@pytest.mark.parametrize(("said", "shown"), [("publish", True), ("hold", False)])
def test_the_publication_says_what_becomes_of_stories_without_a_date(tmp_path: Path, said: str, shown: bool) -> None:
    archive = Archive(tmp_path)
    archive.into.mkdir()
    (archive.into / "broadsheet.yaml").write_text(f"title: T\nundated: {said}\n")
    archive.write("stories.jsonl", '{"id": "a", "title": "One", "url": "https://old.example/one", "body": "CANARY"}\n')
    report = archive.run(source="stories.jsonl")
    assert archive.stories() == ["stories/undated/one.md"]
    assert "date:" not in archive.story("stories/undated/one.md")
    assert "draft:" not in archive.story("stories/undated/one.md")
    assert [state for _, state, _ in report.held] == ([] if shown else ["undated"])
    room = archive.built()
    assert (b"CANARY" in b"".join(room.site().values())) is shown
    assert room.has("/one") is False
    assert room.has("/one/") is shown


UNDATED = '{"id": "a", "title": "One", "url": "https://old.example/one", "body": "Public words."}\n'


def test_a_fresh_publication_publishes_what_was_out_without_a_date_and_the_report_says_so(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    doubtful = '{"id": "b", "title": "Two", "date": "soon", "body": "CANARY"}\n'
    draft = '{"id": "c", "title": "Three", "draft": true, "body": "CANARY"}\n'
    archive.write("stories.jsonl", UNDATED + doubtful + draft + UNDATED.replace("one", "four"))
    report = archive.run(source="stories.jsonl")
    assert "undated: publish\n" in (archive.into / "broadsheet.yaml").read_text()
    assert next(iter(report.notes)) == ("broadsheet.yaml", "`undated: publish` stands in it for 2 without a date")
    note = "it has no date, and is published so, as `undated: publish` says"
    assert f"    stories.jsonl:1:1, stories.jsonl:4:1: {note}" in list(report.lines())
    assert sorted(path.rpartition("/")[2] for _, _, path in report.held) == ["three.md", "two.md"]
    everything = archive.published()
    assert b"Public words." in everything
    assert b"CANARY" not in everything


def test_a_publication_that_does_not_say_what_becomes_of_them_gets_drafts_and_is_told_the_key(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.into.mkdir()
    (archive.into / "broadsheet.yaml").write_text("title: T\n")
    archive.write("stories.jsonl", UNDATED)
    report = archive.run(source="stories.jsonl")
    assert (archive.into / "broadsheet.yaml").read_text() == "title: T\n"
    assert [state for _, state, _ in report.held] == ["undated"]
    assert "write `undated: publish` into broadsheet.yaml" in next(iter(report.notes))[1]
    assert b"Public words." not in archive.published()


@pytest.mark.parametrize(
    ("sign", "path", "held"),
    [
        ("_config.yml", "_posts/one.md", True),
        ("conf.py", "posts/one.md", True),
        ("pelicanconf.py", "content/one.md", True),
        ("pelicanconf.py", "content/one.md", False),
    ],
)
def test_what_a_generator_does_not_publish_without_a_date_is_a_draft(tmp_path: Path, sign: str, path: str, held: bool) -> None:
    archive = Archive(tmp_path)
    archive.write(sign, "" if held else "DEFAULT_DATE = 'fs'\n")
    archive.write(path, "---\ntitle: One\n---\nCANARY\n")
    report = archive.run()
    assert [state for _, state, _ in report.held] == (["draft"] if held else [])
    assert ("undated" in (archive.into / "broadsheet.yaml").read_text()) is not held
    assert (b"CANARY" in archive.published()) is not held
