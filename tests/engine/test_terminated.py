"""A build that is ended from outside leaves no process and no lock. `python -m engine.terminations` does it hundreds of times."""

from __future__ import annotations

import os
import random
import signal
import sys
from pathlib import Path

import pytest

from engine import terminations
from engine.terminations import SIGNALS, Scene

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")
MOMENTS = 8


@pytest.mark.parametrize("plant", ["", "untied"])
def test_no_process_and_no_lock_outlives_a_build(tmp_path: Path, plant: str) -> None:
    scene = Scene(tmp_path, plant)
    chance = random.Random(MOMENTS)
    for number in range(2 if plant else MOMENTS):
        signalled = SIGNALS[number % len(SIGNALS)]
        status, wrong = scene.end(signalled, chance.uniform(0.1, 0.9) * scene.length)
        assert wrong == [], signalled
        assert status in (-signalled, 0)


def test_what_outlives_a_build_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene(tmp_path, "keeping and asleep")
    monkeypatch.setattr(terminations, "PATIENCE", 1.0)
    _, wrong = scene.end(signal.SIGTERM, 0.8 * scene.length + 1)
    assert len(wrong) > 1
    assert wrong[-1] == "the lock is held"


def test_a_hang_up_that_is_ignored_ends_nothing(tmp_path: Path) -> None:
    """As under `nohup`."""
    scene = Scene(tmp_path)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert scene.end(signal.SIGHUP, 0.3 * scene.length) == (0, [])
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_fork_has_nothing_of_what_its_parent_keeps(tmp_path: Path) -> None:
    from broadsheet.engine.lifeline import keep, release

    kept, passed = tmp_path / "kept", tmp_path / "passed"
    with kept.open("wb") as ours, passed.open("wb") as shared:
        keep(ours.fileno())
        process = os.fork()
        if not process:
            os.write(ours.fileno(), b"x")
            os.write(shared.fileno(), b"x")
            os._exit(0)
        os.waitpid(process, 0)
        release(ours.fileno())
        process = os.fork()
        if not process:
            os.write(ours.fileno(), b"y")
            os._exit(0)
        os.waitpid(process, 0)
    assert (kept.read_bytes(), passed.read_bytes()) == (b"y", b"x")
