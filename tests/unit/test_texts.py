"""Texts: bodies laid aside by who read them, or read again from sources that must still be what they were."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.catalog.records import Record, record_of
from broadsheet.content.scan import SourceFile
from broadsheet.engine.publish import FolderWriter
from broadsheet.engine.texts import PREFIX, Spool, Texts, taken_in
from broadsheet.engine.workers import Forks
from broadsheet.model import Body, FreePage
from newsroom import Newsroom, article

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="there, bodies stay in memory")
BODIES = st.builds(Body, st.text(st.characters(), min_size=1), st.just(()), st.lists(st.text()).map(tuple), st.integers(0, 9))


def nobody(file: SourceFile) -> Iterable[tuple[Record, Body]]:
    pytest.fail(f"{file.path} was read again")


def file_at(path: str) -> SourceFile:
    return SourceFile(path, "page", (0, 0, 0, 0))


def record(path: str, body: Body) -> Record:
    return record_of(FreePage(path, "T", "t"), body)


@given(st.lists(BODIES, max_size=6))
def test_bodies_that_were_laid_aside_come_back(tmp_path: Path, bodies: list[Body]) -> None:
    spool = Spool(tmp_path / "state")
    places = {str(number): spool.put(body) for number, body in enumerate(bodies)}
    handles = taken_in(tmp_path / "state", places)
    texts = Texts({owner: b"stamp" for owner in places}, file_at, nobody, places, handles)
    for number in (*range(len(bodies)), *reversed(range(len(bodies)))):
        assert texts[str(number)] == bodies[number]
    assert (len(texts), list(texts)) == (len(bodies), list(places))
    for handle in handles.values():
        os.close(handle)


@needs_fork
def test_a_file_of_bodies_is_read_by_nobody_else_and_has_no_name_once_all_are_read(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    places = {"a": spool.put(Body("<p>a</p>"))}
    (file,) = tmp_path.iterdir()
    assert file.name.startswith(PREFIX)
    assert file.stat().st_mode & 0o777 == 0o600
    handles = taken_in(tmp_path, places)
    assert list(tmp_path.iterdir()) == []
    assert Texts({"a": b"s"}, file_at, nobody, places, handles)["a"].html == "<p>a</p>"


@needs_fork
def test_every_process_lays_aside_in_a_file_of_its_own(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    own = spool.put(Body("<p>own</p>"))

    def work(number: int) -> tuple[int, object]:
        return os.getpid(), spool.put(Body(f"<p>{number}</p>"))

    done = list(enumerate(Forks(3).work("test", work, list(range(12)))))
    files = {process: place[0] for _, (process, place) in done}
    assert len(set(files.values())) == len(files) > 1
    assert isinstance(own, tuple)
    assert files.pop(os.getpid()) == own[0]
    assert own[0] not in files.values()
    places = {place: place for _, (_, place) in done} | {own: own}
    handles = taken_in(tmp_path, {str(place): place for place in places})
    texts = Texts({str(place): b"s" for place in places}, file_at, nobody, {str(place): place for place in places}, handles)
    assert {texts[str(place)].html for place in places} == {"<p>own</p>", *(f"<p>{number}</p>" for number in range(12))}


def test_where_nothing_can_be_forked_bodies_stay_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    body = Body("<p>a</p>")
    places = {"a": Spool(tmp_path).put(body)}
    assert places == {"a": body}
    assert list(tmp_path.iterdir()) == []
    assert Texts({"a": b"s"}, file_at, nobody, places, taken_in(tmp_path, places))["a"] == body


def test_a_system_that_writes_a_few_bytes_at_a_time_lays_aside_whole_bodies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:3]))
    spool = Spool(tmp_path)
    places = {name: spool.put(Body(f"<p>{name * 50}</p>")) for name in "ab"}
    monkeypatch.undo()
    texts = Texts({"a": b"s", "b": b"s"}, file_at, nobody, places, taken_in(tmp_path, places))
    assert (texts["a"].html, texts["b"].html) == (f"<p>{'a' * 50}</p>", f"<p>{'b' * 50}</p>")


def test_a_body_that_was_not_laid_aside_is_read_from_its_source_and_a_file_of_many_only_once() -> None:
    one, two = Body("<p>1</p>"), Body("<p>2</p>")
    found = [(record("one", one), one), (record("two", two), two)]
    read: list[str] = []

    def reading(file: SourceFile) -> Iterable[tuple[Record, Body]]:
        read.append(file.path)
        return found

    stamps = {each.owner: each.body for each, _ in found}
    texts = Texts({**stamps, "empty": b""}, lambda _: file_at("content/many.jsonl"), reading)
    assert (texts["one"], texts["two"], texts["one"], texts["two"]) == (one, two, one, two)
    assert read == ["content/many.jsonl"]
    assert (texts["empty"], texts["none"]) == (Body(""), Body("")), "which needs no look"


@pytest.mark.parametrize("now", ["another text", "nothing"])
def test_a_source_that_changed_meanwhile_is_an_error_that_says_so(now: str) -> None:
    before, after = Body("<p>1</p>"), Body("<p>2</p>")
    found = [(record("one", after), after)] if now == "another text" else []
    texts = Texts({"one": record("one", before).body}, lambda _: file_at("content/one.md"), lambda _: found)
    with pytest.raises(OSError, match="it was changed while the archive was built; build again") as caught:
        texts["one"]
    assert (caught.value.errno, caught.value.filename) == (errno.EBUSY, "content/one.md")


def test_a_build_whose_source_changes_under_it_says_so_and_the_next_one_is_right(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    for name in ("one", "two", "three"):
        room.write(f"content/stories/{name}.md", article(name.title(), "2020-01-01", f"Text of {name}."))
    room.publish()
    room.write("templates/story.html", '{% extends "base.html" %}{% block main %}{{ page.body }}{% endblock %}\n')
    real, state = FolderWriter.bring, {"changed": False}

    def bring(writer: FolderWriter, path: str, data: bytes) -> object:
        if not state["changed"]:
            state["changed"] = True
            for name in ("one", "two", "three"):
                room.write(f"content/stories/{name}.md", article(name.title(), "2020-01-01", f"Another text of {name}."))
        return real(writer, path, data)

    with (
        mock.patch.object(FolderWriter, "bring", bring),
        pytest.raises(OSError, match="changed while the archive was built") as caught,
    ):
        room.build(workers=1)
    assert str(caught.value.filename).startswith("content/stories/")
    room.publish()
    cold = room.cold()
    cold.publish()
    assert room.site() == cold.site()
    assert [path.name for path in (room.root / ".broadsheet").iterdir() if path.name.startswith(PREFIX)] == []


def test_what_a_build_that_was_killed_has_laid_aside_is_cleared_away(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.stories(2)
    (room.root / ".broadsheet" / "scratch").mkdir(parents=True)
    (room.root / ".broadsheet" / "scratch" / f"{PREFIX}0123").write_bytes(b"x" * 100)
    room.publish()
    assert sorted(path.name.partition("-")[0] for path in (room.root / ".broadsheet").iterdir() if path.is_file()) == [
        "config",
        "ledger",
        "lock",
    ]
