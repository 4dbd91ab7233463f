"""A disk that is full, read-only or stingy: the build says so with status 3, the site stays whole, the next build repairs.

Small disks are made in memory, which takes a system that lets this process mount them; elsewhere these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from engine import edits
from engine.archive import Archive, some_archive
from engine.builds import build_here, cold_build, command, differing, shown, site_of

MACHINE_FAILED = 3
Disk = Callable[[Path, str], None]


def _mount(*arguments: str) -> int:
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Return what mounts a disk of a size at a folder; it is gone after the test."""
    if not shutil.which("mount") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a small disk takes root")
    mounted: list[Path] = []

    def make(folder: Path, size: str) -> None:
        folder.mkdir(exist_ok=True)
        if _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)):
            pytest.skip("this system lets nobody mount a disk")
        mounted.append(folder)

    yield make
    for folder in reversed(mounted):
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return some_archive(tmp_path.resolve() / "publication", 6, 3)


def _grow(archive: Archive) -> None:
    """Make every page larger, and some new."""
    for number, piece in enumerate(archive.articles):
        piece.body += "\n\n" + f"More and more of the salt {number}. " * 900
        piece.meta["title"] += ", more"
    edits.newest(archive, 1, 1)
    archive.save()


def _is_whole(found: dict[str, bytes], *sites: dict[str, bytes]) -> None:
    spoilt = [path for path, data in found.items() if not any(site.get(path) == data for site in sites)]
    assert spoilt == []
    assert [path for path in sites[0] if path not in found] == []


def _fails_and_then_succeeds(archive: Archive, mend: Callable[[], object], limit: Callable[[], None] | None = None) -> None:
    """Build, grow, fail for want of something, keep the old pages whole, get it, and end as a cold build does."""
    before = site_of(archive.site)
    assert len(before) > 100
    _grow(archive)
    cold, fresh = cold_build(archive)
    assert cold.status == 0, cold.text
    line = command(archive.root, "--workers", "2", *archive.switches)
    done = subprocess.run(line, check=False, capture_output=True, text=True, preexec_fn=limit)
    assert done.returncode == MACHINE_FAILED, done.stdout + done.stderr
    assert done.stderr.startswith("broadsheet: "), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    _is_whole(site_of(archive.site), before, fresh)
    mend()
    again = build_here(archive.root, *archive.switches)
    assert (again.status, again.problems) == (0, cold.problems), again.text
    assert differing(site_of(archive.site), fresh) == [], shown(differing(site_of(archive.site), fresh))


def _built(archive: Archive) -> None:
    built = build_here(archive.root, *archive.switches)
    assert built.status == 0, built.text


def test_the_disk_of_the_output_is_full(archive: Archive, disk: Disk) -> None:
    disk(archive.site, "40m")
    _built(archive)
    disk_now = os.statvfs(archive.site)
    used = (disk_now.f_blocks - disk_now.f_bfree) * disk_now.f_frsize // 1024
    assert _mount("-o", f"remount,size={used + 60}k", str(archive.site)) == 0
    _fails_and_then_succeeds(archive, partial(_mount, "-o", "remount,size=40m", str(archive.site)))


def test_the_disk_of_the_ledger_is_full(archive: Archive, disk: Disk) -> None:
    state = archive.root / ".broadsheet"
    disk(state, "40m")
    _built(archive)
    filler = state / "filler"
    with pytest.raises(OSError, match="No space"):
        filler.write_bytes(b"\0" * 50_000_000)
    _fails_and_then_succeeds(archive, filler.unlink)


def test_the_disk_of_the_output_becomes_read_only(archive: Archive, disk: Disk) -> None:
    disk(archive.site, "40m")
    _built(archive)
    assert _mount("-o", "remount,ro", str(archive.site)) == 0
    _fails_and_then_succeeds(archive, partial(_mount, "-o", "remount,rw", str(archive.site)))


def test_the_disk_of_the_ledger_becomes_read_only(archive: Archive, disk: Disk) -> None:
    state = archive.root / ".broadsheet"
    disk(state, "40m")
    _built(archive)
    assert _mount("-o", "remount,ro", str(state)) == 0
    _fails_and_then_succeeds(archive, partial(_mount, "-o", "remount,rw", str(state)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits are a matter of Unix")
def test_a_write_that_fails_half_way(archive: Archive) -> None:
    import resource

    _built(archive)
    _fails_and_then_succeeds(archive, _nothing, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits are a matter of Unix")
def test_a_first_build_whose_writes_fail(archive: Archive) -> None:
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000))

    done = subprocess.run(command(archive.root), check=False, capture_output=True, text=True, preexec_fn=limit)
    assert done.returncode == MACHINE_FAILED, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    _built(archive)
    assert differing(site_of(archive.site), cold_build(archive)[1]) == []


def _nothing() -> None:
    """With the limit gone there is nothing to mend."""
