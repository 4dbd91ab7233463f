"""How the cost of work grows with its size, on a machine that other work shares.

No time is measured against the clock: the cost of a task is set beside that of the same task made larger, both in
this process's own processor seconds and with the garbage collector off, whose pauses belong to whatever ran before. What
disturbs a measurement only ever adds to it, so both are repeated, and the least of each counts. Work whose cost grows
with the square of its size fails however often it is tried.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TRIES = 12
TOO_SMALL = 0.002
"""Processor seconds below which a cost is that of the clock and of the call."""

Work = Callable[[], object]


def grows_evenly(prepare: Callable[[int], Work], size: int, times: int = 8) -> bool:
    """Return whether work of `times` the size costs in proportion, and not with the square.

    Args:
        prepare: Makes the work of a size; what it does itself is not counted.
        size: Of the small work; the least that takes some milliseconds.
        times: How many times that the large work is.

    Returns:
        True when the large work costs at most 3 times its share; the square would cost `times` times its share.
    """
    return costs_at_most(3 * times, prepare(times * size), prepare(size))


def costs_at_most(ratio: float, work: Work, other: Work) -> bool:
    """Return whether `work` costs at most `ratio` times what `other` costs."""
    other()
    least = [float("inf"), float("inf")]
    for _ in range(TRIES):
        least = [min(known, cost) for known, cost in zip(least, (_cost(work), _cost(other)), strict=True)]
        if least[0] <= ratio * max(least[1], TOO_SMALL):
            return True
    return False


def _cost(work: Work) -> float:
    collecting = gc.isenabled()
    gc.disable()
    try:
        begun = time.process_time()
        work()
        return time.process_time() - begun
    finally:
        if collecting:
            gc.enable()
