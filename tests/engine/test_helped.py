"""Help: what a small build has done by processes beside it is what it would do by itself, and so if they come to nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.build import produce, publication, session, workers
from broadsheet.build.workers import Beside
from engine.archive import Archive, Piece
from engine.builds import Built, build_apart, build_here, cold_build, differing, site_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
HERE = os.getpid()


def story(number: int) -> Piece:
    given = {
        "title": f"Story {number}",
        "date": f"2020-01-{number:02d}",
        "actors": ["Ann Lee"],
        "countries": ["NO", "SE"],
    }
    return Piece(f"content/stories/story-{number:02d}.md", given, f"Ann Lee said {number} words.")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path.resolve() / "publication")
    made.settings = {
        "title": "Times",
        "base_url": "https://example.org/",
        "feeds": {"content": "full"},
        "images": {"share": True},
    }
    made.articles = [story(number) for number in range(1, 13)]
    made.save()
    assert build_here(made.root).published
    return made


class Asked(Beside):
    """A process beside this one, of which is known what for; it `ends` before it says anything, or not."""

    begun = 0
    ends = False

    def __init__(self, find: Callable[[], Any]) -> None:
        type(self).begun += 1

        def found() -> Any:
            if self.ends:
                os.kill(os.getpid(), signal.SIGKILL)
            return find()

        super().__init__(found)


def changed(archive: Archive, number: int) -> None:
    """Edit one story, give another one a headline, and add one."""
    archive.articles[2].body += f" And {number} more."
    archive.articles[5].meta["title"] = f"In other words {number}"
    archive.articles.append(story(13 + number))
    archive.save()


@pytest.mark.parametrize("ends", [False, True], ids=["done", "killed"])
def test_tables_site_map_and_cards_are_made_beside(archive: Archive, monkeypatch: pytest.MonkeyPatch, *, ends: bool) -> None:
    asked = type("_Asked", (Asked,), {"ends": ends, "begun": 0})
    for module in (produce, publication):
        monkeypatch.setattr(module, "Beside", asked)
    monkeypatch.setattr(publication, "may_have_help", lambda: True)
    for number in range(2):
        changed(archive, number)
        built = build_here(archive.root)
        assert built.published
        assert asked.begun == 2 * (number + 1), "one for what gathers, one for the cards"
        assert_is_cold(archive, built)


@pytest.mark.parametrize("ends", [False, True], ids=["done", "killed"])
def test_a_few_files_are_read_beside(archive: Archive, monkeypatch: pytest.MonkeyPatch, *, ends: bool) -> None:
    asked = type("_Asked", (Asked,), {"ends": ends, "begun": 0})
    monkeypatch.setattr(workers, "Beside", asked)
    monkeypatch.setattr(session, "may_have_help", lambda: True)
    monkeypatch.delitem(session.sys.modules, "broadsheet.build.work")  # as in a process that has just begun
    changed(archive, 0)
    built = build_here(archive.root)
    assert built.published
    assert asked.begun == 1
    assert_is_cold(archive, built)


def test_a_process_that_has_just_begun_has_help_of_both_kinds(archive: Archive) -> None:
    changed(archive, 0)
    assert_is_cold(archive, build_apart(archive.root))


def assert_is_cold(archive: Archive, built: Built) -> None:
    cold, site = cold_build(archive)
    assert built.problems == cold.problems
    assert differing(site_of(archive.site), site) == []
