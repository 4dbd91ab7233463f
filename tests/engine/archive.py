"""An archive to edit: a small publication in a folder, with what is in every file known as values that an edit can change.

Nothing here knows how a build works. `save` writes what differs from what was written last, as an editor would, and can leave a
file's time or its place on the disk as it was.
"""

from __future__ import annotations

import copy
import json
import os
import struct
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("Ann Lee", "Åse Berg", "Ministry of Salt", "Zoë Öst", "Omar Haddad", "王芳", "Port Authority", "İnci Kaya")
COUNTRIES = ("NO", "TR", "Côte d'Ivoire", "GB", "China", "South Korea", "AE", "GE")
TAGS = ("Salt", "Peace talks", "Énergie", "Ports", "salt tax", "Harbour")
SECTIONS = ("World", "Economy", "Ülke", "Culture")
DOSSIERS = ("The Salt Dispute", "Harbour talks")
SERIES = ("Salt Diaries", "Åland", "salt diaries")
LABELS = ("breaking", "analysis", "opinion", "live", "Photo essay")
BUILT = ("site", "elsewhere", ".broadsheet")


@dataclass
class Piece:
    """A text with metadata: an article, a register file or a free-standing page. `path` is relative to the publication."""

    path: str
    meta: dict[str, Any]
    body: str = ""


@dataclass
class Archive:
    """The files of a publication, and how it is to be built.

    `raw` replaces the bytes that a path would have; `others` are templates, static files and media. `foreign` are files in
    output folders that are none of ours, `forgotten` names output folders whose ledger was damaged since they were built,
    `tampered` outputs that were touched by hand.
    """

    root: Path
    articles: list[Piece] = field(default_factory=list)
    pieces: dict[str, Piece] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    others: dict[str, bytes] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    foreign: dict[str, bytes] = field(default_factory=dict)
    clock: str = "2026-03-01T12:00:00Z"
    output: str = "site"
    base_url: str = ""
    relative: bool = False
    drafts: bool = False
    forgotten: set[str] = field(default_factory=set)
    tampered: set[str] = field(default_factory=set)
    _saved: dict[str, bytes] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        """Return the folder that the next build writes."""
        return self.root / self.output

    @property
    def switches(self) -> list[str]:
        """Return what the command line says beyond the folder."""
        said = ["--clock", self.clock]
        said += ["--output", str(self.site)] if self.output != "site" else []
        said += ["--base-url", self.base_url] if self.base_url else []
        return said + ["--relative"] * self.relative + ["--drafts"] * self.drafts

    def files(self) -> dict[str, bytes]:
        """Return the bytes of every source file by its path."""
        made = {"broadsheet.yaml": _mapping(self.settings).encode()}
        lines: dict[str, list[str]] = {}
        for piece in self.articles:
            if piece.path.endswith(".jsonl"):
                lines.setdefault(piece.path, []).append(json.dumps({**piece.meta, "body": piece.body}, ensure_ascii=False))
            else:
                made |= _article(piece)
        made |= {path: ("\n".join(found) + "\n").encode() for path, found in lines.items()}
        made |= {piece.path: _front(piece).encode() for piece in self.pieces.values()}
        return {**made, **self.others, **self.raw}

    def save(self, *, keeping_time: Collection[str] = (), replacing: bool = False) -> None:
        """Bring the folder to the values. `keeping_time`: files that keep their time of change; `replacing`: by new files."""
        files = self.files()
        for path in sorted(set(self._saved) - set(files)):
            remove(self.root / path, self.root)
        for path in sorted(files):
            if self._saved.get(path) != files[path]:
                _write(self.root / path, files[path], path in keeping_time, replacing)
        self._saved = files

    def exchange(self, one: str, other: str) -> None:
        """Exchange two files on the disk: each keeps its time and gets the name of the other."""
        between = self.root / f"{one}.between"
        (self.root / one).rename(between)
        (self.root / other).rename(self.root / one)
        between.rename(self.root / other)
        self._saved[one], self._saved[other] = self._saved[other], self._saved[one]

    def snapshot(self) -> Archive:
        """Return a copy of all values."""
        return copy.deepcopy(self)

    def restore(self, other: Archive) -> None:
        """Bring values and folder back to what a snapshot holds; what became of the output since stays."""
        for name in ("articles", "pieces", "settings", "others", "raw", "clock", "output", "base_url", "relative", "drafts"):
            setattr(self, name, copy.deepcopy(getattr(other, name)))
        self.save()

    def copy_to(self, folder: Path) -> None:
        """Write the sources, and nothing that a build made, into another folder."""
        for path, data in self._saved.items():
            _write(folder / path, data, keeping_time=False, replacing=False)

    def refuse(self, path: str) -> None:
        """Take a path out of every list of files."""
        self.articles = [piece for piece in self.articles if piece.path != path]
        self.pieces.pop(path, None)
        self.others.pop(path, None)


