"""Make: the pages of a subject rendered, and written where their bytes are not those that the last build left."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from broadsheet.codec import decode, encode
from broadsheet.engine.cards import Cards
from broadsheet.engine.ledger import OutputRow, SubjectRow
from broadsheet.engine.outputs import Outputs, State
from broadsheet.engine.profile import Spent
from broadsheet.engine.publish import FileState, digest_of
from broadsheet.engine.store import Writer
from broadsheet.engine.work import Work, name_of
from broadsheet.pages.page import Page
from broadsheet.pages.plan import path_of
from broadsheet.pages.share import SHARE
from broadsheet.pages.sitemap import is_listed
from broadsheet.pages.subjects import GATHERING, Subject
from broadsheet.problems import Problem
from broadsheet.render.renderer import Renderer

States = dict[str, State]  # of outputs that were brought up to date, by path
KnownStates = Outputs | Mapping[str, State]  # of the outputs that are as the last build left them


class Made(NamedTuple):
    """A subject that was made: what the ledger is to know of it, the states of its outputs, its problems, and what was done.

    `seconds` and `spent` say where the time went, when somebody asked.
    """

    row: SubjectRow
    states: States
    problems: tuple[Problem, ...] = ()
    rendered: int = 0
    written: int = 0
    failed: bool = False
    seconds: float = 0.0
    spent: Spent = ()

    def plain(self) -> tuple[Any, ...]:
        """Return it as plain values."""
        states = {path: (digest, tuple(state)) for path, (digest, state) in self.states.items()}
        return (tuple(self.row), states, tuple(map(encode, self.problems)), *self[3:])

    @classmethod
    def of(cls, values: tuple[Any, ...]) -> Made:
        """Return what `plain` gave."""
        row, states, problems, *rest = values
        known = {path: (digest, FileState(*state)) for path, (digest, state) in states.items()}
        return cls(SubjectRow._make(row), known, tuple([decode(Problem, each) for each in problems]), *rest)


@dataclass(slots=True)
class Maker:
    """Makes the subjects of an edition."""

    work: Work
    make_renderer: Callable[[], Renderer]
    writer: Writer
    states: KnownStates
    cards: Cards
    timed: bool = False  # somebody asks where the time goes
    _renderer: Renderer | None = None
    _writing: list[float] = field(default_factory=lambda: [0, 0.0])  # outputs that were brought up to date, seconds

    def prepare(self) -> None:
        """Make ready to render, before there are several processes."""
        if self._renderer is None:
            self._renderer = self.make_renderer()

    def make_all(self, subjects: list[Subject]) -> list[tuple[Any, ...]]:
        """Make several subjects; return each with what was made of it, as plain values."""
        made = [(subject, self.make(subject).plain()) for subject in subjects]
        self.writer.flush()
        return made

    def make(self, subject: Subject) -> Made:
        """Bring every page of a subject up to date."""
        work, assembly, started = self.work, self.work.assembly, time.perf_counter() if self.timed else 0.0
        edition = assembly.edition
        known = work.known(subject)
        rows: list[OutputRow] = []
        states: States = {}
        problems: list[Problem] = []
        shown: set[int] = set()
        rendered = written = 0
        failed = False
        for page in list(assembly.planner.pages(subject)):
            path = path_of(page)
            before = known.get(path)
            mark = assembly.stamps.of_cards(page.shows, f"{page.permalink}\0{page.says}") if page.says else b""
            if mark and before and before.mark == mark and path in self.states and not work.anew:
                rows.append(before)
                continue
            edition.reads.clear()
            data = self._render(page, problems)
            rendered += 1
            if subject[0] == "story":  # the pages of lists show those in the list
                shown |= edition.reads
            if data is None:
                failed = True
                if before and path in self.states:
                    rows.append(before._replace(mark=b""))
                continue
            digest = digest_of(data)
            left = self.states.get(path)
            if left is None or left[0] != digest:
                brought = self._write(path, data)
                written += brought[0]
                states[path] = (digest, brought[1])
            rows.append(OutputRow(path, page.kind, page.template, page.permalink, page.modified(), mark))
        if subject[0] == "story":
            reads = tuple(sorted({edition.catalog.stories[position].id for position in shown} - {subject[1]}))
        else:
            term = edition.catalog.terms.get(subject)
            reads = assembly.stamps.reads_of_term(term) if term else ()
        gathers = subject[0] in GATHERING  # and whoever has it made knows its stamp
        stamp = b"" if failed or gathers else assembly.stamps.of(subject, reads)
        addresses = "\n".join([f"{row.permalink}\t{row.modified}" for row in rows if is_listed(row.kind)])
        why = self._why(subject, touched=bool(written) or failed)
        row = SubjectRow.of(rows, stamp, reads, why, assembly.planner.line(subject), addresses)
        made = Made(row, states, tuple(problems), rendered, written, failed)
        return made._replace(seconds=time.perf_counter() - started, spent=self._spent()) if self.timed else made

    def _why(self, subject: Subject, *, touched: bool) -> str:
        """Return why the outputs of a subject are what they are: where none was touched, what the last build knew stands."""
        before = self.work.rows.get(name_of(subject))
        return before.why if before and not touched else self.work.dirty.get(subject, "")

    def _render(self, page: Page, problems: list[Problem]) -> bytes | None:
        value = page.make()
        if page.kind == SHARE:
            return self.cards.make(value)
        self.prepare()
        assert self._renderer is not None
        outcome = self._renderer.render(page, value)
        if outcome.problems:
            problems += outcome.problems
            return None
        return outcome.value

    def _write(self, path: str, data: bytes) -> tuple[bool, FileState]:
        if not self.timed:
            return self.writer.bring(path, data)
        started = time.perf_counter()
        brought = self.writer.bring(path, data)
        self._writing[0] += 1
        self._writing[1] += time.perf_counter() - started
        return brought

    def _spent(self) -> Spent:
        """Return, and forget, where the time of the last subject went."""
        times = self._renderer.times if self._renderer else None
        spent = [("template", name, int(number), seconds) for name, (number, seconds) in (times or {}).items()]
        if times:
            times.clear()
        spent.append(("write", "", int(self._writing[0]), self._writing[1]))
        self._writing[:] = [0, 0.0]
        return tuple(spent)
