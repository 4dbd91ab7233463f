"""Workers: any number of processes makes the same site, and what befalls one of them befalls the build."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.engine.publish import Brought, FolderWriter
from newsroom import CLOCK, Newsroom

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork: one process does it all")


@pytest.fixture
def room(newsroom: Callable[..., Newsroom]) -> Newsroom:
    room = newsroom()
    room.stories(12, tags=["Peace"], countries=["NO", "SE"], actors=["Ann Lee"])
    return room


def test_any_number_of_workers_makes_the_same_bytes_and_the_same_report(room: Newsroom) -> None:
    alone = room.publish(workers=1)
    site = room.site()
    for number in (2, 3, 64):
        other = room.cold()
        report = other.publish(workers=number)
        assert other.site() == site
        assert (report.files, report.written, report.kinds) == (alone.files, alone.written, alone.kinds)


def test_a_second_build_by_several_workers_writes_nothing(room: Newsroom) -> None:
    room.publish(workers=2)
    report = room.publish(workers=2)
    assert (report.written, report.unchanged) == (0, report.files)


def test_a_page_that_fails_in_a_worker_is_a_problem_and_keeps_its_file(room: Newsroom) -> None:
    room.publish(workers=2)
    before = room.site()["404.html"]
    room.write("templates/404.html", "{{ page.nothing }}")
    room.build(workers=2)
    assert room.codes == ["bad-template"]
    assert room.site()["404.html"] == before


def test_a_full_disk_in_a_worker_ends_with_3_and_the_next_build_repairs(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real, parent = FolderWriter.bring, os.getpid()

    def full(self: FolderWriter, path: str, data: bytes) -> Brought:
        if os.getpid() != parent:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        return real(self, path, data)

    monkeypatch.setattr(FolderWriter, "bring", full)
    assert main(["build", str(room.root), "--clock", CLOCK, "--workers", "2"]) == 3
    assert "no space left on device: " in capsys.readouterr().err
    monkeypatch.undo()
    room.publish(workers=2)
    cold = room.cold()
    cold.publish()
    assert room.site() == cold.site()


def test_a_worker_that_is_killed_ends_the_build_and_the_next_one_repairs(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real, parent = FolderWriter.bring, os.getpid()

    def deadly(self: FolderWriter, path: str, data: bytes) -> Brought:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, path, data)

    monkeypatch.setattr(FolderWriter, "bring", deadly)
    assert main(["build", str(room.root), "--clock", CLOCK, "--workers", "2"]) == 3
    assert "a worker process ended with status -9" in capsys.readouterr().err
    monkeypatch.undo()
    room.publish(workers=2)
    cold = room.cold()
    cold.publish()
    assert room.site() == cold.site()


@pytest.mark.parametrize("wanted", ["0", "65", "two", "-1"])
def test_what_is_no_number_of_workers_is_a_usage_error(room: Newsroom, wanted: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", str(room.root), "--workers", wanted])
    assert ended.value.code == 2


def test_the_temporary_files_of_workers_do_not_meet(room: Newsroom) -> None:
    room.publish(workers=3)
    assert not Path(room.output, ".broadsheet-tmp").exists()
