"""Changes of an archive: what a deed is made of. Each function returns one, to be made when its time has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.archive import Archive, Piece
from engine.small import story

Change = Callable[[Archive], object]


def _find(archive: Archive, name: str) -> Piece:
    """Return a story by the name of its file or line, or a piece by its path."""
    if name in archive.pieces:
        return archive.pieces[name]
    return next(piece for piece in archive.articles if name == _name(piece))


def _name(piece: Piece) -> str:
    return str(piece.meta["slug"]) if piece.path.endswith(".jsonl") else piece.path.rpartition("/")[2].partition(".")[0]


def put(name: str, **values: Any) -> Change:
    """Set some of a story's or entry's values; None takes one out."""

    def change(archive: Archive) -> None:
        piece = _find(archive, name)
        piece.meta.update(values)
        piece.meta = {key: value for key, value in piece.meta.items() if value is not None}

    return change


def text(name: str, body: str) -> Change:
    """Give a story or entry another text."""
    return lambda archive: setattr(_find(archive, name), "body", body)


def file(name: str, day: str, **meta: Any) -> Change:
    """File a story; without a section of its own it goes to `World`."""
    return lambda archive: archive.articles.append(story(name, day, **meta))


def newest(name: str = "newest", **meta: Any) -> Change:
    """File the newest story of all."""
    return file(name, **{"day": "2026-02-28", **meta})


def without(name: str) -> Change:
    """Take a story, an entry or another file out."""
    return lambda archive: archive.refuse(name) if "/" in name else archive.articles.remove(_find(archive, name))


def path(name: str, other: str) -> Change:
    """Give the file of a story another name."""
    return lambda archive: setattr(_find(archive, name), "path", f"content/stories/{other}.md")


def entry(where: str, body: str = "Text.", **meta: Any) -> Change:
    """Write an entry of a register, or a page."""
    return lambda archive: archive.pieces.update({f"content/{where}.md": Piece(f"content/{where}.md", meta, body)})


def other(where: str, data: bytes | str) -> Change:
    """Write another file."""
    return lambda archive: archive.others.update({where: data.encode() if isinstance(data, str) else data})


def setting(**values: Any) -> Change:
    """Configure something."""
    return lambda archive: archive.settings.update(values)


def clock(instant: str) -> Change:
    """Move the clock."""
    return lambda archive: setattr(archive, "clock", instant)


def all_of(*changes: Change) -> Change:
    """Do several things before the next build."""
    return lambda archive: [change(archive) for change in changes]


def alter(output: str) -> Change:
    """Change an output by hand."""
    return lambda archive: _rewrite(archive, output, lambda data: data + b"!")


def alter_letter(output: str) -> Change:
    """Change a letter of an output by hand."""
    return lambda archive: _rewrite(archive, output, lambda data: data.swapcase())


def _rewrite(archive: Archive, output: str, rewritten: Callable[[bytes], bytes]) -> None:
    place = archive.site / output
    if place.exists():  # as it does not before a cold build
        place.write_bytes(rewritten(place.read_bytes()))


def lose(output: str) -> Change:
    """Remove an output by hand."""
    return lambda archive: (archive.site / output).unlink(missing_ok=True)
