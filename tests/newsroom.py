"""The newsroom: a whole publication from one text block, built in the test's own process with a fixed clock.

    room = Newsroom(tmp_path, '''
    -- content/stories/treaty.md --
    ---
    title: Treaty signed
    date: 2026-02-03
    ---
    The body.
    ''')
    report = room.build()
    assert "Treaty signed" in room.page("/stories/2026/02/treaty/")

A line `-- path --` begins a file, as in Go's txtar; a `.png` is a picture of one pixel, whatever stands there. Common indentation
is taken off. Without a `broadsheet.yaml` of its own the publication gets `SETTINGS`.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import tempfile
import textwrap
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from unittest import mock

from PIL import Image

from broadsheet.catalog.addresses import output_path
from broadsheet.catalog.catalog import Catalog
from broadsheet.engine.pipeline import BuildOptions, Report, build
from broadsheet.engine.prepare import Prepared, prepare
from broadsheet.forget.pieces import pieces
from broadsheet.key import read_key
from broadsheet.pages.page import Page
from broadsheet.render.renderer import Renderer

CLOCK = "2026-03-01T12:00:00Z"
SETTINGS = "title: The Test Times\nbase_url: https://example.org/\n"
MARK = ".broadsheet-output"
SUMS = ("manifest.json", "SHA256SUMS")  # which change with every other file
_FILE = re.compile(r"^-- (\S.*?) --$", re.MULTILINE)


def unpack(text: str) -> dict[str, str]:
    """Return the files of a text block by their paths."""
    lines = textwrap.dedent(text)
    found = list(_FILE.finditer(lines))
    ends = [*(match.start() for match in found[1:]), len(lines)][: len(found)]
    return {match[1]: lines[match.end() + 1 : end] for match, end in zip(found, ends, strict=True)}


def article(title: str, date: str, body: str = "", **metadata: Any) -> str:
    """Return the text of an article; metadata are written as JSON, which is YAML."""
    keys = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in metadata.items())
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\ndate: {date}\n{keys}---\n\n{body or 'Text.'}\n"


@lru_cache(maxsize=64)
def picture(width: int = 1, height: int = 1, form: str = "PNG", *, shade: int = 90, **saved: Any) -> bytes:
    """Return a picture that is no plain surface: a grey one whose left upper quarter is lighter, with a fine pattern below."""
    image = Image.new("RGB", (width, height), (shade, shade, shade))
    image.paste((240, 240, 240), (0, 0, width // 2, height // 2))
    image.paste(Image.effect_mandelbrot((width, height - height // 2), (-3, -2.5, 2, 2.5), 40), (0, height // 2))
    out = io.BytesIO()
    image.save(out, form, **saved)
    return out.getvalue()


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Return the paths at which two sites differ, sorted."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def said(path: str, data: bytes) -> bytes:
    """Return all that can be read in a file and in what is packed in it, in small letters."""
    return b"\n".join(piece for _, piece in pieces(path, data)).lower()


class Newsroom:
    """A publication in a folder of the test's, and what its last build did."""

    def __init__(self, folder: Path, text: str = "", *, name: str = "publication") -> None:
        self.root = folder / name
        (self.root / "content").mkdir(parents=True)
        self.output = self.root / "site"
        self.report: Report | None = None
        self.rendered: tuple[str, ...] = ()  # the pages that the last build rendered, in order, without `SUMS`
        self.written: tuple[str, ...] = ()  # output paths that the last build wrote, sorted, without `SUMS`
        files = {"broadsheet.yaml": SETTINGS, **unpack(text)}
        for path, content in files.items():
            self.write(path, picture() if path.endswith(".png") else content)

    def build(self, **options: Any) -> Report:
        """Build with the fixed clock and keep what was done; `options` are those of `BuildOptions`."""
        chosen = BuildOptions(**{"clock": CLOCK, "key": read_key(), **options})
        self.output = Path(chosen.output).absolute() if chosen.output else self.root / "site"
        before = self._stamps()
        rendered: list[str] = []
        render = Renderer.render

        def noting(renderer: Renderer, page: Page, value: Any) -> Any:
            if page.permalink[1:] not in SUMS:
                rendered.append(page.permalink)
            return render(renderer, page, value)

        with mock.patch.object(Renderer, "render", noting):
            self.report = build(self.root, chosen)
        after = self._stamps()
        self.rendered = tuple(rendered)
        self.written = tuple(sorted(path for path, stamp in after.items() if before.get(path) != stamp))
        return self.report

    def publish(self, **options: Any) -> Report:
        """Build and insist that nothing at all is wrong."""
        report = self.build(**options)
        assert self.problems == []
        assert report.published
        return report

    def prepare(self, **options: Any) -> Prepared:
        """Do all of a build but render and write; keep its problems."""
        chosen = BuildOptions(**{"clock": CLOCK, "key": read_key(), **options})
        outcome = prepare(self.root, chosen)
        self.report = Report(problems=outcome.problems)
        assert outcome.value is not None, self.problems
        return outcome.value

    def catalog(self, **options: Any) -> Catalog:
        """Return the catalog of what would be published."""
        return self.prepare(**options).edition.catalog

    @property
    def problems(self) -> list[str]:
        """The problems of the last build, worded, in order."""
        assert self.report is not None, "build first"
        return [str(problem) for problem in self.report.problems]

    @property
    def codes(self) -> list[str]:
        """The codes of the problems of the last build, in order."""
        assert self.report is not None, "build first"
        return [problem.code for problem in self.report.problems]

    def site(self) -> dict[str, bytes]:
        """Return every file of the output folder by its path, without the mark."""
        files = (path for path in sorted(self.output.rglob("*")) if path.is_file())
        found = {path.relative_to(self.output).as_posix(): path.read_bytes() for path in files}
        found.pop(MARK, None)
        return found

    def page(self, address: str) -> str:
        """Return the text that is served at an address."""
        return (self.output / output_path(address)).read_text(encoding="utf-8")

    def text(self, address: str) -> str:
        """Return what a reader sees in the main part of a page, with single blanks."""
        main = self.page(address).partition("<main")[2].partition(">")[2].partition("</main>")[0]
        return " ".join(unescape(re.sub("<[^>]*>", " ", main)).split())

    def has(self, address: str) -> bool:
        """Say whether something is served at an address."""
        return (self.output / output_path(address)).is_file()

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of the publication."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return place

    def stories(self, number: int, *, start: int = 1, **metadata: Any) -> None:
        """Write numbered stories, one a day from 1 January 2020: `story-0001` is the oldest."""
        for index in range(start, start + number):
            day = date(2020, 1, 1) + timedelta(days=index - 1)
            self.write(f"content/stories/story-{index:04d}.md", article(f"Story number {index}", day.isoformat(), **metadata))

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that occurs once in a file."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))

    def remove(self, path: str) -> None:
        """Remove a file or a folder with all that is in it."""
        place = self.root / path
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink()

    def rename(self, old: str, new: str) -> None:
        """Move a file or folder."""
        target = self.root / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(target)

    def cold(self) -> Newsroom:
        """Return a copy of the publication that was never built."""
        copy = Newsroom(Path(tempfile.mkdtemp(dir=self.root.parent)))
        shutil.copytree(self.root, copy.root, dirs_exist_ok=True, symlinks=True, ignore=_never_built)
        return copy

    def eject(self) -> Path:
        """Copy the publication, with what was built, to a folder that outlives the test; return it."""
        place = Path(tempfile.mkdtemp(prefix="newsroom-"))
        shutil.copytree(self.root, place, dirs_exist_ok=True, symlinks=True)
        return place

    def _stamps(self) -> dict[str, tuple[int, int]]:
        # A file that is replaced has another inode, even within one tick of the clock.
        files = (path for path in self.output.rglob("*") if path.is_file() and path.name not in (MARK, *SUMS))
        return {path.relative_to(self.output).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def _never_built(folder: str, names: Iterable[str]) -> set[str]:
    return {"site", ".broadsheet"} & set(names) if (Path(folder) / "broadsheet.yaml").is_file() else set()
