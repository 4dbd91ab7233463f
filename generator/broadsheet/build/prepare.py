"""Prepare: everything of a build but rendering and writing, for whoever wants to know what is wrong with the content."""

from pathlib import Path
from typing import NamedTuple

from broadsheet.build.album import ENOUGH, Album
from broadsheet.build.cards import check_font
from broadsheet.build.configuration import load_config, misplaced_output, output_folder
from broadsheet.build.desk import check_everything, compiled_desk
from broadsheet.build.inputs import find_inputs, read_changed
from broadsheet.build.report import BuildOptions, Reporter, Silence
from broadsheet.build.vetting import vet
from broadsheet.build.workers import crew_for
from broadsheet.config import Config
from broadsheet.pages.edition import Edition
from broadsheet.pages.plan import media_copies, shown_pictures, static_copies
from broadsheet.pages.site import site_view
from broadsheet.problems import Outcome, in_order
from broadsheet.render.renderer import Renderer
from broadsheet.render.theme import Theme, load_theme
from broadsheet.sources import Sources


class Prepared(NamedTuple):
    """An edition that was read and checked, and its theme."""

    config: Config
    edition: Edition
    theme: Theme


def prepare(root: Path, options: BuildOptions, reporter: Reporter | None = None) -> Outcome[Prepared | None]:
    """Do everything but render and write: read, resolve, plan, and find every problem of the content. Nothing is kept."""
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
    album = Album(Sources.of(root, config), config.images, None, inputs, None)
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
        site_view(desk.edition, relative=options.relative),
        config.base_path,
        root=root,
        relative=options.relative,
        languages=desk.edition.languages,
    )
    problems += renderer.check(desk.planner.templates())
    if not any(problem.is_error for problem in problems):
        copies = (*static_copies(desk.edition), *media_copies(desk.edition, desk.resolver.media))
        problems += vet(root, config, (copy.source for copy in copies))
    problems += misplaced_output(root, config, output_folder(root, config, options))
    return Outcome(Prepared(config, desk.edition, loaded.value), in_order(problems))
