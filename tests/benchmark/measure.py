"""One run measured: wall time, CPU and memory of a command with every process that it starts.

CPU is what the system accounts to the command and to the processes it has waited for. Memory is the largest sum, over all its
processes at one moment, of the proportional set size: pages that processes share are counted once. What other programs took of
the machine meanwhile is measured too, so that a disturbed run can be told from a quiet one. Linux only.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.05
_SHARE = 50  # a sample may take one part in so many of the time; a large process is dear to look at
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took, in seconds and megabytes. `foreign` is the number of cores that others kept busy."""

    wall: float
    cpu: float
    memory: float
    foreign: float


class Failed(Exception):
    """A generator ended with an error."""


class MemoryWatch:
    """Samples the memory of a session of processes, by the id of the process that leads it, until it is stopped."""

    def __init__(self, leader: int) -> None:
        self._leader = leader
        self._ours: dict[int, bool] = {}
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.peak = 0.0  # megabytes
        self._thread.start()

    def stop(self) -> float:
        """End the sampling and return the peak in megabytes."""
        self._end.set()
        self._thread.join()
        return self.peak

    def _watch(self) -> None:
        pause = 0.0
        while not self._end.wait(pause):
            started = time.perf_counter()
            self.peak = max(self.peak, self._now())
            pause = max(_PAUSE, (time.perf_counter() - started) * _SHARE)

    def _now(self) -> float:
        total = 0
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal() and int(folder.name) >= self._leader and self._is_ours(int(folder.name)):
                total += _proportional_size(folder)
        return total / 1024

    def _is_ours(self, process: int) -> bool:
        known = self._ours.get(process)
        if known is None:
            known = self._ours[process] = _session_of(process) == self._leader
        return known


def _session_of(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return int(text.rpartition(")")[2].split()[3])


def _proportional_size(folder: Path) -> int:
    """Return the proportional set size of a process in kilobytes, 0 when it is gone."""
    try:
        with (folder / "smaps_rollup").open(encoding="utf-8") as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    except OSError:
        return 0


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Run:
    """Run a command in a session of its own and measure it. Raises Failed when it ends with an error."""
    others, mine = _busy(), time.process_time()
    started = time.perf_counter()
    process = start(command, folder, environment, log)
    watch = MemoryWatch(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    memory = watch.stop()
    cpu = usage.ru_utime + usage.ru_stime
    foreign = (_busy() - others - cpu - (time.process_time() - mine)) / wall
    if process.returncode:
        message = f"{command[0]} ended with {process.returncode}: see {log}"
        raise Failed(message)
    return Run(wall, cpu, memory, max(0.0, foreign))


def start(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a command at the head of a session of its own; what it prints is appended to `log`."""
    with log.open("ab") as out:
        return subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )


def _busy() -> float:
    """Return the CPU seconds that the whole machine has spent on programs: user, nice, system and interrupts."""
    with Path("/proc/stat").open(encoding="ascii") as lines:
        ticks = [int(field) for field in lines.readline().split()[1:]]
    return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) / _TICKS


def wait_quiet(limit: float) -> None:
    """Wait until other programs use less than a tenth of a core, at most `limit` seconds."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        before = _busy()
        time.sleep(0.7)
        if (_busy() - before) / 0.7 < 0.1:
            return
