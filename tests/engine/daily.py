"""Daily edits: what editors do to a newspaper's archive, one deed each, and nothing that is a fault.

Each takes the archive and two numbers, as those of `edits` do. The first chooses the story, or what else is edited.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from engine import disturbances, edits
from engine.archive import Archive, Piece, png
from engine.edits import Edit
from engine.paper import (
    ACTORS,
    COUNTRIES,
    DEEDS,
    DOSSIERS,
    LABELS,
    ROLES,
    SECTIONS,
    SUBJECTS,
    TAGS,
    claim,
    new_story,
    story_id,
)
from engine.registers import call, country, describe, merge, register, strike


def _story(archive: Archive, a: int) -> Piece:
    return archive.articles[a % len(archive.articles)]


def _set(piece: Piece, key: str, value: Any) -> str:
    if value in ("", None, []):
        piece.meta.pop(key, None)
    else:
        piece.meta[key] = value
    return f"set `{key}` of {piece.path} to {value!r}"


def retitle(archive: Archive, a: int, b: int) -> str:
    return _set(_story(archive, a), "title", f"{SUBJECTS[b % 10]} {DEEDS[b % 8]}, again")


def shorten_title(archive: Archive, a: int, b: int) -> str:
    piece = _story(archive, a)
    words = piece.meta["title"].split()
    return _set(piece, "title", " ".join(words[:-1]) if len(words) > 1 else f"{words[0]} {b}")


def standfirst(archive: Archive, a: int, b: int) -> str:
    return _set(_story(archive, a), "standfirst", f"In short: {DEEDS[b % 8]}." if b % 4 else "")


def paragraph(archive: Archive, a: int, b: int) -> str:
    piece = _story(archive, a)
    piece.body += f"\n\n{ACTORS[b % 14]} was told of it in {COUNTRIES[b % 10]}."
    return f"added a paragraph to {piece.path}"


def cut(archive: Archive, a: int, b: int) -> str:
    piece = _story(archive, a)
    piece.body = piece.body.rpartition("\n\n")[0] or f"Only {b}."
    return f"cut {piece.path}"


def rewrite(archive: Archive, a: int, b: int) -> str:
    """Another headline and another text at once."""
    return f"{retitle(archive, a, b)}; {paragraph(archive, a, b)}"


def heading(archive: Archive, a: int, b: int) -> str:
    piece = _story(archive, a)
    piece.body = piece.body.replace("## Why", "## How") if "## Why" in piece.body else f"{piece.body}\n\n## Why\n\nPart {b}."
    return f"gave {piece.path} another heading"


def link(archive: Archive, a: int, b: int) -> str:
    """Link to another story, by its file."""
    piece, other = _story(archive, a), _story(archive, b)
    if not other.path.endswith(".md"):
        return paragraph(archive, a, b)
    up = "../" * (piece.path.count("/") - 2)
    piece.body += f"\n\nAs [was told]({up}{other.path.removeprefix('content/stories/')}{'#why' * ('## Why' in other.body)})."
    return f"linked from {piece.path} to {other.path}"


def quote(archive: Archive, a: int, b: int) -> str:
    """Put the same words into another mouth, or new ones."""
    piece = _story(archive, a)
    said = piece.meta.get("quotes") or [{"text": f"Words of {b}."}]
    return _set(piece, "quotes", [{**said[0], "speaker": ACTORS[b % 14]}, *said[1:]] if b % 6 else [])


def claimant(archive: Archive, a: int, b: int) -> str:
    piece = _story(archive, a)
    said = piece.meta.get("claims") or [claim(b, "")]
    return _set(piece, "claims", [{**said[0], "attributed_to": ACTORS[b % 14]}, *said[1:]] if b % 6 else [])


def status(archive: Archive, a: int, b: int) -> str:
    """Say something else of a claim than was known when it was made."""
    piece = _story(archive, a)
    said = piece.meta.get("claims") or [claim(b, ACTORS[b % 14])]
    return _set(piece, "claims", [{**said[0], "status": ("confirmed", "denied")[b % 2]}, *said[1:]])


def state_actor(archive: Archive, a: int, b: int) -> str:
    """Say otherwise in one story for whom an actor of it acts, or in which role."""
    piece = _story(archive, a)
    cast = piece.meta.get("actors") or [ACTORS[b % 14]]
    first = {"name": cast[0]} if isinstance(cast[0], str) else dict(cast[0])
    first |= {"country": COUNTRIES[b % 10]} if b % 3 else {"role": f"{ROLES[b % 4]} {b % 2 or ''}".strip()}
    return _set(piece, "actors", [first, *cast[1:]])


def cast(archive: Archive, a: int, b: int) -> str:
    """Name one actor more, one less, or another one."""
    piece = _story(archive, a)
    others = piece.meta.get("actors", [])
    chosen = ([*others, ACTORS[b % 14]], others[1:], [ACTORS[b % 14], *others[1:]])[b % 3]
    return _set(piece, "actors", chosen)


def place(archive: Archive, a: int, b: int) -> str:
    """Name one country more, one less, or the role that one has."""
    piece = _story(archive, a)
    others = piece.meta.get("countries", [])
    stated = {"country": COUNTRIES[b % 10], "role": f"host {b % 2}"}
    return _set(piece, "countries", ([*others, COUNTRIES[b % 10]], others[1:], [stated, *others[1:]])[b % 3])


def pair(archive: Archive, a: int, b: int) -> str:
    """Have two countries share a story more."""
    return _set(_story(archive, a), "countries", [COUNTRIES[b % 3], COUNTRIES[3 + b % 2]])


def file_under(archive: Archive, a: int, b: int) -> str:
    """File a story under other terms of one kind."""
    key, pool = (("tags", TAGS), ("section", SECTIONS), ("dossier", DOSSIERS), ("labels", LABELS))[b % 4]
    return _set(_story(archive, a), key, [pool[(b // 4 + step) % len(pool)] for step in range(b % 3)])


def unheard_of(archive: Archive, a: int, b: int) -> str:
    """File a story under a term that nobody has used."""
    key = ("tags", "section", "dossier", "actors")[b % 4]
    return _set(_story(archive, a), key, [f"Unheard Of {b % 12}"])


def date(archive: Archive, a: int, b: int) -> str:
    """Move a story by hours or days, not beyond today."""
    piece = _story(archive, a)
    days = (1, 2, 7, 31)[b % 4] * (1 if b % 8 < 4 else -1)
    moved = datetime.fromisoformat(piece.meta["date"][:10]) + timedelta(days=days)
    return _set(piece, "date", min(moved.date().isoformat(), archive.clock[:10]))


def hour(archive: Archive, a: int, b: int) -> str:
    piece = _story(archive, a)
    return _set(piece, "date", f"{piece.meta['date'][:10]}T{b % 11:02d}:{b:02d}Z")


def update(archive: Archive, a: int, b: int) -> str:
    """Correct a story, and say so and when."""
    piece = _story(archive, a)
    _set(piece, "corrections", [{"date": archive.clock[:10], "type": ("update", "retraction")[b % 2], "text": f"Note {b}."}])
    return _set(piece, "updated", archive.clock)


def small_thing(archive: Archive, a: int, b: int) -> str:
    """Change what only the story's own page shows, or nearly so."""
    choices: tuple[tuple[str, Any], ...] = (
        ("authors", [f"Writer {b % 3}"]),
        ("dateline", f"Town {b % 5}"),
        ("source", f"Wire {b % 3}"),
        ("citations", [{"name": f"Paper {b % 4}", "url": "https://example.com/"}]),
        ("events", [{"date": f"20{16 + b % 10}-0{1 + b % 9}", "text": f"{ACTORS[b % 14]} arrives"}]),
        ("lang", ("nb", "")[b % 2]),
        ("places", [f"Town {b % 4}", "Port"]),
    )
    return _set(_story(archive, a), *choices[b % len(choices)])


