"""The property can fail: a planted fault of the engine is seen, by edits that are fixed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from engine import disturbances, edits
from engine.archive import Archive, some_archive
from engine.believed import lie
from engine.builds import Built
from engine.property import Step, UnequalError, build, warm_equals_cold

STEPS = (
    Step(((edits.title, 0, 1), (edits.body, 1, 2)), 1, 0),
    Step(((edits.take_out, 2, 0),), 1, 0),
    Step(((disturbances.alter_output, 3, 2),), 1, 0),
)
_replace = os.replace


@contextmanager
def stale_lists() -> Iterator[None]:
    """An output of a term that is there already is taken to be up to date."""

    def replace(source: Any, target: Any, **more: Any) -> None:
        known = any(f"/{kind}/" in os.fspath(target) for kind in ("tags", "actors", "countries"))
        if known and Path(target).exists():
            Path(source).unlink()
        else:
            _replace(source, target, **more)

    with mock.patch.object(os, "replace", replace):
        yield


@contextmanager
def nothing_pruned() -> Iterator[None]:
    """An output that is no longer planned stays where it is."""
    unlink = Path.unlink

    def keep(path: Path, missing_ok: bool = False) -> None:
        if "/site/" not in path.as_posix() or ".broadsheet-" in path.as_posix():
            unlink(path, missing_ok)

    with mock.patch.object(Path, "unlink", keep), mock.patch.object(os, "remove", lambda path, **_: keep(Path(path))):
        yield


PLANTS: tuple[Callable[[], AbstractContextManager[None]], ...] = (stale_lists, nothing_pruned)


def test_without_a_planted_fault_the_fixed_edits_pass(tmp_path: Path) -> None:
    warm_equals_cold(some_archive(tmp_path.resolve() / "publication", 8, 3), STEPS)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_a_fault_of_the_engine_is_seen(tmp_path: Path, plant: Callable[[], AbstractContextManager[None]]) -> None:
    with plant(), pytest.raises(UnequalError, match="what led to it"):
        warm_equals_cold(some_archive(tmp_path.resolve() / "publication", 8, 3), STEPS)


def touches(archive: Archive) -> None:
    os.utime(archive.site / "index.html")


def meddles(archive: Archive) -> None:
    for path in archive.foreign:
        (archive.root / path).write_bytes(b"changed")


def leaves_a_file(archive: Archive) -> None:
    (archive.site / "tags/old.html").write_bytes(b"left")


def loses_a_file(archive: Archive) -> None:
    (archive.site / "opml.xml").unlink()


@pytest.mark.parametrize("deed", [touches, meddles, leaves_a_file, loses_a_file], ids=lambda deed: deed.__name__)
def test_what_a_build_must_not_do_is_seen(tmp_path: Path, deed: Callable[[Archive], None]) -> None:
    def disturbed(archive: Archive, step: Step) -> Built:
        built = build(archive, step)
        if step.seed:
            deed(archive)
        return built

    steps = (Step(((disturbances.foreign, 1, 1),), 1, 0), Step(((edits.body, 0, 0),), 1, 1))
    with pytest.raises(UnequalError, match=r"3\. put a foreign file"):
        warm_equals_cold(some_archive(tmp_path.resolve() / "publication", 5, 3), steps, disturbed)


def test_a_record_that_lies_of_an_output_is_seen(tmp_path: Path) -> None:
    """A warm build trusts its ledger: brought to believe a wrong output, it leaves it, and only the comparison finds it."""

    def believing(archive: Archive, step: Step) -> Built:
        if step.seed:
            assert lie(archive.root, archive.site / "opml.xml", b"<opml/>")
        return build(archive, step)

    steps = (Step(((edits.body, 0, 0),), 1, 1),)
    with pytest.raises(UnequalError, match=r"warm is not cold\nSHA256SUMS, manifest\.json, opml\.xml"):
        warm_equals_cold(some_archive(tmp_path.resolve() / "publication", 5, 3), steps, believing)
