"""Determinism: the same input and the same clock give the same bytes, whatever the machine is like."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom import CLOCK, Newsroom, article, differing

Make = Callable[..., Newsroom]

# Names whose order, case and transliteration differ from locale to locale.
NAMES = ("Åse", "Zoë", "ahmed", "Øyvind", "İnönü", "ılıca", "Ünal", "Čapek", "Chávez", "Łukasz", "العربية", "北京", "Ζωή", "Šime")


def write_archive(room: Newsroom, order: int) -> None:
    """Write an archive, file by file in an order that depends on `order`."""
    files = {"content/pages/about.md": "---\ntitle: About\n---\nWho we are.\n", "static/b.txt": "b", "static/a.txt": "a"}
    for number, name in enumerate(NAMES):
        files[f"content/stories/{number % 3}/{name}.md"] = article(
            f"{name} speaks",
            f"2020-0{number % 4 + 1}-01",
            f"{name} met {NAMES[number - 1]} in Norway.",
            actors=[name, NAMES[number - 1], NAMES[number - 5]],
            countries=[("NO", "TR", "CI", "CN")[number % 4], "ST"],
            tags=[NAMES[number - 2], "peace"],
            section=("World", "Ünal", "ülke")[number % 3],
            dossier="Talks",
            events=[{"date": "2020-01", "text": f"{name} arrives"}],
            quotes=[{"text": "Yes.", "speaker": name}],
        )
        files[f"content/actors/x{number}.md"] = f"---\nname: {name}\n---\nA life.\n"
    for path in sorted(files, key=lambda path: hash_of(path, order)):
        room.write(path, files[path])


def hash_of(path: str, order: int) -> int:
    import zlib

    return zlib.crc32(f"{order}{path}".encode())


def built(room: Newsroom, **environment: str) -> dict[str, bytes]:
    """Build in a process of its own with another environment; return the site."""
    command = [sys.executable, "-m", "broadsheet", "build", str(room.root), "--clock", CLOCK, "--quiet"]
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "TZ", "PYTHONHASH"))}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env=surroundings | environment, cwd=room.root.parent
    )
    assert (done.returncode, done.stderr) == (0, "")
    return room.site()


def test_hash_seed_zone_locale_and_the_order_of_files_do_not_reach_the_output(newsroom: Make) -> None:
    surroundings = (
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
    )
    sites = []
    for order, environment in enumerate(surroundings):
        room = newsroom()
        write_archive(room, order)
        sites.append(built(room, **environment))
    assert len(sites[0]) > 200
    assert [differing(sites[0], site) for site in sites] == [[], [], []]


def test_the_place_of_the_publication_does_not_reach_the_output(newsroom: Make, tmp_path: Path) -> None:
    one = newsroom()
    other = Newsroom(tmp_path / "deep" / "ly" / "nested", name="publi cation ü")
    for room in (one, other):
        room.stories(3, tags=["Peace"])
        room.publish()
    assert other.site() == one.site()
    assert not any(str(tmp_path).encode() in data for data in one.site().values())


def test_the_clock_reaches_only_what_it_is_for(newsroom: Make) -> None:
    room = newsroom()
    room.stories(3, tags=["Peace"])
    room.publish(clock="2026-03-01T12:00:00Z")
    before = room.site()
    room.publish(clock="2036-03-01T12:00:00Z")
    assert differing(before, room.site()) == []


EDITS = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "headline", "body", "tag", "draft", "date", "register"]), st.integers(1, 6)),
    min_size=1,
    max_size=5,
)


def edit(room: Newsroom, kind: str, number: int) -> None:
    path = f"content/stories/story-{number:04d}.md"
    there = (room.root / path).is_file()
    if kind == "remove" and there:
        room.remove(path)
    elif kind == "register":
        room.write("content/actors/ann-lee.md", f"---\nname: Ann Lee\naliases: [Ann the {number}th]\n---\nA life of {number}.\n")
    elif kind != "remove":
        changed = {
            "headline": {"title": f"Another headline {number}"},
            "date": {"date": f"2019-0{number}-02"},
            "tag": {"tags": [f"tag {number}"]},
            "draft": {"draft": True},
            "body": {"body": f"Ann Lee of Norway, text {number}."},
        }.get(kind, {})
        common = {"title": f"Story {number}", "date": f"2020-01-0{number}", "actors": ["Ann Lee"], "countries": ["NO", "TR"]}
        room.write(path, article(**{**common, **changed}))


@settings(max_examples=8)
@given(EDITS)
def test_after_any_sequence_of_edits_a_warm_build_equals_a_cold_one(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int]]
) -> None:
    room = Newsroom(
        tmp_path_factory.mktemp("edits"), "-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/\npage_size: 2\n"
    )
    for number in range(1, 5):
        edit(room, "add", number)
    room.publish()
    for kind, number in edits:
        edit(room, kind, number)
        room.publish()
    cold = room.cold()
    cold.publish()
    assert differing(room.site(), cold.site()) == []
