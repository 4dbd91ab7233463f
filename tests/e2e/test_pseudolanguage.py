"""Every word that the program says to a reader can be translated: a publication in a language where each stands in brackets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

import pseudo
from newsroom import Newsroom, article

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SETTINGS = f"""title: Εφημερίδα
base_url: https://example.org/
language: {pseudo.LANGUAGE}
publisher: Εκδότης
page_size: 3
comments:
  form: netlify
  policy: /peri/
"""
ACTOR = """---
name: Άννα Νίκου
kind: person
country: GR
aliases: [Α. Νίκου]
wikidata: Q42
roles:
  - {title: Υπουργός, organisation: Κυβέρνηση, country: GR, from: 2019-05, to: 2021}
  - {title: Βουλευτής, from: 2015}
  - {title: Δήμαρχος, to: 2014}
  - {title: Καθηγήτρια}
---
Βίος.
"""
QUOTES = [{"text": "Λόγος.", "speaker": "Άννα Νίκου", "date": "2020-01-01"}]
CLAIMS = [
    {"text": f"Ισχυρισμός {status}.".replace(status, "α"), "status": status, "attributed_to": who}
    for status in ("confirmed", "reported", "unconfirmed", "disputed", "denied")
    for who in ("Άννα Νίκου", "Κανείς")
]
CORRECTIONS = [
    {"date": "2020-02-01", "type": kind, "text": "Σημείωση."} for kind in ("correction", "clarification", "update", "retraction")
]
ACTORS = [
    {"name": "Άννα Νίκου", "role": "υπουργός", "country": "GR"},
    {"name": "Οργανισμός", "kind": "organisation"},
    "Πέτρος",
    "Ελένη",
    "Μαρία",
]
BODY = "Κείμενο.[^1]\n\n| Α | Β |\n| - | - |\n| α | β |\n\n[^1]: Σημείωση.\n"
FULL = {
    "updated": "2020-01-09T10:00:00+02:00",
    "standfirst": "Περίληψη.",
    "section": "Κόσμος",
    "labels": ["analysis", "breaking", "opinion", "explainer", "live", "exclusive"],
    "authors": ["Νίκος", "Μάρω", "Ζωή"],
    "dateline": "ΑΘΗΝΑ",
    "actors": ACTORS,
    "countries": [{"country": "GR", "role": "οικοδεσπότης"}, "CY", "TR", "EG", "BG"],
    "places": [
        {"name": "Πειραιάς", "kind": "city", "country": "GR"},
        {"name": "Αττική", "kind": "region"},
        {"name": "Δήμος", "kind": "county"},
    ],
    "tags": ["ειρήνη", "θάλασσα"],
    "dossier": ["Φάκελος"],
    "quotes": QUOTES,
    "claims": CLAIMS,
    "events": [{"date": "2020-01", "text": "Γεγονός.", "precision": "month"}, {"date": "2019-12-31", "text": "Άλλο."}],
    "source": {"name": "Πρακτορείο", "url": "https://example.net/", "date": "2020-01-01"},
    "citations": [{"name": "Πηγή", "url": "https://example.net/2", "archived": "https://example.net/3"}, {"name": "Άλλη"}],
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = Newsroom(tmp_path_factory.mktemp("pseudo"))
    room.write("broadsheet.yaml", SETTINGS)
    room.write(f"locale/{pseudo.LANGUAGE}.po", pseudo.catalogue())
    room.write("content/pages/peri.md", "---\ntitle: Περί\n---\n\nΚείμενο.\n")
    room.write("content/actors/anna.md", ACTOR)
    room.write("content/countries/GR.md", "---\naliases: [Ελλάς]\n---\n\nΕπισκόπηση.\n")
    room.write("content/tags/eirini.md", "---\nname: ειρήνη\naliases: [γαλήνη]\nparent: θέματα\n---\n\nΣημείωση.\n")
    room.write("content/dossiers/fakelos.md", "---\nname: Φάκελος\nstatus: closed\n---\n\nΣημείωση.\n")
    for day in range(1, 13):
        dossier = ["Φάκελος"] if day % 2 else ["Δεύτερος"]
        extra = {"corrections": CORRECTIONS[:day] if day < 4 else CORRECTIONS if day == 4 else []}
        metadata = {**FULL, **extra, "dossier": dossier, "aliases": [f"/palia-{day}/"]}
        room.write(
            f"content/stories/p{day}.md", article(f"Ιστορία {day}", f"20{18 + day % 3}-0{day % 9 + 1}-05", "Κείμενο.", **metadata)
        )
    room.write("content/stories/neo.md", article("Νέα", "2026-02-28T10:00:00Z", BODY, **FULL))
    room.write("content/stories/metafrasi.md", article("Μετάφραση", "2020-03-05", "Κείμενο.", lang="el", translation_of="p1"))
    reply = "author: Κώστας\ndate: 2026-02-28T11:00:00Z\nstatus: approved\ntext: Απάντηση.\n"
    room.write("content/comments/neo/a.yaml", reply)
    room.write("content/comments/neo/b.yaml", reply + "reply_to: a\neditor: true\n")
    room.publish()
    return room


def leaks(texts: Iterable[str]) -> dict[str, list[str]]:
    return {text.strip(): found for text in texts if (found := pseudo.unmarked(text))}


def test_no_page_says_a_word_that_cannot_be_translated(room: Newsroom) -> None:
    found = {}
    pages = sorted(room.output.rglob("*.html"))
    assert len(pages) > 60
    for page in pages:
        wrong = leaks(pseudo.told(page.read_text(encoding="utf-8")))
        if wrong:
            found[page.relative_to(room.output).as_posix()] = wrong
    assert found == {}


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml", "opml.xml"])
def test_no_feed_says_a_word_that_cannot_be_translated(room: Newsroom, name: str) -> None:
    text = (room.output / name).read_text(encoding="utf-8")
    titles = re.findall(r"<(?:title|subtitle|description)>([^<]*)<|text=\"([^\"]*)\"", text)
    assert titles
    assert leaks("".join(pair) for pair in titles) == {}


def test_neither_a_feed_of_json_nor_the_guide_for_machines_does(room: Newsroom) -> None:
    feeds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(room.output.rglob("feed.json"))]
    assert leaks(feed.get(key, "") for feed in feeds for key in ("title", "description")) == {}
    guide = re.sub(r"\]\([^)]*\)", "]", (room.output / "llms.txt").read_text(encoding="utf-8"))
    assert leaks(line for line in guide.splitlines() if ".csv" not in line) == {}


def test_what_stands_in_no_brackets_is_found() -> None:
    page = '<p>⟦By <b>Νίκος</b>⟧</p><p title="Close">⟦1 of ⟦two⟧⟧</p><svg><text>May</text></svg><p>Wikidata Q42 UTC+2</p>'
    assert leaks(pseudo.told(page)) == {"Close": ["Close"], "May": ["May"]}


TAG = re.compile(r"(?:lang|dir)=\"\{\{[^}]*\}\}\"|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_template_holds_a_word_that_is_no_message(path: Path) -> None:
    source = TAG.sub("", path.read_text(encoding="utf-8"))
    assert leaks(pseudo.told(source)) == {}
