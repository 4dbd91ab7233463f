"""Full text: the index that Pagefind makes of the texts of all stories (the extra `search`), and when it has to be made again.

Pagefind reads a small document of each story that nobody publishes: headline, standfirst and body, and by what is filtered. So
pages stay as they are, and the index is made again when a text, a name or the program changed, and as a whole: it cannot add to
one. The files are one output: Pagefind puts the values of filters in another order each time, so that equal texts give files that
say the same and have other bytes and names. `--verify` passes them over.
"""

from __future__ import annotations

import asyncio
import errno
import gzip
import importlib
import json
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from html import escape
from importlib.metadata import version
from pathlib import Path

from broadsheet.build.desk import Desk
from broadsheet.build.ledger import Ledger
from broadsheet.build.outputs import Outputs
from broadsheet.catalog.filed import FiledStory
from broadsheet.pages.edition import Edition

SUBJECT = "fulltext:"
_FOLDER = "pagefind/"
_PAUSE = 0.02  # seconds
_GZIP = b"\x1f\x8b"
_UNUSED = ("-ui.", "-highlight.")  # parts of file names: interfaces of its own, for which there is ours


@dataclass(slots=True)
class FullText:
    """The index as it is to be. `files`: what is to be written, by path; where nothing changed it is empty, and `kept` stay."""

    digest: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of all files."""
        return self.kept or tuple(self.files)


def full_text(desk: Desk, ledger: Ledger, outputs: Outputs, settings: str) -> FullText:
    """Return the index of an edition, made with some settings. Raises OSError when Pagefind fails."""
    if not (desk.edition.has("search") and desk.edition.config.search.full_text):
        return FullText()
    digest = _digest(desk, settings)
    known = tuple(outputs.of_subject(SUBJECT))
    if known and not outputs.stale and ledger.get_meta("fulltext") == digest and outputs.damaged.isdisjoint(known):
        return FullText(digest, kept=known)
    with tempfile.TemporaryDirectory(prefix="fulltext-", dir=ledger.path.parent) as folder:
        try:
            asyncio.run(_make(desk.edition, folder))
        except RuntimeError as error:
            raise OSError(errno.EIO, f"Pagefind failed: {error}") from error
        found = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        names = ((path, path.relative_to(folder).as_posix()) for path in found)
        files = {_FOLDER + name: path.read_bytes() for path, name in names if not any(part in name for part in _UNUSED)}
    return FullText(digest, files)


def _digest(desk: Desk, settings: str) -> bytes:
    state = blake2b(f"{settings}\n{version('pagefind_bin')}".encode(), digest_size=16)
    bodies = desk.stamps.bodies
    for position, story_id in enumerate(desk.edition.catalog.ids()):
        state.update(desk.stamps.shown(position) + bodies.get(story_id, b""))
    return state.digest()


async def _make(edition: Edition, folder: str) -> None:
    pagefind = importlib.import_module("pagefind.service")
    language = edition.config.language.split("-")[0]  # one index for all: stories in other languages are found, too
    async with pagefind.PagefindService() as service:
        index = await service.create_index({"force_language": language})
        for filed in edition.catalog.stories:
            await index.add_html_file(content=_document(edition, filed), url=filed.permalink)
        await index.write_files(folder)
        await _arrival(Path(folder))


async def _arrival(folder: Path, patience: float = 60) -> None:
    """Wait until files are whole: Pagefind says that it has written them before it has, and loses the rest when it is stopped."""
    for _ in range(round(patience / _PAUSE)):
        found = [path for path in folder.rglob("*") if path.is_file()]
        if found and all(map(_is_whole, found)):
            return
        await asyncio.sleep(_PAUSE)
    raise RuntimeError("its files are not whole")


def _is_whole(path: Path) -> bool:
    """Say whether a file of an index is all there: all but scripts and a table are compressed, with a sum at their end."""
    data = path.read_bytes()
    try:
        if data.startswith(_GZIP):
            gzip.decompress(data)
        elif path.suffix == ".json":
            json.loads(data)
    except (EOFError, OSError, ValueError, zlib.error):
        return False
    return bool(data)


def _document(edition: Edition, filed: FiledStory) -> str:
    body = edition.catalog.bodies.get(filed.id)
    values = "".join(
        f'<i data-pagefind-{use}="{name}[data-v]" data-v="{escape(value)}"></i>' for use, name, value in _values(edition, filed)
    )
    standfirst = f"<p>{escape(filed.standfirst)}</p>" if filed.standfirst else ""
    text = f"<h1>{escape(filed.title)}</h1>{standfirst}{body.html if body else ''}"
    return f"<!doctype html><html><body data-pagefind-body>{values}{text}</body></html>"


def _values(edition: Edition, filed: FiledStory) -> Iterator[tuple[str, str, str]]:
    yield ("meta", "date", edition.words.date(filed.day))
    yield ("sort", "date", filed.instant)
    yield ("filter", "year", filed.day[:4])
    for kind, slug in filed.terms:
        if kind != "dossier":
            yield ("filter", kind, edition.catalog.terms[(kind, slug)].name)
