"""What all tests share: a newsroom to write in, and Hypothesis without chance."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from newsroom import Newsroom

os.environ["BROADSHEET_KEY"] = "the key of all tests"  # for the programs that they start, too

settings.register_profile(
    "default",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("default")


@pytest.fixture
def newsroom(tmp_path: Path) -> Callable[..., Newsroom]:
    """Return what makes a publication from a text block."""
    made: list[Newsroom] = []

    def make(text: str = "") -> Newsroom:
        made.append(Newsroom(tmp_path, text, name=f"publication-{len(made) + 1}"))
        return made[-1]

    return make
