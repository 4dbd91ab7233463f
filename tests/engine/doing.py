"""Doing: a deed done, with warm builds after each of its steps, and what a cold build makes of the archive in the end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

from engine.archive import Archive
from engine.builds import MEMORY, Built, build_here, cold_build, shown, site_of
from engine.deeds import DEEDS
from engine.sizes import small_sizes
from engine.small import small_archive

Outcome = tuple[Mapping[str, str], ...]  # after each step: path -> digest of the file; and what the build said


def cold_outcome(name: str) -> Outcome:
    """Return what builds from nothing make of the archive after each step of a deed."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, small_sizes():
        archive = _given(Path(folder), name)
        return tuple([_outcome(*cold_build(archive)) for _ in _steps(archive, name)])


def warm_outcome(name: str) -> Outcome:
    """Return what warm builds make of it."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, small_sizes():
        archive = _given(Path(folder), name)
        build_here(archive.root, "--workers", "1", *archive.switches)
        return tuple(
            [_outcome(build_here(archive.root, *archive.switches), site_of(archive.site)) for _ in _steps(archive, name)]
        )


def _given(folder: Path, name: str) -> Archive:
    archive = small_archive(folder.resolve() / "publication")
    for change in DEEDS[name].given:
        change(archive)
    archive.save()
    return archive


def _steps(archive: Archive, name: str) -> Iterator[None]:
    """Take the steps of a deed; yield after each."""
    for change in DEEDS[name].steps:
        change(archive)
        archive.save()
        yield


def unequal(one: Outcome, other: Outcome) -> str:
    """Say where two outcomes differ; empty where they do not."""
    for number, (here, there) in enumerate(zip(one, other, strict=True), 1):
        paths = sorted(path for path in {*here, *there} if here.get(path) != there.get(path))
        if paths:
            return f"after step {number}: {shown(paths)}"
    return ""


def _outcome(built: Built, site: Mapping[str, bytes]) -> Mapping[str, str]:
    said = {f"problem {problem}": "" for problem in built.problems} | {"status": str(built.status)}
    return said | ({path: blake2b(data, digest_size=8).hexdigest() for path, data in site.items()} if built.published else {})
