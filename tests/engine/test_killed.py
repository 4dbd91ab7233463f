"""A build that is killed at any moment leaves whole files, touches nothing foreign, and the next build ends as a cold one does.

`BROADSHEET_KILLS` says how many builds are killed at random moments.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine import disturbances, edits
from engine.archive import Archive, some_archive
from engine.builds import build_here, cold_build, command, differing, shown, site_of

KILLS = int(os.environ.get("BROADSHEET_KILLS", "6"))
VICTIM = Path(__file__).with_name("victim.py")
PATIENCE = 200.0  # seconds after which a build hangs
pytestmark = [
    pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups"),
    pytest.mark.timeout(300 + 10 * KILLS),
]


@dataclass
class Scene:
    """An archive that has two states, each with the site that belongs to it, and a foreign file in its output."""

    archive: Archive
    states: tuple[Archive, Archive]
    sites: tuple[dict[str, bytes], dict[str, bytes]]
    problems: tuple[tuple[str, ...], tuple[str, ...]]
    now: int = 0

    def change(self) -> None:
        """Edit the archive from one state to the other."""
        self.now = 1 - self.now
        self.archive.restore(self.states[self.now])

    def whole(self) -> None:
        """Insist that each file is of one of the two sites, and that the foreign file is as it was."""
        found = site_of(self.archive.site)
        assert found.pop("tags/foreign.txt") == b"not yours"
        spoilt = [path for path, data in found.items() if data not in (self.sites[0].get(path), self.sites[1].get(path))]
        assert spoilt == []
        lost = [path for path in self.sites[0] if path in self.sites[1] and path not in found]
        assert lost == []

    def repaired(self) -> None:
        """Insist that the next build brings the site to what a cold build makes."""
        built = build_here(self.archive.root, "--workers", "1", *self.archive.switches)
        assert (built.status, built.problems) == (0, self.problems[self.now]), built.text
        found = site_of(self.archive.site)
        del found["tags/foreign.txt"]
        assert differing(found, self.sites[self.now]) == []
        assert sorted(path.name for path in self.archive.site.glob(".*")) == [".broadsheet-output"]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    archive = some_archive(tmp_path_factory.mktemp("killed").resolve() / "publication", 18, 8)
    for piece in archive.articles:
        piece.body = "Ann Lee of Norway.\n\n" + " ".join(f"Word {number}." for number in range(250))
    archive.pieces.clear()
    archive.settings["menus"] = {}
    archive.save()
    assert build_here(archive.root, *archive.switches).status == 0
    states = [archive.snapshot()]
    colds = [cold_build(archive)]
    for number in range(8):
        edits.title(archive, number * 2, number)
    edits.take_out(archive, 2, 0)
    edits.newest(archive, 3, 4)
    edits.rename(archive, 4, 1)
    disturbances.macro(archive, 1, 1)
    archive.save()
    states.append(archive.snapshot())
    colds.append(cold_build(archive))
    sites = (colds[0][1], colds[1][1])
    assert len(differing(*sites)) > 100
    archive.restore(states[0])
    (archive.site / "tags/foreign.txt").write_bytes(b"not yours")
    return Scene(archive, (states[0], states[1]), sites, (colds[0][0].problems, colds[1][0].problems))


@contextlib.contextmanager
def started(line: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Start a build in a process group of its own; at the end, all of the group is dead."""
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)


def _kill(process: subprocess.Popen[str], everybody: bool) -> None:
    with contextlib.suppress(ProcessLookupError):
        if everybody:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait(timeout=PATIENCE)


def test_killed_at_a_random_moment(scene: Scene) -> None:
    chance = random.Random(20260301)
    scene.change()
    begun = time.monotonic()
    subprocess.run(command(scene.archive.root, *scene.archive.switches), check=True, capture_output=True)
    length = time.monotonic() - begun
    for number in range(KILLS):
        scene.change()
        workers = str(1 + number % 3)
        with started(command(scene.archive.root, "--workers", workers, *scene.archive.switches)) as process:
            time.sleep(chance.uniform(0.1, 1.0) * length)
            _kill(process, everybody=number % 2 == 0)
            scene.whole()
            scene.repaired()
        scene.whole()


def test_killed_as_each_stage_begins_and_between(scene: Scene) -> None:
    seen = 0
    while True:
        scene.change()
        with started(command(scene.archive.root, "--workers", "2", *scene.archive.switches)) as process:
            assert process.stdout is not None
            stages = 0
            for line in process.stdout:
                stages += '"event": "stage"' in line
                if stages > seen:
                    break
            else:
                break
            _kill(process, everybody=True)
        scene.whole()
        scene.repaired()
        seen += 1
    scene.repaired()
    assert seen >= 2


POINTS = (
    ("os.rename", 1, "ALL"),
    ("os.rename", 2, "SELF"),
    ("os.rename", 60, "ALL"),
    ("os.remove", 1, "ALL"),
    ("os.remove", 3, "ALL"),
    ("os.mkdir", 1, "ALL"),
    ("open", 2, "ALL"),
    ("open", 3, "ALL"),
    ("open", 40, "SELF"),
)


@pytest.mark.parametrize(("event", "number", "who"), POINTS)
def test_killed_before_it_changes_the_disk(scene: Scene, event: str, number: int, who: str) -> None:
    scene.change()
    line = [sys.executable, "-B", str(VICTIM), event, str(number), who, "build", str(scene.archive.root), "--quiet"]
    with started([*line, "--workers", "2" if number > 30 else "1", *scene.archive.switches]) as process:
        process.wait(timeout=PATIENCE)
        scene.whole()
    scene.repaired()


def test_a_killed_first_build_owns_what_it_wrote(tmp_path: Path) -> None:
    archive = some_archive(tmp_path.resolve() / "publication", 12, 0)
    line = [
        sys.executable,
        "-B",  # compiled templates are put in their places in the same way
        str(VICTIM),
        "os.rename",
        "80",
        "ALL",
        "build",
        str(archive.root),
        "--workers",
        "1",
        *archive.switches,
    ]
    with started(line) as process:
        assert process.wait(timeout=PATIENCE) == -signal.SIGKILL
    written = site_of(archive.site)
    assert 20 < len(written) < 85, shown(sorted(written))
    edits.take_out(archive, 5, 0)
    archive.save()
    built = build_here(archive.root, *archive.switches)
    cold, fresh = cold_build(archive)
    assert (built.status, built.problems) == (0, cold.problems)
    assert differing(site_of(archive.site), fresh) == []


def test_an_edit_while_a_build_is_at_work_is_seen_by_the_next_one(scene: Scene) -> None:
    for delay in (0.0, 0.05, 0.15):
        scene.change()
        with started(command(scene.archive.root, "--workers", "1", *scene.archive.switches)) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(delay)
            scene.change()
            process.communicate(timeout=PATIENCE)
        scene.repaired()  # the build itself may have read some files before the edit and some after it


def test_the_second_of_two_builds_waits_for_the_first(scene: Scene) -> None:
    scene.change()
    with (
        started(command(scene.archive.root, *scene.archive.switches)) as one,
        started(command(scene.archive.root, *scene.archive.switches)) as other,
    ):
        assert (one.wait(timeout=PATIENCE), other.wait(timeout=PATIENCE)) == (0, 0)
    scene.whole()
    scene.repaired()
