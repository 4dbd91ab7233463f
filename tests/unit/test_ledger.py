"""The ledger: what the last build knew, and what becomes of one that cannot be read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from broadsheet.build.ledger import SCHEMA, open_ledger


def test_what_is_claimed_is_owned_without_a_digest_until_it_is_recorded(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "state" / "ledger") as ledger:
        ledger.claim(["b", "a"])
        assert ledger.owned() == {"a": "", "b": ""}
        ledger.record([("a", "d1")], ["b"])
    with open_ledger(tmp_path / "state" / "ledger") as ledger:
        assert ledger.owned() == {"a": "d1"}


def test_a_claim_leaves_a_known_digest_alone(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.record([("a", "d1")], [])
        ledger.claim(["a"])
        assert ledger.owned() == {"a": "d1"}


def test_a_claim_is_there_for_whoever_comes_next_even_after_a_crash(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.claim(["a"])
        other = sqlite3.connect(tmp_path / "ledger")
        assert other.execute("SELECT path FROM outputs").fetchall() == [("a",)]
        other.close()


@pytest.mark.parametrize("rubbish", [b"", b"not a database, by any means" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_ledger_is_set_aside(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "ledger"
    path.write_bytes(rubbish)
    with open_ledger(path) as ledger:
        assert ledger.owned() == {}
        ledger.record([("a", "d1")], [])
    if rubbish:
        assert (tmp_path / "ledger.aside").read_bytes() == rubbish


def test_a_ledger_of_another_version_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    other.execute("CREATE TABLE pages (x)")
    other.commit()
    other.close()
    with open_ledger(path) as ledger:
        assert ledger.owned() == {}
    assert (tmp_path / "ledger.aside").is_file()


def test_a_ledger_of_this_version_with_other_tables_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {SCHEMA}")
    other.commit()
    other.close()
    with open_ledger(path) as ledger:
        assert ledger.owned() == {}


def test_a_second_damaged_ledger_replaces_the_first_one_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    for rubbish in (b"first " * 100, b"second " * 100):
        path.write_bytes(rubbish)
        with open_ledger(path) as ledger:
            ledger.claim(["a"])
    assert (tmp_path / "ledger.aside").read_bytes() == b"second " * 100
