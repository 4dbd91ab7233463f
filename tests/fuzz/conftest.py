"""What tests with spoilt files print in the end."""

from __future__ import annotations

import pytest

from fuzz.cases import COMMAND


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what repeats the files that were spoilt at random."""
    terminalreporter.write_line(f"files spoilt at random, to be repeated with: {COMMAND}")
