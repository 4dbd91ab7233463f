"""The manifest: the SHA-256 of every published file and of every source that went into one.

`SHA256SUMS` says the same of the files, and of the manifest, as the program `sha256sum` reads it. The digest of the manifest is
the root: who knows it knows the whole archive. Both are made when everything else is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import chain
from json import dumps

from broadsheet import __version__
from broadsheet.pages.edition import Edition
from broadsheet.pages.page import Page
from broadsheet.problems import Span

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"  # paths in the output
_ROOT = Span("broadsheet.yaml")
Digests = tuple[Sequence[str], Sequence[str]]  # paths, and their digests in hexadecimal


def manifest_pages(edition: Edition) -> Iterator[Page]:
    """Plan the manifest and the sums, which are with the edition when all else is made."""
    yield Page("/" + MANIFEST, _ROOT, "", lambda: edition.manifest[0], "machine")
    yield Page("/" + SUMS, _ROOT, "", lambda: edition.manifest[1], "machine")


def texts_of(base_url: str, files: Digests, inputs: Digests) -> tuple[bytes, bytes]:
    """Return manifest and sums, each with a line for a file. `files` and `inputs` are sorted."""
    head = f'{{\n"generator": "Broadsheet {__version__}",\n"algorithm": "sha256",\n"base_url": {dumps(base_url)},\n'
    parts = (head, '"files": {\n', _object(*files), '\n},\n"inputs": {\n', _object(*inputs), "\n}\n}\n")
    manifest = "".join(parts).encode()
    return manifest, sums_of(*files, sha256(manifest).hexdigest())


def sums_of(paths: Sequence[str], digests: Sequence[str], root: str) -> bytes:
    """Return the sums of some files and of the manifest, whose digest is `root`."""
    return f"{_lines('%s  %s', digests, paths)}{root}  {MANIFEST}\n".encode()


def _object(paths: Sequence[str], digests: Sequence[str]) -> str:
    """Return what stands in an object of JSON. Names of sources may hold anything, but nearly none has to be escaped."""
    names = paths if _is_plain("".join(paths)) else [path if _is_plain(path) else dumps(path)[1:-1] for path in paths]
    return _lines('"%s": "%s",', names, digests)[:-2]


def _is_plain(text: str) -> bool:
    return text.isprintable() and '"' not in text and "\\" not in text


def _lines(form: str, one: Sequence[str], other: Sequence[str]) -> str:
    """Return a line for each pair, all filled in at once: there may be a million of them."""
    return f"{form}\n" * len(one) % tuple(chain.from_iterable(zip(one, other, strict=True)))
