"""Pagefind: its index of the texts of an edition, made by its own program (the extra `search`).

Its files are one output: equal input gives files that say the same, not equal bytes, and `--verify` passes them over.
"""

from __future__ import annotations

import asyncio
import errno
import gzip
import importlib
import json
import tempfile
import zlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

from broadsheet.catalog.story import CatalogStory
from broadsheet.pages.edition import Edition

_PAUSE = 0.02  # seconds
_GZIP = b"\x1f\x8b"
_UNUSED = ("-ui.", "-highlight.")  # parts of file names: interfaces of its own, for which there is ours


def index_of(edition: Edition, scratch: Path) -> dict[str, bytes]:
    """Return the files of an index by their names; `scratch` is a folder to work in. Raises OSError when Pagefind fails."""
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fulltext-", dir=scratch) as folder:
        try:
            asyncio.run(_make(edition, folder))
        except RuntimeError as error:
            raise OSError(errno.EIO, f"Pagefind failed: {error}") from error
        found = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        names = ((path, path.relative_to(folder).as_posix()) for path in found)
        return {name: path.read_bytes() for path, name in names if not any(part in name for part in _UNUSED)}


async def _make(edition: Edition, folder: str) -> None:
    pagefind = importlib.import_module("pagefind.service")
    language = edition.config.language.split("-")[0]  # one index for all: stories in other languages are found, too
    async with pagefind.PagefindService() as service:
        index = await service.create_index({"force_language": language})
        for story in edition.catalog.stories:
            await index.add_html_file(content=_document(edition, story), url=story.permalink)
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


def _document(edition: Edition, story: CatalogStory) -> str:
    body = edition.bodies.get(story.id)
    values = "".join(
        f'<i data-pagefind-{use}="{name}[data-v]" data-v="{escape(value)}"></i>' for use, name, value in _values(edition, story)
    )
    standfirst = f"<p>{escape(story.standfirst)}</p>" if story.standfirst else ""
    text = f"<h1>{escape(story.title)}</h1>{standfirst}{body.html if body else ''}"
    return f"<!doctype html><html><body data-pagefind-body>{values}{text}</body></html>"


def _values(edition: Edition, story: CatalogStory) -> Iterator[tuple[str, str, str]]:
    yield ("meta", "date", edition.words.date(story.written))
    yield ("sort", "date", story.instant)
    if not story.is_undated:
        yield ("filter", "year", story.periods[0][1])
    for kind, slug in story.terms:
        if kind != "dossier":
            yield ("filter", kind, edition.catalog.terms[(kind, slug)].name)
