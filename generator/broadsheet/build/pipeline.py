"""The build: the one place where the stages meet.

    scan -> read -> compile the catalog -> plan -> render -> publish

Everything is read, resolved and addressed before the first byte is written: with an error in the content the old site stays as
it is. The clock comes in as an argument; so does the reporter, which is told what happens and is the only one to speak.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from broadsheet.build.ledger import open_ledger
from broadsheet.build.lock import build_lock
from broadsheet.build.publish import Publisher, digest_of
from broadsheet.build.sources import read_sources, static_files
from broadsheet.build.workers import Done, work_all, workers_for
from broadsheet.catalog.compiler import compile_catalog
from broadsheet.config import PLACEHOLDER_BASE_URL, Config
from broadsheet.content.frontmatter import decode_text
from broadsheet.content.settings import read_settings
from broadsheet.pages.edition import Edition
from broadsheet.pages.plan import Plan, plan
from broadsheet.pages.site import site_view
from broadsheet.problems import Outcome, Problem, Span, in_order
from broadsheet.render.renderer import Renderer
from broadsheet.render.theme import Asset, Theme, load_theme

SETTINGS = "broadsheet.yaml"
STATE = ".broadsheet"


class Reporter(Protocol):
    """Told what a build is doing."""

    def stage(self, name: str, total: int = 0) -> None:
        """Take note that a stage begins; `total` is the number of its steps, 0 when that is not known."""

    def step(self) -> None:
        """Take note that one step of the stage is done."""

    def waiting(self, holder: str) -> None:
        """Take note that another build holds the lock."""


class Silence:
    """A reporter that says nothing."""

    def stage(self, name: str, total: int = 0) -> None:
        """Say nothing."""

    def step(self) -> None:
        """Say nothing."""

    def waiting(self, holder: str) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """What the command line asks for beyond the configuration.

    `output` and `base_url` override it when they are not empty. `workers` is the number of processes; 0: as many as help.
    """

    clock: str  # instant: YYYY-MM-DDTHH:MM:SSZ
    output: str = ""
    base_url: str = ""
    relative: bool = False
    drafts: bool = False
    strict: bool = False
    workers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did: every problem, how many of what was published, and whether the output was brought up to date."""

    problems: tuple[Problem, ...]
    published: bool = False
    output: Path | None = None
    kinds: Mapping[str, int] | None = None
    files: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def errors(self) -> int:
        """Return the number of errors."""
        return sum(problem.is_error for problem in self.problems)

    @property
    def warnings(self) -> int:
        """Return the number of warnings."""
        return len(self.problems) - self.errors


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition with its plan, ready to be rendered."""

    config: Config
    edition: Edition
    plan: Plan
    theme: Theme
    renderer: Renderer


def build(root: Path, options: BuildOptions, reporter: Reporter | None = None) -> Report:
    """Build the publication at `root`. Raises OSError when the machine fails (disk full, no permission)."""
    reporter = reporter or Silence()
    if not (root / SETTINGS).is_file():  # before the lock makes a folder in it
        return Report(problems=load_config(root, options).problems)
    with build_lock(root / STATE / "lock", reporter.waiting):
        outcome = prepare(root, options, reporter)
        problems = list(outcome.problems)
        prepared = outcome.value
        if prepared is None or _stops(problems, options):
            return Report(problems=in_order(problems))
        return _publish(root, prepared, options, reporter, problems)


def _stops(problems: list[Problem], options: BuildOptions) -> bool:
    return any(problem.is_error or options.strict for problem in problems)


def load_config(root: Path, options: BuildOptions) -> Outcome[Config | None]:
    """Read the configuration of the publication at `root`, with what the command line overrides."""
    path = root / SETTINGS
    if not path.is_file():
        hint = "run this in a publication, name its folder, or make one with `broadsheet new DIR`"
        return Outcome(None, (Problem("missing-root", f"there is no {SETTINGS} in {root}", None, hint),))
    decoded = decode_text(path.read_bytes(), SETTINGS)
    if decoded.value is None:
        return Outcome(None, decoded.problems)
    outcome = read_settings(decoded.value.text, SETTINGS)
    config = outcome.value
    problems = [*decoded.problems, *outcome.problems]
    if config is None:
        return Outcome(None, tuple(problems))
    if options.base_url:
        config = replace(config, base_url=options.base_url.rstrip("/") + "/")
    elif config.base_url == PLACEHOLDER_BASE_URL and not options.relative and not outcome.problems:
        hint = "write `base_url: https://…` in it, or build with --base-url"
        problems.append(
            Problem("missing-base-url", f"no base_url is configured, `{config.base_url}` stands in", Span(SETTINGS), hint)
        )
    if options.relative:
        config = replace(config, host="generic")
    return Outcome(config, tuple(problems))


def prepare(root: Path, options: BuildOptions, reporter: Reporter | None = None) -> Outcome[Prepared | None]:
    """Do everything but render and write: read, resolve, plan, and find every problem of the content."""
    reporter = reporter or Silence()
    settings = load_config(root, options)
    problems = list(settings.problems)
    config = settings.value
    if config is None:
        return Outcome(None, tuple(problems))
    reporter.stage("reading")
    gathered = read_sources(root, config, reporter.step)
    problems += gathered.problems
    reporter.stage("planning")
    catalog = compile_catalog(gathered.value.sources, config, clock=options.clock, drafts=options.drafts)
    problems += catalog.problems
    loaded = load_theme(root, config.theme)
    problems += loaded.problems
    theme = loaded.value
    static = static_files(root)
    problems += static.problems
    edition = Edition(catalog.value, config, options.clock, gathered.value.media, static.value, assets=theme.addresses)
    planned = plan(edition, tuple(asset.permalink for asset in theme.assets))
    problems += planned.problems
    renderer = Renderer.of(theme, site_view(edition), config.base_path, root=root, relative=options.relative)
    problems += renderer.check({page.template for page in planned.value.pages.values() if page.template})
    problems += _misplaced_output(root, config, output_folder(root, config, options))
    return Outcome(Prepared(config, edition, planned.value, theme, renderer), in_order(problems))


def _misplaced_output(root: Path, config: Config, folder: Path) -> list[Problem]:
    """Report an output folder that holds sources or lies among them: the next build would read what this one wrote."""
    output = folder.resolve()
    for name in (config.source_dir, "static", "templates", STATE):
        source = (root / name).resolve()
        inside = output.is_relative_to(source) and not output.is_relative_to((root / STATE / "preview").resolve())
        if inside or source.is_relative_to(output):
            found = f"the output folder {folder} and `{name}` overlap"
            return [Problem("bad-value", found, None, "build into a folder of its own")]
    return []


def _publish(root: Path, prepared: Prepared, options: BuildOptions, reporter: Reporter, problems: list[Problem]) -> Report:
    """Render and write what was planned. A page that fails keeps its old file."""
    folder = output_folder(root, prepared.config, options)
    theme, planned = prepared.theme, prepared.plan
    assets: dict[str, Asset] = {asset.permalink.removeprefix("/"): asset for asset in theme.assets}
    paths = sorted({*planned.pages, *planned.copies, *assets})
    with open_ledger(_ledger_path(root, folder)) as ledger:
        publisher = Publisher.open(folder, ledger)
        problems += publisher.check(paths)
        if _stops(problems, options):
            return Report(problems=in_order(problems), output=folder)
        publisher.begin(paths)
        reporter.stage("publishing", len(paths))
        work = partial(_produce, root, prepared, publisher, assets)
        for done in work_all(paths, work, workers_for(len(paths), options.workers)):
            problems += done.problems
            publisher.note(done.path, done.digest, done.written)
            reporter.step()
        publisher.finish(set(paths))
        if not publisher.owned:
            problems += _leftovers(publisher, paths)
    return Report(
        problems=in_order(problems),
        published=True,
        output=folder,
        kinds=dict(sorted(Counter(page.kind for page in planned.pages.values()).items())),
        files=len(paths),
        written=publisher.written,
        unchanged=publisher.unchanged,
        removed=publisher.removed,
    )


def _produce(root: Path, prepared: Prepared, publisher: Publisher, assets: Mapping[str, Asset], path: str) -> Done:
    """Make one output and bring its file to it."""
    page = prepared.plan.pages.get(path)
    if page:
        outcome = prepared.renderer.render(page)
        if outcome.problems:
            return Done(path, "", False, outcome.problems)
        data = outcome.value
    else:
        data = assets[path].data if path in assets else (root / prepared.plan.copies[path].source).read_bytes()
    return Done(path, digest_of(data), publisher.bring(path, data))


def output_folder(root: Path, config: Config, options: BuildOptions) -> Path:
    """Return the folder that the build writes: the command line's, relative to where it was called, or the configuration's."""
    return Path(os.path.abspath(options.output)) if options.output else root / config.output_dir  # noqa: PTH100  # drops `..`


def _ledger_path(root: Path, folder: Path) -> Path:
    """Return the ledger of an output folder: each folder has its own."""
    name = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()
    return root / STATE / f"ledger-{blake2b(name.encode(), digest_size=4).hexdigest()}.sqlite3"


def _leftovers(publisher: Publisher, paths: list[str]) -> list[Problem]:
    """Report, once, files that were in the folder before the first build that the ledger knows of."""
    found = publisher.leftovers(dict.fromkeys(paths))
    if not found:
        return []
    shown = ", ".join(f"`{path}`" for path in found[:3]) + (f" and {len(found) - 3} more" if len(found) > 3 else "")
    hint = "remove them by hand if an earlier build left them"
    return [Problem("leftover-output", f"no build owns {shown}", Span(publisher.folder.as_posix()), hint)]
