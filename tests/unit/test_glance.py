"""A glance: two processes look at the outputs from both ends, and nothing between them is left out."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.build import glance
from broadsheet.build.glance import Glance, begin_glance
from broadsheet.build.ledger import OutputRow, open_ledger
from broadsheet.build.outputs import Outputs, altered

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
HERE = os.getpid()


class Files:
    """So many files, each altered; who looks at them is slow `here`, `there` or nowhere."""

    def __init__(self, number: int, slow: str = "") -> None:
        self.number = number
        self.slow = slow

    def __call__(self, block: int, *, backwards: bool) -> Iterator[list[str]]:
        names = [str(number) for number in range(self.number)]
        names = names[::-1] if backwards else names
        for at in range(0, self.number, block):
            if at == 0 and self.slow == ("here" if backwards else "there"):
                time.sleep(1.0)
            yield names[at : at + block]


@pytest.mark.parametrize("slow", ["", "here", "there"])
@pytest.mark.parametrize("number", [0, 1, 499, 500, 501, 4_321])
def test_both_together_look_at_every_file(number: int, slow: str) -> None:
    seen = Glance(Files(number, slow), number).seen()
    assert seen is not None
    assert set(seen) == set(map(str, range(number)))
    assert len(seen) <= number + 500  # those in the block in which they met


def test_whoever_has_time_looks_at_more_of_them() -> None:
    for slow, backwards in (("here", False), ("there", True)):
        number = 10_000
        looked = 0

        class Counting(Files):
            def __call__(self, block: int, *, backwards: bool) -> Iterator[list[str]]:
                nonlocal looked
                for names in super().__call__(block, backwards=backwards):
                    looked += 1
                    yield names

        assert Glance(Counting(number, slow), number).seen() is not None
        assert (looked > 10) is backwards, f"{looked} of 20 blocks were looked at here"


def test_a_look_whose_other_half_was_killed_comes_to_nothing(tmp_path: Path) -> None:
    begun = tmp_path / "begun"

    def look(block: int, *, backwards: bool) -> Iterator[list[str]]:
        if not backwards:
            begun.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        until = time.monotonic() + 30
        while not begun.exists() and time.monotonic() < until:
            time.sleep(0.01)  # the other one has taken a token then
        yield from Files(5_000)(block, backwards=backwards)

    assert Glance(look, 5_000).seen() is None


def test_few_files_are_not_worth_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glance, "may_have_help", lambda: True)
    assert begin_glance(Files(10), 10) is None
    begun = begin_glance(Files(4_000), 4_000)
    assert begun is not None
    assert len(set(begun.seen() or ())) == 4_000


@pytest.mark.parametrize("way", ["together", "alone", "killed", "relative"])
def test_altered_outputs_are_found_in_every_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(glance, "may_have_help", lambda: way != "alone")
    monkeypatch.setattr(glance, "_ENOUGH", 1)
    monkeypatch.setattr(glance, "_BLOCK", 3)
    monkeypatch.chdir(tmp_path.parent)
    tmp_path = Path(tmp_path.name) if way == "relative" else tmp_path
    names = [f"{number:03}" for number in range(100)]
    for name in names:
        (tmp_path / name).write_text(name)
    with open_ledger(tmp_path / "ledger") as ledger:
        rows = []
        for name in names:
            found = (tmp_path / name).stat()
            state = (found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            rows.append(OutputRow(name, "story:1", "story", "", "/" + name, "", b"mark", b"digest", *state))
        ledger.put("outputs", rows)
        outputs = Outputs(ledger)
        if way == "killed":
            monkeypatch.setattr("broadsheet.build.outputs.altered", dying)
        (tmp_path / "007").write_text("other")
        (tmp_path / "050").unlink()
        (tmp_path / "099").write_text("more")
        outputs.begin(tmp_path)
        outputs.verify(tmp_path)
    assert outputs.damaged == {"007", "050", "099"}
    assert {path.name for path in tmp_path.iterdir()} == {*names, "ledger"} - {"050"}, "no other ledger was made"
    assert len(outputs) == 100


def dying(*given: object, **how: object) -> Iterator[list[str]]:
    """Look at outputs as `altered` does, but die in any other process than this one."""
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return altered(*given, **how)  # type: ignore[arg-type]
