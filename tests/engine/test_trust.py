"""What a person can do who does not trust a warm build: leave the ledger aside, have it checked, ask why an output was built."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

from broadsheet.cli import main
from engine import disturbances, edits
from engine.archive import Archive, some_archive
from engine.believed import lie
from engine.builds import build_here, cold_build, differing, site_of


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = some_archive(tmp_path.resolve() / "publication", 6, 3)
    assert build_here(made.root, *made.switches).status == 0
    return made


def said(*arguments: str) -> tuple[int, str]:
    """Run a command line; return its exit status and what it printed."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        status = main([*arguments])
    return status, text.getvalue()


def test_full_ignores_what_the_ledger_believes(archive: Archive) -> None:
    assert lie(archive.root, archive.site / "opml.xml", b"<opml/>")
    assert build_here(archive.root, "--full", *archive.switches).status == 0
    assert differing(site_of(archive.site), cold_build(archive)[1]) == []


def test_full_keeps_files_that_are_as_they_should_be(archive: Archive) -> None:
    built = build_here(archive.root, "--full", *archive.switches)
    assert (built.event["written"], built.event["removed"]) == (0, 0)


def test_verify_is_content_with_a_site_that_is_right(archive: Archive) -> None:
    edits.title(archive, 0, 1)
    archive.save()
    assert build_here(archive.root, "--verify", *archive.switches).status == 0
    assert differing(site_of(archive.site), cold_build(archive)[1]) == []


def test_verify_names_the_output_that_differs(archive: Archive) -> None:
    assert lie(archive.root, archive.site / "opml.xml", b"<opml/>")
    status, text = said("build", str(archive.root), "--verify", *archive.switches)
    assert status == 1
    assert "opml.xml" in text
    assert "feed.xml" not in text


def test_verify_leaves_nothing_behind(archive: Archive) -> None:
    before = sorted(path.name for path in archive.root.iterdir())
    build_here(archive.root, "--verify", *archive.switches)
    assert sorted(path.name for path in archive.root.iterdir()) == before


@pytest.mark.parametrize("way", range(1, 6))
def test_a_damaged_ledger_is_set_aside_with_one_line(archive: Archive, way: int) -> None:
    disturbances.ledger(archive, 0, way)
    status, text = said("build", str(archive.root), *archive.switches)
    lines = [line for line in text.splitlines() if "the ledger" in line]
    assert (status, len(lines)) == (0, 1), text
    assert differing(site_of(archive.site), cold_build(archive)[1]) == []
    assert "the ledger" not in said("build", str(archive.root), *archive.switches)[1]


def test_a_removed_ledger_costs_nothing_but_time(archive: Archive) -> None:
    disturbances.ledger(archive, 0, 0)
    built = build_here(archive.root, *archive.switches)
    assert (built.status, built.event["written"]) == (0, 0)


def test_explain_names_the_source_of_an_output_and_the_outputs_of_a_source(archive: Archive) -> None:
    status, text = said("explain", str(archive.root), "/about/")
    assert (status, "content/pages/about.md" in text, "page.html" in text) == (0, True, True), text
    status, text = said("explain", str(archive.root), "content/pages/about.md")
    assert (status, "/about/" in text or "about/index.html" in text) == (0, True), text


def test_explain_says_that_there_is_no_such_output(archive: Archive) -> None:
    status, text = said("explain", str(archive.root), "/nowhere/")
    assert status == 1
    assert "/nowhere/" in text
