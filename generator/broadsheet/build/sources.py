"""Read a publication: every source file that the scan found, in the order of its path, to records and problems."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from broadsheet.catalog.compiler import Sources
from broadsheet.config import Config
from broadsheet.content.article import read_articles
from broadsheet.content.context import ReadContext
from broadsheet.content.frontmatter import SourceText, decode_text
from broadsheet.content.register import read_entry, read_free_page
from broadsheet.content.scan import SourceFile, scan
from broadsheet.model import Body, Entry, FreePage, Story, TermKind
from broadsheet.problems import Outcome, Problem, Span


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read, and the paths of the media beside it."""

    sources: Sources
    media: frozenset[str]


def read_sources(root: Path, config: Config, step: Callable[[], None]) -> Outcome[Gathered]:
    """Read every file of the content. A file that cannot be read is a problem and hides no other; `step` is called for each."""
    scanned = scan(root, config)
    reader = _Reader(root, ReadContext.of(config), list(scanned.problems))
    for file in scanned.value.files:
        reader.read(file)
        step()
    media = frozenset(file.path for file in scanned.value.of("media"))
    sources = Sources(stories=reader.stories, entries=reader.entries, pages=reader.pages)
    return Outcome(Gathered(sources, media), tuple(reader.problems))


@dataclass(slots=True)
class _Reader:
    """Reads files one by one and gathers what they hold."""

    root: Path
    context: ReadContext
    problems: list[Problem]
    stories: list[tuple[Story, Body]] = field(default_factory=list)
    entries: list[tuple[Entry, Body]] = field(default_factory=list)
    pages: list[tuple[FreePage, Body]] = field(default_factory=list)

    def read(self, file: SourceFile) -> None:
        """Read one file by its role. Media are only copied, and saved pages wait for extraction."""
        if file.role in ("media", "sidecar"):
            return
        if file.role == "saved-page":
            hint = "write the article as Markdown beside it for now"
            self.problems.append(Problem("unread-page", "saved web pages are not read by this version", Span(file.path), hint))
            return
        text = self._text(file)
        if text is None:
            return
        for found in self._records(file, text):
            self.problems += found.problems
            if found.value is not None:
                self._keep(found.value)

    def _records(self, file: SourceFile, text: SourceText) -> Iterator[Outcome[Any]]:
        if file.role in ("article", "jsonlines"):
            beside = self._text(file.sidecar) if file.sidecar else None
            stories = read_articles(text, self.context, beside)
            yield Outcome(None, stories.problems)
            yield from (Outcome(story) for story in stories.value)
        elif file.role == "page":
            yield read_free_page(text, self.context)
        else:
            yield read_entry(cast("TermKind", file.role), text, self.context)

    def _keep(self, record: tuple[Story | Entry | FreePage, Body]) -> None:
        value, body = record
        if isinstance(value, Story):
            self.stories.append((value, body))
        elif isinstance(value, Entry):
            self.entries.append((value, body))
        else:
            self.pages.append((value, body))

    def _text(self, file: SourceFile) -> SourceText | None:
        try:
            data = (self.root / file.path).read_bytes()
        except OSError as error:
            self.problems.append(
                Problem("unreadable-file", f"it cannot be read: {error.strerror}", Span(file.path), "check its permissions")
            )
            return None
        decoded = decode_text(data, file.path)
        self.problems += decoded.problems
        return decoded.value


def static_files(root: Path) -> Outcome[frozenset[str]]:
    """Return the files of `static/`, as paths relative to the publication; links out of the publication are problems."""
    found: list[str] = []
    problems: list[Problem] = []
    inside = root.resolve()
    if not (root / "static").resolve().is_relative_to(inside):
        problems.append(_leads_out("static"))
        return Outcome(frozenset(), tuple(problems))
    for base, folders, files in os.walk(root / "static"):
        for name in [*folders, *files]:
            place = Path(base) / name
            path = place.relative_to(root).as_posix()
            if place.is_symlink() and not place.resolve().is_relative_to(inside):
                problems.append(_leads_out(path))
            elif name in files and not name.endswith("~") and name not in (".DS_Store", ".gitkeep"):
                found.append(path)
    return Outcome(frozenset(found), tuple(problems))


def _leads_out(path: str) -> Problem:
    return Problem("unsafe-link", "the symbolic link leads out of the publication", Span(path), "copy the file instead")
