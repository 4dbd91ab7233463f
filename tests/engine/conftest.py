"""What tests of the engine print in the end."""

from __future__ import annotations

import pytest

from engine.seeds import COMMAND


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what repeats the edits that were tried at random."""
    terminalreporter.write_line(f"edits at random, to be repeated with: {COMMAND}")
