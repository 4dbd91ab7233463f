"""Any executor makes the same site as this process does by itself, cold and warm; what befalls a worker does not spoil it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.engine.distant import Pool
from broadsheet.engine.ledger import open_ledger
from broadsheet.engine.pipeline import BuildOptions, Report, build
from broadsheet.engine.report import Silence
from broadsheet.key import read_key
from engine import disturbances, edits
from engine.archive import Archive, some_archive
from engine.builds import Built, build_here, cold_build, differing, site_of
from engine.property import KINDS, Step, warm_equals_cold
from engine.property import build as build_alone
from engine.sabotage import be_another_version, die_at, fill_the_disk
from newsroom import SUMS, Newsroom, article

EXAMPLES = int(os.environ.get("BROADSHEET_EXECUTOR_EXAMPLES", "1"))


class Voice(Silence):
    """A reporter that keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return some_archive(tmp_path.resolve() / "publication", 7, 3)


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(3) as executor:
        yield executor


def spawning(size: int = 2, **options: Any) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(size, mp_context=multiprocessing.get_context("spawn"), **options)


def built(archive: Archive, executor: Executor, voice: Voice | None = None) -> Report:
    pool = Pool(executor, 2, enough=0)
    output = "" if archive.output == "site" else str(archive.site)
    options = BuildOptions(
        clock=archive.clock, key=read_key(), output=output, relative=archive.relative, drafts=archive.drafts, pool=pool
    )
    return build(archive.root, options, voice)


def same_as_cold(archive: Archive) -> None:
    assert differing(site_of(archive.site), cold_build(archive)[1]) == []
    assert list((archive.root / ".broadsheet/scratch").glob("snapshot-*")) == []


def by_threads(archive: Archive, step: Step) -> Built:
    """Build as the step says: by this process and its own, or by the threads of an executor."""
    if step.seed % 3 == 0:
        return build_alone(archive, step)
    workers = step.workers or 2
    with ThreadPoolExecutor(workers) as executor:

        @contextlib.contextmanager
        def pool(_address: str, _root: Path) -> Iterator[Pool]:
            yield Pool(executor, workers, enough=step.seed % 2 * 8)

        with mock.patch("broadsheet.engine.cluster.cluster_at", pool):
            return build_here(archive.root, "--cluster", "threads", *archive.switches)


