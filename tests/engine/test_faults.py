"""Every rule that decides what an edit reaches is watched: a fault in it is noticed by the deed that is there for it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.deeds import DEEDS
from engine.faults import FAULTS, Fault
from engine.planting import BROKEN

pytestmark = pytest.mark.timeout(1200)
TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def said() -> Mapping[tuple[str, ...], str]:
    """Do all deeds and plant all faults, in a process that has no threads; return what came of each."""
    told = subprocess.run([sys.executable, "-m", "engine.planting"], cwd=TESTS, capture_output=True, text=True, check=False)
    assert told.stderr == ""
    events = map(json.loads, told.stdout.splitlines())
    return {tuple(event[key] for key in ("file", "breaks", "deed") if key in event): event["noticed"] for event in events}


@pytest.mark.parametrize("name", DEEDS)
def test_without_a_fault_what_was_done_reaches_every_page(said: Mapping[tuple[str, ...], str], name: str) -> None:
    assert said[(name,)] == ""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.file}: {fault.breaks}")
def test_a_fault_is_noticed(said: Mapping[tuple[str, ...], str], fault: Fault) -> None:
    noticed = said[(fault.file, fault.breaks, fault.deed)]
    assert noticed, f"`{fault.old}` may be `{fault.new}`, and {fault.deed!r} does not notice"
    assert not noticed.startswith(BROKEN), noticed


def test_no_two_faults_have_one_name() -> None:
    assert len({(fault.file, fault.breaks, fault.deed) for fault in FAULTS}) == len(FAULTS)
