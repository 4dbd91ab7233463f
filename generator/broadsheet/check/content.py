"""Check the content: every problem that a build would meet, in a run that writes nothing."""

from __future__ import annotations

from pathlib import Path

from broadsheet.engine.prepare import prepare
from broadsheet.engine.report import BuildOptions, Reporter
from broadsheet.problems import Problem


def check_content(root: Path, options: BuildOptions, reporter: Reporter) -> tuple[Problem, ...]:
    """Return the problems of the publication at `root`, in the order of their places."""
    return prepare(root, options, reporter).problems
