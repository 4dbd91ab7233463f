"""Whatever befalls a file of the state folder, the next build is what a cold one is.

`BROADSHEET_DAMAGES` says how many times the ledger is damaged; other files are a third as often.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import edits
from engine.archive import some_archive
from engine.builds import build_here, cold_build, differing, site_of

DAMAGES = int(os.environ.get("BROADSHEET_DAMAGES", "12"))
PAGE = 4096
EDITS = (edits.body, edits.title, edits.terms, edits.newest, edits.draft, edits.take_out, edits.cast, edits.touch)
pytestmark = pytest.mark.timeout(300 + 10 * DAMAGES)


def flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 1, 3, 20])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def noise(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at : at + 512] = chance.randbytes(512)


def zeros(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at : at + PAGE] = bytes(PAGE)


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def grow(data: bytearray, chance: random.Random) -> None:
    data += chance.randbytes(chance.randrange(1, 5000))


def exchange(data: bytearray, chance: random.Random) -> None:
    one, other = (chance.randrange(1 + len(data) // PAGE) * PAGE for _ in range(2))
    data[one : one + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[one : one + PAGE]


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (flip, noise, zeros, cut, grow, exchange)


@pytest.mark.parametrize(("pattern", "times"), [("ledger-*.sqlite3", DAMAGES), ("*", DAMAGES // 3)])
def test_after_damage_the_next_build_is_what_a_cold_one_is(tmp_path: Path, pattern: str, times: int) -> None:
    chance = random.Random(times)
    archive = some_archive(tmp_path.resolve() / "publication", 12, 2)
    archive.save()
    assert build_here(archive.root, *archive.switches).published
    for _ in range(times):
        before = archive.snapshot()
        place = chance.choice([each for each in sorted((archive.root / ".broadsheet").rglob(pattern)) if each.is_file()])
        way, data = chance.choice(WAYS), bytearray(place.read_bytes())
        if data:
            way(data, chance)
            place.write_bytes(data)
        if chance.random() < 0.6:
            chance.choice(EDITS)(archive, chance.randrange(60), chance.randrange(60))
            archive.save()
        built = build_here(archive.root, *archive.switches)
        cold, site = cold_build(archive)
        said = f"{place.name}, {way.__name__}: {built.problems}"
        assert built.published == cold.published, said
        if built.published:
            assert not differing(site_of(archive.site), site), said
        archive.restore(before)
