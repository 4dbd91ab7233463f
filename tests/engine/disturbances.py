"""Edits of everything but content: configuration, templates, command line, clock, output folder, ledger; and faults."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engine.archive import BUILT, NAMES, TAGS, Archive, Piece
from engine.edits import CONTENT_EDITS, Edit

BUILT_IN = Path(__file__).parents[2] / "templates"
_PAGES = (
    "base.html",
    "story.html",
    "term.html",
    "front.html",
    "listing.html",
    "actor.html",
    "archive.html",
    "feed.xml",
    "llms.txt",
    "404.html",
)
_MACROS = ("card", "date", "listing", "term", "quote", "cast", "timeline", "pagination")


def setting(archive: Archive, a: int, b: int) -> str:
    choices: tuple[tuple[str, Any], ...] = (
        ("title", f"The Times No. {b % 4}"),
        ("page_size", 1 + b % 5),
        ("permalinks", ({}, {"story": "/{section}/{year}/{slug}/"}, {"tag": "/on/{slug}/", "actor": "/who/{slug}/"})[b % 3]),
        ("feeds", {"limit": 1 + b % 4, "content": ("full", "summary")[b % 2]}),
        ("language", ("en", "de", "ar")[b % 3]),
        ("base_url", ("https://example.org/", "https://example.org/archive/", "http://localhost:8000/")[b % 3]),
        ("labels", (["Photo essay"], ["Photo essay", "Quiz"])[b % 2]),
        (
            "menus",
            {
                "main": [{"name": f"Menu {b}", "url": ("/", "/tags/", "/about/")[b % 3]}],
                "footer": [{"name": "F", "url": "/archive/"}],
            },
        ),
        ("markdown", {"smart": b % 2 == 0, "raw_html": ("sanitise", "refuse")[b // 2 % 2]}),
        ("timezone", ("UTC", "Pacific/Auckland", "Europe/Oslo")[b % 3]),
        ("description", ("", f"Of salt, {b}.")[b % 2]),
        ("publisher", {"name": f"House {b % 3}", "url": "https://example.net/"}),
        ("extraction", ({}, {"publish_at": 0.95}, {"publish_at": 0.6, "on_build": True}, {"on_build": False})[b % 4]),
        ("comments", ({}, {"form": "netlify"}, {"form": "https://forms.example/x", "days": 9, "policy": "/about/"})[b % 3]),
        ("theme", ({}, {"accent": f"#00000{b % 10}"})[b % 2]),
        (
            "images",
            ({"share": True}, {"quality": 60}, {"widths": [400], "metadata": "keep"}, {"formats": ["webp", "avif"]})[b % 4],
        ),
        ("host", ("netlify", "github-pages", "cloudflare-pages", "s3", "generic")[b % 5]),
        (
            "disable",
            ([], ["related", "twins"], ["pairs", "opml", "map", "dates"], ["indexes", "linked-names", "news"])[b % 4],
        ),
    )
    key, value = choices[a % len(choices)]
    if value in ("", [], {}):
        archive.settings.pop(key, None)
        return f"took `{key}` out of the configuration"
    archive.settings[key] = value
    return f"configured `{key}`: {value!r}"


def template(archive: Archive, a: int, b: int) -> str:
    """Write an own version of a built-in template, with a mark in it, or change the mark."""
    name = _PAGES[a % len(_PAGES)]
    text = (BUILT_IN / name).read_text(encoding="utf-8")
    mark = f"mark {b % 4}"
    endings = {"base.html": "</body>", "feed.xml": "</feed>", "llms.txt": ""}
    ending = endings.get(name, "{% endblock %}")
    assert ending in text, name
    archive.others[f"templates/{name}"] = text.replace(ending, mark + ending, 1).encode()
    return f"wrote templates/{name} with {mark!r}"


def macro(archive: Archive, a: int, b: int) -> str:
    name = f"macros/{_MACROS[a % len(_MACROS)]}.html"
    text = (BUILT_IN / name).read_text(encoding="utf-8")
    archive.others[f"templates/{name}"] = re.sub(r"(\{%-?\s*endmacro)", rf"<!-- {b % 4} -->\1", text).encode()
    return f"wrote templates/{name} with a comment {b % 4}"


def style(archive: Archive, a: int, b: int) -> str:
    archive.others["templates/static/style.css"] = f"body {{ margin: {b % 5}px; }}\n".encode()
    return f"wrote an own style sheet, {b % 5} ({a})"


def optional_part(archive: Archive, a: int, b: int) -> str:
    """Have every page include a part that may be missing, by a name worked out as it is rendered; then write the part, or not."""
    base = (BUILT_IN / "base.html").read_text(encoding="utf-8")
    include = '{% set part = "own/" ~ "part.html" %}{% include part ignore missing %}</body>'
    assert "</body>" in base
    archive.others["templates/base.html"] = base.replace("</body>", include, 1).encode()
    if b % 2:
        archive.others["templates/own/part.html"] = f"<p>Part {b % 6}</p>".encode()
    else:
        archive.others.pop("templates/own/part.html", None)
    return f"included a part that {'says ' + str(b % 6) if b % 2 else 'is missing'} ({a})"


def no_template(archive: Archive, a: int, b: int) -> str:
    own = sorted(path for path in archive.others if path.startswith("templates/"))
    if not own:
        return template(archive, a, b)
    archive.others.pop(own[a % len(own)])
    return f"removed {own[a % len(own)]}"


def clock(archive: Archive, a: int, b: int) -> str:
    hours = (1, 3, 6, 12, 24, 48, 24 * 40, -12, -48)[b % 9]
    archive.clock = (datetime.fromisoformat(archive.clock) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"moved the clock by {hours} hours to {archive.clock} ({a})"


def switch(archive: Archive, a: int, b: int) -> str:
    """Say something else on the command line."""
    if a % 4 == 0:
        archive.relative = not archive.relative
    elif a % 4 == 1:
        archive.drafts = not archive.drafts
    elif a % 4 == 2:
        archive.base_url = ("", "https://example.net/sub/", "https://example.net/")[b % 3]
    else:
        archive.output = ("site", "elsewhere")[b % 2]
    return f"the command line says {' '.join(archive.switches).replace(str(archive.root), '.')}"


def outputs_of(archive: Archive) -> list[str]:
    """Return the outputs of the folder that the next build writes, without files that are not ours."""
    folder = archive.site
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    found = (path.relative_to(folder).as_posix() for path in paths)
    return [path for path in found if f"{archive.output}/{path}" not in archive.foreign]


def lose_output(archive: Archive, a: int, b: int) -> str:
    paths = outputs_of(archive)
    if not paths:
        return clock(archive, a, b)
    chosen = {paths[(a * 97 + b * 13 + step * 31) % len(paths)] for step in range(1 + b % 3)}
    for path in chosen:
        (archive.site / path).unlink()
    archive.tampered |= chosen
    return f"removed the outputs {', '.join(sorted(chosen))}"


def alter_output(archive: Archive, a: int, b: int) -> str:
    """Change an output by hand: longer, shorter, of the same size, or of the same size with its time set back."""
    paths = [path for path in outputs_of(archive) if (archive.site / path).stat().st_size]
    if not paths:
        return clock(archive, a, b)
    path = paths[(a * 97 + b * 13) % len(paths)]
    place = archive.site / path
    before, data = place.stat(), place.read_bytes()
    at = b % len(data)
    place.write_bytes((data + b"!", data[:at], data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :])[min(b % 4, 2)])
    if b % 4 == 3:
        os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    archive.tampered.add(path)
    return f"altered the output {path} {('longer', 'cut', 'same size', 'same size and time')[b % 4]}"


def foreign(archive: Archive, a: int, b: int) -> str:
    """Put a file of somebody else's into the output folder."""
    folders = sorted({path.rpartition("/")[0] for path in outputs_of(archive)} - {"x"}) or [""]  # x is a file at times
    path = f"{archive.output}/{folders[a % len(folders)]}/foreign-{b % 4}.txt".replace("//", "/")
    place = archive.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    archive.foreign[path] = f"not yours {b}\n".encode()
    place.write_bytes(archive.foreign[path])
    return f"put a foreign file at {path}"


