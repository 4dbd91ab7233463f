"""Edits of content: every change that an editor makes to articles, registers, pages, media and files that are copied.

Each takes the archive and two numbers, changes the archive's values, and returns what it did in words. The same archive and
numbers give the same edit. What an edit makes may be faulty: then a build has to say so, whether warm or cold.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from broadsheet.extract.finding import finding_id
from engine.archive import COUNTRIES, DOSSIERS, LABELS, NAMES, SECTIONS, SERIES, TAGS, Archive, Piece, day_of, new_article, png

Edit = Callable[[Archive, int, int], str]
_RAW = "content/stories/raw-"
HEADLINES = ("Salt found", "Åse Berg speaks", "Port shut & reopened", "\u201cNo\u201d, says <minister>", "Ann Lee wins", "塩")


def _article(archive: Archive, a: int) -> Piece:
    return archive.articles[a % len(archive.articles)]


def body(archive: Archive, a: int, b: int) -> str:
    piece = _article(archive, a)
    piece.body += f"\n\nMore of {NAMES[b % 8]} in {COUNTRIES[b % 8]}, part {b}."
    return f"added a paragraph to {piece.path}"


def shorten(archive: Archive, a: int, b: int) -> str:
    piece = _article(archive, a)
    piece.body = piece.body.rpartition("\n\n")[0] or f"Only {b}."
    return f"took the last paragraph off {piece.path}"


def heading(archive: Archive, a: int, b: int) -> str:
    piece = _article(archive, a)
    piece.body = piece.body.replace("## Why", "## How") if "## Why" in piece.body else piece.body + "\n\n## Why\n\nThus."
    return f"gave {piece.path} another heading ({b})"


def link(archive: Archive, a: int, b: int) -> str:
    piece, other = _article(archive, a), _article(archive, b)
    target = (
        "/tags/ports/",
        "../map.png",
        f"/stories/2026/02/story-{b % 12}/#why",
        other.path.rpartition("/")[2],
        "/old/1/",
        "#why",
    )[b % 6]
    piece.body += f"\n\nSee [there]({target}).\n"
    return f"linked from {piece.path} to {target}"


def same_size_body(archive: Archive, a: int, b: int) -> str:
    """Change one letter within the moment, and set the file's time back."""
    piece = _article(archive, a)
    letters = [at for at, char in enumerate(piece.body) if char.isascii() and char.isalpha()]
    if letters:
        at = letters[b % len(letters)]
        piece.body = piece.body[:at] + piece.body[at].swapcase() + piece.body[at + 1 :]
    archive.save(keeping_time=archive.files())
    return f"swapped the case of a letter of {piece.path}, keeping size and time"


def same_size_title(archive: Archive, a: int, b: int) -> str:
    piece = _article(archive, a)
    if "title" in piece.meta:  # a plain text has its headline in its first line
        piece.meta["title"] = piece.meta["title"].swapcase()
    archive.save(keeping_time=archive.files(), replacing=bool(b % 2))
    return f"swapped the case of the title of {piece.path}, keeping size and time"


def title(archive: Archive, a: int, b: int) -> str:
    piece = _article(archive, a)
    piece.meta["title"] = f"{HEADLINES[b % 6]} {b}"
    return f"retitled {piece.path}: {piece.meta['title']}"


def standfirst(archive: Archive, a: int, b: int) -> str:
    return _set(archive, a, "standfirst", "" if b % 4 == 0 else f"In short: {HEADLINES[b % 6]}, again.")


