"""The ledger: what the last build knew, what of it is believed, and what becomes of one that cannot be used."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import combinations
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.engine.ledger import SCHEMA, DamagedError, Ledger, machine_fault, open_ledger, read_ledger, set_aside
from broadsheet.engine.report import Silence
from newsroom import Newsroom, article

KEY = b"a key of the test's"
VALUE = {"text": "ü\ud800", "bytes": b"\0", "nested": [(1, 2.5, None), {"x": True}]}


def filled(path: Path) -> Path:
    """Make a ledger with two values."""
    with open_ledger(path, KEY) as ledger:
        ledger.put("one", VALUE)
        ledger.put("other", ("b",))
    return path


def stored(path: Path, name: str) -> bytes:
    with closing(sqlite3.connect(path)) as other:
        found: bytes = other.execute("SELECT value FROM parts WHERE name = ?", (name,)).fetchone()[0]
    return found


def overwrite(path: Path, name: str, value: bytes) -> None:
    """Put bytes under a name as somebody who has not the key."""
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("INSERT OR REPLACE INTO parts VALUES (?, ?)", (name, value))


def test_values_of_plain_types_are_kept_under_names(tmp_path: Path) -> None:
    path = filled(tmp_path / "state" / "ledger")
    with open_ledger(path, KEY) as ledger:
        assert (ledger.get("one"), ledger.get("other"), ledger.get("none"), ledger.aside) == (VALUE, ("b",), None, "")
        ledger.put("one", 2)
        assert ledger.get("one") == 2


def test_values_are_found_and_forgotten_by_the_beginning_of_their_names(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger", KEY) as ledger:
        for name in ("part:2", "part:10", "part:\u00fc", "part", "parts:1", "paru"):
            ledger.put(name, name.upper())
        assert ledger.each("part:") == {"10": "PART:10", "2": "PART:2", "\u00fc": "PART:\u00dc"}
        assert list(ledger.each("part:")) == ["10", "2", "\u00fc"], "in the order of the names"
        ledger.empty("part:")
        assert ledger.each("part:") == {}
        assert ledger.each("") == {"part": "PART", "parts:1": "PARTS:1", "paru": "PARU"}


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_value_of_which_one_bit_was_changed_is_not_believed(tmp_path: Path, at: int, bit: int) -> None:
    path = tmp_path / "ledger"
    if not path.exists():
        filled(path)
    value = stored(path, "one")
    changed = bytearray(value)
    changed[at % len(value)] ^= 1 << bit
    overwrite(path, "one", bytes(changed))
    with open_ledger(path, KEY) as ledger:
        with pytest.raises(DamagedError, match="`one` in it is not what a build left there"):
            ledger.get("one")
        with pytest.raises(DamagedError, match="`one` in it is not what a build left there"):
            ledger.each("o")
        assert ledger.get("other") == ("b",), "what is whole is still believed"
    overwrite(path, "one", value)
    with open_ledger(path, KEY) as ledger:
        assert ledger.get("one") == VALUE


@pytest.mark.parametrize("size", [0, 1, 15, 16, -1])
def test_a_value_that_was_cut_short_is_not_believed(tmp_path: Path, size: int) -> None:
    path = filled(tmp_path / "ledger")
    overwrite(path, "one", stored(path, "one")[:size])
    with open_ledger(path, KEY) as ledger, pytest.raises(DamagedError, match="`one`"):
        ledger.get("one")


def test_a_value_that_was_put_under_another_name_is_not_believed(tmp_path: Path) -> None:
    path = filled(tmp_path / "ledger")
    overwrite(path, "other", stored(path, "one"))
    with open_ledger(path, KEY) as ledger, pytest.raises(DamagedError, match="`other`"):
        ledger.get("other")


def test_a_value_that_bears_the_mark_of_another_key_is_not_believed(tmp_path: Path) -> None:
    path = filled(tmp_path / "ledger")
    for key in (b"another key", b""):
        with open_ledger(path, key) as ledger, pytest.raises(DamagedError, match="`one`"):
            ledger.get("one")
    with open_ledger(path, KEY) as ledger:
        assert (ledger.get("one"), ledger.aside) == (VALUE, ""), "the ledger itself is whole"


def test_nothing_of_a_value_is_unpacked_that_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path / "ledger")
    overwrite(path, "one", stored(path, "one")[:16] + b"\xff not of marshal")
    monkeypatch.setattr("marshal.loads", lambda data: pytest.fail(f"{bytes(data)!r} was unpacked"))
    with open_ledger(path, KEY) as ledger, pytest.raises(DamagedError):
        ledger.get("one")


def stopped(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.put("kept", 2)
        ledger.put("more", 3)
        ledger.empty("k")
        raise KeyboardInterrupt


def test_a_transaction_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger", KEY) as ledger:
        ledger.put("kept", 1)
        with pytest.raises(KeyboardInterrupt):
            stopped(ledger)
        assert (ledger.get("kept"), ledger.get("more")) == (1, None)
        with ledger.transaction():  # and the ledger is not left in the middle of one
            ledger.put("kept", 4)
    with open_ledger(tmp_path / "ledger", KEY) as ledger:
        assert ledger.get("kept") == 4


def test_a_transaction_is_seen_by_others_only_when_it_is_done(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger", KEY) as ledger, closing(sqlite3.connect(tmp_path / "ledger")) as other:
        with ledger.transaction():
            ledger.put("one", 1)
            assert other.execute("SELECT name FROM parts").fetchall() == []
        assert other.execute("SELECT name FROM parts").fetchall() == [("names",), ("one",)]


def test_a_ledger_that_is_only_read_keeps_nothing_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = filled(tmp_path / "ledger")
    before = path.read_bytes()
    with read_ledger(path, KEY) as ledger:
        assert not ledger.writes
        with ledger.transaction():
            ledger.put("one", 2)
            ledger.empty("o")
        assert ledger.get("one") == VALUE
    assert ([each.name for each in tmp_path.iterdir()], path.read_bytes()) == (["ledger"], before)


def test_a_ledger_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), read_ledger(tmp_path / "ledger", KEY):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("rubbish", [b"", b"not a database, by any means" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_ledger_is_set_aside(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "ledger"
    path.write_bytes(rubbish)
    with open_ledger(path, KEY) as ledger:
        assert ledger.aside == ("file is not a database" if rubbish else "")
        assert ledger.each("") == {}
        ledger.put("one", 1)
    if rubbish:
        assert (tmp_path / "ledger.aside").read_bytes() == rubbish
    with open_ledger(path, KEY) as ledger:
        assert (ledger.get("one"), ledger.aside) == (1, "")


@pytest.mark.parametrize("version", [SCHEMA + 1, SCHEMA - 1, 9999])
def test_a_ledger_of_another_version_is_set_aside(tmp_path: Path, version: int) -> None:
    path = filled(tmp_path / "ledger")
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {version}")
    why = f"it is of version {version}, this program's is {SCHEMA}"
    with pytest.raises(sqlite3.DatabaseError, match=why), read_ledger(path, KEY):
        pass
    with open_ledger(path, KEY) as ledger:
        assert (ledger.aside, ledger.each("")) == (why, {})
    assert stored(tmp_path / "ledger.aside", "other")


def test_a_ledger_of_this_version_with_other_tables_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA}")
    with open_ledger(path, KEY) as ledger:
        assert (ledger.each(""), ledger.aside) == ({}, "no such table: parts")


def test_a_second_damaged_ledger_replaces_the_first_one_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    for rubbish in (b"first " * 100, b"second " * 100):
        path.write_bytes(rubbish)
        with open_ledger(path, KEY) as ledger:
            ledger.put("one", 1)
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
    with open_ledger(tmp_path / "ledger", KEY) as ledger:
        ledger._connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(sqlite3.OperationalError) as caught:
            ledger.put("much", b"x" * 1_000_000)
    fault = machine_fault(caught.value, tmp_path / "ledger")
    assert str(fault) == f"[Errno 28] No space left on device: '{tmp_path / 'ledger'}'"
    assert machine_fault(sqlite3.DatabaseError("file is not a database"), tmp_path / "ledger") is None


def test_where_no_ledger_can_be_made_the_machine_is_at_fault(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    with pytest.raises(OSError, match="unable to open database file"), open_ledger(tmp_path / "ledger", KEY):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["ledger"], "nothing is set aside"


# -- the ledger and the build


def said_by(room: Newsroom) -> list[str]:
    """Build without a problem; return what was said."""
    said: list[str] = []
    with mock.patch.object(Silence, "say", lambda _, text: said.append(text)):
        room.publish()
    return said


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path)
    made.stories(3, tags=["Salt"], actors=["Ann Lee"])
    made.write("content/stories/last.md", article("Last", "2020-02-01", "See [one](story-0001.md). Bob Roe spoke."))
    made.publish()
    return made


def ledger_of(room: Newsroom) -> Path:
    (path,) = (room.root / ".broadsheet").glob("ledger-*.sqlite3")
    return path


PARTS = ("build", "files", "links", "linked", "outputs", "pictures", "records:000001", "subjects:")


def test_these_are_the_parts_of_a_ledger(room: Newsroom) -> None:
    with closing(sqlite3.connect(ledger_of(room))) as other:
        names = {name for (name,) in other.execute("SELECT name FROM parts")}
    assert {name[: len("subjects:")] if name.startswith("subjects:") else name for name in names} == {
        *PARTS,
        "catalog",
        "kept",
        "names",
        "shown",
    }


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("way", ["bit", "name", "key"])
def test_a_ledger_of_which_a_part_is_not_believed_is_set_aside_and_all_is_made_again(room: Newsroom, name: str, way: str) -> None:
    path = ledger_of(room)
    with closing(sqlite3.connect(path)) as other:
        (name,) = other.execute("SELECT min(name) FROM parts WHERE name >= ?", (name,)).fetchone()
    value = stored(path, name)
    if way == "bit":
        value = value[:-1] + bytes((value[-1] ^ 1,))
    elif way == "name":
        value = stored(path, "build" if name != "build" else "files")
    else:
        with open_ledger(room.root / "forged", b"another key") as forged:
            forged.put_packed(name, value[16:])
        value = stored(room.root / "forged", name)
    overwrite(path, name, value)
    room.write("content/actors/bob-roe.md", "---\nname: Bob Roe\n---\n")  # which asks for every part
    why = f"`{name}` in it is not what a build left there"
    assert said_by(room) == [f"the ledger could not be used ({why}); it was set aside, and everything is made again"]
    assert stored(path.with_name(f"{path.name}.aside"), name) == value
    assert room.report is not None
    assert room.report.read == 5
    cold = room.cold()
    cold.publish()
    assert room.site() == cold.site()
    assert "stories/2020/01/story-0002/index.html" not in room.written, "equal bytes are left alone"
    assert (said_by(room), room.written, room.report.read) == ([], (), 0)


def test_a_part_that_nobody_asks_for_is_not_even_looked_at(room: Newsroom) -> None:
    overwrite(ledger_of(room), "subjects:007", b"damaged")
    assert (said_by(room), room.rendered) == ([], ())


def test_a_ledger_that_sqlite_finds_damaged_later_on_is_set_aside_too(room: Newsroom) -> None:
    path = ledger_of(room)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    (said,) = said_by(room)
    assert said.endswith("it was set aside, and everything is made again")
    assert (room.written, said_by(room)) == ((), [])


def test_a_ledger_of_which_two_pages_were_exchanged_gives_nothing_that_was_not_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    names = [f"{part}:{number:02d}" for part in "abc" for number in range(8)]
    with open_ledger(path, KEY) as ledger, ledger.transaction():
        for name in names:
            ledger.put(name, name * 200)
    data, refused = path.read_bytes(), 0
    pages = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    for one, other in combinations(range(1, len(pages)), 2):
        exchanged = [*pages]
        exchanged[one], exchanged[other] = pages[other], pages[one]
        path.write_bytes(b"".join(exchanged))
        with read_ledger(path, KEY) as ledger:
            try:
                found = ledger.each("b:")
            except (DamagedError, sqlite3.DatabaseError):
                refused += 1
            else:
                assert found.items() <= {name[2:]: name * 200 for name in names if name.startswith("b:")}.items()
    assert refused


@pytest.mark.parametrize("name", [*PARTS, "names", "shown"])
def test_a_ledger_that_has_lost_a_part_is_set_aside_and_all_is_made_again(room: Newsroom, name: str) -> None:
    with closing(sqlite3.connect(ledger_of(room))) as other, other:
        (name,) = other.execute("SELECT min(name) FROM parts WHERE name >= ?", (name,)).fetchone()
        other.execute("DELETE FROM parts WHERE name = ?", (name,))
    why = "parts of it are missing"
    assert said_by(room) == [f"the ledger could not be used ({why}); it was set aside, and everything is made again"]