def _filed(archive: Archive, number: int, day: str, a: int, b: int) -> str:
    piece = new_story(1000 + number, day, a * 60 + b)
    if any(story_id(other) == story_id(piece) for other in archive.articles):
        return f"filed {piece.path} once more, that is, not"
    archive.articles.append(piece)
    return f"filed {piece.path}, {piece.meta['title']!r} of {piece.meta['date']}"


def newest(archive: Archive, a: int, b: int) -> str:
    """File the newest story of all, at the next full hour: names that are known, a text without links, no picture."""
    archive.clock = (datetime.fromisoformat(archive.clock) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:00:00Z")
    told = _filed(archive, a * 60 + b, archive.clock[:10], a, b)
    piece = archive.articles[-1]
    piece.meta.pop("image", None)
    piece.body = f"{ACTORS[b % 14]} was told of it in {COUNTRIES[a % 10]}."
    return f"{told}; {_set(piece, 'date', archive.clock)}"


def today(archive: Archive, a: int, b: int) -> str:
    return _filed(archive, a * 60 + b, archive.clock[:10], a, b)


def between(archive: Archive, a: int, b: int) -> str:
    """File a story that is older than others."""
    other = _story(archive, a)
    return _filed(archive, a * 60 + b, other.meta["date"][:10], a, b)


def oldest(archive: Archive, a: int, b: int) -> str:
    return _filed(archive, a * 60 + b, f"201{b % 9}-0{1 + a % 9}-11", a, b)


def first_of_month(archive: Archive, a: int, b: int) -> str:
    """File the first story of a month: the next one, to which the clock moves on, or one of the past that has none."""
    if b % 2:
        return _filed(archive, a * 60 + b, f"2022-{1 + a % 12:02d}-0{1 + b % 9}", a, b)
    month = (datetime.fromisoformat(archive.clock).replace(day=1) + timedelta(days=32)).replace(day=1)
    archive.clock = month.strftime("%Y-%m-%dT12:00:00Z")
    return newest(archive, a, b)


def unknown_cast(archive: Archive, a: int, b: int) -> str:
    """File the newest story, with names that nobody has used."""
    told = newest(archive, a, b)
    return f"{told}; {unheard_of(archive, len(archive.articles) - 1, b)}"


def withdraw(archive: Archive, a: int, b: int) -> str:
    if len(archive.articles) < 4:
        return paragraph(archive, a, b)
    piece = archive.articles.pop(a % len(archive.articles))
    return f"took {piece.path} out, {piece.meta['title']!r}"


def rename(archive: Archive, a: int, b: int) -> str:
    """Give the file of a story another name, by which its address moves, too; the old one leads there."""
    piece = _story(archive, a)
    old, suffix = piece.path, piece.path.rpartition(".")[2]
    if suffix == "jsonl":
        return retitle(archive, a, b)
    piece.path = f"{old.rpartition('/')[0]}/renamed-{a}-{b}.{suffix}"
    if b % 2:
        _set(piece, "aliases", [f"/was/{a}-{b}/"])
    return f"renamed {old} to {piece.path}"


def hold(archive: Archive, a: int, b: int) -> str:
    """Make a draft of a story, hold it back for some hours, let it end, or publish it again."""
    piece = _story(archive, a)
    for key in ("draft", "publish_at", "expires_at"):
        piece.meta.pop(key, None)
    later = (datetime.fromisoformat(archive.clock) + timedelta(hours=b)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _set(piece, *(("draft", True), ("publish_at", later), ("expires_at", later), ("draft", None))[b % 4])


def breaking(archive: Archive, a: int, b: int) -> str:
    piece = _story(archive, a)
    return _set(piece, "labels", ["breaking"] if b % 3 else [LABELS[b % 5]])


def picture(archive: Archive, a: int, b: int) -> str:
    """Give a story a picture, or another one."""
    piece = _story(archive, a)
    if piece.path.endswith(".jsonl") or "/20" not in piece.path:
        return standfirst(archive, a, b)
    return _set(piece, "image", {"src": f"../{('map', 'port')[b % 2]}.png", "alt": f"Map {b}"} if b % 5 else None)


def repaint(archive: Archive, a: int, b: int) -> str:
    """Put another picture into the place of one that stories show."""
    path = f"content/stories/{('map', 'port')[a % 2]}.png"
    archive.others[path] = png(b - (b % 7 == 6))  # the seventh shade is of a file that is cut off
    return f"replaced {path}"


def translate(archive: Archive, a: int, b: int) -> str:
    """Make a story the translation of another one, or a story of its own again."""
    piece, other = _story(archive, a), _story(archive, a + 1 + b % 5)
    if "translation_of" in piece.meta:
        piece.meta.pop("lang", None)
        return _set(piece, "translation_of", None)
    originals = [each.meta["translation_of"] for each in archive.articles if "translation_of" in each.meta]
    if other is piece or "translation_of" in other.meta or story_id(piece) in originals:
        return standfirst(archive, a, b)
    _set(piece, "lang", "nb")
    return _set(piece, "translation_of", story_id(other))


def reply(archive: Archive, a: int, b: int) -> str:
    """Approve a reply to a story, or reject it."""
    path = f"content/comments/{story_id(_story(archive, a))}/{b % 3}.yaml"
    given = {"author": "Reader", "date": archive.clock[:10], "text": f"Reply {b}.", "status": "approved" if b % 5 else "rejected"}
    archive.others[path] = "".join(f'{key}: "{value}"\n' for key, value in given.items()).encode()
    return f"wrote {path}: {given}"


def nothing(archive: Archive, a: int, b: int) -> str:
    return f"did nothing ({a}, {b})"


def pass_time(archive: Archive, a: int, b: int) -> str:
    hours = (1, 3, 12, 24)[b % 4]
    archive.clock = (datetime.fromisoformat(archive.clock) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"waited until {archive.clock} ({a})"


# What changes a story where it stands, what moves it, what is filed, and all else. What is done often stands here often.
IN_PLACE: tuple[Edit, ...] = (retitle, shorten_title, standfirst, paragraph, cut, rewrite, heading, update, small_thing, reply)
MOVED: tuple[Edit, ...] = (
    *(link, quote, claimant, status, state_actor, cast, place, pair, file_under, unheard_of, date, hour, picture),
)
FILED: tuple[Edit, ...] = (newest, newest, newest, today, between, oldest, first_of_month, unknown_cast)
RARE: tuple[Edit, ...] = (
    *(register, call, describe, country, merge, strike, withdraw, rename, hold, breaking, translate, repaint),
    *(nothing, edits.touch, pass_time, disturbances.lose_output),
)
DAILY: tuple[Edit, ...] = (*IN_PLACE, *IN_PLACE, *MOVED, *FILED, *RARE)
