"""Edits of registers that are no faults: entries that are added, renamed, described, merged and taken out."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from engine.archive import Archive, Piece
from engine.paper import ACTORS, COUNTRIES, DOSSIERS, PEOPLE, SECTIONS, TAGS

_REGISTERS = {"actors": ACTORS, "tags": TAGS, "sections": SECTIONS, "dossiers": DOSSIERS}


def register(archive: Archive, a: int, b: int) -> str:
    """Register a term that stories name, or write its entry anew."""
    folder = tuple(_REGISTERS)[a % 4]
    name = _REGISTERS[folder][b % len(_REGISTERS[folder])]
    path = _entry_of(archive, folder, name)
    meta: dict[str, Any] = {"name": name}
    if folder == "actors":
        meta |= {"country": COUNTRIES[(a + b) % 10]} if b % 2 else {}
        meta |= {"kind": "person" if name in PEOPLE else "organisation"} if b % 3 else {}
        meta |= {"roles": [{"title": f"Envoy {a}", "country": COUNTRIES[a % 10]}]} if b % 5 == 0 else {}
    elif folder == "dossiers":
        meta |= {"status": ("open", "closed")[b % 2]}
    elif name not in (TAGS[0], SECTIONS[0]) and b % 2:
        meta |= {"parent": _REGISTERS[folder][0]}
    meta |= {"sort": f"{'QZ'[a % 2]} {name}"} if b % 4 == 1 else {}
    archive.pieces[path] = Piece(path, meta, f"Text {a % 3}.")
    return f"wrote {path}: {meta}"


def _entry_of(archive: Archive, folder: str, name: str) -> str:
    """Return the path of the entry that has a name, or would."""
    own = next((entry.path for entry in _entries(archive, folder) if name in _names(entry)), "")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return own or f"content/{folder}/{'-'.join(re.findall('[a-z]+', plain.lower()))}.md"


def _entries(archive: Archive, *folders: str) -> list[Piece]:
    return [archive.pieces[path] for path in sorted(archive.pieces) if path.split("/")[1] in folders]


def call(archive: Archive, a: int, b: int) -> str:
    """Give a registered term another name to be shown; stories go on to use the old one, which is an alias now."""
    found = _entries(archive, *_REGISTERS)
    if not found:
        return register(archive, a, b)
    entry = found[a % len(found)]
    old, entry.meta["name"] = entry.meta["name"], f"Renamed {a} {b % 7}"
    entry.meta["aliases"] = sorted({*entry.meta.get("aliases", ()), old} - {entry.meta["name"]})
    return f"called {old} {entry.meta['name']} in {entry.path}"


def describe(archive: Archive, a: int, b: int) -> str:
    """Write another text into an entry of a register."""
    found = _entries(archive, *_REGISTERS, "countries", "pages")
    if not found:
        return register(archive, a, b)
    found[a % len(found)].body = f"Text {b} on {ACTORS[b % 14]}."
    return f"described {found[a % len(found)].path}"


def country(archive: Archive, a: int, b: int) -> str:
    path = f"content/countries/{('TR', 'NO', 'GB', 'CI')[a % 4]}.md"
    meta: dict[str, Any] = {"name": f"Land {a % 4}"} if b % 2 else {}
    archive.pieces[path] = Piece(path, meta, f"Overview {b}.")
    return f"wrote {path}: {meta}"


def merge(archive: Archive, a: int, b: int) -> str:
    """Find that two actors are one: the file of the second says so."""
    kept, gone = "content/actors/one-of-two.md", "content/actors/other-of-two.md"
    free = [name for name in ACTORS if not any(name in _names(entry) for entry in _entries(archive, "actors"))]
    archive.pieces.pop(gone, None)
    if kept in archive.pieces and b % 3 == 0:
        del archive.pieces[kept]
        return "found that they are two after all"
    if kept not in archive.pieces:
        if len(free) < 2:
            return describe(archive, a, b)
        archive.pieces[kept] = Piece(kept, {"name": free.pop(a % len(free))}, "Kept.")
    if free:
        archive.pieces[gone] = Piece(gone, {"name": free[b % len(free)], "merged_into": "one-of-two"}, "Gone.")
    return f"merged {archive.pieces[gone].meta['name'] if free else 'nobody'} into {archive.pieces[kept].meta['name']}"


def _names(entry: Piece) -> tuple[str, ...]:
    return (entry.meta["name"], *entry.meta.get("aliases", ()))


def strike(archive: Archive, a: int, b: int) -> str:
    """Take an entry out of its register; stories go on to name it."""
    found = [entry for entry in _entries(archive, *_REGISTERS, "countries") if "one-of-two" not in entry.path]
    named = [entry for entry in found if not any(entry.meta.get("name") == other.meta.get("parent") for other in found)]
    if not named:
        return register(archive, a, b)
    entry = named[a % len(named)]
    archive.refuse(entry.path)
    return f"took {entry.path} out ({b})"
