"""Whole publications of somebody hostile: each is built safely, or refused with a message, and nothing else is touched.

    cd tests && python -m fuzz.hostile --examples 10000 --seed 7

makes ten thousand small publications, builds each in this process (one in fifty by the command line, in one of its own), and
insists on SECURITY.md: no traceback, no status 3, an end in time; nothing outside of the output changed; no word of what is
held back, or of what stands elsewhere on the machine, in any byte of the output; nothing active in it. Every second one is built
with `--keep-going`, every third one with `--untrusted`. It prints how many were built, and why the others were refused;
`--only NUMBER` makes one again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType

from broadsheet.cli import main as command
from broadsheet.engine.pipeline import BuildOptions, build
from broadsheet.engine.report import Report
from fuzz.cases import MEMORY
from fuzz.deeds import DEEDS, SECRET
from fuzz.judge import site_faults
from fuzz.samples import CANARY, publication
from newsroom import CLOCK, MARK

SECONDS, PATIENCE = 20, 120  # of the processor's time, and of a clock's
_ALWAYS = (
    "broadsheet.yaml",
    "content/pages/about.md",
    "content/stories/a.md",
    "content/stories/g.md",
    "content/stories/p.png",
    "content/comments/a/two.yaml",
)
_KEY = b"the key of the hostile"
_LIMITS = b"limits: {seconds: 2, bytes: 300000}\n"


class UnsafeError(AssertionError):
    """A promise of SECURITY.md was broken."""


@dataclass
class Tally:
    """What became of the publications: how many were built, and why others were not."""

    built: int = 0
    refused: int = 0
    codes: Counter[str] = field(default_factory=Counter)  # of errors, by how many publications had one
    files: int = 0
    slowest: float = 0.0
    unsafe: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self) -> str:
        reasons = ", ".join(f"{code} {number}" for code, number in self.codes.most_common())
        return (
            f"{self.built} built with {self.files} files, {self.refused} refused; the slowest took {self.slowest:.1f} s; "
            f"{len(self.unsafe)} unsafe\nreasons, by how many publications had them: {reasons}"
        )


def make(seed: int, number: int, folder: Path) -> tuple[Path, str]:
    """Make a publication in a folder, with something to be found beside it; return its place and what was done to it."""
    chance = Random(f"{seed}/{number}")
    (folder / "watch").mkdir(parents=True)
    (folder / "watch/secret.md").write_text(f"---\ntitle: {SECRET}\ndate: 2026-02-01\n---\n{SECRET}\n")
    root = folder / "publication"
    files = publication()
    chosen = {*_ALWAYS, *chance.sample(sorted(files), chance.randint(0, 3))}
    chosen |= {
        path for path in files if any(path.partition(".")[0] == each.partition(".")[0] for each in chosen)
    }  # what goes together
    for path in sorted(chosen):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        data = files[path]
        if path == "broadsheet.yaml":
            data = b"title: T\nbase_url: https://example.org/\n" if chance.random() < 0.6 else data
            data += _LIMITS
        (root / path).write_bytes(data)
    deeds = [chance.choice(DEEDS) for _ in range(chance.choice((1, 1, 1, 2, 2, 3)))]
    for deed in deeds:
        with contextlib.suppress(FileExistsError, NotADirectoryError):  # what another one did stands in its way
            deed(chance, root)
    return root, ", ".join(deed.__name__ for deed in deeds)


def looked_at(folder: Path, leave: tuple[Path, ...]) -> dict[str, object]:
    """Return what is in a folder: bytes of files, targets of links, kinds of all else; without some folders."""
    found: dict[str, object] = {}
    left = {str(each) for each in leave}
    for above, folders, names in os.walk(folder):
        for name in (*folders, *names):
            place = Path(f"{above}/{name}")
            mode = place.lstat().st_mode
            if stat.S_ISREG(mode):
                found[str(place)] = (mode, place.lstat().st_ino, place.read_bytes())
            elif str(place) not in left or stat.S_ISLNK(mode):
                found[str(place)] = place.readlink() if stat.S_ISLNK(mode) else stat.S_IFMT(mode)
        folders[:] = [name for name in folders if f"{above}/{name}" not in left]
    return found


def output_of(folder: Path) -> dict[str, bytes]:
    """Return the files of an output."""
    found = (Path(above) / name for above, _, names in os.walk(folder) for name in names if name != MARK)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found if stat.S_ISREG(path.lstat().st_mode)}


def judged(root: Path, output: Path, foreign: dict[str, bytes], base: str) -> int:
    """Insist that nothing in an output is active or secret; return how many files it has. What was there before is nobody's."""
    site = {path: data for path, data in output_of(output).items() if foreign.get(path) != data}
    for path, data in site.items():
        for word in (CANARY, SECRET, str(root.parent)):
            if word.encode() in data or word in path:
                raise UnsafeError(f"`{word}` is in {path}")
    found = site_faults(site, base)
    if found:
        raise UnsafeError(f"active: {dict(list(found.items())[:5])}")
    return len(site)


