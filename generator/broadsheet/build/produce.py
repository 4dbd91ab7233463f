"""Produce: the pages of a subject planned, made where they differ from the last build's, and written.

A page whose fingerprint is the one in the ledger, and whose file is as it was left, is neither rendered nor written.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from broadsheet.build.cards import Cards
from broadsheet.build.fingerprints import fingerprint
from broadsheet.build.ledger import OutputRow
from broadsheet.build.profile import Spent
from broadsheet.build.publish import FileState, digest_of
from broadsheet.build.reading import StoredBodies
from broadsheet.build.store import Writer
from broadsheet.codec import decode, encode
from broadsheet.pages.page import Page
from broadsheet.pages.plan import path_of
from broadsheet.pages.share import SHARE
from broadsheet.pages.stamps import Stamps
from broadsheet.pages.subjects import Planner, Subject
from broadsheet.problems import Problem
from broadsheet.render.renderer import Renderer


class Made(NamedTuple):
    """An output that was looked at: its row for the ledger, and what had to be done. `failed`: it keeps its old file."""

    row: OutputRow
    rendered: bool
    written: bool
    failed: bool = False


class Produced(NamedTuple):
    """A subject that was produced: the ids of the stories its pages showed, its line in a table, its outputs, its problems.

    `seconds` and `spent` say where the time went, when somebody asked.
    """

    subject: Subject
    reads: tuple[str, ...]
    line: str
    stamp: bytes
    outputs: tuple[Made, ...]
    problems: tuple[Problem, ...]
    seconds: float = 0.0
    spent: Spent = ()

    def plain(self) -> tuple[Any, ...]:
        """Return it as plain values."""
        outputs = tuple([(tuple(made.row), *made[1:]) for made in self.outputs])
        return (
            self.subject,
            self.reads,
            self.line,
            self.stamp,
            outputs,
            tuple(map(encode, self.problems)),
            self.seconds,
            self.spent,
        )

    @classmethod
    def of(cls, values: tuple[Any, ...]) -> Produced:
        """Return what `plain` gave."""
        subject, reads, line, stamp, outputs, problems, seconds, spent = values
        made = tuple([Made(OutputRow._make(row), *rest) for row, *rest in outputs])
        return cls(subject, reads, line, stamp, made, tuple(decode(Problem, each) for each in problems), seconds, spent)


@dataclass(slots=True)
class Producer:
    """Produces subjects of one edition.

    `known` holds the outputs of the last build by path, `damaged` the paths whose files are not as they were left. `salts` are
    the digests of all that a template adds to a view, by template.
    """

    planner: Planner
    stamps: Stamps
    make_renderer: Callable[[], Renderer]
    writer: Writer
    known: Mapping[str, OutputRow]
    damaged: Set[str]
    salts: Mapping[str, bytes]
    settings: str  # all that the configuration says
    cards: Cards
    stamped: bool = True  # new stamps are wanted of all subjects, not of stories only
    timed: bool = False  # somebody asks where the time goes
    _renderer: Renderer | None = None
    _problems: list[Problem] = field(default_factory=list)
    _writing: tuple[int, float] = (0, 0.0)  # outputs that were brought up to date, seconds

    def produce_all(self, batch: list[Subject]) -> list[tuple[Any, ...]]:
        """Produce several subjects; return them as plain values."""
        bodies = self.planner.edition.catalog.bodies
        if isinstance(bodies, StoredBodies):
            bodies.expect([key for kind, key in batch if kind == "story"])
        produced = [self.produce(subject).plain() for subject in map(_subject, batch)]
        self.writer.flush()
        return produced

    def produce(self, subject: Subject) -> Produced:
        """Bring every page of a subject up to date."""
        edition = self.planner.edition
        edition.reads.clear()
        self._problems = []
        started = time.perf_counter() if self.timed else 0.0
        outputs = tuple(self._bring(subject, page) for page in self.planner.pages(subject))
        reads = tuple(self._reads(subject))
        stamp = self.stamps.of(subject, reads) if self.stamped or subject[0] == "story" else b""
        produced = Produced(subject, reads, self.planner.line(subject), stamp, outputs, tuple(self._problems))
        return produced._replace(seconds=time.perf_counter() - started, spent=self._spent()) if self.timed else produced

    def _spent(self) -> Spent:
        """Return, and forget, where the time of the last subject went."""
        times = self._renderer.times if self._renderer else None
        spent = [("template", name, int(number), seconds) for name, (number, seconds) in (times or {}).items()]
        if times:
            times.clear()
        spent.append(("write", "", *self._writing))
        self._writing = (0, 0.0)
        return tuple(spent)

    def _reads(self, subject: Subject) -> Iterator[str]:
        """Yield the ids of the other stories that a story's pages showed; the pages of lists show those in the list."""
        if subject[0] == "story":
            catalog = self.planner.edition.catalog
            for story_id in map(catalog.id_at, sorted(self.planner.edition.reads)):
                if story_id != subject[1]:
                    yield story_id

    def _bring(self, subject: Subject, page: Page) -> Made:
        path = path_of(page)
        known = self.known.get(path)
        intact = known is not None and known.digest != b"" and path not in self.damaged
        salt = self.cards.salt if page.kind == SHARE else self.salts.get(page.template, b"")
        view: Any = None
        if page.says:
            shown = b"".join(map(self.stamps.shown, page.shows))
            # Its view takes the rest from the configuration.
            mark = fingerprint(salt + shown, f"{page.permalink}\0{page.says}\0{self.settings}")
        else:
            view = page.make()
            mark = fingerprint(salt, view)
        row = OutputRow(
            path, f"{subject[0]}:{subject[1]}", page.kind, page.template, page.permalink, page.modified, mark, b"", -1, 0, 0
        )
        if known is not None and intact and known.fingerprint == mark:
            return Made(row._replace(digest=known.digest, size=known.size, mtime=known.mtime, ctime=known.ctime), False, False)
        outcome = self._render(page, page.make() if page.says else view)
        if outcome is None:
            kept = known or row
            return Made(
                row._replace(fingerprint=b"", digest=kept.digest, size=kept.size, mtime=kept.mtime, ctime=kept.ctime),
                True,
                False,
                True,
            )
        return self._write(row, outcome, rendered=True)

    def _render(self, page: Page, view: Any) -> bytes | None:  # any view  # noqa: ANN401
        if page.kind == SHARE:
            return self.cards.make(view)
        if self._renderer is None:
            self._renderer = self.make_renderer()
        outcome = self._renderer.render(page, view)
        self._problems += outcome.problems
        return None if outcome.problems else outcome.value

    def _write(self, row: OutputRow, data: bytes, *, rendered: bool) -> Made:
        started = time.perf_counter() if self.timed else 0.0
        written, state = self.writer.bring(row.path, data)
        if self.timed:
            self._writing = (self._writing[0] + 1, self._writing[1] + time.perf_counter() - started)
        return Made(_with(row, digest_of(data), state), rendered, written)

    def copy(
        self, path: str, source: str, mark: bytes, read: Callable[[], bytes], *, kind: str = "file", subject: str = "file:"
    ) -> Made:
        """Bring a file that is no page; `mark` stands for its bytes."""
        known = self.known.get(path)
        row = OutputRow(path, subject, kind, source, "/" + path, "", mark, b"", -1, 0, 0)
        if known is not None and known.fingerprint == mark and known.digest and path not in self.damaged:
            return Made(row._replace(digest=known.digest, size=known.size, mtime=known.mtime, ctime=known.ctime), False, False)
        return self._write(row, read(), rendered=False)


def _with(row: OutputRow, digest: bytes, state: FileState) -> OutputRow:
    return row._replace(digest=digest, size=state.size, mtime=state.mtime, ctime=state.ctime)


def _subject(values: Any) -> Subject:  # what came from another process  # noqa: ANN401
    kind, key = values
    return (kind, key)
