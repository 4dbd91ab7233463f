"""Archives of other programs, written as text blocks, and imported into a publication of the test's own."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from broadsheet.engine.report import Silence
from broadsheet.importing.importer import run
from broadsheet.importing.report import ImportReport
from broadsheet.printed import json_pieces
from newsroom import CLOCK, Newsroom, picture, unpack


def notes_on_articles(report: ImportReport) -> list[tuple[str, str]]:
    """Return what an editor should look at, but for what the settings of the publication do not say."""
    return [(source, note) for source, note in report.notes if source != "broadsheet.yaml"]


class Archive:
    """An archive in a folder of the test's, and the publication that it is imported into."""

    def __init__(self, folder: Path, text: str = "") -> None:
        self.source = folder / "source"
        self.source.mkdir()
        self.into = folder / "publication"
        for path, content in unpack(text).items():
            self.write(path, picture() if path.endswith((".png", ".jpg")) else content)

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of the archive."""
        place = self.source / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return place

    def run(self, kind: str = "", *, source: str = "", **options: Any) -> ImportReport:
        """Import the archive, or one file of it."""
        return run(self.source / source, self.into, Silence(), kind=kind, clock=CLOCK, **options)

    def told(self, kind: str = "", **options: Any) -> dict[str, Any]:
        """Import the archive and return what the file of the report says."""
        said: dict[str, Any] = json.loads("".join(json_pieces(self.run(kind, **options).plain())))
        return said

    def stories(self) -> list[str]:
        """Return the articles of the publication, by their paths below the content."""
        content = self.into / "content"
        return sorted(path.relative_to(content).as_posix() for path in content.rglob("*.md"))

    def story(self, path: str) -> str:
        """Return the text of an article."""
        return (self.into / "content" / path).read_text(encoding="utf-8")

    def built(self, **options: Any) -> Newsroom:
        """Build the publication, and insist that it is published."""
        room = Newsroom(Path(tempfile.mkdtemp(dir=self.into.parent)))
        room.root = self.into
        report = room.build(**{"base_url": "https://new.example/", **options})
        assert report.published, room.problems
        return room

    def published(self, **options: Any) -> bytes:
        """Return every name and byte of what is published: by a first build, and by one after each article was edited."""
        room = self.built(**options)
        found = [room.site()]
        for name in self.stories():
            with (self.into / "content" / name).open("a", encoding="utf-8") as article:
                article.write("\nWords that were added.\n")
        assert room.build(**{"base_url": "https://new.example/", **options}).published, room.problems
        found.append(room.site())
        return b"".join(path.encode() + data for site in found for path, data in site.items())
