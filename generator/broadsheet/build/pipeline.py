"""The build: where a publication's configuration, its lock, its ledger and the stages of a build meet.

    find -> read what changed -> compile the catalog -> stamp -> plan -> make what differs -> publish

Cold and warm builds are the same code: in a cold one everything differs from what the ledger knows, which is nothing.
Everything is read, resolved and addressed before the first byte is written: with an error in the content the old site stays as
it is. The clock comes in as an argument; so does the reporter, which is told what happens and is the only one to speak.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.build.collector import no_collector
from broadsheet.build.configuration import SETTINGS, STATE, ledger_path, load_config, output_folder
from broadsheet.build.inputs import find_inputs, read_changed
from broadsheet.build.ledger import machine_fault, open_ledger, set_aside
from broadsheet.build.lock import build_lock
from broadsheet.build.report import BuildOptions, Report, Reporter, Silence, stops
from broadsheet.build.session import Session, store_of
from broadsheet.build.store import is_url
from broadsheet.build.workers import crew_for
from broadsheet.config import Config
from broadsheet.language.catalogue import LOCALE
from broadsheet.problems import Outcome, Problem, in_order
from broadsheet.render.theme import Theme, load_theme

if TYPE_CHECKING:
    from broadsheet.pages.edition import Edition

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
    "prepare",
]
_OWN_FOLDERS = ("preview", "verify")  # below the publication's state, where we write ourselves


def build(root: Path, options: BuildOptions, reporter: Reporter | None = None) -> Report:
    """Build the publication at `root`. Raises OSError when the machine fails (disk full, no permission)."""
    reporter = reporter or Silence()
    with no_collector(again=not options.ends):
        return _build(root, options, reporter)


def _build(root: Path, options: BuildOptions, reporter: Reporter) -> Report:
    if not (root / SETTINGS).is_file():  # before the lock makes a folder in it
        return Report(problems=load_config(root, options).problems)
    with build_lock(root / STATE / "lock", reporter.waiting):
        _clear(root / STATE)
        settings = load_config(root, options, keep=True)
        config = settings.value
        if config is None:
            return Report(problems=in_order(settings.problems))
        folder = output_folder(root, config, options)
        path = ledger_path(root, folder)
        if not options.verify:
            return _built(root, options, reporter, config, settings.problems, folder, path)
        from broadsheet.build.verify import state_of_sources, verified

        before = state_of_sources(root, config)
        report = _built(root, options, reporter, config, settings.problems, folder, path)
        return verified(
            report,
            path,
            store_of(options, folder),
            lambda place, own: _built(root, _verifying(options, place), reporter, config, settings.problems, place, own),
            lambda: state_of_sources(root, config) == before,
        )


def _clear(state: Path) -> None:
    """Remove what a build that was killed left for its workers: those that are still at it stop then."""
    for name in os.listdir(state):  # quicker than a glob, in every build  # noqa: PTH208
        if name.startswith("snapshot-"):
            (state / name).unlink(missing_ok=True)


def _verifying(options: BuildOptions, place: Path) -> BuildOptions:
    """Return the options of the full build that another one is compared with: in a folder, and without any help."""
    return replace(options, full=True, output=str(place), pool=None)


def _built(
    root: Path,
    options: BuildOptions,
    reporter: Reporter,
    config: Config,
    problems: Iterable[Problem],
    folder: Path,
    path: Path,
) -> Report:
    """Build; set aside a ledger that turns out to be of no use, and build again."""
    try:
        return _attempt(root, options, reporter, config, problems, folder, path)
    except sqlite3.DatabaseError as error:
        fault = machine_fault(error, path)
        if fault:
            raise fault from error
        set_aside(path)
        reporter.say(f"the ledger could not be used ({error}); it was set aside, and everything is made again")
        return _attempt(root, options, reporter, config, problems, folder, path)


def _attempt(
    root: Path,
    options: BuildOptions,
    reporter: Reporter,
    config: Config,
    problems: Iterable[Problem],
    folder: Path,
    path: Path,
) -> Report:
    with open_ledger(path) as ledger:
        if ledger.aside:
            reporter.say(f"the ledger could not be used ({ledger.aside}); it was set aside, and everything is made again")
        misplaced = [] if is_url(options.output) else misplaced_output(root, config, folder)
        session = Session(root, options, reporter, config, ledger, folder, [*problems, *misplaced])
        if options.profile:
            from broadsheet.build.profile import Profile

            session.profile = Profile()
        try:
            report = _run(session)
        finally:
            session.dismiss()
        return replace(report, address=session.store.name) if is_url(session.store.name) else report


def _run(session: Session) -> Report:
    work = session.decide()
    if stops(session.problems, session.options):
        return session.refuse()
    if work is None:
        return session.unchanged()
    from broadsheet.build.publication import Publication  # here: a build that finds nothing to do does without it

    return Publication(session, work).run()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition that was read and checked, and its theme."""

    config: Config
    edition: Edition
    theme: Theme


def prepare(root: Path, options: BuildOptions, reporter: Reporter | None = None) -> Outcome[Prepared | None]:
    """Do everything but render and write: read, resolve, plan, and find every problem of the content. Nothing is kept."""
    from broadsheet.build.album import ENOUGH, Album
    from broadsheet.build.cards import check_font
    from broadsheet.build.desk import check_everything, compiled_desk
    from broadsheet.pages.plan import shown_pictures
    from broadsheet.pages.site import site_view
    from broadsheet.render.renderer import Renderer

    reporter = reporter or Silence()
    settings = load_config(root, options)
    problems = list(settings.problems)
    config = settings.value
    if config is None:
        return Outcome(None, tuple(problems))
    reporter.stage("reading")
    inputs = find_inputs(root, config)
    readings = read_changed(root, config, inputs, None, lambda number: crew_for(number, options.workers, 300), reporter.step)
    reporter.stage("planning")
    loaded = load_theme(root, config)
    desk = compiled_desk(root, config, options, inputs, readings.all_found(None), loaded.value, None)
    album = Album(root, config.images, None, inputs, None)
    album.take(
        shown_pictures(desk.edition, desk.resolver, desk.links),
        lambda number: crew_for(number, options.workers, ENOUGH),
        lambda number: reporter.stage("pictures", number),
        reporter.step,
    )
    desk.edition.pictures = album
    desk.problems += album.problems()
    check_everything(desk, [asset.permalink for asset in loaded.value.assets])
    problems += (*inputs.problems, *loaded.problems, *desk.problems, *check_font(root, config.images))
    renderer = Renderer.of(
        loaded.value,
        site_view(desk.edition),
        config.base_path,
        root=root,
        relative=options.relative,
        languages=desk.edition.languages,
    )
    problems += renderer.check(desk.planner.templates())
    problems += misplaced_output(root, config, output_folder(root, config, options))
    return Outcome(Prepared(config, desk.edition, loaded.value), in_order(problems))


def misplaced_output(root: Path, config: Config, folder: Path) -> list[Problem]:
    """Report an output folder that holds sources or lies among them: the next build would read what this one wrote."""
    output = folder.resolve()
    for name in (config.source_dir, "static", "templates", LOCALE, STATE):
        source = (root / name).resolve()
        own = any(output.is_relative_to((root / STATE / each).resolve()) for each in _OWN_FOLDERS)
        inside = output.is_relative_to(source) and not own
        if inside or source.is_relative_to(output):
            found = f"the output folder {folder} and `{name}` overlap"
            return [Problem("bad-value", found, None, "build into a folder of its own")]
    return []
