"""Plain texts: a folder of `.txt` files, which become raw articles. A build finds their headlines, dates and people.

Where they lie in several folders the first one below that of all is their section.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from broadsheet.importing.files import read_text, walk
from broadsheet.importing.post import Found, Post, Site, Skipped
from broadsheet.importing.texts import worded
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
    found = list(_files(source))
    folders = [path.parent for path in found if isinstance(path, Path) and path.suffix.lower() == _SUFFIX]
    above = Path(os.path.commonpath(folders)) if folders else site.root
    for path in found:
        if isinstance(path, Skipped):
            yield path
        elif path.suffix.lower() == _SUFFIX:
            where = path.relative_to(site.root).as_posix()
            text, problems = read_text(path, where)
            yield from problems
            if text.strip():
                inner = [part for part in path.relative_to(above).parts[:-1] if any(map(str.isalpha, part))]
                section = tuple(filter(None, map(worded, inner[:1])))
                used = {"text": "body", **({"folder": "sections"} if section else {})}
                yield Post(Span(where), where, "", name=path.stem, sections=section, body=text, form="raw", base=where, used=used)
            else:
                yield Skipped(Span(where), "an empty file")


def _files(source: Path) -> Iterator[Path | Skipped]:
    return iter([source]) if source.is_file() else walk(source, source)
