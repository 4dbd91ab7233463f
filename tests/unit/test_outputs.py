"""Outputs: what was left in the output folder, whether it is still there, and which paths can stand beside one another."""

from __future__ import annotations

import marshal
import os
from array import array
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.catalog.addresses import AddressBook
from broadsheet.engine.outputs import Outputs
from broadsheet.engine.publish import FileState, FolderWriter, digest_of
from broadsheet.engine.work import _may_collide
from broadsheet.problems import Span

PATHS = st.lists(st.sampled_from(["a", "A", "b", "é", "e\u0301", "É", "ß", "ss"]), min_size=1, max_size=3).map("/".join)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
STATES = st.dictionaries(PATHS, st.tuples(st.binary(min_size=32, max_size=32), st.builds(FileState, NUMBERS, NUMBERS, NUMBERS)))


def left(folder: Path, **contents: bytes) -> Outputs:
    """Write outputs; return what the next build knows of them."""
    writer = FolderWriter(str(folder))
    states = {path: (digest_of(data), writer.bring(path, data).state) for path, data in contents.items()}
    return Outputs.of(marshal.loads(marshal.dumps(Outputs.made(states).plain())))


def states_of(outputs: Outputs) -> dict[str, tuple[bytes, FileState]]:
    return {path: state for path in outputs.paths if (state := outputs.get(path))}


@given(STATES)
def test_what_is_known_of_outputs_comes_back_from_plain_values(states: dict[str, tuple[bytes, FileState]]) -> None:
    outputs = Outputs.of(marshal.loads(marshal.dumps(Outputs.made(states).plain())))
    assert states_of(outputs) == states
    assert (len(outputs), outputs.paths) == (len(states), sorted(states))


def test_of_nothing_nothing_is_known() -> None:
    for outputs in (Outputs(), Outputs.of(None), Outputs.made({}), Outputs.of(Outputs.made({}).plain())):
        assert (len(outputs), states_of(outputs), outputs.paths) == (0, {}, [])


def test_files_that_are_as_they_were_left_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = left(tmp_path, a=b"1", b=b"2")
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
    outputs.look(tmp_path)()
    assert (outputs.damaged, outputs.moved) == (set(), {})
    assert {path: digest for path, (digest, _) in states_of(outputs).items()} == {"a": digest_of(b"1"), "b": digest_of(b"2")}


@pytest.mark.parametrize("way", ["gone", "shorter", "same size", "same size and time", "replaced", "folder", "link"])
def test_a_file_that_is_missing_or_has_other_bytes_is_damaged(tmp_path: Path, way: str) -> None:
    site, place = tmp_path / "site", tmp_path / "site" / "a"
    outputs = left(site, a=b"1234", b=b"2")
    before = place.stat()
    if way in ("gone", "folder", "link"):
        place.rename(tmp_path / "elsewhere")
        if way == "folder":
            place.mkdir()
        if way == "link":
            place.symlink_to(tmp_path / "elsewhere")
    elif way == "replaced":
        (site / "c").write_bytes(b"5678")
        (site / "c").replace(place)
    else:
        place.write_bytes(b"123" if way == "shorter" else b"1235")
        if way == "same size and time":
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    outputs.look(site)()
    assert (outputs.damaged, outputs.moved, list(states_of(outputs))) == ({"a"}, {}, ["b"])


def test_a_file_of_the_same_bytes_with_other_times_is_whole_and_its_times_are_noted(tmp_path: Path) -> None:
    outputs = left(tmp_path, a=b"1", b=b"2")
    os.utime(tmp_path / "a", ns=(5, 5))
    outputs.look(tmp_path)()
    state = FileState(1, 5, (tmp_path / "a").stat().st_ctime_ns)
    assert (outputs.damaged, outputs.moved) == (set(), {"a": state})
    assert states_of(outputs)["a"] == (digest_of(b"1"), state)
    again = Outputs.made(states_of(outputs))
    again.look(tmp_path)()
    assert (again.damaged, again.moved) == (set(), {}), "the new state was kept"