def tried(seed: int, number: int, tally: Tally, *, apart: bool = False) -> None:
    """Make a publication and build it. Raises UnsafeError."""
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="hostile-") as name:
        root, _done = make(seed, number, Path(name).resolve())
        before = looked_at(root.parent, (root / ".broadsheet", root / "site", root / "other"))
        foreign = output_of(root / "site") if not (root / "site").is_symlink() else {}
        begun = time.process_time()
        codes, output, base = (by_command if apart else by_hand)(root, number)
        spent = time.process_time() - begun
        tally.slowest = max(tally.slowest, spent)
        if spent > SECONDS:
            raise UnsafeError(f"it took {spent:.1f} s of the processor's time")
        after = looked_at(root.parent, (root / ".broadsheet", root / "site", root / "other"))
        if before != after:
            differing = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
            raise UnsafeError(f"changed: {differing[:5]}")
        if codes is None:
            tally.built += 1
            tally.files += judged(root, output, foreign, base)
        else:
            tally.refused += 1
            tally.codes.update(set(codes))


def by_hand(root: Path, number: int) -> tuple[list[str] | None, Path, str]:
    """Build in this process; return why it is refused (None where it is built), the output, and the address of the site."""
    from broadsheet.engine.configuration import load_config, output_folder

    options = BuildOptions(clock=CLOCK, key=_KEY, workers=1, keep_going=number % 2 == 1, untrusted=number % 3 == 2)
    report: Report = build(root, options)
    for problem in report.problems:
        str(problem).encode("utf-8", "surrogateescape")
        if problem.is_error and not (problem.span or "output folder" in problem.message or problem.code == "missing-root"):
            raise UnsafeError(f"no place: {problem}")
    if not report.published:
        return [problem.code for problem in report.problems if problem.is_error], root, ""
    config = load_config(root, options).value
    assert config is not None
    if number % 5 == 0:
        again = build(root, options)
        if again.written or again.errors != report.errors:
            raise UnsafeError(f"a second build did something: {again.written} written, {again.problems[:3]}")
    return None, output_folder(root, config, options), config.base_url


def by_command(root: Path, number: int) -> tuple[list[str] | None, Path, str]:
    """Build by the command line, in a process of its own."""
    from broadsheet.engine.configuration import load_config, output_folder

    done = subprocess.run(
        [sys.executable, "-m", "broadsheet", "build", str(root), "--clock", CLOCK, "--workers", str(1 + number % 2)],
        capture_output=True, timeout=PATIENCE, check=False,
        env={**os.environ, "BROADSHEET_KEY": _KEY.decode(), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    if done.returncode not in (0, 1) or "Traceback" in said:
        raise UnsafeError(f"status {done.returncode}: {said[-2000:]}")
    unfit = {char for char in said if not char.isprintable() and char not in "\n\t"}
    if unfit:
        raise UnsafeError(f"it prints what is not printable: {unfit!r} in {said[-500:]!r}")
    if done.returncode:
        return ["by the command line"], root, ""
    options = BuildOptions(clock=CLOCK, key=_KEY)
    config = load_config(root, options).value
    assert config is not None
    return None, output_folder(root, config, options), config.base_url


def _hung(_number: int, _frame: FrameType | None) -> None:
    raise UnsafeError(f"it is not done after {PATIENCE} s")


def main() -> int:
    """Try what the command line asks for; return 1 when something was not safe."""
    parser = argparse.ArgumentParser(description="Build publications of somebody hostile.")
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, default=-1, metavar="NUMBER", help="build this one, and leave it in a folder")
    asked = parser.parse_args()
    os.environ["BROADSHEET_KEY"] = _KEY.decode()
    if asked.only >= 0:
        folder = Path(tempfile.mkdtemp(prefix=f"hostile-{asked.only}-")).resolve()
        root, done = make(asked.seed, asked.only, folder)
        sys.stdout.write(f"{done}: {root}\n")
        return command(["build", str(shutil.copytree(root, folder / "built", symlinks=True)), "--clock", CLOCK])
    tally = run(asked.seed, asked.examples)
    sys.stdout.write(f"seed {asked.seed}: {tally}\n")
    return 1 if tally.unsafe else 0


def run(seed: int, examples: int) -> Tally:
    """Try a number of publications, and return what became of them."""
    tally = Tally()
    signal.signal(signal.SIGALRM, _hung)
    for number in range(examples):
        signal.alarm(PATIENCE)
        try:
            tried(seed, number, tally, apart=number % 50 == 49)
        except Exception as error:  # noqa: BLE001 - whatever it is, it was not said to be raised
            why = str(error) if isinstance(error, UnsafeError) else traceback.format_exc()
            tally.unsafe.append((number, why))
            sys.stdout.write(f"UNSAFE, --seed {seed} --only {number}: {why[-1500:]}\n")
            sys.stdout.flush()
        finally:
            signal.alarm(0)
    return tally


if __name__ == "__main__":
    sys.exit(main())