@settings(max_examples=EXAMPLES)
@given(st.integers(4, 10), st.integers(0, 40), KINDS["wild"].steps)
def test_after_any_edits_a_build_by_an_executor_equals_a_cold_one(stories: int, variety: int, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        warm_equals_cold(some_archive(Path(folder).resolve() / "publication", stories, variety), steps, by_threads)


def several_edits(archive: Archive) -> None:
    """Change a body, a title, a name, a template; add and remove."""
    edits.title(archive, 2, 1)
    edits.take_out(archive, 5, 0)
    edits.newest(archive, 3, 4)
    archive.articles[0].body = "Omar Haddad came to Norway. See [the port](/countries/norway/)."
    disturbances.macro(archive, 1, 1)
    archive.save()


def test_threads_make_the_same_site_cold_and_warm(archive: Archive, threads: Executor) -> None:
    built(archive, threads)
    same_as_cold(archive)
    several_edits(archive)
    assert built(archive, threads).published
    same_as_cold(archive)


def test_spawned_processes_make_the_same_site_and_a_local_build_finds_nothing_to_do(archive: Archive) -> None:
    with spawning() as executor:
        built(archive, executor)
        same_as_cold(archive)
        several_edits(archive)
        built(archive, executor)
        same_as_cold(archive)
    again = build_here(archive.root, *archive.switches)
    assert {name: again.event[name] for name in ("read", "rendered", "written", "removed")} == {
        "read": 0,
        "rendered": 0,
        "written": 0,
        "removed": 0,
    }


def test_a_local_build_goes_on_where_workers_that_kept_the_bodies_left_off(archive: Archive, threads: Executor) -> None:
    built(archive, threads)
    disturbances.macro(archive, 1, 1)  # every page is made again from a body that is not in the ledger
    archive.save()
    assert build_here(archive.root, *archive.switches).status == 0
    same_as_cold(archive)


def test_a_name_is_linked_in_bodies_that_nobody_can_search(newsroom: Callable[..., Newsroom], threads: Executor) -> None:
    room = newsroom()
    room.write("content/stories/salt.md", article("Salt", "2026-02-03", "Omar Haddad spoke of salt."))
    room.publish(pool=Pool(threads, 2, enough=0))
    room.write("content/actors/omar-haddad.md", "---\nname: Omar Haddad\n---\n")
    room.publish()
    assert '<a href="/actors/omar-haddad/"' in room.page("/stories/2026/02/salt/").partition("<article")[2]
    cold = room.cold()
    cold.publish()
    assert room.site() == cold.site()


def test_workers_find_that_what_was_made_here_need_not_be_made_again(archive: Archive, threads: Executor) -> None:
    assert build_here(archive.root, *archive.switches).status == 0
    (path,) = (archive.root / ".broadsheet").glob("ledger-*.sqlite3")
    with open_ledger(path, read_key()) as ledger, ledger.transaction():
        for part, subjects in ledger.each("subjects:").items():  # so every page is looked at
            ledger.put(f"subjects:{part}", {name: (b"", *rest) for name, (_, *rest) in subjects.items()})
    archive.others["static/more.txt"] = b"more"
    archive.save()
    report = built(archive, threads)
    assert (report.rendered > 100, report.written) == (True, 1 + len(SUMS))


class Failing(Executor):
    """An executor that loses every other task."""

    def __init__(self, inner: Executor) -> None:
        self.inner = inner
        self.number = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.number += 1
        if self.number % 2:
            return self.inner.submit(fn, *args, **kwargs)
        future: Future[Any] = Future()
        future.set_exception(KeyError("the worker has gone"))
        return future


def test_what_an_executor_loses_is_done_here_and_said_once(archive: Archive, threads: Executor) -> None:
    voice = Voice()
    built(archive, Failing(threads), voice)
    assert [text for text in voice.said if "lost" in text] == [
        "a worker was lost (KeyError: 'the worker has gone'); its work is done here"
    ] * 2  # of those that read, and of those that write
    same_as_cold(archive)


def test_processes_that_are_killed_do_not_spoil_it(archive: Archive) -> None:
    voice = Voice()
    with spawning(initializer=die_at, initargs=(3,)) as executor:
        built(archive, executor, voice)
    assert any("BrokenProcessPool" in text for text in voice.said)
    same_as_cold(archive)


class Deaf(Executor):
    """An executor that never does anything."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()


def test_where_there_is_no_worker_left_the_work_is_done_here(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.engine.distant._LOOK_AGAIN", 0.01)
    pool = Pool(Deaf(), 2, enough=0, alive=lambda: False)
    assert build(archive.root, BuildOptions(clock=archive.clock, key=read_key(), pool=pool)).published
    same_as_cold(archive)


def test_a_full_disk_of_a_worker_ends_the_build_and_the_next_one_repairs(archive: Archive) -> None:
    with spawning(initializer=fill_the_disk) as executor, pytest.raises(OSError, match="No space left"):
        built(archive, executor)
    assert list((archive.root / ".broadsheet/scratch").glob("snapshot-*")) == []
    assert build_here(archive.root, *archive.switches).status == 0
    same_as_cold(archive)


def test_a_worker_with_another_version_ends_the_build(archive: Archive) -> None:
    with (
        spawning(1, initializer=be_another_version) as executor,
        pytest.raises(
            OSError, match=r"a worker has another program than this process: broadsheet 0\.0\.1 \w+ instead of 0\.1\.0"
        ),
    ):
        built(archive, executor)
    assert not archive.site.exists()


def test_a_few_things_are_done_in_the_process_itself(archive: Archive) -> None:
    assert build(archive.root, BuildOptions(clock=archive.clock, key=read_key(), pool=Pool(Deaf(), 2))).published
    same_as_cold(archive)


def test_nothing_is_forked_beside_the_threads_of_an_executor(archive: Archive, threads: Executor) -> None:
    archive.save()
    pool = Pool(threads, 2, enough=0)
    options = BuildOptions(clock=archive.clock, key=read_key(), workers=2)
    assert "looked beside" not in build(archive.root, options._replace(pool=pool)).ways
    assert "looked beside" not in build(archive.root, options._replace(pool=pool)).ways
    assert "looked beside" in build(archive.root, options).ways
