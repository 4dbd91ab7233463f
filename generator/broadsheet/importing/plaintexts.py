"""Plain texts: a folder of `.txt` files, which become raw articles. A build finds their headlines, dates and people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broadsheet.importing.files import read_text, walk
from broadsheet.importing.post import Found, Post, Site, Skipped
from broadsheet.problems import Span

_SUFFIX = ".txt"


def looks_like(source: Path) -> bool:
    """Say whether a source is a text, or a folder that holds texts."""
    return any(path.suffix.lower() == _SUFFIX for path in _files(source) if isinstance(path, Path))


def about(source: Path) -> Site:
    """Return nothing but where the texts are."""
    return Site(source if source.is_dir() else source.parent)


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the texts."""
    for path in _files(source):
        if isinstance(path, Skipped):
            yield path
        elif path.suffix.lower() == _SUFFIX:
            where = path.relative_to(site.root).as_posix()
            text, problems = read_text(path, where)
            yield from problems
            if text.strip():
                yield Post(Span(where), where, "", name=path.stem, body=text, form="raw", base=where, used={"text": "body"})
            else:
                yield Skipped(Span(where), "an empty file")


def _files(source: Path) -> Iterator[Path | Skipped]:
    return iter([source]) if source.is_file() else walk(source, source)
