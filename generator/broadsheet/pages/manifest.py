"""The manifest: the SHA-256 of every published file and of every source that went into one.

`SHA256SUMS` says the same of the files, and of the manifest, as the program `sha256sum` reads it. The digest of the manifest is
the root: who knows it knows the whole archive. Both are made when everything else is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import chain
from json import dumps

from broadsheet import __version__
from broadsheet.pages.edition import Edition
from broadsheet.pages.page import Page
from broadsheet.problems import Span

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"  # paths in the output
_ROOT = Span("broadsheet.yaml")


def manifest_pages(edition: Edition) -> Iterator[Page]:
    """Plan the manifest and the sums."""

    @cache
    def texts() -> tuple[str, str]:
        return _texts(edition)

    yield Page("/" + MANIFEST, _ROOT, "", lambda: texts()[0], "machine")
    yield Page("/" + SUMS, _ROOT, "", lambda: texts()[1], "machine")


def _texts(edition: Edition) -> tuple[str, str]:
    """Return manifest and sums, each with a line for a file."""
    paths, digests = edition.published
    head = f'{{\n"generator": "Broadsheet {__version__}",\n"algorithm": "sha256",\n"base_url": {dumps(edition.config.base_url)}'
    manifest = f'{head},\n"files": {{\n{_object(paths, digests)}}},\n"inputs": {{\n{_object(*edition.inputs)}}}\n}}\n'
    root = sha256(manifest.encode()).hexdigest()
    return manifest, sums_of(paths, digests, root)


def sums_of(paths: Sequence[str], digests: Sequence[str], root: str) -> str:
    """Return the sums of some files and of the manifest, whose digest is `root`."""
    return f"{_lines('%s  %s', digests, paths)}{root}  {MANIFEST}\n"


def _object(paths: Sequence[str], digests: Sequence[str]) -> str:
    """Return what stands in an object of JSON. Names of sources may hold anything, but nearly none has to be escaped."""
    names = paths if _is_plain("".join(paths)) else [path if _is_plain(path) else dumps(path)[1:-1] for path in paths]
    return _lines('"%s": "%s",', names, digests).removesuffix(",\n") + "\n"


def _is_plain(text: str) -> bool:
    return text.isprintable() and '"' not in text and "\\" not in text


def _lines(form: str, one: Sequence[str], other: Sequence[str]) -> str:
    """Return a line for each pair, all filled in at once: there may be a million of them."""
    return f"{form}\n" * len(one) % tuple(chain.from_iterable(zip(one, other, strict=True)))
