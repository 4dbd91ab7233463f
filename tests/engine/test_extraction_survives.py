"""Extraction and review survive what befalls them: killed processes, two at once, and whatever an editor wrote before.

No byte of a person's file changes but that decisions are added, and no decision is ever lost.
"""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.cli import main
from broadsheet.content.findings import decisions_of
from broadsheet.content.frontmatter import SourceText, parse_mapping
from broadsheet.content.nodes import Scalar
from newsroom import Newsroom

ARTICLE = """Talks open in Oslo, part {number}

{day} February 2026

Norwegian Prime Minister Solveig Berg met Ahmed Hassan of Egypt in Oslo on Monday, and told reporters that talks would go on.

“We have waited long enough,” Berg said. Egypt's foreign ministry confirmed that the harbour of {place} would stay open.
"""
PLACES = ("Bergen", "Georgia", "Washington", "Jordan")


def made(folder: Path, number: int) -> Newsroom:
    room = Newsroom(folder)
    for each in range(number):
        text = ARTICLE.format(number=each, day=1 + each % 28, place=PLACES[each % 4])
        room.write(f"content/stories/talks-{each}.txt", text)
    return room


def process(room: Newsroom, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "broadsheet", *arguments, str(room.root)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def findings(room: Newsroom) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((room.root / "content/stories").iterdir()) if path.suffix != ".txt"}


def test_an_extraction_that_is_killed_leaves_whole_files_and_is_made_good_by_the_next(tmp_path: Path) -> None:
    room = made(tmp_path, 60)
    assert main(["extract", str(room.root)]) == 0
    whole = findings(room)
    chance = random.Random(7)
    for _ in range(6):
        for name in whole:
            room.remove(f"content/stories/{name}")
        running = process(room, "extract")
        time.sleep(chance.uniform(0.3, 1.5))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        left = {name: data for name, data in findings(room).items() if not name.startswith(".")}
        assert all(whole[name] == data for name, data in left.items())
        assert main(["extract", str(room.root)]) == 0
        assert findings(room) == whole


def test_two_extractions_at_once_write_what_one_writes(tmp_path: Path) -> None:
    room = made(tmp_path, 40)
    both = [process(room, "extract") for _ in range(2)]
    assert [running.wait(200) for running in both] == [0, 0]
    written = findings(room)
    for name in written:
        room.remove(f"content/stories/{name}")
    assert main(["extract", str(room.root)]) == 0
    assert findings(room) == written


SIDECARS = st.sampled_from(
    [
        *("", "# mine\n", "lang: en\r\n", "tags: [a]  # b\ndecisions:\n    0123456789ab: reject\n\nlang: en", "decisions: {}\n"),
        *("decisions: # none\nlang: en\n", "---\nlang: en\n", "\ufefflang: en\n", "decisions: {0123456789ab: {replace: 'x'}}\n"),
    ]
)
EDITS = st.sampled_from(
    [
        *("", "Turkey was told of it.\n", "Ann Lee, the envoy, denied it.\n", "\n\nLeave a Reply\n"),
    ]
)
ANSWERS = st.lists(st.sampled_from(["a", "r", "s", "n", "", "A", "c", "SE", "x"]), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(SIDECARS, st.lists(st.tuples(EDITS, ANSWERS, st.booleans(), st.integers(1, 3)), min_size=1, max_size=3))
def test_decisions_survive_every_new_extraction_and_nothing_else_of_a_persons_file_changes(
    sidecar: str, rounds: list[tuple[str, list[str], bool, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        room = made(Path(folder), 1)
        text = (room.root / "content/stories/talks-0.txt").read_bytes().decode()
        if sidecar:
            room.write("content/stories/talks-0.yaml", sidecar)
        decided: dict[str, object] = decisions(room)
        for edit, answers, register, version in rounds:
            text += edit
            room.write("content/stories/talks-0.txt", text)
            if register:
                room.write("content/actors/hassan.md", f"---\nname: Ahmed Hassan\nwikidata: Q{version}\n---\n")
            before = persons(room)
            typed = mock.patch("sys.stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
            with mock.patch("broadsheet.findings.extracting.VERSION", str(version)), typed, redirect_stdout(io.StringIO()):
                assert main(["review", str(room.root)]) in (0, 1)
            after = persons(room)
            for path, data in before.items():
                if path.endswith("talks-0.yaml"):
                    assert without_decisions(after[path]) == without_decisions(data)
                elif not path.endswith("hassan.md"):
                    assert after[path] == data
            now = decisions(room)
            assert now.items() >= decided.items()
            decided = now


def persons(room: Newsroom) -> dict[str, bytes]:
    files = (path for path in (room.root / "content").rglob("*") if path.is_file() and ".auto." not in path.name)
    return {str(path): path.read_bytes() for path in files}


def without_decisions(data: bytes) -> list[str]:
    """Return the lines of a sidecar that say nothing of decisions."""
    lines = data.decode("utf-8-sig").splitlines()
    return [line for line in lines if line.strip() and not line.startswith(("decisions", " "))]


def decisions(room: Newsroom) -> dict[str, object]:
    place = room.root / "content/stories/talks-0.yaml"
    text = place.read_bytes().decode("utf-8-sig").replace("\r\n", "\n") if place.exists() else ""
    found = decisions_of(parse_mapping(SourceText("a.yaml", text), "bad-yaml", "x").value)
    return {key: node.text if isinstance(node, Scalar) else "instead" for key, node in found.items()}
