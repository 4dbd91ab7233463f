"""Outputs: what was left in the output folder, whether it is still there, and which paths can stand beside one another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.build.ledger import Ledger, OutputRow, make_scratch
from broadsheet.build.outputs import Outputs
from broadsheet.build.publish import FileState, Writer, digest_of
from broadsheet.catalog.addresses import AddressBook
from broadsheet.problems import Span

PATHS = st.lists(st.sampled_from(["a", "A", "b", "é", "e\u0301", "É", "ß", "ss"]), min_size=1, max_size=3).map("/".join)
SUBJECTS = st.sampled_from(["story:1", "story:2", "tag:x"])


def known(path: str, subject: str = "story:1", template: str = "story.html") -> OutputRow:
    return OutputRow(path, subject, "story", template, "/" + path, "", b"mark", b"digest", 1, 2, 3)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    scratch = make_scratch()
    yield scratch
    scratch.connection.close()


def left(ledger: Ledger, folder: Path, **contents: bytes) -> Outputs:
    """Write outputs and let the ledger know of them."""
    writer = Writer(str(folder))
    for path, data in contents.items():
        _, state = writer.bring(path, data)
        ledger.put("outputs", [known(path)._replace(digest=digest_of(data), size=state[0], mtime=state[1], ctime=state[2])])
    return Outputs(ledger)


def test_files_that_are_as_they_were_left_are_not_read(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = left(ledger, tmp_path, a=b"1", b=b"2")
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
    outputs.verify(tmp_path)
    assert (outputs.damaged, outputs.moved, outputs.rows) == (set(), {}, ledger.outputs())


@pytest.mark.parametrize("way", ["gone", "shorter", "same size", "same size and time", "replaced", "folder", "link"])
def test_a_file_that_is_missing_or_has_other_bytes_is_damaged(ledger: Ledger, tmp_path: Path, way: str) -> None:
    site, place = tmp_path / "site", tmp_path / "site" / "a"
    outputs = left(ledger, site, a=b"1234", b=b"2")
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
    outputs.verify(site)
    assert (outputs.damaged, outputs.moved) == ({"a"}, {})


def test_a_file_of_the_same_bytes_with_other_times_is_whole_and_its_times_are_noted(ledger: Ledger, tmp_path: Path) -> None:
    outputs = left(ledger, tmp_path, a=b"1", b=b"2")
    os.utime(tmp_path / "a", ns=(5, 5))
    outputs.verify(tmp_path)
    state = FileState(1, 5, (tmp_path / "a").stat().st_ctime_ns)
    assert (outputs.damaged, outputs.moved) == (set(), {"a": state})
    assert [row[8:] for row in outputs.moved_rows()] == [outputs["a"][8:]] == [state]
    assert outputs.rows["a"] == outputs["a"], "one by one as all at once"


def test_a_path_that_was_only_claimed_is_damaged_whatever_stands_there(ledger: Ledger, tmp_path: Path) -> None:
    ledger.claim(["a"])
    (tmp_path / "a").write_bytes(b"")
    outputs = Outputs(ledger)
    outputs.verify(tmp_path)
    assert outputs.damaged == {"a"}


@pytest.mark.parametrize("at_once", [False, True])
def test_outputs_are_found_by_path_subject_and_template(ledger: Ledger, tmp_path: Path, at_once: bool) -> None:
    subjects = {"a": "story:1", "a.json": "story:1", "b": "tag:a:b", "c.css": "file:", "claimed": ""}
    ledger.put("outputs", (known(path, subject, f"{path}.html") for path, subject in subjects.items()))
    outputs = Outputs(ledger)
    outputs.verify(tmp_path)
    if at_once:
        assert outputs.rows == ledger.outputs()
    assert len(outputs) == 5
    assert outputs["b"] == ledger.outputs()["b"]
    assert outputs.get("none") is None
    assert sorted(outputs.of_subject("story:1")) == ["a", "a.json"]
    assert outputs.of_subject("story:2") == []
    assert outputs.made_with(["b.html", "a.html", "c.css.html"]) == ["a", "b"], "files have no template"
    assert list(outputs.subjects_of(subjects)) == [("story", "1"), ("story", "1"), ("tag", "a:b")]
    assert sorted(outputs) == sorted(subjects)


@pytest.mark.parametrize("at_once", [False, True])
def test_where_everything_is_made_again_no_fingerprint_counts(ledger: Ledger, at_once: bool) -> None:
    ledger.put("outputs", [known("a")])
    outputs = Outputs(ledger, stale=True)
    row = outputs.rows["a"] if at_once else outputs["a"]
    assert row == known("a")._replace(fingerprint=b"")


def test_outputs_in_a_store_are_compared_by_the_states_it_gives(ledger: Ledger) -> None:
    contents = {"kept": b"1", "touched": b"2", "changed": b"3", "longer": b"4", "gone": b"5", "lost": b"6"}
    for path, data in contents.items():
        ledger.put("outputs", [known(path)._replace(digest=digest_of(data))])
    ledger.claim(["claimed"])
    asked: list[str] = []

    def read(path: str) -> bytes | None:
        asked.append(path)
        return {"touched": b"2", "changed": b"x"}.get(path)

    was, other = FileState(1, 2, 3), FileState(1, 7, 7)
    states = {"kept": was, "longer": FileState(2, 2, 3), **dict.fromkeys(("touched", "changed", "lost", "claimed"), other)}
    outputs = Outputs(ledger)
    outputs.compare(states, read)
    assert outputs.damaged == {"changed", "longer", "gone", "lost", "claimed"}
    assert outputs.moved == {"touched": other}
    assert sorted(asked) == ["changed", "lost", "touched"], "what has another size, or was only claimed, is not fetched"


def conflict(planned: dict[str, str], kept: dict[str, str]) -> bool:
    with closing(make_scratch().connection) as connection:
        outputs = Outputs(Ledger(connection, Path()))
        return outputs.may_conflict(planned, {path: known(path, subject) for path, subject in kept.items()})


@pytest.mark.parametrize(
    ("planned", "kept"),
    [
        ({"a/index.html": "story:1"}, {"a/index.html": "story:2"}),
        ({"a/index.html": "story:1"}, {"A/index.html": "story:2"}),
        ({"caf\u00e9.txt": "story:1"}, {"cafe\u0301.txt": "file:"}),
        ({"a": "story:1"}, {"a/index.html": "story:2"}),
        ({"a/index.html": "story:1"}, {"a": "story:2"}),
        ({"a/index.html": "story:1", "a": "story:2"}, {}),
        ({"a/index.html": "story:1", "A": "story:1"}, {}),
        ({"a\\b": "story:1"}, {}),
        ({"x" * 300: "story:1"}, {}),
    ],
)
def test_addresses_that_cannot_stand_side_by_side_are_noticed(planned: dict[str, str], kept: dict[str, str]) -> None:
    assert conflict(planned, kept)


@pytest.mark.parametrize(
    ("planned", "kept"),
    [
        ({}, {"a": "story:1"}),
        ({"a/index.html": "story:1"}, {"a/index.json": "story:2", "b": "story:2"}),
        ({"a/b/index.html": "story:1", "a/c/index.html": "story:1"}, {"a/index.html": "tag:x"}),
        ({"a": "story:1"}, {"a": "story:1", "b": "story:2"}),
    ],
)
def test_addresses_that_can_stand_side_by_side_need_no_further_look(planned: dict[str, str], kept: dict[str, str]) -> None:
    assert not conflict(planned, kept)


@settings(max_examples=400)
@given(st.dictionaries(PATHS, SUBJECTS, max_size=4), st.dictionaries(PATHS, SUBJECTS, max_size=4))
@example({"b": "story:1"}, {"b/a": "story:1"})
def test_no_conflict_that_a_book_of_all_addresses_finds_is_overlooked(planned: dict[str, str], kept: dict[str, str]) -> None:
    kept = {path: subject for path, subject in kept.items() if subject not in planned.values()}
    if any(claims(kept)):
        return  # a build with a conflict publishes nothing: what is kept has none
    found = any(claims([*kept, *planned]))
    assert conflict(planned, kept) or not found


def claims(paths: dict[str, str] | list[str]) -> list[object]:
    book = AddressBook()
    return [problem for path in paths for problem in book.claim(path, Span("x"))]