def date(archive: Archive, a: int, b: int) -> str:
    vague = ("2025", "2025-12", "2025-12~", "2025/2026", "202X", "-0043", "2027-01")
    return _set(archive, a, "date", vague[b // 4 % len(vague)] if b % 4 == 3 else day_of(b % 40))


def same_date(archive: Archive, a: int, b: int) -> str:
    return _set(archive, a, "date", _article(archive, b).meta["date"])


def slug(archive: Archive, a: int, b: int) -> str:
    return _set(archive, a, "slug", f"another-{b % 5}")


def _set(archive: Archive, a: int, key: str, value: Any) -> str:
    piece = _article(archive, a)
    if value in ("", None, []):
        piece.meta.pop(key, None)
        return f"took `{key}` out of {piece.path}"
    piece.meta[key] = value
    return f"set `{key}` of {piece.path} to {value!r}"


def terms(archive: Archive, a: int, b: int) -> str:
    key, pool = (
        ("tags", TAGS),
        ("section", SECTIONS),
        ("dossier", DOSSIERS),
        ("countries", COUNTRIES),
        ("labels", LABELS),
        ("series", SERIES),
    )[b % 6]
    chosen = [pool[(b + step) % len(pool)] for step in range(b % 3)]
    return _set(archive, a, key, chosen)


def fresh_term(archive: Archive, a: int, b: int) -> str:
    return _set(archive, a, ("tags", "section", "dossier", "authors", "series")[b % 5], [f"Fresh {b % 3}"])


def cast(archive: Archive, a: int, b: int) -> str:
    plain, stated = (
        NAMES[b % 8],
        {"name": NAMES[(b + 3) % 8], "role": f"role {b}", "country": COUNTRIES[b % 8], "kind": "organisation"},
    )
    return _set(archive, a, "actors", ([], [plain], [stated], [plain, stated], [plain.upper(), "A. Lee"])[b % 5])


def details(archive: Archive, a: int, b: int) -> str:
    name = NAMES[b % 8]
    choices: tuple[tuple[str, Any], ...] = (
        ("quotes", [{"text": f"Words {b}.", "speaker": name}, {"text": "Mine.", "speaker": "An Lee"}]),
        ("claims", [{"text": f"Claim {b}", "status": "disputed", "attributed_to": name}]),
        ("events", [{"date": f"20{10 + b % 15}", "text": f"Event {b}"}]),
        ("corrections", [{"date": "2026-02-25", "type": ("correction", "retraction")[b % 2], "text": f"Note {b}"}]),
        ("updated", f"2026-02-{1 + b % 28:02d}"),
        ("citations", [f"Source {b}"]),
        ("source", {"name": f"Wire {b}"}),
        ("quotes", []),
        ("events", []),
        ("places", [f"Town {b % 4}", {"name": "Port", "kind": "county", "country": ("GH", "FR")[b % 2]}]),
        ("lang", ("nb", "ar", "")[b % 3]),
        ("authors", [f"Writer {b % 3}"]),
    )
    return _set(archive, a, *choices[b % len(choices)])


def translation(archive: Archive, a: int, b: int) -> str:
    other = _article(archive, b)
    story_id = other.path.removeprefix("content/stories/").rpartition(".")[0]
    _set(archive, a, "lang", ("nb", "fr")[b % 2])
    return _set(archive, a, "translation_of", "" if b % 4 == 3 or other is _article(archive, a) else story_id)


def alias(archive: Archive, a: int, b: int) -> str:
    return _set(archive, a, "aliases", ([], [f"/old/{b % 4}/"], [f"/was/{b}/", f"/old/{b}.html"])[b % 3])


def draft(archive: Archive, a: int, b: int) -> str:
    return _set(archive, a, "draft", b % 2 == 0 or None)


def embargo(archive: Archive, a: int, b: int) -> str:
    key = ("publish_at", "expires_at", "breaking_until")[b % 3]
    if key == "breaking_until":
        _set(archive, a, "labels", ["breaking"])
    return _set(archive, a, key, _later(archive.clock, (b % 9 - 4) * 6))


def _later(clock: str, hours: int) -> str:
    return (datetime.fromisoformat(clock) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def newest(archive: Archive, a: int, b: int) -> str:
    """Add a story that is the newest of all."""
    return _add(archive, new_article(100 + (a * 7 + b) % 50, b), "2026-03-01")


def oldest(archive: Archive, a: int, b: int) -> str:
    """Add a story before all others: every page of every list moves."""
    return _add(archive, new_article(200 + (a * 7 + b) % 50, b), "2019-01-01")


def _add(archive: Archive, piece: Piece, day: str) -> str:
    piece.meta["date"] = day
    known = {(other.path, other.meta.get("slug")) for other in archive.articles}
    if (piece.path, piece.meta.get("slug")) not in known:
        archive.articles.insert(0, piece)
    return f"added {piece.path}, {piece.meta['title']!r} of {day}"


def take_out(archive: Archive, a: int, b: int) -> str:
    if len(archive.articles) < 2:
        return body(archive, a, b)
    piece = archive.articles.pop(a % len(archive.articles))
    return f"removed {piece.path}, {piece.meta['title']!r}"


def rename(archive: Archive, a: int, b: int) -> str:
    piece = _article(archive, a)
    old = piece.path
    suffix = old.rpartition(".")[2]
    piece.path = f"content/stories/{('', 'moved/', '2025/')[b % 3]}{old.rpartition('/')[2].removesuffix('.' + suffix)}.{suffix}"
    if b % 2 or piece.path == old:
        piece.path = f"content/stories/renamed-{b}.{suffix}"
    return f"moved {old} to {piece.path}"


def other_format(archive: Archive, a: int, b: int) -> str:
    piece = _article(archive, a)
    old = piece.path
    suffix = ("md", "txt", "jsonl")[b % 3]
    piece.path = f"content/stories/converted-{a}.{suffix}"
    return f"turned {old} into {piece.path}"


def swap(archive: Archive, a: int, b: int) -> str:
    """Exchange the contents of two files."""
    one, other = _article(archive, a), _article(archive, b)
    one.meta, other.meta, one.body, other.body = other.meta, one.meta, other.body, one.body
    return f"exchanged the texts of {one.path} and {other.path}"


def swap_files(archive: Archive, a: int, b: int) -> str:
    """Exchange two files by their names, so that each keeps its size and time."""
    files = [piece for piece in archive.articles if piece.path.endswith(".md") and piece.path not in archive.raw]
    if len(files) < 2:
        return reorder(archive, a, b)
    one, other = files[a % len(files)], files[(a + 1 + b % (len(files) - 1)) % len(files)]
    archive.save()
    archive.exchange(one.path, other.path)
    one.path, other.path = other.path, one.path
    return f"exchanged the files {one.path} and {other.path}"


def aged(archive: Archive, a: int, b: int) -> str:
    """Change a file and set its time to the past, as a copy from a backup does."""
    piece = _article(archive, a)
    piece.body = f"From a backup, {b}.\n\n{piece.body}"
    archive.save()
    os.utime(archive.root / piece.path, (1_000_000_000, 1_000_000_000 + b))
    return f"brought {piece.path} back from a backup with an old time"


def reorder(archive: Archive, a: int, b: int) -> str:
    archive.articles.insert(0, archive.articles.pop(a % len(archive.articles)))
    return f"moved an article to the front of its file ({b})"


def register(archive: Archive, a: int, b: int) -> str:
    """Add a register file, or change it."""
    names = {"actors": NAMES, "tags": TAGS, "sections": SECTIONS, "dossiers": DOSSIERS, "series": SERIES}
    folder = tuple(names)[a % 5]
    slugs = {
        "actors": ("ann-lee", "ase-berg", "omar-haddad"),
        "tags": ("salt", "ports"),
        "sections": ("world", "economy"),
        "dossiers": ("harbour-talks",),
        "series": ("salt-diaries", "aland"),
    }
    slug = slugs[folder][b % len(slugs[folder])]
    path = f"content/{folder}/{slug}.md"
    meta: dict[str, Any] = {"name": f"{slug.replace('-', ' ').title()}{('', ' II', ' III')[b % 3]}"}
    meta |= {"aliases": [names[folder][(a + b) % len(names[folder])]]} if b % 2 else {}
    if folder == "actors":
        meta |= {"country": COUNTRIES[b % 8], "roles": [{"title": f"Envoy {b}", "country": COUNTRIES[(b + 1) % 8]}]}
    elif b % 3 == 0:
        meta["status" if folder == "dossiers" else "parent"] = (
            "closed" if folder == "dossiers" else names[folder][b % len(names[folder])]
        )
    archive.pieces[path] = Piece(path, meta, f"Text {b} on {NAMES[b % 8]}, [see](/tags/salt/).")
    return f"wrote {path}: {meta}"


def country(archive: Archive, a: int, b: int) -> str:
    path = f"content/countries/{('TR', 'NO', 'GB', 'CI')[a % 4]}.md"
    meta: dict[str, Any] = {"name": f"Land {b % 3}"} if b % 2 else {}
    archive.pieces[path] = Piece(path, meta | {"aliases": [f"Old Land {a % 4}"]}, f"Overview {b}.")
    return f"wrote {path}: {meta}"


_KEPT, _GONE = "content/actors/merged.md", "content/actors/was.md"


def unregister(archive: Archive, a: int, b: int) -> str:
    if not archive.pieces:
        return register(archive, a, b)
    path = sorted(archive.pieces)[a % len(archive.pieces)]
    archive.refuse(path)
    if path == _KEPT:
        archive.pieces.pop(_GONE, None)  # else it were merged into nobody
    return f"removed {path}"


def merge(archive: Archive, a: int, b: int) -> str:
    """Make one actor of two: the second name becomes an alias of the first, or has a file that says that it is the first."""
    one, other = NAMES[a % 8], NAMES[(a + 1 + b % 7) % 8]
    archive.pieces.pop(_GONE, None)
    archive.pieces[_KEPT] = Piece(_KEPT, {"name": one, "aliases": [] if b % 2 else [other]}, f"Also {other}.")
    if b % 2:
        archive.pieces[_GONE] = Piece(_GONE, {"name": other, "merged_into": "merged"}, "Not read any more.")
    return f"merged {other} into {one}{' by its file' * (b % 2)}"


def raw_article(archive: Archive, a: int, b: int) -> str:
    """Write an article without metadata, change it, or remove it with what stands beside it."""
    stem = f"content/stories/raw-{a % 3}"
    path = stem + (".txt", ".md", ".html")[a % 3]
    if b % 6 == 5 and archive.others.pop(path, None) is not None:
        for beside in (f"{stem}.yaml", f"{stem}.auto.yaml"):
            archive.others.pop(beside, None)
        return f"removed {path}"
    day = f"{1 + b % 28} February 2026" if b % 7 else "One day"
    told = f"President {NAMES[b % 5]} of Norway met {NAMES[(b + 2) % 5]} in Turkey, and Egypt was told of it."
    lines = (f"Talks No. {b} on the salt of {COUNTRIES[b % 2]}", day, told, f"\u201cIt is salt, {b},\u201d said {NAMES[b % 5]}.")
    if path.endswith(".html"):
        body = "".join(f"<p>{line}</p>\n" for line in lines[1:])
        text = f"<html><head><title>{lines[0]}</title></head><body><h1>{lines[0]}</h1>\n{body}</body></html>"
    else:
        text = "\n\n".join(lines) + "\n"
    archive.others[path] = text.encode()
    return f"wrote {path}, {day}"


def subject(archive: Archive, a: int, b: int) -> str:
    """Register the tag that articles without metadata name, or an actor that they name, or take the file away."""
    path = ("content/tags/salt.md", "content/actors/omar-haddad.md")[a % 2]
    if b % 2 and archive.pieces.pop(path, None) is not None:
        return f"removed {path}"
    name = "Salt" if a % 2 == 0 else f"Omar {('', 'Karim ')[b % 3 % 2]}Haddad"
    archive.pieces[path] = Piece(path, {"name": name, "aliases": ["The salt"] if a % 2 == 0 else []})
    return f"wrote {path}: {name}"


def raw_findings(archive: Archive, a: int, b: int) -> str:
    """Write what extraction found beside an article, or remove it."""
    path = f"content/stories/{_bare(archive, a)}.auto.yaml"
    if b % 4 == 3 and archive.others.pop(path, None) is not None:
        return f"removed {path}"
    found: dict[str, list[dict[str, Any]]] = {
        "title": [_finding("title", f"Found {b}", 0.9)],
        "date": [_finding("date", day_of(b % 40)[:10], (0.95, 0.6)[b % 9 == 8])],
        "actors": [_finding("actors", name, (0.9, 0.7)[at % 2]) for at, name in enumerate(NAMES[b % 4 : b % 4 + 3])],
        "countries": [_finding("countries", code, 0.95) for code in ("NO", "TR", "EG")[b % 3 :]],
    }
    archive.others[path] = "".join(f"{key}: {json.dumps(values)}\n" for key, values in found.items()).encode()
    return f"wrote {path}"


def _bare(archive: Archive, a: int) -> str:
    """Return the name of an article without metadata, or of one with, where there is none."""
    raw = [path for path in archive.others if path.startswith(_RAW) and not path.endswith(".yaml")]
    whole = [piece.path for piece in archive.articles if not piece.path.endswith(".jsonl")]
    paths = sorted(raw) or whole or ["none.md"]
    return paths[a % len(paths)].removeprefix("content/stories/").rpartition(".")[0]


def _finding(key: str, value: str, confidence: float) -> dict[str, Any]:
    return {"id": finding_id(key, value), "value": value, "evidence": [[0, 1, "x"]], "rule": "r", "confidence": confidence}


def decide(archive: Archive, a: int, b: int) -> str:
    """Decide of findings in the sidecar of an article without metadata."""
    stems = [path for path in sorted(archive.others) if path.startswith(_RAW) and not path.endswith(".yaml")]
    if not stems:
        return raw_article(archive, a, b)
    path = stems[a % len(stems)].rpartition(".")[0] + ".yaml"
    codes = ("NO", "TR", "EG")
    decided: dict[str, Any] = {finding_id("countries", codes[b % 3]): ("accept", "reject", {"replace": "GE"})[b // 3 % 3]}
    decided |= {finding_id("actors", NAMES[b % 5]): ("reject", "accept")[b % 2]}
    lines = f"date: {day_of(b % 40)[:10]}\n" if b % 4 == 0 else ""
    archive.others[path] = f"{lines}decisions: {json.dumps(decided)}\n".encode()
    return f"wrote {path}: {decided}"


def comment(archive: Archive, a: int, b: int) -> str:
    """Write a reply to a story, decide of it, or remove it; where the story is gone or moved it has none."""
    story = f"content/comments/{_story_id(archive, a)}"
    path = f"{story}/{b % 3}.yaml"
    if b % 7 == 6 and archive.others.pop(path, None) is not None:
        return f"removed {path}"
    values: dict[str, Any] = {
        "author": NAMES[b % 8],
        "date": day_of(b % 40),
        "status": ("approved", "approved", "pending", "rejected")[b % 4],
        "text": f"Reply {b}.",
    }
    values |= {"reply_to": str((b + 1) % 4)} if b % 2 else {}
    archive.others[path] = "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items()).encode()
    return f"wrote {path}: {values}"


def _story_id(archive: Archive, a: int) -> str:
    piece = _article(archive, a)
    name = piece.path.removeprefix("content/stories/").rpartition(".")[0]
    return f"{name}#{piece.meta.get('slug', 'none')}" if piece.path.endswith(".jsonl") else name


def page(archive: Archive, a: int, b: int) -> str:
    path = f"content/pages/{('about', 'deep/er', 'terms')[a % 3]}.md"
    meta: dict[str, Any] = (
        {"title": f"Page {b % 4}"} | ({"draft": True} if b % 5 == 4 else {}) | ({"slug": "who"} if b % 7 == 6 else {})
    )
    archive.pieces[path] = Piece(path, meta, f"Text {b}, see [it](/stories/2026/02/story-{b % 6}/#why) and {NAMES[b % 8]}.")
    return f"wrote {path}: {meta}"


def static(archive: Archive, a: int, b: int) -> str:
    """Write or remove a static file; one path is a file at one time and a folder at another."""
    path = f"static/{('note.txt', 'x', 'x/y.txt', 'deep/er/x.csv', 'tags/salt/extra.txt')[a % 5]}"
    clash = {"static/x": "static/x/y.txt", "static/x/y.txt": "static/x"}.get(path)
    archive.others.pop(clash or "", None)
    if b % 3 == 0 and archive.others.pop(path, None) is not None:
        return f"removed {path}"
    archive.others[path] = f"static {b % 4}\n".encode()
    return f"wrote {path}, {b % 4}"


def media(archive: Archive, a: int, b: int) -> str:
    names = ("content/stories/map.png", "content/stories/2025/map.png", "content/stories/chart.png", "static/shown.png")
    path = names[a % 4]
    if b % 3 == 0 and archive.others.pop(path, None) is not None:
        return f"removed {path}"
    archive.others[path] = png(b)
    return f"wrote {path}, shade {b}"


def picture(archive: Archive, a: int, b: int) -> str:
    src = ("map.png", "../map.png", "/robots-note.txt", "chart.png", "/shown.png")[b % 5]
    return _set(archive, a, "image", {"src": src, "alt": f"Map {b}"} if b % 6 else None)


def touch(archive: Archive, a: int, b: int) -> str:
    """Give files a new time without a change."""
    archive.save()
    paths = sorted(archive.files())
    chosen = paths if b % 3 == 0 else [paths[a % len(paths)]]
    for path in chosen:
        os.utime(archive.root / path)
    return f"touched {', '.join(chosen) if len(chosen) == 1 else 'every file'}"


CONTENT_EDITS: tuple[Edit, ...] = (
    *(body, shorten, heading, link, same_size_body, same_size_title, title, standfirst, date, same_date, slug, terms, fresh_term),
    *(
        cast,
        details,
        translation,
        alias,
        draft,
        embargo,
        newest,
        oldest,
        take_out,
        rename,
        other_format,
        swap,
        swap_files,
        aged,
        reorder,
    ),
    *(register, country, unregister, merge, page, static, media, picture, touch),
    *(raw_article, raw_article, raw_findings, decide, subject, comment, comment),
)
