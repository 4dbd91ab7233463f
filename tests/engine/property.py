"""The property: after any sequence of edits, a build in place gives what a build from nothing gives, to the byte.

    cd tests && python -m engine.property --examples 1000 --seed 7

tries a thousand sequences of daily edits (`--wild`: of any edits, faults and damage among them) on archives of their own. It
prints every sequence after which the two were not equal, how many builds took which way, and how many sequences were unequal.
The same seed gives the same sequences.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.archive import Archive, some_archive
from engine.builds import MEMORY, Built, build_apart, build_here, cold_build, differing, shown, site_of, stamps_of
from engine.daily import DAILY
from engine.disturbances import ALL_EDITS
from engine.edits import Edit
from engine.paper import paper
from engine.sizes import small_sizes
from engine.ways import Tally
from newsroom import SUMS

ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu")
TESTS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Step:
    """Some edits, each with its two numbers, and a build by a number of processes (0: as many as it thinks good).

    `seed` varies what must not matter. `apart`: the build is a process of its own, with a hash seed and a time zone of its own.
    `compared`: it is compared with a build from nothing, else only later ones are.
    """

    edits: tuple[tuple[Edit, int, int], ...]
    workers: int = 0
    seed: int = 0
    apart: bool = False
    compared: bool = True

    def __repr__(self) -> str:
        done = ", ".join(f"({edit.__name__}, {a}, {b})" for edit, a, b in self.edits)
        rest = f"{self.workers}, {self.seed}, {self.apart}, {self.compared}"
        return f"Step(({done}{',' if len(self.edits) == 1 else ''}), {rest})"


@dataclass(frozen=True)
class Kind:
    """A kind of sequences: of which archives, and of which edits."""

    archive: Callable[[Path, int, int], Archive]
    stories: st.SearchStrategy[int]
    steps: st.SearchStrategy[list[Step]]


_NUMBER = st.integers(0, 59)


def _steps(edits: Sequence[Edit], *, together: int, builds: int, workers: Sequence[int]) -> st.SearchStrategy[list[Step]]:
    chosen = st.lists(st.tuples(st.sampled_from(edits), _NUMBER, _NUMBER), min_size=1, max_size=together).map(tuple)
    apart, compared = st.integers(0, 7).map(lambda number: number == 7), st.integers(0, 2).map(lambda number: number < 2)
    step = st.builds(Step, chosen, st.sampled_from(workers), st.integers(0, 9), apart, compared)
    return st.lists(step, min_size=builds // 2, max_size=builds)


KINDS = {
    "daily": Kind(paper, st.integers(30, 60), _steps(DAILY, together=2, builds=8, workers=(0, 0, 0, 0, 0, 0, 1, 2))),
    "wild": Kind(some_archive, st.integers(5, 25), _steps(ALL_EDITS, together=3, builds=5, workers=(0, 0, 1, 2, 3))),
}


class UnequalError(AssertionError):
    """A warm build is not what a cold one is. The message tells the edits that led there."""


Build = Callable[[Archive, Step], Built]


def build(archive: Archive, step: Step) -> Built:
    """Build as a step says: in this process, or in one of its own."""
    switches = [*(("--workers", str(step.workers)) if step.workers else ()), *archive.switches]
    if not step.apart:
        return build_here(archive.root, *switches)
    environment = {"PYTHONHASHSEED": str(step.seed * 7919), "TZ": ZONES[step.seed % len(ZONES)]}
    environment["PYTHONPATH"] = os.pathsep.join((str(TESTS), os.environ.get("PYTHONPATH", "")))
    return build_apart(archive.root, *switches, program="engine.sizes", **environment)


def warm_equals_cold(archive: Archive, steps: Sequence[Step], build: Build = build, tally: Tally | None = None) -> None:
    """Take the steps with an archive, and compare. Raises UnequalError."""
    course = _Course(archive, build, Tally() if tally is None else tally)
    with small_sizes():
        course.run(steps)


@dataclass
class _Course:
    """The course of an archive through its edits, and what was done in words."""

    archive: Archive
    build: Build
    tally: Tally
    story: list[str] = field(default_factory=list)

    def run(self, steps: Sequence[Step]) -> None:
        self.story.append(f"an archive of {len(self.archive.articles)} stories")
        self._compare(Step((), 1))
        for number, step in enumerate(steps, 1):
            good = self.archive.snapshot()
            for edit, a, b in step.edits:
                self.story.append(edit(self.archive, a, b))
            self.archive.save(replacing=step.seed % 2 == 1)
            if not step.compared and number < len(steps) and self._built(step).status == 0:
                continue
            if self._compare(step):
                self.story.append("mended: the files as they were before")
                self.archive.restore(good)
                if self._compare(step):  # the archive was faulty from the start
                    return
        self._nothing_to_do()

    def _built(self, step: Step) -> Built:
        warm = self.build(self.archive, step)
        self.tally.take(warm)
        taken = ", ".join(warm.event.get("ways", ()))
        self.story.append(f"built by {step.workers}: status {warm.status}, {warm.event.get('written')} written ({taken})")
        return warm

    def _compare(self, step: Step) -> bool:
        """Build in place and from nothing, and compare; say whether the content has errors."""
        archive = self.archive
        before, stamps = site_of(archive.site), stamps_of(archive.site)
        warm = self._built(step)
        cold, fresh = cold_build(archive)
        self.tally.compared += 1
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
        if warm.status == 1:  # pages that failed keep their old files, and what sums up all pages tells of these, too
            found = {path: data for path, data in found.items() if path in fresh or before.get(path) != data}
            found, fresh = _without_sums(found), _without_sums(fresh)
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
        again = self._built(Step((), 1))
        counts = {key: again.event.get(key, 0) for key in ("rendered", "written", "removed")}
        if again.status != 0 or any(counts.values()) or stamps_of(self.archive.site) != stamps:
            self._fail(f"a build without an edit before it did something: {counts}", again.text)

    def _fail(self, what: str, *more: str) -> None:
        told = "\n".join(f"  {number}. {line}" for number, line in enumerate(self.story, 1))
        raise UnequalError("\n".join((what, *more, "what led to it:", told)))


def _without_sums(site: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in site.items() if path not in SUMS and not path.startswith("sitemap")}


def sequences(kind: str, taken: Callable[[Archive, list[Step]], None]) -> Callable[[], None]:
    """Return a test of many sequences of a kind; each is `taken` with an archive of its own."""

    @given(KINDS[kind].stories, _NUMBER, KINDS[kind].steps)
    def sequence(stories: int, variety: int, steps: list[Step]) -> None:
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            taken(KINDS[kind].archive(Path(folder).resolve() / "publication", stories, variety), steps)

    return sequence


def main() -> int:
    """Try what the command line asks for; return 1 when a warm build was not what a cold one is."""
    parser = argparse.ArgumentParser(description="Compare warm builds with cold ones after sequences of edits.")
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--wild", action="store_true", help="any edits, not only those that editors make every day")
    asked = parser.parse_args()
    tally, tried, unequal = Tally(), 0, 0

    def taken(archive: Archive, steps: list[Step]) -> None:
        nonlocal tried, unequal
        tried += 1
        try:
            warm_equals_cold(archive, steps, tally=tally)
        except UnequalError as error:
            unequal += 1
            sys.stdout.write(f"UNEQUAL, {steps}: {error}\n")

    settings(
        max_examples=asked.examples,
        phases=(Phase.generate,),
        derandomize=False,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )(hypothesis.seed(asked.seed)(sequences("wild" if asked.wild else "daily", taken)))()
    sys.stdout.write(f"seed {asked.seed}: {tried} sequences, {tally}; {unequal} unequal\n")
    return 1 if unequal else 0


if __name__ == "__main__":
    sys.exit(main())
