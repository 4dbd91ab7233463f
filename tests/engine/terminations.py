"""Builds that are ended from outside at random moments: afterwards no process of theirs lives, and nobody holds the lock.

`PYTHONPATH=tests python -m engine.terminations 200 [PLANT]` does it so many times and says what it saw; see `PLANTS`.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from engine.archive import some_archive

SIGNALS = (signal.SIGTERM, signal.SIGTERM, signal.SIGHUP, signal.SIGTERM, signal.SIGKILL)
PATIENCE = 10.0  # seconds; a worker where nothing but its pipe tells it finishes its batch
# What is put in the place of parts of the program: a worker that is not tied, as on systems that have nothing of the kind; a fork
# that has what its parent keeps; and one that sleeps in a pipe that nobody else has.
PLANTS = {
    "": "",
    "untied": "workers.tie = lambda parent: None",
    "keeping": "lock.keep = lambda descriptor: None",
    "asleep": "workers.tie = lambda parent: os.read(os.pipe()[0], 1)",
    "keeping and asleep": "lock.keep = lambda descriptor: None; workers.tie = lambda parent: os.read(os.pipe()[0], 1)",
}
_PROGRAM = """
import os, sys
from broadsheet.engine import lock, workers
{plant}
from broadsheet.cli import run
run()
"""


class Scene:
    """An archive that is built cold by two workers, again and again."""

    def __init__(self, folder: Path, plant: str = "") -> None:
        archive = some_archive(folder.resolve() / "publication", 60, 8)
        archive.save()
        self.root = archive.root
        self._output = archive.site
        switches = ["--quiet", "--workers", "2", *archive.switches]
        self._line = [sys.executable, "-c", _PROGRAM.format(plant=""), "build", str(self.root), *switches]
        begun = time.monotonic()
        with self._begun() as process:
            assert process.wait(60 * PATIENCE) == 0
        self.length = time.monotonic() - begun
        self._line[2] = _PROGRAM.format(plant=PLANTS[plant])

    def end(self, number: signal.Signals, moment: float) -> tuple[int, list[str]]:
        """End a build after `moment` seconds; return its exit status and what is wrong after that."""
        with self._begun() as process:
            time.sleep(moment)
            process.send_signal(number)
            status = process.wait(PATIENCE)
            until = time.monotonic() + PATIENCE
            while (wrong := self._wrong(process.pid)) and time.monotonic() < until:
                time.sleep(0.01)
        return status, wrong

    @contextlib.contextmanager
    def _begun(self) -> Iterator[subprocess.Popen[bytes]]:
        """Begin a build in a session of its own; at the end all of it is dead."""
        shutil.rmtree(self._output, ignore_errors=True)
        shutil.rmtree(self.root / ".broadsheet", ignore_errors=True)
        process = subprocess.Popen(self._line, start_new_session=True, stderr=subprocess.PIPE)
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def _wrong(self, session: int) -> list[str]:
        alive = [f"process {process} lives on" for process in _processes(session)]
        return alive + ["the lock is held"] * _is_held(self.root / ".broadsheet" / "lock")


def _processes(session: int) -> list[int]:
    """Return the processes of a session that are not dead."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            number, _, rest = status.read_text().partition(" (")
            state, _, _, its_session = rest.rpartition(") ")[2].split()[:4]
            found += [int(number)] if int(its_session) == session and state not in "ZX" else []
    return found


def _is_held(lock: Path) -> bool:
    import fcntl  # here: not every system has it

    try:
        with lock.open("rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def main(number: int, plant: str = "") -> int:
    """End so many builds; return how many times something was wrong."""
    chance = random.Random(number)
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(Path(folder), plant)
        _say(f"a whole build takes {scene.length:.2f} s")
        statuses: Counter[int] = Counter()
        bad = 0
        for each in range(number):
            moment = chance.uniform(0.0, 1.0) * scene.length
            status, wrong = scene.end(SIGNALS[each % len(SIGNALS)], moment)
            statuses[status] += 1
            bad += bool(wrong)
            if wrong:
                _say(f"{SIGNALS[each % len(SIGNALS)].name} after {moment:.3f} s: {', '.join(wrong)}")
    _say(f"{number} terminations, {bad} left something; exit statuses {dict(statuses)}")
    return bad


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:]) > 0)
