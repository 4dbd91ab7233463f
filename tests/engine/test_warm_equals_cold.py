"""Warm equals cold: after any sequence of edits, byte for byte, problem for problem; and every way a build can take was taken.

`BROADSHEET_EXAMPLES` says how many sequences are tried, `BROADSHEET_SEED` which. One that fails is told as a list of edits.
"""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import settings

from engine.property import sequences, warm_equals_cold
from engine.seeds import EXAMPLES, SEED
from engine.ways import Tally

pytestmark = pytest.mark.timeout(600 + 20 * EXAMPLES)


def tried(kind: str, examples: int) -> Tally:
    """Try sequences of a kind; return which ways the builds took."""
    tally = Tally()
    test = sequences(kind, lambda archive, steps: warm_equals_cold(archive, steps, tally=tally))
    settings(max_examples=examples)(hypothesis.seed(SEED)(test))()
    return tally


def test_what_editors_do_every_day_reaches_every_page_by_every_way() -> None:
    tally = tried("daily", EXAMPLES)
    assert tally.lacking() == [], str(tally)


def test_whatever_happens_to_an_archive_reaches_every_page() -> None:
    assert tried("wild", max(1, EXAMPLES // 3)).compared > 0
