"""Comparing: what of a site is missing, was added or altered since its manifest was written, and who signed that."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
from collections.abc import Iterator, Mapping
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol

from broadsheet.engine.extras import UnusableError
from broadsheet.engine.publish import MARK, is_inside
from broadsheet.pages.manifest import MANIFEST, SUMS, sums_of
from broadsheet.problems import Outcome, Problem, Span
from broadsheet.sources import read_file

SIGNATURE = MANIFEST + ".minisig"
_HEAD = re.compile(rb'\{\n(?:"\w+": "[^"\n]*",\n){0,9}"base_url": (".{1,9999}"),\n"files": \{\n')
_ADDRESS = re.compile(r"https?://\S+/")
_LINE = re.compile(rb'("(?:[^"\\\n]++|\\.)++"): "([0-9a-f]{64})",?\n')
_ADDED_BY_NOBODY = frozenset((MARK, MANIFEST, SIGNATURE, ".gitkeep"))  # the last is in the folder before it is built


class Compared(NamedTuple):
    """What a comparison found: the root, how many files there should be beside the manifest, and which are not as it says.

    `seen` is whether files could be seen that the manifest does not name.
    """

    root: str
    files: int
    missing: tuple[str, ...]
    added: tuple[str, ...]
    altered: tuple[str, ...]
    seen: bool

    @property
    def is_whole(self) -> bool:
        """Say whether everything is as the manifest says."""
        return not (self.missing or self.added or self.altered)


class Manifest(NamedTuple):
    """What a manifest says: the root, which is its own digest, where the site was to be published, and the digests of files."""

    root: str
    base_url: str
    digests: Mapping[str, str]


class PublishedSite(Protocol):
    """A site somewhere. All raise OSError where it cannot be told what there is."""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of the manifest or of its signature; None where there is none."""

    def digests(self, paths: list[str]) -> Iterator[tuple[str, str | None]]:
        """Yield each path with the digest of its file, in any order: None where there is none, empty where it is no file."""

    def paths(self) -> set[str] | None:
        """Return the paths of all files; None where they cannot be listed."""


def site_at(place: str) -> PublishedSite:
    """Return the site in a folder or at an address. Raises UnusableError where that cannot be asked."""
    if place.startswith(("http://", "https://")):
        from broadsheet.fixity.address import AddressSite  # here: it imports what talks to hosts

        return AddressSite(place)
    return FolderSite(Path(place))


def compare(site: PublishedSite, root: str = "", key: Path | None = None) -> Outcome[Compared | None]:
    """Compare a site with its manifest, which must have the digest `root`, and be signed with a `key`, if they are given.

    Raises OSError.
    """
    data = site.read(MANIFEST)
    if data is None:
        hint = "name the folder or address of a site that Broadsheet built, with `manifest` not disabled"
        return _nothing("missing-manifest", f"there is no {MANIFEST}", hint)
    manifest = read_manifest(data)
    if manifest is None:
        found = "this is no list of files with their SHA-256"
        return _nothing("bad-manifest", found, "fetch the site again from where it was kept")
    if root and manifest.root != root.lower().removeprefix("sha256:"):
        found = f"the root is {manifest.root}, not {root}"
        return _nothing("other-root", found, "this is another edition, or somebody changed the manifest")
    if key and not is_signed(data, site.read(SIGNATURE), key):
        hint = f"sign it with `minisign -Sm {MANIFEST}`, or ask who published the site"
        return _nothing("bad-signature", f"no {SIGNATURE} is of this manifest and of the key {key}", hint)
    missing, altered = [], []
    for path, digest in site.digests(list(manifest.digests)):
        if digest is None:
            missing.append(path)
        elif digest != manifest.digests[path]:
            altered.append(path)
    there = site.paths()
    added = sorted(there - manifest.digests.keys() - _ADDED_BY_NOBODY) if there is not None else ()
    lists = (tuple(sorted(missing)), tuple(added), tuple(sorted(altered)))
    return Outcome(Compared(manifest.root, len(manifest.digests), *lists, seen=there is not None))


def _nothing(code: str, message: str, hint: str) -> Outcome[Compared | None]:
    return Outcome(None, (Problem(code, message, Span(MANIFEST), hint),))


def read_manifest(data: bytes) -> Manifest | None:
    """Return what a manifest says; None where it is none, or a path in it leads out of the site.

    It is read as it is written, a line a file: of any other JSON some megabytes may take gigabytes.
    """
    root = sha256(data).hexdigest()
    head = _HEAD.match(data)
    files, at = {}, head.end() if head else 0
    try:
        while line := _LINE.match(data, at):
            files[json.loads(line[1].decode())] = line[2].decode()
            at = line.end()
        base_url = json.loads(head[1]) if head else ""
        if not _ADDRESS.fullmatch(base_url) or not data.startswith(b"}", at) or not all(map(is_inside, files)):
            return None
        sums = sums_of((list(files), bytes.fromhex("".join(files.values()))), root)
    except ValueError:
        return None
    return Manifest(root, base_url, {**files, SUMS: sha256(sums).hexdigest()})


def is_signed(manifest: bytes, signature: bytes | None, key: Path) -> bool:
    """Say whether a signature is that of a manifest and a public key, by the program `minisign`.

    Raises UnusableError where there is none, OSError where there is no key.
    """
    key.stat()
    with TemporaryDirectory() as folder:
        Path(folder, MANIFEST).write_bytes(manifest)
        Path(folder, SIGNATURE).write_bytes(signature or b"")
        command = ["minisign", "-V", "-q", "-p", str(key.absolute()), "-m", MANIFEST]
        try:
            return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
        except FileNotFoundError:
            message = "the program `minisign` is not installed, which tells whose a signature is"
            raise UnusableError(message) from None


class FolderSite:
    """A site in a folder, as it is when it is opened. No link in it is followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: set[str] = set()
        for base, folders, names in os.walk(self._folder, onerror=_raise):
            links = [name for name in folders if os.path.islink(f"{base}/{name}")]  # noqa: PTH114
            self._paths.update(os.path.relpath(f"{base}/{name}", self._folder).replace(os.sep, "/") for name in (*names, *links))

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None where there is none."""
        return read_file(self._folder / path) if path in self._paths else None

    def digests(self, paths: list[str]) -> Iterator[tuple[str, str | None]]:
        """Yield each path with the digest of its file."""
        for path in paths:
            yield path, _digest(self._folder / path) if path in self._paths else None

    def paths(self) -> set[str]:
        """Return the paths of all files, and of links in their place."""
        return self._paths


def _digest(place: Path) -> str:
    if not stat.S_ISREG(place.lstat().st_mode):
        return ""
    with place.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _raise(error: OSError) -> None:
    raise error
