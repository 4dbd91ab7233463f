"""The build: where a publication's configuration, its lock, its ledger and the stages of a build meet.

    look -> read what changed -> compile the catalog -> stamp -> plan -> make what differs -> publish

Cold and warm builds are the same code: in a cold one the ledger knows nothing. Everything is read, resolved and addressed before
the first byte is written: with an error in the content the old site stays as it is. The clock comes in as an argument; so does
the reporter, which is told what happens and is the only one to speak.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from broadsheet.config import Config
from broadsheet.engine.collector import no_collector
from broadsheet.engine.configuration import (
    SCRATCH,
    SETTINGS,
    STATE,
    ledger_path,
    load_config,
    misplaced_output,
    output_folder,
    unfit,
)
from broadsheet.engine.ledger import DamagedError, machine_fault, open_ledger, set_aside
from broadsheet.engine.lock import build_lock
from broadsheet.engine.report import BuildOptions, Report, Reporter, Silence, stops
from broadsheet.engine.session import Session
from broadsheet.engine.store import is_url, store_of
from broadsheet.engine.timelimit import within
from broadsheet.problems import Problem, in_order

__all__ = [
    "SETTINGS",
    "STATE",
    "BuildOptions",
    "Report",
    "Reporter",
    "Silence",
    "build",
    "load_config",
    "output_folder",
]


class _Job(NamedTuple):
    """A build to be done: of what, how, into which folder, with which ledger. `problems` are those of the configuration."""

    root: Path
    options: BuildOptions
    reporter: Reporter
    config: Config
    problems: tuple[Problem, ...]
    folder: Path
    ledger: Path


def build(root: Path, options: BuildOptions, reporter: Reporter | None = None) -> Report:
    """Build the publication at `root`. Raises OSError when the machine fails (disk full, no permission)."""
    reporter = reporter or Silence()
    with no_collector(again=not options.ends):
        return _build(root, options, reporter)


def _build(root: Path, options: BuildOptions, reporter: Reporter) -> Report:
    problems = unfit(root)  # before the lock makes a folder in it
    if problems:
        return Report(problems=in_order(problems))
    with build_lock(root / STATE / "lock", reporter.waiting), _scratch(root / STATE / SCRATCH):
        settings = load_config(root, options, keep=True)
        config = settings.value
        if config is None:
            return Report(problems=in_order(settings.problems))
        folder = output_folder(root, config, options)
        path = ledger_path(root, folder)
        job = _Job(root, options, reporter, config, tuple(settings.problems), folder, path)
        report = within(config.limits.build, lambda: _done(job))
        return report if isinstance(report, Report) else Report(problems=(report,), output=folder)


def _done(job: _Job) -> Report:
    """Build, and compare that with a full build where somebody wants it."""
    root, options, _, config, _, folder, path = job
    if not options.verify:
        return _built(job)
    from broadsheet.engine.verify import state_of_sources, verified

    before = state_of_sources(root, config)
    report = _built(job)
    return verified(
        report,
        options.key,
        path,
        store_of(options, folder),
        lambda place, own: _built(job._replace(options=_verifying(options, place), folder=place, ledger=own)),
        lambda: state_of_sources(root, config) == before,
    )


@contextlib.contextmanager
def _scratch(folder: Path) -> Iterator[None]:
    """Remove what a build leaves in a folder, and first what one that was killed left: workers that are still at it stop then."""

    def clear() -> None:
        if folder.is_dir():
            import shutil  # here: it is slow to import

            shutil.rmtree(folder)

    clear()
    try:
        yield
    finally:
        clear()


def _verifying(options: BuildOptions, place: Path) -> BuildOptions:
    """Return the options of the full build that another one is compared with: in a folder, and without any help."""
    return options._replace(full=True, output=str(place), pool=None)


def _built(job: _Job) -> Report:
    """Build; set aside a ledger that turns out to be of no use, and build again."""
    try:
        return _attempt(job)
    except sqlite3.DatabaseError as error:
        fault = machine_fault(error, job.ledger)
        if fault:
            raise fault from error
        why = str(error)
    except DamagedError as error:
        why = str(error)
    set_aside(job.ledger)
    job.reporter.say(f"the ledger could not be used ({why}); it was set aside, and everything is made again")
    return _attempt(job)


def _attempt(job: _Job) -> Report:
    root, options, reporter, config, problems, folder, path = job
    with open_ledger(path, options.key) as ledger:
        if ledger.aside:
            reporter.say(f"the ledger could not be used ({ledger.aside}); it was set aside, and everything is made again")
        misplaced = [] if is_url(options.output) else misplaced_output(root, config, folder)
        store = store_of(options, folder)
        session = Session(root, options, reporter, config, ledger, folder, [*problems, *misplaced], store)
        if options.profile:
            from broadsheet.engine.profile import Profile

            session.profile = Profile()
        try:
            report = _run(session)
        finally:
            session.dismiss()
        return report._replace(address=store.name) if is_url(store.name) else report


def _run(session: Session) -> Report:
    work = session.decide()
    if stops(session.problems, session.options):
        return session.refuse()
    if work is None:
        return session.unchanged()
    from broadsheet.engine.publication import Publication  # here: a build that finds nothing to do does without it

    return Publication(session, work).run()
