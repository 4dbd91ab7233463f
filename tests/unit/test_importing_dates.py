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
