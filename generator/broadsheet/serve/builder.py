"""The builder: builds into the preview folder, and puts on the board what came of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol

from broadsheet.engine.pipeline import BuildOptions, Report, Reporter, build
from broadsheet.problems import Problem, place_of
from broadsheet.serve.preview import Board, Preview, published_paths


class Voice(Reporter, Protocol):
    """A reporter that can also speak to the person at the terminal."""

    def finish(self, report: Report, seconds: float) -> None:
        """Tell the problems and the summary of a build."""


class Builder:
    """Builds a publication again and again, from one thread. `name` tells this session's editions from those of any other."""

    def __init__(self, root: Path, options: BuildOptions, voice: Voice, board: Board, name: str) -> None:
        self._root = root
        self._options = options
        self._voice = voice
        self._board = board
        self._name = name
        self._number = 0
        self._torn = False  # a build ended half-way, and what it had written was not counted
        self._looked = False  # the files of the preview are as this session's last build left them
        self._warned: frozenset[Problem] = frozenset()  # of what the last build found

    def build(self) -> None:
        """Build for the first time, with as many processes as the options say. Raises OSError when the machine fails."""
        self._build(self._options)

    def _build(self, options: BuildOptions) -> None:
        started = time.monotonic()
        options = options._replace(trusting=self._looked)
        self._looked = False  # unless this build comes to its end
        report = build(self._root, options, self._voice)
        self._looked = report.published
        self._voice.finish(self._without_what_was_said(report), time.monotonic() - started)
        self._show(report)

    def _without_what_was_said(self, report: Report) -> Report:
        """Return a report without the warnings that the person has been told, but for those of files that have just changed."""
        said, changed = self._warned, set(report.changed)
        self._warned = frozenset(report.problems)
        told = (p for p in report.problems if p.is_error or p not in said or (p.span and p.span.path in changed))
        return report._replace(problems=tuple(told))

    def build_again(self) -> None:
        """Build once more. When the machine fails, the last pages stay, with the reason: the next change may find it mended."""
        try:
            self._build(self._options._replace(workers=1))  # threads are at work by now: no forks
        except OSError as error:
            where = place_of(error)
            message = f"the machine failed: {error.strerror or error}{f': {where}' if where else ''}"
            self._voice.say(message)
            before = self._board.current
            self._torn = True
            self._put_up(before.paths, (message,), renew=not before.paths)

    def _show(self, report: Report) -> None:
        before = self._board.current
        failed = report.errors or not report.published
        wanted = [problem for problem in report.problems if problem.is_error or not report.errors] if failed else []
        looked = report.published and (report.rearranged or self._torn or not before.paths)
        paths = published_paths(Path(self._options.output)) if looked else before.paths
        torn = self._torn and report.published
        self._torn = self._torn and not report.published
        self._put_up(paths, tuple(map(str, wanted)), renew=bool(report.written or report.removed or torn or not before.paths))

    def _put_up(self, paths: frozenset[str], problems: tuple[str, ...], *, renew: bool) -> None:
        """Show another preview; `renew`: open pages are out of date."""
        self._number += renew
        self._board.show(Preview(f"{self._name}-{self._number}", paths, problems))
