"""A session: one build with what it has found out so far, from the configuration to the state of every output.

What decides whether a build has anything to do is looked at here; most of the program is imported only when it has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broadsheet.codec import decode, encode
from broadsheet.config import Config
from broadsheet.engine.cards import Cards, check_font
from broadsheet.engine.configuration import SCRATCH, SETTINGS, STATE
from broadsheet.engine.faulty import KEPT, last_published
from broadsheet.engine.ledger import Ledger, SubjectRow
from broadsheet.engine.outputs import Outputs
from broadsheet.engine.pictures import PICTURES, Pictures
from broadsheet.engine.program import program_salt
from broadsheet.engine.readings import Inputs, Readings, find_inputs, look_at_texts
from broadsheet.engine.report import BuildOptions, Report, Reporter
from broadsheet.engine.store import Store
from broadsheet.engine.workers import Crew, Forks, begin, crew_for
from broadsheet.language.own import own_digest
from broadsheet.pictures.cache import PictureCache
from broadsheet.problems import Problem, in_order
from broadsheet.render.closure import Closures
from broadsheet.render.theme import Theme, load_theme
from broadsheet.sources import Sources, read_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.engine.faulty import Records
    from broadsheet.engine.profile import Profile
    from broadsheet.engine.work import Work

READ_ENOUGH = 300  # files that are worth a second process
_LOOK_ENOUGH = 4000  # outputs


@dataclass(slots=True)
class Session:
    """One build. `problems` are those of the configuration at first, and all in the end. Without a ledger nothing is kept.

    `salts` stand for what every output depends on, by name; `last` is what the last build left.
    """

    root: Path
    options: BuildOptions
    reporter: Reporter
    config: Config
    ledger: Ledger | None
    folder: Path
    problems: list[Problem]
    store: Store
    outputs: Outputs = field(default_factory=Outputs)
    salts: dict[str, str] = field(default_factory=dict)
    closures: dict[str, bytes] = field(default_factory=dict)  # digests of the templates, each with those that it uses
    last: dict[str, Any] = field(default_factory=dict)
    inputs: Inputs = field(init=False)
    theme: Theme = field(init=False)
    readings: Readings = field(init=False)
    pictures: Pictures = field(init=False)
    cards: Cards = field(init=False)
    faulty: dict[str, Records] = field(default_factory=dict)  # articles with errors, with what stands for them: see `faulty`
    unpictured: set[str] = field(default_factory=set)  # texts that are published without their picture, which is missing
    set_aside: list[Problem] = field(default_factory=list)  # their errors, which are not among `problems`
    profile: Profile | None = None
    ways: set[str] = field(default_factory=set)  # see `Report`

    @property
    def state(self) -> Path:
        """Return the folder of the publication's state."""
        return self.root / STATE

    @property
    def scratch(self) -> Path:
        """Return the folder of what this build needs no longer than it runs."""
        return self.state / SCRATCH

    def lap(self, stage: str) -> None:
        """Put the time since the last lap down to a stage, when somebody asks."""
        if self.profile:
            self.profile.lap(stage)

    def look(self) -> None:
        """Look at everything that the build depends on, and at the output. Raises DamagedError for a ledger of no use."""
        config, options, ledger = self.config, self.options, self.ledger
        keeps = ledger is not None and ledger.writes
        cache = PictureCache(self.state / PICTURES, options.key) if keeps else None
        self.cards = Cards.of(self.root, config.images, cache)
        if ledger is not None and not options.full:
            ledger.check()
            self.last = ledger.get("build") or {}
        self.reporter.stage("reading")
        looked = self._look_at_outputs()
        try:
            self._look_at_sources(cache)
        finally:
            looked()
        self.lap("look at outputs")

    def _look_at_sources(self, cache: PictureCache | None) -> None:
        config, options, ledger = self.config, self.options, self.ledger
        self.inputs = find_inputs(self.root, config)
        self.problems += self.inputs.problems
        loaded = load_theme(self.root, config)
        self.problems += loaded.problems
        self.theme = loaded.value
        self.closures = Closures(self.theme.folders).digests()
        code = program_salt()
        names = (sorted(self.inputs.static), sorted(self.inputs.media), sorted(self.theme.addresses.items()))
        copied = (sorted(self.inputs.static.items()), sorted(self.inputs.media.items()))
        self.salts = {
            "code": code,
            "read": repr((code, config.reading)),
            "made": repr((code, encode(config), options.drafts, options.relative, self.cards.salt)),
            "said": own_digest(self.root),
            "templates": _digest(sorted(self.closures.items())),
            "names": _digest(names),
            "copied": _digest(copied),
            "sources": self._own_sources() if self._tells_sources else "",
        }
        if self.last.get("made") != self.salts["made"]:
            self.problems += check_font(self.root, config.images)  # it was found good otherwise, and is the same
        self.readings = look_at_texts(
            Sources.of(self.root, config), self.inputs, ledger, trust=self.last.get("read") == self.salts["read"]
        )
        self.pictures = Pictures(Sources.of(self.root, config), config.images, cache, self.inputs)
        self.lap("find")

    def _look_at_outputs(self) -> Callable[[], None]:
        """Begin to look at what the last build left, beside everything else, and return what waits until that is done."""
        if self.ledger is None:
            return lambda: None
        self.outputs = Outputs.of(self.ledger.get("outputs"))
        if self.options.trusting:
            return lambda: None
        crew = crew_for(len(self.outputs), self.options.workers if self.options.pool is None else 1, _LOOK_ENOUGH)
        if crew.size > 1:
            self.ways.add("looked beside")
        return self.store.look(self.outputs, begin if crew.size > 1 else lambda look: look)

    @property
    def _tells_sources(self) -> bool:
        """Say whether the output tells what sources it was made from: then it changes when a byte of one does."""
        return self.config.has("manifest") and self.config.has("provenance")

    def _own_sources(self) -> str:
        """Return what changes when other sources are told of, though no page is made otherwise by them."""
        own = sorted(path.relative_to(folder).as_posix() for folder in self.theme.folders[:-1] for path in folder.rglob("*"))
        return _digest((read_file(self.root / SETTINGS), own))

    @property
    def is_settled(self) -> bool:
        """Say whether nothing is to be done but what a text that is to be read may ask for."""
        last, clock = self.last, self.options.clock
        return bool(
            last.get("clean")
            and not self.outputs.damaged
            and not (self.options.strict and last["problems"])
            and all(last.get(name) == salt for name, salt in self.salts.items())
            and last["clock"] <= clock
            and (not last["until"] or clock < last["until"])
        )

    def read(self) -> None:
        """Read the texts that changed, and fetch what was found in the others. Raises DamagedError."""
        self.readings.load()
        crew = self.crew(len(self.readings.todo), READ_ENOUGH)
        if self.profile:
            self.profile.workers = max(self.profile.workers, crew.size)
        spool = self.scratch if self.ledger is not None and self.ledger.writes else None
        self.readings.read(self.root, self.config, crew, self.reporter.step, spool, self.profile)
        self.lap("read")

    def crew(self, number: int, enough: int) -> Crew:
        """Return those who do a number of things; `enough` are worth a second process."""
        pool, options = self.options.pool, self.options
        if pool is None:
            crew = crew_for(number, options.workers if self.store.shared else 1, enough)
            if crew.size > 1:
                self.ways.add("workers")
            return crew
        if number < pool.enough:
            return Forks(1)
        from broadsheet.engine.distant import Job, Pooled

        job = Job(
            root=str(self.root),
            config=self.config,
            clock=options.clock,
            relative=options.relative,
            drafts=options.drafts,
            key=options.key,
            timed=options.profile,
            output=self.store.name,
        )
        return Pooled(pool, job, self.reporter.say)

    def dismiss(self) -> None:
        """Let go of what was open, and tell distant workers, if any helped, that nothing more will come."""
        if hasattr(self, "readings") and self.readings.handles:
            from broadsheet.engine.texts import let_go

            let_go(self.readings.handles)
            self.readings.handles = {}
        if self.options.pool is not None:
            from broadsheet.engine.distant import leave

            self.options.pool.release()
            leave()  # those of this process, which may be threads

    def subjects(self) -> dict[str, SubjectRow]:
        """Return what the ledger knows of subjects, by their names. Raises DamagedError."""
        return self.ledger.subjects() if self.ledger is not None and not self.options.full else {}

    def refuse(self) -> Report:
        """Keep what was read; publish nothing."""
        if self.ledger is not None:
            with self.ledger.transaction():
                self.ledger.put(KEPT, last_published(self.readings, self.ledger))
                self.readings.store()
                self.ledger.put("build", {**self.last, "read": self.salts["read"], "clean": False})
        problems = in_order((*self.problems, *self.set_aside))
        return Report(problems=problems, output=self.folder, changed=tuple(self.readings.changed))

    def unchanged(self) -> Report:
        """Take note of what was only touched, and report what was published before."""
        if self.ledger is not None and (self.readings.touched or self.readings.changed or self.outputs.moved):
            with self.ledger.transaction():
                self.readings.store()
                if self.outputs.moved:
                    self.ledger.put("outputs", self.outputs.amended({}, ()).plain())
        self.problems += [decode(Problem, each) for each in self.last["problems"]]
        return Report(
            problems=in_order(self.problems),
            published=True,
            output=self.folder,
            kinds=self.last["kinds"],
            held=self.last["held"],
            files=self.last["files"],
            unchanged=self.last["files"],
            rearranged=False,
            changed=tuple(self.readings.changed),
            profile=self.profile,
            ways=("nothing", *sorted(self.ways)),
        )

    def decide(self) -> Work | None:
        """Find out what must be done; None when it is nothing. With a problem that stops the build it must not be done."""
        self.look()
        settled = self.is_settled
        if settled and not self.readings.todo and not self.readings.gone:
            return None
        self.read()
        if settled and self.readings.changes_nothing and not self._tells_sources:
            return None
        from broadsheet.engine.work import find_work  # here: what finds nothing to do does without most of the program

        return find_work(self)


def _digest(value: Any) -> str:  # noqa: ANN401
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
