"""Crews: every batch is worked once by whichever process has time, and what befalls a worker befalls the work."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.config import Config
from broadsheet.engine import lifeline, session
from broadsheet.engine.configuration import SCRATCH, STATE
from broadsheet.engine.readings import Inputs
from broadsheet.engine.workers import Crew, Forks, batches_of, begin, crew_for
from newsroom import Newsroom, article

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
BATCHES = [[number, number + 1] for number in range(0, 60, 2)]


def doubled(batch: list[int]) -> list[int]:
    return [2 * number for number in batch]


def children() -> set[int]:
    """Return the processes that this one has started and that have not been waited for."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, _, rest = status.read_text().partition(" (")
        except OSError:
            continue
        if rest.rpartition(") ")[2].split()[1] == str(os.getpid()):
            found.add(int(number))
    return found


@pytest.mark.parametrize("crew", [Forks(1), Forks(2), Forks(3), Forks(50)], ids=lambda crew: f"{crew.size}")
@needs_fork
def test_every_batch_is_worked_once_by_whichever_worker(crew: Crew) -> None:
    done = list(crew.work("test", doubled, BATCHES))
    assert sorted(done) == [doubled(batch) for batch in BATCHES]


@pytest.mark.parametrize("crew", [Forks(1), Forks(2)], ids=["alone", "forks"])
@needs_fork
def test_without_batches_nothing_is_done(crew: Crew) -> None:
    assert list(crew.work("test", doubled, [])) == []


def test_one_who_is_alone_works_here_in_order_and_only_when_the_result_is_wanted() -> None:
    seen: list[int] = []

    def work(batch: int) -> int:
        seen.append(batch)
        return os.getpid()

    working = Forks(1).work("test", work, [1, 2, 3])
    assert seen == []
    assert next(working) == os.getpid()
    assert seen == [1]
    assert list(working) == [os.getpid()] * 2
    assert seen == [1, 2, 3]


@needs_fork
def test_forks_share_what_was_prepared_and_this_process_works_too() -> None:
    prepared = {"x": object()}
    done = list(Forks(2).work("test", lambda batch: (os.getpid(), id(prepared["x"])), [0] * 8))
    assert {seen for _, seen in done} == {id(prepared["x"])}
    workers = {process for process, _ in done}
    assert len(workers) == 2
    assert os.getpid() in workers


@needs_fork
def test_no_more_processes_are_started_than_there_are_batches() -> None:
    done = list(Forks(16).work("test", lambda batch: os.getpid(), [0, 1]))
    assert len(set(done)) == 2


@needs_fork
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="nothing shows the processes there")
@pytest.mark.parametrize("end", ["done", "left", "fault"])
def test_no_process_stays_behind(end: str) -> None:
    def work(batch: int) -> int:
        if end == "fault" and batch == 3:
            raise PermissionError(errno.EACCES, "denied")
        return batch

    def use(results: Iterator[Any]) -> None:
        for result in results:
            if end == "left" and result == 2:
                results.close()  # type: ignore[attr-defined]
                return

    before = children()
    try:
        use(Forks(3).work("test", work, list(range(9))))
    except PermissionError:
        assert end == "fault"
    assert children() == before


@needs_fork
@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "site/a"), (errno.ENOSPC, "No space left on device", "site/a")),
        (PermissionError(errno.EACCES, "Permission denied"), (errno.EACCES, "Permission denied", "")),
        (OSError("odd"), (errno.EIO, "odd", "")),
    ],
    ids=["file", "no-file", "words"],
)
def test_the_fault_that_a_worker_met_is_raised_here(error: OSError, shown: tuple[int, str, str]) -> None:
    here = os.getpid()

    def work(batch: int) -> int:
        if os.getpid() != here:
            raise error
        return batch

    with pytest.raises(OSError) as raised:  # noqa: PT011  # what it says is looked at below
        list(Forks(2).work("test", work, list(range(20))))
    assert (raised.value.errno, raised.value.strerror, raised.value.filename or "") == shown


@needs_fork
@pytest.mark.parametrize("size", [2, 4])
def test_a_worker_that_is_killed_is_a_fault_and_what_the_others_do_is_still_done(size: int) -> None:
    here = os.getpid()

    def work(batch: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return batch

    done: list[int] = []
    with pytest.raises(OSError, match="a worker process ended with status -9"):
        done.extend(Forks(size).work("test", work, list(range(20))))
    assert len(done) == len(set(done)) == 20 - (size - 1), "each worker has lost what it was at"


@needs_fork
def test_a_worker_that_breaks_a_promise_ends_the_work(capfd: pytest.CaptureFixture[str]) -> None:
    here = os.getpid()

    def work(batch: int) -> int:
        return 1 // (batch if os.getpid() == here else 0)

    with pytest.raises(OSError, match="a worker process ended with status 1"):
        list(Forks(2).work("test", work, [1, 1, 1]))
    assert "ZeroDivisionError" in capfd.readouterr().err


@needs_fork
def test_several_processes_are_used_when_there_is_enough_to_do_or_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    def size(number: int, wanted: int = 0) -> int:
        return crew_for(number, wanted, 400).size

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert (size(0), size(399), size(400), size(1, 5), size(100_000, 1)) == (1, 1, 2, 5, 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    assert size(100_000) == 8


def test_where_no_process_can_be_forked_one_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    assert crew_for(100_000, 4, 1).size == 1


@given(st.lists(st.integers(), max_size=300), st.integers(1, 9), st.integers(1, 50))
def test_batches_hold_everything_once_and_are_never_empty_nor_too_large(things: list[int], crew: int, most: int) -> None:
    batches = batches_of(things, crew, most)
    assert sorted(thing for batch in batches for thing in batch) == sorted(things)
    assert all(0 < len(batch) <= most for batch in batches)
    assert len(batches) >= min(crew, len(things))


@needs_fork
def test_what_is_begun_in_another_process_is_waited_for() -> None:
    seen = os.getpid()
    assert begin(lambda: f"{os.getpid() != seen}".encode())() == b"True"


@needs_fork
def test_what_another_process_could_not_tell_is_done_here() -> None:
    here = os.getpid()

    def look() -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"looked"

    assert begin(look)() == b"looked"


@needs_fork
def test_what_was_begun_is_waited_for_when_the_build_fails(
    newsroom: Callable[[], Newsroom], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = newsroom()
    room.publish()
    before = children()

    def fail(root: Path, config: Config) -> Inputs:
        raise PermissionError(errno.EACCES, "denied", str(root), None, config.title)

    monkeypatch.setattr(session, "find_inputs", fail)
    with pytest.raises(PermissionError):
        room.build(workers=2)
    assert children() == before
    assert not lifeline._kept()


def test_nothing_stays_of_what_was_read_when_it_changes_nothing(newsroom: Callable[[], Newsroom]) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2020-01-02"))
    room.publish()
    room.write("content/stories/a.md", article("A", "2020-01-02") + "\n")
    room.publish()
    assert not (room.root / STATE / SCRATCH).exists()
