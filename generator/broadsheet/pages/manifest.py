"""The manifest: the SHA-256 of every published file and of every source that went into one.

`SHA256SUMS` says the same of the files, and of the manifest, as the program `sha256sum` reads it. The digest of the manifest is
the root: who knows it knows the whole archive. Both are made when everything else is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from io import SEEK_CUR, BytesIO
from json import dumps

from broadsheet import __version__
from broadsheet.pages.edition import Edition
from broadsheet.pages.page import Page
from broadsheet.problems import Span

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"  # paths in the output
_ROOT = Span("broadsheet.yaml")
_AT_ONCE, _SIZE = 1000, 32  # files of which lines are written at once; bytes of a digest
Digests = tuple[Sequence[str], bytes]  # paths, and their digests one after the other


def manifest_pages(edition: Edition) -> Iterator[Page]:
    """Plan the manifest and the sums, which are with the edition when all else is made."""
    yield Page("/" + MANIFEST, _ROOT, "", lambda: edition.manifest[0], "machine")
    yield Page("/" + SUMS, _ROOT, "", lambda: edition.manifest[1], "machine")


def texts_of(base_url: str, files: Digests, inputs: Digests) -> tuple[bytes, bytes]:
    """Return manifest and sums, each with a line for a file. `files` and `inputs` are sorted."""
    text = BytesIO()
    text.write(f'{{\n"generator": "Broadsheet {__version__}",\n"algorithm": "sha256",\n"base_url": {dumps(base_url)}'.encode())
    for name, digests in (("files", files), ("inputs", inputs)):
        text.write(f',\n"{name}": {{\n'.encode())
        for paths, sums in _pieces(digests):
            names = paths if _is_plain("".join(paths)) else [path if _is_plain(path) else dumps(path)[1:-1] for path in paths]
            text.write("".join([f'"{name}": "{digest}",\n' for name, digest in zip(names, sums, strict=True)]).encode())
        text.seek(-2 if digests[0] else -1, SEEK_CUR)  # to the end of the last line, before its comma
        text.write(b"\n}")
    text.write(b"\n}\n")
    manifest = text.getvalue()
    return manifest, sums_of(files, sha256(manifest).hexdigest())


def sums_of(files: Digests, root: str) -> bytes:
    """Return the sums of some files and of the manifest, whose digest is `root`."""
    text = BytesIO()
    for paths, sums in _pieces(files):
        text.write("".join([f"{digest}  {path}\n" for path, digest in zip(paths, sums, strict=True)]).encode())
    text.write(f"{root}  {MANIFEST}\n".encode())
    return text.getvalue()


def _pieces(digests: Digests) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield a thousand paths at a time, with their digests in hexadecimal: there may be a million of them."""
    paths, data = digests
    for at in range(0, len(paths), _AT_ONCE):
        text = data[_SIZE * at : _SIZE * (at + _AT_ONCE)].hex()
        yield paths[at : at + _AT_ONCE], [text[n : n + 2 * _SIZE] for n in range(0, len(text), 2 * _SIZE)]


def _is_plain(text: str) -> bool:
    """Say whether nothing in a text has to be escaped. Names of sources may hold anything."""
    return text.isprintable() and '"' not in text and "\\" not in text
