"""Warm equals cold: after any sequence of edits, byte for byte, problem for problem; and every way a build can take was taken.

`BROADSHEET_EXAMPLES` says how many sequences are tried, `BROADSHEET_SEED` which. One that fails is told as a list of edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import hypothesis
import pytest
from hypothesis import settings

from engine.archive import Archive
from engine.property import Step, sequences, warm_equals_cold
from engine.seeds import EXAMPLES, SEED
from engine.ways import LEAST, Tally

pytestmark = pytest.mark.timeout(600 + 20 * EXAMPLES)


def take(kind: str, examples: int, seed: int, taken: Callable[[Archive, list[Step]], None]) -> None:
    """Have sequences of a kind taken."""
    settings(max_examples=examples)(hypothesis.seed(seed)(sequences(kind, taken)))()


def tried(kind: str, examples: int) -> Tally:
    """Try sequences of a kind; return which ways the builds took."""
    tally = Tally()
    take(kind, examples, SEED, lambda archive, steps: warm_equals_cold(archive, steps, tally=tally))
    return tally


def test_what_editors_do_every_day_reaches_every_page_by_every_way() -> None:
    tally = tried("daily", EXAMPLES)
    assert tally.lacking() == [], str(tally)


def test_whatever_happens_to_an_archive_reaches_every_page() -> None:
    assert tried("wild", max(1, EXAMPLES // 3)).compared > 0


@pytest.mark.parametrize("kind", ["daily", "wild"])
def test_a_seed_gives_the_same_edits_again_and_another_one_others(kind: str) -> None:
    def told(seed: int) -> list[str]:
        found: list[str] = []
        take(kind, 3, seed, lambda archive, steps: found.append(f"{len(archive.articles)} {steps}"))
        return found

    assert told(1) == told(1)
    assert told(1) != told(2)


def test_a_way_that_was_hardly_taken_or_that_nobody_knows_is_told() -> None:
    tally = Tally(builds=200, ways=Counter(dict.fromkeys(LEAST, 200)))
    assert tally.lacking() == []
    tally.ways.update({"workers": -199, "by magic": 3})
    assert tally.lacking() == [f"workers: 1 of 200, not {LEAST['workers']:g} of 100", "by magic: not in the list"]
