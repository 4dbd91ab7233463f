"""The property: after any sequence of edits, a build in place gives what a build from nothing gives, to the byte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st

from engine.archive import Archive, some_archive
from engine.builds import Built, build_apart, build_here, cold_build, differing, shown, site_of, stamps_of
from engine.disturbances import ALL_EDITS
from engine.edits import Edit

ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu")


@dataclass(frozen=True)
class Step:
    """Some edits, each with its two numbers, and a build by a number of processes. `seed` varies what must not matter."""

    edits: tuple[tuple[Edit, int, int], ...]
    workers: int
    seed: int

    def __repr__(self) -> str:
        done = ", ".join(f"({edit.__name__}, {a}, {b})" for edit, a, b in self.edits)
        return f"Step(({done}{',' if len(self.edits) == 1 else ''}), {self.workers}, {self.seed})"


_NUMBER = st.integers(0, 59)
_EDITS = st.lists(st.tuples(st.sampled_from(ALL_EDITS), _NUMBER, _NUMBER), min_size=1, max_size=3).map(tuple)
STEPS = st.lists(st.builds(Step, _EDITS, st.integers(1, 3), st.integers(0, 9)), min_size=1, max_size=5)


class UnequalError(AssertionError):
    """A warm build is not what a cold one is. The message tells the edits that led there."""


Build = Callable[[Archive, Step], Built]


def build_in_process(archive: Archive, step: Step) -> Built:
    """Build in the test's own process."""
    return build_here(archive.root, "--workers", str(step.workers), *archive.switches)


def build_in_subprocess(archive: Archive, step: Step) -> Built:
    """Build in a process with a hash seed and a time zone of its own."""
    environment = {"PYTHONHASHSEED": str(step.seed * 7919), "TZ": ZONES[step.seed % len(ZONES)]}
    return build_apart(archive.root, "--workers", str(step.workers), *archive.switches, **environment)


def warm_equals_cold(folder: Path, stories: int, variety: int, steps: Sequence[Step], build: Build) -> None:
    """Make an archive, take the steps, and compare after each. Raises UnequalError."""
    _Course(some_archive(folder.resolve() / "publication", stories, variety), build).run(steps, stories, variety)


@dataclass
class _Course:
    """The course of an archive through its edits, and what was done in words."""

    archive: Archive
    build: Build
    story: list[str] = field(default_factory=list)

    def run(self, steps: Sequence[Step], stories: int, variety: int) -> None:
        self.story.append(f"an archive of {stories} stories, variety {variety}")
        self._compare(Step((), 1, 0))
        for step in steps:
            good = self.archive.snapshot()
            for edit, a, b in step.edits:
                self.story.append(edit(self.archive, a, b))
            self.archive.save(replacing=step.seed % 2 == 1)
            if self._compare(step):
                self.story.append("mended: the files as they were before")
                self.archive.restore(good)
                if self._compare(step):  # the archive was faulty from the start
                    return
        self._nothing_to_do()

    def _compare(self, step: Step) -> bool:
        """Build in place and from nothing, and compare; say whether the content has errors."""
        archive = self.archive
        before, stamps = site_of(archive.site), stamps_of(archive.site)
        warm = self.build(archive, step)
        self.story.append(f"built by {step.workers}: status {warm.status}, {warm.event.get('written')} written")
        cold, fresh = cold_build(archive)
        if (warm.status, warm.problems) != (cold.status, cold.problems):
            self._fail("the warm build says another thing than a cold one", f"warm: {warm.text}", f"cold: {cold.text}")
        if warm.status not in (0, 1):
            self._fail("the build failed", warm.text)
        self._foreign_files_stay()
        found = self._without_foreign(site_of(archive.site))
        if not warm.published:
            if differing(found, self._without_foreign(before)):
                self._fail("a build that failed changed the site", shown(differing(found, before)))
            return True
        if warm.status == 1:  # pages that failed keep their old files
            found = {path: data for path, data in found.items() if path in fresh or before.get(path) != data}
        self._sweep(found, before, fresh)
        if differing(found, fresh):
            self._fail("warm is not cold", shown(differing(found, fresh)), warm.text)
        self._times_stay(before, stamps)
        archive.tampered.clear()
        return warm.status == 1

    def _sweep(self, found: dict[str, bytes], before: dict[str, bytes], fresh: dict[str, bytes]) -> None:
        """Remove by hand, as the warning says, what a build could not know for its own because the ledger was lost."""
        if self.archive.output not in self.archive.forgotten:
            return
        for path in sorted(set(found) - set(fresh)):
            if found[path] == before.get(path):
                del found[path]
                (self.archive.site / path).unlink()
        self.archive.forgotten.discard(self.archive.output)

    def _without_foreign(self, site: dict[str, bytes]) -> dict[str, bytes]:
        return {path: data for path, data in site.items() if f"{self.archive.output}/{path}" not in self.archive.foreign}

    def _foreign_files_stay(self) -> None:
        for path, data in self.archive.foreign.items():
            place = self.archive.root / path
            if not place.is_file() or place.read_bytes() != data:
                self._fail(f"the foreign file {path} was touched")

    def _times_stay(self, before: dict[str, bytes], stamps: dict[str, tuple[int, int]]) -> None:
        after, now = stamps_of(self.archive.site), site_of(self.archive.site)
        same = [path for path, data in now.items() if before.get(path) == data and path not in self.archive.tampered]
        moved = [path for path in same if after[path] != stamps[path]]
        if moved:
            self._fail("files with equal bytes were written anew", shown(moved))

    def _nothing_to_do(self) -> None:
        stamps = stamps_of(self.archive.site)
        again = self.build(self.archive, Step((), 1, 0))
        counts = {key: again.event.get(key, 0) for key in ("rendered", "written", "removed")}
        if again.status != 0 or any(counts.values()) or stamps_of(self.archive.site) != stamps:
            self._fail(f"a build without an edit before it did something: {counts}", again.text)

    def _fail(self, what: str, *more: str) -> None:
        told = "\n".join(f"  {number}. {line}" for number, line in enumerate(self.story, 1))
        raise UnequalError("\n".join((what, *more, "what led to it:", told)))