def _article(piece: Piece) -> dict[str, bytes]:
    if piece.path.endswith(".txt"):
        sidecar = piece.path.removesuffix(".txt") + ".yaml"
        return {piece.path: f"{piece.body}\n".encode(), sidecar: _mapping(piece.meta).encode()}
    return {piece.path: _front(piece).encode()}


def _front(piece: Piece) -> str:
    return f"---\n{_mapping(piece.meta)}---\n\n{piece.body}\n"


def _mapping(values: dict[str, Any]) -> str:
    """Return a mapping as YAML whose values are JSON."""
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())


def _write(place: Path, data: bytes, keeping_time: bool, replacing: bool) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    time = place.stat().st_mtime_ns if keeping_time and place.exists() else None
    if replacing:
        beside = place.with_name(f".{place.name}.tmp")
        beside.write_bytes(data)
        beside.replace(place)
    else:
        place.write_bytes(data)
    if time is not None:
        os.utime(place, ns=(time, time))


def remove(place: Path, root: Path) -> None:
    """Remove a file, and the folders above it that are empty then."""
    place.unlink(missing_ok=True)
    for folder in place.relative_to(root).parents:
        if folder == Path() or not (root / folder).is_dir() or any((root / folder).iterdir()):
            break
        (root / folder).rmdir()


def png(shade: int) -> bytes:
    """Return a grey picture: one pixel, or so wide that copies are made of it, or cut off."""
    width = (1, 1, 500, 900)[shade % 4]
    row = bytes((0, *(shade % 256,) * width))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(row)[: 9 if shade % 7 == 6 else None]),
        (b"IEND", b""),
    )
    packed = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def some_archive(root: Path, stories: int, variety: int) -> Archive:
    """Write an archive of a number of articles; `variety` decides which of them has what."""
    archive = Archive(root)
    archive.settings = {
        "title": "The Test Times",
        "base_url": "https://example.org/",
        "page_size": 2 + variety % 3,
        "labels": ["Photo essay"],
        "menus": {"main": [{"name": "About", "url": "/about/"}]},
        "publisher": "Salt House",
        "taxonomies": {"series": {"label": "Series"}} | ({"authors": {"label": "Authors"}} if variety % 2 else {}),
    }
    archive.articles = [new_article(number, variety) for number in range(stories)]
    for piece in _registers(variety):
        archive.pieces[piece.path] = piece
    archive.others = {"static/robots-note.txt": b"a note\n", "static/deep/er/x.csv": b"\0\1", "content/stories/map.png": png(7)}
    archive.others["static/shown.png"] = png(2)
    archive.save()
    return archive


def _registers(variety: int) -> Iterator[Piece]:
    about = {"title": "About us", "aliases": ["/who/"]}
    yield Piece("content/pages/about.md", about, "We write of [Ann](/actors/ann-lee/) and Norway.")
    entries = (
        Piece(
            "content/actors/ann-lee.md",
            {"name": "Ann Lee", "aliases": ["A. Lee"], "country": "NO", "kind": "person"},
            "Born in Norway.",
        ),
        Piece("content/countries/TR.md", {"aliases": ["Anatolia"]}, "On two continents. See [Ann](../actors/ann-lee.md)."),
        Piece("content/tags/salt.md", {"name": "Salt", "aliases": ["Sodium"]}, "White."),
        Piece("content/dossiers/the-salt-dispute.md", {"name": "The Salt Dispute", "status": "open"}, "It began in 2025."),
        Piece("content/sections/world.md", {"name": "World"}, ""),
        Piece("content/series/aland.md", {"name": "Åland", "parent": "Salt Diaries"}, "Islands."),
        Piece("content/tags/salt-tax.md", {"name": "Salt tax", "parent": "Salt"}, "A tax."),
    )
    yield from (piece for at, piece in enumerate(entries) if (variety >> at) % 2 == 0)