def ledger(archive: Archive, a: int, b: int) -> str:
    """Damage the ledgers: remove, truncate, fill with noise, flip bytes, or say that another version wrote them."""
    found = sorted((archive.root / ".broadsheet").glob("ledger-*.sqlite3"))
    ways: tuple[Callable[[Path], None], ...] = (_remove, _truncate, _noise, _flip, _of_another_version, _without_tables)
    for path in found:
        with contextlib.suppress(sqlite3.DatabaseError):  # it was damaged before
            ways[b % len(ways)](path)
    if found:
        archive.forgotten |= set(BUILT[:2])
    return f"damaged {len(found)} ledgers: {ways[b % len(ways)].__name__.strip('_')} ({a})"


def _remove(path: Path) -> None:
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()


def _truncate(path: Path) -> None:
    _settle(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _noise(path: Path) -> None:
    _settle(path)
    path.write_bytes(b"this is no database\n" * 50)


def _flip(path: Path) -> None:
    _settle(path)
    data = bytearray(path.read_bytes())
    for at in range(100, len(data), 7):
        data[at] ^= 0x55
    path.write_bytes(bytes(data))


def _of_another_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version = 9999")


def _without_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            connection.execute(f'DROP TABLE IF EXISTS "{name}"')


def _settle(path: Path) -> None:
    """Bring what stands in the journal into the file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def fault(archive: Archive, a: int, b: int) -> str:
    """Make an error that stops a build, or spoils some pages of it."""
    piece = archive.articles[a % len(archive.articles)]
    choices: tuple[Callable[[], object], ...] = (
        lambda: piece.meta.update(countries=["Atlantis"]),
        lambda: piece.meta.pop("title", None),
        lambda: piece.meta.update(date="yesterday"),
        lambda: archive.raw.update({piece.path: b"---\ntitle: [\n---\n"}),
        lambda: archive.raw.update({piece.path: b"\xff\xfe"}),
        lambda: piece.meta.update(translation_of="nowhere"),
        lambda: piece.meta.update(image={"src": "missing.png", "alt": "Nothing"}),
        lambda: archive.pieces.update(
            {f"content/tags/{n}.md": Piece(f"content/tags/{n}.md", {"aliases": [TAGS[0]]}) for n in "pq"}
        ),
        lambda: archive.others.update({"templates/story.html": b"{% if %}"}),
        lambda: archive.others.update({"templates/term.html": b"{{ page.nothing }}"}),
        lambda: archive.others.update(
            {"templates/actor.html": f"{{% if page.name == '{NAMES[b % 8]}' %}}{{{{ 1 / 0 }}}}{{% endif %}}".encode()}
        ),
        lambda: archive.settings.update(page_size="many"),
        lambda: archive.others.update({"static/tags/index.html": b"mine"}),
        lambda: piece.meta.update(aliases=["/tags/"]),
    )
    choices[b % len(choices)]()
    return f"made a fault of kind {b % len(choices)}, in {piece.path} where it is an article's"


OTHER_EDITS: tuple[Edit, ...] = (
    *(setting, setting, template, macro, style, optional_part, no_template, clock, clock, switch),
    *(lose_output, alter_output, foreign, ledger, fault),
)
ALL_EDITS: tuple[Edit, ...] = (*CONTENT_EDITS, *OTHER_EDITS)
