"""A build on a Dask cluster gives the same bytes as a local one, whatever befalls its workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.cli import main
from broadsheet.engine import cluster
from broadsheet.engine.distant import Pool
from broadsheet.engine.pipeline import BuildOptions, build
from broadsheet.key import read_key
from engine import disturbances, edits, sabotage
from engine.archive import Archive, some_archive
from engine.builds import Built, build_here, cold_build, differing, site_of
from engine.test_executors import Voice, several_edits
from newsroom import Newsroom

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("default")  # those of the packages that a cluster takes
HOST = Path(__file__).with_name("cluster_host.py")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two worker processes."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOST.parents[1]), os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen(
        [sys.executable, str(HOST), "2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.communicate(timeout=200)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return some_archive(tmp_path.resolve() / "publication", 7, 3)


def built(archive: Archive, address: str, voice: Voice | None = None) -> None:
    with cluster.cluster_at(address, archive.root) as pool:
        every = Pool(pool.executor, pool.size, 0, pool.alive, pool.release)
        assert build(archive.root, BuildOptions(clock=archive.clock, key=read_key(), pool=every), voice).published


def same_as_cold(archive: Archive) -> None:
    assert differing(site_of(archive.site), cold_build(archive)[1]) == []
    assert sorted(path.name for path in (archive.root / ".broadsheet").iterdir() if path.name.startswith(("snap", "probe"))) == []


def nothing_to_do(built: Built) -> None:
    assert built.status == 0
    assert [built.event[name] for name in ("read", "rendered", "written", "removed")] == [0, 0, 0, 0]


def _client(address: str) -> Any:
    return cluster._client(distributed, address, address)  # patient with a busy machine


def test_two_worker_processes_make_the_same_site_cold_and_warm(archive: Archive, address: str) -> None:
    built(archive, address)
    same_as_cold(archive)
    several_edits(archive)
    built(archive, address)
    same_as_cold(archive)
    nothing_to_do(build_here(archive.root, *archive.switches))
    edits.title(archive, 1, 1)
    archive.save()
    assert build_here(archive.root, *archive.switches).status == 0
    same_as_cold(archive)


def test_a_worker_that_is_killed_in_the_middle_does_not_spoil_it(archive: Archive, address: str, tmp_path: Path) -> None:
    voice = Voice()
    once = tmp_path / "killed"
    with _client(address) as client:
        client.run(sabotage.die_at, 3, str(once))
    built(archive, address, voice)
    assert once.exists()
    assert [text.partition(":")[0] for text in voice.said] == ["a worker was lost (KilledWorker"]
    same_as_cold(archive)
    disturbances.macro(archive, 1, 1)
    archive.save()
    built(archive, address)
    same_as_cold(archive)


def test_the_command_line_shares_the_work_with_a_cluster(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    room = Newsroom(tmp_path.resolve())
    room.stories(101, tags=["Peace"], body="See [the first](story-0001.md).")
    file = tmp_path / "scheduler.json"
    file.write_text(json.dumps({"address": address}))
    clock = ("--clock", "2026-03-01T12:00:00Z")
    assert main(["build", str(room.root), *clock, "--cluster", str(file), "--workers", "1"]) == 0
    assert "101 stories" in capsys.readouterr().out
    local = room.cold()
    assert main(["build", str(local.root), *clock]) == 0
    assert room.site() == local.site()


def test_nobody_there(archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    assert main(["build", str(archive.root), "--cluster", "127.0.0.1:1"]) == 3
    assert capsys.readouterr().err.splitlines()[-1] == "broadsheet: no scheduler answers at tcp://127.0.0.1:1"
    assert not archive.site.exists()


@pytest.mark.parametrize("failures", [2, 9])
def test_a_machine_that_is_busy_for_a_moment(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failures: int
) -> None:
    answers = iter([AssertionError()] * failures + [TimeoutError()])

    def no_thread_yet(*_: object, **__: object) -> None:
        raise next(answers)

    monkeypatch.setattr(distributed, "Client", no_thread_yet)
    assert main(["build", str(archive.root), "--cluster", "127.0.0.1:1"]) == 3
    said = "no scheduler answers at" if failures == 2 else "this machine is too busy to ask the scheduler at"
    assert capsys.readouterr().err.splitlines()[-1] == f"broadsheet: {said} tcp://127.0.0.1:1"


def test_what_is_no_address(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(archive.root), "--cluster", "nowhere.json"]) == 2
    assert "`nowhere.json` is neither an address such as tcp://host:8786 nor a scheduler file" in capsys.readouterr().err
    assert main(["build", str(archive.root), "--cluster", "strange://host:1"]) == 2
    assert "`strange://host:1` is no address of a scheduler" in capsys.readouterr().err


def test_a_worker_with_another_version(archive: Archive, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with _client(address) as client:
        client.run(sabotage.be_another_version)
        try:
            assert main(["build", str(archive.root), "--cluster", address]) == 3
        finally:
            client.run(sabotage.be_this_version)
    assert "has other programs than this machine: broadsheet 0.0.1 " in capsys.readouterr().err
    assert not archive.site.exists()


def test_a_worker_that_does_not_see_the_publication(
    archive: Archive, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "look_around", sabotage.see_nothing)
    assert main(["build", str(archive.root), "--cluster", address]) == 3
    assert "does not see the publication: share its folder, under the same path" in capsys.readouterr().err


def test_a_missing_package_is_named(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["build", str(archive.root), "--cluster", "tcp://127.0.0.1:1"]) == 2
    assert "pip install 'broadsheet[cluster]'" in capsys.readouterr().err
