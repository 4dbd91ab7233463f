"""A build's session: find out what differs from the last build, and what therefore must be done.

Three cases. Nothing differs: nothing is done, and most of the program is not even imported. Only bodies of stories, templates
or files differ: the catalog is fetched from the ledger. Anything else: the catalog is compiled from the records (those of
unchanged files come from the ledger), and the subjects whose stamp is another one than the ledger's are planned and made again.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broadsheet.build.album import PICTURES, Album
from broadsheet.build.cards import Cards, check_font
from broadsheet.build.configuration import STATE
from broadsheet.build.inputs import Inputs, Readings, find_inputs, read_changed
from broadsheet.build.ledger import Ledger, OutputRow
from broadsheet.build.outputs import Outputs
from broadsheet.build.program import program_salt
from broadsheet.build.report import BuildOptions, Report, Reporter
from broadsheet.build.store import Store
from broadsheet.build.workers import Alone, Crew, Errand, Helper, crew_for, may_have_help
from broadsheet.codec import decode, encode
from broadsheet.config import Config
from broadsheet.language.own import LOCALE, own_digest
from broadsheet.pictures.cabinet import Cabinet
from broadsheet.pictures.original import CLEANING
from broadsheet.problems import Problem, in_order
from broadsheet.render.closure import Closures
from broadsheet.render.theme import Theme, load_theme
from broadsheet.sources import Identity, Sources

if TYPE_CHECKING:
    from broadsheet.build.desk import Desk
    from broadsheet.build.profile import Profile
    from broadsheet.build.remote import Job
    from broadsheet.build.work import Work
    from broadsheet.pages.subjects import Subject
    from broadsheet.render.renderer import Renderer

_READ_ENOUGH = 300  # files that are worth a second process
DAMAGED = "its file had been changed or removed"
TEMPLATE = "its template changed"


@dataclass(slots=True)
class Session:
    """One build, with what it knows so far. `problems` are those of the configuration at first, and all in the end."""

    root: Path
    options: BuildOptions
    reporter: Reporter
    config: Config
    ledger: Ledger
    folder: Path
    problems: list[Problem]
    store: Store
    outputs: Outputs
    salts: dict[str, str] = field(init=False)
    last: dict[str, Any] = field(init=False)
    inputs: Inputs = field(init=False)
    theme: Theme = field(init=False)
    templates: Closures = field(init=False)
    closures: dict[str, bytes] = field(default_factory=dict)
    readings: Readings = field(init=False)
    album: Album = field(init=False)
    cards: Cards = field(init=False)
    profile: Profile | None = None
    _renderer: tuple[Desk, Renderer] | None = None  # with its templates compiled, for all processes
    job: Job | None = None

    def lap(self, stage: str) -> None:
        """Put the time since the last lap down to a stage, when somebody asks."""
        if self.profile:
            self.profile.lap(stage)

    def decide(self) -> Work | None:
        """Find out what must be done; None when it is nothing. With a problem that stops the build it must not be done."""
        self._look()
        if self._is_settled() and self.readings.may_amend and self.album.settle():
            worn = self._worn()
            problems = [decode(Problem, each) for each in self.ledger.get_meta("problems")]
            if not worn and not self._changed_files() and not self.outputs.damaged and self.readings.changes_nothing:
                self.problems += problems
                return None
            from broadsheet.build.work import Decision  # here: what finds nothing to do does without most of the program

            work = Decision(self).light(worn, problems, self._changed_templates())
            if work is not None:
                return work
        from broadsheet.build.work import Decision

        return Decision(self).full()

    def _changed_templates(self) -> set[str]:
        old = self.last["closures"]
        return {name for name, digest in self.closures.items() if old.get(name) != digest}

    def _worn(self) -> dict[Subject, str]:
        """Return the subjects whose outputs are damaged, or were made with another template."""
        changed = self._changed_templates()
        worn = dict.fromkeys(self.outputs.subjects_of(self.outputs.made_with(changed)), TEMPLATE)
        return worn | dict.fromkeys(self.outputs.subjects_of(self.outputs.damaged), DAMAGED)

    def _look(self) -> None:
        """Look at everything that the build depends on, and read what changed."""
        config, options = self.config, self.options
        code = program_salt()
        cabinet = Cabinet(self.root / STATE / PICTURES) if self.ledger.keeps else None  # a glimpse keeps nothing
        self.cards = Cards.of(self.root, config.images, cabinet)
        self.problems += check_font(self.root, config.images)
        text = (code, config.markdown, config.timezone, config.labels, config.source_dir, config.extraction)
        self.salts = {
            "code": code,
            "read": repr(text),
            "made": repr((code, encode(config), options.drafts, options.relative, self.cards.salt)),
            "said": own_digest(self.root),
        }
        self.last = {} if options.full else self.ledger.get_meta("build") or {}
        self.reporter.stage("reading")
        self.inputs = find_inputs(self.root, config)
        self.problems += self.inputs.problems
        self.album = Album(
            Sources.of(self.root, config), config.images, cabinet, self.inputs, self.ledger, trusted=not options.full
        )
        self.lap("find")
        self.readings = read_changed(
            self.root,
            config,
            self.inputs,
            self.ledger,
            self._readers,
            self.reporter.step,
            trust=self.last.get("read") == self.salts["read"],
        )
        if len(self.readings.changed) > _READ_ENOUGH:
            self.inputs = self.readings.inputs = self.album.inputs = self.inputs.packed()
        self.lap("read")
        self._look_at_templates()
        names = (sorted(self.inputs.static), sorted(self.inputs.media), sorted(self.theme.addresses.items()))
        self.salts["names"] = blake2b(repr(names).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        if options.trusting:
            self.outputs.trust()
        else:
            self.store.look(self.outputs)
        self.lap("look at templates and outputs")

    def _look_at_templates(self) -> None:
        if not self.closures:
            loaded = load_theme(self.root, self.config)
            self.problems += loaded.problems
            self.theme = loaded.value
            self.templates = Closures(self.theme.folders, self.last.get("references"))
            self.closures = self.templates.digests()

    def _get_ready(self) -> None:
        """Make ready what is needed where so much was read, while others read it: templates, and the rest of the program."""
        self._look_at_templates()
        from broadsheet.language.languages import Languages
        from broadsheet.render.renderer import compile_ahead

        compile_ahead(self.theme.folders, Languages(self.config.language, self.root / LOCALE).words, self.closures)
        self._import_rest()

    def _get_ready_for_little(self) -> None:
        """Make ready what is needed where something changed, while another process reads that."""
        self._import_rest()
        self._look_at_templates()

    def _import_rest(self) -> None:
        """Import what a build takes that finds something to do."""
        import broadsheet.build.publication
        import broadsheet.build.work
        import broadsheet.render.environment  # noqa: F401

    def _readers(self, number: int) -> Crew:
        """Return those who read a number of files."""
        crew = self.crew(number, _READ_ENOUGH)
        if crew.distant:
            return crew
        if self.profile:
            crew = self.profile.watching(crew)
        if crew.size > 1:
            return Errand(crew, self._get_ready)
        if "broadsheet.build.work" in sys.modules or self.profile or self.options.workers == 1 or not may_have_help():
            return crew
        return Helper(self._get_ready_for_little)

    def crew(self, number: int, enough: int) -> Crew:
        """Return those who do a number of things; `enough` are worth a second process."""
        pool = self.options.pool
        if pool is None:
            return crew_for(number, self.options.workers if self.store.shared else 1, enough)
        if number < pool.enough:
            return Alone()
        from broadsheet.build.remote import Job, Pooled

        if self.job is None:
            self.job = Job(
                root=str(self.root),
                config=self.config,
                clock=self.options.clock,
                relative=self.options.relative,
                output=self.store.name,
            )
        return Pooled(pool, self.job, self.reporter.say)

    def dismiss(self) -> None:
        """Tell distant workers, if any helped, that nothing more will come."""
        if self.job is not None and self.options.pool is not None:
            from broadsheet.build.seat import leave

            self.options.pool.release()
            leave()  # those of this process, which may be threads

    def _is_settled(self) -> bool:
        """Say whether the catalog in the ledger is the one that would be compiled, if only texts are unchanged."""
        last, clock = self.last, self.options.clock
        return bool(
            last.get("clean")
            and not self.ledger.row("SELECT 1 FROM outputs WHERE subject = '' LIMIT 1")  # claimed by a build that was killed
            and all(last.get(name) == salt for name, salt in self.salts.items())
            and last["clock"] <= clock
            and (not last["until"] or clock < last["until"])
        )

    def kept(self, work: Work) -> dict[str, OutputRow]:
        """Return the outputs of the subjects that are not produced, and the files that are copied."""
        touched = {f"{subject[0]}:{subject[1]}" for subject in work.dirty} | set(work.removed) | {""}
        return {path: row for path, row in self.outputs.rows.items() if row.subject not in touched}

    def _changed_files(self) -> bool:
        """Say whether a file that is published as it is differs from the one that was."""
        marks = {**self.inputs.media, **self.inputs.static}
        rows = self.ledger.rows("SELECT template, fingerprint FROM outputs WHERE subject = 'file:' AND kind = 'file'")
        return any(source in marks and mark != mark_of(marks[source], self.config) for source, mark in rows)

    def refuse(self) -> Report:
        """Keep what was read; publish nothing."""
        with self.ledger.transaction():
            self.readings.store(self.ledger)
            self.ledger.put_meta(build={**self.last, "read": self.salts["read"], "clean": False})
        return Report(problems=in_order(self.problems), output=self.folder, read=len(self.readings.changed))

    def unchanged(self) -> Report:
        """Take note of what was only touched, and report what was published before."""
        if self.readings.touched or self.readings.changed or self.outputs.moved or self.album.touched:
            with self.ledger.transaction():
                self.readings.store(self.ledger)
                self.album.store(self.ledger)
                self.ledger.put("outputs", list(self.outputs.moved_rows()))
        files = len(self.outputs)
        return Report(
            problems=in_order(self.problems),
            published=True,
            output=self.folder,
            kinds=self.last["kinds"],
            files=files,
            unchanged=files,
            rearranged=False,
            read=len(self.readings.changed),
            profile=self.profile,
        )

    def site_digest(self, desk: Desk) -> bytes:
        """Return the digest of what every page shows of the publication."""
        from broadsheet.build.fingerprints import fingerprint
        from broadsheet.pages.site import site_view

        return fingerprint(b"", site_view(desk.edition, relative=self.options.relative))

    def renderer(self, desk: Desk) -> Renderer:
        """Return a renderer of the edition's pages."""
        from broadsheet.pages.site import site_view
        from broadsheet.render.renderer import Renderer

        if self._renderer is None or self._renderer[0] is not desk:
            site = site_view(desk.edition, relative=self.options.relative)
            renderer = Renderer.of(
                self.theme,
                site,
                self.config.base_path,
                root=self.root,
                relative=self.options.relative,
                references=self.templates.references,
                times={} if self.options.profile else None,
                languages=desk.edition.languages,
            )
            self._renderer = (desk, renderer)
        return self._renderer[1]

    def template_salts(self, desk: Desk) -> dict[str, bytes]:
        """Return, by template, the digest of all that it adds to a view."""
        common = repr(
            (self.salts["code"], self.config.base_path, self.options.relative, self.site_digest(desk), self.salts["said"])
        ).encode()
        return {name: common + digest for name, digest in self.closures.items()}


def mark_of(identity: Identity, config: Config) -> bytes:
    """Return what stands for the bytes of a file that is published as it is, or cleaned, once it was vetted."""
    return repr((identity, config.images.metadata, config.static.active, CLEANING)).encode()
