"""Prepare: everything of a build but making pages, for whoever wants to know what is wrong with the content."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from broadsheet.config import Config
from broadsheet.engine.configuration import load_config, misplaced_output, output_folder
from broadsheet.engine.report import BuildOptions, Reporter, Silence
from broadsheet.engine.session import Session
from broadsheet.engine.store import store_of
from broadsheet.engine.timelimit import within
from broadsheet.engine.vetting import vet
from broadsheet.engine.work import find_work
from broadsheet.pages.edition import Edition
from broadsheet.pages.plan import media_copies, static_copies
from broadsheet.problems import Outcome, Problem, in_order
from broadsheet.render.theme import Theme


class Prepared(NamedTuple):
    """An edition that was read and checked, and its theme."""

    config: Config
    edition: Edition
    theme: Theme


def prepare(root: Path, options: BuildOptions, reporter: Reporter | None = None) -> Outcome[Prepared | None]:
    """Do everything but render and write: read, resolve, plan, and find every problem of the content. Nothing is kept."""
    settings = load_config(root, options)
    config = settings.value
    if config is None:
        return Outcome(None, settings.problems)
    found = within(config.limits.build, lambda: _prepared(root, options, reporter, config, settings.problems))
    return Outcome(None, (found,)) if isinstance(found, Problem) else found


def _prepared(
    root: Path, options: BuildOptions, reporter: Reporter | None, config: Config, told: Sequence[Problem]
) -> Outcome[Prepared | None]:
    folder = output_folder(root, config, options)
    problems = [*told, *misplaced_output(root, config, folder)]
    session = Session(root, options, reporter or Silence(), config, None, folder, problems, store_of(options, folder))
    session.look()
    session.read()
    work = find_work(session)
    edition = work.assembly.edition
    if not any(problem.is_error for problem in session.problems):
        copies = (*static_copies(edition), *media_copies(edition, work.assembly.resolver.media))
        session.problems += vet(root, config, (copy.source for copy in copies))
    return Outcome(Prepared(config, edition, session.theme), in_order(session.problems))