def test_outputs_in_a_store_are_compared_by_the_states_it_gives() -> None:
    contents = {"kept": b"1", "touched": b"2", "changed": b"3", "longer": b"4", "gone": b"5", "lost": b"6"}
    was, other = FileState(1, 2, 3), FileState(1, 7, 7)
    outputs = Outputs.made({path: (digest_of(data), was) for path, data in contents.items()})
    asked: list[str] = []

    def read(path: str) -> bytes | None:
        asked.append(path)
        return {"touched": b"2", "changed": b"x"}.get(path)

    states = {"kept": was, "longer": FileState(2, 2, 3), **dict.fromkeys(("touched", "changed", "lost", "others"), other)}
    outputs.compare(states, read)
    assert outputs.damaged == {"changed", "longer", "gone", "lost"}
    assert outputs.moved == {"touched": other}
    assert sorted(asked) == ["changed", "lost", "touched"], "what has another size is not fetched"
    assert states_of(outputs) == {"kept": (digest_of(b"1"), was), "touched": (digest_of(b"2"), other)}


def test_an_empty_object_in_the_place_of_an_empty_output_is_compared_by_its_bytes() -> None:
    outputs = Outputs.made({"empty": (digest_of(b""), FileState(0, 1, 1))})
    outputs.compare({"empty": FileState(0, 2, 2)}, lambda _: b"")
    assert (outputs.damaged, outputs.moved) == (set(), {"empty": FileState(0, 2, 2)})


def test_the_columns_are_as_long_as_the_paths() -> None:
    outputs = Outputs.made({"b": (b"2" * 32, FileState(2, 2, 2)), "a": (b"1" * 32, FileState(1, 1, 1))})
    assert (outputs.sizes, outputs.digests) == (array("q", [1, 2]), b"1" * 32 + b"2" * 32)


def collide(planned: list[str], before: list[str]) -> bool:
    return _may_collide([path for path in planned if path not in before], set(before))


@pytest.mark.parametrize(
    ("planned", "before"),
    [
        (["A/index.html"], ["a/index.html"]),
        (["caf\u00e9.txt"], ["cafe\u0301.txt"]),
        (["a"], ["a/index.html"]),
        (["a/index.html"], ["a"]),
        (["a/index.html", "a"], []),
        (["a/index.html", "A"], []),
        (["a\\b"], []),
        (["x" * 300], []),
    ],
)
def test_addresses_that_cannot_stand_side_by_side_are_noticed(planned: list[str], before: list[str]) -> None:
    assert collide(planned, before)


@pytest.mark.parametrize(
    ("planned", "before"),
    [
        ([], ["a"]),
        (["a/index.html"], ["a/index.json", "b"]),
        (["a/b/index.html", "a/c/index.html"], ["a/index.html"]),
        (["a"], ["a", "b"]),
    ],
)
def test_addresses_that_can_stand_side_by_side_need_no_further_look(planned: list[str], before: list[str]) -> None:
    assert not collide(planned, before)


@settings(max_examples=400)
@given(st.lists(PATHS, max_size=4, unique=True), st.lists(PATHS, max_size=4, unique=True))
@example(["b"], ["b/a"])
def test_no_conflict_that_a_book_of_all_addresses_finds_is_overlooked(planned: list[str], before: list[str]) -> None:
    if any(claims(before)):
        return  # a build with a conflict publishes nothing: what was published has none
    found = any(claims([*before, *(path for path in planned if path not in before)]))
    assert collide(planned, before) or not found


def claims(paths: list[str]) -> list[object]:
    book = AddressBook()
    return [problem for path in paths for problem in book.claim(path, Span("x"))]


@given(STATES, STATES, st.data())
def test_what_was_brought_up_to_date_and_what_is_gone_is_known_next_time(
    before: dict[str, tuple[bytes, FileState]], changed: dict[str, tuple[bytes, FileState]], data: st.DataObject
) -> None:
    gone = set(data.draw(st.lists(st.sampled_from(sorted(before))))) if before else set()
    outputs = Outputs.made(before).amended(changed, gone - changed.keys())
    expected = {path: state for path, state in before.items() if path not in gone} | changed
    assert states_of(outputs) == expected
    assert states_of(Outputs.of(outputs.plain())) == expected


def test_an_output_that_moved_or_is_damaged_is_amended_as_it_is_now() -> None:
    was, now = FileState(1, 2, 3), FileState(1, 9, 9)
    outputs = Outputs.made({path: (digest_of(path.encode()), was) for path in "abc"})
    outputs.moved["a"] = now
    assert states_of(outputs.amended({}, ()))["a"] == (digest_of(b"a"), now)
    outputs.damaged.add("b")
    assert "b" not in outputs
    assert set(states_of(outputs.amended({}, {"c"}))) == {"a"}, "what is damaged and was not made is not known"