def new_article(number: int, variety: int) -> Piece:
    """Return the article with a number, which is its day; its features follow from number and variety."""
    kind = (number * 3 + variety) % 5
    stem = f"content/stories/{'2025/' if number % 2 else ''}story-{number}"
    path = {3: f"{stem}.txt", 4: "content/stories/briefs.jsonl"}.get(kind, f"{stem}.md")
    meta = {"title": f"Story {number}: {TAGS[(number + variety) % 6]}", "date": day_of(number), **_features(number, variety)}
    if path.endswith(".jsonl"):
        meta["slug"] = f"brief-{number}"
    if not path.endswith(".md"):
        meta.pop("image", None)
    return Piece(path, meta, text_of(number, variety))


def day_of(number: int) -> str:
    """Return a date up to the first of March 2026; every fourth has a time, and some fall on one day."""
    back = number * 2 // 3
    day = f"2026-02-{28 - back:02d}" if back < 28 else f"2025-{12 - back % 12:02d}-{1 + back % 28:02d}"
    return f"{day}T{6 + number % 12:02d}:30+03:00" if number % 4 == 1 else day


def _features(number: int, variety: int) -> dict[str, Any]:
    spin = number + variety
    who, other = NAMES[spin % 8], NAMES[(spin * 5 + 3) % 8]
    choices: tuple[dict[str, Any], ...] = (
        {"standfirst": f"What {who} said of the salt in the harbour, and why it counts.", "authors": [other]},
        {"dossier": DOSSIERS[spin % 2], "labels": [LABELS[spin % 5]]},
        {"quotes": [{"text": "It is salt.", "speaker": who, "date": "2026-02-03"}], "dateline": "Oslo"},
        {"claims": [{"text": "The port is open", "status": "reported", "attributed_to": other}]},
        {"events": [{"date": "2026-02", "text": f"{who} arrives"}, {"date": f"2025-1{spin % 3}-03", "text": "Salt is found"}]},
        {"corrections": [{"date": "2026-02-20", "type": "correction", "text": "It was salt."}], "updated": "2026-02-20"},
        {"aliases": [f"/old/{number}/"], "citations": [{"name": "The Harbour Post", "url": "https://example.com/a"}]},
        {"image": {"src": "/map.png" if number % 2 else "map.png", "alt": "A map"}, "source": "Salt Wire"},
        {"publish_at": "2026-03-01T15:00:00Z"},
        {"expires_at": "2026-03-02T00:00:00Z", "labels": ["breaking"]},
        {"translation_of": "story-0", "lang": "nb"} if number else {},
        {"draft": True},
    )
    given: dict[str, Any] = {
        "actors": [who, {"name": other, "role": "envoy", "country": COUNTRIES[(spin + 1) % 8]}],
        "tags": [TAGS[spin % 6]],
    }
    given |= {"countries": [COUNTRIES[spin % 8]], "section": SECTIONS[spin % 4]} if spin % 7 else {}
    given |= {"series": SERIES[spin % 3]} if number % 3 == 0 else {}
    given |= choices[(number * 5 + variety) % 12] | choices[(number + variety * 3) % 8]
    if given.get("translation_of") == "story-0" and variety % 5 == 4:  # story 0 is a line of a file then, and has another id
        del given["translation_of"]
    if "image" in given:
        given["image"]["src"] = "../map.png" if number % 2 else "map.png"
    return given


def text_of(number: int, variety: int) -> str:
    """Return a body with names, links (some of which lead nowhere), a heading, a list or a note."""
    spin = number * 3 + variety
    parts = (
        f"{NAMES[spin % 8]} met {NAMES[(spin + 1) % 8]} in Norway, and Turkey was told of it.",
        f"See [the first](/stories/2026/02/story-0/), [the port](story-{spin % 4}.md#why) and [Ann](/actors/ann-lee/).",
        '## Why\n\nBecause of *salt* & "ports" -- and so on...',
        "- one\n- two\n\n![A map](map.png)",
        f"A note[^1] on A. Lee of {COUNTRIES[spin % 8]}.\n\n[^1]: Salt is white.",
        "| port | salt |\n| --- | ---: |\n| Oslo | 3 |",
    )
    return "\n\n".join(parts[(spin + step) % 6] for step in range(1 + spin % 3))
