"""Cases: how many are tried, with which seed (a fresh one in CI, as in `engine.seeds`), and in how much time."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import HealthCheck, settings

from engine.seeds import SEED

CI = bool(os.environ.get("CI"))
EXAMPLES = int(os.environ.get("BROADSHEET_FUZZ") or (12 if CI else 6))
SECONDS = 2  # of the processor's time that an article may take, as configured
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
COMMAND = f"BROADSHEET_SEED={SEED} BROADSHEET_FUZZ={EXAMPLES} .venv/bin/python -m pytest tests/fuzz"


def cases(number: int = EXAMPLES) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """Return what has a test tried with a number of cases: the same ones on a person's machine, fresh ones in CI."""

    def tried(test: Callable[..., None]) -> Callable[..., Any]:
        chosen = settings(
            max_examples=number, derandomize=False, database=None, deadline=None, suppress_health_check=list(HealthCheck)
        )
        return chosen(hypothesis.seed(SEED)(test))

    return tried


@contextlib.contextmanager
def in_bounds(seconds: float = SECONDS + 2) -> Iterator[None]:
    """Insist that what is done takes no longer of the processor's time."""
    begun = time.process_time()
    yield
    spent = time.process_time() - begun
    assert spent < seconds, f"it took {spent:.1f} s of the processor's time"
