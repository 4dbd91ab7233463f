"""The state and the output's own list, spoilt at random: the build is what it is without them, and nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.codec import encode
from fuzz.cases import EXAMPLES, MEMORY, cases, in_bounds
from fuzz.mutation import STEPS, Step, mutated
from newsroom import MARK, Newsroom, article, differing


@pytest.fixture(scope="module")
def built() -> Iterator[Newsroom]:
    """Return a publication that was built, of which no test changes anything."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        room = Newsroom(Path(folder))
        for day in (1, 2):
            room.write(f"content/stories/{day}.md", article(f"Day {day}", f"2026-01-0{day}", tags=["salt"], actors=["Ann Lee"]))
        room.publish()
        for ledger in room.root.glob(".broadsheet/*.sqlite3"):
            with closing(sqlite3.connect(ledger)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield room


def copied(built: Newsroom, folder: str) -> Newsroom:
    room = Newsroom(Path(folder))
    shutil.copytree(built.root, room.root, dirs_exist_ok=True)
    return room


@cases(3 * EXAMPLES)
@given(st.sampled_from(["ledger", "config", "beside"]), STEPS)
def test_spoilt_state_changes_nothing(built: Newsroom, what: str, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        room = copied(built, folder)
        ledger = next(room.root.glob(".broadsheet/*.sqlite3"))
        data = (room.root / ".broadsheet/config" if what == "config" else ledger).read_bytes()
        place = {"ledger": ledger, "config": room.root / ".broadsheet/config", "beside": Path(f"{ledger}-wal")}[what]
        place.write_bytes(mutated(data, steps))
        room.edit("content/stories/1.md", "Day 1", "Another day")
        with in_bounds():
            report = room.build()
        assert report.published, room.problems
        assert room.problems == []
        assert differing(room.site(), {**built.site(), **room.site()}) == []
        cold = room.cold()
        cold.publish()
        assert differing(room.site(), cold.site()) == []


@cases(3 * EXAMPLES)
@given(STEPS)
def test_rows_that_somebody_wrote_are_not_believed(built: Newsroom, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        room = copied(built, folder)
        with closing(sqlite3.connect(next(room.root.glob(".broadsheet/*.sqlite3")))) as connection, connection:
            for name, value in connection.execute("SELECT name, value FROM parts").fetchall():
                spoilt = value[:16] + mutated(value[16:], steps)
                connection.execute("UPDATE parts SET value = ? WHERE name = ?", (spoilt, name))
        with in_bounds():
            report = room.build()
        assert report.published, room.problems
        assert differing(room.site(), built.site()) == []


@cases(3 * EXAMPLES)
@given(STEPS, st.booleans())
def test_a_spoilt_list_of_the_output_removes_nothing_outside_of_it(built: Newsroom, steps: list[Step], lost: bool) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        room = copied(built, folder)
        if lost:
            shutil.rmtree(room.root / ".broadsheet")
        mark = room.output / MARK
        mark.write_bytes(mutated(mark.read_bytes() + b"../broadsheet.yaml\n../content/stories/1.md\n/etc/passwd\n", steps))
        sources = (path for path in (room.root / "content").rglob("*") if path.is_file())
        before = {path: path.read_bytes() for path in (room.root / "broadsheet.yaml", *sources)}
        with in_bounds():
            report = room.build()
        assert {path: path.read_bytes() for path in before} == before
        assert all(encode(problem) for problem in report.problems)
        if report.published:
            assert differing(room.site(), built.site()) == []
