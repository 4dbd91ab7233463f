"""Warm equals cold: after any sequence of any kind of edit, byte for byte, problem for problem.

`BROADSHEET_EXAMPLES` says how many sequences are tried. A sequence that fails is told as a list of edits.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.property import STEPS, Step, build_in_process, build_in_subprocess, warm_equals_cold

EXAMPLES = int(os.environ.get("BROADSHEET_EXAMPLES", "6"))
pytestmark = pytest.mark.timeout(300 + 10 * EXAMPLES)
_STORIES, _VARIETY = st.integers(5, 25), st.integers(0, 59)


@settings(max_examples=EXAMPLES)
@given(_STORIES, _VARIETY, STEPS)
def test_after_any_edits_a_warm_build_equals_a_cold_one(stories: int, variety: int, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        warm_equals_cold(Path(folder), stories, variety, steps, build_in_process)


@settings(max_examples=max(1, EXAMPLES // 10))
@given(_STORIES, _VARIETY, STEPS)
def test_hash_seed_and_time_zone_do_not_matter_from_one_build_to_the_next(stories: int, variety: int, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        warm_equals_cold(Path(folder), stories, variety, steps, build_in_subprocess)
