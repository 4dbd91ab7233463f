"""The small archive that deeds are done to, each story in it for the sake of something."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.archive import Archive, Piece, png


def small_archive(root: Path) -> Archive:
    """Write the archive that deeds are done to, each story in it for the sake of something."""
    archive = Archive(root)
    archive.settings = {"title": "The Harbour Post", "base_url": "https://example.org/", "page_size": 3}
    archive.articles = [story(name, day, **more) for name, (day, more) in STORIES.items()]
    archive.articles.append(_told("plain", "2026-01-25", path="content/stories/plain.txt", tags=["Ports"]))
    lines = (("one", "2026-01-26"), ("two", "2026-01-27"))
    archive.articles += [_told(f"Brief {name}", day, path="content/stories/briefs.jsonl", slug=name) for name, day in lines]
    for path, meta, body in _PIECES:
        archive.pieces[path] = Piece(path, dict(meta), body)
    archive.others = {"static/note.txt": b"a note\n", "content/stories/map.png": png(7), "content/stories/port.png": png(2)}
    return archive


def story(name: str, day: str, body: str = "", **meta: Any) -> Piece:
    return _told(name.title(), day, path=f"content/stories/{name}.md", body=body, **meta)


def _told(title: str, day: str, *, path: str, body: str = "", **meta: Any) -> Piece:
    given = {"title": f"{title} reported", "date": day, "section": "World", "standfirst": f"{title} in short.", **meta}
    return Piece(path, given, body or f"Of {title}, nothing more is known.")


STORIES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "old": ("2024-06-10", {"tags": ["Salt"], "actors": ["Ann Lee"]}),
    "lone": ("2025-03-20", {"section": "Culture", "tags": ["Solo"], "actors": ["Solo Act"]}),
    "voice": ("2026-01-02", {"quotes": [{"text": "It is salt.", "speaker": "Omar Haddad"}]}),
    "claim": ("2026-01-03", {"claims": [{"text": "It is open", "status": "reported", "attributed_to": "Omar Haddad"}]}),
    "nation": (
        "2026-01-04",
        {
            "actors": [{"name": "Kofi Mensah", "role": "envoy", "country": "GH"}],
            "quotes": [{"text": "So.", "speaker": "Kofi Mensah"}],
        },
    ),
    "native": ("2026-01-05", {"actors": ["Ann Lee"], "quotes": [{"text": "No.", "speaker": "Ann Lee"}]}),
    "omar": ("2026-01-06", {"actors": ["Omar Haddad"], "countries": ["GH"]}),
    "pair-1": ("2026-01-07", {"countries": ["NO", {"country": "TR", "role": "host"}]}),
    "pair-2": ("2026-01-08", {"countries": ["TR", "NO"]}),
    "pair-3": ("2026-01-09", {"countries": ["NO", "TR"]}),
    "near-1": ("2026-01-10", {"countries": ["FR", "GB"]}),
    "near-2": ("2026-01-11", {"countries": ["GB", "FR"]}),
    "talks-1": ("2026-01-12", {"dossier": "Talks", "standfirst": "The first round."}),
    "talks-2": ("2026-01-13", {"dossier": "Talks", "tags": ["Salt tax"]}),
    "talks-3": ("2026-01-14", {"dossier": "Talks", "events": [{"date": "2026-01-13", "text": "Ann Lee arrives"}]}),
    "port-1": ("2026-01-15", {"tags": ["Ports", "Salt"], "actors": ["Port Authority", "Zoë Öst"], "dossier": "Strike"}),
    "port-2": ("2026-01-16", {"tags": ["Ports"], "actors": ["Port Authority", "Zoë Öst"]}),
    "port-3": ("2026-01-17", {"tags": ["Ports"], "actors": ["Port Authority", "Zoë Öst", "Ann Lee"]}),
    "shown": ("2026-01-18", {"image": {"src": "map.png", "alt": "A map"}, "section": "Culture"}),
    "acting": (
        "2026-01-18",
        {"actors": [{"name": "Ann Lee", "country": "GH"}], "quotes": [{"text": "Yes.", "speaker": "Ann Lee"}]},
    ),
    "bank": ("2026-01-18", {"actors": ["Bank of Ghana"], "body": "The Bank of Ghana met."}),
    "linked": ("2026-01-19", {"body": "## Why\n\nBecause of salt."}),
    "linking": ("2026-01-20", {"body": "See [why](linked.md#why), [it](talks-1.md) and [Ann](/actors/ann-lee/)."}),
    "naming": ("2026-01-21", {"body": "Zoë Öst met Nils Unheard in Norway."}),
    "moved": ("2026-01-22", {"aliases": ["/was/moved/"]}),
    "other": ("2026-01-23", {"section": "Culture", "authors": ["Ida Holm"]}),
    "last": ("2026-02-27", {"tags": ["Salt"], "actors": ["Ann Lee", "Omar Haddad"], "countries": ["NO"]}),
}
_PIECES: tuple[tuple[str, Mapping[str, Any], str], ...] = (
    ("content/actors/ann-lee.md", {"name": "Ann Lee", "country": "NO", "kind": "person"}, "Born in Norway."),
    (
        "content/actors/ruiz.md",
        {"name": "Tomás Ruiz", "country": "PT", "roles": [{"title": "Envoy", "country": "GH"}]},
        "Of Tema.",
    ),
    ("content/tags/salt.md", {"name": "Salt"}, "White."),
    ("content/tags/salt-tax.md", {"name": "Salt tax", "parent": "Salt"}, "A tax."),
    ("content/countries/TR.md", {"aliases": ["Anatolia"]}, "On two continents."),
    ("content/dossiers/talks.md", {"name": "Talks", "status": "open"}, "It began in 2026."),
    ("content/pages/about.md", {"title": "About us", "aliases": ["/who/"]}, "We write of [Ann](/actors/ann-lee/)."),
)
