"""A newspaper's archive, without faults: some stories a day, of people and countries who come back, filed as editors file them.

Nothing here knows how a build works. `some_archive` has one of everything, and much that is wrong; this has what is usual.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from engine.archive import Archive, Piece, png

TODAY = date(2026, 3, 1)
PEOPLE = ("Ann Lee", "Åse Berg", "Omar Haddad", "Zoë Öst", "Kofi Mensah", "Maria Silva", "Jan de Vries", "Li Na", "Tomás Ruiz")
BODIES = ("Ministry of Salt", "Port Authority", "Harbour Board", "Salt Workers' Union", "Court of Tides")
ACTORS = (*PEOPLE, *BODIES)
COUNTRIES = ("Norway", "TR", "Côte d'Ivoire", "GB", "China", "South Korea", "AE", "GE", "Portugal", "FR")
TAGS = ("Salt", "Peace talks", "Énergie", "Ports", "Salt tax", "Fishing", "Elections", "Courts")
SECTIONS = ("World", "Economy", "Politics", "Culture")
DOSSIERS = ("The Salt Dispute", "Harbour talks", "The Long Strike")
SUBJECTS = ("Ferry", "Salt mine", "Minister", "Lighthouse", "Strike", "Treaty", "Dredger", "Harbour", "Envoy", "Bridge")
DEEDS = ("reopens", "is sold", "speaks in Oslo", "delayed again", "under review", "wins support", "closed by storm", "explained")
ROLES = ("envoy", "minister", "spokesperson", "chair")
STATUSES = ("confirmed", "reported", "unconfirmed", "disputed", "denied")
LABELS = ("analysis", "opinion", "explainer", "live", "exclusive")


def paper(root: Path, stories: int, variety: int) -> Archive:
    """Write the archive of a newspaper; `variety` decides what is in its stories, and now and then how it is set up."""
    archive = Archive(root)
    archive.settings = {"title": "The Harbour Post", "base_url": "https://example.org/", **_unusual(variety)}
    chance = random.Random(variety)
    archive.articles = [new_story(number, _day(number, chance), variety) for number in range(stories)]
    for piece in _registers():
        archive.pieces[piece.path] = piece
    archive.others = {"static/note.txt": b"a note\n", "content/stories/map.png": png(7), "content/stories/port.png": png(2)}
    if variety % 4 == 3:
        archive.articles[-1].meta |= {"lang": "nb", "translation_of": story_id(archive.articles[0])}
    archive.save()
    return archive


def _unusual(variety: int) -> dict[str, Any]:
    """Return settings that are not the usual ones: more often than not, none but shorter lists, which small archives need."""
    choices: tuple[dict[str, Any], ...] = (
        {"feeds": {"content": "full", "limit": 4}},
        {"dossier_editions": True},
        {"comments": {"form": "netlify", "days": 20}},
        {"images": {"share": True}},
        {"permalinks": {"story": "/{section}/{year}/{slug}/"}},
        {"language": "de", "timezone": "Europe/Oslo"},
    )
    return {"page_size": 3 + variety % 5} | (choices[variety // 3 % len(choices)] if variety % 3 == 2 else {})


def _day(number: int, chance: random.Random) -> str:
    """Return a date: some stories a day at first, then further and further back, to more than a year ago."""
    back = number // 3 + number * number // 60 + chance.randrange(2)
    return (TODAY - timedelta(days=back)).isoformat()


def new_story(number: int, day: str, variety: int) -> Piece:
    """Return a story of a day; all else follows from number and variety."""
    chance = random.Random(f"{number} {variety}")
    kind = chance.randrange(10)
    stem = f"content/stories/{day[:4]}/{chance.choice(SUBJECTS).lower().replace(' ', '-')}-{number}"
    path = {8: f"{stem}.txt", 9: f"content/stories/briefs-{day[:4]}.jsonl"}.get(kind, f"{stem}.md")
    given = {"title": f"{chance.choice(SUBJECTS)} {chance.choice(DEEDS)}", "date": timed(day, chance), **_facts(chance)}
    if kind == 9:
        given["slug"] = f"brief-{number}"
    elif kind < 8 and chance.random() < 0.15:
        given["image"] = {"src": f"../{chance.choice(('map', 'port'))}.png", "alt": "A map", "caption": "Where it is"}
    return Piece(path, given, _text(chance))


def timed(day: str, chance: random.Random) -> str:
    """Return a date, or one with a time; on the last day there is, only the hours that are over."""
    return day if chance.random() < 0.5 else f"{day}T{chance.randrange(0, 11):02d}:{chance.randrange(60):02d}Z"


def _facts(chance: random.Random) -> dict[str, Any]:
    cast = [_actor(name, chance) for name in _some(ACTORS, chance.randrange(4), chance)]
    given: dict[str, Any] = {
        "section": chance.choice(SECTIONS),
        "tags": _some(TAGS, chance.randrange(1, 4), chance),
        "actors": cast,
        "countries": [_country(name, chance) for name in _some(COUNTRIES, chance.randrange(4), chance)],
    }
    seldom: tuple[tuple[float, str, Any], ...] = (
        (0.6, "standfirst", f"What {chance.choice(ACTORS)} said of the {chance.choice(SUBJECTS).lower()}, and why it counts."),
        (0.4, "authors", [chance.choice(("Ida Holm", "Per Lund"))]),
        (0.4, "dossier", chance.choice(DOSSIERS)),
        (0.4, "quotes", [{"text": f"Words of {chance.randrange(99)}.", "speaker": chance.choice(ACTORS)}]),
        (0.3, "claims", [claim(chance.randrange(99), chance.choice(ACTORS))]),
        (0.3, "events", [{"date": f"202{chance.randrange(3, 7)}-0{chance.randrange(1, 10)}", "text": chance.choice(DEEDS)}]),
        (0.2, "labels", [chance.choice(LABELS)]),
        (0.2, "dateline", chance.choice(("Oslo", "Bergen"))),
        (0.2, "source", "Salt Wire"),
        (0.1, "citations", ["The Harbour Report"]),
        (0.1, "corrections", [{"date": "2026-02-20", "type": "correction", "text": "It was salt."}]),
    )
    given |= {key: value for often, key, value in seldom if chance.random() < often}
    return {key: value for key, value in given.items() if value != []}


def claim(number: int, who: str) -> dict[str, str]:
    """Return a claim that somebody makes."""
    return {"text": f"Claim {number}", "status": STATUSES[number % 5], "attributed_to": who}


def _actor(name: str, chance: random.Random) -> str | dict[str, str]:
    if chance.random() < 0.6:
        return name
    country = {"country": chance.choice(COUNTRIES)} if chance.random() < 0.6 else {}
    return {"name": name, "role": chance.choice(ROLES), **country}


def _country(name: str, chance: random.Random) -> str | dict[str, str]:
    return name if chance.random() < 0.8 else {"country": name, "role": chance.choice(("host", "party"))}


def _some(pool: Sequence[str], number: int, chance: random.Random) -> list[str]:
    return chance.sample(pool, number)


def _text(chance: random.Random) -> str:
    parts = (
        f"{chance.choice(ACTORS)} met {chance.choice(ACTORS)} in Norway, and Turkey was told of it.",
        "## Why\n\nBecause of *salt* & “ports”.",
        f"- {chance.choice(DEEDS)}\n- two\n\nSee [Ann](/actors/ann-lee/).",
        f"A note[^1] on {chance.choice(ACTORS)} of {chance.choice(COUNTRIES)}.\n\n[^1]: Salt is white.",
    )
    return "\n\n".join(chance.sample(parts, chance.randrange(1, 4)))


def _registers() -> tuple[Piece, ...]:
    ann = {"name": "Ann Lee", "aliases": ["A. Lee"], "country": "NO", "kind": "person"}
    board = {"name": "Harbour Board", "kind": "organisation", "country": "GB"}
    role = {"title": "Envoy", "organisation": "the Harbour Board", "country": "PT", "from": "2024"}
    return (
        Piece("content/actors/ann-lee.md", ann, "Born in Norway."),
        Piece("content/actors/harbour-board.md", board, "It runs the port."),
        Piece("content/actors/maria-silva.md", {"name": "Maria Silva", "kind": "person", "roles": [role]}, "Of Porto."),
        Piece("content/countries/TR.md", {"aliases": ["Anatolia"]}, "On two continents."),
        Piece("content/tags/salt.md", {"name": "Salt", "aliases": ["Sodium"]}, "White."),
        Piece("content/tags/salt-tax.md", {"name": "Salt tax", "parent": "Salt"}, "A tax."),
        Piece("content/sections/world.md", {"name": "World"}, ""),
        Piece("content/dossiers/the-salt-dispute.md", {"name": "The Salt Dispute", "status": "open"}, "It began in 2025."),
        Piece("content/pages/about.md", {"title": "About us"}, "We write of [Ann](/actors/ann-lee/)."),
    )


def story_id(piece: Piece) -> str:
    """Return the id by which other articles, and replies, name a story."""
    name = piece.path.removeprefix("content/stories/").rpartition(".")[0]
    return f"{name}#{piece.meta['slug']}" if piece.path.endswith(".jsonl") else name
