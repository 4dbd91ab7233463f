"""The ledger: what the last build knew, and what becomes of one that cannot be read."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.build.ledger import SCHEMA, Ledger, OutputRow, machine_fault, open_ledger, set_aside
from broadsheet.build.workers import Forks

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def known(ledger: Ledger) -> dict[str, bytes]:
    """Return the digests of the outputs that are ours, by path."""
    return {path: row.digest for path, row in ledger.outputs().items()}


def row(path: str, digest: bytes) -> OutputRow:
    return OutputRow(path, "story:a", "story", "story.html", "/" + path, "2020-01-01", b"mark", digest, 1, 2, 3)


def test_what_is_claimed_is_owned_without_a_digest_until_it_is_recorded(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "state" / "ledger") as ledger:
        assert (ledger.fresh, ledger.aside) == (True, "")
        ledger.claim(["b", "a"])
        assert known(ledger) == {"a": b"", "b": b""}
        assert {row.subject for row in ledger.outputs().values()} == {""}, "what was only claimed belongs to no subject"
        with ledger.transaction():
            ledger.put("outputs", [row("a", b"d1")])
            ledger.take("outputs", [("b",)], "path")
    with open_ledger(tmp_path / "state" / "ledger") as ledger:
        assert (ledger.fresh, ledger.aside) == (False, "")
        assert ledger.outputs() == {"a": row("a", b"d1")}


def test_a_claim_leaves_what_is_known_alone(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.put("outputs", [row("a", b"d1")])
        ledger.claim(["a"])
        assert ledger.outputs() == {"a": row("a", b"d1")}


def test_a_claim_is_there_for_whoever_comes_next_even_after_a_crash(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.claim(["a"])
        other = sqlite3.connect(tmp_path / "ledger")
        assert other.execute("SELECT path FROM outputs").fetchall() == [("a",)]
        other.close()


def stopped(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.put_meta(kept=2, more=3)
        ledger.put("outputs", [row("a", b"d1")])
        raise KeyboardInterrupt


def test_a_transaction_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.put_meta(kept=1)
        with pytest.raises(KeyboardInterrupt):
            stopped(ledger)
        assert (ledger.get_meta("kept"), ledger.get_meta("more"), ledger.outputs()) == (1, None, {})
        with ledger.transaction():  # and the ledger is not left in the middle of one
            ledger.put_meta(kept=4)
    with open_ledger(tmp_path / "ledger") as ledger:
        assert ledger.get_meta("kept") == 4


def test_a_transaction_is_seen_by_others_only_when_it_is_done(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as ledger, closing(sqlite3.connect(tmp_path / "ledger")) as other:
        with ledger.transaction():
            ledger.put("outputs", [row("a", b"d1")])
            assert other.execute("SELECT path FROM outputs").fetchall() == []
        assert other.execute("SELECT path FROM outputs").fetchall() == [("a",)]


def test_values_of_plain_types_are_kept_under_keys(tmp_path: Path) -> None:
    value = {"text": "ü\ud800", "bytes": b"\0", "nested": [(1, 2.5, None), {"x": True}]}
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.put_meta(one=value, other="")
    with open_ledger(tmp_path / "ledger") as ledger:
        assert (ledger.get_meta("one"), ledger.get_meta("other"), ledger.get_meta("none")) == (value, "", None)
        ledger.put_meta(one=2)
        assert ledger.get_meta("one") == 2


def test_rows_are_put_in_place_of_those_with_their_key_and_taken_by_it(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.put("lists", [("tag", "a", b"1"), ("tag", "b", b"2"), ("actor", "a", b"3")])
        ledger.put("lists", [("tag", "a", b"4")])
        ledger.put("lists", [])
        ledger.take("lists", [("tag", "b"), ("tag", "none")], "kind key")
        assert ledger.rows("SELECT * FROM lists ORDER BY kind") == [("actor", "a", b"3"), ("tag", "a", b"4")]
        assert ledger.row("SELECT positions FROM lists WHERE key = ?", ("none",)) is None
        ledger.empty("lists")
        assert ledger.rows("SELECT * FROM lists") == []


@needs_fork
def test_forked_processes_write_by_connections_of_their_own(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.put_meta(before=0)

        def work(number: int) -> tuple[int, int, int]:
            with ledger.transaction():
                ledger.put_meta(**{f"from-{number}": number})
            return os.getpid(), id(ledger.connection), ledger.get_meta("before")

        ours = id(ledger.connection)
        results = list(Forks(3).work("test", work, list(range(30))))
        assert [before for *_, before in results] == [0] * 30
        assert {process for process, *_ in results}.isdisjoint({os.getpid()})
        assert {connection for _, connection, _ in results}.isdisjoint({ours})
        assert [ledger.get_meta(f"from-{number}") for number in range(30)] == list(range(30))
        assert id(ledger.connection) == ours


@pytest.mark.parametrize("rubbish", [b"", b"not a database, by any means" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_ledger_is_set_aside(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "ledger"
    path.write_bytes(rubbish)
    with open_ledger(path) as ledger:
        assert (ledger.fresh, ledger.aside) == (True, "file is not a database" if rubbish else "")
        assert ledger.outputs() == {}
        ledger.put("outputs", [row("a", b"d1")])
    if rubbish:
        assert (tmp_path / "ledger.aside").read_bytes() == rubbish
    with open_ledger(path) as ledger:
        assert (known(ledger), ledger.aside) == ({"a": b"d1"}, "")


@pytest.mark.parametrize("version", [SCHEMA + 1, SCHEMA - 1, 9999])
def test_a_ledger_of_another_version_is_set_aside(tmp_path: Path, version: int) -> None:
    path = tmp_path / "ledger"
    with open_ledger(path) as ledger:
        ledger.claim(["a"])
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {version}")
    with open_ledger(path) as ledger:
        assert ledger.aside == f"it is of version {version}, this program's is {SCHEMA}"
        assert (ledger.outputs(), ledger.fresh) == ({}, True)
    with closing(sqlite3.connect(tmp_path / "ledger.aside")) as other:
        assert other.execute("SELECT path FROM outputs").fetchall() == [("a",)]


def test_a_ledger_of_this_version_with_other_tables_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA}")
    with open_ledger(path) as ledger:
        assert (ledger.outputs(), ledger.aside) == ({}, "no such table: outputs")


def test_a_second_damaged_ledger_replaces_the_first_one_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    for rubbish in (b"first " * 100, b"second " * 100):
        path.write_bytes(rubbish)
        with open_ledger(path) as ledger:
            ledger.claim(["a"])
    assert (tmp_path / "ledger.aside").read_bytes() == b"second " * 100


def test_the_journal_of_a_ledger_is_set_aside_with_it_so_that_it_spoils_no_other(tmp_path: Path) -> None:
    names = ("ledger", "ledger-wal", "ledger-shm")
    for name in names:
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "ledger-2").write_bytes(b"another")
    set_aside(tmp_path / "ledger")
    left = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert left == {"ledger-2": b"another", **{f"{name}.aside": name.encode() for name in names}}


def test_a_ledger_is_not_set_aside_for_what_is_the_machines_fault(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(sqlite3.OperationalError) as caught:
            ledger.put_meta(much=b"x" * 1_000_000)
    fault = machine_fault(caught.value, tmp_path / "ledger")
    assert str(fault) == f"[Errno 28] No space left on device: '{tmp_path / 'ledger'}'"
    assert machine_fault(sqlite3.DatabaseError("file is not a database"), tmp_path / "ledger") is None


def test_where_no_ledger_can_be_made_the_machine_is_at_fault(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    with pytest.raises(OSError, match="unable to open database file"), open_ledger(tmp_path / "ledger"):
        pass
    assert (tmp_path / "ledger").is_dir(), "nothing is set aside"
