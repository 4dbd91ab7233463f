"""Days of news, added and then corrected: every warm build is what a cold one is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.builds import build_here
from engine.replay import Item, first_version, read_days, replay

SUBJECTS = ("A ferry", "The salt mine", "Port workers", "The ministry", "A lighthouse")
PLACES = ("Norway", "Türkiye", "Ghana")


def made_up(day: int, number: int) -> dict[str, Any]:
    subject, place = SUBJECTS[(day + number) % 5], PLACES[(day * 2 + number) % 3]
    text = f"{subject} in {place} is in the news on day {day}. Ann Lee of the Harbour Board says so. Nobody else does."
    links = [(text.index(place), place, place), (text.index("Ann Lee"), "Ann Lee", "Ann Lee")]
    return {
        "id": f"item-{day:02d}-{number:02d}",
        "date": f"2026-02-{day:02d}",
        "section": ("Disasters", "Politics")[number % 2],
        "threads": [f"The {subject.lower()} affair", "Harbours", f"Day {day % 3}"][number % 2 :],
        "title": f"{subject}: {place} hears of it, {day}.{number}",
        "text": text,
        "links": [{"start": at, "end": at + len(shown), "text": shown, "wiki": wiki} for at, shown, wiki in links],
        "sources": [{"name": "The Harbour Post", "url": f"https://example.com/{day}/{number}"}],
    }


def days_in(folder: Path) -> list[tuple[str, list[Item]]]:
    items = [made_up(day, number) for day in range(6, 0, -1) for number in range(5)]
    path = folder / "items.jsonl"
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    return read_days(path)


def test_each_of_six_days_added_and_corrected_is_as_a_cold_build_makes_it(tmp_path: Path) -> None:
    steps = list(replay(days_in(tmp_path), tmp_path.resolve() / "publication", newest=4, every=1, build=build_here))
    assert [step.what for step in steps[:3]] == [
        "the archive before",
        "2026-02-03 added, 5 stories",
        "2026-02-03 corrected, 4 stories",
    ]
    assert [step.unequal for step in steps] == [None] + [[]] * 8
    assert all(step.written for step in steps)


def test_a_first_version_differs_by_turns_in_its_headline_its_text_and_its_links() -> None:
    item = made_up(1, 0)
    first = [first_version(item, {"Norway": "NO"}, at) for at in range(4)]
    assert first[0].meta["title"] != first[3].meta["title"]
    assert len(first[1].body) < len(first[3].body)
    assert "Ann_Lee" not in first[2].body
    assert "Ann_Lee" in first[3].body
